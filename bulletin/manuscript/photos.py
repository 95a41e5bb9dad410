"""Pictures made ready to print: upright, cropped, in sRGB, without place or camera data.

A JPEG or PNG that needs none of it keeps its picture bit for bit, and loses only what else its file says.
"""

import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from PIL import Image, ImageCms, ImageFile, ImageOps

from bulletin.language import _
from bulletin.manuscript.convert import ConversionFailed, ConverterMissing
from bulletin.manuscript.engraving import engrave, is_drawing
from bulletin.queries import Marked, query
from bulletin.records.manuscript import Photo

#: Pixels; a picture of 80 million fills an A1 sheet at 300 dpi.
MAX_PIXELS: Final = 80_000_000
#: A JPEG may have more, as some phones take them: it is read at half its size or less, which costs no more memory.
MAX_JPEG_PIXELS: Final = 320_000_000
#: No other decoder is tried: some of them would start programs.
_FORMATS: Final = ("JPEG", "PNG", "GIF", "BMP", "DIB", "TIFF", "WEBP", "AVIF", "JPEG2000", "HEIF")
#: Brands of a HEIF file (ISO/IEC 23008-12 §10), as phones write them.
_HEIF: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
#: What Pillow's decoders raise on damaged files.
_BROKEN: Final = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, OverflowError, EOFError, struct.error, zlib.error,
                  RuntimeError, Image.DecompressionBombError, MemoryError)  # fmt: skip
_QUALITY: Final = 92
#: Pillow itself refuses twice as many.
Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS // 2
_EXIF_ORIENTATION: Final = 0x0112
_END_OF_JPEG: Final = b"\xff\xd9"
_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
#: The chunks that paint the picture (PNG 3rd edition §5.6); all others are left out.
_PNG_CHUNKS: Final = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs")
#: Start of scan, and what ends it: a marker that is neither a stuffed byte nor a restart (ISO/IEC 10918-1 §B.1.1).
_AFTER_SCAN: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


@dataclass(frozen=True)
class Framing:
    """How a picture is shown: cropped (left, top, right, bottom, as shares of its sides), mirrored, then turned (degrees clockwise)."""

    crop: tuple[float, float, float, float] = (0, 0, 0, 0)
    mirrored: bool = False
    turn: float = 0

    @property
    def plain(self) -> bool:
        """Whether the picture is shown as it is."""
        return self == Framing()


def develop(
    name: str, data: bytes, *, turn: bool = True, framing: Framing | None = None, plate: bytes | None = None
) -> Marked[Photo | None]:
    """A picture's file as a photo, with None and a query where it cannot be read.

    `turn` turns it upright as its camera noted (EXIF); `framing` is applied after that. `plate` is a drawing already engraved, empty
    where it could not be.
    """
    framing = framing or Framing()
    try:
        source = _engraved(data, plate) if is_drawing(data) else data
        with warnings.catch_warnings(), _nothing_filled_in():
            # of size we judge ourselves; what decoders say of a file's notes concerns nobody: they are left out
            warnings.simplefilter("ignore")
            return _developed(name, source, turn=turn, framing=framing)
    except ConverterMissing:
        reason = _("it is a drawing (EMF, WMF or SVG), and the program that could draw it (LibreOffice) is not installed")
        return _refused(name, reason, _("Insert it as a JPEG or PNG picture and send the file again."))
    except Image.DecompressionBombError:
        return _refused(name, _("it has more pixels than can be printed"), _("Send it in a smaller size."))
    except (*_BROKEN, ConversionFailed):
        return _refused(name, _what_it_is(data), _("Save it as a JPEG or PNG picture and send it again."))


