"""What is drawn in a Word file: pictures as Word shows them, text boxes, and a query for charts, diagrams and embedded files."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bulletin.language import _
from bulletin.manuscript.album import Album
from bulletin.manuscript.package import Element, Package, Relation, name_of, qn, value
from bulletin.manuscript.pencil import Pencil, Unfit, excerpt
from bulletin.manuscript.photos import Framing
from bulletin.records.manuscript import Art

#: ECMA-376-1 §20.1.10.3: an angle is written in 60,000ths of a degree; §22.9.2.9: a share in 1,000ths of a per cent.
_ANGLE: Final = 60_000
_SHARE: Final = 100_000
_VML_SHARE: Final = 65_536
_HOLDERS: Final = ("pic:pic", "wps:wsp")


@dataclass(frozen=True)
class Box:
    """A text box's content (w:txbxContent), to be read after the paragraph that anchors it."""

    content: Element


@dataclass(frozen=True)
class Lettering:
    """Text drawn as a shape (WordArt)."""

    text: str


Drawn = Art | Box | Lettering


class Drawings:
    """Reads the drawings of one part, in their order."""

    def __init__(self, package: Package, part: str, album: Album, pencil: Pencil) -> None:
        self._package, self._album, self._pencil = package, album, pencil
        self._relations = package.relations(part)

    def pieces(self, drawing: Element) -> Iterator[Drawn]:
        """What a drawing (w:drawing, w:pict, w:object) shows."""
        if all(on_page(each) for each in drawing.iter(qn("wp:docPr"))):
            yield from self._shown(drawing)
        else:
            self._pencil.mark(
                "hidden-text",
                _("a hidden picture or shape was left out"),
                _("If it belongs to the story, make it visible and send the file again."),
            )

    def _shown(self, drawing: Element) -> Iterator[Drawn]:
        for element in _outside_boxes(drawing):
            match name_of(element.tag):
                case "a:blip":
                    yield from self._picture(value(element, "r:embed"), _alt(element), _framing(element))
                case "v:imagedata":
                    yield from self._picture(value(element, "r:id") or value(element, "r:pict"), _vml_alt(element), _vml_framing(element))
                case "w:txbxContent":
                    yield Box(element)
                case "v:textpath" if element.get("string"):
                    yield Lettering(element.get("string", ""))
                case "c:chart":
                    self._left_out(_("a chart"), value(element, "r:id"))
                case "dgm:relIds":
                    self._left_out(_("a diagram (SmartArt)"), value(element, "r:dm"))
                case "o:OLEObject":
                    self._left_out(_("an embedded object ({program})").format(program=element.get("ProgID", "?")), None)

    def _picture(self, relation: str | None, alt: str, framing: Framing) -> Iterator[Art]:
        target = self._relations.get(relation or "")
        if target is None or target.outside or target.target not in self._package:
            self._missing(target)
            return
        try:
            data = self._package.read(target.target)
        except Unfit:
            data = b""
        # inside Word, Word's own turn decides; what the camera noted must not turn the picture twice
        art = self._album.take(target.target, data, alt=alt, turn=False, framing=framing)
        if art is not None:
            yield art

    def _missing(self, target: Relation | None) -> None:
        name = target.target.rpartition("/")[2] if target else ""
        message = _("the picture {name} is only linked, it is not in the file").format(name=name)
        if target is None or not target.outside:
            message = _("a picture that should stand here is missing from the file")
        self._pencil.mark("picture-missing", message, _("Insert the picture itself and send the file again."), text=name)

    def _left_out(self, what: str, relation: str | None) -> None:
        text = self._wording(relation)
        message = _("{what} cannot be carried over").format(what=what)
        if text:
            message = _("{what} cannot be carried over; its text is: {text}").format(what=what, text=excerpt(text))
        self._pencil.mark("not-carried-over", message, _("Insert it as a picture and send the file again."), text=text)

    def _wording(self, relation: str | None) -> str:
        target = self._relations.get(relation or "")
        try:
            root = None if target is None or target.outside else self._package.xml(target.target)
        except Unfit:
            return ""
        if root is None:
            return ""
        words = (each.text or "" for each in root.iter(qn("a:t"), qn("c:v")) if not _is_figure(each.text))
        return " ".join(dict.fromkeys(word.strip() for word in words if word.strip()))


def on_page(properties: Element) -> bool:
    """Whether a drawing's properties (wp:docPr) leave it visible."""
    return properties.get("hidden", "0") not in ("1", "true", "on")


def _outside_boxes(element: Element) -> Iterator[Element]:
    yield element
    if name_of(element.tag) != "w:txbxContent":
        for child in element:
            yield from _outside_boxes(child)


def _is_figure(text: str | None) -> bool:
    return bool(re.fullmatch(r"[-+\d.,%eE\s]*", text or ""))


def _holder(element: Element) -> Element | None:
    return next((each for each in element.iterancestors() if name_of(each.tag) in _HOLDERS), None)


def _alt(blip: Element) -> str:
    holder = _holder(blip)
    own = next((each.get("descr", "") for each in holder.iter(qn("pic:cNvPr"))), "") if holder is not None else ""
    for ancestor in blip.iterancestors(qn("wp:inline"), qn("wp:anchor")):
        properties = ancestor.find(qn("wp:docPr"))
        return own or (properties.get("descr", "") if properties is not None else "")
    return own


def _framing(blip: Element) -> Framing:
    holder = _holder(blip)
    fill = blip.getparent()
    crop = fill.find(qn("a:srcRect")) if fill is not None else None
    shape = next(holder.iter(qn("a:xfrm")), None) if holder is not None else None
    groups = [
        transform
        for each in blip.iterancestors(qn("wpg:wgp"), qn("wpg:grpSp"))
        for transform in each.findall(f"{qn('wpg:grpSpPr')}/{qn('a:xfrm')}")
    ]
    turn = sum(_number(each.get("rot")) / _ANGLE for each in (*groups, *([shape] if shape is not None else [])))
    return Framing(
        crop=_crop([_share(crop.get(side)) if crop is not None else 0 for side in "ltrb"]),
        mirrored=shape is not None and _switch(shape.get("flipH")),
        upside_down=shape is not None and _switch(shape.get("flipV")),
        turn=turn % 360,
    )


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


def _vml_alt(image: Element) -> str:
    return next((each.get("alt", "") for each in image.iterancestors() if each.get("alt")), "")


def _vml_framing(image: Element) -> Framing:
    """VML crops in 65,536ths ("3277f") and turns in its shape's style ("rotation:90")."""
    shape = image.getparent()
    style = shape.get("style", "") if shape is not None else ""
    turn = re.search(r"rotation:(-?[\d.]+)(fd)?", style)
    flip = re.search(r"flip:([xy ]+)", style)
    sides = [_vml_share(image.get(side)) for side in ("cropleft", "croptop", "cropright", "cropbottom")]
    degrees = _number(turn[1]) / (_VML_SHARE if turn[2] else 1) if turn else 0
    return Framing(_crop(sides), bool(flip and "x" in flip[1]), bool(flip and "y" in flip[1]), degrees % 360)


def _vml_share(text: str | None) -> float:
    return _number((text or "").removesuffix("f")) / (_VML_SHARE if (text or "").endswith("f") else 1)
