"""The plates: what is painted goes on the printer's four, whatever colours a layout names, and black type over what lies under it.

Works on a finished PDF's streams, one operator an item, as WeasyPrint leaves them.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pydyf  # type: ignore[import-untyped]  # it has no types

from bulletin.press.ink import CMYK, Inks, screened

_RGB = re.compile(rb"(?:^|\s)(?:rg|RG)(?:\s|$)|/(?:DeviceRGB|CalRGB|lab-d50|lab-d65)\b")
_OVER, _OUT = "over", "out"  # graphics states: black lies over other inks, or knocks them out
_BLACK = (0.0, 0.0, 0.0, 1.0)
_DEFAULT = (0.0,)  # DeviceGray (ISO 32000-1 §8.6.5.2)
_LAB = (b"/lab-d50 cs", b"/lab-d65 cs", b"/lab-d50 CS", b"/lab-d65 CS")


def put_on_plates(pdf: pydyf.PDF, inks: Inks) -> None:
    """Turn every plain colour and every gradient into inks, and let text in full black overprint (ISO 32000-1 §8.6.7)."""
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream):
            _convert_stream(each, inks)
        elif isinstance(each, dict) and each.get("ColorSpace") == "/DeviceRGB":
            _convert_shading(each, inks)
        elif isinstance(each, dict) and "ExtGState" in each:
            each["ExtGState"][_OVER] = pydyf.Dictionary({"OP": "true", "op": "true", "OPM": 1})
            each["ExtGState"][_OUT] = pydyf.Dictionary({"OP": "false", "op": "false", "OPM": 0})


def has_rgb(pdf: pydyf.PDF) -> bool:
    """Whether a page, a form or a picture still uses a colour that is neither ink nor gray."""
    return any(_RGB.search(part) for part in _painting(pdf))


def is_painted(each: pydyf.Object) -> bool:
    """Whether an object is a content stream: a page's, a form's or a pattern's."""
    if not isinstance(each, pydyf.Stream):
        return False
    return not each.extra or each.extra.get("Subtype") == "/Form" or each.extra.get("Type") == "/Pattern"


def _painting(pdf: pydyf.PDF) -> Iterator[bytes]:
    for each in pdf.objects:
        if is_painted(each):
            yield pydyf.Dictionary(each.extra).data
            yield b"\n".join(item for item in each.stream if isinstance(item, bytes) and not item.endswith(b" TJ"))
        elif isinstance(each, pydyf.Stream):
            yield str(each.extra.get("ColorSpace")).encode()
        elif isinstance(each, pydyf.Dictionary):
            yield each.data


def _convert_stream(stream: pydyf.Stream, inks: Inks) -> None:
    group = stream.extra.get("Group")
    if group and group.get("CS") == "/DeviceRGB":
        group["CS"] = "/DeviceCMYK"
    if is_painted(stream):
        stream.stream = list(_overprinted(_inked(stream.stream, inks)))


def _convert_shading(shading: Any, inks: Inks) -> None:
    shading["ColorSpace"] = "/DeviceCMYK"
    for part in shading["Function"]["Functions"]:
        for end in ("C0", "C1"):
            part[end] = pydyf.Array(inks.mixed(*part[end]))


def _inked(items: list[Any], inks: Inks) -> Iterator[Any]:
    """The same operators with every colour in ink. WeasyPrint names Lab in one operator and gives its numbers in the next."""
    lab = False
    for item in items:
        if item in _LAB:
            lab = True
        elif lab or (isinstance(item, bytes) and item[-3:] in (b" rg", b" RG")):
            *numbers, what = item.split()
            first, second, third = map(float, numbers)
            colour = screened(first, second, third) if lab else (first, second, third)
            yield _operator(inks.mixed(*colour), stroke=what.isupper())
            lab = False
        else:
            yield item


def _operator(ink: CMYK, *, stroke: bool) -> bytes:
    return " ".join(f"{each:g}" for each in (*ink,)).encode() + (b" K" if stroke else b" k")


def _overprinted(items: Iterable[Any]) -> Iterator[Any]:
    """The same operators, with text in full black set to overprint, and nothing else: white that overprints is not there."""
    fill: list[tuple[float, ...]] = [_DEFAULT]
    for item in items:
        if item == b"q":
            fill.append(fill[-1])
        elif item == b"Q" and len(fill) > 1:
            fill.pop()
        elif isinstance(item, bytes) and (colour := _fill(item)) is not None:
            fill[-1] = colour
        black = fill[-1] == _BLACK
        if item == b"BT" and black:
            yield f"/{_OVER} gs".encode()
        yield item
        if item == b"ET" and black:
            yield f"/{_OUT} gs".encode()


def _fill(item: bytes) -> tuple[float, ...] | None:
    """The colour that an operator sets for filling, empty for one that is not in inks; None where it sets none."""
    if item.endswith(b" cs"):
        return ()
    if not item.endswith((b" k", b" scn")):
        return None
    *numbers, _what = item.split()
    return () if any(each.startswith(b"/") for each in numbers) else tuple(map(float, numbers))
