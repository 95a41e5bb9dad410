"""Typography mends what offices type by habit, and leaves alone what an author may have meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.typography import clean, count_han, join_lines, retouch, run_on, trim

#: What office text is made of, so that marks meet characters of every kind often.
ODD = st.text(st.sampled_from("支行服务一二〇 \u3000\u00a0\t,.;:?!()（）\"“”'’，。、…-–A9z@/\u200b\ufeff\n%《》"), max_size=60)


@given(ODD | st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ODD | st.text(max_size=60))
def test_no_chinese_character_is_lost(text: str) -> None:
    assert [c for c in clean(text) if count_han(c)] == [c for c in text if count_han(c)]


@given(ODD | st.text(max_size=60))
def test_letters_and_digits_stay_in_their_order(text: str) -> None:
    assert [c for c in clean(text) if c.isalnum()] == [c for c in text if c.isalnum()]


@given(st.lists(ODD, min_size=1, max_size=5))
def test_where_text_is_cut_makes_no_difference(spans: list[str]) -> None:
    assert "".join(retouch(spans)[0]) == clean("".join(spans))
    assert len(retouch(spans)[0]) == len(spans)


@given(ODD)
def test_a_repair_is_named_when_and_only_when_something_changed(text: str) -> None:
    assert bool(retouch((text,))[1]) == (clean(text) != text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("\u3000\u3000为全面贯彻,内抓管理.", "为全面贯彻，内抓管理。"),
        ("避免柜台堵塞。 此外,支行还注重", "避免柜台堵塞。 此外，支行还注重"),
        ("贯彻, 落实", "贯彻，落实"),
        ("(动员会)", "（动员会）"),
        ("支行(ABC)", "支行（ABC）"),
        ("（动员会)", "（动员会）"),
        ("APP,关注公众号", "APP，关注公众号"),
        ("增长3.5%,共办理", "增长3.5%，共办理"),
        ("时间:8:30-17:00", "时间：8:30-17:00"),
        ("共1,000元", "共1,000元"),
        ('创建"百家示范"网点', "创建“百家示范”网点"),
        ("“好”,他说", "“好”，他说"),
        ("联系a.b@c.com,好吗?", "联系a.b@c.com，好吗？"),
        ("见http://a.com/x,y?z:1,谢谢", "见http://a.com/x,y?z:1，谢谢"),
        ("支\u200b行\ufeff", "支行"),
        ("行\u00a0稳", "行 稳"),
    ],
)
def test_half_width_marks_beside_chinese_become_full_width(typed: str, meant: str) -> None:
    assert clean(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        'Hello, world (x): "yes"!',
        "一.做好服务",
        "等等...好",
        "工行A,B,C三类",
        '创建"百家示范网点',
        "行稳致远 优质为本 专业铸就辉煌",
        "比例为3:1",
        "1,200.50",
    ],
)
def test_what_an_author_may_have_meant_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("lines", "one"),
    [
        ("专注服务质量 \n致力提升服务水平", "专注服务质量 致力提升服务水平"),
        ("情系客户，\n暖心服务获锦旗", "情系客户，暖心服务获锦旗"),
        ("word \nnext", "word next"),
        ("\n一行\n", "一行"),
    ],
)
def test_a_headline_in_lines_is_joined_as_meant(lines: str, one: str) -> None:
    assert join_lines(lines) == one


def test_running_text_is_joined_without_blanks_between_chinese_characters() -> None:
    assert run_on("支行服务\n水平 \n提升") == "支行服务水平提升"
    assert run_on("good\nservice") == "good service"


def test_trimming_takes_blanks_of_every_width() -> None:
    assert trim("\u3000 \u00a0支行\u2003\n") == "支行"
