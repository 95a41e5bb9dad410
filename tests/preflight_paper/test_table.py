"""The table of checks: clean files have no fault, every fault is one of the list, and no file stops it."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from bulletin.preflight.paper.table import PAPER_CHECKS, check_pdf, stops
from bulletin.queries import CHECKS, Query, Weight, query
from bulletin.records.proof import Proof


def test_a_clean_issue_has_no_query(ask: Callable[..., tuple[Query, ...]], readers: Proof, printed: Proof) -> None:
    assert ask(readers) == ()
    assert ask(printed) == ()


def test_a_clean_file_that_no_issue_is_known_of_has_none_either(readers: Proof, printed: Proof) -> None:
    assert check_pdf(readers.pdf, "a.pdf") == ()
    assert check_pdf(printed.pdf, "a.pdf") == ()


def test_every_check_is_in_the_closed_list() -> None:
    assert {check.fault for check in PAPER_CHECKS} <= set(CHECKS)


def test_every_query_says_where_what_and_the_remedy(ask: Callable[..., tuple[Query, ...]], readers: Proof) -> None:
    asked = ask(readers.model_copy(update={"places": {}}))
    assert asked
    assert all(each.place.file and each.message and each.remedy for each in asked)


def test_a_place_is_told_from_the_upper_left_corner_of_the_trim(
    ask: Callable[..., tuple[Query, ...]], printed: Proof, painted: Callable[..., object]
) -> None:
    (asked,) = ask(printed, painted(b"1 0 0 rg 200 300 20 10 re f"))
    assert (asked.place.page, asked.place.box) == (2, (200, 190, 220, 200))


def test_faults_that_nearly_touch_are_one_and_many_are_told_as_six(
    ask: Callable[..., tuple[Query, ...]], printed: Proof, painted: Callable[..., object]
) -> None:
    (near,) = ask(printed, painted(b"1 0 0 rg 200 300 20 10 re 225 300 20 10 re f 1 0 0 rg 200 312 9 9 re f"))
    assert near.place.box == (200, 179, 245, 200)
    squares = b" ".join(b"1 0 0 rg %d %d 5 5 re f" % (100 + 40 * (i % 5), 160 + 40 * (i // 5)) for i in range(20))
    assert len(ask(printed, painted(squares))) == 6


def test_a_stop_is_a_hold_that_nobody_allowed() -> None:
    asked = (query("rgb-in-print", "a", "", ""), query("hairline", "a", "", ""), query("bleed-missing", "a", "", ""))
    assert [each.check for each in stops(asked)] == ["rgb-in-print", "bleed-missing"]
    assert [each.check for each in stops(asked, {"rgb-in-print"})] == ["bleed-missing"]


def test_what_is_no_pdf_is_said_to_be_none() -> None:
    (asked,) = check_pdf(b"<html>", "a.pdf")
    assert (asked.check, asked.place.file) == ("unreadable", "a.pdf")


def _saved(pdf: pikepdf.Pdf, lock: pikepdf.Encryption | None = None) -> bytes:
    file = io.BytesIO()
    pdf.save(file, encryption=lock or False)
    return file.getvalue()


def test_a_file_with_a_password_is_said_to_be_locked() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    (asked,) = check_pdf(_saved(pdf, pikepdf.Encryption(owner="a", user="b")), "a.pdf")
    assert asked.check == "encrypted"


def test_a_file_that_opens_and_forbids_is_locked_too(readers: Proof) -> None:
    with pikepdf.open(io.BytesIO(readers.pdf)) as pdf:
        locked = _saved(pdf, pikepdf.Encryption(owner="a", user=""))
    assert [asked.check for asked in check_pdf(locked, "a.pdf")] == ["encrypted"]


def test_a_page_of_nonsense_is_told_and_the_others_are_looked_at(found: Callable[..., list[tuple[str, str]]], printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.Contents = pdf.make_stream(b"/No cm BT (a) Tj")
        pdf.pages[2].contents_add(b"1 0 0 rg 200 200 9 9 re f")

    asked = found(printed, spoil)
    assert ("page-unreadable", "print PDF, page 2") in asked
    assert ("rgb-in-print", "print PDF, page 3") in asked


def test_forms_within_forms_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin.preflight.paper.marks.MOST", 5_000)
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    form = pdf.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    for _depth in range(20):
        outer = pdf.make_stream(b"/F Do " * 10, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        outer.Resources = Dictionary(XObject=Dictionary(F=form))
        form = outer
    page.obj.Resources = Dictionary(XObject=Dictionary(F=form))
    page.contents_add(b"/F Do")
    assert "page-unreadable" in {asked.check for asked in check_pdf(_saved(pdf), "a.pdf", "print")}


WORDS = st.sampled_from([
    "q", "Q", "1 0 0 1 5 5 cm", "0 0 0 0 0 0 cm", "1e30 0 0 1e30 0 0 cm", "cm", "BT", "ET", "/F 9 Tf", "/No 9 Tf", "Tf", "3 Tr", "50 Tz",
    "(abc) Tj", "[(a) -90 (b)] TJ", "(x) '", "(a) (b) Td", "/X Do", "/Y Do", "/S sh", "/P gs", "/P cs", "/P scn", "0.1 0.2 0.3 0.4 scn",
    "1 1 1 rg", "9 9 90 90 re", "0 0 m 9 9 l", "1 2 3 4 5 6 c", "W n", "f*", "S", "b", "/Artifact BMC", "/Span <</MCID 0>> BDC", "EMC",
])  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, max_size=30), st.sampled_from(["readers", "print"]))
def test_no_content_stops_the_table(words: list[str], edition: str) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    image = pdf.make_stream(
        b"\0" * 12, Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2, ColorSpace=Name.DeviceCMYK, BitsPerComponent=8
    )
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(
        XObject=Dictionary(X=image, Y=Array([1])), Font=Dictionary(F=font), ExtGState=Dictionary(P=Dictionary(ca=0)),
        Shading=Dictionary(S=Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB)), Pattern=Dictionary(P=Dictionary(PatternType=2)),
    )  # fmt: skip
    page.contents_add(" ".join(words).encode())
    for asked in check_pdf(_saved(pdf), "a.pdf", edition):  # type: ignore[arg-type]  # one of the two editions
        assert asked.weight in Weight


@pytest.mark.parametrize("key", ["/Contents", "/Resources", "/MediaBox", "/Annots", "/Group"])
@pytest.mark.parametrize("value", ["(no)", "[]", "<<>>", "7"])
def test_no_key_of_a_page_stops_the_table(printed: Proof, key: str, value: str) -> None:
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf:
        pdf.pages[1].obj[key] = pikepdf.Object.parse(value.encode())
        assert isinstance(check_pdf(_saved(pdf), "a.pdf"), tuple)


@pytest.mark.parametrize("key", ["/Outlines", "/Names", "/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents", "/PageLabels"])
@pytest.mark.parametrize("value", ["(no)", "[[]]", "7"])
def test_no_key_of_the_root_stops_the_table(readers: Proof, key: str, value: str) -> None:
    with pikepdf.open(io.BytesIO(readers.pdf)) as pdf:
        pdf.Root[key] = pikepdf.Object.parse(value.encode())
        data = _saved(pdf)
    assert isinstance(check_pdf(data, "a.pdf", "readers"), tuple)
    assert isinstance(check_pdf(data, "a.pdf", "print"), tuple)
