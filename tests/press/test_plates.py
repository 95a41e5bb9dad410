"""Whatever colours a layout names, the printer's four plates are what is printed from."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pydyf  # type: ignore[import-untyped]  # it has no types
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.house.rules import House
from bulletin.press.plates import has_rgb
from bulletin.press.pull import pull

PAGE = '<h1 id="folio-1" style="break-before: auto">一则消息</h1>'
_OPERATORS = "rg RG g G k K cs CS sc SC scn SCN sh gs BT ET q Q"


def _print(house: House, galley: Any) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pull(galley, house).pdf))


def _operators(pdf: pikepdf.Pdf) -> Iterator[tuple[str, list[Any]]]:
    """What is done with colours on the first page and in the forms that it shares with the others."""
    page = pdf.pages[0]
    forms: list[Any] = [each for each in page.obj.Resources.XObject.values() if each.Subtype == "/Form"]
    for stream in (page, *forms):
        for step in pikepdf.parse_content_stream(stream, _OPERATORS):
            yield str(step.operator), list(step.operands)


def _overprints(pdf: pikepdf.Pdf) -> list[bool]:
    """For each run of text on the first page whether it overprints."""
    states = pdf.pages[0].obj.Resources.ExtGState
    told, on = [], [False]
    for what, operands in _operators(pdf):
        if what == "q":
            on.append(on[-1])
        elif what == "Q":
            on.pop()
        elif what == "gs" and "/op" in states[str(operands[0])]:
            on[-1] = bool(states[str(operands[0])].op)
        elif what == "BT":
            told.append(on[-1])
    return told


@pytest.mark.parametrize(
    "stray",
    [
        "h1 { color: #c00 }",
        "h1 { border: 1pt solid rgb(1 2 3) }",
        "h1 { background: linear-gradient(red, blue) }",
        "h1 { background: radial-gradient(red, transparent) }",
        "h1 { color: lab(50% 20 20) }",
        "h1 { color: oklch(60% 0.2 30) }",
        "h1 { opacity: .5; color: red }",
        "h1 { text-decoration: underline lab(50% 20 20) }",
    ],
)
def test_a_screen_s_colour_is_printed_in_ink(house: House, make_galley: Any, stray: str) -> None:
    with _print(house, make_galley(PAGE, edition="print", css=stray)) as pdf:
        assert not {what for what, _operands in _operators(pdf)} & {"rg", "RG"}
        assert not re.search(rb"DeviceRGB|CalRGB|/Lab", b"".join(each.unparse() for each in map(_plain, pdf.objects)))
        assert b"PDF/X-4" in pdf.Root.Metadata.read_bytes()


def _plain(each: Any) -> Any:
    return pikepdf.Dictionary(dict(each.items())) if isinstance(each, pikepdf.Stream) else each


def test_a_gradient_keeps_its_colours(house: House, make_galley: Any) -> None:
    with _print(house, make_galley(PAGE, edition="print", css="h1 { background: linear-gradient(white, black) }")) as pdf:
        (shading,) = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/ShadingType" in each]
        (part,) = shading.Function.Functions
        assert ([float(ink) for ink in part.C0], [float(ink) for ink in part.C1]) == ([0, 0, 0, 0], [0, 0, 0, 1])


def test_the_inks_that_a_layout_names_are_left_alone(house: House, make_galley: Any) -> None:
    with _print(house, make_galley(PAGE, edition="print", css="h1 { color: device-cmyk(0.1 0.2 0.3 0.4) }")) as pdf:
        assert [0.1, 0.2, 0.3, 0.4] in [list(map(float, operands)) for what, operands in _operators(pdf) if what == "scn"]


@pytest.mark.parametrize("black", ["device-cmyk(0 0 0 1)", "#000", "rgb(0 0 0)", "black"])
def test_black_text_overprints(house: House, make_galley: Any, black: str) -> None:
    body = '<h1 id="folio-1">一则</h1>'
    with _print(house, make_galley(body, edition="print", css=f"h1 {{ color: {black}; background: #c00 }}")) as pdf:
        assert _overprints(pdf) == [True]


@pytest.mark.parametrize("other", ["device-cmyk(0 0 0 0)", "#fff", "#c00", "device-cmyk(0 0 0 0.65)", "device-cmyk(0.6 0.4 0.4 1)"])
def test_no_other_text_overprints(house: House, make_galley: Any, other: str) -> None:
    body = '<h1 id="folio-1">一则</h1>'
    with _print(house, make_galley(body, edition="print", css=f"h1 {{ color: {other}; background: #c00 }}")) as pdf:
        assert _overprints(pdf) == [False]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(colours=st.lists(st.sampled_from(["#000", "#fff", "#c00", "device-cmyk(0 0 0 1)", "device-cmyk(1 0 0 0)"]), min_size=1, max_size=6))
def test_of_mixed_text_only_the_black_overprints(house: House, make_galley: Any, colours: list[str]) -> None:
    body = '<div id="folio-1">' + "".join(f'<p style="color: {colour}">一则</p>' for colour in colours) + "</div>"
    with _print(house, make_galley(body, edition="print")) as pdf:
        runs = [colour in ("#000", "device-cmyk(0 0 0 1)") for colour in colours]
        assert _overprints(pdf).count(True) <= runs.count(True)
        assert any(_overprints(pdf)) == any(runs)
        assert all(_overprints(pdf)) == all(runs)


@pytest.mark.parametrize("painted", [b"1 0 0 rg", b"/DeviceRGB cs", b"/lab-d65 cs"])
def test_a_colour_that_came_another_way_is_noticed(painted: bytes) -> None:
    pdf = pydyf.PDF()
    pdf.add_object(pydyf.Stream([painted, b"0 0 9 9 re", b"f"]))
    assert has_rgb(pdf)


def test_a_picture_that_came_another_way_is_noticed() -> None:
    pdf = pydyf.PDF()
    pdf.add_object(pydyf.Stream([b"..."], {"Subtype": "/Image", "ColorSpace": "/DeviceRGB"}))
    assert has_rgb(pdf)
