"""The halftones: a galley's pictures at their printed size, in their edition's colour.

WeasyPrint knows a picture's printed size only while it paints, and works on one picture after another. Here each is
drawn first and made afterwards, side by side, while the fonts are cut: never larger than it came, JPEG for photographs,
without loss for drawings.
"""

import io
import zlib
from collections.abc import Mapping
from concurrent.futures import Executor, Future
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import pydyf  # type: ignore[import-untyped]  # it has no types
from PIL import Image, ImageCms, ImageOps
from weasyprint.images import RasterImage

from bulletin.language import _
from bulletin.press.ink import Inks, srgb
from bulletin.press.supply import Supply
from bulletin.queries import LayoutError
from bulletin.records.galley import Edition

#: The most pixels an inch that an edition has use for (print: ISO 12647 screens of 60 lines/cm want no more).
RESOLUTION: dict[Edition, int] = {"readers": 150, "print": 300}

_QUALITY: dict[Edition, int] = {"readers": 85, "print": 92}
#: A picture with no more colours than this is a drawing, and JPEG would smear its edges.
_DRAWING_COLOURS = 256
_RASTER = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff"}
_ORIENTATION = 0x0112  # Exif 2.3, table 4
_ON_ITS_SIDE = (5, 6, 7, 8)


class Case(dict[str, Any]):
    """WeasyPrint's picture cache, filled by the press: it asks whether a picture is there before it would read it itself."""

    def __init__(self, supply: Supply, edition: Edition, inks: Inks, pool: Executor) -> None:
        super().__init__()
        self._supply = supply
        self._edition: Edition = edition
        self._inks = inks
        self._pool = pool

    def __contains__(self, url: object) -> bool:
        return super().__contains__(url) or (isinstance(url, str) and self._laid_in(url))

    def _laid_in(self, url: str) -> bool:
        path = self._supply.file(url)
        if not isinstance(path, Path) or path.suffix.lower() not in _RASTER or not path.is_file():
            return False
        self[url] = Halftone(path, url, self._edition, self._inks, self._pool)
        return True


class Halftone(RasterImage):  # type: ignore[misc]  # WeasyPrint has no types
    """A picture in WeasyPrint's sense whose bytes are made once its printed size is known.

    Raises LayoutError for a file that holds no picture.
    """

    def __init__(self, path: Path, url: str, edition: Edition, inks: Inks, pool: Executor) -> None:
        with _opened(path) as image:
            turned = image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
            self.width, self.height = image.size[::-1] if turned else image.size
        self.id = sha256(url.encode()).hexdigest()[:16]
        self.ratio = self.width / self.height
        self._dpi = RESOLUTION[edition]
        self._make = (path, edition, inks)
        self._pool = pool

    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> pydyf.Stream:
        """The picture in the PDF; its bytes follow. `dpi_ratio` (at most 1) is what its resolution must shrink by."""
        size = (max(1, round(self.width * dpi_ratio)), max(1, round(self.height * dpi_ratio)))
        return _Promised(self._pool.submit(make, *self._make, size))


class _Promised(pydyf.Stream):  # type: ignore[misc]  # pydyf has no types
    """A stream that is waited for only when it is written."""

    def __init__(self, made: "Future[pydyf.Stream]") -> None:
        super().__init__()
        self._made = made

    @property
    def data(self) -> bytes:
        written: bytes = self._made.result().data
        return written


def make(path: Path, edition: Edition, inks: Inks, size: tuple[int, int]) -> pydyf.Stream:
    """A picture as an image XObject (ISO 32000-1 §8.9.5) of `size` pixels.

    sRGB or gray for readers, CMYK by the printer's profile or gray for print. Transparent parts show the white paper.
    Raises LayoutError for a picture that cannot be decoded.
    """
    with _opened(path) as image:
        if _fits_as_it_is(image, edition, size):
            return _x_object(image.size, image.mode, path.read_bytes(), "/DCTDecode")
        try:
            sized = _flat(_sized(image, size))
        except (OSError, ValueError) as error:
            raise _unreadable(path) from error
        return _encoded(inks.separated(sized, _own_profile(sized)) if edition == "print" else _screen(sized), edition)


