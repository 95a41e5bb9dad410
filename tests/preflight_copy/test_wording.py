"""Each check on wording finds its fault, and leaves alone what only looks like it."""

import datetime as dt
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.house.rules import Branch, CheckRule, House, Masthead, Person, SectionRule
from bulletin.preflight.copy_text import around
from bulletin.preflight.wording.names import is_slip
from bulletin.preflight.wording.numbers import value
from bulletin.preflight.wording.table import READERS, check_wording, mended
from bulletin.preflight.wording.words import confused, confusions
from bulletin.queries import CHECKS
from bulletin.records.story import Allowance, Heading, ListItem, Paragraph, Picture, Pictures, Span, Story, Table, plain

LONG = "清晨，云溪支行的大门刚刚打开，厅堂里已经有了说话声，值班经理把热水续满，又把叫号机旁的椅子扶正，等着第一位客户进来。"


def house(tmp_path: Any, **rules: Any) -> House:
    return House(
        root=tmp_path,
        publication=Masthead(slug="kan", name="澄报"),
        sections=(SectionRule(name="动态", kind="report"), SectionRule(name="心语", kind="reflection")),
        branches=(Branch(name="云溪支行", aliases=("溪支行",)), Branch(name="环城支行"), Branch(name="望津支行")),
        people=(Person(name="伍龙川", offices=("行长助理",)),),
        check=CheckRule(**{"shortest": 0, **rules}),
    )


def story(*texts: str, title: str = "云溪支行改进厅堂服务", **said: Any) -> Story:
    body = tuple(Paragraph(spans=(Span(text=text),)) for text in texts)
    given = {"section": "动态", "branch": "云溪支行", "received": dt.datetime(2024, 5, 20, tzinfo=dt.UTC), "submission": "mail.eml", **said}
    return Story(title=title, body=given.pop("body", body), **given)


def found(tmp_path: Any, *texts: str, **said: Any) -> list[tuple[str, str]]:
    rules = said.pop("rules", {})
    return [(each.check, each.place.text) for each in check_wording(story(*texts, **said), "f", house(tmp_path, **rules))]


