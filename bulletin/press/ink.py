"""The ink: what the printer's profile makes of a screen's colours, and never more of it than the paper takes.

A profile is read once, at the corners of a grid of colours, and held to the limit there. What lies between is averaged
from its eight corners, so no colour of a picture can be wetter than they are.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, cast

from PIL import Image, ImageChops, ImageCms, ImageFilter, ImageMath

from bulletin.house.rules import PrintRule
from bulletin.language import _
from bulletin.queries import MachineError

#: Corners along each side of the grid: as many as the tables of printers' profiles have.
_CORNERS = 33
#: JPEG lets single pixels stray by so much (percent of ink): they stay under the limit too.
_STRAYING = 4
#: A colour of which no channel is further from the others is meant as gray, and gray is printed in black alone.
_NEUTRAL = 0.02

CMYK = tuple[float, float, float, float]


@dataclass(frozen=True)
class Inks:
    """The printer's profile (a file) and how much ink may lie on one spot (percent, the four together)."""

    profile: Path
    limit: int

    @classmethod
    def of(cls, rule: PrintRule) -> "Inks":
        """What bulletin.toml says under [print]."""
        return cls(rule.icc_profile, rule.ink_limit)

    def check(self) -> None:
        """Raises MachineError where the profile is missing or is none for CMYK."""
        _separation(self, None)

    def separated(self, image: Image.Image, own: bytes | None = None) -> Image.Image:
        """An RGB picture in CMYK; `own` is the RGB profile that it carries. Gray stays gray, CMYK is only held to the limit."""
        if image.mode == "L":
            return image
        if image.mode == "CMYK":
            return _held(image, self.limit - _STRAYING)
        return image.filter(_separation(self, own))

    def mixed(self, red: float, green: float, blue: float) -> CMYK:
        """A plain colour (sRGB, 0 to 1) in inks (0 to 1). Black and grays are black ink alone, so that small type stays sharp."""
        if max(red, green, blue) - min(red, green, blue) <= _NEUTRAL:
            return (0.0, 0.0, 0.0, round(1 - green, 3))
        spot = Image.new("RGB", (1, 1), tuple(round(255 * each) for each in (red, green, blue)))
        cyan, magenta, yellow, black = (round(each / 255, 3) for each in spot.filter(_separation(self, None)).tobytes())
        return (cyan, magenta, yellow, black)


@cache
def _separation(inks: Inks, own: bytes | None) -> ImageFilter.Color3DLUT:
    """From sRGB, or from a picture's own RGB, to the printer's inks."""
    transform = _transform(srgb() if own is None else ImageCms.ImageCmsProfile(io.BytesIO(own)), inks.profile)
    levels = [round(255 * step / (_CORNERS - 1)) for step in range(_CORNERS)]
    corners = bytes(each for blue, green, red in product(levels, repeat=3) for each in (red, green, blue))
    # None is given back only for a picture that is changed in place
    printed = cast(Image.Image, ImageCms.applyTransform(Image.frombytes("RGB", (_CORNERS**2, _CORNERS), corners), transform))
    return ImageFilter.Color3DLUT(_CORNERS, list(_dried(printed.tobytes(), inks.limit - _STRAYING)), 4, "CMYK")


def _dried(inks: bytes, limit: int) -> Iterator[float]:
    """Fours of inks (0 to 255) as parts of one. What is over the limit (percent) is taken from the colours alike: the hue stays."""
    most = 255 * limit / 100
    for at in range(0, len(inks), 4):
        colours, black = inks[at : at + 3], inks[at + 3]
        wet = sum(colours)
        share = min(1.0, (most - black) / wet) if wet else 1.0
        yield from (each * share / 255 for each in colours)
        yield black / 255


def _held(image: Image.Image, limit: int) -> Image.Image:
    """A CMYK picture, held to the limit (percent) as `_dried` does."""
    if not _wet(image, limit):
        return image
    *colours, black = image.split()
    left = ImageMath.lambda_eval(_share_left, c=colours[0], m=colours[1], y=colours[2], k=black, most=255 * limit / 100)
    dried = [ImageMath.lambda_eval(_shared_out, ink=ink, left=left) for ink in colours]
    held = Image.merge("CMYK", (*dried, black))
    held.info.update(image.info)
    return held


def _share_left(given: dict[str, Any]) -> Any:
    return given["float"](given["most"] - given["k"]) / given["max"](given["c"] + given["m"] + given["y"], 1)


def _shared_out(given: dict[str, Any]) -> Any:
    return given["convert"](given["min"](given["ink"], given["ink"] * given["left"]), "L")


def _wet(image: Image.Image, limit: int) -> bool:
    cyan, magenta, yellow, black = image.split()
    fourth = ImageChops.add(ImageChops.add(cyan, magenta, 2), ImageChops.add(yellow, black, 2), 2)
    most = fourth.getextrema()[1]
    return isinstance(most, int | float) and most * 4 / 255 * 100 > limit - 1


def screened(lightness: float, red: float, yellow: float) -> tuple[float, float, float]:
    """A colour in CIE Lab (0 to 100, and twice -128 to 127) as a screen shows it (sRGB, 0 to 1)."""
    levels = (round(min(max(lightness, 0), 100) * 2.55), *(min(max(round(each) + 128, 0), 255) for each in (red, yellow)))
    shown = cast(Image.Image, ImageCms.applyTransform(Image.new("LAB", (1, 1), levels), _from_lab()))
    first, second, third = (each / 255 for each in shown.tobytes())
    return first, second, third


@cache
def _from_lab() -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")), srgb(), "LAB", "RGB")


@cache
def srgb() -> ImageCms.ImageCmsProfile:
    """What a picture without a profile of its own is taken for."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _transform(source: ImageCms.ImageCmsProfile, profile: Path) -> ImageCms.ImageCmsTransform:
    try:
        inks = ImageCms.ImageCmsProfile(str(profile))
        return ImageCms.buildTransform(
            source,
            inks,
            "RGB",
            "CMYK",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (OSError, ImageCms.PyCMSError) as error:
        raise MachineError(
            _("the printer's colour profile is missing or is not for CMYK"),
            remedy=_("Name the profile in bulletin.toml under [print], or install the Debian package libgs-common."),
            file=profile,
        ) from error
