"""The marks: what a page's content paints, one after another, as the press would (ISO 32000-1 §8, §9).

Enough of a reader to say where each mark stands, in which ink, how large, and what of it the page shows. Clips count as the boxes round
them. What only a renderer can tell (what a mask lets through, how colours blend) is left to the renderer.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pikepdf
from pikepdf import Dictionary, Name

from bulletin.preflight.paper.inks import BLACK, Paint, Space, shading_paints, space_of
from bulletin.preflight.paper.plane import UNIT, UNMOVED, Box, Matrix, Point, around, common, lengths, spread, times
from bulletin.preflight.paper.plane import point as moved
from bulletin.preflight.paper.type import NO_FACE, Face, read_face

#: More instructions than any page needs, and fewer than would hold a machine up: forms may draw forms that draw forms.
MOST = 1_000_000
#: The nominal height of a character over and under its base line, in ems.
_OVER, _UNDER = 0.86, -0.12

Kind = Literal["fill", "stroke", "text", "picture", "gradient", "group"]
#: Marked content: an artefact, tagged content, or neither.
Tag = Literal["artifact", "content", ""]


class TooMuchError(Exception):
    """A page of more instructions than `MOST`."""


@dataclass(frozen=True)
class Mark:
    """One mark. `box` is its own extent, `seen` what the clips leave of it; both in the page's points.

    `width` is a stroke's, `size` a text's, in points on the page. `parts` are the boxes of a path's parts,
    `corners` the points that its lines and curves go through. A text has its `codes` with the place of each along the line, from 0 to 1;
    a picture has its dictionary as `picture` and the `matrix` that its unit square goes through.
    """

    kind: Kind
    box: Box
    seen: Box | None
    paint: Paint
    tag: Tag = ""
    overprint: bool = False
    clear: bool = False
    width: float = 0
    size: float = 0
    parts: tuple[Box, ...] = ()
    corners: tuple[Point, ...] = ()
    face: Face = NO_FACE
    codes: tuple[int, ...] = ()
    along: tuple[float, ...] = ()
    picture: Any = None
    matrix: Matrix = UNMOVED

    @property
    def text(self) -> str:
        """The characters of a text, as the font names them."""
        return "".join(self.face.characters.get(code, "") for code in self.codes)

    def glyph(self, number: int) -> Box:
        """Where one character of a text stands."""
        left, bottom, right, top = self.box
        ends = (*self.along, 1.0)
        return (left + (right - left) * ends[number], bottom, left + (right - left) * ends[number + 1], top)


@dataclass(frozen=True)
class _Ink:
    """A colour that is chosen, and the space that the next numbers belong to."""

    space: Space = Space("gray", 1)  # noqa: RUF009 - immutable
    paint: Paint = BLACK
    pattern: Any = None


@dataclass(frozen=True)
class _State:
    """The graphics state, as far as it counts here."""

    matrix: Matrix
    clip: Box | None
    fill: _Ink = _Ink()
    stroke: _Ink = _Ink()
    width: float = 1
    face: Face = NO_FACE
    size: float = 0
    spacing: float = 0
    word_spacing: float = 0
    stretch: float = 1
    leading: float = 0
    rise: float = 0
    mode: int = 0
    fill_overprint: bool = False
    stroke_overprint: bool = False
    fill_clear: bool = False
    stroke_clear: bool = False


@dataclass
class Reader:
    """Reads pages of one file; fonts are read once, and kept by their object."""

    faces: dict[tuple[int, int], Face] = field(default_factory=dict)

    def read(self, page: pikepdf.Page, sheet: Box) -> tuple[Mark, ...]:
        """A page's marks, within `sheet`. Raises TooMuchError, and whatever a damaged content makes of it."""
        copyist = _Copyist(self, _State(UNMOVED, sheet))
        copyist.follow(page, _resources(page.obj), frozenset())
        return tuple(copyist.marks)

    def face(self, font: Any) -> Face:
        """A font, read once."""
        if not font.is_indirect:
            return read_face(font)
        if font.objgen not in self.faces:
            self.faces[font.objgen] = read_face(font)
        return self.faces[font.objgen]


