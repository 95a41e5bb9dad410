"""A whole manuscript repaired: formatting and places stay, every repair is noted, and clean text is never touched."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.manuscript import plaintext, sheaf
from bulletin.manuscript.repair.mend import repair
from bulletin.queries import Query
from bulletin.records.manuscript import Art, Grid, Line, Manuscript, Run, TableCell
from bulletin.records.submission import Enclosure, Submission

STORY = "3月14日，云溪支行工作人员来到青龙镇，开展“防范电信网络诈骗”宣传活动，发放折页2000余份。"


def manuscript(*texts: str) -> Manuscript:
    passages = tuple(Line(runs=(Run(text=text),), position=at) for at, text in enumerate(texts, start=1))
    return Manuscript(file="story.docx", kind="word", passages=passages)


def repaired(*texts: str, simplified: bool = True) -> tuple[list[str], tuple[Query, ...]]:
    reading = repair(manuscript(*texts), simplified=simplified)
    return [line.text for line in reading.value.passages if isinstance(line, Line)], reading.queries


def said(queries: tuple[Query, ...]) -> list[tuple[str, int | None]]:
    return [(each.check, each.place.paragraph) for each in queries]


def test_a_repair_is_noted_once_with_its_paragraphs_and_an_example() -> None:
    _texts, queries = repaired("２０２４年", "第二段", "３月", "４月")
    assert [(each.check, each.place.paragraph, each.place.text) for each in queries] == [("text-repaired", 1, "２０２４年")]
    message = "full-width letters and digits were made half width (paragraphs 1, 3–4); for example “２０２４年” became “2024年”"
    assert queries[0].message == message


def test_a_repair_that_nobody_sees_is_noted_without_an_example() -> None:
    texts, queries = repaired("服\u200b务")
    assert (texts, queries[0].message) == (["服务"], "invisible characters were taken out (paragraphs 1)")


def test_spans_keep_their_setting_where_the_text_between_them_changes() -> None:
    line = Line(runs=(Run(text="项项目目描", strong=True), Run(text="描述述：："), Run(text="负责", underline=True)), position=1)
    mended = repair(Manuscript(file="a", kind="word", passages=(line,)), simplified=True).value.passages[0]
    assert isinstance(mended, Line)
    assert mended.runs == (Run(text="项目描", strong=True), Run(text="述："), Run(text="负责", underline=True))


def test_misread_bytes_that_are_cut_into_spans_are_put_together() -> None:
    damaged = STORY.encode().decode("latin-1")
    line = Line(runs=(Run(text=damaged[:12], strong=True), Run(text=damaged[12:])), position=1)
    mended = repair(Manuscript(file="a", kind="word", passages=(line,)), simplified=True).value.passages[0]
    assert isinstance(mended, Line)
    assert mended.text == STORY
    assert mended.runs[0] == Run(text=STORY[:6], strong=True)


def test_pictures_numbers_and_positions_stay() -> None:
    line = Line(runs=(Run(text="２"), Art(photo="p", alt="３月", caption="４月"), Run(text="５")), number="（一）", position=7, level=1)
    mended = repair(Manuscript(file="a", kind="word", passages=(line,)), simplified=True).value.passages[0]
    assert mended == line.model_copy(update={"runs": (Run(text="2"), Art(photo="p", alt="3月", caption="4月"), Run(text="5"))})


def test_cells_notes_and_front_matter_are_repaired_and_names_of_files_are_not() -> None:
    inner = Line(runs=(Run(text="１２"),), position=3)
    cell = TableCell(lines=(inner,), within=(Grid(rows=((TableCell(lines=(inner,)),),)),))
    damaged = Manuscript(
        file="a",
        kind="markdown",
        passages=(Grid(rows=((cell,),)),),
        notes=("３",),
        comments=("４",),
        front={"title": "５月", "photos": [{"file": "６.jpg", "caption": "７"}]},
    )
    mended = repair(damaged, simplified=True).value
    assert isinstance(grid := mended.passages[0], Grid)
    assert [line.text for line in (*grid.lines, *grid.rows[0][0].within[0].lines)] == ["12", "12"]
    assert (mended.notes, mended.comments) == (("3",), ("４",))
    assert mended.front == {"title": "5月", "photos": [{"file": "６.jpg", "caption": "7"}]}


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("客户\ufffd\ufffd服务", "\ufffd\ufffd"),
        ("锟斤拷锟斤拷服务", "锟斤拷锟斤拷"),
        ("客户???服务", "???"),
        ("\ue123客户", "\ue123"),
        ("æ¯è¡å±éçµä¿¡ç½", "æ¯è¡å±éçµä¿¡ç½"),
    ],
)
def test_what_is_lost_is_queried_in_its_place_and_left(text: str, lost: str) -> None:
    texts, queries = repaired("第一段", text)
    assert texts == ["第一段", text]
    assert said(queries) == [("characters-lost", 2)]
    place = queries[0].place
    assert (place.text, text[place.start : place.end]) == (lost, lost)


def test_a_line_of_nothing_but_lost_characters_is_left_out_and_queried() -> None:
    texts, queries = repaired("岸线1600米", "\ufffd\ufffd\ufffd ", "第三段")
    assert texts == ["岸线1600米", "", "第三段"]
    assert said(queries) == [("characters-lost", 2)]
    assert queries[0].place.start is None


def test_a_place_counts_the_automatic_number_too() -> None:
    line = Line(runs=(Run(text="客户\ufffd"),), number="1.", position=1)
    queries = repair(Manuscript(file="a", kind="word", passages=(line,)), simplified=True).queries
    assert line.text[queries[0].place.start : queries[0].place.end] == "\ufffd"


def test_what_misread_text_has_lost_is_queried_where_the_rest_is_turned_back() -> None:
    texts, queries = repaired(STORY.encode().decode("gb18030", "replace"))
    assert "云溪支行" in texts[0]
    assert said(queries) == [("text-repaired", 1), ("characters-lost", 1)]


def test_numbers_lost_at_the_source_are_queried_and_never_filled_in() -> None:
    texts = ["截至月日，余额为亿元，同比增长%。", "于年月日至月日期间减持", "第三段"]
    after, queries = repaired(*texts)
    assert after == texts
    assert said(queries) == [("characters-lost", 1), ("characters-lost", 2)]


def test_a_blank_in_a_numbers_place_is_queried() -> None:
    texts = ["办理业务  万笔，同比增长 %。", "发放贷款　亿元、"]
    after, queries = repaired(*texts)
    assert after == texts
    assert said(queries) == [("characters-lost", 1), ("characters-lost", 2)]


@pytest.mark.parametrize(
    "clean",
    ["请填写出生年月日，数亿元资金、近亿元存款、占比（%）", "签名：    年 月 日", "岁月日长", "单位：万元", "余额 万元", "占比 % 亿元"],
)
def test_words_that_are_whole_without_a_number_are_not_asked_about(clean: str) -> None:
    assert repaired(clean, clean) == ([clean, clean], ())


def test_a_traditional_text_stays_in_a_publication_that_is_not_simplified() -> None:
    text = "雲溪支行為客戶提供優質服務，體現了銀行的責任與擔當。"
    assert repaired(text, simplified=False) == ([text], ())
    assert repaired(text)[0] == ["云溪支行为客户提供优质服务，体现了银行的责任与担当。"]


def test_several_faults_in_one_text_are_all_put_right() -> None:
    assert repaired("　　&nbsp;３月，服務(wù)熱線(xiàn)_x000D_為客戶服務")[0] == ["　　\u00a03月，服务热线\n为客户服务"]


@given(st.lists(st.text(max_size=60), max_size=4), st.booleans())
def test_repairing_again_changes_nothing(texts: list[str], simplified: bool) -> None:
    once = repair(manuscript(*texts), simplified=simplified).value
    again = repair(once, simplified=simplified)
    assert again.value == once
    assert not [each for each in again.queries if each.check == "text-repaired"]


DAMAGES: dict[str, Callable[[str], str]] = {
    "latin": lambda text: text.encode().decode("latin-1"),
    "gbk": lambda text: text.encode().decode("gb18030", "replace"),
    "spaced": " ".join,
    "doubled": lambda text: "".join(sign * 2 for sign in text),
    "entities": lambda text: text.replace("，", "&#65292;"),
    "tags": lambda text: f"<p class=a>{text}</p>",
}


@given(st.lists(st.sampled_from(sorted(DAMAGES)), max_size=3), st.text("?\ufffd 天a1，", max_size=3), st.integers(0, 60))
def test_repairing_damage_upon_damage_again_changes_nothing(damages: list[str], stray: str, at: int) -> None:
    text = STORY
    for damage in damages:
        text = DAMAGES[damage](text)
    once = repair(manuscript(text[:at] + stray + text[at:]), simplified=True).value
    assert repair(once, simplified=True).value == once


#: What an office writes: words, names, numbers and marks, as they are meant.
WORDS = st.sampled_from(
    [
        *("支行", "客户", "服务", "天天", "高高兴兴", "方方面面", "朱镕基", "喆", "数亿元", "年月日"),
        *("乾坤", "瞭望", "××客户", "银行·服务", "①"),
        *("2020年", "3月14日", "9:00", "3.5%", "1:3", "5%至6%", "1,200元", "20℃", "ATM", "e-CNY", "No.1", "Café", "http://a.cn/x?y=1"),
        *("（一）", "《通知》", "“四心”", "——", "……", "，", "。", "、", "；", "：", "！", "？"),
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=30))
def test_clean_text_is_given_back_as_it_is(words: list[str]) -> None:
    clean = manuscript("".join(words))
    reading = repair(clean, simplified=True)
    assert reading.value is clean
    assert not reading.queries


def test_the_reference_issue_is_clean(reference: Path) -> None:
    stories = json.loads((reference / "expected.json").read_text("utf-8"))["stories"]
    texts = [text for story in stories for text in (story["title"], *story["paragraphs"], *story["captions"])]
    assert len(texts) > 100
    assert repaired(*texts) == (texts, ())
    assert all(repaired(text) == ([text], ()) for text in texts)


def test_the_invented_stories_are_clean(corpora: Path) -> None:
    lines = [line for name in ("dev", "register") for line in (corpora / "sections" / f"{name}.jsonl").read_text("utf-8").splitlines()]
    for story in map(json.loads, lines):
        texts = [story["title"], *story["text"].split("\n")]
        assert repaired(*texts) == (texts, ())


@pytest.mark.parametrize("name", ["91_made_utf8_read_as_latin1", "93_made_space_between_chars", "94_made_halfwidth_punct"])
def test_a_text_damaged_by_machine_is_what_it_was(corpora: Path, make_submission: Callable[..., Submission], name: str) -> None:
    clean = plaintext.read("a.txt", (corpora / "messy" / "90_clean_reference.txt").read_bytes()).value
    enclosure = Enclosure(name="a.txt", data=(corpora / "messy" / f"{name}.txt").read_bytes())
    assert sheaf.read(make_submission(enclosure), simplified=True).value == (clean,)


def test_a_pdfs_doubled_text_is_made_single(corpora: Path) -> None:
    damaged = (corpora / "messy" / "11_pdf_doubled_bold.txt").read_text("utf-8").replace("\x0c", "").split("\n")
    right = (corpora / "messy" / "11_reference_dedupe_chars.ref").read_text("utf-8").replace("\x0c", "").split("\n")
    assert repaired(*damaged)[0] == right


def test_the_site_in_traditional_script_loses_its_pinyin(corpora: Path) -> None:
    text = (corpora / "messy" / "13_traditional_glued_pinyin_spam.txt").read_text("utf-8")
    after = "\n".join(repaired(*text.split("\n"))[0])
    assert "服务热线：4000 662 888" in after
    assert not set("àìúèáǎōēīūǜ") & set(after)


def test_digits_lost_in_a_page_are_asked_about_in_its_paragraphs(corpora: Path) -> None:
    text = (corpora / "messy" / "09_halfwidth_digits_lost.txt").read_text("utf-8")
    after, queries = repaired(*text.split("\n"))
    asked = [each for each in queries if each.check == "characters-lost"]
    assert len(asked) >= 8
    assert all(after[(each.place.paragraph or 0) - 1][each.place.start : each.place.end] == each.place.text for each in asked)


@pytest.mark.parametrize(
    "hostile",
    [
        *("(" * 50_000, "<p " * 20_000, "aa" * 50_000 + "x", "天" * 100_000, "天 " * 50_000),
        *("Ã" * 50_000, "鏈" * 50_000, "１．" * 50_000, "服務(wù" * 20_000),
    ],
    ids=lambda text: str(text)[:4],
)
def test_a_text_made_to_hold_the_program_up_does_not(hostile: str) -> None:
    texts, _queries = repaired(hostile)
    assert len(texts) == 1
