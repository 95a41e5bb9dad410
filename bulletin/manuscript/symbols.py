"""Characters of symbol fonts (w:sym, ECMA-376-1 §17.3.3.30), as the Unicode characters that look like them."""

from typing import Final

#: Symbol's letters and signs by their place in the font.
_SYMBOL: Final = dict(
    zip(
        range(0x41, 0x7B),
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\u203eαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
) | {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x7B: "{", 0x7C: "|", 0x7D: "}", 0x7E: "∼", 0xA3: "≤", 0xA5: "∞",
    0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
    0xB4: "×", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC5: "⊕", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪",
    0xCC: "⊂", 0xCE: "∈", 0xD1: "∇", 0xD5: "∏", 0xD6: "√", 0xD9: "∧", 0xDA: "∨", 0xE5: "∑", 0xF2: "∫", 0xD2: "®", 0xD3: "©", 0xD4: "™",
}  # fmt: skip
_WINGDINGS: Final = {
    0x45: "☜", 0x47: "☝", 0x48: "☟", 0xE3: "↖", 0xE4: "↗", 0xE5: "↙", 0xE6: "↘",
    0x21: "✏", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x36: "⌛", 0x3A: "💻", 0x41: "✌", 0x43: "👍", 0x46: "☞", 0x4A: "☺", 0x4C: "☹", 0x4F: "⚑",
    0x52: "☼", 0x54: "❄", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "◻", 0x71: "❑", 0x72: "❒", 0x74: "⧫", 0x75: "◆", 0x76: "❖",
    0x77: "⬥", 0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "◻", 0xAB: "★", 0xB5: "✪", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑",
    0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
} | {0x81 + step: chr(0x2460 + step) for step in range(10)} | {0x8C + step: chr(0x2776 + step) for step in range(10)}  # fmt: skip
_WINGDINGS_2: Final = {0x50: "✓", 0x4F: "✗", 0x51: "☒", 0x52: "☑", 0xA3: "□", 0xA2: "■", 0x97: "●", 0x98: "•"} | {
    **{0x6A + step: chr(0x2460 + step) for step in range(10)},
    **{0x75 + step: chr(0x2776 + step) for step in range(10)},
}
_FONTS: Final = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}


def is_symbol_font(font: str) -> bool:
    """Whether a font shows signs in the places of letters."""
    return font.lower() in (*_FONTS, "webdings", "wingdings 3", "marlett", "zapf dingbats")


def spelled(font: str, text: str) -> tuple[str, str]:
    """A text that is set in a font of signs, as the characters that look like them; and those of its signs that have none."""
    known = [(sign, symbol(font, f"{ord(sign):X}") if _in_font(ord(sign)) else sign) for sign in text]
    return "".join(character or "" for _sign, character in known), "".join(sign for sign, character in known if character is None)


def _in_font(place: int) -> bool:
    return 0x21 <= place <= 0xFF or 0xF021 <= place <= 0xF0FF


def symbol(font: str, code: str) -> str | None:
    """The character at this hexadecimal place of a font; None where nothing in Unicode is known to look like it."""
    try:
        place = int(code, 16)
    except ValueError:
        return None
    # symbol fonts are mapped to the private area from U+F000 on
    in_font = place - 0xF000 if 0xF000 <= place <= 0xF0FF else place
    table = _FONTS.get(font.lower())
    if table is None and is_symbol_font(font):
        return None
    if table is not None:
        return table.get(in_font) or (chr(in_font) if font.lower() == "symbol" and 0x20 <= in_font < 0x7F else None)
    if 0xE000 <= place <= 0xF8FF:
        return None
    return chr(place) if 0x20 <= place <= 0x10FFFF and not 0xD800 <= place <= 0xDFFF else None