def _resources(page: Any) -> Any:
    """A page's resources, which it may have from the pages' tree above it (ISO 32000-1 §7.7.3.4)."""
    for _step in range(50):
        if "/Resources" in page:
            return page.Resources
        if "/Parent" not in page:
            break
        page = page.Parent
    return Dictionary()


class _Copyist:
    """Follows a content instruction by instruction and notes the marks."""

    def __init__(self, reader: Reader, state: _State) -> None:
        self.marks: list[Mark] = []
        self._reader = reader
        self._base = state.matrix
        self._state = state
        self._saved: list[_State] = []
        self._path: list[list[Point]] = []
        self._corners: list[Point] = []
        self._clipping = False
        self._line = self._text = UNMOVED
        self._tags: list[Tag] = []
        self._resources: Any = Dictionary()
        self._above: frozenset[tuple[int, int]] = frozenset()
        self._steps = 0

    def follow(self, content: Any, resources: Any, above: frozenset[tuple[int, int]]) -> None:
        """A page's or a form's content, with what its names mean, and the forms that it is drawn within."""
        outer = (self._resources, self._above, self._saved, self._tags)
        self._resources, self._above, self._saved, self._tags = resources, above, [], list(self._tags)
        for step in pikepdf.parse_content_stream(content):
            self._steps += 1
            if self._steps > MOST:
                raise TooMuchError
            if isinstance(step, pikepdf.ContentStreamInlineImage):
                self._lay_inline(step.iimage.obj)
            elif (act := _ACTS.get(str(step.operator))) is not None:
                act(self, step.operands)
        self._resources, self._above, self._saved, self._tags = outer

    def _named(self, kind: str, name: Any) -> Any:
        return self._resources.get(kind, Dictionary()).get(str(name), name)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)

    # graphics state

    def save(self, operands: Any) -> None:
        self._saved.append(self._state)

    def restore(self, operands: Any) -> None:
        if self._saved:
            self._state = self._saved.pop()

    def move(self, operands: Any) -> None:
        self._set(matrix=times(_matrix(operands), self._state.matrix))

    def line_width(self, operands: Any) -> None:
        self._set(width=float(operands[0]))

    def graphics_state(self, operands: Any) -> None:
        wanted = self._named("/ExtGState", operands[0])
        both = bool(wanted.get("/OP", self._state.stroke_overprint))
        self._set(
            stroke_overprint=both,
            fill_overprint=bool(wanted.get("/op", both if "/OP" in wanted else self._state.fill_overprint)),
            width=float(wanted.get("/LW", self._state.width)),
            fill_clear=float(wanted["/ca"]) == 0 if "/ca" in wanted else self._state.fill_clear,
            stroke_clear=float(wanted["/CA"]) == 0 if "/CA" in wanted else self._state.stroke_clear,
        )
        if "/Font" in wanted:
            self._set(face=self._reader.face(wanted.Font[0]), size=float(wanted.Font[1]))

    # colour

    def fill_space(self, operands: Any) -> None:
        self._set(fill=self._fresh(operands[0]))

    def stroke_space(self, operands: Any) -> None:
        self._set(stroke=self._fresh(operands[0]))

    def _fresh(self, name: Any) -> _Ink:
        space = space_of(self._named("/ColorSpace", name))
        return _Ink(space, space.paint(()))

    def fill_colour(self, operands: Any) -> None:
        self._set(fill=self._mixed(self._state.fill.space, operands))

    def stroke_colour(self, operands: Any) -> None:
        self._set(stroke=self._mixed(self._state.stroke.space, operands))

    def _mixed(self, space: Space, operands: Any) -> _Ink:
        if operands and isinstance(operands[-1], Name):
            return _Ink(space, Paint("pattern"), self._named("/Pattern", operands[-1]))
        return _Ink(space, space.paint([float(value) for value in operands]))

    # paths

    def begin(self, operands: Any) -> None:
        self._path.append([self._at(operands)])
        self._corners.append(self._path[-1][-1])

    def go_on(self, operands: Any) -> None:
        points = [self._at(operands[start : start + 2]) for start in range(0, len(operands), 2)]
        if self._path:
            self._path[-1] += points
        else:
            self._path.append(points)
        self._corners.append(points[-1])

    def rectangle(self, operands: Any) -> None:
        x, y, width, height = map(float, operands)
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self._path.append([moved(self._state.matrix, *corner) for corner in corners])
        self._corners += self._path[-1]

    def _at(self, operands: Any) -> Point:
        return moved(self._state.matrix, float(operands[0]), float(operands[1]))

    def clip(self, operands: Any) -> None:
        self._clipping = True

    def end_path(self, operands: Any) -> None:
        if self._clipping:
            clip, path = self._state.clip, self._path_box()
            self._set(clip=None if clip is None or path is None else common(clip, path))
        self._path, self._corners, self._clipping = [], [], False

    def _path_box(self) -> Box | None:
        points = [point for part in self._path for point in part]
        return around(points) if points else None

    def fill(self, operands: Any) -> None:
        self._paint_path(filled=True)

    def stroke(self, operands: Any) -> None:
        self._paint_path(stroked=True)

    def fill_and_stroke(self, operands: Any) -> None:
        self._paint_path(filled=True, stroked=True)

    def _paint_path(self, *, filled: bool = False, stroked: bool = False) -> None:
        box = self._path_box()
        if box is not None and filled:
            parts = tuple(around(part) for part in self._path if part)
            self._note("fill", box, self._state.fill, parts=parts, corners=tuple(self._corners))
        if box is not None and stroked:
            width = self._state.width * min(lengths(self._state.matrix))
            half = width / 2
            wide = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
            self._note("stroke", wide, self._state.stroke, width=width)
        self.end_path(())

    def shade(self, operands: Any) -> None:
        if self._state.clip is not None:
            self._shade(self._named("/Shading", operands[0]), self._state.clip)

    def _shade(self, shading: Any, box: Box) -> None:
        for paint in shading_paints(shading):
            self._note("gradient", box, _Ink(paint=paint))

    def _note(self, kind: Kind, box: Box, ink: _Ink, **more: Any) -> None:
        """A mark; one that is painted with a pattern is followed by what the pattern is made of."""
        state, stroked = self._state, kind == "stroke" or (kind == "text" and self._state.mode == 1)
        seen = None if state.clip is None else common(state.clip, box)
        over, clear = (state.stroke_overprint, state.stroke_clear) if stroked else (state.fill_overprint, state.fill_clear)
        tag = self._tags[-1] if self._tags else ""
        self.marks.append(Mark(kind, box, seen, ink.paint, tag, over, clear, **more))
        if ink.pattern is not None and seen is not None:
            self._weave(ink.pattern, seen)

    def _weave(self, pattern: Any, box: Box) -> None:
        """A pattern: a gradient, or a cell that is repeated (ISO 32000-1 §8.7), of which one stands for all."""
        if "/Shading" in pattern:
            self._shade(pattern.Shading, box)
        elif isinstance(pattern, pikepdf.Stream) and pattern.objgen not in self._above:
            self._draw(pattern, times(_matrix(pattern.get("/Matrix", UNMOVED)), self._base), box)

    # what is drawn by name

    def draw(self, operands: Any) -> None:
        drawn = self._named("/XObject", operands[0])
        if not isinstance(drawn, pikepdf.Stream):
            return
        if drawn.get("/Subtype") == Name.Image:
            mask = bool(drawn.get("/ImageMask", False))
            self._lay(drawn, Space("gray", 1) if mask else space_of(self._named("/ColorSpace", drawn.get("/ColorSpace"))), mask=mask)
        elif drawn.objgen not in self._above:
            self._draw(drawn, times(_matrix(drawn.get("/Matrix", UNMOVED)), self._state.matrix), self._state.clip)

    def _lay(self, picture: Any, space: Space, *, mask: bool = False) -> None:
        matrix = self._state.matrix
        ink = self._state.fill if mask else _Ink(space, Paint(space.kind, (), ", ".join(name.lstrip("/") for name in space.names)))
        self._note("picture", spread(matrix, UNIT), ink, picture=picture, matrix=matrix)

    def _lay_inline(self, picture: Any) -> None:
        """A picture within the content, whose keys may be written short (ISO 32000-1 §8.9.7)."""
        mask = bool(picture.get("/ImageMask", picture.get("/IM", False)))
        space = self._named("/ColorSpace", picture.get("/ColorSpace", picture.get("/CS")))
        self._lay(picture, Space("gray", 1) if mask else space_of(space), mask=mask)

    def _draw(self, form: Any, matrix: Matrix, clip: Box | None) -> None:
        outer, path = (self._state, self._line, self._text, self._base), (self._path, self._corners)
        self._path, self._corners = [], []
        if "/BBox" in form and clip is not None:
            clip = common(clip, spread(matrix, _box(form.BBox)))
        self._set(matrix=matrix, clip=clip)
        self._base = matrix
        self._note_group(form)
        self.follow(form, form.get("/Resources", self._resources), self._above | {form.objgen})
        self._state, self._line, self._text, self._base = outer
        self._path, self._corners = path

    def _note_group(self, form: Any) -> None:
        """What is drawn see-through is mixed in a colour space of its own (ISO 32000-1 §11.6.6)."""
        group = form.get("/Group", Dictionary())
        if "/CS" in group and self._state.clip is not None:
            self._note("group", self._state.clip, _Ink(paint=Paint(space_of(self._named("/ColorSpace", group.CS)).kind)))

    # text

    def begin_text(self, operands: Any) -> None:
        self._line = self._text = UNMOVED

    def font(self, operands: Any) -> None:
        font = self._named("/Font", operands[0])
        self._set(face=self._reader.face(font) if isinstance(font, Dictionary) else NO_FACE, size=float(operands[1]))

    def text_matrix(self, operands: Any) -> None:
        self._line = self._text = _matrix(operands)

    def next_line(self, operands: Any) -> None:
        self._line = self._text = times((1, 0, 0, 1, float(operands[0]), float(operands[1])), self._line)

    def leading_line(self, operands: Any) -> None:
        self._set(leading=-float(operands[1]))
        self.next_line(operands)

    def star_line(self, operands: Any) -> None:
        self.next_line((0, -self._state.leading))

    def show(self, operands: Any) -> None:
        self._show([operands[0]])

    def show_parts(self, operands: Any) -> None:
        self._show(list(operands[0]))

    def show_line(self, operands: Any) -> None:
        self.star_line(())
        self._show([operands[-1]])

    def show_spaced(self, operands: Any) -> None:
        self._set(word_spacing=float(operands[0]), spacing=float(operands[1]))
        self.show_line(operands)

    def _show(self, parts: Sequence[Any]) -> None:
        """Text along a line (ISO 32000-1 §9.4.4). Vertical writing is measured as if it were horizontal."""
        state = self._state
        codes: list[int] = []
        starts: list[float] = []
        across = 0.0
        for part in parts:
            if not isinstance(part, pikepdf.String):
                across -= float(part) / 1000 * state.size * state.stretch
                continue
            for code in state.face.codes(bytes(part)):
                codes.append(code)
                starts.append(across)
                across += self._advance(code)
        if codes:
            self._note_text(tuple(codes), starts, across)
        self._text = times((1, 0, 0, 1, across, 0), self._text)

    def _advance(self, code: int) -> float:
        state = self._state
        white = state.spacing + (state.word_spacing if code == 32 and not state.face.wide else 0)
        return (state.face.widths.get(code, state.face.default) * state.size + white) * state.stretch

    def _note_text(self, codes: tuple[int, ...], starts: list[float], across: float) -> None:
        state = self._state
        if state.mode in (3, 7):  # neither filled nor stroked
            return
        matrix = times(self._text, state.matrix)
        low, high = sorted((state.rise + _UNDER * state.size, state.rise + _OVER * state.size))
        box = spread(matrix, (0, low, across, high))
        along = tuple(start / across for start in starts) if across else (0.0,) * len(starts)
        ink = state.stroke if state.mode == 1 else state.fill
        self._note("text", box, ink, size=abs(state.size) * lengths(matrix)[1], face=state.face, codes=codes, along=along, matrix=matrix)

    # marked content

    def mark(self, operands: Any) -> None:
        tag: Tag = self._tags[-1] if self._tags else ""
        if operands[0] == Name.Artifact:
            tag = "artifact"
        elif tag != "artifact" and len(operands) > 1 and "/MCID" in _properties(self._named("/Properties", operands[1])):
            tag = "content"
        self._tags.append(tag)

    def unmark(self, operands: Any) -> None:
        if self._tags:
            self._tags.pop()


