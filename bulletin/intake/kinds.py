"""What a file is, by its name and its first bytes; and file names fit to be shown."""

import re
import unicodedata
from enum import Enum, auto
from pathlib import PurePosixPath

_LITTER_NAMES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"})
_LITTER_ENDINGS = (".part", ".crdownload", ".tmp", ".p7s")
_LITTER_BEGINNINGS = ("~$", ".")

MANUSCRIPTS = frozenset({".docx", ".doc", ".wps", ".md", ".markdown", ".txt", ".html", ".htm"})
PICTURES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".heif", ".svg", ".emf", ".wmf"}
)
_EXECUTABLES = frozenset(
    {".exe", ".bat", ".cmd", ".com", ".scr", ".pif", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".ps1", ".jar", ".msi", ".lnk"}
    | {".cpl", ".dll", ".reg", ".sh", ".apk"}
)
_MACROS = frozenset({".docm", ".dotm", ".xlsm", ".xltm", ".pptm", ".potm", ".ppsm"})
_ARCHIVES = frozenset({".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".cab"})
_OTHERS = frozenset({".xlsx", ".pptx", ".dotx", ".xltx", ".potx", ".odt", ".ods", ".odp", ".epub", ".ofd", ".pages", ".key", ".numbers"})

_ARCHIVE_MAGIC = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08")
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE_MAGIC = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
)
_BLANKS = " \t\u3000"
_LONGEST_NAME = 200  # bytes in UTF-8: file systems take 255, and a number may be put in front


class Kind(Enum):
    """What a file is to the editors."""

    MANUSCRIPT = auto()
    PICTURE = auto()
    MAIL = auto()
    OUTLOOK = auto()
    ZIP = auto()
    ARCHIVE = auto()
    EXECUTABLE = auto()
    MACRO = auto()
    LITTER = auto()
    OTHER = auto()


def is_litter(name: str) -> bool:
    """Whether a file or folder is what programs leave lying: lock files, halves of downloads, folder pictures, signatures."""
    name = name.lower()
    return name in _LITTER_NAMES or name.startswith(_LITTER_BEGINNINGS) or name.endswith(_LITTER_ENDINGS)


def suffix(name: str) -> str:
    """A file name's ending with its dot, in small letters; "" where it has none."""
    return PurePosixPath(name.lower()).suffix


def kind_of(name: str, data: bytes) -> Kind:
    """What a file is. Its first bytes go before its name where they betray a program or an archive in disguise."""
    ending = suffix(name)
    if is_litter(name):
        return Kind.LITTER
    if ending in _EXECUTABLES or _is_program(data):
        return Kind.EXECUTABLE
    if ending in _MACROS or _holds_macros(data):
        return Kind.MACRO
    if data.startswith(_ARCHIVE_MAGIC):
        return Kind.ARCHIVE
    for kind, endings in _BY_ENDING:
        if ending in endings:
            return kind
    return Kind.ZIP if data.startswith(_ZIP_MAGIC) else Kind.OTHER


def with_ending(name: str, data: bytes) -> str:
    """The name, with the ending that its bytes call for where it has none that is known ("德政" → "德政.jpg")."""
    ending = _ending_of(data)
    return name if suffix(name) in (*_KNOWN_ENDINGS, ending) else name + ending


def bare_name(name: str) -> str:
    """A file name as sent, fit to be shown and written: without folders, control and direction marks, at most 200 bytes; never empty."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(each for each in last if unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    return _shortened(unicodedata.normalize("NFC", visible).strip(_BLANKS).rstrip(_BLANKS + ".")) or "unnamed"


def _shortened(name: str) -> str:
    ending = PurePosixPath(name).suffix[:20]
    stem = name.removesuffix(ending)
    room = _LONGEST_NAME - len(ending.encode())
    return (stem.encode()[:room].decode("utf-8", "ignore") + ending).rstrip(_BLANKS + ".")


def _ending_of(data: bytes) -> str:
    for magic, ending in _PICTURE_MAGIC:
        if data.startswith(magic):
            return ending
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return ".heic"
    if data.startswith(_ZIP_MAGIC) and b"word/document.xml" in data:
        return ".docx"
    return ".pdf" if data.startswith(b"%PDF-") else ""


def _is_program(data: bytes) -> bool:
    # a text may begin with "MZ"; a program's header of 64 bytes always holds zeros as well (PE format, "MS-DOS Stub")
    return data.startswith(b"\x7fELF") or (data.startswith(b"MZ") and b"\0" in data[:64])


def _holds_macros(data: bytes) -> bool:
    """Names stand in the clear in a Word file's packing, whether it is a zip (ECMA-376) or a compound file ([MS-CFB])."""
    if data.startswith(_ZIP_MAGIC):
        return b"word/vbaProject.bin" in data
    return data.startswith(_OLE_MAGIC) and "_VBA_PROJECT".encode("utf-16-le") in data


_BY_ENDING = (
    (Kind.MANUSCRIPT, MANUSCRIPTS),
    (Kind.PICTURE, PICTURES),
    (Kind.MAIL, frozenset({".eml"})),
    (Kind.OUTLOOK, frozenset({".msg"})),
    (Kind.ZIP, frozenset({".zip"})),
    (Kind.ARCHIVE, _ARCHIVES),
    (Kind.OTHER, _OTHERS),
)
_KNOWN_ENDINGS = frozenset().union(*(endings for _, endings in _BY_ENDING), _EXECUTABLES, _MACROS)
