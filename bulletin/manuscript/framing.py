"""How Word shows a picture: what is cropped of it, and how it and the groups around it are mirrored and turned."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bulletin.manuscript.package import Element, name_of, qn
from bulletin.manuscript.photos import Framing

#: ECMA-376-1 §20.1.10.3: an angle is written in 60,000ths of a degree; §22.9.2.9: a share in 1,000ths of a per cent.
_ANGLE: Final = 60_000
_SHARE: Final = 100_000
_VML_SHARE: Final = 65_536


def blip_framing(blip: Element, holder: Element | None) -> Framing:
    """How a blip is shown in its holder, a picture's frame or a shape (None where it is in neither)."""
    fill = blip.getparent()
    properties = [] if holder is None or _keeps_upright(fill) else list(named(holder, "spPr"))
    properties += [each for group in blip.iterancestors() for each in named(group, "grpSpPr")]
    placings = [each for at in properties for each in at.iterchildren(qn("a:xfrm"))]
    poses = [_pose(_number(each.get("rot")) / _ANGLE, _switch(each.get("flipH")), _switch(each.get("flipV"))) for each in placings]
    return _framed(_shown_part(fill), poses)


def _keeps_upright(fill: Element | None) -> bool:
    """Whether a shape's ground stays as it is when the shape is turned (§20.1.8.14)."""
    return fill is not None and fill.get("rotWithShape") in ("0", "false")


@dataclass(frozen=True)
class _Pose:
    """How something stands: mirrored left to right, then turned (degrees clockwise)."""

    mirrored: bool
    turn: float

    def within(self, outer: "_Pose") -> "_Pose":
        """How it stands within something that is itself mirrored and turned: a mirror turns a turn round."""
        return _Pose(self.mirrored != outer.mirrored, outer.turn + (-self.turn if outer.mirrored else self.turn))


def _pose(turn: float, across: bool, upside_down: bool) -> _Pose:
    """A flip upside down is a mirroring and half a turn; a shape is flipped before it is turned (§20.1.7.6)."""
    return _Pose(across != upside_down, turn + (180 if upside_down else 0))


def _framed(crop: tuple[float, float, float, float], poses: list[_Pose]) -> Framing:
    """A picture's framing from its own pose and those of the groups around it, the innermost first."""
    whole = _Pose(False, 0)
    for pose in poses:
        whole = whole.within(pose)
    return Framing(crop=crop, mirrored=whole.mirrored, turn=whole.turn % 360)


def _shown_part(fill: Element | None) -> tuple[float, float, float, float]:
    """What a fill shows of its picture: what is left of it after the crop, less what reaches beyond the shape (§20.1.8.30, §20.1.8.55)."""
    left, top, right, bottom = _crop(_sides(fill, "a:srcRect"))
    beyond = [max(-side, 0.0) for side in _sides(fill, "a:stretch/a:fillRect")]
    wide, high = (1 - left - right) / (1 + beyond[0] + beyond[2]), (1 - top - bottom) / (1 + beyond[1] + beyond[3])
    return _crop([left + beyond[0] * wide, top + beyond[1] * high, right + beyond[2] * wide, bottom + beyond[3] * high])


def _sides(fill: Element | None, path: str) -> list[float]:
    rectangle = None if fill is None else fill.find("/".join(map(qn, path.split("/"))))
    return [0.0 if rectangle is None else _share(rectangle.get(side)) for side in "ltrb"]


def _share(text: str | None) -> float:
    """A share of a side: "25000", or "25%" in the strict form."""
    return _number((text or "").removesuffix("%")) / (100 if (text or "").endswith("%") else _SHARE)


def _crop(sides: list[float]) -> tuple[float, float, float, float]:
    # a negative crop is a margin, which needs no picture
    left, top, right, bottom = (min(max(side, 0.0), 1.0) for side in sides)
    return (left, top, right, bottom) if left + right < 1 and top + bottom < 1 else (0, 0, 0, 0)


def _number(text: str | None) -> float:
    try:
        number = float(text or 0)
    except ValueError:
        return 0
    return number if math.isfinite(number) else 0


def _switch(text: str | None) -> bool:
    return text in ("1", "true", "on")


def shapes(element: Element) -> Iterator[Element]:
    """The VML shapes and groups around an element, the innermost first."""
    return (each for each in element.iterancestors() if name_of(each.tag).startswith("v:"))


def vml_framing(image: Element) -> Framing:
    """VML crops in 65,536ths ("3277f"), and turns in the style of a shape and of the groups around it ("rotation:90;flip:x")."""
    sides = [_vml_share(image.get(side)) for side in ("cropleft", "croptop", "cropright", "cropbottom")]
    return _framed(_crop(sides), [_vml_pose(each.get("style", "")) for each in shapes(image)])


def _vml_pose(style: str) -> _Pose:
    turn = re.search(r"rotation:\s*(-?[\d.]+)(fd)?", style)
    flip = re.search(r"flip:([xy ]+)", style)
    flips = flip[1] if flip else ""
    return _pose(_number(turn[1]) / (_VML_SHARE if turn[2] else 1) if turn else 0, "x" in flips, "y" in flips)


def _vml_share(text: str | None) -> float:
    return _number((text or "").removesuffix("f")) / (_VML_SHARE if (text or "").endswith("f") else 1)


def named(element: Element, local: str, *within: str) -> Iterator[Element]:
    """An element's children of a local name, also those within children of other names: each vocabulary of DrawingML repeats them."""
    for child in element:
        name = name_of(child.tag).partition(":")[2]
        if name == local:
            yield child
        elif name in within:
            yield from named(child, local)