def _properties(written: Any) -> Any:
    return written if isinstance(written, Dictionary) else Dictionary()


def _setter(which: str, space: Space) -> Callable[[_Copyist, Any], None]:
    return lambda copyist, operands: copyist._set(**{which: copyist._mixed(space, operands)})


def _text_setter(key: str, unit: float = 1) -> Callable[[_Copyist, Any], None]:
    return lambda copyist, operands: copyist._set(**{key: float(operands[0]) * unit})


def _acts() -> Iterator[tuple[str, Callable[[_Copyist, Any], None]]]:
    """What each operator does (ISO 32000-1, annex A); one that is not here leaves no mark."""
    yield from {"q": _Copyist.save, "Q": _Copyist.restore, "cm": _Copyist.move, "w": _Copyist.line_width}.items()
    yield from {"gs": _Copyist.graphics_state, "cs": _Copyist.fill_space, "CS": _Copyist.stroke_space}.items()
    yield from dict.fromkeys(("sc", "scn"), _Copyist.fill_colour).items()
    yield from dict.fromkeys(("SC", "SCN"), _Copyist.stroke_colour).items()
    for operator, space in (("g", Space("gray", 1)), ("rg", Space("rgb", 3)), ("k", Space("cmyk", 4))):
        yield operator, _setter("fill", space)
        yield operator.upper(), _setter("stroke", space)
    yield from {"m": _Copyist.begin, "re": _Copyist.rectangle, "n": _Copyist.end_path, "sh": _Copyist.shade, "Do": _Copyist.draw}.items()
    yield from dict.fromkeys(("l", "c", "v", "y"), _Copyist.go_on).items()
    yield from dict.fromkeys(("W", "W*"), _Copyist.clip).items()
    yield from dict.fromkeys(("f", "F", "f*"), _Copyist.fill).items()
    yield from dict.fromkeys(("S", "s"), _Copyist.stroke).items()
    yield from dict.fromkeys(("B", "B*", "b", "b*"), _Copyist.fill_and_stroke).items()
    yield from {"BT": _Copyist.begin_text, "Tf": _Copyist.font, "Tm": _Copyist.text_matrix, "Td": _Copyist.next_line}.items()
    yield from {"TD": _Copyist.leading_line, "T*": _Copyist.star_line, "Tj": _Copyist.show, "TJ": _Copyist.show_parts}.items()
    yield from {"'": _Copyist.show_line, '"': _Copyist.show_spaced}.items()
    yield from {"Tc": _text_setter("spacing"), "Tw": _text_setter("word_spacing"), "TL": _text_setter("leading")}.items()
    yield from {"Ts": _text_setter("rise"), "Tz": _text_setter("stretch", 0.01)}.items()
    yield "Tr", lambda copyist, operands: copyist._set(mode=int(operands[0]))
    yield from {"BMC": _Copyist.mark, "BDC": _Copyist.mark, "EMC": _Copyist.unmark}.items()


_ACTS = dict(_acts())


def _matrix(written: Any) -> Matrix:
    a, b, c, d, e, f = map(float, written)
    return (a, b, c, d, e, f)


def _box(written: Any) -> Box:
    a, b, c, d = map(float, written)
    return (min(a, c), min(b, d), max(a, c), max(b, d))
