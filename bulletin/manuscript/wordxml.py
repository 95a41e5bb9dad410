"""Word 2003 in one piece of XML (`.xml`, or `.doc` from an office's own programs): packed as the .docx it stands for, in memory.

Its words are nearly those of ECMA-376, which grew out of it; what lies in one tree there lies in parts here: notes, comments, lists,
headers, pictures. (Microsoft, Office 2003 XML Reference Schemas: WordprocessingML.)
"""

import base64
import binascii
import io
import re
import zipfile
from typing import Final

from lxml import etree

from bulletin.manuscript.package import MAX_PARTS, Element, damaged, name_of, namespace, parse, qn, too_large, value
from bulletin.manuscript.prune import replace

_WORD_2003: Final = "http://schemas.microsoft.com/office/word/2003/wordml"
_AML: Final = "{http://schemas.microsoft.com/aml/2001/core}"
#: What was spelt otherwise, or has another name now.
_RENAMED: Final = {"vmerge": "vMerge", "hmerge": "hMerge", "listPr": "numPr", "ilfo": "numId", "hlink": "hyperlink", "fareast": "eastAsia"}
_HYPHEN: Final = re.compile(r"-([a-z])")
#: Kinds of numbers in the order of Word's own codes, from 0 ([MS-OSHARED] §2.2.1.3).
_NUMBERS: Final = (
    "decimal upperRoman lowerRoman upperLetter lowerLetter ordinal cardinalText ordinalText hex chicago ideographDigital"
    " japaneseCounting aiueo iroha decimalFullWidth decimalHalfWidth japaneseLegal japaneseDigitalTenThousand decimalEnclosedCircle"
    " decimalFullWidth2 aiueoFullWidth irohaFullWidth decimalZero bullet ganada chosung decimalEnclosedFullstop decimalEnclosedParen"
    " decimalEnclosedCircleChinese ideographEnclosedCircle ideographTraditional ideographZodiac ideographZodiacTraditional"
    " taiwaneseCounting ideographLegalTraditional taiwaneseCountingThousand taiwaneseDigital chineseCounting chineseLegalSimplified"
    " chineseCountingThousand"
)
_NUMBER_KINDS: Final = {**{str(code): kind for code, kind in enumerate(_NUMBERS.split())}, "255": "none"}
_CHANGES: Final = {"Word.Insertion": "w:ins", "Word.Deletion": "w:del"}
_RANGES: Final = {"Word.Comment.Start": "w:commentRangeStart", "Word.Comment.End": "w:commentRangeEnd"}
#: How a changed place was set or numbered before.
_FORMER: Final = ("Word.Formatting", "Word.Numbering")
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(data: bytes) -> bytes:
    """The package that a file stands for, as a zip. Raises Unfit for what is broken or beyond a package's limits."""
    root = parse(data, "w:wordDocument")
    for element in root.iter():
        _rename(element)
    body = root.find(qn("w:body"))
    if body is None:
        raise damaged("w:body")
    parts = _Parts()
    parts.take_pictures(root)
    parts.take_headers(body)
    parts.take_notes(body)
    for annotation in list(root.iter(f"{_AML}annotation")):
        parts.settle(annotation)
    parts.take_links(body)
    parts.take_tables(root)
    return parts.packed(body)


def _rename(element: Element) -> None:
    element.tag = _renamed(str(element.tag))
    for name in [str(name) for name in element.attrib if _WORD_2003 in str(name)]:
        text, now = str(element.attrib.pop(name)), _renamed(name)
        # next-page, text-wrapping
        element.set(now, _joined(text) if now == qn("w:type") else text)


def _renamed(tag: str) -> str:
    if not tag.startswith(f"{{{_WORD_2003}}}"):
        return tag
    local = tag.rpartition("}")[2]
    return f"{{{namespace('w')}}}{_RENAMED.get(local, _joined(local))}"


def _joined(text: str) -> str:
    """first-line as firstLine."""
    return _HYPHEN.sub(lambda found: found[1].upper(), text)


