"""How a picture looks: what can be measured in it without knowing what it shows, but for the faces."""

import base64
import io
import struct
import warnings
from collections.abc import Iterator, Sequence
from typing import Literal

from PIL import Image, ImageChops, ImageFilter, ImageStat

from bulletin.preflight.faces import count_faces
from bulletin.preflight.likeness import SIDE, perceptual_hash
from bulletin.records.sheet import Sheet

#: Pictures are measured at this size (pixels of the longer side): what is blurred there is blurred on a printed page.
_MEASURED = 768
#: As many pixels as an A1 sheet takes; a JPEG is read at a fraction of its size and may have more.
_MOST_PIXELS, _MOST_JPEG_PIXELS = 80_000_000, 320_000_000
#: No other decoder is tried: some of them would start programs.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")

#: A step between neighbouring pixels below this is noise.
_LEAST_STEP = 6
#: In a tile with less on the average there is nothing to be sharp or blurred.
_LEAST_STRUCTURE = 0.15
_TILES = 4
#: As many tiles may be sharp in a blurred picture: a date that the camera writes takes up to three.
_STAMPED = 3

#: The top of a phone's screen, in which the clock and the battery stand: 80 to 130 of 2,340 pixels.
_STATUS_BAR = 0.042
#: What differs from the status bar's ground by so many levels is a mark on it.
_MARK = 60
#: One's own bubbles in WeChat, of now and of before, and the ground they stand on.
_BUBBLES = ((149, 236, 105), (160, 231, 90))
_CHAT_GROUND = ((237, 237, 237), (243, 243, 243))
_SAME_COLOUR, _LEAST_GROUND = 12, 0.2

#: Text is looked for in stripes of so many pixels: narrow enough for lines to stay apart where the page lies aslant.
_STRIPE = 48
#: Ink is what is darker by so many levels than what lies around it, as far as this.
_INK, _AROUND = 20, 10
#: A row of a stripe with less ink (of 255) than this lies between lines; a line has as much on the average as these say.
_BLANK, _LINE_INK = 20, range(30, 151)
_LINE_HEIGHT = range(5, 35)
#: In a smaller picture (pixels of the longer side) no document can be read.
_READABLE = 600
#: Fewer lines in a row may be anything: steps, blinds, shelves.
_FEWEST_LINES = 4

_Colour = tuple[int, int, int]


class Look(Sheet):
    """How a picture looks. Grey levels run from 0 (black) to 255.

    `small` is the picture in grey, 48 by 48, as base64, and `bits` its hash. `sharpness` is how much of its contours one more blur
    would take away, 0 to 1 (None where it has none); `darkest`, `dark` and `light`, `lightest` are the levels below and above which
    lie 1 and 5 in 100 pixels. `flat`, `bubbles` and `text` are the shares of its area that are quite even, WeChat's bubbles on its
    ground, and lines of text. `status_bar` is whether marks stand in both upper corners on one ground, as on a phone's screen.
    `faces` is about how many faces can be recognised.
    """

    made: Literal[2] = 2
    width: int
    height: int
    bits: int
    small: str
    sharpness: float | None
    darkest: int
    dark: int
    light: int
    lightest: int
    flat: float
    bubbles: float
    text: float
    status_bar: bool
    faces: int

    @property
    def dots(self) -> bytes:
        """The small grey picture, row by row."""
        return base64.b64decode(self.small)


