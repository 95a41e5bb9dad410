"""Of a field its result is read; where the file keeps none, what its instruction shows, or a query."""

from typing import Any

import pytest

from bulletin.manuscript.fields import address, shown
from bulletin.queries import Marked
from bulletin.records.manuscript import Line, Manuscript


def texts(reading: Marked[Manuscript]) -> list[str]:
    return [passage.text for passage in reading.value.passages if isinstance(passage, Line)]


def asked(reading: Marked[Manuscript]) -> list[tuple[str, str]]:
    return [(each.check, each.place.text) for each in reading.queries]


def char(kind: str, inside: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def field(instruction: str, result: str | None = None, inside: str = "") -> str:
    code = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
    shown = "" if result is None else char("separate") + f"<w:r><w:t>{result}</w:t></w:r>"
    return char("begin", inside) + code + shown + char("end")


@pytest.mark.parametrize(
    ("instruction", "text", "sure"),
    [
        (r"EQ \o\ac(○,1)", "①", True),
        (r"eq \o\ac(○,20)", "⑳", True),
        (r"EQ \o\ac(○,三)", "㊂", True),
        (r"EQ \o\ac(□,商)", "□商", False),
        (r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(jiào),滘)', "滘（jiào）", True),
        (r"EQ \o\ad(\s\up 5(AB),\s\do 2(CD))", "ABCD", False),
        (r"EQ \F(1,2)", "1/2", False),
        (r"EQ \r(3,x)", "³√(x)", False),
        (r"EQ \i(0,1,x)", "∫₀¹ x", False),
        (r"EQ \b\lc\{(a)", "(a)", False),
        (r"EQ \l(a,b)", "a,b", False),
        (r"EQ \q(a,b)", "ab", False),
        (r"EQ a\,b", "a,b", True),
        (r'SYMBOL 252 \f "Wingdings" \s 12', "✓", True),
        (r'SYMBOL 9999999999 \f "Wingdings"', "", False),
        ("MACROBUTTON NoMacro [单击此处]", "[单击此处]", True),
        ('XE "索引"', "", True),
        ("ADDIN CNKISM.UserStyle", "", True),
        ("PAGE", "", True),
        ("AUTOTEXT 敬语", "", False),
        ('DISPLAYBARCODE "https://bank.example" QR', "", False),
        ('QUOTE "第" "一" \\* MERGEFORMAT', "第 一", True),
        ("AUTONUM", "", False),
        (r"SEQ 图 \h", "", True),
        ("SEQ 图", "", False),
    ],
)
def test_an_instruction_says_what_its_field_shows(instruction: str, text: str, sure: bool) -> None:
    found = shown(instruction)
    assert (found.text, found.sure) == (text, sure)


@pytest.mark.parametrize("instruction", ["", "EQ", "EQ \\", "EQ (((", "EQ )))", r"EQ \o(", "EQ " + r"\o(" * 500, 'SYMBOL "', "EQ \\s\\up"])
def test_a_broken_instruction_ends(instruction: str) -> None:
    assert isinstance(shown(instruction).text, str)


def test_a_link_leads_to_its_address_unless_it_stays_in_the_file() -> None:
    assert address(r'HYPERLINK "https://bank.example/a b" \o "提示"') == "https://bank.example/a b"
    assert address(r'HYPERLINK \l "_Toc1"') == ""
    assert address("PAGE") == ""


def test_a_circled_character_without_a_result_is_read(read_word: Any) -> None:
    circled = field(r"eq \o\ac(○,3)")
    reading = read_word(f"<w:p>{circled}<w:r><w:t>热情服务</w:t></w:r></w:p>")
    assert texts(reading) == ["③热情服务"]
    assert asked(reading) == []


def test_a_form_of_a_field_that_is_not_certain_is_queried(read_word: Any) -> None:
    reading = read_word("<w:p>" + field(r"EQ \f(1,2)") + "</w:p>")
    assert texts(reading) == ["1/2"]
    assert asked(reading) == [("not-carried-over", "1/2")]


def test_a_result_goes_before_what_the_instruction_says(read_word: Any) -> None:
    reading = read_word("<w:p>" + field(r"EQ \f(1,2)", "½") + "</w:p>")
    assert (texts(reading), asked(reading)) == (["½"], [])


def test_a_number_that_only_word_computes_is_named(read_word: Any) -> None:
    reading = read_word(f"<w:p>{field('AUTONUM')}<w:r><w:t>第一</w:t></w:r></w:p>")
    assert texts(reading) == ["第一"]
    assert asked(reading) == [("not-carried-over", "AUTONUM")]


def test_the_date_of_opening_is_named(read_word: Any) -> None:
    reading = read_word("<w:p><w:r><w:t>今年</w:t><w:yearLong/></w:r></w:p>")
    assert (texts(reading), asked(reading)) == (["今年"], [("not-carried-over", "DATE")])


def test_a_field_may_run_over_several_paragraphs(read_word: Any) -> None:
    opened = char("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>" + char("separate")
    body = f"<w:p>{opened}<w:r><w:t>目录一</w:t></w:r></w:p><w:p><w:r><w:t>目录二</w:t></w:r>{char('end')}</w:p>"
    assert texts(read_word(body)) == ["目录一", "目录二"]


def test_a_sign_in_an_instruction_is_not_shown(read_word: Any) -> None:
    code = '<w:r><w:instrText>IF </w:instrText><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    body = f"<w:p>{char('begin')}{code}{char('separate')}<w:r><w:t>是</w:t></w:r>{char('end')}</w:p>"
    assert texts(read_word(body)) == ["是"]


@pytest.mark.parametrize(("state", "text"), [("<w:checked/>", "☑"), ('<w:checked w:val="0"/>', "☐"), ("<w:default/>", "☑"), ("", "☐")])
def test_a_tick_box_shows_whether_it_is_ticked(read_word: Any, state: str, text: str) -> None:
    data = f"<w:ffData><w:checkBox><w:sizeAuto/>{state}</w:checkBox></w:ffData>"
    assert texts(read_word(f"<w:p>{field('FORMCHECKBOX', None, data)}<w:r><w:t>同意</w:t></w:r></w:p>")) == [f"{text}同意"]


def test_a_list_of_choices_shows_the_chosen_one(read_word: Any) -> None:
    data = '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="故事"/><w:listEntry w:val="动态"/></w:ddList></w:ffData>'
    assert texts(read_word(f"<w:p>{field('FORMDROPDOWN', None, data)}</w:p>")) == ["动态"]
    assert texts(read_word(f"<w:p>{field('FORMDROPDOWN', '动态', data)}</w:p>")) == ["动态"]
    absurd = data.replace('result w:val="1"', 'result w:val="9"')
    assert texts(read_word(f"<w:p>{field('FORMDROPDOWN', None, absurd)}</w:p>")) == []


def test_an_address_under_words_is_named_and_one_that_is_written_out_is_not(read_word: Any) -> None:
    linked = read_word(f"<w:p>{field('HYPERLINK &quot;https://bank.example/&quot;', '点这里')}</w:p>")
    assert (texts(linked), asked(linked)) == (["点这里"], [("left-alone", "https://bank.example/")])
    written = read_word(f"<w:p>{field('HYPERLINK &quot;https://bank.example/&quot;', 'www 见 bank.example')}</w:p>")
    assert (texts(written), asked(written)) == (["www 见 bank.example"], [])


def test_the_address_of_a_link_by_relation_is_named(read_word: Any) -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rId9" Type="{office}/hyperlink" Target="https://bank.example/x" TargetMode="External"/>'
    body = '<w:p><w:hyperlink r:id="rId9"><w:r><w:t>详情</w:t></w:r></w:hyperlink></w:p>'
    assert asked(read_word(body, relations=relation)) == [("left-alone", "https://bank.example/x")]


def test_a_simple_field_without_a_result_is_read_as_the_other_kind_is(read_word: Any) -> None:
    circled = r"EQ \o\ac(○,2)"
    reading = read_word(f'<w:p><w:fldSimple w:instr="{circled}"/><w:fldSimple w:instr="AUTONUM"/></w:p>')
    assert (texts(reading), asked(reading)) == (["②"], [("not-carried-over", "AUTONUM")])


def test_an_instruction_goes_on_behind_a_field_within_it(read_word: Any) -> None:
    code = char("begin") + "<w:r><w:instrText>IF </w:instrText></w:r>" + field("PAGE", "7") + "<w:r><w:t>= 1 首页</w:t></w:r>"
    assert texts(read_word(f"<w:p>{code}{char('separate')}<w:r><w:t>续页</w:t></w:r>{char('end')}</w:p>")) == ["续页"]


@pytest.mark.parametrize("instruction", ["=SUM(ABOVE)", 'INCLUDEPICTURE "a.jpg"', 'INCLUDETEXT "a.docx"'])
def test_a_sum_or_an_insertion_that_is_not_in_the_file_is_named(read_word: Any, instruction: str) -> None:
    reading = read_word(f"<w:p>{field(instruction.replace(chr(34), '&quot;'))}<w:r><w:t>万元</w:t></w:r></w:p>")
    assert (texts(reading), asked(reading)) == (["万元"], [("not-carried-over", instruction)])


@pytest.mark.parametrize(("words", "named"), [("联系我们", [("left-alone", "mailto:a@bank.example?subject=x")]), ("a@bank.example", [])])
def test_a_mailbox_under_words_is_named(read_word: Any, words: str, named: list[tuple[str, str]]) -> None:
    address = "HYPERLINK &quot;mailto:a@bank.example?subject=x&quot;"
    assert asked(read_word(f"<w:p>{field(address, words)}</w:p>")) == named


def test_many_addresses_are_one_note(read_word: Any) -> None:
    links = (f"<w:p>{field(f'HYPERLINK &quot;https://bank.example/{at}&quot;', f'第{at}条')}</w:p>" for at in range(30))
    ((check, addresses),) = asked(read_word("".join(links)))
    assert (check, addresses.count("\n")) == ("left-alone", 29)
