"""How Word's text is set: direct formatting, character and paragraph styles, the document's defaults (ECMA-376-1 §17.7).

Sizes are points; an outline is 0 for a title, 1–9 for a heading, None for text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

from bulletin.manuscript.package import Element, name_of, qn, value
from bulletin.records.manuscript import Alignment

_ALIGNMENTS: Final[dict[str, Alignment]] = {
    "left": "left",
    "start": "left",
    "center": "centre",
    "right": "right",
    "end": "right",
    "both": "justify",
    "distribute": "justify",
}
_SCRIPTS: Final[dict[str, Literal["", "super", "sub"]]] = {"superscript": "super", "subscript": "sub"}
_TOGGLES: Final = {"w:b": "strong", "w:i": "emphasis", "w:vanish": "hidden", "w:strike": "struck", "w:dstrike": "struck_twice"}
_OFF: Final = ("0", "false", "off", "none")
_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLES: Final = ("title", "标题", "文档标题")
#: A style that is based on itself by way of others would never end.
_DEEPEST: Final = 40
_LARGEST: Final = 1638.0
#: The size (points) of a character where the file names none: Word's own 10.
_CHARACTER: Final = 10.0
#: What an indent is called in the file: left of all lines, and of the first against the others.
_INDENTS: Final = {"left": "left", "start": "left", "firstLine": "first", "hanging": "first"}


@dataclass(frozen=True)
class Setting:
    """How a run is set."""

    strong: bool = False
    emphasis: bool = False
    hidden: bool = False
    underline: bool = False
    struck: bool = False
    struck_twice: bool = False
    script: Literal["", "super", "sub"] = ""
    size: float | None = None
    face: str = ""
    latin: str = ""


@dataclass(frozen=True)
class Stance:
    """How a paragraph stands: its style's name, its outline, its alignment, its first line's indent, and its list.

    The list is known by the file's own numbers; `level` is what the paragraph itself says, `styled` what its styles say.
    `styles` are the ids of its style and of those that it is based on, its own first.
    """

    style: str = ""
    outline: int | None = None
    alignment: Alignment = ""
    indent: float = 0
    new_page: bool = False
    list: str | None = None
    level: int | None = None
    styled: int | None = None
    styles: tuple[str, ...] = ()


class _Style:
    """A style, which is read when it is first asked for: of the hundreds that Word writes, few are used."""

    def __init__(self, key: str, element: Element, faces: dict[str, str]) -> None:
        self.key, self._element, self._faces = key, element, faces

    @cached_property
    def name(self) -> str:
        return value(self._element.find(qn("w:name"))) or self.key

    @cached_property
    def parent(self) -> str | None:
        return value(self._element.find(qn("w:basedOn")))

    @cached_property
    def run(self) -> dict[str, Any]:
        return _run(self._element.find(qn("w:rPr")), self._faces)

    @cached_property
    def paragraph(self) -> dict[str, Any]:
        return _paragraph(self._element.find(qn("w:pPr")))

    @property
    def numbers(self) -> bool:
        """Whether it is a numbering style."""
        return value(self._element, "w:type") == "numbering"


@dataclass(frozen=True)
class Styles:
    """The styles of one Word file; a file without any has none. `faces` are the theme's typefaces."""

    faces: dict[str, str] = field(default_factory=dict)
    _styles: dict[str, _Style] = field(default_factory=dict)
    _defaults: dict[str, Any] = field(default_factory=dict)
    _paragraph_defaults: dict[str, Any] = field(default_factory=dict)
    _standard: str | None = None

    @classmethod
    def read(cls, root: Element | None, theme: Element | None) -> "Styles":
        """The styles that a style part and a theme part define; either may be missing."""
        faces = _theme_faces(theme)
        if root is None:
            return cls(faces)
        styles = [_Style(value(each, "w:styleId") or "", each, faces) for each in root.iterchildren(qn("w:style"))]
        run, paragraph = (root.find(f"{qn('w:docDefaults')}/{qn(f'w:{of}Default')}/{qn(f'w:{of}')}") for of in ("rPr", "pPr"))
        return cls(faces, {each.key: each for each in styles}, _run(run, faces), _paragraph(paragraph), _standard(root))

    def stance(self, properties: Element | None) -> Stance:
        """How a paragraph with these properties (w:pPr) stands."""
        key = self.paragraph_style(properties)
        chain = list(self._chain(key))
        said = dict(self._paragraph_defaults)
        for style in chain:
            said |= {name: each for name, each in style.paragraph.items() if each is not None}
        styled, direct = said.get("level"), _paragraph(properties)
        said |= direct
        outline = said.get("outline", _named_outline(chain))
        if any(style.name.lower() in _TITLES for style in chain) and "outline" not in direct:
            outline = 0
        return Stance(
            style=chain[-1].name if chain else "",
            outline=outline,
            alignment=said.get("alignment", ""),
            indent=self._indent(said),
            new_page=said.get("new_page", False),
            list=said.get("list"),
            level=direct.get("level"),
            styled=styled,
            styles=tuple(style.key for style in reversed(chain)),
        )

    def setting(self, paragraph_style: str | None, properties: Element | None) -> Setting:
        """How a run with these properties (w:rPr), in a paragraph of this style, is set."""
        direct = _run(properties, self.faces)
        by_paragraph = self._inherited(paragraph_style)
        by_character = self._inherited(value(properties.find(qn("w:rStyle"))) if properties is not None else None)
        said = {**self._defaults, **by_paragraph, **by_character, **direct}
        for toggle in _TOGGLES.values():
            # §17.7.3: what two kinds of style both switch on is off; what the defaults or the run itself says stands
            by_style = bool(by_paragraph.get(toggle)) != bool(by_character.get(toggle))
            said[toggle] = direct.get(toggle, bool(self._defaults.get(toggle)) or by_style)
        return Setting(**said)

    def paragraph_style(self, properties: Element | None) -> str | None:
        """The id of a paragraph's style: its own, else the file's standard one."""
        own = value(properties.find(qn("w:pStyle"))) if properties is not None else None
        return own if own in self._styles else self._standard

    def lists_by_style(self) -> dict[str, str]:
        """The lists that numbering styles carry: style id → list."""
        numbering = (style for style in self._styles.values() if style.numbers)
        return {style.key: style.paragraph["list"] for style in numbering if style.paragraph.get("list")}

    def _indent(self, said: dict[str, Any]) -> float:
        """The first line's indent in points; what is said in characters (§17.3.1.12) goes before what is said in twips."""
        character = self._defaults.get("size") or _CHARACTER
        indent = 0.0
        for side in ("left", "first"):
            in_characters = said.get(f"{side}Chars")
            indent += in_characters * character if in_characters else said.get(side, 0)
        return indent

    def _chain(self, key: str | None) -> Iterable[_Style]:
        chain: list[_Style] = []
        while key is not None and key in self._styles and len(chain) < _DEEPEST:
            chain.insert(0, self._styles[key])
            key = chain[0].parent
        return chain

    def _inherited(self, key: str | None) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for style in self._chain(key):
            said |= style.run
        return said


