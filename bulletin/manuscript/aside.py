"""What is said of one Word paragraph beside its text: hidden and struck-through words, words in colour, addresses under links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bulletin.language import _
from bulletin.manuscript.addresses import is_address, says
from bulletin.manuscript.drawing import Drawn, Lettering
from bulletin.manuscript.package import Element, name_of, qn, value
from bulletin.manuscript.pencil import Pencil, excerpt
from bulletin.manuscript.styles import Setting
from bulletin.records.manuscript import Run

#: A colour whose strongest part is this far from its weakest is no grey.
_COLOURFUL: Final = 0x60
#: Points; smaller text than this nobody reads.
_TINY: Final = 2.0


@dataclass
class Aside:
    """Gathers them while the paragraph is read; `settle` raises one query for each kind."""

    _hidden: list[str] = field(default_factory=list)
    _unseen: bool = False
    _struck: list[str] = field(default_factory=list)
    _coloured: list[str] = field(default_factory=list)
    _unnoticed: list[str] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _links: list[tuple[str, str | None]] = field(default_factory=list)

    def take(self, piece: Run | Drawn, setting: Setting, properties: Element | None) -> None:
        """Note a piece that is set so, by these properties (w:rPr)."""
        text = piece.text if isinstance(piece, Run | Lettering) else ""
        if setting.hidden:
            self._hidden.append(text)
            self._unseen = self._unseen or not isinstance(piece, Run | Lettering)
            return
        self._text.append(text)
        if setting.struck or setting.struck_twice:
            self._struck.append(text)
        if properties is not None and _is_set_off(properties):
            self._coloured.append(text)
        if properties is not None and (_is_white(properties) or _is_tiny(setting)):
            self._unnoticed.append(text)

    def link(self, address: str, words: str | None) -> None:
        """Note an address and the words above it; None where these follow in the paragraph."""
        if is_address(address) and (words is None or words.strip()):
            self._links.append((address, words))

    def settle(self, pencil: Pencil) -> None:
        """Raise the queries on this paragraph."""
        if text := _joined(self._hidden):
            message = _("hidden text was left out: {text}").format(text=excerpt(text))
            remedy = _("If it belongs to the story, make it visible in Word and send the file again.")
            pencil.mark("hidden-text", message, remedy, text=text)
        if self._unseen:
            message = _("a hidden picture or shape was left out")
            pencil.mark("hidden-text", message, _("If it belongs to the story, make it visible and send the file again."))
        if text := _joined(self._struck):
            message = _("struck-through text was kept, without the line through it: {text}").format(text=excerpt(text))
            pencil.mark("not-carried-over", message, _("If it should not be printed, take it out of the text."), text=text)
        # a whole line in colour is an ornament; some of its words are meant to be seen
        if (text := _joined(self._coloured)) and text != _joined(self._text):
            message = _("words set off by colour or a marker are printed as the others are: {text}").format(text=excerpt(text))
            pencil.mark("left-alone", message, _("Look whether something was still to be settled there."), text=text)

        if text := _joined(self._unnoticed):
            message = _("text that nobody sees in Word, because it is white or tiny, is printed as the rest is: {text}")
            remedy = _("Take it out of the story if it does not belong to it.")
            pencil.mark("hidden-text", message.format(text=excerpt(text)), remedy, text=text)

    def unsaid(self) -> Iterator[str]:
        """The addresses under links that the paragraph does not say."""
        paragraph = "".join(self._text)
        for address, words in dict.fromkeys(self._links):
            if not says(paragraph if words is None else words, address):
                yield address


def _joined(texts: list[str]) -> str:
    return "".join(texts).strip()


def _is_set_off(properties: Element) -> bool:
    highlight = value(properties.find(qn("w:highlight")))
    if highlight not in (None, "none", "white"):
        return True
    colour = value(properties.find(qn("w:color"))) or ""
    if not re.fullmatch("[0-9A-Fa-f]{6}", colour) or value(properties.find(qn("w:rStyle"))):
        return False
    parts = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    return max(parts) - min(parts) >= _COLOURFUL


def _is_white(properties: Element) -> bool:
    """Whether text is white on white paper: there is no shading (§17.3.5) in its run, its paragraph, its cell or its box."""
    colour = properties.find(qn("w:color"))
    if (value(colour) or "").upper() != "FFFFFF" or properties.find(qn("w:highlight")) is not None:
        return False
    around = [properties, *properties.iterancestors()]
    return not any(_is_ground(each) for each in around)


def _is_ground(element: Element) -> bool:
    """Whether an element may have a ground of its own: what is shaded, a table with a style, a box."""
    if name_of(element.tag) in ("w:txbxContent", "w:tbl"):
        return name_of(element.tag) == "w:txbxContent" or element.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}") is not None
    own = [element, *(element.iterchildren(qn("w:pPr"), qn("w:tcPr"), qn("w:tblPr")))]
    return any(each.find(qn("w:shd")) is not None for each in own)


def _is_tiny(setting: Setting) -> bool:
    return setting.size is not None and setting.size <= _TINY
