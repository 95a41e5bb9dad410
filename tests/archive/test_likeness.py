"""Likeness: a text that was edited lightly is found among many, and two different ones are never taken for one."""

import datetime as dt
import itertools
import json
import random
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.archive import ledger, likeness
from bulletin.archive.ledger import Ledger, Marks, StoryEntry
from bulletin.archive.meeting import _NEAR_TEXT
from bulletin.records.story import Paragraph, Span, Story, title_key

WORDS = "支行网点客户柜员窗口大堂经理老人社区学校企业贷款服务活动培训演练投诉厅堂微笑清晨傍晚雨伞热茶座椅轮椅手语方言存折密码"


def story(text: str) -> Story:
    body = tuple(Paragraph(spans=(Span(text=line),)) for line in text.split("\n") if line.strip()) or (Paragraph(spans=(Span(text=" "),)),)
    return Story(title="题", received=dt.datetime(2024, 1, 1, tzinfo=dt.UTC), submission="a", body=body)


def runs(text: str) -> frozenset[str]:
    return likeness.runs(story(text))


@pytest.fixture(scope="session")
def texts(corpora: Path, reference: Path) -> list[str]:
    """Distinct texts in the register of real submissions."""
    lines = [line for name in ("dev", "register") for line in (corpora / "sections" / f"{name}.jsonl").read_text("utf-8").splitlines()]
    printed = json.loads((reference / "expected.json").read_text("utf-8"))["stories"]
    return [json.loads(line)["text"] for line in lines] + ["\n".join(each["paragraphs"]) for each in printed if each["paragraphs"]]


def _punctuated(text: str) -> str:
    return text.replace("，", ",").replace("。", ". ").replace("“", '"').replace("”", '"')


def _sentence_added(text: str) -> str:
    first, *others = text.split("\n")
    return "\n".join([first, "此外，支行还就本次活动召开了总结会，对表现突出的员工予以通报表扬。", *others])


def _paragraph_dropped(text: str) -> str:
    kept = text.split("\n")
    return "\n".join(kept[:-1]) if len(kept) > 2 else text


def _words_changed(text: str) -> str:
    chance = random.Random(len(text))  # noqa: S311 - the same edits each time
    return "".join("改" if chance.random() < 1 / 60 else letter for letter in text)


EDITS: list[Callable[[str], str]] = [str.strip, _punctuated, _sentence_added, _paragraph_dropped, _words_changed]


def test_no_two_different_texts_are_taken_for_one(texts: list[str]) -> None:
    pairs = itertools.combinations([runs(text) for text in texts], 2)
    assert max(likeness.shared(one, other) for one, other in pairs) < _NEAR_TEXT / 2


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Ledger]:
    with ledger.opened(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("edit", EDITS)
def test_a_lightly_edited_text_is_found_among_all(texts: list[str], book: Ledger, edit: Callable[[str], str]) -> None:
    for number, text in enumerate(texts):
        entry = StoryEntry(str(number), None, "2024-1", "题", None, None, written="", queries=())
        book.adopt([(entry, Marks((), likeness.bands(runs(text))))])
    for number, text in enumerate(texts):
        edited = runs(edit(text))
        [likest, *_others] = book.alike(likeness.bands(edited), 3)
        assert likest.folder == str(number)
        assert likeness.shared(runs(text), edited) >= 0.8


def test_half_a_text_is_found(texts: list[str]) -> None:
    found = [bool(set(likeness.bands(runs(text))) & set(likeness.bands(runs(text[: len(text) // 2])))) for text in texts]
    assert sum(found) > len(found) * 0.9


def test_a_text_too_short_to_say_anything_has_no_bands() -> None:
    assert likeness.bands(runs("现场。")) == ()
    assert likeness.bands(runs("")) == ()


@given(st.text(alphabet=WORDS, min_size=60, max_size=400), st.sampled_from("，。！ \n　"), st.integers(0, 59))
def test_punctuation_and_blanks_change_nothing(text: str, mark: str, where: int) -> None:
    assert likeness.bands(runs(text[:where] + mark + text[where:])) == likeness.bands(runs(text))


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=4), st.floats(0.1, 1))
def test_like_titles_are_just_those_that_are_like_the_likest_first(title: str, others: list[str], least: float) -> None:
    def ratio(turn: int) -> float:
        return SequenceMatcher(None, title_key(others[turn]), title_key(title), autojunk=False).ratio()

    found = likeness.like_titles(title, list(enumerate(others)), least)
    assert sorted(found) == [turn for turn in range(len(others)) if ratio(turn) >= least]
    assert [ratio(turn) for turn in found] == sorted(map(ratio, found), reverse=True)
