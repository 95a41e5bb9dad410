"""A traditional manuscript in a simplified publication: the script is the publication's, the words are the branch's."""

from pathlib import Path

import pytest

from bulletin.house.rules import House, read_house
from bulletin.production.collect import collect
from bulletin.production.reading import read_files
from bulletin.production.world import World

TITLE = "雲溪支行開展暖心服務"
TEXT = "雲溪支行為客戶提供優質服務，體現了銀行的責任與擔當，獲得客戶一致好評，網點負責人向客戶表示感謝。"
RULES = """\
[publication]
slug = "kan"
name = "澄报"
language = "{language}"

[[sections]]
name = "服务动态"

[intake]
settle_seconds = 0
strangers = "accept"
"""


def publication(root: Path, language: str) -> House:
    """A publication with one traditional manuscript in its drop folder."""
    issue = root / "stories" / "2024-1"
    (root / "stories" / "inbox").mkdir(parents=True)
    issue.mkdir()
    (root / "bulletin.toml").write_text(RULES.format(language=language), "utf-8")
    (issue / "issue.toml").write_text('id = "2024-1"\nlabel = "第1期"\ndate = 2024-01-15\n', "utf-8")
    (root / "stories" / "inbox" / "story.md").write_text(f"# {TITLE}\n\n{TEXT}\n", "utf-8")
    return read_house(root)


@pytest.mark.parametrize(("language", "title"), [("zh-CN", "云溪支行开展暖心服务"), ("en", TITLE)])
def test_a_traditional_manuscript_is_filed_and_read_in_the_publications_script(
    tmp_path: Path, rested: World, language: str, title: str
) -> None:
    house = publication(tmp_path, language)
    (tmp_path / "other.md").write_text(f"# {TITLE}\n\n{TEXT}\n", "utf-8")
    read = [reading.story.title for reading in read_files(house, [tmp_path / "other.md"]) if reading.story]
    collected = collect(house, rested)
    assert read == [title]
    assert [one.stories for one in collected.taken] == [(title,)]
