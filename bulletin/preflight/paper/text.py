"""Checks on what the pages say: whether it is all there, in its place, and large enough to be read."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import reduce

from bulletin.language import _
from bulletin.preflight.paper.fonts import told
from bulletin.preflight.paper.marks import Mark
from bulletin.preflight.paper.plane import Box, area, common, grown, joined
from bulletin.preflight.paper.sheets import Fault, Leaf, Sheets, extent, gathered, letters, quoted
from bulletin.records.story import Story

#: The smallest type that Chinese is read in without trouble: 六号 (points), less what rounding takes.
LEAST_SIZE = 7.9
_ROUNDING = 0.05
#: So much of a character's height and width (ems) may be cut before it counts: its own white.
_WHITE = 0.2
#: Two texts stand over each other when they share more than this of the smaller one.
_MUCH = 0.3
#: So many lost characters are told.
_TOLD = 40
_UNSEEN = r"[\s\u00ad\u200b\u2060\ufffe\u0002]*"


def clipped(sheets: Sheets) -> Iterator[Fault]:
    """Type that is set and not shown, or shown in part: a box too small for its text."""
    for leaf in sheets.leaves:
        cut = [mark for mark in leaf.marks if mark.kind == "text" and mark.text.strip() and _is_cut(mark)]
        for marks in gathered(cut, lambda mark: mark.box):
            yield Fault(
                _("“{text}” is cut off: its box on the page is too small").format(text=quoted(marks)),
                _("Shorten the text, or give the box in the layout more room (look for `overflow` and fixed heights)."),
                leaf.number,
                reduce(joined, (mark.box for mark in marks)),
            )


def _is_cut(mark: Mark) -> bool:
    core = grown(mark.box, -min(_WHITE * mark.size, (mark.box[2] - mark.box[0]) / 2, (mark.box[3] - mark.box[1]) / 2))
    return mark.seen is None or common(core, mark.seen) != core


def missing(sheets: Sheets) -> Iterator[Fault]:
    """What a story says and its pages do not: every letter of a page stands for one letter of one story alone."""
    left = [_folded(leaf.text) for leaf in sheets.leaves]
    parted = [(piece, leaves, _take_whole(piece.story, leaves, left)) for piece, leaves in sheets.pieces]
    for piece, leaves, passages in parted:
        for passage in passages:
            if lost := _take_in_parts(passage, leaves, left):
                text = lost if len(lost) <= _TOLD else lost[:_TOLD] + "…"
                yield Fault(
                    _("of “{title}” this is on none of its pages: {text}").format(title=piece.story.title, text=text),
                    _("Look at the layout: every text of a story must be set, and no box may be too small for it."),
                    leaves[0].number,
                )


def _folded(text: str) -> str:
    """Characters as they are compared: a font may know one character of a look for several."""
    return unicodedata.normalize("NFKC", letters(text))


def _take_whole(story: Story, leaves: Sequence[Leaf], left: list[str]) -> list[str]:
    """Take off its pages what of a story stands there in one piece, the longest first; what does not is given back."""
    parted = []
    for passage in sorted(map(_folded, told(story)), key=len, reverse=True):
        number = next((leaf.number - 1 for leaf in leaves if passage in left[leaf.number - 1]), None)
        if number is None:
            parted.append(passage)
        else:
            left[number] = left[number].replace(passage, "\n", 1)
    return parted


def _take_in_parts(passage: str, leaves: Sequence[Leaf], left: list[str]) -> str:
    """Take a passage off its pages as lines, columns and pages part it; the letters that are left of it are lost."""
    stream = "\f".join(left[leaf.number - 1] for leaf in leaves)
    lost, stream = taken(passage, stream)
    for leaf, rest in zip(leaves, stream.split("\f"), strict=True):
        left[leaf.number - 1] = rest
    return lost


def taken(passage: str, stream: str) -> tuple[str, str]:
    """A passage taken off a stream in as long pieces as it has: the letters that were not there, and the rest of the stream."""
    lost, at = "", 0
    while at < len(passage):
        here = _longest(passage, at, stream)
        if here:
            stream = stream.replace(passage[at : at + here], "\n", 1)
        else:
            lost += passage[at]
        at += max(here, 1)
    return lost, stream


def _longest(passage: str, at: int, stream: str) -> int:
    """How many characters of a passage from one on stand in a stream together."""
    low, high = 0, len(passage) - at
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if passage[at : at + middle] in stream else (low, middle - 1)
    return low


def over_one_another(sheets: Sheets) -> Iterator[Fault]:
    """Type that runs into other type."""
    for leaf in sheets.leaves:
        texts = [(mark, _core(mark)) for mark in leaf.of("text") if mark.text.strip()]
        found = [(mark, shared) for mark, core, other in _neighbours(texts) if (shared := _shared(core, other))]
        for near in gathered(found, lambda pair: pair[1]):
            yield Fault(
                _("“{text}” runs into other text").format(text=quoted(tuple(dict.fromkeys(mark for mark, _box in near)))),
                _("Shorten the text, or give the box in the layout more room."),
                leaf.number,
                reduce(joined, (shared for _mark, shared in near)),
            )


def small(sheets: Sheets) -> Iterator[Fault]:
    """Type too small to be read without trouble."""
    for leaf, marks in sheets.marked(lambda leaf, mark: mark.size < LEAST_SIZE - _ROUNDING and bool(mark.text.strip()), "text"):
        least = min(mark.size for mark in marks)
        yield Fault(
            _("“{text}” is set in {size} pt; print wants {least} pt").format(text=quoted(marks), size=round(least, 1), least=LEAST_SIZE),
            _("Set it larger in the layout."),
            leaf.number,
            extent(marks),
        )


def loose(sheets: Sheets) -> Iterator[Fault]:
    """Lines that the press could only fill by opening them wide: a long word or address comes after, as a rule."""
    for page, line in sheets.proof.loose if sheets.proof is not None else ():
        message = _("the characters of the line “{text}” stand more than a quarter em apart").format(text=line)
        yield Fault(message, _("Word the sentence otherwise, or shorten what begins the next line."), page)


def folios_out_of_step(sheets: Sheets) -> Iterator[Fault]:
    """A story's title is not on the page that is told for it, or the page's label is not its folio."""
    if sheets.issue is None or sheets.proof is None:
        return
    labels = [str(page.label) for page in sheets.pdf.pages]
    for piece in sheets.issue.pieces:
        page, folio = sheets.proof.places.get(piece.anchor, 0), _folio(sheets, piece.anchor)
        stands = 0 < page <= len(labels) and labels[page - 1] == folio
        if not stands or not _found(piece.story.title).search(sheets.leaves[page - 1].text):
            yield Fault(
                _("“{title}” is not on page {folio}, where it is said to be").format(title=piece.story.title, folio=folio or "?"),
                _("Look at the layout: the story's anchor belongs to its title, and “folio-1” to the first section."),
                page or None,
            )


def contents_differ(sheets: Sheets) -> Iterator[Fault]:
    """A story's title does not stand in the contents, followed by its folio."""
    if sheets.issue is None or sheets.proof is None:
        return
    text = "\n".join(leaf.text for leaf in sheets.leaves[: max(sheets.proof.first - 1, 1)])
    titles = [_found(piece.story.title) for piece in sheets.issue.pieces]
    starts = sorted({match.start() for title in titles for match in title.finditer(text)})
    for piece, title in zip(sheets.issue.pieces, titles, strict=True):
        folio = _folio(sheets, piece.anchor)
        if not any(_followed(text, match.end(), starts, folio) for match in title.finditer(text)):
            yield Fault(
                _("the contents do not say that “{title}” is on page {folio}").format(title=piece.story.title, folio=folio or "?"),
                _("Look at the contents page of the layout."),
            )