@pytest.mark.parametrize(
    ("text", "check", "words"),
    [
        ("客户的帐户里多了一笔钱。", "wrong-word", "帐户"),
        ("大唐经理迎上前去。", "wrong-word", "大唐经理"),
        ("民警讲解电信炸骗的手法。", "wrong-word", "电信炸骗"),
        ("一但发现可疑转账，立即报警。", "doubtful-word", "一但"),
        ("他高兴的说道：“办好了。”", "wrong-particle", "的"),
        ("大家热情的为客户讲解。", "wrong-particle", "的"),
        ("这份坚持值的信赖。", "wrong-particle", "的"),
        ("服务的到了客户的认可。", "wrong-particle", "的"),
        ("员工地服务更细了。", "wrong-particle", "地"),
        ("我行推出最优惠的贷款。", "absolute-claim", "最优惠的贷款"),
        ("这款产品保本保息。", "absolute-claim", "保本保息"),
        ("这是全国首家服务。", "absolute-claim", "全国首家服务"),
        ("等候时间从12分钟缩短至8分钟，缩短5分钟。", "numbers-disagree", "从12分钟缩短至8分钟，缩短5分钟"),
        ("等候时间由8分钟压缩至12分钟。", "numbers-disagree", "由8分钟压缩至12分钟"),
        ("客户由100户增加到150户，增长20%。", "numbers-disagree", "由100户增加到150户，增长20%"),
        ("共接待客户80人，其中老年客户120人。", "numbers-disagree", "共接待客户80人，其中老年客户120人"),
        ("三类业务分别占50%、40%、30%。", "numbers-disagree", "分别占50%、40%、30%"),
        ("张小明、李大伟、王芳三人受到表扬，赵亮、钱进、孙丽5人留岗。", "numbers-disagree", "赵亮、钱进、孙丽5人"),
        ("支行推出三项举措：一是改环境。二是优流程。三是强培训。四是重回访。", "numbers-disagree", "三项举措"),
        ("一是改环境。二是优流程。四是重回访。", "numbers-disagree", "。四是"),
        ("4月31日，支行开展活动。", "impossible-date", "4月31日"),
        ("2023年2月29日，支行开展活动。", "impossible-date", "2023年2月29日"),
        ("2024年5月1日（星期五），支行值班。", "impossible-date", "2024年5月1日（星期五"),
        ("上午9时75分，大门打开。", "impossible-date", "9时75分"),
        ("活动于5月20日至12日举行。", "impossible-date", "5月20日至12日"),
        ("5月6日至8日举办培训，为期5天。", "numbers-disagree", "5月6日至8日举办培训，为期5天"),
        ("2025年3月1日，支行举行了演练。", "date-ahead", "2025年3月1日"),
        ("5月28日，支行开展了演练。", "date-ahead", "5月28日"),
        ("环域支行前来交流。", "misspelt-name", "环域支行"),
        ("城环支行前来交流。", "misspelt-name", "城环支行"),
        ("伍龙川副行长主持会议。", "wrong-office", "副行长"),
        ("行长助理伍尤川主持会议。", "misspelt-name", "伍尤川"),
        ("办完了。。客户很满意。", "double-mark", "。。"),
        ("办完了，。客户很满意。", "double-mark", "，。"),
        ("他想了想…点点头。", "double-mark", "…"),
        ("大家称他为”活字典“，都服气。", "wrong-quotes", "”"),
        ("支行学习《服务规范，逐条对照。", "unbalanced-marks", "《"),
        ("支行学习服务规范》，逐条对照。", "unbalanced-marks", "》"),
        ("她说：“慢慢来，不着急。", "unbalanced-marks", "“"),
        ("办完了，客户很满意.", "half-width", "."),
        ("办完了， 客户很满意。", "half-width", " "),
        ("网点９点开门。", "number-style", "９"),
        ("网点9：00开门。", "number-style", "9：00"),
        ("满意度提升5-10%左右。", "number-style", "5-10%"),
        ("有5、6个客户在等候。", "number-style", "5、6"),
        ("23年11月，支行开业。", "number-style", "23年"),
        ("等候时间缩短了3倍。", "number-style", "缩短了3倍"),
        ("约30人左右到场。", "number-style", "约30人左右"),
        ("2023年起步，二〇二三年见效。", "mixed-style", "2023年"),
        ("支行将继续努力，", "end-missing", "支行将继续努力，"),
    ],
)
def test_the_fault_is_found_where_it_stands(tmp_path: Any, text: str, check: str, words: str) -> None:
    text = text if len(text) > 15 else LONG + text
    assert (check, words[-8:] if check == "end-missing" else words) in found(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "应急物资里有一顶帐篷，送到帐篷里的水还是热的。",
        "所以经理决定自己经办这笔业务，以经济适用为先。",
        "新员工培训服务礼仪，支行又申请延期，客户误以为停办，后来克服误区。",
        "热情的服务、耐心的讲解，让客户满意，大家认真地说着笑着。",
        "最近，支行第一时间联系客户，首先核实身份，最后办结业务。",
        "支行荣获全国最佳银行服务奖，努力为客户提供最优惠的贷款。",
        "民警提醒：凡是承诺保本保息的，都是骗局。",
        "等候时间从12分钟缩短至8分钟，缩短4分钟；占比从60%提升至80%，提升20个百分点。",
        "客户由300户增加到360户，增长20%，由4分12秒降至46秒。",
        "共接待客户120人，其中老年客户80人。",
        "张小明、李大伟、王芳等5人受到表扬。",
        "支行推出三项举措：一是改环境。二是优流程。三是强培训。",
        "2024年2月29日，支行开展活动，5月6日至8日举办培训，为期3天。",
        "2024年5月1日（星期三），支行值班，9时30分开门。",
        "支行计划于2025年3月1日举行演练，5月28日前完成布置。",
        "12月28日至1月3日，网点照常营业，活动有效期至2026年12月31日。",
        "环城支行、荔城支行和望津支行前来交流，增城支行也来了。",
        "伍龙川行长助理主持会议，行长助理伍龙川作总结。",
        "太好了！！真的吗？！……他——笑了。",
        "她说：“他讲‘慢慢来’，我便不急了。”办法有：1）先取号；2）再填单。",
        "《关于“百家示范”的通知》（银发〔2023〕12号）已经下发。",
        "网点9:00开门，比分是3：20，比例为1：10。",
        "满意度提升5%～10%，五六位客户在等候，1、2号窗口照常。",
        "他在网上看了网店，又付了货款。",
        "请访问www.example.com，电话95588，共1,200元。",
    ],
)
def test_what_only_looks_like_a_fault_is_left_alone(tmp_path: Any, text: str) -> None:
    assert found(tmp_path, text) == []


def test_a_story_is_too_short_too_long_or_right_and_a_gallery_needs_no_text(tmp_path: Any) -> None:
    assert found(tmp_path, "太短。", rules={"shortest": 60}) == [("too-short", "")]
    assert found(tmp_path, LONG, rules={"longest": 20}) == [("too-long", "")]
    assert found(tmp_path, LONG, rules={"shortest": 20}) == []
    assert found(tmp_path, "太短。", gallery="剪影", rules={"shortest": 60}) == []


