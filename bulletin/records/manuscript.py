"""A manuscript: what one file says, as its author left it, before anyone asks what it means."""

from typing import Annotated, Any, Literal, Union

from pydantic import Field

from bulletin.records.sheet import Sheet

Alignment = Literal["", "left", "centre", "right", "justify"]


class Photo(Sheet):
    """A picture's bytes, ready to print: upright, JPEG or PNG, without place or camera data.

    `name` is the file's own name; `width` and `height` are pixels.
    """

    name: str
    data: bytes
    width: int
    height: int


class Run(Sheet):
    """Text set alike. A soft line break is "\\n", a tab "\\t". `size` is in points, None where the file does not say."""

    text: str
    strong: bool = False
    emphasis: bool = False
    underline: bool = False
    script: Literal["", "super", "sub"] = ""
    size: float | None = None
    face: str = ""


class Art(Sheet):
    """A picture where it stands: its key in `Manuscript.photos`, its alternative text, a caption the file itself gives it."""

    kind: Literal["art"] = "art"
    photo: str
    alt: str = ""
    caption: str = ""


class Line(Sheet):
    """A paragraph as written. `number` is its automatic number as the file's program shows it ("一、"), without the text.

    `outline` is 0 for a title, 1–9 for a heading, None for text; `position` counts the paragraphs as the author does, from 1.
    `level` is a list item's, from 1, None for what is none; `box` marks a paragraph of a text box.
    `indent` is the first line's, in points; `new_page` says that the author began a new page here.
    """

    kind: Literal["line"] = "line"
    runs: tuple[Annotated[Union[Run, Art], Field()], ...] = ()
    number: str = ""
    style: str = ""
    outline: int | None = None
    alignment: Alignment = ""
    indent: float = 0
    new_page: bool = False
    level: int | None = None
    quote: bool = False
    box: bool = False
    position: int

    @property
    def text(self) -> str:
        """The characters, with the automatic number in front."""
        return self.number + "".join(run.text for run in self.runs if isinstance(run, Run))

    @property
    def art(self) -> tuple[Art, ...]:
        """The pictures in this paragraph, in order."""
        return tuple(run for run in self.runs if isinstance(run, Art))

    @property
    def size(self) -> float | None:
        """The size (points) that most of the characters are set in, None where the file does not say."""
        weights: dict[float, int] = {}
        for run in self.runs:
            if isinstance(run, Run) and run.size is not None:
                weights[run.size] = weights.get(run.size, 0) + len(run.text)
        return max(weights, key=lambda size: weights[size]) if weights else None


class TableCell(Sheet):
    """A table's cell. A merged cell stands once, with its spans. `lines` are all lines in it, those of the tables `within` it too."""

    lines: tuple[Line, ...]
    columns: int = 1
    rows: int = 1
    within: tuple["Grid", ...] = ()

    @property
    def passages(self) -> tuple["Passage", ...]:
        """Its lines, and the tables within it each in its place."""
        place = {line.position: grid for grid in self.within for line in grid.lines}
        passages: list[Passage] = []
        for line in self.lines:
            passage = place.get(line.position, line)
            if not passages or passages[-1] is not passage:
                passages.append(passage)
        return tuple(passages)


class Grid(Sheet):
    """A table as drawn."""

    kind: Literal["grid"] = "grid"
    rows: tuple[tuple[TableCell, ...], ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line in it, cell by cell."""
        return tuple(line for row in self.rows for cell in row for line in cell.lines)


Passage = Annotated[Union[Line, Grid], Field(discriminator="kind")]


class Manuscript(Sheet):
    """One manuscript in reading order. `front` is its front matter, as parsed ({} where it has none).

    `photos` maps a key to the picture; `beside` are pictures that lay beside the file and stand nowhere in it. `covering` is what
    the mail that brought the file, and no other, says to the editor.
    """

    file: str
    kind: Literal["word", "markdown", "html", "text", "photos"]
    passages: tuple[Passage, ...] = ()
    photos: dict[str, Photo] = {}
    beside: tuple[Photo, ...] = ()
    front: dict[str, Any] = {}
    notes: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    covering: str = ""
