"""What Word leaves of its own in a page that it wrote (HTML, web archives, Outlook's mails): notes, comments and changes.

They stand in the page's text, marked in styles and classes that browsers pass over.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bulletin.language import _
from bulletin.manuscript.look import Element, style_of, text_of
from bulletin.manuscript.pencil import Pencil, excerpt
from bulletin.manuscript.tree import take_out

_LISTS: Final = ("footnote-list", "endnote-list", "comment-list")
_NOTES: Final = ("footnote", "endnote")
_REFERENCES: Final = ("mso-footnote-id", "mso-endnote-id")
_DELETED: Final = re.compile(r"\bmsoDel\b", re.IGNORECASE)
_INSERTED: Final = re.compile(r"\bmsoIns\b", re.IGNORECASE)
#: The sign that stands where a comment is: [W1].
_ANCHOR: Final = re.compile(r"\b(?:msocomAnchor|MsoCommentReference)\b", re.IGNORECASE)
_AUTHOR: Final = re.compile(r"mso-comment-author:\s*[\"']?([^\"';]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Margin:
    """A page's notes, in the order of their marks, and its comments."""

    notes: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


def take_margin(root: Element, pencil: Pencil) -> Margin:
    """Take out of a page what is not its text, accept its changes, and mark its notes as all notes are marked: [1]."""
    own = [each for each in root.iter() if "mso" in (each.get("style", "") + each.get("class", "")).lower()]
    parts = {said: _elements(own, said) for said in (*_LISTS, *_NOTES, "comment")}
    words = [text_of(each).strip() for each in own if "mso-comment-reference" in style_of(each)]
    comments = tuple(_comment(each, words, pencil) for each in parts["comment"])
    texts = {each.get("id", ""): _note(each) for kind in _NOTES for each in parts[kind]}
    for each in (part for found in parts.values() for part in found):
        take_out(each)
    left = [each for each in own if each.getroottree().getroot() is root]
    _accept(left, pencil)
    return Margin(tuple(_marked(left, texts)), comments)


def headers(root: Element) -> tuple[str, ...]:
    """What the headers and footers in a page of Word's say."""
    found = (each for said in ("header", "footer") for each in _elements(root.iter(), said))
    return tuple(" ".join(text_of(each).split()) for each in found)


def _elements(elements: Iterable[Element], said: str) -> list[Element]:
    """Those of the elements that Word says are this (mso-element)."""
    return [each for each in elements if style_of(each).get("mso-element") == said]


def _classed(elements: Iterable[Element], pattern: re.Pattern[str]) -> list[Element]:
    return [each for each in elements if pattern.search(each.get("class", ""))]


def _comment(element: Element, words: list[str], pencil: Pencil) -> str:
    author = next((found[1] for each in element.iter() if (found := _AUTHOR.search(each.get("style", "")))), "")
    for anchor in _classed(list(element.iter()), _ANCHOR):
        take_out(anchor)
    text = " ".join(text_of(element).split())
    text = _("{author}: {text}").format(author=author, text=text) if author else text
    message = _("a comment stands here: {text}").format(text=excerpt(text))
    if words and (about := words.pop(0)):
        message = _("a comment on “{words}”: {text}").format(words=excerpt(about), text=excerpt(text))
    pencil.mark("comment", message, _("Settle it with its author; it is not printed."), text=text)
    return text


def _note(element: Element) -> str:
    for _key, reference in _references(element.iter()):
        take_out(reference)
    lines = (" ".join(text_of(each).split()) for each in element.iter("p"))
    return "\n".join(filter(None, lines)) or " ".join(text_of(element).split())


def _references(elements: Iterable[Element]) -> list[tuple[str, Element]]:
    found = [(style_of(each), each) for each in elements]
    return [(style[name], each) for style, each in found for name in _REFERENCES if name in style]


def _accept(elements: list[Element], pencil: Pencil) -> None:
    deleted, inserted = _classed(elements, _DELETED), _classed(elements, _INSERTED)
    for each in (*deleted, *_classed(elements, _ANCHOR)):
        take_out(each)
    if changes := len(deleted) + len(inserted):
        message = _("the file has tracked changes ({count}); they were accepted").format(count=changes)
        pencil.mark("tracked-changes", message, _("If one of them should not stand, settle it in Word and send the file again."))


def _marked(elements: list[Element], texts: dict[str, str]) -> Iterator[str]:
    """The notes in the order of their marks, which are numbered so, then those without a mark."""
    number = 0
    for key, reference in _references(elements):
        if key in texts:
            number += 1
            yield texts.pop(key)
            for child in list(reference):
                reference.remove(child)
            reference.text = f"[{number}]"
            reference.set("style", "vertical-align:super")
    yield from texts.values()
