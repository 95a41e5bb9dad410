"""Markdown as Chinese needs it: CommonMark with tables, emphasis beside Chinese marks, and five plain tags.

CommonMark decides by the neighbours of ``**`` whether it opens or closes; in ``**一、动员。**支行`` the mark
before and the character behind keep it from closing (CommonMark 0.31 §6.2, "right-flanking"). Chinese sets no
blanks, so a run of ``*`` that touches Chinese text opens or closes whatever stands on its other side, blanks excepted.
Stars that stand for hidden figures or a hidden name (``6222****0128``, ``张**、李**``) are themselves: see `_is_mask`.
Raw HTML is text, but for <b> <i> <u> <sup> <sub>, which mean what ``**`` cannot always say.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from bulletin.records.story import Span, Spans

#: Han, kana, full-width forms, Chinese marks, and the curly quotes, dashes and dots that Chinese shares with Latin.
_CHINESE = re.compile(r"[⺀-鿿豈-﫿＀-￯\u2014\u2018\u2019\u201c\u201d\u2026\u00b7\U00020000-\U0003ffff]")
_TAG = re.compile(r"<(/?)(b|i|u|sup|sub)>")
#: Two equals signs set nothing here, but in the editors of Markdown that `bulletin.manuscript.dialect` knows.
_SPECIAL = re.compile(r"[\\*_`\[\]<&~|]|=(?==)")
#: Blanks that Markdown trims or changes: at a line's ends, and all but the plain one and the full-width one elsewhere.
_BLANK = re.compile(r"[\t\r\f\v]|(?<![^\n])[^\S\n]|[^\S\n](?![^\n])")
#: What may stand beside hidden figures: a card's figures, and the X that an identity number ends in (GB 11643).
_FIGURE = re.compile(r"[0-9０-９XxＸｘ]")
#: A few words without a mark; and a figure that is part of a number of an account, a card, a document, a telephone.
_WORDS = re.compile(r"[^*\s，。、；：！？,;:!?]{1,15}")
_NUMBERED = re.compile(r"(?:[号卡证话]|[账帐]户)[^\d，。；]{0,4}[\d*Xx]*$")
#: A mark that closes or parts, which nothing set apart begins with: what stands before it is over.
_CLOSING = "，。、；：！？…）》」』】”’,.;:!?)]"
_LINE_START = re.compile(r"^(#|>|[-+=:]|\d+(?=[.)]))")


@dataclass(frozen=True)
class Image:
    """A picture in running text: its address, the text that stands for it, and its title."""

    address: str
    text: str
    title: str = ""


def parser() -> MarkdownIt:
    """A parser of CommonMark and tables, without raw HTML."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.inline.ruler.at("emphasis", _emphasis)
    markdown.inline.ruler.before("html_inline", "plain_tag", _plain_tag)
    return markdown


