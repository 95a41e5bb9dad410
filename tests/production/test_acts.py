"""What editors do: read again, release, withdraw, bring back, move; each whole or not at all, and noted with name and reason."""

import shutil
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from bulletin.archive import desk, ledger, shelf, storymd
from bulletin.archive.ledger import Wanted
from bulletin.house.rules import House, read_house
from bulletin.production import acts
from bulletin.production.check import check
from bulletin.production.collect import Collected, collect
from bulletin.production.inbox import file_of, lines
from bulletin.production.world import World
from bulletin.queries import UsageError

ISSUE, NEXT, CLOSED = "2024-1", "2024-2", "2023-4"
TEXT = "东门支行每天清晨开门之前，用十五分钟演练迎客、指引、送别三个动作，值班经理逐一点评，员工互相纠正。"
OTHER = "码头边的网点搬进新楼以后，老人们最先发现门口的坡道缓了，扶手也换成了木头的，冬天摸上去不冰手。"
RULES = """\
[publication]
slug = "kan"
name = "澄报"

[[sections]]
name = "服务动态"

[intake]
settle_seconds = 0

[[branches]]
name = "东门支行"
senders = ["east@bank.example"]
"""
WORLD = World(now=lambda: time.time() + 60)


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "stories" / "inbox").mkdir(parents=True)
    (tmp_path / "bulletin.toml").write_text(RULES, "utf-8")
    for month, (issue, state) in enumerate(((CLOSED, "closed"), (ISSUE, "open"), (NEXT, "open")), 1):
        (tmp_path / "stories" / issue).mkdir()
        text = f'id = "{issue}"\nlabel = "{issue}"\ndate = 2024-{month:02}-15\nstate = "{state}"\n'
        (tmp_path / "stories" / issue / "issue.toml").write_text(text, "utf-8")
    return read_house(tmp_path)


def mail(house: House, name: str, title: str, text: str = TEXT, sender: str = "who@elsewhere.example", subject: str = "投稿") -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = sender, subject, f"<{name}@bank.example>"
    message["Date"] = "Mon, 04 Dec 2023 09:12:33 +0800"
    message.set_content("请查收。")
    message.add_attachment(f"# {title}\n\n{text}\n".encode(), maintype="text", subtype="markdown", filename=f"{title}.md")
    (house.inbox / name).write_bytes(bytes(message))
    return bytes(message)


def taken(house: House) -> Collected:
    return collect(house, WORLD, ISSUE)


def filed(house: House, issue: str = ISSUE) -> list[str]:
    return sorted(path.parent.name for path in shelf.story_files(house, issue))


def states(house: House) -> list[tuple[int, str, str]]:
    return [(line.entry.id, line.entry.name, line.entry.state) for line in reversed(lines(house, Wanted()))]


def folders(house: House, name: str) -> list[str]:
    place = house.root / "stories" / name
    return sorted(path.name for path in place.iterdir()) if place.is_dir() else []


def with_branch(house: House) -> House:
    rules = house.root / "bulletin.toml"
    rules.write_text(rules.read_text("utf-8").replace("east@bank.example", "@elsewhere.example"), "utf-8")
    return read_house(house.root)


def test_a_held_submission_is_read_again_when_the_register_is_mended(house: House) -> None:
    data = mail(house, "a.eml", "东门支行开展晨间演练")
    assert taken(house).held
    assert [each.state for each in acts.retry(house, WORLD, ["a.eml"])] == ["held"]
    [again] = acts.retry(with_branch(house), WORLD, ["1"], by="林青")
    assert (again.state, filed(house), states(house)) == ("filed", ["东门支行开展晨间演练"], [(1, "a.eml", "filed")])
    assert folders(house, "held") == []
    assert (house.root / "stories" / ISSUE / "东门支行开展晨间演练" / "original" / "a.eml").read_bytes() == data
    assert [(each.act, each.who) for each in file_of(house, "1").acts] == [("taken", ""), ("retried", ""), ("retried", "林青")]


def test_all_that_are_held_are_read_again(house: House) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练")
    mail(house, "b.eml", "网点换上新装", OTHER)
    taken(house)
    assert [each.state for each in acts.retry(with_branch(house), WORLD, ())] == ["filed", "filed"]


def test_what_is_not_held_is_not_read_again(house: House) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练", sender="east@bank.example")
    taken(house)
    with pytest.raises(UsageError, match="not held"):
        acts.retry(house, WORLD, ["a.eml"])


