"""Filing: whole or not at all, never twice, and nothing lost."""

import datetime as dt
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bulletin.archive import desk, filing, ledger, meeting, storymd
from bulletin.archive.filing import Piece
from bulletin.archive.ledger import Conclusion, Ledger
from bulletin.archive.shelf import folder_name, story_files
from bulletin.house.rules import House, Masthead, SectionRule
from bulletin.queries import CHECKS, MachineError, Marked, Query, query
from bulletin.records.manuscript import Photo
from bulletin.records.story import Copy, Paragraph, Picture, Pictures, Span, Story
from bulletin.records.submission import Enclosure, Submission

WHEN = dt.datetime(2024, 1, 2, 8, tzinfo=dt.UTC)
ISSUE = "2024-1"
OLD = "东门支行上周开展了晨间演练，员工们都来了，旧文。"
NEW = "东门支行上周开展了晨间演练，员工们都来了，新文。"


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "stories" / ISSUE).mkdir(parents=True)
    return House(root=tmp_path, publication=Masthead(slug="t", name="刊"), sections=(SectionRule(name="动态"),))


@pytest.fixture
def book(house: House) -> Iterator[Ledger]:
    with ledger.opened(house.root / "stories") as opened:
        yield opened


def submission(name: str = "1.eml", data: bytes = b"mail", message_id: str | None = None) -> Submission:
    return Submission(
        name=name,
        received=WHEN,
        digest=data.hex(),
        originals=(Enclosure(name=name, data=data),),
        subject="投稿",
        message_id=message_id,
    )


def copy(title: str = "支行开展培训", text: str = "正文。", branch: str | None = "东门支行", gallery: str | None = None) -> Marked[Copy]:
    photo = Photo(name="picture-1.jpg", data=_jpeg(), width=4, height=3)
    body = (
        Paragraph(spans=(Span(text=text),)),
        Pictures(pictures=(Picture(file=photo.name, caption="现场", width=4, height=3),)),
    )
    story = Story(title=title, section="动态", branch=branch, received=WHEN, submission="1.eml", gallery=gallery, body=body)
    return Marked(Copy(story=story, photos=(photo,)))


def _jpeg() -> bytes:
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (4, 3)).save(file, "JPEG")
    return file.getvalue()


def take(house: House, book: Ledger, sent: Submission, *copies: Marked[Copy]) -> Conclusion:
    number = book.enter(sent, None, ISSUE, WHEN)
    return filing.settle(house, book, number, sent, ISSUE, [Piece(each) for each in copies], ())


def stories(house: House) -> list[Path]:
    return sorted((house.root / "stories" / ISSUE).glob("*/story.md"))


def test_a_story_is_filed_with_its_picture_and_its_original(house: House, book: Ledger) -> None:
    assert take(house, book, submission(), copy()).state == "filed"
    folder = house.root / "stories" / ISSUE / "支行开展培训"
    assert storymd.read_story(folder / "story.md", house) == copy().value.story
    assert (folder / "original" / "1.eml").read_bytes() == b"mail"
    assert not list((house.root / "stories" / ".filing").iterdir())


def test_two_stories_of_one_title_in_one_submission_get_two_folders(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy(branch="甲"), copy(branch="乙"))
    assert [path.parent.name for path in stories(house)] == ["支行开展培训", "支行开展培训-2"]


def test_the_same_story_in_another_mail_is_a_duplicate(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy())
    conclusion = take(house, book, submission("2.eml", b"other"), copy())
    assert (conclusion.state, conclusion.of, len(stories(house))) == ("duplicate", 1, 1)


def test_a_duplicates_bytes_are_kept_beside_the_first(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy())
    take(house, book, submission("2.eml", b"other"), copy())
    assert (stories(house)[0].parent / "original" / "2.eml" / "2.eml").read_bytes() == b"other"


def test_an_older_version_that_comes_late_does_not_take_the_newer_ones_place(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy(text=NEW))
    older = copy(text=OLD)
    late = older.value.story.model_copy(update={"received": WHEN - dt.timedelta(days=1)})
    conclusion = take(house, book, submission("0.eml", b"other"), Marked(Copy(story=late, photos=older.value.photos)))
    [path] = stories(house)
    assert conclusion.state == "duplicate"
    assert NEW in path.read_text("utf-8")
    assert (path.parent / "original" / "0.eml" / "0.eml").read_bytes() == b"other"


