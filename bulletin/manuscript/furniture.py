"""Headers, footers and watermarks: they belong to the author's page, not to the story, and are named where they say something."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bulletin.language import _
from bulletin.manuscript.drawing import shows_picture
from bulletin.manuscript.package import Element, name_of, qn
from bulletin.manuscript.pencil import Pencil, excerpt

#: What stands around a page's number: 第 1 页 共 3 页, - 2 -, Page 1 of 3.
_FOLIO: Final = re.compile(r"[第共总總页頁]|\bpages?\b|\bof\b|\d|[^\w]|_", re.IGNORECASE)


def name_furniture(parts: Sequence[Element], pencil: Pencil) -> None:
    """Name what these headers, footers and grounds say or show, each once however many pages have it; a page's number says nothing."""
    if any(map(shows_picture, parts)):
        message = _("a picture in the header or footer, or behind the page, was left out")
        pencil.mark("left-alone", message, _("If it belongs to the story, insert it into the text."))
    name_headers(map(_wording, parts), pencil)


def name_headers(texts: Iterable[str], pencil: Pencil) -> None:
    """Name what these headers and footers say, each once; a page's number says nothing."""
    for text in dict.fromkeys(texts):
        if _FOLIO.sub("", text):
            message = _("the header or footer was left out: {text}").format(text=excerpt(text))
            pencil.mark("left-alone", message, _("If it belongs to the story, write it into the text."), text=text)


def _wording(root: Element) -> str:
    return " ".join(filter(None, ("".join(_words(paragraph)).strip() for paragraph in root.iter(qn("w:p")))))


def _words(paragraph: Element) -> Iterable[str]:
    for element in paragraph.iter(qn("w:t"), qn("v:textpath"), qn("w:p")):
        if name_of(element.tag) == "v:textpath":
            yield element.get("string", "")
        elif name_of(element.tag) == "w:t" and next(element.iterancestors(qn("w:p")), None) is paragraph:
            yield element.text or ""