def split_front_matter(text: str) -> tuple[str | None, str, int]:
    """A text's YAML front matter (None where it has none), what follows it, and the line (from 1) on which that begins."""
    found = re.match(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", text, re.DOTALL | re.MULTILINE)
    if found is None:
        return None, text, 1
    return found[1], text[found.end() :], text[: found.end()].count("\n") + 1


def inline(children: Sequence[Token]) -> tuple[Span | Image, ...]:
    """What an inline token's children say, as spans and pictures; neighbours set alike are one span.

    A line break within a paragraph is dropped between Chinese characters (they are set without blanks) and is a blank
    elsewhere; a hard break is "\\n". A link keeps its text.
    """
    return tuple(_joined(_pieces(children)))


def write(spans: Spans) -> str:
    """Spans as Markdown that `inline` reads back as the same spans."""
    starred = _written(spans, starred=True)
    return starred if read(starred) == spans else _written(spans, starred=False)


def read(text: str) -> tuple[Span | Image, ...]:
    """One paragraph of Markdown as spans and pictures."""
    tokens = _PARSER.parse(text)
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return ()
    return inline(tokens[1].children or ())


def escape(text: str) -> str:
    """Text that Markdown reads as itself, within a line."""
    return _BLANK.sub(lambda found: f"&#{ord(found[0])};", _SPECIAL.sub(r"\\\g<0>", text))


@dataclass(frozen=True)
class _Style:
    strong: int = 0
    emphasis: int = 0
    underline: int = 0
    script: tuple[Literal["super", "sub"], ...] = field(default=())

    def span(self, text: str) -> Span:
        return Span(
            text=text,
            strong=self.strong > 0,
            emphasis=self.emphasis > 0,
            underline=self.underline > 0,
            script=self.script[-1] if self.script else "",
        )


def _pieces(children: Sequence[Token]) -> Iterator[Span | Image]:
    style = _Style()
    for position, token in enumerate(children):
        if token.type == "image":
            text = token.content if not token.children else _text(token.children)
            yield Image(str(token.attrs["src"]), text, str(token.attrs.get("title") or ""))
        elif token.type == "softbreak":
            yield from _soft_break(children, position, style)
        elif token.type == "hardbreak":
            yield style.span("\n")
        elif token.nesting:
            style = _turned(style, token)
        elif token.content:
            yield style.span(token.content)


def _soft_break(children: Sequence[Token], position: int, style: _Style) -> Iterator[Span]:
    before = next((token.content[-1] for token in reversed(children[:position]) if token.content), "")
    after = next((token.content[0] for token in children[position + 1 :] if token.content), "")
    if not (_CHINESE.match(before) and _CHINESE.match(after)) and before and after:
        yield style.span(" ")


def _turned(style: _Style, token: Token) -> _Style:
    step = token.nesting
    match token.type.rpartition("_")[0]:
        case "strong":
            return replace(style, strong=style.strong + step)
        case "em":
            return replace(style, emphasis=style.emphasis + step)
        case "u":
            return replace(style, underline=style.underline + step)
        case "sup":
            return replace(style, script=(*style.script, "super") if step > 0 else style.script[:-1])
        case "sub":
            return replace(style, script=(*style.script, "sub") if step > 0 else style.script[:-1])
    return style


def _text(children: Iterable[Token]) -> str:
    return "".join("\n" if token.type in ("softbreak", "hardbreak") else token.content for token in children)


def _joined(pieces: Iterable[Span | Image]) -> Iterator[Span | Image]:
    held: Span | None = None
    for piece in pieces:
        if isinstance(piece, Span) and held is not None and _alike(held, piece):
            held = held.model_copy(update={"text": held.text + piece.text})
            continue
        if held is not None:
            yield held
            held = None
        if isinstance(piece, Span):
            held = piece
        else:
            yield piece
    if held is not None:
        yield held


def _alike(one: Span, other: Span) -> bool:
    return one.model_copy(update={"text": other.text}) == other


def _written(spans: Spans, *, starred: bool) -> str:
    text = "".join(_marked(span, starred=starred) for span in spans)
    # what a paragraph begins and ends with is trimmed by every Markdown reader: such blanks are written as numbers
    text = re.sub(r"\A\s|\s\Z", lambda found: f"&#{ord(found[0])};", text)
    text = re.sub(r"\n", "\\\\\n", text)
    return "\n".join(_LINE_START.sub(_line_start, line) for line in text.split("\n"))


def _line_start(found: re.Match[str]) -> str:
    return found[1] + "\\" if found[1].isdigit() else "\\" + found[1]


def _marked(span: Span, *, starred: bool) -> str:
    text = escape(span.text)
    for on, tag, stars in ((span.emphasis, "i", "*"), (span.strong, "b", "**")):
        if on:
            text = f"{stars}{text}{stars}" if starred else f"<{tag}>{text}</{tag}>"
    for on, tag in ((span.underline, "u"), (span.script == "super", "sup"), (span.script == "sub", "sub")):
        if on:
            text = f"<{tag}>{text}</{tag}>"
    return text


def _emphasis(state: StateInline, silent: bool) -> bool:
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    opens, closes = scanned.can_open, scanned.can_close
    before = state.src[state.pos - 1 : state.pos] or " "
    after = state.src[state.pos + scanned.length : state.pos + scanned.length + 1] or " "
    if marker == "*" and (_CHINESE.match(before) or _CHINESE.match(after)):
        opens, closes = not after.isspace() and after not in _CLOSING, not before.isspace()
    if marker == "*":
        masks = _is_mask(before, scanned.length, after)
        figure = before.isdigit() and not _is_bold_behind_figure(state.src, state.pos, scanned.length)
        opens, closes = opens and not masks and not figure, closes and not masks
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(marker=ord(marker), length=scanned.length, token=len(state.tokens) - 1, end=-1, open=opens, close=closes)
        )
    state.pos += scanned.length
    return True


def _is_mask(before: str, stars: int, after: str) -> bool:
    """Whether a run of stars hides figures: between two of them, three or more beside one, and four or more anywhere.

    Behind a figure stars seldom open anything either (尾号62**的卡), see `_is_bold_behind_figure`. Nothing is lost where it
    only looks like a mask: the stars are printed, and bold text can be written with <b>.
    """
    beside = bool(_FIGURE.match(before)) + bool(_FIGURE.match(after))
    return stars >= 4 or beside == 2 or (stars == 3 and beside == 1)


def _is_bold_behind_figure(text: str, at: int, stars: int) -> bool:
    """Whether stars behind a figure set a few words bold (15**户**企业), and neither the figure nor the words are half hidden."""
    words = _WORDS.match(text, at + stars)
    end = words.end() if words else at
    closed = text[end : end + stars] == "*" * stars and text[end + stars : end + stars + 1] != "*"
    return closed and not _FIGURE.match(text[end - 1]) and not _NUMBERED.search(text[max(at - 24, 0) : at])


def _plain_tag(state: StateInline, silent: bool) -> bool:
    found = _TAG.match(state.src, state.pos)
    if found is None:
        return False
    closing, name = bool(found[1]), found[2]
    # a tag that has no partner is text
    if not closing and _last_end(state.src, name) < found.end():
        return False
    tags = _open_tags(state)
    if closing and tags[name] < 1:
        return False
    if not silent:
        state.push(f"{_NAMES[name]}_{'close' if closing else 'open'}", name, -1 if closing else 1)
        tags[name] += -1 if closing else 1
    state.pos = found.end()
    return True


def _open_tags(state: StateInline) -> Counter[str]:
    """How many plain tags of each name are open in a line; the line's tokens are held, so that no other list takes their place."""
    held: dict[int, tuple[list[Token], Counter[str]]] = state.env.setdefault("plain tags", {})
    return held.setdefault(id(state.tokens), (state.tokens, Counter()))[1]


@lru_cache(maxsize=16)
def _last_end(text: str, name: str) -> int:
    return text.rfind(f"</{name}>")


_NAMES = {"b": "strong", "i": "em", "u": "u", "sup": "sup", "sub": "sub"}
_PARSER = parser()
