"""A Word file's package: its parts, their relations, their XML (ECMA-376 part 2), opened without trust.

Nothing in it is used as a path, no part is read beyond its limit, and no document type, entity or address is followed.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from docx.oxml.ns import nsmap
from lxml import etree

from bulletin.language import _
from bulletin.manuscript.pencil import Unfit

Element = etree._Element

MAX_PARTS: Final = 5_000
MAX_UNPACKED: Final = 400 * 2**20
MAX_XML: Final = 100 * 2**20
#: Tags and attributes of one part: each takes about a hundred bytes of memory. Ten thousand paragraphs have about half a million.
MAX_NODES: Final = 1_000_000

_PREFIXES: Final = {
    **{prefix: nsmap[prefix] for prefix in ("w", "r", "m", "a", "wp", "pic", "c", "dgm", "xml")},
    # what python-docx does not read: alternative content, shapes, VML, and the package itself
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "pkg": "http://schemas.microsoft.com/office/2006/xmlPackage",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
}
_NAMES: Final = {address: prefix for prefix, address in _PREFIXES.items()}

#: ECMA-376 part 1 names the same elements elsewhere in its strict form; they are read as the transitional ones.
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_TRANSITIONAL: Final = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": _PREFIXES["w"],
    "http://purl.oclc.org/ooxml/officeDocument/relationships": _PREFIXES["r"],
    "http://purl.oclc.org/ooxml/officeDocument/math": _PREFIXES["m"],
    "http://purl.oclc.org/ooxml/drawingml/main": _PREFIXES["a"],
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": _PREFIXES["wp"],
    "http://purl.oclc.org/ooxml/drawingml/picture": _PREFIXES["pic"],
    "http://purl.oclc.org/ooxml/drawingml/chart": _PREFIXES["c"],
    "http://purl.oclc.org/ooxml/drawingml/diagram": _PREFIXES["dgm"],
}

#: What zipfile raises of a zip that it cannot open; NotImplementedError for a compression or version that it does not know.
_BROKEN_ZIP: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, struct.error)
_DOCTYPE: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


@dataclass(frozen=True)
class Relation:
    """What a part refers to: the last word of the relation's type, and a part's name or an outside address."""

    kind: str
    target: str
    outside: bool


@lru_cache(maxsize=4096)
def qn(name: str) -> str:
    """A name with prefix ("w:p") as lxml writes it."""
    prefix, _colon, local = name.partition(":")
    return f"{{{_PREFIXES[prefix]}}}{local}"


@lru_cache(maxsize=4096)
def name_of(tag: str) -> str:
    """lxml's name as one with prefix ("w:p"); an unknown namespace's prefix is empty (":p")."""
    address, _brace, local = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    return f"{_NAMES.get(address, '')}:{local}"


def namespace(prefix: str) -> str:
    """The address that a prefix stands for here."""
    return _PREFIXES[prefix]


def value(element: Element | None, name: str = "w:val") -> str | None:
    """An attribute of an element that may be missing."""
    return None if element is None else element.get(qn(name))


def parse(data: bytes, part: str) -> Element:
    """A part's XML. Raises Unfit for what is too large, broken, or carries a document type (ECMA-376-2 forbids one)."""
    if len(data) > MAX_XML or data.count(b"<") + data.count(b"=") > MAX_NODES:
        raise too_large()
    if any(mark in data for mark in _DOCTYPE):
        raise _forbidden(part)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        # a program's template often leaves an empty line before the declaration
        root = etree.fromstring(data.lstrip(b" \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        # libxml2 names this switch where one of its own limits was met
        raise (_beyond_measure() if "XML_PARSE_HUGE" in str(error) else damaged(part)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _forbidden(part)
    return _transitional(root)


class Package:
    """The parts of one Word file. Raises Unfit for what cannot be opened or is beyond the limits."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN_ZIP as error:
            raise _cut_off() from error
        members = [info for info in self._zip.infolist() if not info.filename.endswith("/")]
        if len(members) > MAX_PARTS or sum(info.file_size for info in members) > MAX_UNPACKED:
            raise too_large()
        # part names are compared without regard to case (ECMA-376-2 §9.1.1)
        self._members = {_part_name(info.filename): info for info in members}
        self._relations: dict[str, dict[str, Relation]] = {}

    @property
    def main(self) -> str:
        """The name of the part that holds the text. Raises Unfit for a package that is no Word file."""
        for name in (*self._main_by_relation(), *self._main_by_type(), "word/document.xml"):
            if name in self:
                return name
        raise Unfit(
            "unreadable",
            _("the file is packed like a Word file, but holds no Word text"),
            _("Open it in the program it was made with, save it as a Word document (.docx) and send it again."),
        )

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts, in small letters."""
        return tuple(self._members)

    def __contains__(self, part: str) -> bool:
        return _part_name(part) in self._members

    def read(self, part: str) -> bytes:
        """A part's bytes. Raises KeyError where it is missing, Unfit where it is damaged or has a password."""
        info = self._members[_part_name(part)]
        try:
            return self._zip.read(info)
        except RuntimeError as error:
            raise Unfit("encrypted", _("the file is protected by a password"), _("Remove the password and send the file again.")) from error
        except _BROKEN_ZIP as error:
            raise damaged(part) from error

    def xml(self, part: str) -> Element | None:
        """A part's XML, None where it is missing. Raises Unfit as `parse` and `read` do."""
        if part not in self:
            return None
        if self._members[_part_name(part)].file_size > MAX_XML:
            raise too_large()
        return parse(self.read(part), part)

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part refers to, by relation id."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, file = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        if root is None:
            return {}
        return {each.get("Id", ""): _relation(each, folder) for each in root.iter(qn("rel:Relationship"))}

    def of_kind(self, part: str, kind: str) -> str | None:
        """The name of the part of this kind ("styles", "numbering" …) that a part refers to."""
        return next((each.target for each in self.relations(part).values() if each.kind == kind and not each.outside), None)

    def content_type(self, part: str) -> str:
        """What a part is said to be (ECMA-376-2 §10.1.2), by its own name or by its ending; "" where that is not said."""
        root = self.xml("[Content_Types].xml")
        if root is None:
            return ""
        name, ending = _part_name(part), part.rpartition(".")[2].lower()
        own = (each for each in root.iter(qn("ct:Override")) if _part_name(each.get("PartName", "")) == name)
        common = (each for each in root.iter(qn("ct:Default")) if each.get("Extension", "").lower() == ending)
        return next((each.get("ContentType", "").partition(";")[0].strip().lower() for each in (*own, *common)), "")

    def _main_by_relation(self) -> list[str]:
        found = self.of_kind("", "officeDocument")
        return [found] if found else []

    def _main_by_type(self) -> list[str]:
        root = self.xml("[Content_Types].xml")
        if root is None:
            return []
        wanted = re.compile(r"wordprocessingml\.(document|template)\.main|ms-word\..*\.main")
        return [each.get("PartName", "").lstrip("/") for each in root.iter(qn("ct:Override")) if wanted.search(each.get("ContentType", ""))]


def damaged(part: str) -> Unfit:
    """The verdict on a file one of whose parts cannot be read."""
    return Unfit(
        "unreadable",
        _("the Word file is damaged: its part {part} cannot be read").format(part=part),
        _("Open it in Word, save it under a new name and send it again."),
    )


def _part_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _relation(element: Element, folder: str) -> Relation:
    outside = element.get("TargetMode") == "External"
    target = element.get("Target", "")
    if not outside:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(element.get("Type", "").rpartition("/")[2], target, outside)


def _transitional(root: Element) -> Element:
    if _STRICT not in "".join(root.nsmap.values()):
        return root
    for element in root.iter():
        element.tag = _moved(element.tag)
        for name in [name for name in element.attrib if _STRICT in str(name)]:
            element.set(_moved(str(name)), element.attrib.pop(name))
    return root


def _moved(tag: str) -> str:
    address, brace, local = tag[1:].rpartition("}")
    return f"{{{_TRANSITIONAL[address]}}}{local}" if brace and address in _TRANSITIONAL else tag


def _cut_off() -> Unfit:
    return Unfit(
        "unreadable",
        _("the Word file is cut off or damaged: it cannot be opened"),
        _("Check that it opens in Word, save it under a new name and send it again."),
    )


def too_large() -> Unfit:
    """The verdict on a file beyond the limits."""
    return Unfit(
        "too-large",
        _("the Word file is larger unpacked than can be read"),
        _("Take out what does not belong to the story, save it under a new name and send it again."),
    )


def _beyond_measure() -> Unfit:
    return Unfit(
        "too-large",
        _("the Word file is nested too deeply, or a single text in it is too long, to be read"),
        _("Copy the text into a new Word document and send that."),
    )


def _forbidden(part: str) -> Unfit:
    return Unfit(
        "unreadable",
        _("the Word file holds instructions that no Word file may hold (a document type in {part})").format(part=part),
        _("Copy the text into a new Word document and send that."),
    )
