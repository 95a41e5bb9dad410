"""The genre of a text is found from the whole of it: its style, not its topic, its names, or what others say in it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.copydesk.genre import model as genre
from bulletin.copydesk.genre.guess import guess_section, spoken_for
from bulletin.copydesk.genre.model import NONE, Model, learnt, sections_of, shares, shipped, written
from bulletin.copydesk.genre.seed import seed
from bulletin.copydesk.genre.signs import Text, counted, masked
from bulletin.house.rules import House, Masthead, SectionRule
from bulletin.queries import Marked
from bulletin.records.manuscript import Line, Run
from bulletin.records.story import Copy

REPORT = (
    "云溪支行召开四季度服务工作会议",
    (
        "为贯彻落实分行工作部署，10月9日，云溪支行召开四季度服务工作会议，支行班子成员及各网点负责人参加会议。",
        "会议通报了三季度检查情况，两家网点作了交流发言。会议要求，一是提高认识，二是狠抓整改，三是加强督导。",
        "下一步，云溪支行将按照会议要求抓好落实。",
    ),
)
PRACTICE = (
    "云溪支行三项举措缩短客户等候时间",
    (
        "今年以来，云溪支行针对客户等候时间长的问题，从排班、引导、复盘三个方面改进，平均等候时间由25分钟下降至12分钟。",
        "一是弹性排班。根据叫号数据测算客流高峰，在高峰时段增开窗口。",
        "二是分流引导。大堂经理在取号前询问业务种类，引导客户到智能设备办理。",
        "三是按月复盘。逐笔分析超时业务原因，提出改进意见并跟踪效果，投诉同比下降三成。",
    ),
)
CASE = (
    "云溪支行上门服务解客户之忧",
    (
        "近日，客户方女士将一面锦旗送到云溪支行，感谢工作人员为其卧床的母亲上门办理业务。",
        "原来，方女士的母亲行动不便，存折密码遗忘，急需取款交住院押金。了解情况后，运营主管带领柜员来到老人家中，"
        "核实身份，耐心讲解，帮助老人重置了密码。老人拉着工作人员的手连声道谢。",
        "下一步，云溪支行将继续做好特殊客户服务工作。",
    ),
)
REFLECTION = (
    "谈谈服务中的分寸",
    (
        "服务讲究热情，也讲究分寸。热情不足，客户觉得受了冷落；热情过头，客户又难免心生戒备。",
        "分寸首先来自尊重。把话说到客户愿意听的地方为止，把手伸到客户需要扶的时候为止，不多一分，也不少一分。",
        "分寸还来自自省。每天下班前想一想，哪一句话说得急了，哪一个客户走的时候没有笑容。日子久了，心里自然就有了一把尺子。",
    ),
)
NOTICE = (
    "关于举办服务礼仪培训班的通知",
    (
        "各支行、分行营业部：",
        "为提高服务水平，经研究，定于近期举办服务礼仪培训班，现将有关事项通知如下：",
        "一、时间：11月3日，会期一天。",
        "二、地点：分行八楼会议室。",
        "三、要求：请于10月28日前将报名表报送人力资源部，不得请假。",
        "特此通知。",
        "附件：报名表",
    ),
)


def taken_for(text: tuple[str, tuple[str, ...]], house: House) -> str | None:
    return guess_section(*text, house).section


@pytest.mark.parametrize(
    ("text", "section"), [(REPORT, "服务动态"), (PRACTICE, "服务经验"), (CASE, "服务故事"), (REFLECTION, "服务心语"), (NOTICE, None)]
)
def test_each_kind_is_found(house: House, text: tuple[str, tuple[str, ...]], section: str | None) -> None:
    assert taken_for(text, house) == section


def test_a_notice_is_queried_as_no_story(house: House) -> None:
    assert guess_section(*NOTICE, house).is_no_story


def test_what_says_nothing_of_a_genre_is_left_unsorted(house: House) -> None:
    guess = guess_section("湖面", ("天气晴朗。",), house)
    assert guess.section is None
    assert guess.probability < shipped().sure


@pytest.mark.parametrize("text", [REPORT, PRACTICE, CASE, REFLECTION])
def test_another_branch_another_day_and_another_number_change_nothing(house: House, text: tuple[str, tuple[str, ...]]) -> None:
    def moved(words: str) -> str:
        return words.replace("云溪支行", "大风口分理处").replace("10月9日", "2月28日").replace("25", "61").replace("方女士", "钱女士")

    assert guess_section(moved(text[0]), tuple(map(moved, text[1])), house) == guess_section(*text, house)


def test_what_others_say_is_not_the_authors_voice(house: House) -> None:
    title, paragraphs = CASE
    said = tuple(each.replace("连声道谢", "说：“我心里过意不去，我想了很久，我要谢谢你们，我忘不了。”") for each in paragraphs)
    assert guess_section(title, said, house).section == "服务故事"
    assert "#own-voice=0" in counted(Text(title=title, paragraphs=said))


def test_the_bank_speaking_of_itself_is_nobodys_voice() -> None:
    assert "#own-voice=0" in counted(Text(title="通告", paragraphs=("我行将于近日停机，我支行同时停业，我市其他网点照常。",)))


@pytest.mark.parametrize(
    ("sentence", "signs"),
    [
        ("11月3日起，五里坡支行开展活动。", "☼起，行开展活动。"),
        ("客户陈女士取走18,000元。", "客户某女士取走0元。"),
        ("他说：“我很满意，谢谢。”", "他说“”"),
        ("开展“晨会提质”活动", "开展‘’活动"),
        ("学习《服务规范》", "学习♯"),
    ],
)
def test_names_places_figures_and_quotations_are_masked(sentence: str, signs: str) -> None:
    assert masked(sentence) == signs


@given(st.text(st.sampled_from("我行“”。，一是、支行年月日0９客户\n"), max_size=80), st.text("标题服务", max_size=8))
def test_whatever_the_text_the_probabilities_sum_up_to_one(text: str, title: str) -> None:
    judged = shipped().judge(Text(title=title, paragraphs=tuple(text.split("\n"))))
    assert sum(judged.values()) == pytest.approx(1)
    assert all(0 <= each <= 1 for each in judged.values())


@settings(max_examples=20, deadline=None)  # a busy machine is slow, and no text is at fault
@given(st.sampled_from("我“（《是、第"), st.integers(1, 3))
def test_a_hostile_text_is_judged_in_one_pass(character: str, thousands: int) -> None:
    assert guess_section(character * 99, (character * 1000 * thousands,), two_reports()).likely


def two_reports() -> House:
    return House(
        root=Path("/nowhere"),
        publication=Masthead(slug="t", name="试"),
        sections=(
            SectionRule(name="要闻", title_words=("会议",)),
            SectionRule(name="简讯", words=("竞赛",)),
            SectionRule(name="案例", kind="case"),
        ),
    )


def test_sections_of_one_kind_share_what_falls_to_it_and_all_share_what_falls_to_none() -> None:
    shared = shares({"report": 0.6, "case": 0.1, "practice": 0.15, NONE: 0.15}, two_reports())
    assert shared == pytest.approx({NONE: 0.15, "要闻": 0.35, "简讯": 0.35, "案例": 0.15})


@pytest.mark.parametrize("text", [REPORT, REFLECTION])
def test_between_sections_that_a_text_fits_alike_none_is_taken(text: tuple[str, tuple[str, ...]]) -> None:
    house = two_reports()
    wordless = tuple(rule.model_copy(update={"title_words": (), "words": ()}) for rule in house.sections)
    assert guess_section(*text, house.model_copy(update={"sections": wordless})).section is None


@pytest.mark.parametrize("text", [REPORT, PRACTICE, CASE, REFLECTION])
def test_where_there_is_one_section_every_story_is_for_it(text: tuple[str, tuple[str, ...]]) -> None:
    house = two_reports()
    alone = house.model_copy(update={"sections": house.sections[:1]})
    assert guess_section(*text, alone).section == "要闻"
    assert guess_section(*NOTICE, alone).section is None


def test_a_word_of_the_rules_decides_between_sections_of_one_kind() -> None:
    house = two_reports()
    assert guess_section(*REPORT, house).section == "要闻"
    title, paragraphs = REPORT
    renamed = (title.replace("会议", "竞赛"), tuple(each.replace("会议", "竞赛") for each in paragraphs))
    assert guess_section(*renamed, house).section == "简讯"
    assert [each.word for each in spoken_for(Text(title=title, paragraphs=paragraphs), "要闻", house)] == ["会议"]


def test_the_model_that_is_shipped_tells_the_seed_apart() -> None:
    samples = seed()
    found = [max(judged, key=judged.__getitem__) for judged in (shipped().judge(each.text) for each in samples)]
    right = sum(kind == each.labels[0][0] for kind, each in zip(found, samples, strict=True))
    assert right >= 0.98 * len(samples)


def test_the_seed_has_every_kind_in_several_hands() -> None:
    samples = seed()
    for kind in ("report", "practice", "case", "reflection", NONE):
        own = [each for each in samples if each.labels == ((kind, 1.0),)]
        assert len(own) >= 30
        assert len({each.hand for each in own}) >= 3
    texts = [each.text.paragraphs for each in samples]
    assert len(set(texts)) == len(texts)


def test_a_model_is_stored_as_plain_data_and_read_back() -> None:
    stored = written(shipped())
    assert Model.model_validate_json(stored) == shipped()
    assert json.loads(stored)["version"] == genre.VERSION


@pytest.fixture
def learned_house(house: House, tmp_path: Path) -> House:
    (tmp_path / "stories").mkdir()
    return house.model_copy(update={"root": tmp_path})


def _model_for(house: House) -> Model:
    return shipped().model_copy(update={"sections": sections_of(house)})


def test_what_the_publication_has_learnt_is_used(learned_house: House) -> None:
    learned_house.learnt.write_text(written(_model_for(learned_house)), "utf-8")
    assert learnt(learned_house) == _model_for(learned_house)
    assert not guess_section(*REPORT, learned_house).outdated


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 1}', "\x00", "null"])
def test_what_cannot_be_read_as_a_model_is_not_used_and_told(learned_house: House, text: str) -> None:
    learned_house.learnt.write_text(text, "utf-8")
    guess = guess_section(*REPORT, learned_house)
    assert guess.outdated
    assert guess.section == "服务动态"


@pytest.mark.parametrize("change", [{"version": genre.VERSION + 1}, {"sections": (("要闻", "report"),)}])
def test_what_was_learnt_by_another_version_or_for_other_sections_is_not_used(learned_house: House, change: dict[str, object]) -> None:
    learned_house.learnt.write_text(written(_model_for(learned_house).model_copy(update=change)), "utf-8")
    assert guess_section(*REPORT, learned_house).outdated


# --- on the desk -----------------------------------------------------------------------------------------------------------------


def lines(text: tuple[str, tuple[str, ...]]) -> list[Line]:
    title = Line(runs=(Run(text=text[0]),), outline=0, position=1)
    return [title, *(Line(runs=(Run(text=each),), position=turn) for turn, each in enumerate(text[1], 2))]


def test_a_guess_is_told_with_its_probability_and_the_next_best(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(*lines(CASE))
    assert marked.value is not None
    assert marked.value.story.section == "服务故事"
    [asked] = [each for each in marked.queries if each.check == "section-guessed"]
    assert f"{round(100 * (marked.value.section_probability or 0))} %" in asked.message
    assert any(name in asked.message for name in ("服务动态", "服务经验", "服务心语"))


def test_a_stated_section_is_certain(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(*lines(CASE), front={"section": "服务动态"})
    assert marked.value is not None
    assert (marked.value.story.section, marked.value.section_probability) == ("服务动态", 1.0)


@pytest.mark.parametrize("front", [{}, {"section": "服务动态"}])
def test_a_notice_is_queried_whether_a_section_is_stated_or_not(edited: Callable[..., Marked[Copy | None]], front: dict[str, str]) -> None:
    marked = edited(*lines(NOTICE), front=front)
    assert "not-a-story" in [each.check for each in marked.queries]
    assert not {"section-guessed"} & {each.check for each in marked.queries}


def test_the_reference_is_sorted_rightly_without_what_it_states(reference: Path, house: House) -> None:
    stories = json.loads((reference / "expected.json").read_text("utf-8"))["stories"]
    texts = [each for each in stories if each["paragraphs"]]
    found = {each["title"]: guess_section(each["title"], tuple(each["paragraphs"]), house).section for each in texts}
    assert found == {each["title"]: each["section"] for each in texts}


def test_the_shipped_model_says_nothing_of_a_text_that_is_not_chinese(house: House) -> None:
    body = ("An elderly customer came to the counter and our clerk helped her for an hour.",) * 4
    guess = guess_section("A letter of thanks", body, house)
    assert (guess.section, guess.is_no_story) == (None, False)