def test_a_title_over_two_lines_is_noted(tmp_path: Any) -> None:
    assert found(tmp_path, LONG, title="云溪支行" * 11)[0][0] == "long-title"
    assert found(tmp_path, LONG, title="云溪支行" * 10) == []


def test_a_report_whose_title_is_nowhere_in_its_text_is_asked_about_and_an_essay_is_not(tmp_path: Any) -> None:
    assert ("title-unlike-body", "鹭洲举办青年歌咏比赛") in found(tmp_path, LONG * 2, title="鹭洲举办青年歌咏比赛")
    assert found(tmp_path, LONG, LONG[:-1] + "！", title="鹭洲举办青年歌咏比赛", section="心语")[0][0] != "title-unlike-body"


def test_an_amount_of_the_title_that_the_text_does_not_know_is_asked_about(tmp_path: Any) -> None:
    assert ("numbers-disagree", "5万元") in found(tmp_path, LONG + "拦下8万元。", title="云溪支行劝阻转账5万元")
    assert found(tmp_path, LONG + "拦下50000元。", title="云溪支行劝阻转账5万元") == []
    assert found(tmp_path, LONG + "拦下49800元。", title="云溪支行劝阻转账近5万元") == []


def test_a_paragraph_that_stands_there_twice_is_found_and_a_short_refrain_is_not(tmp_path: Any) -> None:
    assert found(tmp_path, LONG, "中间另有一段话，说的是别的事情。", LONG) == [("repeated-paragraph", LONG)]
    assert found(tmp_path, "慢一点。", LONG, "慢一点。") == []


def test_another_branchs_title_amid_the_text_is_taken_for_another_story(tmp_path: Any) -> None:
    told = found(tmp_path, LONG, "望津支行开展消防演练活动", "5月8日，支行组织员工学习灭火器的用法，练习疏散客户。" * 4)
    assert told == [("another-story", "望津支行开展消防演练活动")]
    own = found(tmp_path, LONG, "云溪支行开展消防演练活动", "5月8日，支行组织员工学习灭火器的用法，练习拨打电话、疏散客户。" * 4)
    assert "another-story" not in [check for check, _words in own]


def test_another_branchs_title_as_a_heading_is_taken_for_another_story(tmp_path: Any) -> None:
    drill = Paragraph(spans=(Span(text="5月8日，支行组织员工学习灭火器的用法，练习疏散客户。" * 4),))

    def told(heading: str) -> list[str]:
        body = (Paragraph(spans=(Span(text=LONG),)), Heading(level=2, spans=(Span(text=heading),)), drill)
        return [words for check, words in found(tmp_path, body=body) if check == "another-story"]

    assert told("望津支行开展消防演练活动") == ["望津支行开展消防演练活动"]
    assert told("学会灭火，学会疏散") == []


def test_a_branch_that_is_called_by_a_number_is_no_numbered_line(tmp_path: Any) -> None:
    publication = house(tmp_path).model_copy(update={"branches": (Branch(name="第一支行"), Branch(name="第二支行"))})
    told = story(LONG, "第二支行慰问环卫工人", "5月8日，支行送去手套、围巾和热姜汤。" * 6, branch="第一支行")
    assert "another-story" in [each.check for each in check_wording(told, "f", publication)]


def test_verse_may_end_its_lines_without_marks(tmp_path: Any) -> None:
    assert found(tmp_path, "玻璃的那边，是街市", "是一场说来就来的雨", "玻璃的这边，是我", section="心语") == []


def test_a_quotation_over_several_paragraphs_closes_in_the_last(tmp_path: Any) -> None:
    assert found(tmp_path, "信中写道：“谢谢你们。", "“那天雨很大，是你们送我回家。", "“祝你们一切都好。”") == []


def test_the_publications_own_words_hold_or_are_asked_about(tmp_path: Any) -> None:
    rules = {"forbidden": ("内部掌握",), "sensitive": ("裁员",)}
    assert found(tmp_path, LONG + "此事内部掌握，不涉及裁员。", rules=rules) == [("forbidden-word", "内部掌握"), ("sensitive-word", "裁员")]


def test_what_is_allowed_or_skipped_is_not_asked_and_an_unknown_allowance_is_told(tmp_path: Any) -> None:
    def allow(check: str) -> tuple[Allowance, ...]:
        return (Allowance(check=check, name="林青", date=dt.date(2024, 5, 21), reason="原文如此"),)

    assert found(tmp_path, LONG + "旧帐户。", allow=allow("wrong-word")) == []
    assert found(tmp_path, LONG + "旧帐户。", rules={"skip": ("wrong-word",)}) == []
    assert found(tmp_path, LONG, allow=allow("worng-word")) == [("unknown-allowance", "worng-word")]


def test_a_hold_cannot_be_skipped() -> None:
    with pytest.raises(ValueError, match="forbidden-word"):
        CheckRule(skip=("forbidden-word",))


