"""What the editors of Markdown add to CommonMark (Typora, Obsidian), and what writers take it to allow, as CommonMark.

What stands between fences is left as it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_PICTURE: Final = r"\.(?:jpe?g|png|gif|bmp|webp|tiff?|heic|heif|svg)"
#: ![caption](my picture.jpg =300x "title"): blanks, backslashes, brackets and sizes that CommonMark does not take (§6.4).
_IMAGE: Final = re.compile(
    rf"[!！]\[(?P<alt>[^\[\]]{{0,500}})\]\s?[(（]\s*(?P<address>(?:(?!\]\()[^\n<>\"]){{1,400}}?{_PICTURE})"
    r"(?P<size>\s+=\d*x\d*)?(?P<title>\s+(?:\"[^\"]*\"|'[^']*'))?\s*[)）]",
    re.IGNORECASE,
)
_EMBED: Final = re.compile(rf"!\[\[(?P<address>[^\[\]|#\n]{{1,400}}?{_PICTURE})(?:#[^\]|]*)?(?:\|(?P<alt>[^\]\n]*))?\]\]", re.IGNORECASE)
_WIKI_LINK: Final = re.compile(r"(?<![!\[])\[\[(?:[^\[\]|\n]{0,200}\|)?([^\[\]|\n]{1,200})\]\]")
_SIZE: Final = re.compile(r"\s*\|?\s*\d{1,5}(?:x\d{1,5})?\s*$")
_HIGHLIGHT: Final = re.compile(r"(?<![=\\])==(?=[^\s=])([^=\n]+?)(?<=\S)==(?!=)")
_CALLOUT: Final = re.compile(r"^((?: {0,3}> ?)++)\[!\w+\][+-]?[ \t]*")
_BARE_HEADING: Final = re.compile(r"^( {0,3}#{1,6})(?=[⺀-鿿（【《“])(?!.*#)")
_CONTENTS: Final = re.compile(r"^\s*\[toc\]\s*$", re.IGNORECASE)
_NOTE: Final = re.compile(r"^ {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*(.*)$")
#: [注]: 数据截至上月 is no link's address (§4.7), which would vanish; an address has one of these in it.
_DEFINITION: Final = re.compile(r"^ {0,3}\[(?!\^)([^\]]{1,200})\]:[ \t]*(?!<)(?![^\s]*[./#@\\:])(?=\S)")


@dataclass
class Page:
    """A Markdown text as CommonMark, and the notes that stood in it, by their names."""

    text: str
    notes: dict[str, str] = field(default_factory=dict)


def as_commonmark(text: str) -> Page:
    """A text with its editor's own signs written as CommonMark, and its footnotes taken out of it."""
    page = Page("")
    page.text = "\n".join(_lines(text.split("\n"), page.notes))
    return page


def without_size(caption: str) -> str:
    """A picture's caption without the size that Obsidian writes behind it (说明|300)."""
    head, bar, size = caption.rpartition("|")
    return head if bar and _SIZE.fullmatch(size) else caption


def _lines(lines: list[str], notes: dict[str, str]) -> Iterator[str]:
    fence, note = "", ""
    for line in lines:
        fence, was = _fenced(line, fence), fence
        if fence or was:
            note = ""
            yield line
        elif found := _NOTE.match(line):
            note = found[1]
            notes.setdefault(note, found[2].strip())
            yield ""
        elif note and (line.startswith(("  ", "\t")) or not line.strip()):
            notes[note] = f"{notes[note]} {line.strip()}".strip()
            yield ""
        else:
            note = ""
            yield from _with_callout(line)


def _fenced(line: str, fence: str) -> str:
    """The fence that is open below a line, "" for none."""
    found = _FENCE.match(line)
    if found is None:
        return fence
    if not fence:
        return found[1]
    return "" if found[1].startswith(fence) else fence


def _with_callout(line: str) -> Iterator[str]:
    """A line; a callout's title (> [!note] 提示) as a paragraph of its own."""
    found = _CALLOUT.match(line)
    if found is None:
        yield _line(line)
    else:
        yield found[1] + _line(line[found.end() :])
        yield found[1]


def _line(line: str) -> str:
    if _CONTENTS.match(line):
        return ""
    line = _DEFINITION.sub(lambda found: found[0].replace("[", "\\[", 1), line)
    line = _BARE_HEADING.sub(r"\1 ", line)
    line = _WIKI_LINK.sub(r"\1", _EMBED.sub(_embedded, line))
    return _HIGHLIGHT.sub(r"\1", _IMAGE.sub(_image, line))


def _embedded(found: re.Match[str]) -> str:
    alt = found["alt"] or ""
    return f"![{'' if _SIZE.fullmatch(alt) else alt}](<{found['address']}>)"


def _image(found: re.Match[str]) -> str:
    address = found["address"].strip().replace("\\", "/")
    return f"![{found['alt']}](<{address}>{found['title'] or ''})"
