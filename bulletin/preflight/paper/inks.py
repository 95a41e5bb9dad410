"""The inks: what a colour is made of, in whichever colour space it is written (ISO 32000-1 §8.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pikepdf import Array, Dictionary, Stream

Kind = Literal["gray", "rgb", "cmyk", "spot", "registration", "pattern"]

_DEVICE: dict[str, tuple[Kind, int]] = {
    "/DeviceGray": ("gray", 1), "/G": ("gray", 1), "/CalGray": ("gray", 1),
    "/DeviceRGB": ("rgb", 3), "/RGB": ("rgb", 3), "/CalRGB": ("rgb", 3), "/Lab": ("rgb", 3),
    "/DeviceCMYK": ("cmyk", 4), "/CMYK": ("cmyk", 4), "/Pattern": ("pattern", 0),
}  # fmt: skip
_BY_CHANNELS: dict[int, Kind] = {1: "gray", 3: "rgb", 4: "cmyk"}
#: The names of the four plates; a Separation of one of them is no further ink.
_PLATES = ("/Cyan", "/Magenta", "/Yellow", "/Black")
_NOTHING = 0.02
_BLACK = 0.2


@dataclass(frozen=True)
class Space:
    """A colour space: `kind`, how many numbers a colour has, the plates or spot inks by name, and a palette with its base."""

    kind: Kind
    channels: int
    names: tuple[str, ...] = ()
    palette: bytes | None = None

    def paint(self, values: Sequence[float]) -> "Paint":
        """A colour of this space; what is no colour of it (too few numbers) counts as its first one, black or full ink."""
        whole = tuple(values) if len(values) == self.channels else (0.0,) * (self.channels - 1) + (1.0,) * min(self.channels, 1)
        if self.palette is not None:
            start = int(whole[0]) * _WIDTH[self.kind]
            return Paint(self.kind, tuple(part / 255 for part in self.palette[start : start + _WIDTH[self.kind]]))
        if self.names and self.kind == "cmyk":
            tints = dict(zip(self.names, whole, strict=False))
            return Paint("cmyk", tuple(tints.get(plate, 0.0) for plate in _PLATES))
        return Paint(self.kind, whole, ", ".join(name.lstrip("/") for name in self.names))


_WIDTH: dict[Kind, int] = {"gray": 1, "rgb": 3, "cmyk": 4, "spot": 1, "registration": 1, "pattern": 0}


@dataclass(frozen=True)
class Paint:
    """A colour as it is written; `name` is a spot ink's."""

    kind: Kind
    values: tuple[float, ...] = ()
    name: str = ""

    @property
    def ink(self) -> float:
        """All plates together, in per cent; 0 where the colour says nothing of inks."""
        match self.kind:
            case "cmyk" | "spot":
                return 100 * sum(self.values)
            case "gray":
                return 100 * (1 - sum(self.values))
            case "registration":
                return 400 * sum(self.values)
            case _:
                return 0.0

    @property
    def white(self) -> bool:
        """Whether the paper stays as it is."""
        if self.kind == "rgb":
            return min(self.values, default=0) >= 1 - _NOTHING
        return self.kind != "pattern" and self.ink <= 100 * _NOTHING

    @property
    def mixed_black(self) -> bool:
        """Whether this looks black and is made of more inks than black."""
        if self.kind == "registration":
            return sum(self.values) > 1 - _BLACK
        if self.kind != "cmyk" or len(self.values) != len(_PLATES):
            return False
        *colours, black = self.values
        return max((1 - tint) * (1 - black) for tint in colours) < _BLACK and max(colours) > _NOTHING


BLACK = Paint("gray", (0.0,))


def space_of(written: Any) -> Space:
    """A colour space as a PDF writes it. One that cannot be understood is taken for RGB: a printer would have to guess it."""
    if not isinstance(written, Array):
        return Space(*_DEVICE.get(str(written), ("rgb", 3)))
    head = str(written[0])
    if head == "/ICCBased":
        channels = int(written[1].get("/N", 3))
        return Space(_BY_CHANNELS.get(channels, "rgb"), channels)
    if head == "/Indexed":
        return _indexed(written)
    if head in ("/Separation", "/DeviceN"):
        return _named(written)
    return Space(*_DEVICE.get(head, ("rgb", 3)))


def _indexed(written: Any) -> Space:
    base, lookup = space_of(written[1]), written[3]
    return Space(base.kind, 1, base.names, lookup.read_bytes() if isinstance(lookup, Stream) else bytes(lookup))


def _named(written: Any) -> Space:
    names = tuple(map(str, written[1])) if str(written[0]) == "/DeviceN" else (str(written[1]),)
    if names == ("/All",):
        return Space("registration", 1, names)
    used = [name for name in names if name != "/None"]
    return Space("cmyk" if all(name in _PLATES for name in used) else "spot", len(names), names)


def shading_paints(shading: Any) -> list[Paint]:
    """The colours that a gradient is made of, as far as its functions name them, else its space's first."""
    space = space_of(shading.get("/ColorSpace"))
    found = [space.paint(stop) for stop in _stops(shading.get("/Function"))]
    return found or [Paint(space.kind, (0.0,) * space.channels)]


def _stops(function: Any) -> list[list[float]]:
    """The ends of an exponential function and of all that a stitching one is made of (ISO 32000-1 §7.10)."""
    if not isinstance(function, Dictionary | Stream):
        return []
    if "/Functions" in function:
        return [stop for part in function.Functions for stop in _stops(part)]
    return [[float(value) for value in function[key]] for key in ("/C0", "/C1") if key in function]
