"""What is longer than any story is refused, in every kind of manuscript, and what is merely long is read."""

from collections.abc import Callable
from typing import Any

import pytest

from bulletin.manuscript import marked, page, plaintext
from bulletin.manuscript.pencil import Unfit
from bulletin.manuscript.pool import Pool

LONG, MANY = "服" * 300_001, "行\n\n" * 10_001
READERS: dict[str, Callable[[str], Any]] = {
    "text": lambda text: plaintext.read("a.txt", text.encode()),
    "markdown": lambda text: marked.read("a.md", text.encode(), Pool(())),
    "page": lambda text: page.read("a.html", f"<p>{text.replace(chr(10), '</p><p>一</p><p>')}".encode(), Pool(())),
}


@pytest.mark.parametrize("text", [LONG, MANY], ids=["characters", "lines"])
@pytest.mark.parametrize("kind", READERS)
def test_a_text_longer_than_any_story_is_refused(kind: str, text: str) -> None:
    with pytest.raises(Unfit) as refused:
        READERS[kind](text)
    assert refused.value.check == "too-large"


def test_a_word_file_longer_than_any_story_is_refused(read_word: Any) -> None:
    with pytest.raises(Unfit) as refused:
        read_word(f"<w:p><w:r><w:t>{LONG}</w:t></w:r></w:p>")
    assert refused.value.check == "too-large"


@pytest.mark.parametrize("kind", READERS)
def test_a_text_as_long_as_a_book_is_read(kind: str) -> None:
    assert READERS[kind]("服务" * 100_000).value.passages


def test_a_picture_written_into_markdown_counts_for_no_characters() -> None:
    picture = "data:image/png;base64," + "A" * 400_000
    assert marked.read("a.md", f"正文\n\n![]({picture})".encode(), Pool(())).value.passages