def test_a_stranger_is_released_and_the_story_says_by_whom_and_why(house: House) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练")
    taken(house)
    released = acts.release(house, WORLD, "a.eml", by="林青", reason="电话核实")
    [path] = shelf.story_files(house, ISSUE)
    allowed = [(each.check, each.name, each.reason) for each in storymd.read_story(path, house).allow]
    assert (released.state, allowed) == ("filed", [("stranger", "林青", "电话核实")])
    assert [(each.act, each.who, each.reason) for each in file_of(house, "1").acts][-1] == ("released", "林青", "电话核实")
    assert folders(house, "held") == []


def test_what_nobody_can_allow_is_said_with_its_remedy_and_stays_held(house: House) -> None:
    (house.inbox / "a.docx").write_bytes(b"PK\x03\x04 cut off")
    taken(house)
    with pytest.raises(UsageError, match="unreadable cannot be allowed") as refused:
        acts.release(house, WORLD, "a.docx", by="林青", reason="急")
    assert refused.value.remedy
    assert folders(house, "held") == ["a.docx"]


def test_only_what_holds_can_be_allowed(house: House) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练")
    taken(house)
    with pytest.raises(UsageError, match="not held by too-large"):
        acts.release(house, WORLD, "a.eml", by="林青", reason="急", checks=["too-large"])


def test_a_new_version_takes_the_edited_ones_place_by_leave_and_the_edited_one_is_kept(house: House) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练", sender="east@bank.example")
    taken(house)
    [path] = shelf.story_files(house, ISSUE)
    path.write_text(path.read_text("utf-8").replace("互相纠正", "编辑改过"), "utf-8")
    mail(house, "b.eml", "东门支行开展晨间演练", TEXT + "新加一句。", sender="east@bank.example")
    assert taken(house).held
    assert acts.release(house, WORLD, "b.eml", by="林青", reason="以新稿为准").state == "filed"
    assert "新加一句" in path.read_text("utf-8")
    assert "编辑改过" in (path.parent / "versions" / "1" / "story.md").read_text("utf-8")


def test_a_story_is_withdrawn_with_name_and_reason_and_brought_back(house: House) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练", sender="east@bank.example")
    taken(house)
    before = (house.root / "stories" / ISSUE / "东门支行开展晨间演练" / "story.md").read_bytes()
    acts.withdraw(house, WORLD, "东门支行开展晨间演练", by="林青", reason="支行要求")
    assert (filed(house), folders(house, "withdrawn"), states(house)) == ([], ["东门支行开展晨间演练"], [(1, "a.eml", "withdrawn")])
    assert check(house, ISSUE).stories == ()
    acts.restore(house, WORLD, "a.eml", by="林青", reason="又要了")
    assert (filed(house), folders(house, "withdrawn"), states(house)) == (["东门支行开展晨间演练"], [], [(1, "a.eml", "filed")])
    assert (house.root / "stories" / ISSUE / "东门支行开展晨间演练" / "story.md").read_bytes() == before


FORM = "本月我行持续抓好网点优质服务，收到客户表扬{}件，处理意见{}条，晨会点评每日进行，大堂引导到位，环境整洁有序，设备完好。"
SERVICE = "网点优质服务工作情况"


def replaced(house: House) -> House:
    """A house with a story that two later ones have replaced one after the other."""
    for number in range(3):
        text = FORM.format(number * 7, number * 3)
        mail(house, f"{number}.eml", SERVICE, text, sender="east@bank.example", subject=f"投稿{number}")
        taken(house)
    assert [state for _id, _name, state in states(house)] == ["superseded", "superseded", "filed"]
    return house


@pytest.mark.parametrize(
    ("name", "replacing"), [("1", {SERVICE: True, f"{SERVICE}-2": False}), ("2", {SERVICE: False, f"{SERVICE}-2": True})]
)
def test_what_was_wrongly_replaced_is_a_story_of_its_own_again(house: House, name: str, replacing: dict[str, bool]) -> None:
    house = replaced(house)
    done = acts.restore(house, WORLD, name, by="林青", reason="另一个月的报告")
    assert done.entry is not None
    assert done.entry.state == "filed"
    assert filed(house) == [SERVICE, f"{SERVICE}-2"]
    [story] = done.stories
    lies = house.root / story.folder
    assert FORM.format((int(name) - 1) * 7, (int(name) - 1) * 3) in (lies / "story.md").read_text("utf-8")
    assert (lies / "original" / f"{int(name) - 1}.eml").is_file()
    assert file_of(house, name).replaced == ()
    asked = {each.filed.folder.name: "superseded" in [query.check for query in each.queries] for each in check(house, ISSUE).stories}
    assert asked == replacing
    with pytest.raises(UsageError):
        acts.restore(house, WORLD, name, by="林青", reason="再来一次")


