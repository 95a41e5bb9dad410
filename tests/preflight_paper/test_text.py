"""What the pages say: all of it, in its place, large enough."""

from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.preflight.paper.text import taken
from bulletin.queries import Query
from bulletin.records.issue import Issue
from bulletin.records.proof import Proof
from bulletin.records.story import Table

Ask = Callable[..., tuple[Query, ...]]
Check = Callable[..., list[tuple[str, str]]]
Pull = Callable[..., Proof]

LONG = "支行收到锦旗。" * 30


def test_a_box_too_small_for_its_text(pulled: Pull, ask: Ask, body: str, retold: Callable[..., Issue]) -> None:
    proof = pulled("readers", body.replace("支行收到锦旗。", LONG), css="p { height: 60pt; overflow: hidden }")
    asked = ask(proof, of=retold(1, LONG))
    assert {(each.check, each.place.page) for each in asked} == {("clipped-text", 3)}
    assert "锦旗" in asked[0].message


def test_a_text_too_long_for_its_line(pulled: Pull, found: Check, body: str) -> None:
    css = "p { white-space: nowrap; overflow: hidden }"
    assert found(pulled("readers", body.replace("支行收到锦旗。", "支行收到锦旗。" * 9), css=css)) == [
        ("clipped-text", "readers' PDF, page 3")
    ]


def test_a_text_that_runs_out_of_the_sheet(pulled: Pull, found: Check, body: str) -> None:
    proof = pulled("print", body.replace("支行收到锦旗。", "支行收到锦旗。" * 9), css="p { white-space: nowrap }")
    assert {check for check, _place in found(proof)} == {"clipped-text", "over-the-trim"}


def test_a_box_that_just_holds_its_text_cuts_nothing(pulled: Pull, found: Check) -> None:
    assert found(pulled("readers", css="p { line-height: 1; height: 12pt; overflow: hidden }")) == []


def test_what_a_layout_leaves_out_is_missed_letter_by_letter(pulled: Pull, ask: Ask, body: str, printed: Proof) -> None:
    (asked,) = ask(pulled("readers", body.replace("收到锦旗", "收锦旗")))
    assert (asked.check, asked.place.page, asked.message.endswith(": 到")) == ("missing-text", 3, True)


def test_a_hidden_paragraph_is_missed(pulled: Pull, ask: Ask) -> None:
    (first, second) = ask(pulled("print", css="p { display: none }"))
    assert (first.check, first.place.page, second.place.page) == ("missing-text", 2, 3)
    assert "支行举办了一次评选。" in first.message


def test_a_caption_whose_words_stand_elsewhere_is_missed_all_the_same(readers: Proof, ask: Ask, retold: Callable[..., Issue]) -> None:
    (asked,) = ask(readers, of=retold(1, notes=("锦旗",)))
    assert asked.message.endswith(": 锦旗")


def test_the_cells_of_a_table_and_the_notes_are_looked_for(readers: Proof, ask: Ask, retold: Callable[..., Issue]) -> None:
    asked = ask(readers, of=retold(1, body=(Table(rows=(("甲丙", "支行"),)),), notes=("乙",)))
    assert [each.message[-2:].strip() for each in asked] == ["甲丙", "乙"]


def test_a_text_that_lines_and_pages_part_is_whole(pulled: Pull, found: Check, body: str, retold: Callable[..., Issue]) -> None:
    text = "支行在2024年举办了 extraordinary 评选活动，客户满意率达98.5%。" * 20
    proof = pulled("readers", body.replace("支行收到锦旗。", text))
    assert found(proof, of=retold(1, text)) == []


@given(st.text("一二三四五", max_size=30), st.integers(0, 30))
def test_a_text_in_two_pieces_lacks_nothing(text: str, at: int) -> None:
    lost, rest = taken(text, f"{text[at:]}\n12 running head\n{text[:at]}")
    assert (lost, rest.split()) == ("", ["12", "running", "head"])