def look_at(data: bytes) -> Look | None:
    """How a picture's file looks; None for one that cannot be opened, or that is larger than anything that is printed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its size we judge ourselves
            return _look(data)
    except (OSError, ValueError, TypeError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None


def _look(data: bytes) -> Look | None:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as file:
        width, height = file.size
        if width * height > (_MOST_JPEG_PIXELS if file.format == "JPEG" else _MOST_PIXELS):
            return None
        file.draft("RGB", (_MEASURED, _MEASURED))
        colours = _on_white(file)
    colours.thumbnail((_MEASURED, _MEASURED), Image.Resampling.BOX, reducing_gap=None)
    grey = colours.convert("L")
    darkest, dark, light, lightest = _levels(grey, (0.01, 0.05, 0.95, 0.99))
    return Look(
        width=width,
        height=height,
        bits=perceptual_hash(grey),
        small=base64.b64encode(grey.resize((SIDE, SIDE), Image.Resampling.BOX).tobytes()).decode(),
        sharpness=_sharpness(grey),
        darkest=darkest,
        dark=dark,
        light=light,
        lightest=lightest,
        flat=round(_flat(grey), 3),
        bubbles=round(_bubbles(colours), 3),
        text=round(_text(grey), 3),
        status_bar=_has_status_bar(grey),
        faces=count_faces(grey),
    )


def _on_white(picture: Image.Image) -> Image.Image:
    """A picture in colours, on paper where one can see through it."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")


def _levels(grey: Image.Image, shares: Sequence[float]) -> Iterator[int]:
    """The grey level below which each of these shares of the pixels lies; the shares rise."""
    counted, level, counts = 0, -1, grey.histogram()
    for share in shares:
        while counted < share * grey.width * grey.height:
            level += 1
            counted += counts[level]
        yield max(level, 0)


# --- sharpness -------------------------------------------------------------------------------------------------------------------


def _sharpness(grey: Image.Image) -> float | None:
    """The measure of Crete and others (2007, "The blur effect"): blur a picture once more, and see how much of its steps is gone.

    It is taken tile by tile, so that a sharp face before a blurred wall counts as sharp.
    """
    blurred = grey.filter(ImageFilter.BoxBlur(2))
    across, down = (_lost_steps(grey, blurred, *way) for way in ((1, 0), (0, 1)))
    tiles = [each for way in zip(across, down, strict=True) if (each := _tile_sharpness(*way)) is not None]
    return round(sorted(tiles, reverse=True)[min(_STAMPED, len(tiles) - 1)], 3) if tiles else None


def _lost_steps(grey: Image.Image, blurred: Image.Image, across: int, down: int) -> list[tuple[float, float]]:
    """Of each tile, the mean step from a pixel to the next one, and what a blur takes of it."""
    steps = _steps(grey, across, down).point([level if level >= _LEAST_STEP else 0 for level in range(256)])
    gone = ImageChops.subtract(steps, _steps(blurred, across, down))
    wide, high = (grey.width - 1) // _TILES, (grey.height - 1) // _TILES
    return list(zip(_tile_means(steps, wide, high), _tile_means(gone, wide, high), strict=True)) if wide and high else []


def _steps(grey: Image.Image, across: int, down: int) -> Image.Image:
    width, height = grey.size
    return ImageChops.difference(grey.crop((across, down, width, height)), grey.crop((0, 0, width - across, height - down)))


def _tile_means(grey: Image.Image, wide: int, high: int) -> Iterator[float]:
    """The mean level of each tile, row by row."""
    tiles = grey.crop((0, 0, wide * _TILES, high * _TILES)).convert("F").reduce((wide, high))
    return (mean for (mean,) in struct.iter_unpack("f", tiles.tobytes()))


def _tile_sharpness(*ways: tuple[float, float]) -> float | None:
    """The lesser of both directions: a picture that is blurred in one was moved."""
    return min(gone / steps for steps, gone in ways) if all(steps > _LEAST_STRUCTURE for steps, _ in ways) else None


def _mean(grey: Image.Image) -> float:
    return ImageStat.Stat(grey).mean[0]


# --- screens ---------------------------------------------------------------------------------------------------------------------


def _flat(grey: Image.Image) -> float:
    """The share of pixels that are like their neighbours to the right and below, within the rounding of a JPEG."""
    if min(grey.size) < 2:
        return 1.0
    width, height = grey.width - 1, grey.height - 1
    steps = ImageChops.lighter(_steps(grey, 1, 0).crop((0, 0, width, height)), _steps(grey, 0, 1).crop((0, 0, width, height)))
    return sum(steps.histogram()[:2]) / (width * height)


