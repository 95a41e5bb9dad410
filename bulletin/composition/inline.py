"""Spans as HTML: the only characters of a story that become marks are those that its spans ask for."""

import re
from itertools import pairwise

from markupsafe import Markup, escape

from bulletin.composition.measure import names, phrases
from bulletin.lines.rules import ADDRESS
from bulletin.records.story import Span, Spans

#: What is emphasised by italics among Chinese, which takes dots: words and numbers in Latin letters, with the marks inside them.
_LATIN = re.compile("([0-9A-Za-z\u00c0-\u024f](?:[ -~\u00c0-\u024f]*[0-9A-Za-z\u00c0-\u024f%])?)")
_SCRIPTS = {"super": "sup", "sub": "sub"}


def html(spans: Spans) -> Markup:
    """Running text; every character is escaped, a line break within it is a <br>."""
    return Markup("").join(_span(span) for span in spans)


def broken(text: str) -> Markup:
    """Plain text, its line breaks kept."""
    return Markup("<br>").join(map(_line, text.split("\n")))


def _line(text: str) -> Markup:
    """A line's text, each address in an element of its own: no hyphen may part it."""
    cuts = [0, *(place for found in ADDRESS.finditer(text) for place in found.span()), len(text)]
    parts = enumerate(text[start:end] for start, end in pairwise(cuts))
    return Markup("").join(Markup('<span class="address">{}</span>').format(part) if place % 2 else escape(part) for place, part in parts)


def headline(title: str) -> Markup:
    """A headline whose phrases, and the names that they quote, keep together on a line where they can."""
    parts = phrases(title)
    if len(parts) == 1:
        return _named(title)
    return Markup("").join(map(_phrase, parts))


def _phrase(part: str) -> Markup:
    text = part.rstrip()  # a blank within the box would be lost at its end
    return Markup('<span class="phrase">{}</span>{}').format(_named(text), part[len(text) :])


def _named(phrase: str) -> Markup:
    parts = enumerate(names(phrase))
    return Markup("").join(Markup('<span class="quoted">{}</span>').format(part) if place % 2 else escape(part) for place, part in parts)


def _emphasised(text: str) -> Markup:
    """Text whose Latin parts stand in an element of their own."""
    parts = enumerate(_LATIN.split(text))
    return Markup("").join(Markup("<i>{}</i>").format(part) if place % 2 else broken(part) for place, part in parts)


def _span(span: Span) -> Markup:
    text = _emphasised(span.text) if span.emphasis else broken(span.text)
    for wanted, tag in (
        (span.strong, "strong"),
        (span.emphasis, "em"),
        (span.underline, "u"),
        (span.script, _SCRIPTS.get(span.script, "")),
    ):
        if wanted:
            text = Markup("<{0}>{1}</{0}>").format(Markup(tag), text)  # noqa: S704 - the tag is one of the five above
    return text
