"""The tags: what each piece of text on the pages is, in reading order, for those who listen to a page (PDF/UA-1, ISO 14289-1).

Takes the place of WeasyPrint's own tags, which begin every element anew on each page and tell running heads as text.
Here an element is one from its first page to its last, what stands in the margins is an artefact, and so is a table's
head where it is repeated.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pydyf  # type: ignore[import-untyped]  # it has no types
import weasyprint.pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

#: What HTML elements are in a PDF (ISO 32000-1 §14.8.4). Those that are not here are seen through.
_TAGS = {
    **dict.fromkeys(("section", "nav", "aside"), "Sect"),
    **dict.fromkeys(("p", "pre", "dt", "dd"), "P"),
    **dict.fromkeys(("ul", "ol", "dl"), "L"),
    **{name: name.upper() for name in ("tr", "th", "td")},
    **{"thead": "THead", "tbody": "TBody", "tfoot": "TFoot"},
    **{"main": "Part", "article": "Art", "figure": "Div", "blockquote": "BlockQuote", "li": "LI", "table": "Table", "a": "Link"},
    **{"figcaption": "Caption", "caption": "Caption", "img": "Figure", "{http://www.w3.org/2000/svg}svg": "Figure"},
}
_HEADING = re.compile(r"h([1-6])$")
#: Inside a table of contents lists have names of their own.
_IN_CONTENTS = {"L": "TOC", "LI": "TOCI"}
#: Groups that hold elements only: text that stands in one directly is a paragraph of it.
_GROUPS = {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "LBody", "TOCI"}
_CELLS = {"TH", "TD"}
_ANONYMOUS = (None, "text")
_DEEPEST = 6

_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_ENGLISH = re.compile(r"[A-Za-z]{2,}\W+[A-Za-z]{2,}")


@dataclass(frozen=True)
class Mark:
    """A piece of text or a picture: its page (from 0), the stream in which it is painted, and its number there."""

    page: int
    stream: Any
    number: int


@dataclass(frozen=True)
class Annotation:
    """The place on a page that a link can be followed from."""

    annotation: Any
    sheet: Any


class Element:
    """An element of the structure: its tag, what it was made of, and what it holds in reading order.

    It holds elements, marks, and what links are followed from.
    """

    def __init__(self, tag: str, source: tuple[Any, str], above: "Element | None") -> None:
        self.tag, self.source, self.above = tag, source, above
        self.kids: list[Element | Mark | Annotation] = []
        self.more: dict[str, Any] = {}
        self.words = ""
        if above is not None:
            above.kids.append(self)

    def above_all(self) -> "Iterator[Element]":
        """This element, and those in which it stands."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.above

    def all_below(self) -> "Iterator[Element]":
        """This element, and those that stand in it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.all_below()


#: The elements of all pages, by what they were made of, each with its first page.
Made = dict[tuple[int, str], tuple[Element, int]]


def add_tags(pdf: pydyf.PDF, document: Any, pdf_version: str, page_streams: list[Any]) -> None:
    """WeasyPrint's `pdf.tags.add_tags`: write the structure tree and what goes with it into the catalogue."""
    root = Element("Document", (None, ""), None)
    made: Made = {}
    painted = defaultdict(list)  # a page's stream and those of its groups (what is seen through) share their marks
    for each in pdf.objects:
        painted[id(getattr(each, "_tags", None))].append(each)
    for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
        _Page(pdf, number, page, painted[id(stream._tags)], made).read(root)
    _number_headings(root)
    _Writer(pdf, len(document.pages), str(document.metadata.lang or "")).write(root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def install() -> None:
    """Let WeasyPrint call `add_tags` here instead of its own, in this process, for good."""
    weasyprint.pdf.add_tags = add_tags


class _Page:
    """A page's boxes and WeasyPrint's marks in its stream; `made` holds the elements of all pages, each with its last page."""

    def __init__(self, pdf: pydyf.PDF, number: int, page: Any, streams: list[Any], made: Made) -> None:
        self._number, self._page, self._made = number, page, made
        self._boxes, self._painted = streams[0]._tags, streams
        self._sheet = pdf.objects[int(pdf.page_references[number].split()[0])]
        self._streams = {mark: each for each in streams for mark in _marks(each.stream)}

    def read(self, root: Element) -> None:
        """Put what stands on the page where it belongs; what belongs nowhere becomes an artefact."""
        self._walk(self._page._page_box, root)
        aside = {mark["mcid"] for mark in self._boxes.values()}
        for stream in self._painted:
            _set_aside(stream.stream, aside)
        self._boxes.clear()

    def _walk(self, box: Any, above: Element) -> None:
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        element = None if isinstance(box, boxes.MarginBox) or box.is_leader else self._element(box, above)
        if element is None:
            self._unlink(box)
            return
        if box.link_annotation:
            self._link(box, element)
        if box in self._boxes:
            self._hold(box, element)
        for child in getattr(box, "children", ()):
            self._walk(child, element)

    def _element(self, box: Any, above: Element) -> Element | None:
        """What a box belongs to, made where it is met first. None for what is no part of the text."""
        name = box.element_tag or ""
        if box.element is None or isinstance(box, boxes.TextBox | boxes.LineBox) or above.source == (box.element, name):
            return above
        known, page = self._made.get((id(box.element), name), (None, self._number))
        if known is not None:
            return None if known.tag == "THead" and page != self._number else known
        tag = _tag(name, above)
        if tag is None or (tag == "Figure" and not _alternative(box.element)):
            return above if tag is None else None
        element = _new(tag, box, above, self._page.height)
        self._made[id(box.element), name] = element, self._number
        return element

    def _link(self, box: Any, element: Element) -> None:
        """One annotation for each line of a link; WeasyPrint lays more of them over what stands inside it."""
        link = next((each for each in element.above_all() if each.tag == "Link"), None)
        if link is not None and box.element_tag == "a":
            box.link_annotation["Contents"] = pydyf.String(" ".join("".join(box.element.itertext()).split()))
            link.kids.append(Annotation(box.link_annotation, self._sheet))
        else:
            self._sheet["Annots"].remove(box.link_annotation.reference)

    def _unlink(self, box: Any) -> None:
        """What is not read aloud is nothing to be followed either."""
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        if box.link_annotation:
            self._sheet["Annots"].remove(box.link_annotation.reference)
        for child in getattr(box, "children", ()):
            self._unlink(child)

    def _hold(self, box: Any, element: Element) -> None:
        if isinstance(box, boxes.ReplacedBox) != (element.tag == "Figure"):
            return
        if element.tag in _GROUPS:
            last = element.kids[-1] if element.kids else None
            element = last if isinstance(last, Element) and last.source == _ANONYMOUS else Element("P", _ANONYMOUS, element)
        element.words += getattr(box, "text", "")
        number = self._boxes.pop(box)["mcid"]
        element.kids.append(Mark(self._number, self._streams[number], number))


def _marks(items: list[Any]) -> Iterator[int]:
    """The numbers of the marks in a stream."""
    for at, item in enumerate(items):
        if item == b"BDC" and isinstance(items[at - 1], dict) and "MCID" in items[at - 1]:
            yield items[at - 1]["MCID"]


def _tag(name: str, above: Element) -> str | None:
    if _HEADING.match(name):
        return "H"
    if name == "li::marker":
        return "Lbl"
    in_contents = any(each.source[1] == "nav" for each in above.above_all())
    tag = _TAGS.get(name)
    return _IN_CONTENTS.get(tag, tag) if tag and in_contents else tag


def _new(tag: str, box: Any, above: Element, height: float) -> Element:
    """An element below another; of a list item, its body."""
    source = (box.element, box.element_tag)
    if tag == "Lbl":
        return _label(source, above)
    element = Element(tag, source, above)
    element.more.update(_attributes(tag, box, height))
    if language := box.element.get("lang"):
        element.more["Lang"] = pydyf.String(language)
    return Element("LBody", source, element) if tag == "LI" else element


def _label(source: tuple[Any, str], body: Element) -> Element:
    """A list item's number or bullet goes before its body."""
    item = body.above if body.tag == "LBody" and body.above is not None else body
    label = Element("Lbl", source, item)
    item.kids.insert(0, item.kids.pop())
    if item.above is not None and item.above.tag == "L":
        numbering = "/Decimal" if item.above.source[1] == "ol" else "/Disc"
        item.above.more["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
    return label


def _attributes(tag: str, box: Any, height: float) -> dict[str, Any]:
    if tag == "Figure":
        return {"Alt": pydyf.String(_alternative(box.element)), "A": _place(box, height)}
    if tag in ("TH", "TD"):
        spans = {name: value for name, value in (("ColSpan", box.colspan), ("RowSpan", box.rowspan)) if value != 1}
        scope = {"Scope": "/Row" if box.element.get("scope") == "row" else "/Column"} if tag == "TH" else {}
        return {"A": pydyf.Dictionary({"O": "/Table", **scope, **spans})} if scope or spans else {}
    return {}


def _alternative(element: Any) -> str:
    """What is said in a picture's place."""
    title = element.find("{http://www.w3.org/2000/svg}title")
    return (element.get("alt") or (title is not None and title.text) or "").strip()


def _place(box: Any, height: float) -> pydyf.Dictionary:
    """Where a picture stands, in points from the page's lower left corner (ISO 32000-1 §14.8.5.4)."""
    left, top = box.content_box_x(), box.content_box_y()
    sides = (left, height - top - box.height, left + box.width, height - top)
    return pydyf.Dictionary({"O": "/Layout", "Placement": "/Block", "BBox": pydyf.Array(round(0.75 * side, 3) for side in sides)})


def _number_headings(root: Element) -> None:
    """The first heading is the title, H1; every other stands below it, one level deeper than what it is under and never more."""
    over: list[str] = []
    for place, heading in enumerate(each for each in root.all_below() if each.tag == "H"):
        rank = heading.source[1]
        while over and over[-1] >= rank:
            over.pop()
        over.append(rank)
        heading.tag = "H1" if place == 0 else f"H{min(len(over) + 1, _DEEPEST)}"
        if place == 0:
            over.clear()


def _set_aside(items: list[Any], marks: set[int]) -> None:
    """Turn marks into artefacts, and make one of every text that is not marked at all (WeasyPrint leaves out list bullets)."""
    depth, found = 0, []
    for at, item in enumerate(items):
        if item == b"BDC" and isinstance(items[at - 1], dict) and items[at - 1].get("MCID") in marks:
            items[at - 2 : at] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
        depth += (item in (b"BDC", b"BMC")) - (item == b"EMC")
        if item == b"BT" and depth == 0:
            found.append((at, items.index(b"ET", at)))
    for start, end in reversed(found):
        items[end + 1 : end + 1] = [b"EMC"]
        items[start:start] = ["/Artifact", b"BMC"]


class _Writer:
    """The structure as PDF objects, and the tree that leads from marks back to them (ISO 32000-1 §14.7.4.4)."""

    def __init__(self, pdf: pydyf.PDF, pages: int, language: str) -> None:
        self._pdf, self._language = pdf, language
        self._parents: dict[int, dict[int, bytes] | bytes] = {page: {} for page in range(pages)}

    def write(self, root: Element) -> None:
        """Write the tree below the catalogue."""
        top = self._added({"Type": "/StructTreeRoot"})
        top["K"] = pydyf.Array([self._write(root, top.reference)])
        top["ParentTree"] = self._added({"Nums": pydyf.Array(self._numbers())}).reference
        top["ParentTreeNextKey"] = len(self._parents)
        self._pdf.catalog["StructTreeRoot"] = top.reference

    def _write(self, element: Element, above: bytes) -> bytes | None:
        """An element and what it holds; None where it holds nothing (an empty cell counts)."""
        written = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{element.tag}", "P": above, **element.more})
        if not any(True for each in element.all_below() if each.tag in _CELLS or not all(isinstance(kid, Element) for kid in each.kids)):
            return None
        self._pdf.add_object(written)
        if element.tag not in _GROUPS and "Lang" not in written and self._is_foreign(element):
            written["Lang"] = pydyf.String("en")
        written["K"] = pydyf.Array(kid for kid in (self._kid(each, written) for each in element.kids) if kid is not None)
        return bytes(written.reference)

    def _kid(self, kid: Any, written: Any) -> Any:
        if isinstance(kid, Element):
            return self._write(kid, written.reference)
        if isinstance(kid, Annotation):
            kid.annotation["StructParent"] = len(self._parents)
            self._parents[len(self._parents)] = written.reference
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.annotation.reference, "Pg": kid.sheet.reference})
        self._marked(kid)[kid.number] = written.reference
        sheet = self._pdf.page_references[kid.page]
        if written.setdefault("Pg", sheet) == sheet and not kid.stream.extra:
            return kid.number
        form = {"Stm": kid.stream.reference} if kid.stream.extra else {}
        return pydyf.Dictionary({"Type": "/MCR", "Pg": sheet, "MCID": kid.number, **form})

    def _marked(self, mark: Mark) -> Any:
        """Where to enter what a mark belongs to: by its page, or by the form that it is painted in."""
        if not mark.stream.extra:
            return self._parents[mark.page]
        key = mark.stream.extra.setdefault("StructParents", len(self._parents))
        return self._parents.setdefault(key, {})

    def _is_foreign(self, element: Element) -> bool:
        """Whether English words stand alone in a Chinese publication: a voice must know."""
        words = "".join(each.words for each in element.all_below())
        return self._language.startswith("zh") and _ENGLISH.search(words) is not None and not _CHINESE.search(words)

    def _numbers(self) -> Iterator[Any]:
        for key, entry in self._parents.items():
            yield key
            if isinstance(entry, dict):
                yield pydyf.Array(entry.get(mark, b"null") for mark in range(max(entry, default=-1) + 1))
            else:
                yield entry

    def _added(self, content: dict[str, Any]) -> Any:
        written = pydyf.Dictionary(content)
        self._pdf.add_object(written)
        return written