def test_a_correction_takes_the_place_and_the_earlier_version_is_kept(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy(text=OLD))
    conclusion = take(house, book, submission("2.eml", b"other"), copy(text=NEW))
    [path] = stories(house)
    assert conclusion.state == "filed"
    assert NEW in path.read_text("utf-8")
    assert OLD in (path.parent / "versions" / "1" / "story.md").read_text("utf-8")
    assert (path.parent / "versions" / "1" / "original" / "1.eml").read_bytes() == b"mail"
    assert [entry.state for entry in book.entries()] == ["superseded", "filed"]


def test_a_second_correction_keeps_both_earlier_versions(house: House, book: Ledger) -> None:
    for number, text in enumerate(("一。", "二。", "三。")):
        take(house, book, submission(f"{number}.eml", text.encode()), copy(text=OLD + text))
    [path] = stories(house)
    kept = [(path.parent / "versions" / str(number) / "story.md").read_text("utf-8") for number in (1, 2)]
    assert ["一。" in kept[0], "二。" in kept[1], "三。" in path.read_text("utf-8")] == [True, True, True]


def test_a_correction_never_overwrites_an_editors_edit(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy(text=OLD))
    [path] = stories(house)
    path.write_text(path.read_text("utf-8").replace("旧文。", "编辑改过。"), "utf-8")
    conclusion = take(house, book, submission("2.eml", b"other"), copy(text=NEW))
    assert conclusion.state == "held"
    assert [query.check for query in conclusion.queries] == ["edited-by-hand"]
    assert "编辑改过。" in path.read_text("utf-8")
    assert (house.root / "stories/held/2.eml/original/2.eml").read_bytes() == b"other"


def test_another_branchs_story_of_the_same_title_is_another_story(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy())
    take(house, book, submission("2.eml", b"other"), copy(branch="西门支行", text="别的。"))
    assert len(stories(house)) == 2


def test_another_story_under_nearly_the_same_title_is_another_story(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy("支行开展反诈宣传活动（一）", "我们走进社区，向老人讲解防骗知识。"))
    take(house, book, submission("2.eml", b"other"), copy("支行开展反诈宣传活动（二）", "学校操场上摆起了展板，学生围着提问。"))
    assert len(stories(house)) == 2


def test_a_rewritten_story_that_says_it_is_a_correction_supersedes(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy(text=OLD))
    take(house, book, submission("晨练（修改稿）.docx", b"other"), copy(text="全部重写，一个字也不一样！"))
    assert len(stories(house)) == 1


def test_filing_reads_none_of_the_stories_that_the_ledger_knows_and_that_are_not_alike(
    house: House, book: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(house, book, submission(), copy())
    read: list[Path] = []
    monkeypatch.setattr(storymd, "read_story", lambda path, house: read.append(path))
    take(house, book, submission("2.eml", b"other"), copy("完全不同的另一个标题", branch="西门支行"))
    assert read == []


REPORT = "本{0}我行持续抓好网点优质服务，共收到客户表扬{1}件，处理意见{2}条，晨会点评每日进行，大堂引导到位，环境整洁有序。"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第一支行3月份网点优质服务工作情况", "第一支行5月份网点优质服务工作情况"),
        ("第一支行三月份网点优质服务工作情况", "第一支行四月份网点优质服务工作情况"),
        ("网点优质服务工作情况通报第一期", "网点优质服务工作情况通报第二期"),
        ("网点优质服务工作情况通报（上）", "网点优质服务工作情况通报（下）"),
        ("上半年网点优质服务工作情况通报", "下半年网点优质服务工作情况通报"),
        ("网点优质服务工作情况通报甲组", "网点优质服务工作情况通报乙组"),
        ("春季网点优质服务工作情况通报", "秋季网点优质服务工作情况通报"),
        ("网点优质服务工作情况通报Ⅰ", "网点优质服务工作情况通报Ⅱ"),
        ("网点优质服务工作情况通报", "网点优质服务工作情况通报（二）"),
    ],
)
def test_two_of_a_series_are_two_stories_however_alike_their_texts(house: House, book: Ledger, one: str, other: str) -> None:
    take(house, book, submission(), copy(one, REPORT.format("月", 31, 4)))
    second = take(house, book, submission("2.eml", b"other"), copy(other, REPORT.format("月", 27, 6)))
    assert second.state == "filed"
    assert len(stories(house)) == 2
    assert [each.state for each in book.entries()] == ["filed", "filed"]
    assert "near-duplicate" in [each.check for each in second.stories[0].queries]