def on(element: Element | None) -> bool:
    """Whether a switch (w:b, w:i …) is there and on (§17.17.4)."""
    return element is not None and (value(element) or "true").lower() not in _OFF


def whole(text: str | None) -> int | None:
    """A whole number as a file writes it, None for what is none or absurd."""
    try:
        number = int(text or "")
    except ValueError:
        return None
    return number if abs(number) < 2**31 else None


def _standard(root: Element) -> str | None:
    for style in root.iterchildren(qn("w:style")):
        if value(style, "w:type") == "paragraph" and value(style, "w:default") in ("1", "true", "on"):
            return value(style, "w:styleId")
    return None


def _run(properties: Element | None, faces: dict[str, str]) -> dict[str, Any]:
    return {} if properties is None else dict(_run_facts(properties, faces))


def _run_facts(properties: Element, faces: dict[str, str]) -> Iterator[tuple[str, Any]]:
    for element in properties:
        name = name_of(element.tag)
        if name in _TOGGLES:
            yield _TOGGLES[name], on(element)
        elif name == "w:em" and value(element) not in (None, *_OFF):
            # dots under characters (着重号) are how Chinese sets what other scripts set in italics
            yield "emphasis", True
        elif name == "w:u":
            yield "underline", (value(element) or "single") not in _OFF
        elif name == "w:vertAlign":
            yield "script", _SCRIPTS.get(value(element) or "", "")
        elif name == "w:sz":
            yield "size", _points(value(element))
        elif name == "w:rFonts":
            yield from _faces(element, faces)


def _points(half_points: str | None) -> float | None:
    try:
        size = float((half_points or "").removesuffix("pt")) / (1 if (half_points or "").endswith("pt") else 2)
    except ValueError:
        return None
    return size if 0 < size <= _LARGEST else None


def _faces(fonts: Element, faces: dict[str, str]) -> Iterator[tuple[str, str]]:
    theme, latin = value(fonts, "w:eastAsiaTheme") or "", value(fonts, "w:ascii") or value(fonts, "w:hAnsi")
    if face := faces.get(theme[:5], "") or value(fonts, "w:eastAsia") or latin:
        yield "face", face
    if latin or value(fonts, "w:asciiTheme"):
        yield "latin", latin or ""


def _theme_faces(theme: Element | None) -> dict[str, str]:
    """The theme's typefaces for Chinese: "major" for headings, "minor" for text."""
    faces: dict[str, str] = {}
    for kind in ("major", "minor"):
        fonts = next(theme.iter(qn(f"a:{kind}Font")), None) if theme is not None else None
        if fonts is not None:
            face = fonts.find(qn("a:ea"))
            hans = next((each.get("typeface", "") for each in fonts.iter(qn("a:font")) if each.get("script") == "Hans"), "")
            faces[kind] = (face.get("typeface", "") if face is not None else "") or hans
    return faces


def _paragraph(properties: Element | None) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if properties is None:
        return said
    if (alignment := value(properties.find(qn("w:jc")))) is not None:
        said["alignment"] = _ALIGNMENTS.get(alignment, "")
    if (outline := whole(value(properties.find(qn("w:outlineLvl"))))) is not None:
        said["outline"] = outline + 1 if 0 <= outline <= 8 else None
    if (breaks := properties.find(qn("w:pageBreakBefore"))) is not None:
        said["new_page"] = on(breaks)
    if (indents := properties.find(qn("w:ind"))) is not None:
        said |= _indents(indents)
    numbers = properties.find(qn("w:numPr"))
    if numbers is not None:
        if (of_list := value(numbers.find(qn("w:numId")))) is not None:
            said["list"] = of_list
        if (level := whole(value(numbers.find(qn("w:ilvl"))))) is not None:
            said["level"] = min(max(level, 0), 8)
    return said


def _indents(element: Element) -> dict[str, float]:
    said: dict[str, float] = {}
    for name, side in _INDENTS.items():
        sign = -1 if name == "hanging" else 1
        if (twips := whole(value(element, f"w:{name}"))) is not None:
            said[side] = sign * twips / 20
        if (hundredths := whole(value(element, f"w:{name}Chars"))) is not None:
            said[f"{side}Chars"] = sign * hundredths / 100
    return said


def _named_outline(chain: list[_Style]) -> int | None:
    for style in reversed(chain):
        if found := _HEADING.fullmatch(style.name.strip()):
            return int(found[1])
    return None
