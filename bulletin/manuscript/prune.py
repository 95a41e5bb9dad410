"""First step of reading Word: what the file says is cut down to what Word shows.

Of alternatives one stays, tracked changes are accepted, a field keeps its result and loses its instruction.
"""

from typing import Final

from bulletin.manuscript.package import Element, name_of, namespace, qn, value

_UNDERSTOOD: Final = {namespace(prefix) for prefix in ("wps", "wpg", "wpc", "v", "a", "wp", "pic", "m")} | {
    "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "http://schemas.microsoft.com/office/word/2010/wordml",
    "http://schemas.microsoft.com/office/word/2012/wordml",
    "http://schemas.microsoft.com/office/drawing/2010/main",
    "http://schemas.microsoft.com/office/drawing/2014/main",
    "http://schemas.microsoft.com/office/mac/drawingml/2008/main",
}
_GONE: Final = ("w:del", "w:moveFrom", "w:delText", "w:delInstrText")


def prune(root: Element) -> int:
    """Cut a part's tree down to what Word shows. Returns how many tracked changes were accepted."""
    _choose(root)
    changes = _accept(root)
    _drop_instructions(root)
    return changes


def _choose(root: Element) -> None:
    """ECMA-376-3 §9.3: the first alternative that is understood stands, else the fallback; never both."""
    for alternatives in list(root.iter(qn("mc:AlternateContent"))):
        choices = [each for each in alternatives if name_of(each.tag) == "mc:Choice"]
        fallback = alternatives.find(qn("mc:Fallback"))
        chosen = next((each for each in choices if len(each) and _understood(each)), fallback)
        if chosen is None or not len(chosen):
            chosen = choices[0] if choices and fallback is None else fallback
        _replace(alternatives, [] if chosen is None else list(chosen))


def _understood(choice: Element) -> bool:
    return all(choice.nsmap.get(prefix) in _UNDERSTOOD for prefix in choice.get("Requires", "").split())


def _accept(root: Element) -> int:
    gone = [each for each in root.iter(*map(qn, _GONE)) if not _inside_properties(each)]
    rows = [mark.getparent() for mark in root.iter(qn("w:del")) if _parent_is(mark, "w:trPr")]
    stand = sum(1 for each in root.iter(qn("w:ins"), qn("w:moveTo")) if not _inside_properties(each))
    outermost = sum(1 for each in gone if name_of(each.tag) in ("w:del", "w:moveFrom"))
    _join_paragraphs(root)
    for element in gone:
        _replace(element, [])
    for properties in rows:
        if properties is not None and (row := properties.getparent()) is not None:
            _replace(row, [])
    return stand + outermost + len(rows)


def _join_paragraphs(root: Element) -> None:
    """A paragraph whose mark is deleted runs on into the next one, whose mark and setting stand (ECMA-376-1 §17.13.5.15).

    So does a drop cap, which Word keeps in a paragraph of its own (§17.3.1.11).
    """
    # from the last to the first, so that what runs on and on is moved once
    for paragraph in reversed([each for each in root.iter(qn("w:p")) if _runs_on(each)]):
        following = paragraph.getnext()
        if following is None or name_of(following.tag) != "w:p":
            continue
        at = 1 if following.find(qn("w:pPr")) is not None else 0
        following[at:at] = [child for child in paragraph if name_of(child.tag) != "w:pPr"]
        _replace(paragraph, [])


def _runs_on(paragraph: Element) -> bool:
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        return False
    mark, frame = properties.find(qn("w:rPr")), properties.find(qn("w:framePr"))
    if mark is not None and any(name_of(each.tag) in ("w:del", "w:moveFrom") for each in mark):
        return True
    return value(frame, "w:dropCap") in ("drop", "margin")


def _drop_instructions(root: Element) -> None:
    """Text between a field's beginning and its separator is its instruction (§17.16.18); of an unfinished field nothing is."""
    fields: list[list[Element] | None] = []
    gone: list[Element] = []
    for element in root.iter(qn("w:fldChar"), qn("w:t"), qn("w:instrText")):
        if name_of(element.tag) != "w:fldChar":
            _note_instruction(fields, element)
            continue
        kind = value(element, "w:fldCharType")
        if kind == "begin":
            fields.append([])
        elif fields:
            gone += fields[-1] or []
            fields[-1] = None
            if kind == "end":
                fields.pop()
    for element in gone:
        _replace(element, [])


def _note_instruction(fields: list[list[Element] | None], element: Element) -> None:
    for instruction in fields:
        if instruction is not None:
            instruction.append(element)
            return


def _inside_properties(element: Element) -> bool:
    return any(_parent_is(element, name) for name in ("w:rPr", "w:trPr", "w:tcPr", "w:numPr", "w:sectPr", "w:tblPrEx"))


def _parent_is(element: Element, name: str) -> bool:
    parent = element.getparent()
    return parent is not None and name_of(parent.tag) == name


def _replace(element: Element, children: list[Element]) -> None:
    parent = element.getparent()
    if parent is not None:
        for child in children:
            element.addprevious(child)
        parent.remove(element)
