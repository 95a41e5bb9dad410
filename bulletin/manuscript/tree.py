"""A web page's text as a tree of elements, within limits; whatever it refers to stays where it is.

lxml's parser was chosen over one that follows the HTML standard to the letter (html5lib, tinyhtml5): it keeps every
character of broken pages too, and its limits hold hostile ones, where the others' work grows with the square of the depth.
"""

import re
from typing import Final

from lxml import etree

from bulletin.language import _
from bulletin.manuscript.look import Element
from bulletin.manuscript.pencil import Unfit

_MAX_CHARACTERS: Final = 20_000_000
_MOST_TAGS: Final = 200_000
_ATTRIBUTE: Final = r"[\s/]++[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+"
#: A tag of more attributes than any program writes: what the parser spends on them grows with their square.
_CROWDED_TAG: Final = re.compile(rf"<[A-Za-z][^\s/>]*+(?:{_ATTRIBUTE}){{0,1000}}+({_ATTRIBUTE})?+")
#: What servers put under a mail's text stands behind these, where the parser reads no further.
_ENDS_OF_PAGE: Final = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)


def parsed(text: str) -> Element:
    """The root of a page, or of a part of one. Raises Unfit: too-large beyond the limits, unreadable where nothing is in it."""
    if len(text) > _MAX_CHARACTERS or text.count("<") > _MOST_TAGS or any(tag[1] for tag in _CROWDED_TAG.finditer(text)):
        raise _too_large()
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(_ENDS_OF_PAGE.sub("", text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unfit("unreadable", _("the HTML file is damaged"), _("Copy the text into a Word document and send that.")) from error
    # beyond its limits the parser stops, and would silently leave out the rest
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise _too_large()
    if root is None:
        raise Unfit("unreadable", _("the HTML file holds no text"), _("Copy the text into a Word document and send that."))
    return root


def take_out(element: Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _too_large() -> Unfit:
    message = _("the HTML file is too large or nested too deeply to be read")
    return Unfit("too-large", message, _("Copy the text into a Word document and send that."))
