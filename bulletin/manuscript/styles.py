"""How Word's text is set: direct formatting, character and paragraph styles, the document's defaults (ECMA-376-1 §17.7).

Sizes are points; an outline is 0 for a title, 1–9 for a heading, None for text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
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
_TOGGLES: Final = {"w:b": "strong", "w:i": "emphasis", "w:vanish": "hidden"}
_OFF: Final = ("0", "false", "off", "none")
_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLES: Final = ("title", "标题", "文档标题")
#: A style that is based on itself by way of others would never end.
_DEEPEST: Final = 40
_LARGEST: Final = 1638.0


@dataclass(frozen=True)
class Setting:
    """How a run is set."""

    strong: bool = False
    emphasis: bool = False
    hidden: bool = False
    underline: bool = False
    script: Literal["", "super", "sub"] = ""
    size: float | None = None
    face: str = ""


@dataclass(frozen=True)
class Stance:
    """How a paragraph stands: its style's name, its outline, its alignment, and its list (by the file's own numbers)."""

    style: str = ""
    outline: int | None = None
    alignment: Alignment = ""
    list: str | None = None
    level: int | None = None


@dataclass(frozen=True)
class _Style:
    key: str
    kind: str
    name: str
    parent: str | None
    run: dict[str, Any]
    paragraph: dict[str, Any]


@dataclass(frozen=True)
class Styles:
    """The styles of one Word file; a file without any has none. `faces` are the theme's typefaces."""

    faces: dict[str, str] = field(default_factory=dict)
    _styles: dict[str, _Style] = field(default_factory=dict)
    _defaults: dict[str, Any] = field(default_factory=dict)
    _standard: str | None = None

    @classmethod
    def read(cls, root: Element | None, theme: Element | None) -> "Styles":
        """The styles that a style part and a theme part define; either may be missing."""
        faces = _theme_faces(theme)
        if root is None:
            return cls(faces)
        styles = [_style(each, faces) for each in root.iterchildren(qn("w:style"))]
        defaults = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        return cls(faces, {each.key: each for each in styles}, _run(defaults, faces), _standard(root))

    def stance(self, properties: Element | None) -> Stance:
        """How a paragraph with these properties (w:pPr) stands."""
        key = self.paragraph_style(properties)
        chain = list(self._chain(key))
        said: dict[str, Any] = {}
        for style in chain:
            said |= {name: each for name, each in style.paragraph.items() if each is not None}
        said |= _paragraph(properties)
        outline = said.get("outline", _named_outline(chain))
        if any(style.name.lower() in _TITLES for style in chain) and "outline" not in _paragraph(properties):
            outline = 0
        return Stance(
            style=chain[-1].name if chain else "",
            outline=outline,
            alignment=said.get("alignment", ""),
            list=said.get("list"),
            level=said.get("level"),
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
        return {style.key: style.paragraph["list"] for style in self._styles.values() if style.paragraph.get("list")}

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


def _style(element: Element, faces: dict[str, str]) -> _Style:
    key = value(element, "w:styleId") or ""
    return _Style(
        key=key,
        kind=value(element, "w:type") or "",
        name=value(element.find(qn("w:name"))) or key,
        parent=value(element.find(qn("w:basedOn"))),
        run=_run(element.find(qn("w:rPr")), faces),
        paragraph=_paragraph(element.find(qn("w:pPr"))),
    )


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
        elif name == "w:specVanish":
            yield "hidden", on(element)
        elif name == "w:u":
            yield "underline", (value(element) or "single") not in _OFF
        elif name == "w:vertAlign":
            yield "script", _SCRIPTS.get(value(element) or "", "")
        elif name == "w:sz":
            yield "size", _points(value(element))
        elif name == "w:rFonts" and (face := _face(element, faces)):
            yield "face", face


def _points(half_points: str | None) -> float | None:
    try:
        size = float((half_points or "").removesuffix("pt")) / (1 if (half_points or "").endswith("pt") else 2)
    except ValueError:
        return None
    return size if 0 < size <= _LARGEST else None


def _face(fonts: Element, faces: dict[str, str]) -> str:
    theme = value(fonts, "w:eastAsiaTheme") or ""
    named = value(fonts, "w:eastAsia") or value(fonts, "w:ascii") or value(fonts, "w:hAnsi") or ""
    return faces.get(theme[:5], "") or named


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
    numbers = properties.find(qn("w:numPr"))
    if numbers is not None:
        if (of_list := value(numbers.find(qn("w:numId")))) is not None:
            said["list"] = of_list
        if (level := whole(value(numbers.find(qn("w:ilvl"))))) is not None:
            said["level"] = min(max(level, 0), 8)
    return said


def _named_outline(chain: list[_Style]) -> int | None:
    for style in reversed(chain):
        if found := _HEADING.fullmatch(style.name.strip()):
            return int(found[1])
    return None