def test_one_number_written_in_two_ways_is_one(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy("第一支行03月份网点优质服务工作情况", OLD))
    take(house, book, submission("2.eml", b"other"), copy("第一支行三月份网点优质服务工作情况", NEW))
    assert len(stories(house)) == 1


def test_a_correction_may_change_the_number_and_takes_the_place_of_its_own_month_first(house: House, book: Ledger) -> None:
    for number, month in enumerate(("3", "5", "6")):
        sent = submission(f"{number}.eml", month.encode())
        take(house, book, sent, copy(f"第一支行{month}月份网点优质服务工作情况", REPORT.format("月", number, 4)))
    right = submission("更正.eml", b"right")
    met = take(house, book, right, copy("第一支行5月份网点优质服务工作情况", REPORT.format("月", 99, 4)))
    assert [each.folder.rpartition("/")[2] for each in met.stories] == ["第一支行5月份网点优质服务工作情况"]
    met = take(house, book, submission("更正2.eml", b"again"), copy("第一支行7月份网点优质服务工作情况", REPORT.format("月", 98, 4)))
    assert (len(stories(house)), met.of is not None) == (3, True)


def test_what_takes_anothers_place_is_said_on_the_story_with_the_way_back(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy(text=OLD))
    conclusion = take(house, book, submission("2.eml", b"other"), copy(text=NEW))
    assert conclusion.queries == ()
    [said] = [each for story in conclusion.stories for each in story.queries]
    assert said.check == "superseded"
    assert "bulletin withdraw 1 --undo" in said.remedy


def test_an_unlike_version_takes_the_place_and_is_asked_about(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy(text=OLD))
    [story] = take(house, book, submission("2.eml", b"other"), copy(text=OLD[:16] + "此外大家还去了码头边的新网点帮忙。")).stories
    assert [each.check for each in story.queries] == ["unlike-version"]


def test_an_older_story_of_the_same_title_that_is_unlike_is_a_story_of_its_own(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy(text=OLD))
    older = copy(text=OLD[:16] + "此外大家还去了码头边的新网点帮忙。")
    late = older.value.story.model_copy(update={"received": WHEN - dt.timedelta(days=1)})
    assert take(house, book, submission("0.eml", b"other"), Marked(Copy(story=late, photos=older.value.photos))).state == "filed"
    assert len(stories(house)) == 2


GUESSED = query("section-guessed", "1.eml", "", "")


def placed(copied: Marked[Copy], section: str, *queries: Query) -> Marked[Copy]:
    story = copied.value.story.model_copy(update={"section": section})
    return Marked(copied.value.model_copy(update={"story": story}), queries)


@pytest.mark.parametrize(
    ("first", "second", "section"),
    [
        (placed(copy(text=OLD), "故事"), placed(copy(text=NEW), "动态", GUESSED), "故事"),
        (placed(copy(text=OLD), "故事"), placed(copy(text=NEW), "动态"), "动态"),
        (placed(copy(text=OLD), "故事", GUESSED), placed(copy(text=NEW), "动态", GUESSED), "动态"),
    ],
)
def test_a_correction_keeps_the_section_that_was_stated_unless_it_states_another(
    house: House, book: Ledger, first: Marked[Copy], second: Marked[Copy], section: str
) -> None:
    house = house.model_copy(update={"sections": (SectionRule(name="动态"), SectionRule(name="故事"))})
    take(house, book, submission(), first)
    [story] = take(house, book, submission("2.eml", b"other"), second).stories
    assert story.section == section
    assert ("section-guessed" in [each.check for each in story.queries]) is (GUESSED in second.queries and section == "动态")


