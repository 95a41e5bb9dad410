"""First step of reading Word: what the file says is cut down to what Word shows.

Of alternatives one stays, tracked changes are accepted, a paragraph whose mark does not show runs on, a field keeps its result.
"""

from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from lxml import etree

from bulletin.manuscript.package import Element, name_of, namespace, qn, value
from bulletin.manuscript.styles import on

_UNDERSTOOD: Final = {namespace(prefix) for prefix in ("wps", "wpg", "wpc", "v", "a", "wp", "pic", "m")} | {
    "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "http://schemas.microsoft.com/office/word/2010/wordml",
    "http://schemas.microsoft.com/office/word/2012/wordml",
    "http://schemas.microsoft.com/office/drawing/2010/main",
    "http://schemas.microsoft.com/office/drawing/2014/main",
    "http://schemas.microsoft.com/office/mac/drawingml/2008/main",
}
_GONE: Final = ("w:del", "w:moveFrom", "w:delText", "w:delInstrText")
_MARKS_BETWEEN: Final = 50
_IN_FIELDS: Final = ("w:t", "w:instrText", "w:sym", "w:drawing", "w:pict", "w:object")


def prune(root: Element) -> int:
    """Cut a part's tree down to what Word shows. Returns how many tracked changes were accepted."""
    _choose(root)
    changes = _accept(root) or _changed_marks(root)
    _join_paragraphs(root)
    _resolve_fields(root)
    return changes


def _choose(root: Element) -> None:
    """ECMA-376-3 §9.3: the first alternative that is understood stands, else the fallback; never both."""
    for alternatives in list(root.iter(qn("mc:AlternateContent"))):
        choices = [each for each in alternatives if name_of(each.tag) == "mc:Choice"]
        fallback = alternatives.find(qn("mc:Fallback"))
        chosen = next((each for each in choices if len(each) and _understood(each)), fallback)
        # an empty fallback is how a newer program says "nothing": what it wrote is read as far as it can be, or named
        if (chosen is None or not len(chosen)) and choices:
            chosen = choices[0]
        replace(alternatives, [] if chosen is None else list(chosen))


def _understood(choice: Element) -> bool:
    return all(choice.nsmap.get(prefix) in _UNDERSTOOD for prefix in choice.get("Requires", "").split())


def _accept(root: Element) -> int:
    gone = [each for each in root.iter(*map(qn, _GONE)) if not _inside_properties(each)]
    # a deleted row or cell says so in its properties (§17.13.5.12, §17.13.5.2)
    marks = [*(mark for mark in root.iter(qn("w:del")) if _parent_is(mark, "w:trPr")), *root.iter(qn("w:cellDel"))]
    stand = sum(1 for each in root.iter(qn("w:ins"), qn("w:moveTo")) if not _inside_properties(each))
    outermost = sum(1 for each in gone if name_of(each.tag) in ("w:del", "w:moveFrom"))
    for element in gone:
        replace(element, [])
    for mark in marks:
        if (properties := mark.getparent()) is not None and (deleted := properties.getparent()) is not None:
            replace(deleted, [])
    return stand + outermost + len(marks)


def _changed_marks(root: Element) -> int:
    """How many paragraph marks were deleted or inserted, which parts and joins paragraphs without a changed character."""
    paragraphs = root.iter(qn("w:p"))
    return sum(1 for each in paragraphs if not {"w:del", "w:ins", "w:moveFrom", "w:moveTo"}.isdisjoint(_mark(each)))


def _join_paragraphs(root: Element) -> None:
    """A paragraph whose mark is deleted or hidden runs on into the next one, whose mark and setting stand (ECMA-376-1 §17.13.5.15).

    So does a drop cap, which Word keeps in a paragraph of its own (§17.3.1.11).
    """
    # from the last to the first, so that what runs on and on is moved once
    for paragraph in reversed([each for each in root.iter(qn("w:p")) if _runs_on(each)]):
        if (following := _following(paragraph)) is not None:
            _run_on(paragraph, following)
        elif _is_deleted(paragraph) and len(paragraph) == 1:
            replace(paragraph, [])


