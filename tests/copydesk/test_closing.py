"""What stands under a story, or is glued to its last sentence, comes off and is kept where it says something."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.copydesk.closing import take_closing
from bulletin.copydesk.endmatter import in_digits, is_end, is_to_the_editor
from bulletin.house.rules import House, Masthead, SectionRule
from bulletin.queries import Marked
from bulletin.records.manuscript import Line, Run
from bulletin.records.story import Copy, Credit, Story
from tests.copydesk.conftest import lines, texts

TITLE = "走进社区宣传防诈知识"
BODY = "为推进服务改进，支行组织全体员工学习服务规范，逐条对照检查，找出不足之处并逐一改进，客户反映良好。"
MORE = "活动中，工作人员向居民发放折页二百余份，讲解识别骗局的办法，并解答大家关心的问题，受到欢迎。"


ENDS = [
    *("（完）", "（全文完）", "【完】", "END", "(END)", "—— END ——", "■", "◆", "□", "※", "–", "❀", "————分割线————", "* * *"),
    *("【全文共823字】", "字数：823", "（823字）", "全文约1200字", "总字数：823字（不含标题）", "本文共823字，阅读约3分钟"),
    *("第1页 共2页", "－ 1 －", "— 2 —", "1/2", "Page 1 of 2", "附：照片两张", "（图片见附件）", "发自我的手机"),
    *("以上稿件请编辑老师指正，谢谢！联系电话：13900000000", "请编辑老师审阅，谢谢！", "特此报送，请审阅。", "妥否，请批示。"),
    *(
        "此稿未在其他刊物发表",
        "（此稿未在其他刊物发表过。）",
        "声明：本文系原创首发，未在其他媒体发表。",
        "祝编安！",
        "联系电话：0871-1234567",
    ),
    *("分享 收藏 在看 点赞", "阅读 1024　赞 36　在看 12", "写留言", "上一篇：没有了", "点击上方蓝字关注我们", "扫码了解更多"),
    "本邮件及附件含有保密信息，如误收请删除。",
]


@pytest.mark.parametrize("end", ENDS)
def test_end_matter_comes_off_and_is_named(edited: Callable[..., Marked[Copy | None]], end: str) -> None:
    marked = edited(*lines(TITLE, BODY, MORE, end))
    assert marked.value is not None
    story = marked.value.story
    assert (texts(story), story.authors) == ([BODY, MORE], ())
    assert any(end.strip("　") in each.place.text for each in marked.queries if each.check == "site-furniture")


@pytest.mark.parametrize(
    "end", ["（完）", "■", "◆", " END", "（全文约823字）", "（此稿未在其他刊物发表）", "以上稿件请编辑老师审阅，谢谢！"]
)
def test_end_matter_glued_to_the_last_sentence_comes_off(edited: Callable[..., Marked[Copy | None]], end: str) -> None:
    marked = edited(*lines(TITLE, BODY, MORE + end))
    assert marked.value is not None
    assert texts(marked.value.story) == [BODY, MORE]
    assert any(end.strip() in each.place.text for each in marked.queries)


@pytest.mark.parametrize(
    "last",
    [
        *("我的汇报完了，谢谢大家！", "以上是我的发言，不当之处请批评指正！", "他说：“老师，谢谢您！”", "编辑部的同志来到网点。", "谢谢"),
        *("欢迎广大员工踊跃投稿，请把稿件寄给编辑部。", "故事到这里就讲完了。", "联系电话就写在门口的牌子上，谁都能打。", "风景这边独好"),
        *("（注：文中客户情节已征得本人同意）", "春天来了", "夜深了，灯还亮着", "写于灯下", "“好！”", "……", "他一个人数了八百字。"),
        *("请登记后再进来，谢谢！", "图片墙上，全是老街坊的笑脸。", "作者的名字，没有人知道。", "咨询电话：95588"),
    ],
)
def test_the_storys_last_words_stay(story_of: Callable[..., Story], last: str) -> None:
    assert texts(story_of(*lines(TITLE, BODY, MORE, last)))[-1] == last


@pytest.mark.parametrize(
    "end", ["（笑）", "（掌声）", "（均为化名）", "（见图二）", "（未完待续）", "（注：人物均为化名）", "（图文无关）", "（下）"]
)
def test_words_in_brackets_behind_the_last_sentence_stay(story_of: Callable[..., Story], end: str) -> None:
    assert texts(story_of(*lines(TITLE, BODY, MORE + end)))[-1] == MORE + end


@pytest.mark.parametrize(
    ("signature", "said"),
    [
        ("（第一支行 春生 夏长天/文 秋收/图）", {"branch": "第一支行", "authors": ("春生", "夏长天"), "photographers": ("秋收",)}),
        ("（春生/文 秋收/图）", {"authors": ("春生",), "photographers": ("秋收",)}),
        ("（桥东 桥西 供稿）", {"authors": ("桥东", "桥西")}),
        ("（供稿：第一支行 春生）", {"branch": "第一支行", "authors": ("春生",)}),
        ("（张贴）", {"authors": ("张贴",)}),
        ("（田七 摄影报道）", {"authors": ("田七",), "photographers": ("田七",)}),
        ("（作者单位：第一支行）", {"branch": "第一支行", "authors": ()}),
        ("（图片由春生提供）", {"photographers": ("春生",)}),
        ("（第一支行 办公室）", {"branch": "第一支行", "authors": ()}),
    ],
)
@pytest.mark.parametrize("glued", [False, True])
def test_a_signature_of_names_that_are_words_is_read_by_its_place(
    story_of: Callable[..., Story], signature: str, said: dict[str, Any], glued: bool
) -> None:
    story = story_of(*lines(TITLE, BODY, *([MORE + signature] if glued else [MORE, signature])))
    assert texts(story) == [BODY, MORE]
    assert {name: getattr(story, name) for name in said} == said


@pytest.mark.parametrize(
    ("closing", "said"),
    [
        (("作者简介：春生，男，第一支行员工。",), {"authors": ("春生",), "branch": "第一支行"}),
        (("文：春生", "图：秋收"), {"authors": ("春生",), "photographers": ("秋收",)}),
        (
            ("供稿单位：第一支行", "供稿人：邱实", "审核：马识途"),
            {"branch": "第一支行", "credits": (Credit(role="审核", names=("马识途",)),)},
        ),
        (("第一支行办公室 2024年1月3日",), {"branch": "第一支行", "date": dt.date(2024, 1, 3)}),
        (("第一支行", "二〇二四年一月三日"), {"branch": "第一支行", "date": dt.date(2024, 1, 3)}),
        (("请编辑老师审改，谢谢！春生 敬上",), {"authors": ("春生",)}),
        (("一审：甘露 二审：钱途", "■", "（完）"), {"authors": ()}),
    ],
)
def test_lines_under_the_story_are_read_from_the_end(
    story_of: Callable[..., Story], closing: tuple[str, ...], said: dict[str, Any]
) -> None:
    story = story_of(*lines(TITLE, BODY, MORE, *closing))
    assert texts(story) == [BODY, MORE]
    assert {name: getattr(story, name) for name in said} == said


def test_an_author_who_is_known_leaves_other_words_in_brackets_to_the_text(story_of: Callable[..., Story]) -> None:
    story = story_of(*lines(TITLE, "作者：李明", BODY, MORE + "（春生）"))
    assert (story.authors, texts(story)[-1]) == (("李明",), MORE + "（春生）")


def test_a_letter_keeps_its_writers_name_and_day(story_of: Callable[..., Story]) -> None:
    title = Line(runs=(Run(text="一封来信"),), outline=0, position=1)
    story = story_of(title, *lines("第一支行的同志们：", BODY, "此致", "敬礼", "望江门住户　辜老汉", "十一月二日"))
    assert texts(story)[-2:] == ["望江门住户　辜老汉", "十一月二日"]


def test_verse_is_not_read_as_a_signature(story_of: Callable[..., Story]) -> None:
    verse = ["灯火亮在窗前", "我们守着这座城", "一年又一年", "春生 夏长"]
    assert texts(story_of(*lines(TITLE, BODY, *verse)))[-4:] == verse


@pytest.mark.parametrize(
    ("dateline", "said"),
    [
        ("11月8日电（潮生）", {"authors": ("潮生",), "date": dt.date(2023, 11, 8)}),
        ("本刊讯（记者高见）", {"authors": ("高见",)}),
        ("（本报讯）", {"authors": ()}),
        ("1月3日讯", {"date": dt.date(2024, 1, 3)}),
        ("一支行讯（春生）", {"authors": ("春生",), "branch": "第一支行"}),
        ("（通讯员 春生）", {"authors": ("春生",)}),
        ("通讯员春生报道：", {"authors": ("春生",)}),
    ],
)
def test_a_dateline_names_whoever_it_names(story_of: Callable[..., Story], dateline: str, said: dict[str, Any]) -> None:
    story = story_of(*lines(TITLE, dateline + BODY, MORE))
    assert texts(story) == [BODY, MORE]
    assert {name: getattr(story, name) for name in said} == said


@pytest.mark.parametrize("opening", ["据本报讯，", "近日讯：", "（一）", "1月3日电力抢修，", "记者了解到，", "（春生）"])
def test_an_opening_that_is_no_dateline_stays(story_of: Callable[..., Story], opening: str) -> None:
    assert texts(story_of(*lines(TITLE, opening + BODY, MORE)))[0] == opening + BODY


@pytest.mark.parametrize(("written", "digits"), [("二〇二四年四月十二日", "2024年4月12日"), ("二○二三年十一月二十日", "2023年11月20日")])
def test_a_day_in_chinese_numbers_is_read(written: str, digits: str) -> None:
    assert in_digits(written) == digits


@pytest.mark.parametrize("character", ["第", "　", "（", "■", "）", "谢", "共1"])
def test_a_hostile_line_is_looked_at_in_one_pass(character: str, house: House) -> None:
    hostile = character * 30_000
    assert not is_to_the_editor(hostile)
    assert is_end(hostile) in (True, False)
    assert take_closing(lines(BODY, hostile), house, "f").value[1]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([BODY, MORE, "（完）", "春生", "文：春生", "第一支行 春生", "谢谢", "■", "2024年1月3日", "风起"]), max_size=7)
)
def test_every_line_is_the_storys_or_states_something_or_is_named(written: list[str]) -> None:
    house = House(root=Path(), publication=Masthead(slug="t", name="试"), sections=(SectionRule(name="动态"),))
    pieces = lines(*written)
    found = take_closing(pieces, house, "f")
    kept = [piece.text for piece in found.value[1] if isinstance(piece, Line)]
    named = [text for each in found.queries for text in each.place.text.split(" / ")]
    stated = [text for text in written if text in ("春生", "文：春生", "第一支行 春生", "2024年1月3日")]
    assert set(written) <= {*kept, *named, *stated, *found.value[0].authors}  # who signs with a day may be called 风起
    assert kept == written[: len(kept)]
