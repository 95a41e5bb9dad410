"""What a publication's stories teach: it is used where it fits, it does no worse, and too little teaches nothing."""

from pathlib import Path

import pytest

from bulletin.copydesk.genre import learning
from bulletin.copydesk.genre.guess import guess_section
from bulletin.copydesk.genre.learning import learn, prove, sharpened, tuned
from bulletin.copydesk.genre.model import shipped
from bulletin.copydesk.genre.seed import Sample, seed
from bulletin.house.rules import House, read_house
from bulletin.production.explaining import explain
from bulletin.production.learning import learn_sections
from bulletin.production.world import World
from bulletin.queries import UsageError

RULES = """\
[publication]
slug = "kan"
name = "澄报"

[[sections]]
name = "要闻"

[[sections]]
name = "赛场"

[[sections]]
name = "故事"
kind = "case"
title_words = ["锦旗"]
"""
MEETING = "9月{n}日，支行召开第{n}次工作例会，各网点负责人参加，会议通报了检查情况，对下一阶段工作作了部署，要求各网点抓好落实。"
CONTEST = "9月{n}日，支行举办第{n}届技能比赛，选手们在点钞、翻打、问答中各显身手，经过角逐决出名次，领导为获奖选手颁奖。"


def story(house: House, name: str, title: str, section: str, text: str) -> Path:
    folder = house.root / "stories" / "2024-1" / name
    folder.mkdir()
    path = folder / "story.md"
    path.write_text(f"---\ntitle: {title}\nsection: {section}\n---\n\n{text}\n", "utf-8")
    return path


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "stories" / "2024-1").mkdir(parents=True)
    (tmp_path / "bulletin.toml").write_text(RULES, "utf-8")
    (tmp_path / "stories" / "2024-1" / "issue.toml").write_text('id = "2024-1"\nlabel = "一"\ndate = 2024-01-15\n', "utf-8")
    return read_house(tmp_path)


@pytest.fixture
def small_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few texts of each kind: learning from all of the seed is tried once, in the test of the shipped model."""
    few = tuple(sample for turn, sample in enumerate(seed()) if turn % 16 == 0)
    monkeypatch.setattr("bulletin.production.learning.seed", lambda: few)


def test_the_shipped_model_is_what_the_seed_teaches() -> None:
    samples = seed()
    again = learn(samples, sharpness=shipped().sharpness, sure=shipped().sure)
    assert again.labels == shipped().labels
    for sample in samples:
        one, other = again.judge(sample.text), shipped().judge(sample.text)
        assert one == pytest.approx(other, abs=0.05), f"{sample.text.title}: run make model"


def test_sections_of_one_kind_are_told_apart_when_that_is_learnt(house: House, small_seed: None) -> None:
    title, text = "支行新办一届技能比赛", CONTEST.format(n=29)
    assert guess_section(title, (text,), house).section is None
    for turn in range(1, 9):
        story(house, f"m{turn}", f"支行召开第{turn}次例会", "要闻", MEETING.format(n=turn))
        story(house, f"c{turn}", f"支行举办第{turn}届比赛", "赛场", CONTEST.format(n=turn))
    learnt = learn_sections(house, World())
    assert learnt.stories == {"要闻": 8, "赛场": 8}
    assert learnt.kept
    assert learnt.after == 16 > learnt.before
    assert guess_section(title, (text,), house).section == "赛场"
    first = house.learnt.read_bytes()
    learn_sections(house, World())
    assert house.learnt.read_bytes() == first
    [told] = explain(house, "c1")
    assert (told.section, told.stated, told.best) == ("赛场", True, "赛场")
    assert told.phrases


def test_what_does_worse_is_not_kept(house: House, small_seed: None) -> None:
    for turn in range(1, 7):
        story(house, f"a{turn}", f"支行召开第{turn}次例会", "要闻" if turn % 2 else "故事", MEETING.format(n=turn))
        story(house, f"b{turn}", f"支行召开第{turn}次会议", "要闻" if turn % 2 else "故事", MEETING.format(n=turn))
    learnt = learn_sections(house, World())
    assert learnt.kept == (learnt.after >= learnt.before) == house.learnt.is_file()


@pytest.mark.parametrize("count", [0, 5, 20])
def test_too_few_stories_or_one_section_alone_teach_nothing(house: House, count: int) -> None:
    for turn in range(count):
        story(house, f"m{turn}", f"支行召开第{turn}次例会", "要闻", MEETING.format(n=turn))
    with pytest.raises(UsageError) as refused:
        learn_sections(house, World())
    assert "12" in refused.value.remedy
    assert not house.learnt.exists()


def test_a_story_that_cannot_be_read_is_counted_and_left_out(house: House, small_seed: None) -> None:
    for turn in range(1, 7):
        story(house, f"m{turn}", f"支行召开第{turn}次例会", "要闻", MEETING.format(n=turn))
        story(house, f"c{turn}", f"支行举办第{turn}届比赛", "赛场", CONTEST.format(n=turn))
    story(house, "broken", "坏稿", "没有的栏目", "正文。")
    assert learn_sections(house, World()).unread == 1


def test_no_sample_is_proven_by_what_has_seen_it(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = [each for turn, each in enumerate(seed()) if turn % 9 == 0]
    seen: list[set[str]] = []
    plain = learning.learn

    def watched(taught: list[Sample], *, sharpness: float, sure: float) -> object:
        seen.append({each.hand for each in taught})
        return plain(taught, sharpness=sharpness, sure=sure)

    monkeypatch.setattr(learning, "learn", watched)
    hands = sorted({each.hand for each in samples})
    assert len(prove(samples, [each.hand for each in samples])) == len(samples)
    assert seen == [set(hands) - {hand} for hand in hands]


def test_where_two_editors_may_differ_no_proof_makes_certain() -> None:
    proofs = [learning.Proof(label="case", hand="a", said={"case": 0.5, "report": 0.3, "none": 0.2})] * 20
    sharpness, sure = tuned(proofs)
    assert sharpened(proofs[0].said, sharpness)["case"] < 0.95
    assert sure == min(learning._SURENESSES)


def test_a_file_is_explained_with_what_speaks_for_and_against(house: House, tmp_path: Path) -> None:
    file = tmp_path / "稿.md"
    file.write_text(
        "# 老人送来锦旗\n\n近日，一位老人将锦旗送到网点，感谢柜员耐心帮助。原来，老人存折丢失，急得直掉眼泪，"
        "大堂经理扶老人坐下，帮老人挂失补办。老人拉着柜员的手连声道谢。\n",
        "utf-8",
    )
    [told] = explain(house, str(file))
    assert (told.section, told.stated, told.best) == ("故事", False, "故事")
    assert [(each.word, each.in_title) for each in told.spoken] == [("锦旗", True)]
    assert all(phrase.weight > 0 for phrase in (*told.phrases, *told.against))
    text = file.read_text("utf-8")
    assert all(phrase.sentence in text for phrase in told.phrases)


def test_what_is_called_by_no_name_is_told(house: House) -> None:
    with pytest.raises(UsageError):
        list(explain(house, "没有这篇"))