@contextmanager
def _nothing_filled_in() -> Iterator[None]:
    """Have Pillow say where a picture is cut off. Where WeasyPrint is loaded too, it has told Pillow to fill in grey without a word."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _engraved(data: bytes, plate: bytes | None) -> bytes:
    if plate is None:
        (plate,) = engrave((data,))
    if not plate:
        raise ConversionFailed
    return plate


def _developed(name: str, data: bytes, *, turn: bool, framing: Framing) -> Marked[Photo | None]:
    with _opened(data) as image:
        queries, (width, height) = _frames(name, image), image.size
        try:
            as_it_is = _stripped(image, data) if framing.plain and not (turn and _turned(image)) else None
            if as_it_is is not None:
                return Marked(Photo(name=name, data=as_it_is, width=width, height=height), queries)
            lossless = image.format in ("PNG", "GIF", "BMP", "DIB")
            _read_smaller(image)
            ready = _framed(_in_srgb(ImageOps.exif_transpose(image) if turn else image), framing)
        except OSError:
            if data.endswith(_END_OF_JPEG) or not _is_jpeg(image):
                raise
            return _mended(name, data, turn=turn, framing=framing)
        return Marked(_printed(name, ready, lossless=lossless), queries)


def _opened(data: bytes) -> Image.Image:
    """A picture's file, nothing of it decoded yet. Raises DecompressionBombError for one of too many pixels."""
    image = Image.open(io.BytesIO(data), formats=_formats(data))
    pixels = image.width * image.height
    if pixels > (MAX_JPEG_PIXELS if _is_jpeg(image) else MAX_PIXELS):
        image.close()
        raise Image.DecompressionBombError
    return image


def _is_large(image: Image.Image) -> bool:
    return image.width * image.height > MAX_PIXELS