def _bubbles(colours: Image.Image) -> float:
    """The share of pixels in the colour of a chat's bubbles, if they stand on a chat's ground."""
    sample = colours.resize((SIDE, SIDE), Image.Resampling.NEAREST)
    return _coloured(sample, _BUBBLES) if _coloured(sample, _CHAT_GROUND) >= _LEAST_GROUND else 0.0


def _coloured(colours: Image.Image, wanted: Sequence[_Colour]) -> float:
    """The share of pixels in one of the colours wanted."""
    found = Image.new("L", colours.size)
    for colour in wanted:
        red, green, blue = ImageChops.difference(colours, Image.new("RGB", colours.size, colour)).split()
        farthest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        found = ImageChops.lighter(found, farthest.point([255 * (level <= _SAME_COLOUR) for level in range(256)]))
    return _mean(found) / 255


def _has_status_bar(grey: Image.Image) -> bool:
    bar = grey.crop((0, 0, grey.width, round(grey.height * _STATUS_BAR)))
    if bar.height < 8:
        return False
    counts = bar.histogram()
    ground = counts.index(max(counts))
    marks = bar.point([255 * (abs(level - ground) > _MARK) for level in range(256)])
    corner = round(bar.width * 0.35)
    corners = (marks.crop((0, 0, corner, bar.height)), marks.crop((bar.width - corner, 0, *bar.size)))
    even = sum(counts[max(0, ground - 8) : ground + 9]) / (bar.width * bar.height)
    return even > 0.6 and all(0.01 < _mean(each) / 255 < 0.35 for each in corners)


# --- text ------------------------------------------------------------------------------------------------------------------------


def _text(grey: Image.Image) -> float:
    """The share of a picture that is lines of text one under the other, whichever way it lies."""
    if max(grey.size) < _READABLE:
        return 0.0
    around = grey.filter(ImageFilter.BoxBlur(_AROUND))
    ink = ImageChops.subtract(around, grey).point([255 * (level > _INK) for level in range(256)])
    return max(_lined(ink), _lined(ink.transpose(Image.Transpose.ROTATE_90)))


def _lined(ink: Image.Image) -> float:
    """The share of the area that lines take, as they run from left to right."""
    stripes = ink.width // _STRIPE
    if not stripes:
        return 0.0
    rows = ink.resize((stripes, ink.height), Image.Resampling.BOX).tobytes()
    return sum(_lined_rows(rows[stripe::stripes]) for stripe in range(stripes)) / (stripes * ink.height)


def _lined_rows(rows: bytes) -> int:
    """How many rows of a stripe belong to lines that follow one another at about one distance."""
    lined, column = 0, list[tuple[int, int]]()
    for line in _lines(rows):
        if column and not _follows(column[-1], line):
            lined, column = lined + _height(column), []
        column.append(line)
    return lined + _height(column)


def _lines(rows: bytes) -> Iterator[tuple[int, int]]:
    """Where inked rows begin and end that are as high and as black as a line."""
    top: int | None = None
    for row, ink in enumerate((*rows, 0)):
        if ink > _BLANK:
            top = row if top is None else top
        elif top is not None:
            if row - top in _LINE_HEIGHT and sum(rows[top:row]) // (row - top) in _LINE_INK:
                yield top, row
            top = None


def _follows(before: tuple[int, int], line: tuple[int, int]) -> bool:
    """Whether a line stands under another as in one text: as high, give or take, and not farther off than a blank line."""
    high, higher = sorted((before[1] - before[0], line[1] - line[0]))
    return higher <= 2 * high and 2 <= line[0] - before[1] <= 1.6 * (before[1] - before[0])


def _height(column: Sequence[tuple[int, int]]) -> int:
    return column[-1][1] - column[0][0] if len(column) >= _FEWEST_LINES else 0