def _run_on(paragraph: Element, following: Element) -> None:
    """Move a paragraph's content to the head of the next one, without counting what is there already: it may be very much."""
    head = next(iter(following), None)
    properties = head if head is not None and name_of(head.tag) == "w:pPr" else None
    # a style separator (§17.3.2.36) puts a heading and its text on one line: the line is the heading's
    separates = "w:specVanish" in _mark(paragraph)
    if properties is not None:
        head = properties.getnext()
        if separates:
            following.remove(properties)
    for child in [child for child in paragraph if separates or name_of(child.tag) != "w:pPr"]:
        if head is None:
            following.append(child)
        else:
            head.addprevious(child)
    replace(paragraph, [])


def _following(paragraph: Element) -> Element | None:
    """The paragraph that comes next; marks of bookmarks, comments and spelling in between are no content."""
    for following in islice(paragraph.itersiblings(), _MARKS_BETWEEN):
        name = name_of(following.tag)
        if name == "w:p":
            return following
        if not (name.endswith(("Start", "End")) or name == "w:proofErr"):
            break
    return None


def _runs_on(paragraph: Element) -> bool:
    frame = paragraph.find(f"{qn('w:pPr')}/{qn('w:framePr')}")
    return _is_deleted(paragraph) or "w:vanish" in _mark(paragraph) or value(frame, "w:dropCap") in ("drop", "margin")


def _is_deleted(paragraph: Element) -> bool:
    return not {"w:del", "w:moveFrom"}.isdisjoint(_mark(paragraph))


def _mark(paragraph: Element) -> set[str]:
    """What is said of a paragraph's mark, by the names of the properties that are on."""
    properties = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    return {name_of(each.tag) for each in properties if on(each)} if properties is not None else set()


@dataclass(eq=False)
class _Field:
    """A field that is open: where it begins, its instruction so far, and whether its result has begun and shows anything."""

    begin: Element
    words: list[str] = field(default_factory=list)
    instruction: list[Element] = field(default_factory=list)
    separated: bool = False
    shows: bool = False


def _resolve_fields(root: Element) -> None:
    """What stands between a field's beginning and its separator is its instruction (§17.16.18); of an unfinished field nothing is.

    A field that keeps no result is left as an empty w:fldSimple, which carries its instruction; so is a link, for its address.
    """
    open_fields: list[_Field] = []
    instructing: list[_Field] = []
    finished: list[_Field] = []
    for element in root.iter(*map(qn, ("w:fldChar", *_IN_FIELDS))):
        kind = value(element, "w:fldCharType") if name_of(element.tag) == "w:fldChar" else None
        if kind is None:
            _note(open_fields, instructing, element)
        elif kind == "begin":
            open_fields.append(_Field(element))
            instructing.append(open_fields[-1])
        elif open_fields:
            if instructing[-1:] == open_fields[-1:]:
                instructing.pop().separated = True
            if kind == "end":
                finished.append(open_fields.pop())
    for each in finished:
        _settle(each)
    for each in open_fields:
        if each.separated:
            _drop(each.instruction)


def _note(open_fields: list[_Field], instructing: list[_Field], element: Element) -> None:
    """Note an element as part of the outermost instruction that it stands in, else as what the open fields show."""
    if instructing:
        instructing[0].instruction.append(element)
        instructing[0].words.append(element.text or "")
    elif name_of(element.tag) != "w:instrText" and (name_of(element.tag) != "w:t" or element.text):
        for each in reversed(open_fields):
            if each.shows:  # and so do those around it
                return
            each.shows = True


def _settle(settled: _Field) -> None:
    _drop(settled.instruction)
    instruction = "".join(settled.words).strip()
    if settled.shows:
        for settings in settled.begin.findall(qn("w:ffData")):
            settled.begin.remove(settings)
    if instruction and (not settled.shows or instruction.upper().startswith("HYPERLINK")):
        simple = etree.Element(qn("w:fldSimple"))
        simple.set(qn("w:instr"), instruction)
        settled.begin.addnext(simple)


def _drop(elements: list[Element]) -> None:
    for element in elements:
        replace(element, [])


def _inside_properties(element: Element) -> bool:
    return any(_parent_is(element, name) for name in ("w:rPr", "w:trPr", "w:tcPr", "w:numPr", "w:sectPr", "w:tblPrEx"))


def _parent_is(element: Element, name: str) -> bool:
    parent = element.getparent()
    return parent is not None and name_of(parent.tag) == name


def replace(element: Element, children: list[Element]) -> None:
    """Put elements in the place of one; what follows it as bare text goes with it."""
    parent = element.getparent()
    if parent is not None:
        for child in children:
            element.addprevious(child)
        parent.remove(element)