class _Parts:
    """What is taken out of the one tree, each to its part; names in the file are never names of parts."""

    def __init__(self) -> None:
        self._parts: dict[str, bytes] = {}
        self._relations: list[tuple[str, str, bool]] = []
        self._gathered = {kind: etree.Element(qn(f"w:{kind}s")) for kind in ("footnote", "endnote", "comment")}

    def take_pictures(self, root: Element) -> None:
        """Pictures in base64 (w:binData), which shapes call by the name that is given with them."""
        keys: dict[str, str] = {}
        for at, element in enumerate(list(root.iter(qn("w:binData"))), start=1):
            keys[value(element, "w:name") or ""] = self._add("image", f"media/{at}", _decoded(element))
            _remove(element)
        for image in root.iter(qn("v:imagedata")):
            if source := image.get("src", ""):
                image.set(qn("r:id"), keys.get(source) or self._refer("image", source, outside=True))

    def take_headers(self, body: Element) -> None:
        """Headers and footers, which stand in their section's properties."""
        for at, element in enumerate(list(body.iter(qn("w:hdr"), qn("w:ftr")))):
            kind = "header" if name_of(element.tag) == "w:hdr" else "footer"
            self._add(kind, f"{kind}{at}.xml", _written(element))
            _remove(element)

    def take_notes(self, body: Element) -> None:
        """Notes, which stand at their marks."""
        for kind in ("footnote", "endnote"):
            for note in list(body.iter(qn(f"w:{kind}"))):
                if not any(name_of(each.tag) == "w:p" for each in note):
                    continue  # the settings of notes have the same name
                reference = etree.Element(qn(f"w:{kind}Reference"))
                reference.set(qn("w:customMarkFollows"), value(note, "w:suppressRef") or "0")
                self._gather(kind, note, reference)

    def settle(self, annotation: Element) -> None:
        """A change, a comment or a bookmark, as ECMA-376 writes it."""
        kind, content = value(annotation, "w:type") or "", annotation.find(f"{_AML}content")
        children = [] if content is None else list(content)
        if kind in _CHANGES or kind in _RANGES:
            now = etree.Element(qn(_CHANGES.get(kind) or _RANGES[kind]))
            now.set(qn("w:id"), annotation.get(f"{_AML}id", ""))
            now.extend(children)
            replace(annotation, [now])
        elif kind == "Word.Comment":
            self._comment(annotation, children)
        else:
            replace(annotation, [] if kind in _FORMER else children)

    def take_links(self, body: Element) -> None:
        """Links, whose address stands at their words."""
        for link in body.iter(qn("w:hyperlink")):
            if address := value(link, "w:dest"):
                link.set(qn("r:id"), self._refer("hyperlink", address, outside=True))

    def take_tables(self, root: Element) -> None:
        """The tables of styles and lists."""
        if (styles := root.find(qn("w:styles"))) is not None:
            self._add("styles", "styles.xml", _written(styles))
        if (lists := root.find(qn("w:lists"))) is not None:
            self._add("numbering", "numbering.xml", _written(_numbering(lists)))

    def packed(self, body: Element) -> bytes:
        """All of it as a zip."""
        for kind, root in self._gathered.items():
            self._add(f"{kind}s", f"{kind}s.xml", _written(root))
        if len(self._relations) > MAX_PARTS:
            raise too_large()
        document = etree.Element(qn("w:document"))
        document.append(body)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("word/document.xml", _written(document))
            archive.writestr("word/_rels/document.xml.rels", self._written_relations())
            for name, data in self._parts.items():
                archive.writestr(f"word/{name}", data)
        return stream.getvalue()

    def _comment(self, annotation: Element, paragraphs: list[Element]) -> None:
        key, author = annotation.get(f"{_AML}id", ""), annotation.get(f"{_AML}author", "")
        comment, reference = etree.Element(qn("w:comment")), etree.Element(qn("w:commentReference"))
        comment.set(qn("w:author"), author)
        comment.extend(paragraphs)
        for each in (comment, reference):
            each.set(qn("w:id"), key)
        self._gathered["comment"].append(comment)
        run = etree.Element(qn("w:r"))
        run.append(reference)
        parent = annotation.getparent()
        in_run = parent is not None and name_of(parent.tag) == "w:r"
        replace(annotation, [reference if in_run else run])

    def _gather(self, kind: str, note: Element, reference: Element) -> None:
        key = str(len(self._gathered[kind]) + 1)
        reference.set(qn("w:id"), key)
        replace(note, [reference])
        note.set(qn("w:id"), key)
        self._gathered[kind].append(note)

    def _add(self, kind: str, name: str, data: bytes) -> str:
        self._parts[name] = data
        return self._refer(kind, name)

    def _refer(self, kind: str, target: str, *, outside: bool = False) -> str:
        self._relations.append((kind, target, outside))
        return f"rId{len(self._relations)}"

    def _written_relations(self) -> bytes:
        root = etree.Element(qn("rel:Relationships"))
        for at, (kind, target, outside) in enumerate(self._relations, start=1):
            each = etree.SubElement(root, qn("rel:Relationship"), Id=f"rId{at}", Type=f"{_OFFICE}/{kind}", Target=target)
            if outside:
                each.set("TargetMode", "External")
        return _written(root)


def _numbering(lists: Element) -> Element:
    """The lists, with their levels' kinds by name."""
    numbering = etree.Element(qn("w:numbering"))
    for of, now, key, to in (("w:listDef", "w:abstractNum", "w:listDefId", "w:abstractNumId"), ("w:list", "w:num", "w:numId", "w:numId")):
        for each in list(lists.iterchildren(qn(of))):
            each.tag = qn(now)
            each.set(qn(to), value(each, key) or "")
            numbering.append(each)
    for each in numbering.iter(qn("w:ilst"), qn("w:nfc"), qn("w:suff")):
        _name_level(each, value(each) or "")
    return numbering


def _name_level(element: Element, said: str) -> None:
    match name_of(element.tag):
        case "w:ilst":
            element.tag = qn("w:abstractNumId")
        case "w:nfc":
            element.tag = qn("w:numFmt")
            element.set(qn("w:val"), _NUMBER_KINDS.get(said, f"nfc {said}"))
        case "w:suff":
            element.set(qn("w:val"), said.lower())


def _decoded(element: Element) -> bytes:
    try:
        return base64.b64decode(element.text or "")
    except (binascii.Error, ValueError):
        return b""  # named as a picture that cannot be read, where it stands


def _written(root: Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", with_tail=False)


def _remove(element: Element) -> None:
    replace(element, [])
