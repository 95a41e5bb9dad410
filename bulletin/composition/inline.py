"""Spans as HTML: the only characters of a story that become marks are those that its spans ask for."""

from markupsafe import Markup, escape

from bulletin.composition.measure import phrases
from bulletin.records.story import Span, Spans

_SCRIPTS = {"super": "sup", "sub": "sub"}


def html(spans: Spans) -> Markup:
    """Running text; every character is escaped, a line break within it is a <br>."""
    return Markup("").join(_span(span) for span in spans)


def broken(text: str) -> Markup:
    """Plain text, its line breaks kept."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def headline(title: str) -> Markup:
    """A headline whose phrases keep together on a line where they can."""
    parts = phrases(title)
    if len(parts) == 1:
        return escape(title)
    return Markup("").join(map(_phrase, parts))


def _phrase(part: str) -> Markup:
    text = part.rstrip()  # a blank within the box would be lost at its end
    return Markup('<span class="phrase">{}</span>{}').format(text, part[len(text) :])


def _span(span: Span) -> Markup:
    text = broken(span.text)
    for wanted, tag in (
        (span.strong, "strong"),
        (span.emphasis, "em"),
        (span.underline, "u"),
        (span.script, _SCRIPTS.get(span.script, "")),
    ):
        if wanted:
            text = Markup("<{0}>{1}</{0}>").format(Markup(tag), text)  # noqa: S704 - the tag is one of the five above
    return text
