"""What is drawn in a Word file: pictures as Word shows them, text boxes, and a query for charts, diagrams and embedded files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bulletin.language import _
from bulletin.manuscript.album import Album
from bulletin.manuscript.engraving import is_drawing
from bulletin.manuscript.framing import blip_framing, named, shapes, vml_framing
from bulletin.manuscript.package import Element, Package, Relation, name_of, qn, value
from bulletin.manuscript.pencil import Pencil, Unfit, excerpt
from bulletin.manuscript.photos import Framing
from bulletin.records.manuscript import Art

#: What a picture fills: a picture's own frame, or a shape; those of DrawingML's own names stand in a locked canvas.
_HOLDERS: Final = ("pic:pic", "a:pic", "wps:wsp", "a:sp")
_SHAPES: Final = ("wps:wsp", "a:sp", "a:cxnSp", "v:shape", "v:rect", "v:roundrect", "v:oval", "v:line", "v:polyline", "v:curve", "v:arc")
#: What a shape shows that is carried over, or asked about by itself; a rule across the page is an ornament (o:hr).
_HELD: Final = ("w:txbxContent", "a:blip", "a:t", "v:imagedata", "v:textpath", "wps:linkedTxbx")
#: So many lines are no ornament any more, but a drawing.
_ORNAMENT: Final = 3
#: Changes to a picture's colours (§20.1.8) that show.
_RECOLOURED: Final = ("a:grayscl", "a:biLevel", "a:duotone", "a:lum", "a:alphaModFix")
_UPRIGHT: Final = ("rect", "roundRect")
_ENGRAVED: Final = (".emf", ".wmf", ".emz", ".wmz")
#: The extension of a blip that names its drawing in SVG ([MS-ODRAWXML] §2.4.12).
_SVG_BLIP: Final = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"


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
        self._lines = 0

    def pieces(self, drawing: Element) -> Iterator[Drawn]:
        """What a drawing (w:drawing, w:pict, w:object) shows."""
        self._name_shapes(drawing)
        for element in _outside_boxes(drawing):
            match name_of(element.tag):
                case "wp:docPr" if not on_page(element):
                    self._hidden()
                    return
                case "a:blip":
                    yield from self._blip(element)
                case "v:imagedata":
                    yield from self._imagedata(element)
                case "v:fill" if value(element, "r:id"):
                    yield from self._fill(value(element, "r:id"), element.get("type") in ("tile", "pattern"), element)
                case "w:txbxContent":
                    yield Box(element)
                case _:
                    yield from self._lettering(element)
                    self._leave_out(element)

    def _name_shapes(self, drawing: Element) -> None:
        """Name, once in a part, that shapes are drawn in it which hold neither text nor picture; a line or two are an ornament."""
        before = self._lines
        self._lines += sum(1 if _is_line(each) else _ORNAMENT for each in drawing.iter(*map(qn, _SHAPES)) if _is_bare(each))
        if before < _ORNAMENT <= self._lines:
            message = _("lines, arrows or other shapes are drawn in the file; they were left out, words and pictures in them were kept")
            self._pencil.mark("left-alone", message, _("If they make up a drawing, send it as a picture."))

    def _lettering(self, element: Element) -> Iterator[Lettering]:
        match name_of(element.tag):
            case "v:textpath" if element.get("string"):
                yield Lettering(element.get("string", ""))
            case "a:p" if text := "".join(each.text or "" for each in element.iter(qn("a:t"))):
                yield Lettering(text)

    def _leave_out(self, element: Element) -> None:
        match name_of(element.tag):
            case "c:chart":
                self._left_out(_("a chart"), value(element, "r:id"))
            case "dgm:relIds":
                self._left_out(_("a diagram (SmartArt)"), value(element, "r:dm"))
            case "o:OLEObject":
                message = _("of an embedded object ({program}) only its picture is printed, if it has one")
                remedy = _("Compare it with the manuscript; if it is hard to read, send it as a picture.")
                self._pencil.mark("not-carried-over", message.format(program=element.get("ProgID", "?")), remedy)
            case ":webVideoPr" | "a:videoFile" | "a:audioFile" | "a:quickTimeFile":
                message = _("of a video only its first picture is printed")
                self._pencil.mark("not-carried-over", message, _("If readers should find it, write its address into the text."))
            case "a:graphicData" if _is_strange(element):
                self._left_out(_("a chart or drawing of a newer kind"), value(element[0], "r:id"))
            case "w:control":
                self._left_out(_("a field of a form"), None)
            case ":contentPart" | "w:contentPart":
                self._left_out(_("handwriting (ink)"), None)

    def _blip(self, blip: Element) -> Iterator[Art]:
        holder, fill = _holder(blip), blip.getparent()
        if holder is not None and any(not on_page(each) for each in named(holder, "cNvPr", "nvPicPr", "nvSpPr")):
            self._hidden()
        elif fill is not None and fill.find(qn("a:tile")) is not None:
            self._texture()
        else:
            yield from self._picture(self._source(blip), _alt(blip, holder), blip_framing(blip, holder), altered=_is_altered(blip, holder))

    def _source(self, blip: Element) -> Relation | None:
        """What a blip shows: the picture in the file, else the SVG drawing it stands for, else what it is linked to."""
        drawing = next(blip.iter(_SVG_BLIP), None)
        keys = (value(each, name) for name in ("r:embed", "r:link") for each in (blip, drawing))
        relations = [self._relations[key] for key in keys if key in self._relations]
        return next((each for each in relations if self._is_inside(each)), relations[0] if relations else None)

    def _imagedata(self, image: Element) -> Iterator[Art]:
        if any("visibility:hidden" in each.get("style", "").replace(" ", "") for each in shapes(image)):
            self._hidden()
            return
        keys = (value(image, name) for name in ("r:id", "r:pict", "o:relid", "r:href"))
        relation = next((self._relations[key] for key in keys if key in self._relations), None)
        yield from self._picture(relation, _vml_alt(image), vml_framing(image))

    def _fill(self, key: str | None, repeated: bool, fill: Element) -> Iterator[Art]:
        if repeated:
            self._texture()
        else:
            yield from self._picture(self._relations.get(key or ""), _vml_alt(fill), vml_framing(fill))

    def _is_inside(self, relation: Relation) -> bool:
        return not relation.outside and relation.target in self._package

    def _picture(self, target: Relation | None, alt: str, framing: Framing, *, altered: bool = False) -> Iterator[Art]:
        if target is None or not self._is_inside(target):
            self._missing(target)
            return
        data = self._bytes(target)
        if is_drawing(data):
            self._album.engrave({target.target: data, **self._drawings()})
        # inside Word, Word's own turn decides; what the camera noted must not turn the picture twice
        art = self._album.take(target.target, data, alt=alt, turn=False, framing=framing)
        if art is None:
            return
        if altered:
            message = _("the picture {name} is recoloured or cut to a shape in Word; it is printed as it came")
            message = message.format(name=target.target.rpartition("/")[2])
            self._pencil.mark("not-carried-over", message, _("If that matters, insert a picture that is changed already."))
        yield art

    def _bytes(self, target: Relation) -> bytes:
        try:
            return self._package.read(target.target)
        except Unfit:
            return b""

    def _drawings(self) -> dict[str, bytes]:
        """All line drawings of this part, as their names say."""
        targets = (each for each in self._relations.values() if each.target.lower().endswith(_ENGRAVED) and self._is_inside(each))
        return {each.target: self._bytes(each) for each in targets}

    def _hidden(self) -> None:
        self._pencil.mark(
            "hidden-text",
            _("a hidden picture or shape was left out"),
            _("If it belongs to the story, make it visible and send the file again."),
        )

    def _texture(self) -> None:
        message = _("a picture that is only the ground of a shape, repeated like a texture, was left out")
        self._pencil.mark("left-alone", message, _("If it belongs to the story, insert it as a picture."))

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
        words = (_words(each) for each in root.iter(qn("a:p"), qn("c:v")))
        return " ".join(dict.fromkeys(word for word in words if word and not _is_figure(word)))


def on_page(properties: Element) -> bool:
    """Whether a drawing's properties (wp:docPr) leave it visible."""
    return properties.get("hidden", "0") not in ("1", "true", "on")