def _read_smaller(image: Image.Image) -> None:
    """Set a very large JPEG to be decoded at half its size; more than that no page shows."""
    if _is_large(image):
        image.draft(None, (image.width // 2, image.height // 2))


def _is_jpeg(image: Image.Image) -> bool:
    # a phone's MPO is a JPEG with others behind it
    return image.format in ("JPEG", "MPO")


def _mended(name: str, data: bytes, *, turn: bool, framing: Framing) -> Marked[Photo | None]:
    """A JPEG that was cut off, closed where it ends: the decoder leaves grey what is missing (ISO/IEC 10918-1 §B.1.1.3)."""
    closed = data + _END_OF_JPEG
    if _is_blank(closed):
        raise OSError
    developed = _developed(name, closed, turn=turn, framing=framing)
    message = _("the file of the picture {name} is cut off: its lower part is grey or missing").format(name=name)
    damage = query("picture-damaged", name, message, _("Ask for the picture again."))
    return Marked(developed.value, (damage, *developed.queries))


def _formats(data: bytes) -> tuple[str, ...]:
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF:
        _learn_heif()
    return _known_formats()


def _is_blank(data: bytes) -> bool:
    with _opened(data) as image:
        image.draft("L", (image.width // 8, image.height // 8))
        return bool(image.convert("L").entropy() == 0)


@cache
def _learn_heif() -> None:
    # loaded only where there is such a photo: it takes longer than reading most manuscripts
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)
    _known_formats.cache_clear()


@cache
def _known_formats() -> tuple[str, ...]:
    Image.init()
    return tuple(each for each in _FORMATS if each in Image.OPEN)


def _frames(name: str, image: Image.Image) -> tuple[Any, ...]:
    # a phone's MPO holds the same shot twice, and its HEIF may hold a burst of which one is the chosen
    if _is_jpeg(image) or image.format == "HEIF" or getattr(image, "n_frames", 1) == 1:
        return ()
    message = _("of the moving or many-paged picture {name} only the first picture is printed").format(name=name)
    return (query("not-carried-over", name, message, _("If another one is meant, send it by itself.")),)


def _turned(image: Image.Image) -> bool:
    return bool(image.getexif().get(_EXIF_ORIENTATION, 1) not in (0, 1))


def _stripped(image: Image.Image, data: bytes) -> bytes | None:
    """The file without what is not the picture; None where the picture itself must be changed."""
    if not _is_srgb(image):
        return None
    if _is_jpeg(image) and image.mode in ("L", "RGB") and not _is_large(image):
        # an eighth of the size is decoded fast, and still reads the file to its end
        image.draft(image.mode, (max(image.width // 8, 1), max(image.height // 8, 1)))
        image.load()
        return _stripped_jpeg(data)
    if image.format == "PNG" and image.mode in ("L", "RGB", "P", "1", "RGBA", "LA"):
        image.load()
        return _stripped_png(data)
    return None


def _stripped_jpeg(data: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(_jpeg_segments(data)) + _END_OF_JPEG


def _jpeg_segments(data: bytes) -> Iterator[bytes]:
    """The segments that make up the picture, up to its end: of the applications' own only JFIF (0) and Adobe (14)."""
    at = 2
    while data[at : at + 2] != _END_OF_JPEG:
        if data[at] != 0xFF:
            raise ValueError("a marker was expected")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:
            following = _AFTER_SCAN.search(data, end)
            end = following.start() if following else len(data)
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in (0xE0, 0xEE):
            yield data[at:end]
        at = end


def _stripped_png(data: bytes) -> bytes:
    kept, at = [_PNG_SIGNATURE], len(_PNG_SIGNATURE)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] in _PNG_CHUNKS:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _is_srgb(image: Image.Image) -> bool:
    profile = image.info.get("icc_profile")
    return not profile or b"sRGB" in profile or "sRGB".encode("utf-16-be") in profile


def _in_srgb(image: Image.Image) -> Image.Image:
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if image.mode.startswith("I") or image.mode == "F":
        return _in_8_bits(image)
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA", "PA") else None
    if "transparency" in image.info and alpha is None:
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
    colours = image if image.mode in ("L", "RGB", "CMYK", "LAB") else image.convert("L" if image.mode in ("1", "LA") else "RGB")
    colours = _converted(colours, image.info.get("icc_profile"))
    if alpha is not None and alpha.getextrema() != (255, 255):
        colours = colours.convert("RGB")
        colours.putalpha(alpha)
    return colours


def _in_8_bits(image: Image.Image) -> Image.Image:
    darkest, lightest = image.getextrema()
    if isinstance(darkest, tuple) or isinstance(lightest, tuple):
        return image.convert("L")
    white = 65_535 if image.mode.startswith("I;16") or lightest > 255 else 255 if lightest > 1 else 1
    return image.convert("F").point(lambda level: level * (255 / white) + 0).convert("L")


def _converted(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode == "LAB":
        return ImageCms.profileToProfile(image, ImageCms.createProfile("LAB"), _srgb(), outputMode="RGB") or image
    plain = image if image.mode == "L" else image.convert("RGB")
    if not profile or _is_srgb(image):
        return plain
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, _srgb(), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return plain
    return converted or plain


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _framed(image: Image.Image, framing: Framing) -> Image.Image:
    left, top, right, bottom = framing.crop
    box = (round(image.width * left), round(image.height * top), round(image.width * (1 - right)), round(image.height * (1 - bottom)))
    if box != (0, 0, *image.size) and box[0] < box[2] and box[1] < box[3]:
        image = image.crop(box)
    if framing.mirrored:
        image = ImageOps.mirror(image)
    quarters, rest = divmod(framing.turn % 360, 90)
    if quarters and not rest:
        quarter = (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
        return image.transpose(quarter[int(quarters) - 1])
    return image.rotate(-framing.turn, Image.Resampling.BICUBIC, expand=True, fillcolor=_paper(image)) if rest else image


def _paper(image: Image.Image) -> Any:
    return {"L": 255, "RGB": (255, 255, 255)}.get(image.mode, (255, 255, 255, 0))


def _printed(name: str, image: Image.Image, *, lossless: bool) -> Photo:
    image.info.clear()
    stream = io.BytesIO()
    if lossless or image.mode == "RGBA":
        image.save(stream, "PNG")
    else:
        image.save(stream, "JPEG", quality=_QUALITY, subsampling=0)
    return Photo(name=name, data=stream.getvalue(), width=image.width, height=image.height)


def _what_it_is(data: bytes) -> str:
    if is_drawing(data):
        return _("it is a drawing (EMF, WMF or SVG) that shows nothing, or cannot be drawn")
    return _("it is damaged or of a kind that is not known here") if data else _("the file is empty")


def _refused(name: str, reason: str, remedy: str) -> Marked[Photo | None]:
    message = _("the picture {name} cannot be read: {reason}").format(name=name, reason=reason)
    return Marked(None, (query("picture-unreadable", name, message, remedy),))