def test_a_near_duplicate_says_how_much_is_the_same(house: House, book: Ledger) -> None:
    text = REPORT.format("月", 31, 4)
    take(house, book, submission(), copy("晨间演练", text))
    other = copy("完全是另一个题目", text + "后来雨停了，大家一起把门口的台阶扫净。")
    [story] = take(house, book, submission("2.eml", b"other"), other).stories
    assert [each.check for each in story.queries] == ["near-duplicate"]
    assert "100 %" in story.queries[0].message


def test_photos_for_a_gallery_are_never_one_anothers_versions(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy("剪影（1）", gallery="剪影"))
    take(house, book, submission("2.eml", b"other"), copy("剪影（2）", text="别的。", gallery="剪影"))
    assert len(stories(house)) == 2


def test_a_held_submission_is_kept_with_the_reason_and_the_remedy(house: House, book: Ledger) -> None:
    number = book.enter(submission(), None, ISSUE, WHEN)
    held = query("stranger", "1.eml", "the sender is unknown", "add the address")
    conclusion = filing.settle(house, book, number, submission(), ISSUE, (), (held,))
    why = (house.root / "stories/held/1.eml/why.md").read_text("utf-8")
    assert conclusion.state == "held"
    assert "the sender is unknown" in why
    assert "add the address" in why
    assert (house.root / "stories/held/1.eml/original/1.eml").read_bytes() == b"mail"


def test_a_submission_with_one_good_and_one_held_story_is_filed_and_held(house: House, book: Ledger) -> None:
    number = book.enter(submission(), None, ISSUE, WHEN)
    held = query("no-title", "2.docx", "no title", "write one")
    conclusion = filing.settle(house, book, number, submission(), ISSUE, (Piece(copy()),), (held,))
    assert (conclusion.state, conclusion.folder, len(stories(house))) == ("held", "stories/held/1.eml", 1)
    assert (house.root / "stories/held/1.eml/why.md").is_file()


def test_a_repeated_message_with_other_bytes_keeps_them_too(house: House, book: Ledger) -> None:
    take(house, book, submission(message_id="<1@x>"), copy())
    again = submission("1.eml", b"mail with another header", "<1@x>")
    conclusion = filing.repeat(house, book, book.enter(again, None, ISSUE, WHEN), again, ())
    originals = house.root / "stories" / ISSUE / "支行开展培训" / "original"
    assert conclusion.state == "duplicate"
    assert sorted(path.read_bytes() for path in originals.rglob("*") if path.is_file()) == [b"mail", b"mail with another header"]


@pytest.mark.parametrize("crash", ["_prepare", "carry_out", "_entry"])
def test_a_crash_at_any_step_leaves_nothing_half_filed(house: House, book: Ledger, monkeypatch: pytest.MonkeyPatch, crash: str) -> None:
    take(house, book, submission(), copy(text=OLD))
    before = stories(house)[0].read_text("utf-8")
    with monkeypatch.context() as broken:
        real = getattr(filing, crash)

        def fails(*args: object, **kwargs: object) -> None:
            if crash == "carry_out":
                real(*args, **kwargs)
            raise KeyboardInterrupt

        broken.setattr(filing, crash, fails)
        with pytest.raises(KeyboardInterrupt):
            take(house, book, submission("2.eml", b"other"), copy(text=NEW), copy("另一篇稿件", "全新。"))
    desk.recover(house, book)
    assert [path.read_text("utf-8") for path in stories(house)] == [before]
    assert book.unfinished() == ()
    assert take(house, book, submission("2.eml", b"other"), copy(text=NEW)).state == "filed"