def _outside_boxes(element: Element) -> Iterator[Element]:
    yield element
    if name_of(element.tag) != "w:txbxContent":
        for child in element:
            yield from _outside_boxes(child)


def _is_bare(shape: Element) -> bool:
    if value(shape, "o:hr") is not None or "visibility:hidden" in shape.get("style", "").replace(" ", ""):
        return False
    return next(shape.iter(*map(qn, _HELD)), None) is None and not any(value(each, "r:id") for each in shape.iter(qn("v:fill")))


def _is_line(shape: Element) -> bool:
    connects = name_of(shape.tag) in ("v:line", "a:cxnSp") or shape.find(qn("wps:cNvCnPr")) is not None
    return connects or any(each.get("prst") in ("line", "straightConnector1") for each in shape.iter(qn("a:prstGeom")))


def _is_strange(graphic: Element) -> bool:
    """Whether a drawing holds something, and all of it in vocabularies that are not known here."""
    return len(graphic) > 0 and all(name_of(each.tag).startswith(":") for each in graphic.iterdescendants())


def _words(element: Element) -> str:
    """What a diagram's paragraph or a chart's value says, in whatever runs it is set."""
    return "".join(each.text or "" for each in element.iter(qn("a:t"), qn("c:v"))).strip()


def _is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"[-+\d.,%eE\s]*", text))


def shows_picture(element: Element) -> bool:
    """Whether there is a picture anywhere within an element: in line, floating, as a shape's or the page's ground."""
    fills = (value(each, "r:id") for each in element.iter(qn("v:fill")))
    return any(True for _each in element.iter(qn("a:blip"), qn("v:imagedata"))) or any(fills)


def _holder(blip: Element) -> Element | None:
    return next((each for each in blip.iterancestors() if name_of(each.tag) in _HOLDERS), None)


def _alt(blip: Element, holder: Element | None) -> str:
    """The description nearest to a picture: its own, its shape's, its group's, the drawing's."""
    frames = [holder, *blip.iterancestors(qn("wpg:grpSp"))]
    own = [each for at in frames if at is not None for each in named(at, "cNvPr", "nvPicPr", "nvSpPr")]
    whole = [each for at in blip.iterancestors(qn("wp:inline"), qn("wp:anchor")) for each in at.iterchildren(qn("wp:docPr"))]
    said = (each.get(name, "").strip() for each in (*own, *whole[:1]) for name in ("descr", "title"))
    return next(filter(None, said), "")


def _is_altered(blip: Element, holder: Element | None) -> bool:
    """Whether Word shows a picture in other colours than its own, or cut to another outline than a rectangle."""
    recoloured = any(name_of(each.tag) in _RECOLOURED for each in blip)
    if recoloured or holder is None or name_of(holder.tag) not in ("pic:pic", "a:pic"):
        return recoloured
    outlines = [each for shape in named(holder, "spPr") for each in shape.iterchildren(qn("a:prstGeom"), qn("a:custGeom"))]
    return any(each.get("prst") not in _UPRIGHT for each in outlines)


def _vml_alt(image: Element) -> str:
    return next((each.get("alt", "") for each in shapes(image) if each.get("alt")), "")
