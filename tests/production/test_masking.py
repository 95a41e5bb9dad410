"""A story is masked in the house's way: shown first, kept as it stood, whole or not at all, by one command at a time."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bulletin.archive import disk, shelf, storymd
from bulletin.archive.ledger import opened
from bulletin.cli.main import main
from bulletin.house.rules import House, read_house
from bulletin.production.check import check
from bulletin.production.collect import collect
from bulletin.production.inbox import file_of
from bulletin.production.masking import Masked, mask, would_mask
from bulletin.production.world import World
from bulletin.queries import UsageError

ISSUE = "2024-1"
NOON = dt.datetime(2024, 1, 12, 12, tzinfo=dt.UTC).timestamp()
WORLD = World(now=lambda: NOON)
RULES = '[publication]\nslug = "kan"\nname = "澄报"\n\n[[sections]]\nname = "服务动态"\n\n[intake]\nsettle_seconds = 0\n'
TEXT = "# 一把雨伞\n\n服务动态\n\n客户李晓梅把雨伞忘在厅堂，柜员按她留下的13812345678打去电话。\n\n李晓梅第二天来取伞，写下一行字道谢。\n"


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "stories" / "inbox").mkdir(parents=True)
    (tmp_path / "bulletin.toml").write_text(RULES, "utf-8")
    issue = tmp_path / "stories" / ISSUE
    issue.mkdir()
    (issue / "issue.toml").write_text(f'id = "{ISSUE}"\nlabel = "第一期"\ndate = 2024-01-15\n', "utf-8")
    (tmp_path / "stories" / "inbox" / "伞.md").write_text(TEXT, "utf-8")
    house = read_house(tmp_path)
    collect(house, World(), ISSUE)
    return house


def story_file(house: House) -> Path:
    [file] = shelf.story_files(house, ISSUE)
    return file


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def checks(house: House) -> list[str]:
    return [each.check for story in check(house, ISSUE).stories for each in story.queries]


def test_a_story_is_masked_and_stands_in_the_issue_afterwards(house: House) -> None:
    assert {"customer-named", "phone-number"} <= set(checks(house))
    made = mask(house, WORLD, "一把雨伞", by="林青")
    text = story_file(house).read_text("utf-8")
    assert (made.held, made.left) == (False, ())
    assert "李晓梅" not in text
    assert "李某某第二天来取伞" in text
    assert "138\\*\\*\\*\\*5678" in text or "138****5678" in text
    assert not {"customer-named", "phone-number"} & set(checks(house))


def test_what_is_not_masked_stays_as_its_editor_wrote_it(house: House) -> None:
    file = story_file(house)
    written = file.read_text("utf-8").replace("title:", "# asked the branch on Tuesday\ntitle:", 1)
    file.write_text(written, "utf-8")
    made = mask(house, WORLD, "一把雨伞", by="林青")
    assert [line for line in made.revision.diff if line.startswith("-") and "李晓梅" not in line] == ["--- " + made.revision.file]
    assert "# asked the branch on Tuesday" in file.read_text("utf-8")


def test_a_line_that_is_also_a_remark_is_masked_in_the_story(house: House) -> None:
    file = story_file(house)
    text = file.read_text("utf-8")
    [line] = [line for line in text.split("\n") if line.startswith("李晓梅第二天")]
    file.write_text(text.replace("\n---\n", f"\nstandfirst: |-\n  {line}\n---\n", 1), "utf-8")
    mask(house, WORLD, "一把雨伞", by="林青")
    assert "李晓梅" not in file.read_text("utf-8")


def test_the_text_as_it_stood_is_kept_and_the_original_is_not_touched(house: House) -> None:
    folder = story_file(house).parent
    before = everything(folder)
    made = mask(house, WORLD, "一把雨伞", by="林青")
    after = everything(folder)
    assert made.revision.kept == f"{shelf.relative(house, folder)}/versions/1"
    assert after.pop("versions/1/story.md") == before["story.md"]
    assert after.pop("story.md") != before.pop("story.md")
    assert after == before
    assert (folder / "original" / "伞.md").read_text("utf-8") == TEXT


def test_the_ledger_tells_who_masked_what(house: House) -> None:
    mask(house, WORLD, "一把雨伞", by="林青", checks=["phone-number"])
    last = file_of(house, "1").acts[-1]
    assert (last.act, last.who, last.reason) == ("masked", "林青", "phone-number")


def test_only_the_named_check_is_masked_and_the_rest_is_still_asked(house: House) -> None:
    made = mask(house, WORLD, "一把雨伞", by="", checks=["customer-named"])
    assert [each.check for each in made.left] == ["phone-number"]
    assert made.held
    assert "13812345678" in story_file(house).read_text("utf-8")


def test_what_an_allowance_answers_is_left_as_it_is(house: House) -> None:
    allow = "allow:\n  - {check: phone-number, name: 林青, date: 2024-01-06, reason: 公开的电话}\n---\n\n"
    file = story_file(house)
    file.write_text(file.read_text("utf-8").replace("---\n\n", allow, 1), "utf-8")
    mask(house, WORLD, "一把雨伞", by="")
    assert "13812345678" in file.read_text("utf-8")


def test_a_second_mask_finds_nothing_and_changes_nothing(house: House) -> None:
    mask(house, WORLD, "一把雨伞", by="")
    before = everything(house.root / "stories" / ISSUE)
    again = mask(house, WORLD, "一把雨伞", by="")
    assert (again.revision.diff, again.revision.kept) == ((), None)
    assert everything(house.root / "stories" / ISSUE) == before


def test_a_story_masked_twice_keeps_both_texts(house: House) -> None:
    mask(house, WORLD, "一把雨伞", by="", checks=["phone-number"])
    mask(house, WORLD, "一把雨伞", by="")
    versions = story_file(house).parent / "versions"
    assert sorted(each.name for each in versions.iterdir()) == ["1", "2"]
    assert "李晓梅" in (versions / "2" / "story.md").read_text("utf-8")


def test_a_later_version_of_the_branch_does_not_bring_back_what_was_masked(house: House) -> None:
    mask(house, WORLD, "一把雨伞", by="")
    (house.inbox / "伞2.md").write_text(TEXT.replace("一行字", "两行字"), "utf-8")
    assert collect(house, World(), ISSUE).held
    assert "李晓梅" not in story_file(house).read_text("utf-8")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("牧民巴特尔·苏和骑马来取款。", "牧民巴特尔·某骑马来取款。"),
        ("英国籍教师Jonathan Pierce来换汇。", "英国籍教师J"),
        ("她在城关小学四（1）班读书。", "她在某校某班读书。"),
        ("他一个数一个数地念电话：1 3 8 0 0 1 3 8 0 0 0。", "8000。"),
    ],
)
def test_names_and_numbers_of_any_kind_are_masked_once_and_for_all(house: House, said: str, shown: str) -> None:
    file = story_file(house)
    file.write_text(file.read_text("utf-8") + f"\n{said}\n", "utf-8")
    mask(house, WORLD, "一把雨伞", by="")
    text = file.read_text("utf-8")
    assert shown in text
    assert said not in text
    assert mask(house, WORLD, "一把雨伞", by="").revision.diff == ()


def test_looking_first_changes_nothing_and_shows_the_lines(house: House) -> None:
    before = everything(house.root / "stories" / ISSUE)
    made = would_mask(house, "一把雨伞")
    assert any(line.startswith("+") and "李某某" in line for line in made.revision.diff)
    assert made.revision.kept is None
    assert everything(house.root / "stories" / ISSUE) == before


def test_a_closed_issue_is_not_masked(house: House) -> None:
    plan = house.root / "stories" / ISSUE / "issue.toml"
    plan.write_text(plan.read_text("utf-8") + 'state = "closed"\n', "utf-8")
    with pytest.raises(UsageError, match="closed"):
        mask(house, WORLD, "一把雨伞", by="")


def test_a_name_that_is_no_story_is_refused(house: House) -> None:
    with pytest.raises(UsageError, match="no submission or story"):
        mask(house, WORLD, "没有这一篇", by="")


@pytest.mark.parametrize("step", range(2, 7))
def test_a_crash_at_any_move_leaves_the_story_whole(house: House, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    folder = story_file(house).parent
    before = everything(folder)
    turn = iter(range(1, 100))

    def crashing(real: Callable[..., None]) -> Callable[..., None]:
        def act(*given: object) -> None:
            if next(turn) == step:
                raise OSError(28, "No space left on device")
            real(*given)

        return act

    with monkeypatch.context() as patch:
        for name in ("copy", "lay", "move"):
            patch.setattr(disk, name, crashing(getattr(disk, name)))
        with pytest.raises(Exception, match="disk is full"):
            mask(house, WORLD, "一把雨伞", by="")
    assert everything(folder) == before
    with opened(shelf.stories_folder(house)) as ledger:
        assert ledger.unfinished() == ()
    assert mask(house, WORLD, "一把雨伞", by="").revision.kept


def run(house: House, *said: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["--publication", str(house.root), "--language", "en", "mask", *said])
    return result.exit_code, result.output


def test_the_command_shows_what_changes_and_where_the_earlier_text_lies(house: House) -> None:
    code, told = run(house, "一把雨伞", "--by", "林青")
    assert code == 0
    assert "+客户李某某" in told
    assert "versions/1" in told


def test_a_dry_run_says_that_nothing_is_changed(house: House) -> None:
    code, told = run(house, "一把雨伞", "--dry-run")
    assert code == 0
    assert "Nothing is changed yet" in told
    assert "李晓梅" in story_file(house).read_text("utf-8")


def test_what_still_holds_sets_the_exit_code(house: House) -> None:
    code, told = run(house, "一把雨伞", "--check", "customer-named")
    assert code == 3
    assert "telephone" in told


def test_a_machine_gets_one_object(house: House) -> None:
    _code, told = run(house, "一把雨伞", "--json")
    record = json.loads(told)
    assert [each["check"] for each in record["masked"]] == ["customer-named", "phone-number"]
    assert (record["left"], record["kept"].endswith("versions/1")) == ([], True)


def test_a_masked_story_is_read_as_it_was_written(house: House) -> None:
    made: Masked = mask(house, WORLD, "一把雨伞", by="")
    assert storymd.write_story(storymd.read_story(story_file(house), house)) == made.revision.after