def test_a_crash_while_a_submission_is_held_leaves_no_second_folder(house: House, book: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:

        def fails(*args: object) -> None:
            raise KeyboardInterrupt

        broken.setattr(book, "conclude", fails)
        with pytest.raises(KeyboardInterrupt):
            take(house, book, submission())
    desk.recover(house, book)
    assert take(house, book, submission()).state == "held"
    assert [path.name for path in (house.root / "stories" / "held").iterdir()] == ["1.eml"]


def test_an_enclosures_path_is_never_a_path(house: House, book: Ledger) -> None:
    bad = Submission(
        name="../../x", received=WHEN, digest="1", originals=(Enclosure(name="../../../escape.eml", folder="/etc", data=b"x"),)
    )
    filing.settle(house, book, book.enter(bad, None, ISSUE, WHEN), bad, ISSUE, (Piece(copy("../标题/斜线")),), ())
    written = [path.relative_to(house.root).as_posix() for path in house.root.rglob("*") if path.is_file() and "sqlite" not in path.name]
    assert written
    assert all(path.startswith(f"stories/{ISSUE}/") for path in written)
    assert not (house.root.parent / "escape.eml").exists()


@pytest.mark.parametrize(
    ("title", "name"),
    [("a/b\\c:d", "a b c d"), ("con", "_con"), ("…。 .", "…。"), ("", "_"), ("题" * 90, "题" * 40), ("..", "_"), ("\x00甲", "甲")],
)
def test_a_title_becomes_a_folder_name_on_every_system(title: str, name: str) -> None:
    assert folder_name(title) == name


def test_a_ledger_of_a_newer_version_is_refused(house: House, tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "ledger.sqlite") as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(MachineError, match="newer"), ledger.opened(tmp_path):
        pass


def test_a_ledger_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(MachineError, match=r"ledger\.sqlite"), ledger.opened(tmp_path):
        pass


def test_queries_survive_the_ledger(house: House, book: Ledger) -> None:
    asked = query(next(iter(CHECKS)), "1.eml", "什么", "怎么办")
    number = book.enter(submission(), None, ISSUE, WHEN)
    filing.settle(house, book, number, submission(), ISSUE, (Piece(Marked(copy().value, (asked,))),), ())
    [entry] = book.stories(ISSUE)
    assert entry.queries == (asked,)
    assert json.loads(entry.queries[0].model_dump_json())["message"] == "什么"


def test_the_same_story_with_another_picture_is_a_new_version(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy())
    photo = copy().value.photos[0].model_copy(update={"data": _jpeg() + b"another exposure"})
    conclusion = take(house, book, submission("2.eml", b"other"), Marked(Copy(story=copy().value.story, photos=(photo,))))
    assert conclusion.state == "filed"
    assert (stories(house)[0].parent / photo.name).read_bytes() == photo.data
    assert (stories(house)[0].parent / "versions" / "1" / photo.name).read_bytes() == _jpeg()


def test_a_gallerys_photos_in_another_mail_are_a_duplicate(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy("剪影", gallery="剪影"))
    assert take(house, book, submission("2.eml", b"other"), copy("剪影", gallery="剪影")).state == "duplicate"


def test_a_duplicate_that_comes_again_and_again_is_kept_once(house: House, book: Ledger) -> None:
    for name in ("1.eml", "2.eml", "3.eml"):
        take(house, book, submission(name, b"mail"), copy())
    assert [path.name for path in stories(house)[0].parent.rglob("*.eml")] == ["1.eml"]


def test_a_lost_ledger_files_nothing_twice_and_overwrites_nothing(house: House, book: Ledger, tmp_path: Path) -> None:
    take(house, book, submission(), copy(text=OLD))
    take(house, book, submission("g.eml", b"photos"), copy("剪影", gallery="剪影"))
    with ledger.opened(tmp_path / "elsewhere") as new:
        meeting.adopt(house, new, ISSUE)
        assert take(house, new, submission(), copy(text=OLD)).state == "duplicate"
        assert take(house, new, submission("g.eml", b"photos"), copy("剪影", gallery="剪影")).state == "duplicate"
        assert take(house, new, submission("2.eml", b"other"), copy(text=NEW)).state == "held"
    assert len(stories(house)) == 2


def test_a_story_that_an_editor_wrote_is_not_overwritten_by_a_branchs(house: House, book: Ledger) -> None:
    own = house.root / "stories" / ISSUE / "手写"
    own.mkdir()
    (own / "story.md").write_text(
        f"---\ntitle: 支行开展培训\nsection: 动态\nbranch: 东门支行\nreceived: 2024-01-01T08:00:00Z\n---\n\n{OLD}\n", "utf-8"
    )
    meeting.adopt(house, book, ISSUE)
    conclusion = take(house, book, submission(), copy(text=NEW))
    assert (conclusion.state, [each.check for each in conclusion.queries]) == ("held", ["edited-by-hand"])


def test_a_crash_while_the_moves_are_written_down_is_undone(house: House, book: Ledger) -> None:
    number = book.enter(submission(), None, ISSUE, WHEN)
    place = house.root / "stories" / ".filing" / str(book.under_way(number))
    (place / "0" / "new").mkdir(parents=True)
    (place / "places.json").write_bytes(b"")
    desk.recover(house, book)
    assert (book.unfinished(), place.exists()) == ((), False)


def test_what_a_crash_left_behind_does_not_stop_a_new_ledger(house: House, book: Ledger) -> None:
    (house.root / "stories" / ".filing" / "1" / "0" / "new").mkdir(parents=True)
    desk.recover(house, book)
    assert take(house, book, submission(), copy()).state == "filed"


def test_a_story_that_was_being_replaced_comes_back_where_the_ledger_is_lost(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy())
    place = stories(house)[0].parent
    lost = house.root / "stories" / ".filing" / "7"
    (lost / "0" / "new").mkdir(parents=True)
    (lost / "places.json").write_text(json.dumps([[str(lost / "0/new"), str(place), str(lost / "0/old")]]), "utf-8")
    place.rename(lost / "0" / "old")
    desk.recover(house, book)
    assert (place / "story.md").is_file()


def test_mails_of_one_message_id_are_the_same_only_with_one_sender_and_subject(house: House, book: Ledger) -> None:
    take(house, book, submission(message_id="<1@x>"), copy())
    again = submission("2.eml", b"other", "<1@x>")
    assert book.same(again) is not None
    assert book.same(again.model_copy(update={"subject": "另一篇"})) is None
    assert book.same(again.model_copy(update={"sender": "b@bank.example"})) is None


def test_a_held_submission_stays_held_when_its_good_story_is_replaced(house: House, book: Ledger) -> None:
    number = book.enter(submission(), None, ISSUE, WHEN)
    held = query("unreadable", "2.docx", "cut off", "send it again")
    filing.settle(house, book, number, submission(), ISSUE, (Piece(copy(text=OLD)),), (held,))
    take(house, book, submission("2.eml", b"other"), copy(text=NEW))
    assert [entry.state for entry in book.entries()] == ["held", "filed"]


def test_the_reason_says_where_the_original_lies_and_which_commands_help(house: House, book: Ledger) -> None:
    take(house, book, submission())
    why = (house.root / "stories/held/1.eml/why.md").read_text("utf-8")
    assert "original/" in why
    assert all(f"bulletin {act} 1" in why for act in ("retry", "withdraw"))


@pytest.mark.parametrize(
    ("checks", "offered"),
    [(("stranger",), True), (("stranger", "too-large"), True), (("encrypted",), False), (("stranger", "unsafe-archive"), False)],
)
def test_the_reason_offers_a_release_only_where_all_that_holds_can_be_allowed(
    house: House, book: Ledger, checks: tuple[str, ...], offered: bool
) -> None:
    said = [query(each, "1.eml", "", "") for each in checks]
    filing.settle(house, book, book.enter(submission(), None, ISSUE, WHEN), submission(), ISSUE, (), said)
    assert ("bulletin release" in (house.root / "stories/held/1.eml/why.md").read_text("utf-8")) is offered


def test_a_ledger_that_was_read_only_is_used_again_when_it_may_be_written(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    stories = house.root / "stories"
    monkeypatch.setattr(os, "access", lambda path, _mode: bool(Path(path).stat().st_mode & 0o200))  # root may always
    with ledger.opened(stories):
        pass
    beside = [stories / f"{ledger.FILE}{ending}" for ending in ("-wal", "-shm")]
    for path in beside:
        path.write_bytes(b"")
        path.chmod(0o444)
    with ledger.opened(stories) as book:
        assert all(path.stat().st_mode & 0o200 for path in beside if path.exists())
        book.enter(submission(), None, ISSUE, WHEN)


def test_a_ledger_that_may_not_be_written_is_named_with_the_files_beside_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    stories = house.root / "stories"
    monkeypatch.setattr(os, "access", lambda path, _mode: bool(Path(path).stat().st_mode & 0o200))
    with pytest.raises(MachineError, match=r"ledger\.sqlite") as error, ledger.opened(stories):
        (stories / ledger.FILE).chmod(0o444)
        raise sqlite3.OperationalError("attempt to write a readonly database")
    assert "leave to write" in error.value.remedy


def test_a_story_whose_folder_may_not_be_looked_into_is_not_passed_over(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    path = house.root / "stories" / ISSUE / "锁住" / "story.md"
    path.parent.mkdir()
    real = Path.stat

    def stat(self: Path, **how: bool) -> os.stat_result:
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, **how)

    monkeypatch.setattr(Path, "stat", stat)
    assert story_files(house, ISSUE) == (path,)


def edited(house: House, book: Ledger, *titles: str) -> None:
    """File stories and change each by hand."""
    take(house, book, submission(), *(copy(title, text=OLD) for title in titles))
    for path in stories(house):
        path.write_text(path.read_text("utf-8").replace("旧文", "编辑改过"), "utf-8")


def test_a_new_version_of_an_edited_story_lies_beside_the_reason_to_be_compared(house: House, book: Ledger) -> None:
    edited(house, book, "支行开展培训")
    assert take(house, book, submission("2.eml", b"other"), copy(text=NEW)).state == "held"
    place = house.root / "stories/held/2.eml"
    assert storymd.read_story(place / "story.md", house) == copy(text=NEW).value.story
    assert (place / "why.md").is_file()


def test_several_new_versions_lie_beside_the_reason_each_in_its_folder(house: House, book: Ledger) -> None:
    edited(house, book, "支行开展培训", "网点换上新装")
    take(house, book, submission("2.eml", b"other"), copy(text=NEW), copy("网点换上新装", text=NEW))
    place = house.root / "stories/held/2.eml"
    assert sorted(path.parent.name for path in place.glob("*/story.md")) == ["支行开展培训", "网点换上新装"]


def test_an_older_ledger_is_brought_up_to_date_with_its_stories(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "older"
    folder.mkdir()
    with closing(sqlite3.connect(folder / ledger.FILE)) as connection:
        connection.executescript(ledger._STEPS[0] + "PRAGMA user_version = 1;")
        connection.execute(
            "INSERT INTO submissions VALUES (1, 'a', 'd', NULL, NULL, NULL, '', '', '', '2024-1', 'filed', NULL, NULL, '[]')"
        )
        connection.execute("INSERT INTO stories VALUES ('f', 1, '2024-1', 't', NULL, 'w', '[]')")
        connection.commit()
    with ledger.opened(folder) as book:
        assert [(each.title, each.section) for each in book.stories("2024-1")] == [("t", None)]


def test_an_earlier_version_that_comes_again_does_not_take_the_later_ones_place(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy(text=OLD))
    take(house, book, submission("2.eml", b"other"), copy(text=NEW))
    assert take(house, book, submission("3.eml", b"third"), copy(text=OLD)).state == "duplicate"
    assert NEW in stories(house)[0].read_text("utf-8")


def test_an_earlier_version_is_taken_again_where_its_sender_says_that_it_is_the_right_one(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy(text=OLD))
    take(house, book, submission("2.eml", b"other"), copy(text=NEW))
    right = submission("3.eml", b"third").model_copy(update={"subject": "以此稿为准"})
    assert take(house, book, right, copy(text=OLD)).state == "filed"
    assert OLD in stories(house)[0].read_text("utf-8")


def test_the_same_attachment_in_another_mail_is_a_duplicate_though_an_editor_has_changed_the_story(house: House, book: Ledger) -> None:
    edited(house, book, "支行开展培训")
    assert take(house, book, submission("2.eml", b"other"), copy(text=OLD)).state == "duplicate"


def test_the_same_file_is_known_again_though_it_is_read_otherwise(house: House, book: Ledger) -> None:
    first, second = submission(), submission("2.eml", b"other")
    filing.settle(house, book, book.enter(first, None, ISSUE, WHEN), first, ISSUE, [Piece(copy("主题里的标题"), "digest")], ())
    again = filing.settle(house, book, book.enter(second, None, ISSUE, WHEN), second, ISSUE, [Piece(copy("另一个主题"), "digest")], ())
    assert again.state == "duplicate"


def test_two_versions_in_one_submission_do_not_both_take_one_place(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy(text=OLD))
    take(house, book, submission("2.eml", b"other"), copy(text=NEW), copy(text=NEW + "又一句。"))
    texts = [path.read_text("utf-8") for path in stories(house)]
    assert sorted("又一句" in text for text in texts) == [False, True]


def test_a_publication_that_was_copied_after_a_crash_is_mended_in_its_own_folder(
    house: House, book: Ledger, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def fails(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(book, "conclude", fails)
        with pytest.raises(KeyboardInterrupt):
            take(house, book, submission(), copy())
    copied = house.model_copy(update={"root": tmp_path_factory.mktemp("copied") / "publication"})
    shutil.copytree(house.root, copied.root)
    with ledger.opened(copied.root / "stories") as other:
        desk.recover(copied, other)
    assert (len(stories(house)), len(stories(copied))) == (1, 0)


def test_a_mail_under_another_files_name_is_the_same_mail(house: House, book: Ledger) -> None:
    mail = submission().model_copy(update={"sender": "east@bank.example"})
    take(house, book, mail, copy())
    renamed = submission("renamed.eml").model_copy(update={"sender": "east@bank.example", "digest": "another"})
    assert book.same(renamed) is not None


def test_the_original_keeps_the_folders_that_it_came_in_made_harmless(house: House, book: Ledger) -> None:
    files = [("照片/现场", "一.jpg"), ("照片/现场", "一.jpg"), ("../..", "二.jpg"), ("", "长" * 60 + "稿件的名字.md")]
    given = tuple(Enclosure(name=name, folder=folder, data=f"{turn}".encode()) for turn, (folder, name) in enumerate(files))
    several = submission().model_copy(update={"originals": given})
    number = book.enter(several, None, ISSUE, WHEN)
    filing.settle(house, book, number, several, ISSUE, (), ())
    kept = house.root / "stories/held/1.eml/original"
    found = {path.relative_to(kept).as_posix(): path.read_text() for path in kept.rglob("*") if path.is_file()}
    assert found == {"照片/现场/一.jpg": "0", "照片/现场/一.jpg-2": "1", "_/_/二.jpg": "2", "长" * 60 + "稿件的名字.md": "3"}


def test_a_story_whose_folder_was_renamed_or_moved_by_hand_is_followed(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy())
    [before] = book.all_stories()
    (house.root / before.folder).rename(house.root / "stories" / ISSUE / "另一个名字")
    meeting.adopt(house, book, ISSUE)
    [after] = book.all_stories()
    assert (after.folder, after.submission, after.written) == (f"stories/{ISSUE}/另一个名字", before.submission, before.written)
    assert book.entries()[0].folder == after.folder


def test_a_copy_of_a_story_is_a_story_of_its_own(house: House, book: Ledger) -> None:
    take(house, book, submission(), copy())
    [before] = book.all_stories()
    shutil.copytree(house.root / before.folder, house.root / "stories" / ISSUE / "复件")
    meeting.adopt(house, book, ISSUE)
    assert {(each.folder, each.submission) for each in book.all_stories()} == {(before.folder, 1), (f"stories/{ISSUE}/复件", None)}


def test_a_subject_is_no_markup_in_the_reason(house: House, book: Ledger) -> None:
    take(house, book, submission().model_copy(update={"subject": "![](http://elsewhere.example) <b>"}))
    why = (house.root / "stories/held/1.eml/why.md").read_text("utf-8")
    assert "![](" not in why
    assert "<b>" not in why.replace("\\<b>", "")
