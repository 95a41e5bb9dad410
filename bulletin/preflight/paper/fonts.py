"""Checks on type as it lies in the file."""

from collections.abc import Iterator
from functools import reduce
from itertools import chain

from bulletin.language import _
from bulletin.preflight.paper.marks import Mark
from bulletin.preflight.paper.plane import Box, joined
from bulletin.preflight.paper.sheets import Fault, Leaf, Sheets, extent, gathered
from bulletin.records.story import Pictures, Story, Table, plain


def not_embedded(sheets: Sheets) -> Iterator[Fault]:
    """A printer's machine would put its own face in."""
    for leaf, marks in sheets.marked(lambda leaf, mark: not mark.face.embedded, "text"):
        yield Fault(
            _("the typeface {name} is not in the file").format(name=_(", ").join(sorted({mark.face.name for mark in marks}))),
            _("Install the typeface on this machine and build again."),
            leaf.number,
            extent(marks),
        )


def drawn(sheets: Sheets) -> Iterator[Fault]:
    """Type 3: drawn or stored as little pictures, mostly emoji; many printers' machines set it coarsely or not at all."""
    for leaf, marks in sheets.marked(lambda leaf, mark: mark.face.drawn, "text"):
        characters = "".join(dict.fromkeys("".join(mark.text for mark in marks)))
        yield Fault(
            _("“{text}” is set in a typeface of pictures (Type 3)").format(text=characters),
            _("Replace these characters in the story; emoji and other coloured characters do not print well."),
            leaf.number,
            extent(marks),
        )


def glyphs_missing(sheets: Sheets) -> Iterator[Fault]:
    """A character that no installed face can draw; readers see a box."""
    for leaf in sheets.leaves:
        places: dict[str, list[Box]] = {}
        for character, box in chain.from_iterable(map(_missing, leaf.of("text"))):
            places.setdefault(character, []).append(box)
        for character, boxes in places.items():
            for near in gathered(boxes, lambda box: box):
                yield Fault(
                    _message(sheets, leaf, character),
                    _("Replace the character in the story, or install a typeface that has it."),
                    leaf.number,
                    reduce(joined, near),
                )


def _missing(mark: Mark) -> Iterator[tuple[str, Box]]:
    for number, code in enumerate(mark.codes):
        if mark.face.lacks(code):
            yield mark.face.characters.get(code, "\ufffd"), mark.glyph(number)


def _message(sheets: Sheets, leaf: Leaf, character: str) -> str:
    code = " ".join(f"U+{ord(each):04X}" for each in character)
    titles = [story.title for story in sheets.stories_on(leaf.number) if character in _written(story)]
    if titles:
        said = _("no typeface has the character {character} ({code}), in “{title}”")
        return said.format(character=character, code=code, title="”, “".join(titles))
    return _("no typeface has the character {character} ({code})").format(character=character, code=code)


def _written(story: Story) -> str:
    return "".join(told(story))


def told(story: Story) -> Iterator[str]:
    """Every text of a story that its pages must show, passage by passage."""
    yield from (story.title, story.subtitle, story.standfirst)
    for block in story.body:
        if isinstance(block, Pictures):
            yield from (picture.caption for picture in block.pictures)
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row)
        else:
            yield plain(block.spans)
    yield from story.notes
