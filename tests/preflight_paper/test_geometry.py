"""Where things stand: within the page, over its edge, too thin, nowhere."""

from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array

from bulletin.queries import Query
from bulletin.records.proof import Proof

Ask = Callable[..., tuple[Query, ...]]
Check = Callable[..., list[tuple[str, str]]]
Paint = Callable[..., Callable[[pikepdf.Pdf], None]]


@pytest.mark.parametrize(
    ("box", "sides"), [("/TrimBox", [-90, 0, 400, 500]), ("/BleedBox", [5, 0, 400, 500]), ("/MediaBox", [0, 0, 400, 499])]
)
def test_boxes_that_are_not_nested(found: Check, printed: Proof, box: str, sides: list[int]) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj[box] = Array(sides)

    assert ("boxes-not-nested", "print PDF, page 2") in found(printed, spoil)


def test_a_page_without_a_trim(found: Check, printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1].obj["/TrimBox"]

    assert ("boxes-not-nested", "print PDF, page 2") in found(printed, spoil)


def test_the_screen_has_no_trim_to_nest(found: Check, readers: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj["/BleedBox"] = Array([5, 5, 400, 500])

    assert found(readers, spoil) == []


def test_a_page_of_another_size(ask: Ask, readers: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.MediaBox = pdf.pages[1].obj.TrimBox = pdf.pages[1].obj.BleedBox = Array([0, 0, 400, 600])

    (asked,) = ask(readers, spoil)
    assert (asked.check, asked.place.page, "141 × 212 mm" in asked.message) == ("page-sizes-differ", 2, True)


BLEED = 8.504
FILLED = b"0 1 1 0 k "


@pytest.mark.parametrize(
    "sides", [b"0 200 50 50", b"-3 200 50 50", b"350 200 50 50", b"200 0 50 50", b"200 450 50 50", b"350 200 52 50", b"-9 -9 418 509"]
)
def test_colour_that_reaches_the_edge_and_not_over_it(found: Check, printed: Proof, painted: Paint, sides: bytes) -> None:
    assert found(printed, painted(FILLED + sides + b" re f")) == [("bleed-missing", "print PDF, page 2")]


@pytest.mark.parametrize("sides", [b"-9 200 50 50", b"-9 -9 418 518", b"2 200 50 50", b"300 300 20 20", b"350 200 60 50"])
def test_colour_that_runs_over_the_edge_or_ends_before_it(found: Check, printed: Proof, painted: Paint, sides: bytes) -> None:
    assert found(printed, painted(FILLED + sides + b" re f")) == []


def test_a_clip_may_end_colour_at_the_edge(found: Check, printed: Proof, painted: Paint) -> None:
    assert found(printed, painted(b"0 200 50 50 re W n " + FILLED + b"-9 190 80 80 re f")) == [("bleed-missing", "print PDF, page 2")]


def test_a_circle_touches_the_edge_in_one_point_and_needs_no_bleed(found: Check, printed: Proof, painted: Paint) -> None:
    circle = b"100 250 m 100 277.6 77.6 300 50 300 c 22.4 300 0 277.6 0 250 c 0 222.4 22.4 200 50 200 c 77.6 200 100 222.4 100 250 c f"
    assert found(printed, painted(FILLED + circle)) == []


def test_white_and_transparent_colour_needs_no_bleed(found: Check, printed: Proof, painted: Paint) -> None:
    assert found(printed, painted(b"0 0 0 0 k 0 200 50 50 re f")) == []


def test_a_picture_that_ends_at_the_edge(pulled: Callable[..., Proof], found: Check) -> None:
    proof = pulled("print", css="img { position: absolute; left: -40pt; top: 100pt }")
    assert found(proof) == [("bleed-missing", "print PDF, page 2")]


def test_a_picture_that_runs_over_the_edge(pulled: Callable[..., Proof], found: Check) -> None:
    assert found(pulled("print", css="img { position: absolute; left: -50pt; top: 100pt }")) == []


def test_a_bleed_of_two_millimetres_is_too_little_for_what_reaches_it(found: Check, printed: Proof, painted: Paint) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.obj.BleedBox = Array([-5.7, -5.7, 405.7, 505.7])
        painted(FILLED + b"-9 200 50 50 re f")(pdf)

    assert found(printed, spoil) == []  # what is painted runs far enough, whatever the box says

    def clipped(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.obj.BleedBox = page.obj.MediaBox = Array([-5.7, -5.7, 405.7, 505.7])
        painted(FILLED + b"-9 200 50 50 re f")(pdf)

    assert found(printed, clipped) == [("bleed-missing", "print PDF, page 2")]


TEXT = '<p style="position: absolute; {}; margin: 0; white-space: nowrap">近边</p>'


@pytest.mark.parametrize(("place", "check"), [
    ("left: -38pt; top: 50pt", "near-the-trim"),
    ("left: -46pt; top: 50pt", "over-the-trim"),
    ("left: 342pt; top: 50pt", "over-the-trim"),
    ("left: 100pt; top: -66pt", "near-the-trim"),
])  # fmt: skip
def test_type_at_the_edge_of_the_page(pulled: Callable[..., Proof], ask: Ask, body: str, place: str, check: str) -> None:
    proof = pulled("print", body.replace("<p>支行收", TEXT.format(place) + "<p>支行收"))
    (asked,) = ask(proof)
    assert (asked.check, asked.place.page, "近边" in asked.message) == (check, 3, True)


def test_a_folio_counts_as_type(pulled: Callable[..., Proof], found: Check) -> None:
    proof = pulled("print", css="@page { @bottom-center { vertical-align: bottom; padding-bottom: 1pt } }")
    assert set(found(proof)) == {("near-the-trim", "print PDF, page 2"), ("near-the-trim", "print PDF, page 3")}


def test_a_screen_is_not_cut(pulled: Callable[..., Proof], found: Check, body: str) -> None:
    assert found(pulled("readers", body.replace("<p>支行收", TEXT.format("left: -38pt; top: 50pt") + "<p>支行收"))) == []


@pytest.mark.parametrize("line", [
    b"0.1 w 200 200 m 250 200 l S",
    b"q 0.1 0 0 0.1 0 0 cm 2 w 2000 2000 m 2500 2000 l S Q",
    b"0 w 200 200 m 250 200 l S",
    b"200 200 50 0.2 re f",
    b"200 200 0.1 50 re f",
    b"200 200 50 50 re 200.1 200.1 49.8 49.8 re f*",
    b"200 200 50 0.1 re W n 190 190 90 90 re f",
])  # fmt: skip
def test_a_hairline_however_it_is_drawn(found: Check, printed: Proof, painted: Paint, line: bytes) -> None:
    assert found(printed, painted(b"0 0 0 1 k 0 0 0 1 K " + line)) == [("hairline", "print PDF, page 2")]


@pytest.mark.parametrize(
    "line",
    [
        b"0.25 w 200 200 m 250 200 l S",
        b"200 200 50 0.25 re f",
        b"q 10 0 0 10 0 0 cm 0.1 w 20 20 m 25 20 l S Q",
        b"200 200 50 50 re 201 201 48 48 re f*",
    ],
)
def test_a_line_thick_enough(found: Check, printed: Proof, painted: Paint, line: bytes) -> None:
    assert found(printed, painted(b"0 0 0 1 k 0 0 0 1 K " + line)) == []


def test_a_page_with_nothing_but_its_running_head(pulled: Callable[..., Proof], found: Check, body: str) -> None:
    proof = pulled("readers", body + '<div style="break-before: page"></div>')
    assert found(proof) == [("empty-page", "readers' PDF, page 4")]


def test_a_page_that_the_binding_wants_blank(printed: Proof, found: Check) -> None:
    assert printed.blanks == (4,)
    assert found(printed.model_copy(update={"blanks": ()})) == [("empty-page", "print PDF, page 4")]


def test_a_page_with_nothing_but_a_picture_is_not_empty(pulled: Callable[..., Proof], found: Check, body: str) -> None:
    proof = pulled("readers", body + '<img src="photo.jpg" alt="照片" style="break-before: page; display: block">')
    assert found(proof) == []