def _opened(path: Path) -> Image.Image:
    try:
        return Image.open(path)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> LayoutError:
    return LayoutError(
        _("the picture cannot be read"), remedy=_("Replace it by a JPEG or PNG that opens, or take it out of the story."), file=path
    )


def _fits_as_it_is(image: Image.Image, edition: Edition, size: tuple[int, int]) -> bool:
    """Whether the file's own bytes will do: what is not changed loses nothing."""
    modes = ("RGB", "L") if edition == "readers" else ("L",)
    plain = "icc_profile" not in image.info and image.getexif().get(_ORIENTATION, 1) == 1
    return image.format == "JPEG" and image.mode in modes and image.size == size and plain


def _sized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    turned = image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
    wanted = size[::-1] if turned else size
    image.draft(image.mode, wanted)  # JPEG decodes at an eighth, a quarter or a half of its size for less
    profile = image.info.get("icc_profile")
    sized = _averageable(image)
    if sized.size != wanted:
        sized = sized.resize(wanted, Image.Resampling.HAMMING, reducing_gap=2.0)
    upright = ImageOps.exif_transpose(sized) if "exif" in image.info else sized
    upright.info["icc_profile"] = profile
    return upright


def _averageable(image: Image.Image) -> Image.Image:
    """Pixels of eight bits a channel that may be averaged: a palette's numbers may not."""
    if "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("I", "I;16"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK") else image.convert("RGB")


def _flat(image: Image.Image) -> Image.Image:
    """Without transparency, on white: gray, RGB or CMYK."""
    if "A" not in image.getbands():
        return image
    white = Image.new("RGBA", image.size, "white")
    flat = Image.alpha_composite(white, image.convert("RGBA")).convert("L" if image.mode == "LA" else "RGB")
    flat.info["icc_profile"] = image.info.get("icc_profile")
    return flat


def _screen(image: Image.Image) -> Image.Image:
    if image.mode == "CMYK":
        return image.convert("RGB")
    own = _own_profile(image)
    if own is None:
        return image
    transform = ImageCms.buildTransform(ImageCms.ImageCmsProfile(io.BytesIO(own)), srgb(), "RGB", "RGB")
    return cast(Image.Image, ImageCms.applyTransform(image, transform))  # None only when it works in place


def _own_profile(image: Image.Image) -> bytes | None:
    """The RGB profile that a picture carries, None where it has none that can be used."""
    data: bytes | None = image.info.get("icc_profile")
    if not data or image.mode != "RGB":
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
    except (OSError, ImageCms.PyCMSError):
        return None
    return data if profile.profile.xcolor_space.strip() == "RGB" else None


def _encoded(image: Image.Image, edition: Edition) -> pydyf.Stream:
    if image.getcolors(_DRAWING_COLOURS) is not None:
        return _x_object(image.size, image.mode, zlib.compress(image.tobytes(), 9), "/FlateDecode")
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_QUALITY[edition], optimize=edition == "readers", icc_profile=None, exif=b"")
    # Pillow stores CMYK JPEGs upside down, as Adobe does.
    decode = {"Decode": pydyf.Array((1, 0) * 4)} if image.mode == "CMYK" else {}
    return _x_object(image.size, image.mode, file.getvalue(), "/DCTDecode", decode)


def _x_object(size: tuple[int, int], mode: str, data: bytes, coding: str, more: Mapping[str, object] | None = None) -> pydyf.Stream:
    spaces = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}
    head = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": size[0],
        "Height": size[1],
        "ColorSpace": spaces[mode],
        "BitsPerComponent": 8,
        "Filter": coding,
    }
    return pydyf.Stream([data], pydyf.Dictionary({**head, **(more or {})}))
