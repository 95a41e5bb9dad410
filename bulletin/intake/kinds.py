"""What a file is, by its name and its first bytes; and file names fit to be shown."""

import re
import unicodedata
from enum import Enum, auto
from itertools import islice
from pathlib import PurePosixPath

_LITTER_NAMES = frozenset(
    {"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "system volume information", "lost+found", "@eadir", "#recycle"}
)
#: Halves of downloads of the browsers and programs that offices have, backups, signatures.
_LITTER_ENDINGS = (
    *(".part", ".partial", ".filepart", ".crdownload", ".download", ".opdownload", ".downloading", ".xltd", ".td"),
    *(".tmp", ".swp", "~", ".p7s"),
)
_LITTER_BEGINNINGS = ("~$", ".")

MANUSCRIPTS = frozenset({".docx", ".doc", ".wps", ".rtf", ".odt", ".md", ".markdown", ".txt", ".html", ".htm", ".mht", ".mhtml"})
PICTURES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".heif", ".svg", ".emf", ".wmf"}
)
_EXECUTABLES = frozenset(
    {".exe", ".bat", ".cmd", ".com", ".scr", ".pif", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".ps1", ".jar", ".msi", ".lnk"}
    | {".cpl", ".dll", ".reg", ".sh", ".apk", ".url", ".desktop", ".command", ".deb", ".rpm", ".dmg", ".pkg", ".class", ".scf"}
    | {".vb", ".wsh", ".msp", ".mst", ".psm1", ".psd1", ".chm", ".hlp", ".gadget", ".application", ".appx", ".msix", ".xll", ".wll"}
)
_MACROS = frozenset({".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".xla", ".pptm", ".potm", ".ppsm", ".ppam", ".sldm"})
_ARCHIVES = frozenset(
    {".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".tbz", ".xz", ".txz", ".zst", ".z", ".cab", ".lzh", ".arj", ".iso", ".zipx", ".001"}
)
_LOCKED = frozenset({".p7m", ".pgp", ".gpg"})
_MAILBOXES = frozenset({".pst", ".ost", ".dbx", ".nsf", ".olm"})
_CARDS = frozenset({".ics", ".vcs", ".ical", ".vcf", ".vcard"})
_OTHERS = frozenset({".xlsx", ".pptx", ".dotx", ".xltx", ".potx", ".odt", ".ods", ".odp", ".epub", ".ofd", ".pages", ".key", ".numbers"})

_ARCHIVE_MAGIC = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"MSCF\0\0\0\0")
_TAR_MAGIC = b"ustar"  # at 257, POSIX pax
TNEF_MAGIC = b"\x78\x9f\x3e\x22"  # [MS-OXTNEF] §2.1.3.1
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
#: Only a .msg file has a stream of this name ([MS-OXMSG] §2.4).
_OUTLOOK_STREAM = "__properties_version1.0".encode("utf-16-le")
#: How the head of a mail begins that was kept without an ending, as in a Maildir; a line "From " may stand before it.
_HEAD_OF_MAIL = re.compile(
    rb"(?:From [^\n]{1,200}\n)?(?:Return-Path|Received|Delivered-To|Envelope-To|X-[\w-]{2,60}|From|To|Date|Subject|Message-ID|MIME-Version|"
    rb"DKIM-Signature|ARC-[\w-]{2,60}|Authentication-Results|Received-SPF|Content-Type)[ \t]*:",
    re.IGNORECASE,
)
_WRITER = re.compile(rb"^From[ \t]*:", re.IGNORECASE | re.MULTILINE)
#: The line between two mails of one mailbox file (RFC 4155): an address and a time.
_NEXT_MAIL = re.compile(rb"^From \S+ .{0,40}\d\d:\d\d", re.MULTILINE)
_LONGEST_HEAD = 64 * 1024
#: Names that Windows keeps for its devices, whatever ending follows; a shared folder may lie there.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])[ ]*(?:\.|$)", re.IGNORECASE)
_BLANKS = " \t\u3000"
_LONGEST_NAME = 200  # bytes in UTF-8: file systems take 255, and a number may be put in front


class Kind(Enum):
    """What a file is to the editors."""

    MANUSCRIPT = auto()
    PICTURE = auto()
    MAIL = auto()
    OUTLOOK = auto()
    TNEF = auto()
    MAILBOX = auto()
    CARD = auto()
    LOCKED = auto()
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
    """A file name's ending with its dot, in small letters; "" where it has none. A full-width ．is a dot."""
    return PurePosixPath(unicodedata.normalize("NFKC", name).lower()).suffix


def kind_of(name: str, data: bytes) -> Kind:
    """What a file is. Its first bytes go before its name where they betray a program or an archive in disguise."""
    ending = suffix(name)
    if is_litter(name):
        return Kind.LITTER
    if betrayed := _betrayed(data, ending):
        return betrayed
    if ending in _EXECUTABLES or _is_program(data):
        return Kind.EXECUTABLE
    if ending in _MACROS or _holds_macros(data):
        return Kind.MACRO
    for kind, endings in _BY_ENDING:
        if ending in endings:
            return kind
    if data.startswith(_ZIP_MAGIC):
        return Kind.ZIP
    return Kind.OTHER


def is_program_name(name: str) -> bool:
    """Whether a file's name alone says that it is a program, or holds macros."""
    return suffix(name) in _EXECUTABLES | _MACROS


def _betrayed(data: bytes, ending: str) -> Kind | None:
    """What a file is whatever its name says."""
    if data.startswith(TNEF_MAGIC):
        return Kind.TNEF
    if data.startswith(_OLE_MAGIC) and _OUTLOOK_STREAM in data:
        return Kind.OUTLOOK
    if data.startswith(_ARCHIVE_MAGIC) or data[257:262] == _TAR_MAGIC:
        return Kind.ARCHIVE
    # a Maildir's files end in their server's name, which may well be .com
    is_mail = ending not in MANUSCRIPTS and _HEAD_OF_MAIL.match(data) and _WRITER.search(data[:_LONGEST_HEAD])
    return _kind_of_mail(data) if is_mail else None


def _kind_of_mail(data: bytes) -> Kind:
    """A mail, or a whole mailbox in one file."""
    first_two = islice(_NEXT_MAIL.finditer(data), 2)
    return Kind.MAILBOX if data.startswith(b"From ") and len(list(first_two)) > 1 else Kind.MAIL


def with_ending(name: str, data: bytes) -> str:
    """The name, with the ending that its bytes call for where it has none that is known ("德政" → "德政.jpg")."""
    ending = _ending_of(data)
    return name if suffix(name) in _KNOWN_ENDINGS | {ending} else name + ending


def bare_name(name: str) -> str:
    """A file name as sent, fit to be shown and written: without folders, control and direction marks, at most 200 bytes; never empty."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(each for each in last if unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    bare = _shortened(unicodedata.normalize("NFC", visible).strip(_BLANKS).rstrip(_BLANKS + ".")) or "unnamed"
    return f"_{bare}" if _DEVICE.match(bare) else bare


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
        return b"/vbaProject.bin" in data
    return data.startswith(_OLE_MAGIC) and "_VBA_PROJECT".encode("utf-16-le") in data


_BY_ENDING = (
    (Kind.MANUSCRIPT, MANUSCRIPTS),
    (Kind.PICTURE, PICTURES),
    (Kind.MAIL, frozenset({".eml", ".emlx"})),
    (Kind.OUTLOOK, frozenset({".msg"})),
    (Kind.ZIP, frozenset({".zip"})),
    (Kind.ARCHIVE, _ARCHIVES),
    (Kind.LOCKED, _LOCKED),
    (Kind.MAILBOX, _MAILBOXES),
    (Kind.CARD, _CARDS),
    (Kind.OTHER, _OTHERS),
)
_KNOWN_ENDINGS = frozenset().union(*(endings for _, endings in _BY_ENDING), _EXECUTABLES, _MACROS)