def test_another_language_is_not_read_by_chinese_rules(tmp_path: Any) -> None:
    assert found(tmp_path, "The doors open at nine... and (well, mostly) stay open", title="Doors", rules={"shortest": 60}) == []


def test_every_entry_of_the_lists_is_found_in_itself_and_not_in_its_exceptions(tmp_path: Any) -> None:
    assert len(confusions()) >= 400
    for each in confusions():
        assert each.wrong != each.right
        assert [found.check for found in confused(f"（{each.wrong}）") if found.end - found.start == len(each.wrong)], each.wrong
        for word in each.unless:
            assert each.wrong not in [word[found.start : found.end] for found in confused(word)], word


def test_a_sure_entry_is_not_wrong_in_its_own_right() -> None:
    wrong = [each.right for each in confusions() if any(found.instead for found in confused(each.right))]
    assert wrong == []


def test_fixing_puts_right_what_is_sure_and_nothing_else(tmp_path: Any) -> None:
    told = story("客户的帐户里，，有“３笔”。 一但发现，立即报警.", title="云溪支行（摘要） 帐户。。")
    after = mended(told, house(tmp_path))
    assert plain(after.body[0].spans) == "客户的账户里，有“3笔”。一但发现，立即报警。"  # type: ignore[union-attr] # a paragraph
    assert after.title == "云溪支行（摘要） 账户。"


def test_what_parts_the_cells_of_a_table_is_no_half_width_mark(tmp_path: Any) -> None:
    table = Table(rows=(("时段", "主要客群"), ("9:00—11:00", "商户，摊主")))
    asked = [each.place.text for each in check_wording(story(body=(table,)), "f", house(tmp_path))]
    assert asked == []


def test_fixing_keeps_spans_tables_captions_and_what_is_allowed(tmp_path: Any) -> None:
    body = (
        Heading(level=2, spans=(Span(text="一、转帐"),)),
        ListItem(spans=(Span(text="• 对"), Span(text="帐。。", strong=True))),
        Table(rows=(("帐号", "1.50"), ("甲", "乙"))),
        Pictures(pictures=(Picture(file="a.jpg", caption="查帐现场", width=9, height=9),)),
    )
    after = mended(story(body=body), house(tmp_path)).body
    assert [plain(block.spans) for block in after if isinstance(block, Heading | ListItem)] == ["一、转账", "• 对账。"]
    assert [span.strong for block in after if isinstance(block, ListItem) for span in block.spans] == [False, True]
    assert [block.rows for block in after if isinstance(block, Table)] == [(("账号", "1.50"), ("甲", "乙"))]
    assert [block.pictures[0].caption for block in after if isinstance(block, Pictures)] == ["查账现场"]
    allow = (Allowance(check="wrong-word", name="林青", date=dt.date(2024, 5, 21), reason="引用原文"),)
    assert mended(story(body=body, allow=allow), house(tmp_path)).body[2] == body[2]


@example("“一“:“0“")
@given(st.text(alphabet="帐户。，、…“”（）《》 \u3000的地得一是二年月日第0123456789.-~:：%abＡ１客户说", max_size=40))
def test_fixing_twice_is_fixing_once_and_no_text_breaks_a_check(text: str) -> None:
    publication = house(Path("nowhere"))
    told = story(LONG + text + "。")
    once = mended(told, publication)
    assert mended(once, publication) == once
    for each in check_wording(told, "f", publication):
        assert each.check in CHECKS
        if each.place.start is not None:
            assert around(told, each.place) is not None


@pytest.mark.parametrize(
    ("number", "said"), [("12", 12), ("1,200", 1200), ("十", 10), ("二十三", 23), ("一百零五", 105), ("两千三百", 2300)]
)
def test_numbers_are_understood(number: str, said: float) -> None:
    assert value(number) == said


def test_a_slip_is_one_look_alike_or_two_neighbours_changed() -> None:
    assert is_slip("环域支行", "环城支行")
    assert is_slip("城环支行", "环城支行")
    assert not is_slip("荔城支行", "增城支行")
    assert not is_slip("环城支行", "环城支行")


def test_clean_texts_raise_at_most_one_false_alarm_in_two_thousand_characters() -> None:
    """The texts that the copy desk learns from are clean, and in many hands: whatever is found in them is a false alarm."""
    lines = [
        line for file in sorted((files("bulletin.copydesk") / "seed").iterdir(), key=str) for line in file.read_text("utf-8").splitlines()
    ]
    alarms = [(each.check, line[each.start : each.end]) for line in lines for reader in READERS for each in reader(line)]
    assert len(lines) >= 30
    assert len(alarms) * 2000 <= sum(map(len, lines)), alarms
