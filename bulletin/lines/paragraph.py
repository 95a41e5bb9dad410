"""A paragraph of Chinese, measured: where its lines turn, and the white between its characters before it is justified.

The press measures it by its type, casting off by estimate.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from bulletin.lines import rules

#: Widths that are added up in another order differ by so little.
_NEXT_TO_NOTHING = 1e-3
#: A mark narrower than this (ems) has no half to give up: its face has set it so already, or it is a Latin one.
_FULL = 0.9


@dataclass(frozen=True)
class Line:
    """The characters of one line; `tight` where the mark at its end is half wide, so that it has room.

    `squeezed` is the part of their white halves that the marks within it give up (0 to 1).
    """

    start: int
    end: int
    tight: bool = False
    squeezed: float = 0.0


@dataclass
class Paragraph:
    """Running text with each character's width, the size of its type, and the room that a box's border takes before it, all in one unit.

    `turns` tells behind which characters a line may turn, `parts` where it may if it must (never within what is shaped as one).
    Where a line would be opened more than a quarter em otherwise, it turns where it had better not (`rules.better_bound`), and
    where that is not enough its marks are squeezed, if more goes on it then (clreq §"Line adjustment").
    """

    text: str
    widths: list[float]
    sizes: list[float]
    inset: list[float]
    turns: list[bool]
    parts: list[bool]
    line: Line | None = field(default=None, init=False)

    def turned(self, start: int, room: float) -> Line:
        """The line that begins with this character: as much as goes into its room, and at least what cannot be parted."""
        ends = list(self._ends(start, room))
        stop = start + len(ends)
        count = rules.fit(room + _NEXT_TO_NOTHING, ends, self._better[start:stop])
        if self._is_loose(start, count, room - ends[count - 1]):
            count = rules.fit(room + _NEXT_TO_NOTHING, ends, self.turns[start:stop])
        if self._is_loose(start, count, room - ends[count - 1]) and (squeezed := self._squeezed(start, room)).end > start + count:
            return squeezed
        if ends[count - 1] > room + _NEXT_TO_NOTHING:
            count = rules.fit(room + _NEXT_TO_NOTHING, ends, self.parts[start:stop])
        last = self.visible_end(start, start + count) - 1
        full = ends[count - 1] + (self._half(last) if last >= start and self._closes(last) else 0)
        return Line(start, start + count, tight=full > room + _NEXT_TO_NOTHING)

    def _is_loose(self, start: int, count: int, missing: float) -> bool:
        return missing > rules.QUARTER * self.sizes[start] * (count - 1)

    def _squeezed(self, start: int, room: float) -> Line:
        """The line with as much on it as its marks can make room for, and they give up no more than that takes; none if it takes more."""
        ends = list(self._ends(start, room, squeezed=1.0))
        count = rules.fit(room + _NEXT_TO_NOTHING, ends, self.turns[start : start + len(ends)])
        last = self.visible_end(start, start + count) - 1
        given = sum(self._spare(place, start) for place in range(start, last))
        if ends[count - 1] > room + _NEXT_TO_NOTHING or not given:
            return Line(start, start)
        return Line(start, start + count, tight=self._closes(last), squeezed=min(1.0, max(0.0, (ends[count - 1] + given - room) / given)))

    def _spare(self, place: int, start: int) -> float:
        """The white half that a mark within a line has left to give up."""
        if place in self._gives_right or (self._opens(place) and (place == start or place in self._gives_left)):
            return 0.0
        return self._half(place) if self.text[place] in rules.SQUEEZED else 0.0

    def _ends(self, start: int, room: float, squeezed: float = 0.0) -> Iterator[float]:
        """The least width of the line if it ended behind each character in turn, up to the first that is out of reach."""
        total = end = 0.0
        found = False
        for place in range(start, len(self.text)):
            total += self.inset[place] + (self.gap(place) if place > start else 0)
            spare = squeezed * self._spare(place, start)
            opened = self._half(place) if self._opens(place) and (place == start or place in self._gives_left) else 0
            if not self.text[place].isspace():
                end = total + self.widths[place] - opened - (self._half(place) if self._closes(place) else 0)
            yield end
            found = found or self._better[place]
            if self.text[place] == "\n" or (end > room + _NEXT_TO_NOTHING and found):
                return
            total += self.widths[place] - opened - spare - (self._half(place) if place in self._gives_right else 0)

    def width(self, start: int, stop: int) -> float:
        """How wide these characters are where no line begins or ends with them."""
        before, behind = self.white(start, stop, Line(-1, len(self.text) + 1))
        return sum(self.widths[start:stop]) + sum(before) + sum(behind)

    def white(self, start: int, stop: int, line: Line) -> tuple[list[float], list[float]]:
        """The white before and behind each character of a piece of a line ( below 0 where a mark gives up half of its width)."""
        last = self.visible_end(line.start, line.end) - 1
        before = [self._before(place, line) for place in range(start, stop)]
        return before, [self._behind(place, place == last, line) for place in range(start, stop)]

    def _before(self, place: int, line: Line) -> float:
        if not self._opens(place):
            return 0.0
        is_flush = place == line.start or place in self._gives_left
        return -self._half(place) if is_flush else -line.squeezed * self._spare(place, line.start)

    def _behind(self, place: int, is_last: bool, line: Line) -> float:
        if is_last:
            return -self._half(place) if line.tight and self._closes(place) else 0.0
        given = self._half(place) if place in self._gives_right else 0.0
        return self.gap(place + 1) - given - (line.squeezed * self._spare(place, line.start) if self._closes(place) else 0.0)

    def gap(self, place: int) -> float:
        """The white before a character that nobody typed: it belongs to the Chinese one's size."""
        if place not in self._apart or place >= len(self.text):
            return 0.0
        return rules.QUARTER * self.sizes[place]

    def visible_end(self, start: int, stop: int) -> int:
        """The end of the line's text without the blanks that hang over it."""
        return max(start, 0) + len(self.text[max(start, 0) : stop].rstrip(" \n"))

    def _half(self, place: int) -> float:
        return self.sizes[place] / 2 if self.widths[place] >= _FULL * self.sizes[place] else 0.0

    def _opens(self, place: int) -> bool:
        return self.text[place] in rules.OPENING

    def _closes(self, place: int) -> bool:
        return self.text[place] in rules.CLOSING

    @cached_property
    def _better(self) -> list[bool]:
        bound = rules.better_bound(self.text)
        return [turn and place not in bound for place, turn in enumerate(self.turns, 1)]

    @cached_property
    def _gives_right(self) -> frozenset[int]:
        return rules.gives_right(self.text)

    @cached_property
    def _gives_left(self) -> frozenset[int]:
        return rules.gives_left(self.text)

    @cached_property
    def _apart(self) -> frozenset[int]:
        return rules.apart(self.text)
