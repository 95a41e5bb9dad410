"""What a file is, judged by its content; its name decides only between kinds of text."""

import io
import re
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import Final, Literal

from bulletin.language import _
from bulletin.manuscript.engraving import is_drawing
from bulletin.records.submission import Enclosure

Kind = Literal[
    "word", "old-word", "older-word", "word-2003", "old-office", "encrypted", "rich-text", "open-document", "flat-open-document",
    "cut-off", "spreadsheet",
    "slides", "pdf", "picture", "web-archive", "flat-word", "html", "markdown", "text", "pages", "fixed-layout", "sealed", "empty", "other",
]  # fmt: skip

#: Kinds that LibreOffice turns into a Word file, with the suffix it knows them by.
CONVERTIBLE: Final[dict[Kind, str]] = {
    "old-word": "doc",
    "older-word": "dot",
    "rich-text": "rtf",
    "open-document": "odt",
    "flat-open-document": "fodt",
}
_WORDS: Final = (".doc", ".docx", ".docm", ".dot", ".dotx", ".dotm", ".wps", ".wpt", ".rtf", ".odt", ".fodt", ".ott", ".pages")
_SPREADSHEETS: Final = (".xls", ".xlsx", ".csv", ".et")
_PICTURES: Final = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".heif", ".avif"),
    *(".emf", ".wmf", ".emz", ".wmz", ".svg", ".svgz"),
)
_TEXTS: Final[dict[str, Kind]] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".text": "text",
    ".mht": "web-archive",
    ".mhtml": "web-archive",
}
_SIGNATURES: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rich-text"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
)
#: Brands of files that hold a photo in pieces (ISO/IEC 14496-12 §4.3, 23008-12 §10).
_PHOTO_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
#: A PDF may have up to this many bytes before its signature (PDF 1.7 implementation note 13).
_BEFORE_PDF: Final = 1024
#: How a page begins, or a part of one as a content system keeps it.
_HTML_BEGINNINGS: Final = (b"<!doctype html", b"<html", b"<body", b"<p>", b"<p ", b"<div>", b"<div ", b"<span ", b"<table")
#: A web archive begins with a head as a mail does (RFC 2557); a browser puts the page's long address before its kind.
_MIME_HEAD: Final = re.compile(rb"[a-z][a-z0-9-]*:")
_LONGEST_HEAD: Final = 16 * 1024
#: How the programs that many offices have to encrypt every file on their machines begin what they encrypted.
_SEALS: Final = (b"%TSD-Header-###%", b"E-SafeNet")
_LONGEST_SEAL: Final = 1024
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Names of the streams in an OLE file's directory, as they are written there (MS-CFB §2.6.1).
_STREAMS: Final[tuple[tuple[str, Kind], ...]] = (
    ("EncryptedPackage", "encrypted"),
    ("DRMContent", "encrypted"),
    ("WordDocument", "old-word"),
    ("Workbook", "spreadsheet"),
    ("PowerPoint Document", "slides"),
)
#: [MS-DOC] §2.5.2: the bit of a Word file's head that says that it has a password.
_LOCKED: Final = 0x0100
_WORD_97: Final = 0xA5EC
_WORD_95: Final = 0xA5DC


def kind_of(enclosure: Enclosure) -> Kind:
    """What an enclosure is."""
    data, suffix = enclosure.data, PurePosixPath(enclosure.name).suffix.lower()
    if not data.strip(b" \t\r\n\0"):
        return "picture" if suffix in _PICTURES else "empty"
    if any(seal in data[:_LONGEST_SEAL] for seal in _SEALS) and b"\0" in data[:_LONGEST_SEAL]:
        return "sealed"
    if data.startswith(_OLE):
        return _ole(data, suffix)
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _zipped(data)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature) and (signature != b"BM" or suffix in _PICTURES):
            return kind
    if _is_packed_picture(data) or is_drawing(data) or suffix in _PICTURES:
        return "picture"
    return "pdf" if b"%PDF-" in data[:_BEFORE_PDF] else _text(data, suffix)