@pytest.mark.parametrize("names", [("1", "2"), ("2", "1")])
def test_both_replaced_come_back_and_what_is_sent_again_is_still_a_duplicate(house: House, names: tuple[str, ...]) -> None:
    house = replaced(house)
    for name in names:
        acts.restore(house, WORLD, name, by="林青", reason="各是一个月的报告")
    assert filed(house) == [SERVICE, f"{SERVICE}-2", f"{SERVICE}-3"]
    assert not [each for story in check(house, ISSUE).stories for each in story.queries if each.check == "superseded"]
    assert [state for _id, _name, state in states(house)] == ["filed"] * 3
    mail(house, "again.eml", SERVICE, FORM.format(0, 0), sender="east@bank.example", subject="再发一次")
    assert [each.state for each in taken(house).taken] == ["duplicate"]
    assert file_of(house, "4").entry.of == 1


def test_a_replaced_story_is_shown_with_where_it_is_kept_after_its_successor_was_moved(house: House) -> None:
    house = replaced(house)
    story = acts.move(house, WORLD, "3", NEXT, by="林青", reason="").stories[0]
    [kept] = file_of(house, "2").replaced
    assert (kept.successor, kept.story.folder) == (3, f"{story.folder}/versions/2")
    assert acts.restore(house, WORLD, "2", by="林青", reason="另一个月").stories[0].issue == ISSUE


def test_what_is_superseded_says_how_it_comes_back(house: House) -> None:
    house = replaced(house)
    with pytest.raises(UsageError, match="not held") as error:
        acts.release(house, WORLD, "1", by="林青", reason="x")
    assert "withdraw 1 --undo" in error.value.remedy


def test_a_crash_while_a_replaced_story_comes_back_is_undone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house = replaced(house)
    with monkeypatch.context() as broken:
        broken.setattr(ledger.Ledger, "reinstate", _fail)
        with pytest.raises(RuntimeError):
            acts.restore(house, WORLD, "1", by="林青", reason="x")
    taken(house)
    [kept] = file_of(house, "1").replaced
    assert (house.root / kept.story.folder / "story.md").is_file()
    assert filed(house) == [SERVICE]


def _fail(*_args: object) -> None:
    raise RuntimeError("the power went")


def test_a_held_submission_is_withdrawn_and_brought_back(house: House) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练")
    taken(house)
    acts.withdraw(house, WORLD, "a.eml", by="林青", reason="广告")
    assert (folders(house, "held"), folders(house, "withdrawn"), states(house)[0][2]) == ([], ["a.eml"], "withdrawn")
    acts.restore(house, WORLD, "1", by="林青", reason="看错了")
    assert (folders(house, "held"), folders(house, "withdrawn"), states(house)[0][2]) == (["a.eml"], [], "held")


def test_what_is_withdrawn_is_not_withdrawn_again(house: House) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练")
    taken(house)
    acts.withdraw(house, WORLD, "a.eml", by="林青", reason="广告")
    with pytest.raises(UsageError, match="nothing of"):
        acts.withdraw(house, WORLD, "a.eml", by="林青", reason="广告")


def test_a_withdrawn_mail_that_comes_again_is_not_filed_and_says_how_to_bring_it_back(house: House) -> None:
    data = mail(house, "a.eml", "东门支行开展晨间演练", sender="east@bank.example")
    taken(house)
    acts.withdraw(house, WORLD, "a.eml", by="林青", reason="支行要求")
    (house.inbox / "again.eml").write_bytes(data)
    [again] = taken(house).taken
    assert (again.state, filed(house)) == ("duplicate", [])
    assert "--undo" in again.queries[-1].remedy


