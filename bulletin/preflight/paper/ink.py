"""How much ink a picture lays on one spot."""

import io
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Name
from PIL import Image, ImageChops

from bulletin.preflight.paper.inks import Space, space_of
from bulletin.preflight.paper.plane import Box

#: A picture is judged by patches of so many pixels a side: of single pixels JPEG lets some stray.
_PATCH = 4
#: So much over the limit (per cent) is the rounding of four plates.
_STRAYING = 4
#: More pixels than any page has use for, and fewer than would fill a machine's memory.
_MOST_PIXELS = 80_000_000


class UnmeasuredError(Exception):
    """A picture whose ink cannot be told: too large, damaged, or packed in a way that is not read here."""


@dataclass(frozen=True)
class Wet:
    """The most ink on one spot (per cent), and the part of the picture that has more than the paper takes, in the picture's unit square."""

    ink: int
    part: Box


def wettest(picture: Any, limit: int) -> Wet | None:
    """Where a CMYK picture has more ink than `limit` per cent, None where it has not. Raises UnmeasuredError."""
    space = space_of(picture.get("/ColorSpace"))
    if space.kind != "cmyk" or bool(picture.get("/ImageMask", False)):
        return None
    try:
        quarters = _quarters(_plates(picture, space))
    except (OSError, ValueError, TypeError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnmeasuredError from error
    over = quarters.point([255 if value * 400 / 255 > limit + _STRAYING else 0 for value in range(256)])
    found = over.getbbox()
    if found is None:
        return None
    most = max(value for value, count in enumerate(quarters.histogram()) if count)
    width, height = quarters.size
    left, top, right, bottom = found
    return Wet(round(most * 400 / 255), (left / width, 1 - bottom / height, right / width, 1 - top / height))


def _quarters(plates: Image.Image) -> Image.Image:
    """A quarter of the four plates' sum, in patches."""
    cyan, magenta, yellow, black = plates.split()
    return ImageChops.add(ImageChops.add(cyan, magenta, 2), ImageChops.add(yellow, black, 2), 2)


def _plates(picture: Any, space: Space) -> Image.Image:
    """A picture's four plates, one pixel for each patch. Raises OSError and ValueError where it cannot be read."""
    size = (int(picture.Width), int(picture.Height))
    if size[0] * size[1] > _MOST_PIXELS or int(picture.get("/BitsPerComponent", 8)) != 8:
        raise UnmeasuredError
    plates = _photograph(picture, size) if _coding(picture) == "/DCTDecode" else _drawing(picture, size, space)
    small = plates.reduce(max(1, min(_PATCH * plates.width // size[0], plates.width, plates.height)))
    return ImageChops.invert(small) if space.palette is None and _upside_down(picture) else small


def _photograph(picture: Any, size: tuple[int, int]) -> Image.Image:
    """A JPEG, which is read at the patches' size at once. Pillow turns one with Adobe's mark upside down, PDF does not."""
    image = Image.open(io.BytesIO(picture.read_raw_bytes()), formats=["JPEG"])
    image.draft("CMYK", (size[0] // _PATCH, size[1] // _PATCH))
    if image.mode != "CMYK":
        raise UnmeasuredError
    image.load()
    return ImageChops.invert(image) if "adobe" in image.info else image


def _drawing(picture: Any, size: tuple[int, int], space: Space) -> Image.Image:
    samples = picture.read_bytes()
    if space.palette is None:
        return Image.frombytes("CMYK", size, samples)
    return Image.merge("CMYK", [_plate(Image.frombytes("L", size, samples), space.palette[channel::4]) for channel in range(4)])


def _plate(numbers: Image.Image, tints: bytes) -> Image.Image:
    """One plate of a picture with a palette."""
    return numbers.point([tints[number] if number < len(tints) else 0 for number in range(256)])


def _coding(picture: Any) -> str:
    """How a picture's data is packed; one that is packed twice is unpacked as a whole."""
    coding = picture.get("/Filter")
    names = list(coding) if isinstance(coding, Array) else [coding]
    return str(names[0]) if len(names) == 1 and isinstance(names[0], Name) else ""


def _upside_down(picture: Any) -> bool:
    """`/Decode` from 1 to 0: a low number is much ink."""
    return [float(end) for end in picture.get("/Decode", [0, 1])][:2] == [1, 0]