@given(st.text("一二三四五", max_size=20), st.text("六七八九", min_size=1, max_size=5), st.text("一二三四五", max_size=20))
def test_what_stands_nowhere_is_lost_and_nothing_else(before: str, lost: str, after: str) -> None:
    assert taken(before + lost + after, f"{before}\n{after}")[0] == lost


def test_type_that_runs_into_other_type(pulled: Pull, ask: Ask) -> None:
    (asked,) = ask(pulled("print", css="#second + p { margin-top: -30pt }"))
    assert (asked.check, asked.place.page) == ("text-over-text", 3)


def test_lines_set_tight_do_not_run_into_each_other(pulled: Pull, found: Check, body: str, retold: Callable[..., Issue]) -> None:
    text = "支行收到锦旗。" * 9
    assert found(pulled("readers", body.replace("支行收到锦旗。", text), css="p { line-height: 1 }"), of=retold(1, text)) == []


@pytest.mark.parametrize(("size", "faults"), [("7.7pt", 1), ("7.9pt", 0)])
def test_type_too_small_to_be_read(pulled: Pull, ask: Ask, size: str, faults: int) -> None:
    asked = ask(pulled("readers", css=f"#second + p {{ font-size: {size} }}"))
    assert [(each.check, each.place.page) for each in asked] == [("small-type", 3)] * faults


def test_type_is_as_large_as_its_matrix_makes_it(ask: Ask, readers: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        name, font = sorted(dict(pdf.pages[1].obj.Resources.Font.items()).items())[0]
        code = int(font.DescendantFonts[0].W[0])
        content = b"/Artifact BMC q 0.5 0 0 0.5 0 0 cm BT %s 12 Tf 300 300 Td <%04X> Tj ET Q EMC" % (name.encode(), code)
        pdf.pages[1].contents_add(content, prepend=True)

    (asked,) = ask(readers, spoil)
    assert (asked.check, "6.0 pt" in asked.message) == ("small-type", True)


def test_a_line_that_the_press_could_not_fill_is_a_note(ask: Ask, readers: Proof) -> None:
    (asked,) = ask(readers.model_copy(update={"loose": ((3, "支行收到"),)}))
    assert (asked.check, asked.weight, asked.place.page, "支行收到" in asked.message) == ("loose-line", "note", 3, True)


def test_a_title_that_is_on_another_page_than_is_told(found: Check, readers: Proof) -> None:
    told = readers.model_copy(update={"places": {"folio-1": 2, "second": 2}})
    assert ("folio-out-of-step", "readers' PDF, page 2") in found(told)


def test_a_story_that_is_told_on_no_page(found: Check, readers: Proof) -> None:
    told = readers.model_copy(update={"places": {"folio-1": 2}})
    assert {check for check, _place in found(told)} == {"folio-out-of-step", "contents-differ"}


def test_page_labels_that_are_no_folios(found: Check, readers: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.PageLabels

    assert {check for check, _place in found(readers, spoil)} == {"folio-out-of-step"}


def test_contents_with_a_wrong_folio(pulled: Pull, ask: Ask, body: str) -> None:
    (asked,) = ask(pulled("readers", body.replace('<a href="#second">', '<a href="#folio-1">')))
    assert (asked.check, "情系客户" in asked.message) == ("contents-differ", True)


def test_contents_that_leave_a_story_out(pulled: Pull, found: Check, body: str) -> None:
    short = body.replace('<a href="#second">情系客户</a>', "")
    assert {check for check, _place in found(pulled("readers", short))} == {"contents-differ"}


def test_a_long_title_may_run_over_two_lines_of_the_contents(pulled: Pull, found: Check) -> None:
    assert found(pulled("readers", css="nav { width: 80pt }")) == []


def test_a_line_that_the_press_had_to_open_wide(ask: Ask, readers: Proof) -> None:
    (asked,) = ask(readers.model_copy(update={"loose": ((2, "见附件"),)}))
    assert (asked.check, asked.place.page) == ("loose-line", 2)
    assert "见附件" in asked.message
