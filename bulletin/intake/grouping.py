"""Which files of one folder belong together: a manuscript and its pictures."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from bulletin.intake.charsets import decode
from bulletin.intake.kinds import MANUSCRIPTS, PICTURES, suffix

_MOST_TEXT = 1024 * 1024  # bytes read of a text that may name pictures
_NAMING = frozenset({".md", ".markdown", ".html", ".htm"})
#: A picture in Markdown, in front matter, in HTML.
_NAMED = re.compile(r"""\]\(\s*<?([^)>\n"]+)|\bfile:[ \t]*["']?([^"'\n]+)|\bsrc\s*=\s*["']?([^"'>\n]+)""", re.IGNORECASE)


def grouped(files: Sequence[Path]) -> tuple[tuple[Path, tuple[Path, ...]], ...]:
    """The files by what belongs together, each group with the file that names it.

    A picture belongs to the text that names it, else to the manuscript whose name it begins with; two manuscripts never
    share a group, and every other file is a group by itself.
    """
    manuscripts = [each for each in files if suffix(each.name) in MANUSCRIPTS]
    pictures = [each for each in files if suffix(each.name) in PICTURES]
    owners = _owners(manuscripts, pictures)
    groups = {each: [each] for each in files if each not in owners}
    for picture, owner in owners.items():
        groups[owner].append(picture)
    return tuple((head, tuple(group)) for head, group in groups.items())


def _owners(manuscripts: Sequence[Path], pictures: Sequence[Path]) -> dict[Path, Path]:
    if not (manuscripts and pictures):
        return {}
    named = {name: manuscript for manuscript in reversed(manuscripts) for name in _names_in(manuscript)}
    stems = {_spelled(manuscript.stem): manuscript for manuscript in reversed(manuscripts)}
    owners = {picture: named.get(_spelled(picture.name)) or _namesake(_spelled(picture.stem), stems) for picture in pictures}
    return {picture: owner for picture, owner in owners.items() if owner}


def _namesake(picture: str, stems: Mapping[str, Path]) -> Path | None:
    """The manuscript with the longest name that the picture's begins with; each beginning is looked up, however many there are."""
    beginnings = (picture[:length] for length in range(len(picture), 0, -1))
    return next((stems[each] for each in beginnings if each in stems and _goes_on(each, picture)), None)


def _goes_on(stem: str, longer: str) -> bool:
    """Whether a name is another's with something behind: a mark, a number, Chinese words; not half a word or number."""
    rest = longer.removeprefix(stem)
    if not longer.startswith(stem) or not rest:
        return longer == stem
    if stem[-1].isdigit() and rest[0].isdigit():
        return False
    return not (rest[0].isascii() and rest[0].isalpha())


def _names_in(manuscript: Path) -> frozenset[str]:
    """The pictures beside it that a text names."""
    if suffix(manuscript.name) not in _NAMING:
        return frozenset()
    try:
        with manuscript.open("rb") as file:
            text = decode(file.read(_MOST_TEXT))
    except OSError:  # what cannot be read names nothing; that it cannot is said when it is opened
        return frozenset()
    found = ("".join(each).strip() for each in _NAMED.findall(text))
    return frozenset(_spelled(unquote(name).removeprefix("./")) for name in found)


def _spelled(name: str) -> str:
    """A name as file systems compare it: macOS takes accents apart, Windows knows no capitals."""
    return unicodedata.normalize("NFC", name).casefold()
