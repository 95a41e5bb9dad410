"""A zip as branches send it: names in GBK, folders of litter; and as nobody should: bombs, paths that lead out, links.

Nothing is written anywhere, and no member's path is ever used as one.
"""

import re
import stat
import struct
import zipfile
import zlib
from io import BytesIO

from bulletin.intake.charsets import decode_name
from bulletin.intake.kinds import bare_name, is_litter
from bulletin.intake.limits import Budget, Refused
from bulletin.language import _
from bulletin.records.submission import Enclosure

_CHUNK = 64 * 1024
_MOST_ENTRIES = 20_000  # each costs about 600 bytes of memory before a limit can be looked at
_STEEPEST = 100  # manuscripts and photos pack to a tenth at best; a bomb to a thousandth
_UTF8_NAME = 0x800  # APPNOTE 4.4.4, bit 11
_ENCRYPTED = 0x1  # APPNOTE 4.4.4, bit 0
_UNICODE_PATH = 0x7075  # APPNOTE 4.6.9, written by Info-ZIP
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others of `zipfile` cannot be unpacked in bounded steps
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, OverflowError, IndexError)


def opened(name: str, data: bytes, budget: Budget) -> tuple[Enclosure, ...]:
    """What a zip holds, in its order, litter left out; counted against the budget.

    Raises Refused, and then nothing of it is taken: unreadable, encrypted, unsafe-archive, too-large.
    """
    if data.count(b"PK\x01\x02") > _MOST_ENTRIES:
        budget.afford(name, unpacked=0, members=_MOST_ENTRIES)
    try:
        with zipfile.ZipFile(BytesIO(data)) as parcel:
            members = [(_path(info), info) for info in parcel.infolist()]
            _inspect(name, members)
            wanted = [(path, info) for path, info in members if not _is_left_out(path)]
            _weigh(name, [info for path, info in wanted], len(data), budget)
            return tuple(_enclosure(parcel, path, info, budget) for path, info in wanted)
    except _BROKEN as error:
        raise Refused(
            "unreadable",
            _("the archive {name} is damaged or not a zip").format(name=name),
            _("Ask the branch to send it again as a zip, or to attach the files themselves."),
        ) from error


def _inspect(name: str, members: list[tuple[str, zipfile.ZipInfo]]) -> None:
    for path, info in members:
        if _leads_out(path) or stat.S_ISLNK(info.external_attr >> 16):
            raise Refused(
                "unsafe-archive",
                _("the archive {name} holds a path that leads out of it: {path}").format(name=name, path=ascii(path)[1:-1][:120]),
                _("Do not open it. Ask the branch who made it, and to attach the files themselves."),
            )
        if info.flag_bits & _ENCRYPTED:
            raise Refused(
                "encrypted",
                _("the archive {name} is locked with a password").format(name=name),
                _("Ask the branch to send it again without a password."),
            )


def _weigh(name: str, members: list[zipfile.ZipInfo], packed: int, budget: Budget) -> None:
    """What the archive says of itself is looked at before anything is unpacked; that it is true, while it is."""
    unpacked = sum(info.file_size for info in members)
    budget.afford(name, unpacked=unpacked, members=len(members))
    if unpacked > _STEEPEST * packed:
        budget.spend(name, steep=unpacked)
    if any(info.compress_type not in _METHODS for info in members):
        raise Refused(
            "unreadable",
            _("the archive {name} is packed in a way that cannot be opened here").format(name=name),
            _("Ask the branch to pack it as an ordinary zip, or to attach the files themselves."),
        )


def _enclosure(parcel: zipfile.ZipFile, path: str, info: zipfile.ZipInfo, budget: Budget) -> Enclosure:
    folder, _slash, last = path.rpartition("/")
    budget.spend(last, members=1)
    return Enclosure(name=bare_name(last), data=_unpacked(parcel, info, budget), folder=folder)


def _unpacked(parcel: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    unpacked = BytesIO()  # its value is no second copy, as that of joined pieces is
    with parcel.open(info) as member:
        while chunk := member.read(_CHUNK):
            budget.spend(info.filename, unpacked=len(chunk))
            unpacked.write(chunk)
    return unpacked.getvalue()


def _path(info: zipfile.ZipInfo) -> str:
    """A member's path, read as its packer meant it, with "/" between folders."""
    return _spelled(info).replace("\\", "/").removeprefix("./")


def _spelled(info: zipfile.ZipInfo) -> str:
    utf8 = bool(info.flag_bits & _UTF8_NAME)
    raw = info.orig_filename.encode("utf-8" if utf8 else "cp437")
    return _unicode_path(info.extra, raw) or (info.orig_filename if utf8 else decode_name(raw))


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in a Unicode Path field; it counts only while its checksum is that of the plain name (APPNOTE 4.6.9)."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1 and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw):
            return field[5:].decode("utf-8", "replace")
    return None


def _leads_out(path: str) -> bool:
    return path.startswith("/") or re.match(r"[A-Za-z]:", path) is not None or ".." in path.split("/")


def _is_left_out(path: str) -> bool:
    return path.endswith("/") or not path or any(is_litter(part) for part in path.split("/"))