def _neighbours(texts: list[tuple[Mark, Box]]) -> Iterator[tuple[Mark, Box, Box]]:
    """A text, and the boxes of it and of another, wherever their heights meet; few on any page, since a line meets its own alone."""
    waiting: list[Box] = []
    for mark, core in sorted(texts, key=lambda text: text[1][1]):
        waiting = [other for other in waiting if other[3] > core[1]]
        yield from ((mark, core, other) for other in waiting)
        waiting.append(core)


def _core(mark: Mark) -> Box:
    """A text without the white over, under and beside its characters."""
    white = min(_WHITE * mark.size, (mark.box[2] - mark.box[0]) / 3, (mark.box[3] - mark.box[1]) / 3)
    return grown(mark.box, -white)


def _shared(one: Box, other: Box) -> Box | None:
    shared = common(one, other)
    return shared if shared is not None and area(shared) > _MUCH * min(area(one), area(other)) else None


def _folio(sheets: Sheets, anchor: str) -> str:
    return str(sheets.proof.folio(anchor)) if sheets.proof is not None and anchor in sheets.proof.places else ""


def _found(title: str) -> re.Pattern[str]:
    """A title as it may stand on a page, in several lines."""
    return re.compile(_UNSEEN.join(re.escape(character) for character in title if not character.isspace()))


def _followed(text: str, end: int, starts: list[int], folio: str) -> bool:
    """Whether the folio stands between a title's end and the next title."""
    stop = next((start for start in starts if start >= end), len(text))
    return bool(folio) and re.search(rf"(?<!\d)0*{folio}(?!\d)", text[end:stop]) is not None