def test_a_story_moves_to_another_issue_with_all_that_lies_in_its_folder(house: House) -> None:
    data = mail(house, "a.eml", "东门支行开展晨间演练", sender="east@bank.example")
    taken(house)
    acts.move(house, WORLD, "晨间演练", NEXT, by="林青", reason="版面满了")
    assert (filed(house), filed(house, NEXT)) == ([], ["东门支行开展晨间演练"])
    assert (house.root / "stories" / NEXT / "东门支行开展晨间演练" / "original" / "a.eml").read_bytes() == data
    [(story, _queries)] = file_of(house, "1").stories
    assert (story.issue, story.folder) == (NEXT, f"stories/{NEXT}/东门支行开展晨间演练")


def test_a_closed_issue_neither_takes_a_story_nor_gives_one(house: House) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练", sender="east@bank.example")
    taken(house)
    with pytest.raises(UsageError, match="closed"):
        acts.move(house, WORLD, "晨间演练", CLOSED, by="", reason="")
    plan = house.root / "stories" / ISSUE / "issue.toml"
    plan.write_text(plan.read_text("utf-8").replace('"open"', '"closed"'), "utf-8")
    with pytest.raises(UsageError, match="closed"):
        acts.withdraw(house, WORLD, "晨间演练", by="林青", reason="x")
    assert filed(house) == ["东门支行开展晨间演练"]


def test_a_story_that_an_editor_wrote_by_hand_can_be_moved_and_withdrawn(house: House) -> None:
    own = house.root / "stories" / ISSUE / "手写"
    own.mkdir()
    (own / "story.md").write_text(f"---\ntitle: 编者的话\nsection: 服务动态\n---\n\n{TEXT}\n", "utf-8")
    acts.move(house, WORLD, "编者的话", NEXT, by="", reason="")
    assert filed(house, NEXT) == ["手写"]
    acts.withdraw(house, WORLD, f"stories/{NEXT}/手写/story.md", by="林青", reason="x")
    assert (filed(house, NEXT), folders(house, "withdrawn")) == ([], ["手写"])
    with pytest.raises(UsageError, match="by hand"):
        file_of(house, "编者的话")


def test_an_ambiguous_name_lists_the_candidates(house: House) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练", sender="east@bank.example")
    mail(house, "b.eml", "东门支行换上新装", OTHER, sender="east@bank.example")
    taken(house)
    with pytest.raises(UsageError) as several:
        acts.withdraw(house, WORLD, "东门支行", by="林青", reason="x")
    assert "a.eml" in several.value.remedy
    assert "b.eml" in several.value.remedy
    with pytest.raises(UsageError, match="no submission or story"):
        acts.withdraw(house, WORLD, "西门", by="林青", reason="x")


