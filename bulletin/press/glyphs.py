"""Glyphs: how wide each character of a text is, and how Pango's glyphs are set closer or wider apart.

Pango's own letter spacing gives a character half of its white on either side and cannot tell a number's inside from its
outside, so the white is written into the glyphs themselves, behind each character as much as is wanted. WeasyPrint shapes a text
once more when it draws it: there the white is put in.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi
from weasyprint.text.line_break import Layout

#: WeasyPrint writes the white between glyphs in whole thousandths of an em, and drops what is less (`draw/text.py`).
_FINEST = 1000
#: Where a face has it narrower than it is set, an opening quotation mark stands in the right of its room; all else in the left.
_LEANS_RIGHT = "“‘"


class Strip(Layout):  # type: ignore[misc]  # WeasyPrint has no types
    """A piece of a line as WeasyPrint draws it: its text, each character's width and the white before and behind it (px; below 0: closer).

    `model` is a layout that was measured in the same style; what WeasyPrint asks of it before drawing (underlines) is the same.
    """

    def __init__(self, model: Layout, text: str, widths: Sequence[float], before: Sequence[float], behind: Sequence[float]) -> None:
        self.__dict__.update(model.__dict__)
        self.text, self.widths, self.before, self.behind = text, widths, before, behind
        self._due = False

    def set_text(self, text: str, justify: bool = False) -> None:
        """WeasyPrint's own; with `justify`, which is to say for drawing, the white is put in."""
        super().set_text(text, justify)
        self._due = justify

    def get_first_line(self) -> Any:
        """WeasyPrint's own, its glyphs with their white."""
        line, following = super().get_first_line()
        if self._due:
            self._due = False
            self._space(line)
        return line, following

    def _space(self, line: Any) -> None:
        """Every glyph where the paragraph was measured to have it, whatever it is shaped to be without what stands on other lines.

        Whole thousandths of an em, none of them lost on the way, and half of one more, which WeasyPrint drops.
        """
        em = self.style["font_size"]
        unit = em * TO_UNITS / _FINEST
        advances = map(sum, zip(self.widths, self.before, self.behind, strict=True))
        stands = [0, *(round(at / em * _FINEST) for at in accumulate(advances))]
        for glyphs, start, end in _clusters(line, self.text):
            if end > len(self.widths):  # an ellipsis that WeasyPrint adds
                return
            natural = sum(glyph.geometry.width for glyph in glyphs) / unit
            lean = max(0.0, self.widths[start] / em * _FINEST - natural) if self.text[start] in _LEANS_RIGHT else 0.0
            glyphs[0].geometry.x_offset += round((self.before[start] / em * _FINEST + lean) * unit)
            if white := stands[end] - stands[start] - round(natural):
                glyphs[-1].geometry.width += round((white + (0.5 if white > 0 else -0.5)) * unit)


def measured(text: str, style: Any) -> tuple[Layout, list[float]]:
    """The layout of a text without line ends, and the width of each character (px)."""
    layout = Layout(style)
    layout.set_text(text)
    line, _following = layout.get_first_line()
    widths = [0.0] * len(text)
    for glyphs, _start, end in _clusters(line, text):
        widths[end - 1] = sum(glyph.geometry.width for glyph in glyphs) * FROM_UNITS
    layout.deactivate()
    return layout, widths


def _clusters(line: Any, text: str) -> Iterator[tuple[list[Any], int, int]]:
    """What is shaped together: its glyphs, its first character and the one behind its last. Pango counts bytes."""
    places = {offset: place for place, offset in enumerate(accumulate(map(len, map(str.encode, text)), initial=0))}
    run = line.runs
    while run != ffi.NULL:
        item, string = run.data.item, run.data.glyphs
        starts = [string.log_clusters[number] for number in range(string.num_glyphs)]
        ends = dict(pairwise([*dict.fromkeys(starts), item.length]))
        for start, numbers in groupby(range(string.num_glyphs), starts.__getitem__):
            yield [string.glyphs[number] for number in numbers], places[item.offset + start], places[item.offset + ends[start]]
        run = run.next
