"""Casting off: how a story is to be set so that its pages are full, told from its characters and its pictures' shapes.

Stories begin on new pages, so what a story leaves empty on its last page stays empty, and so does the foot of a page whose
next picture no longer fits. So the depth at which its text begins, the size of each picture and, where one does not fit, its
place behind a following paragraph are chosen with which least is left empty. The estimate may be a line out: of three
castings, one with a line more and one with a line less among them, the worst counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile

from bulletin.composition.fall import Stretch, fall, notes, sheet, standfirst, stretch
from bulletin.composition.head import head
from bulletin.composition.pictures import Framed, Grid, Row, rows
from bulletin.composition.shelf import LayoutSettings
from bulletin.records.story import Block, ListItem, Paragraph, Pictures, Quote, Story

#: The least that a last page may hold, as a part of a page.
STUB = 0.34
#: What may be called full of pictures.
_FULL = 0.8
#: Heights that are added up in another order differ by so little.
_TRIFLE = 1e-6
#: What costs how much, in lines left empty: a last page that holds less, or nothing but pictures and white; a line of white at the foot
#: of a page within the story, a picture smaller by a line than it could be, pictures of one story unlike by a line, a picture behind
#: the next paragraph, or before the last one, a line by which the text begins elsewhere.
_STUB_COST, _PARTED_COST, _HOLE_COST = 60.0, 20.0, 2.0
_SMALL_COST, _UNLIKE_COST, _BEHIND_COST, _AHEAD_COST, _SINK_COST = 0.4, 0.8, 2.0, 4.0, 1.0
#: The estimate may be so many lines out.
_DOUBTS = (0, 1, -1)


@dataclass(frozen=True)
class Cast:
    """How a story is set: the lines from its head's top to its text, how many of them its head does not need, and its blocks in
    order, each with its rows of pictures."""

    sink: float
    drop: float
    blocks: tuple[tuple[Block, tuple[Row, ...]], ...]


@dataclass(frozen=True)
class _Place:
    """A block of pictures: the tallest its rows may be (a part of the measure), and how many blocks later than it came it stands (below
    0: earlier)."""

    tallest: float
    behind: int = 0


_Places = Mapping[int, _Place]
#: A story's blocks, each with its pictures.
_Blocks = tuple[tuple[Block, tuple[Framed, ...]], ...]


def cast_off(
    story: Story,
    framed: Sequence[Sequence[Framed]],
    settings: LayoutSettings,
    page: str,
    *,
    kind: str = "",
    above: float = 0,
    across: float = 0,
) -> Cast:
    """The depth of a story's head, the sizes and the places of its pictures, with which its pages are fullest.

    `framed` are its blocks of pictures, `kind` is its section's, `above` the lines taken above its head on its first page,
    `across` the characters that its head has, where these are not the page's. Pictures keep their order; only what ends a story may
    stand before text that it followed.
    """
    needed = head(story, settings.head, across or settings.page[page].characters)
    ways = dict.fromkeys([_blocks(story.body, framed), _side_by_side(_blocks(story.body, framed))])
    casters = (_Caster(story, way, settings, page, kind, above, needed) for way in ways)
    return min(casters, key=lambda caster: caster.cost).cast()


def _blocks(body: Sequence[Block], framed: Sequence[Sequence[Framed]]) -> _Blocks:
    pictures = iter(framed)
    return tuple((block, tuple(next(pictures)) if isinstance(block, Pictures) else ()) for block in body)


def _side_by_side(blocks: _Blocks) -> _Blocks:
    """Blocks of pictures that follow each other, as one: they may stand one under the other or side by side."""
    joined: list[tuple[Block, tuple[Framed, ...]]] = []
    for block, framed in blocks:
        if framed and joined and joined[-1][1]:
            joined[-1] = (block, joined[-1][1] + framed)
        else:
            joined.append((block, framed))
    return tuple(joined)


class _Caster:
    """One story: its text is measured once, its pictures are tried in many sizes and places."""

    def __init__(self, story: Story, blocks: _Blocks, settings: LayoutSettings, page: str, kind: str, above: float, needed: int) -> None:
        rule = settings.page[page]
        self._rule, self._above = settings.pictures, above
        self._grid = Grid(rule.characters, settings.leading, settings.pictures.around)
        self._sheet = sheet(settings, page, kind)
        self._needed = needed
        self._sinks = sorted({max(self._needed, each) for each in settings.head.sinks})
        self._usual = max(self._sinks[0], settings.head.sinks[0])
        self._body = tuple(block for block, _framed in blocks)
        self._framed = {number: framed for number, (_block, framed) in enumerate(blocks) if framed}
        self._text = {number: stretch(block, self._sheet) for number, block in enumerate(self._body) if number not in self._framed}
        self._around = tuple(standfirst(story, rule.characters)), tuple(notes(story, rule.characters))
        self._tried: dict[tuple[int, float], tuple[Row, ...]] = {}
        self._sink, self._places = self._chosen()
        self.cost = self._cost(self._sink, self._places)

    def cast(self) -> Cast:
        """The best way, in full."""
        order = self._order(self._places)
        return Cast(
            self._sink, self._sink - self._needed, tuple((self._body[number], self._rows(number, self._places)) for number in order)
        )

    def _chosen(self) -> tuple[float, _Places]:
        """All pictures alike at first, then each one's own size and place, from the first to the last."""
        alike: list[_Places] = [dict.fromkeys(self._framed, _Place(tallest)) for tallest in self._rule.heights]
        sink, places = min(((sink, each) for sink in self._sinks for each in alike), key=lambda way: self._cost(*way))
        for number in self._framed:
            places = min(self._moved(places, number), key=lambda each: self._cost(sink, each))
        return min(self._sinks, key=lambda each: self._cost(each, places)), places

    def _order(self, places: _Places) -> list[int]:
        """The blocks, by their numbers, in the order in which they are set."""
        later = {number: (number + place.behind, 1 if place.behind >= 0 else -1) for number, place in places.items()}
        return sorted(range(len(self._body)), key=lambda number: (*later.get(number, (number, 0)), number))

    def _rows(self, number: int, places: _Places) -> tuple[Row, ...]:
        """A block's pictures in rows; a block of text has none."""
        if number not in places:
            return ()
        tried = number, places[number].tallest
        if tried not in self._tried:
            self._tried[tried] = rows(self._framed[number], tried[1], self._grid)
        return self._tried[tried]

    def _moved(self, places: _Places, number: int) -> Iterator[_Places]:
        yield places
        for behind in range(-self._room_ahead(number), self._room_behind(number) + 1):
            for tallest in self._rule.heights:
                yield {**places, number: _Place(tallest, behind)}

    def _room_behind(self, number: int) -> int:
        """How many of the following blocks a picture may let go before: running text only."""
        after = self._body[number + 1 : number + 1 + self._rule.behind]
        stops = (count for count, block in enumerate(after) if not isinstance(block, Paragraph | ListItem | Quote))
        return next(stops, len(after))

    def _room_ahead(self, number: int) -> int:
        """How many of the blocks before it a story's last block may go before: running text only, and never the first."""
        before = self._body[max(1, number - self._rule.ahead) : number][::-1] if number == len(self._body) - 1 else ()
        stops = (count for count, block in enumerate(before) if not isinstance(block, Paragraph | ListItem | Quote))
        return next(stops, len(before))

    def _stretches(self, places: _Places) -> Iterator[Stretch]:
        before, after = self._around
        yield from before
        for number in self._order(places):
            if number in self._text:
                yield self._text[number]
            yield from (Stretch(row.lines, whole=True, row=True) for row in self._rows(number, places))
        yield from after

    def _cost(self, sink: float, places: _Places) -> float:
        stretches = list(self._stretches(places))
        last = list(accumulate(each.lines for each in takewhile(lambda each: each.row, reversed(stretches))))
        falls = (fall(stretches, self._above + sink + doubt, self._sheet.page) for doubt in _DOUBTS)
        return max(self._empty(filled, last) for filled in falls) + self._taste(sink, places)

    def _empty(self, filled: Sequence[float], pictures: Sequence[float]) -> float:
        """The lines left empty; those within the story, and a last page that holds little or pictures alone, are worse than the others.

        `pictures` are the heights of the rows that end the story, the last one, the last two, and so on.
        """
        page, (*full, last) = self._sheet.page, filled
        holes = sum(max(0.0, page - end - 1) for end in full)
        stub = _STUB_COST if full and last < STUB * page else 0.0
        parted = _PARTED_COST if full and any(abs(last - height) < _TRIFLE for height in pictures) and last < _FULL * page else 0.0
        return page * len(filled) - sum(filled) + _HOLE_COST * holes + stub + parted

    def _taste(self, sink: float, places: _Places) -> float:
        largest = max(self._rule.heights)
        small = sum(largest - place.tallest for place in places.values()) * self._grid.characters / self._grid.leading
        moved = sum(_BEHIND_COST * max(0, place.behind) + _AHEAD_COST * max(0, -place.behind) for place in places.values())
        sizes = [place.tallest for place in places.values()]
        unlike = (max(sizes, default=0) - min(sizes, default=0)) * self._grid.characters / self._grid.leading
        return _SMALL_COST * small + _UNLIKE_COST * unlike + moved + _SINK_COST * abs(sink - self._usual)