def is_manuscript_name(name: str) -> bool:
    """Whether a file's name says that its sender means it as a manuscript."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix in _WORDS or suffix in _TEXTS


def _ole(data: bytes, suffix: str) -> Kind:
    for stream, kind in _STREAMS:
        if (at := data.find(stream.encode("utf-16-le"))) >= 0:
            return _word(data, at) if kind == "old-word" else kind
    # a .docx in an OLE file is how Word keeps one with a password (MS-OFFCRYPTO §2.1)
    if suffix in (".docx", ".docm"):
        return "encrypted"
    return "old-office" if suffix in (".wps", ".wpt") else "other"


def _word(data: bytes, entry: int) -> Kind:
    """Which Word wrote the text that a directory entry points to, and whether it has a password ([MS-CFB] §2.6.1, [MS-DOC] §2.5.2)."""
    try:
        (sector,) = struct.unpack_from("<I", data, entry + 116)
        (shift,) = struct.unpack_from("<H", data, 30)
        head, flags = struct.unpack_from("<H8xH", data, (sector + 1) << min(shift, 12))
    except struct.error:
        return "old-word"
    if head not in (_WORD_97, _WORD_95):
        return "old-word"
    return "encrypted" if flags & _LOCKED else "old-word" if head == _WORD_97 else "older-word"


def _zipped(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lower().lstrip("/") for name in archive.namelist()}
            if {"mimetype", "content.xml"} <= names:
                return _open_document(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):  # the last for a zip of a newer version than zipfile knows
        return "cut-off"
    if any(name.startswith("xl/") for name in names):
        return "spreadsheet"
    if any(name.startswith("ppt/") for name in names):
        return "slides"
    if "[content_types].xml" in names or "word/document.xml" in names:
        return "word"
    if "ofd.xml" in names:
        return "fixed-layout"
    return "pages" if any(name.endswith((".iwa", "index.zip")) for name in names) else "other"


def _open_document(archive: zipfile.ZipFile) -> Kind:
    """Which of its kinds an OpenDocument file is, by what its first part says (OpenDocument 1.3 part 2 §3.3)."""
    try:
        with archive.open("mimetype") as part:
            said = part.read(200)
    except (KeyError, RuntimeError, zlib.error):
        return "open-document"
    return "spreadsheet" if b"spreadsheet" in said else "slides" if b"presentation" in said else "open-document"


def _is_packed_picture(data: bytes) -> bool:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return True
    return data[4:8] == b"ftyp" and data[8:12] in _PHOTO_BRANDS


def _text(data: bytes, suffix: str) -> Kind:
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if _is_web_archive(data, head):
        return "web-archive"
    if head.startswith(_HTML_BEGINNINGS) or (b"<html" in head and suffix in (*_WORDS, *_SPREADSHEETS, ".htm", ".html")):
        return "html"
    if b"schemas.microsoft.com/office/word/2003/wordml" in head:
        return "word-2003"
    if b"schemas.microsoft.com/office/2006/xmlpackage" in head:
        return "flat-word"
    if b"<office:document" in head and b"opendocument.text" in head:
        return "flat-open-document"
    return _TEXTS.get(suffix, "other")


def _is_web_archive(data: bytes, head: bytes) -> bool:
    return _MIME_HEAD.match(head) is not None and b"multipart/related" in data[:_LONGEST_HEAD].lower()


def called(kind: Kind) -> str:
    """A kind of file in words."""
    names: dict[Kind, str] = {
        "old-word": _("an old Word or WPS file (.doc, .wps)"),
        "older-word": _("an old Word or WPS file (.doc, .wps)"),
        "old-office": _("an old WPS file (.wps)"),
        "rich-text": _("a rich text file (RTF)"),
        "open-document": _("an OpenDocument text (.odt)"),
        "flat-open-document": _("an OpenDocument text (.odt)"),
        "pages": _("a file of Apple's Pages or its sister programs"),
        "fixed-layout": _("a file of fixed pages (OFD)"),
        "spreadsheet": _("a spreadsheet (Excel)"),
        "slides": _("a presentation (PowerPoint)"),
        "pdf": _("a PDF"),
        "picture": _("a picture"),
        "web-archive": _("a web archive (.mht)"),
        "cut-off": _("a file whose end is missing"),
        "encrypted": _("a file with a password"),
        "sealed": _("a file that an office's encryption program has locked"),
        "empty": _("an empty file"),
    }
    return names.get(kind, _("a file of a kind that is not known here"))