@pytest.mark.parametrize("what", ["withdraw", "restore", "move", "retry"])
def test_a_crash_before_the_ledger_is_told_is_undone(house: House, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练", sender="who@elsewhere.example" if what == "retry" else "east@bank.example")
    taken(house)
    if what == "restore":
        acts.withdraw(house, WORLD, "1", by="林青", reason="x")
    mended = with_branch(house) if what == "retry" else house
    before = sorted(path.relative_to(house.root) for path in (house.root / "stories").rglob("*") if path.is_file())
    doing: Callable[[], object] = {
        "withdraw": lambda: acts.withdraw(mended, WORLD, "1", by="林青", reason="x"),
        "restore": lambda: acts.restore(mended, WORLD, "1", by="林青", reason="x"),
        "move": lambda: acts.move(mended, WORLD, "1", NEXT, by="", reason=""),
        "retry": lambda: acts.retry(mended, WORLD, ["1"]),
    }[what]

    def fails(*_args: object) -> None:
        raise KeyboardInterrupt

    real = desk.recover
    with monkeypatch.context() as broken:
        broken.setattr(ledger.Ledger, "conclude", fails)
        broken.setattr(ledger.Ledger, "resettle", fails)
        broken.setattr(desk, "recover", lambda *_args: None)  # the process is gone: nobody tidies up behind it
        with pytest.raises(KeyboardInterrupt):
            doing()
    with ledger.opened(house.root / "stories") as book:
        real(house, book)
    assert sorted(path.relative_to(house.root) for path in (house.root / "stories").rglob("*") if path.is_file()) == before
    doing()


def test_the_inbox_is_listed_the_newest_first_and_filtered(house: House) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练", sender="east@bank.example")
    mail(house, "b.eml", "网点换上新装", OTHER)
    taken(house)

    def names(**wanted: str) -> list[str]:
        return [line.entry.name for line in lines(house, Wanted(**wanted))]  # type: ignore[arg-type] # none of these is the date

    assert names() == ["b.eml", "a.eml"]
    assert names(state="held") == ["b.eml"]
    assert names(issue=NEXT) == []
    assert names(branch="东门") == ["a.eml"]
    assert names(sender="ELSEWHERE") == ["b.eml"]
    assert names(text="晨间") == ["a.eml"]


def test_a_subject_that_names_a_closed_issue_is_told(house: House) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练", sender="east@bank.example", subject=f"{CLOSED} 投稿")
    [one] = taken(house).taken
    assert (one.issue, [each.check for each in one.queries if each.check == "closed-issue"]) == (ISSUE, ["closed-issue"])


def test_one_text_for_two_issues_is_filed_and_asked_about_naming_both(house: House) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练", TEXT * 2 + OTHER, sender="east@bank.example")
    taken(house)
    mail(house, "b.eml", "清晨的十五分钟", TEXT * 2 + OTHER + "多一句话。", sender="east@bank.example", subject=f"{NEXT} 投稿")
    [second] = taken(house).taken
    [asked] = [each for each in second.queries if each.check == "near-duplicate"]
    assert (second.state, second.issue) == ("filed", NEXT)
    assert all(word in asked.message for word in ("清晨的十五分钟", "东门支行开展晨间演练", ISSUE))
    [story] = check(house, NEXT).stories
    assert "near-duplicate" in [each.check for each in story.queries]
    acts.withdraw(house, WORLD, "a.eml", by="林青", reason="x")
    [story] = check(house, NEXT).stories
    assert "near-duplicate" not in [each.check for each in story.queries]


def test_a_file_that_the_disk_kept_in_the_drop_folder_is_no_duplicate(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    data = mail(house, "a.eml", "东门支行开展晨间演练", sender="east@bank.example")
    taken(house)
    with ledger.opened(house.root / "stories") as book:
        book._connection.execute("UPDATE submissions SET lying = 1")  # the process was killed before it removed the file
        book._connection.commit()
    (house.inbox / "a.eml").write_bytes(data)
    assert taken(house).taken == ()
    assert (list(house.inbox.iterdir()), states(house)) == ([], [(1, "a.eml", "filed")])


def test_a_held_folder_is_read_again_with_the_folders_in_it(house: House) -> None:
    for turn in (1, 2):
        (house.inbox / "汇编" / f"第{turn}篇").mkdir(parents=True)
        (house.inbox / "汇编" / f"第{turn}篇" / "稿.md").write_text(f"# 第{turn}篇\n\n{TEXT if turn == 1 else OTHER}\n", "utf-8")
    (house.inbox / "汇编" / "游戏.exe").write_bytes(b"MZ")
    taken(house)
    kept = house.root / "stories/held/汇编/original"
    assert sorted(path.relative_to(kept).as_posix() for path in kept.rglob("*.md")) == ["第1篇/稿.md", "第2篇/稿.md"]
    (kept / "游戏.exe").unlink()
    [again] = acts.retry(house, WORLD, ["汇编"])
    assert (again.state, again.number, filed(house)) == ("filed", 1, ["第1篇", "第2篇"])


def test_what_an_editor_deleted_by_hand_can_be_withdrawn(house: House) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练")
    mail(house, "b.eml", "码头边的网点", OTHER, sender="east@bank.example")
    taken(house)
    shutil.rmtree(house.root / "stories/held/a.eml")
    shutil.rmtree(house.root / "stories" / ISSUE / "码头边的网点")
    acts.withdraw(house, WORLD, "a.eml", by="林青", reason="删了")
    acts.withdraw(house, WORLD, "码头边的网点", by="林青", reason="删了")
    assert [state for _number, _name, state in states(house)] == ["withdrawn", "withdrawn"]
    with pytest.raises(UsageError, match="is gone"):
        acts.restore(house, WORLD, "b.eml", by="林青", reason="x")


def test_a_story_that_an_editor_moved_by_hand_is_not_filed_a_second_time(house: House) -> None:
    mail(house, "a.eml", "东门支行开展晨间演练", sender="east@bank.example")
    taken(house)
    (house.root / "stories" / ISSUE / "东门支行开展晨间演练").rename(house.root / "stories" / NEXT / "换个名字")
    mail(house, "a.eml", "东门支行开展晨间演练", sender="east@bank.example")
    assert [each.state for each in taken(house).taken] == ["duplicate"]
    assert (filed(house), filed(house, NEXT)) == ([], ["换个名字"])
