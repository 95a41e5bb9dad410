"""story.md: a story as a text file that an editor may open in any editor. Writing a story and reading it back gives the same story."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml
from markdown_it.tree import SyntaxTreeNode
from PIL import Image as PillowImage
from pydantic import ValidationError

from bulletin import markdown
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import StoryError
from bulletin.records.story import (
    Block,
    Heading,
    ListItem,
    Paragraph,
    Picture,
    Pictures,
    Quote,
    Span,
    Spans,
    Story,
    Table,
    plain,
)

FILE = "story.md"
_MOST_FRONT_MATTER = 200_000

# --- writing ---------------------------------------------------------------------------------------------------------------------


def write_story(story: Story) -> str:
    """A story as story.md."""
    blocks = [_written(group) for group in _groups(story.body)]
    return f"---\n{_front_matter(story)}---\n\n" + "\n\n".join(blocks) + "\n"


def _front_matter(story: Story) -> str:
    """Every field that says something; title, section, branch and authors always, so that an editor sees where they go."""
    values = story.model_dump(mode="python", exclude={"body"})
    always = ("title", "section", "branch", "authors")
    front: dict[str, Any] = {name: values[name] for name in always}
    front.update({name: value for name, value in values.items() if name not in always and value not in ("", None, ())})
    if alts := {picture.file: picture.alt for picture in story.pictures if picture.alt and picture.alt != picture.caption}:
        front["alt"] = alts
    return yaml.dump(_plain(front), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=None)


class _Dumper(yaml.SafeDumper):
    """Lists short and on their line, dates as ISO 8601 writes them."""


_Dumper.add_representer(dt.datetime, lambda dumper, when: dumper.represent_scalar("tag:yaml.org,2002:timestamp", when.isoformat()))
_Dumper.add_representer(type(None), lambda dumper, _none: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value


def _groups(body: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks that stand together: the items of a list; everything else by itself."""
    for listed, group in groupby(body, key=lambda block: isinstance(block, ListItem)):
        if listed:
            yield list(group)
        else:
            yield from ([block] for block in group)


def _written(group: Sequence[Block]) -> str:
    match group[0]:
        case ListItem():
            return "\n".join(_item(item) for item in group if isinstance(item, ListItem))
        case Heading(level=level, spans=spans):
            # a heading is one line: its line break is written as a number
            return "#" * level + " " + markdown.write(spans).replace("\\\n", "&#10;")
        case Quote(spans=spans):
            return "\n".join(f"> {line}" for line in markdown.write(spans).split("\n"))
        case Table(rows=rows):
            return _table(rows)
        case Pictures(pictures=pictures):
            return "\n".join(map(_image, pictures))
        case Paragraph(spans=spans):
            return markdown.write(spans)
    raise AssertionError(group)


def _item(item: ListItem) -> str:
    """A list item: "- " says "• ", "1. " says itself, and "+ " stands before an item that brings its own mark."""
    indent = "    " * (item.level - 1)
    text = plain(item.spans)
    if text.startswith("• ") and len(text) > 2 and item.spans[0].text != "• ":
        mark, spans = "-   ", _without(item.spans, 2)
    elif (found := re.match(r"(\d{1,2})\. (?=\S)", text)) and len(item.spans[0].text) > found.end():
        mark, spans = f"{found[1]}. ", _without(item.spans, found.end())
    else:
        mark, spans = "+   ", item.spans
    return indent + mark.ljust(4) + markdown.write(spans).replace("\n", "\n" + indent + "    ")


def _without(spans: Spans, count: int) -> Spans:
    return (spans[0].model_copy(update={"text": spans[0].text[count:]}), *spans[1:])


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def _cell(text: str) -> str:
    return re.sub(r"\A\s|\s\Z|\n", lambda found: f"&#{ord(found[0])};", markdown.escape(text))


def _image(picture: Picture) -> str:
    caption = markdown.escape(picture.caption).replace("\n", "&#10;")
    credit = ' "' + re.sub(r'["\\&\n]', lambda found: f"&#{ord(found[0])};", picture.credit) + '"' if picture.credit else ""
    return f"![{caption}](<{picture.file}>{credit})" if " " in picture.file else f"![{caption}]({picture.file}{credit})"


# --- reading ---------------------------------------------------------------------------------------------------------------------


def read_story(path: Path, house: House) -> Story:
    """The story in a story.md.

    Raises StoryError, with the line and the remedy, for what no story can be: no title, no body, a section that the
    publication has not, a picture that is not there, a date that does not exist, an unknown key, broken YAML.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise StoryError(_("there is no story here"), remedy=_("Put story.md back, or remove its folder."), file=path) from None
    except OSError as error:
        message = _("this story cannot be read: {reason}").format(reason=error.strerror)
        remedy = _("Give the account that runs Bulletin leave to read this file and its folder.")
        raise StoryError(message, remedy=remedy, file=path) from None
    return _Reader(path, house, raw).story()


def would_read(text: str, path: Path, house: House) -> Story:
    """The story that this text would be in the place of a story.md. Raises StoryError."""
    return _Reader(path, house, text.encode()).story()


class _Reader:
    """One reading of one file, which knows where everything stood."""

    def __init__(self, path: Path, house: House, raw: bytes) -> None:
        self.path = path
        self.house = house
        try:
            text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            raise self.fault(
                _("this is not UTF-8 text"), _("Save the file as UTF-8."), error.object[: error.start].count(b"\n") + 1
            ) from None
        front, self.body, self.first = markdown.split_front_matter(text)
        if front is None:
            raise self.fault(
                _("the front matter is missing"),
                _("A story begins with a line ---, then title, section, branch and authors, then --- again."),
                1,
            )
        self.front, self.lines = self.parsed(front)

    def fault(self, message: str, remedy: str, line: int | None) -> StoryError:
        return StoryError(message, remedy=remedy, file=self.path, line=line)

    def parsed(self, front: str) -> tuple[dict[str, Any], dict[str, int]]:
        """The front matter with every scalar as the text that stands there, and the line of each key."""
        try:
            if len(front) > _MOST_FRONT_MATTER:
                raise self.fault(_("the front matter is too long"), _("Move the text below the second line ---."), 2)
            node = yaml.compose(front, Loader=yaml.BaseLoader)
            values = yaml.load(front, Loader=yaml.BaseLoader) or {}  # noqa: S506 - BaseLoader makes nothing but text, lists and maps
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or str(error)
            remedy = _("Mend the line; a text with a colon or a quotation mark in it stands between '…'.")
            raise self.fault(
                _("the front matter is not YAML: {reason}").format(reason=problem), remedy, mark.line + 2 if mark else 1
            ) from None
        if not isinstance(values, dict) or (node is not None and not isinstance(node, yaml.MappingNode)):
            raise self.fault(_("the front matter is no list of keys"), _("Write each line as `key: value`."), 2)
        lines: dict[str, int] = {}
        for key, _value in node.value if node else ():
            if key.value in lines:
                message = _("“{key}” stands twice").format(key=key.value)
                raise self.fault(message, _("Take one of the two lines out."), key.start_mark.line + 2)
            lines[key.value] = key.start_mark.line + 2
        return values, lines

    def story(self) -> Story:
        given = {name: value for name, value in self.front.items() if value not in ("", []) or name == "title"}
        alts = given.pop("alt", {})
        self.alts: dict[str, str] = alts if isinstance(alts, dict) else {}
        self.check_section(given)
        # a story that an editor writes into the folder by hand came from nobody: its own name and time stand for that
        given.setdefault("submission", self.path.parent.name)
        given.setdefault("received", dt.datetime.fromtimestamp(int(self.path.stat().st_mtime), dt.UTC))
        found: dict[str, Any] = {}
        body = tuple(self.blocks(SyntaxTreeNode(markdown.parser().parse(self.body, found)).children))
        self.check_notes(found.get("references", {}))
        if not body:
            raise self.fault(_("the story has no body"), _("Write its text below the second line ---."), self.first)
        try:
            return Story.model_validate({**given, "body": body})
        except ValidationError as error:
            raise self.told(error) from None

    def check_section(self, given: dict[str, Any]) -> None:
        section = given.get("section")
        if section is None:
            return
        rule = self.house.section(section) if isinstance(section, str) else None
        if rule is None:
            names = _(", ").join(each.name for each in self.house.sections)
            remedy = _("The publication's sections are: {names}.").format(names=names)
            raise self.fault(_("there is no section “{name}”").format(name=section), remedy, self.lines.get("section"))
        given["section"] = rule.name

    def check_notes(self, definitions: Mapping[str, Mapping[str, Any]]) -> None:
        """CommonMark takes `[^1]: …` for the address of a link (§4.7) and drops it: a note written so would be lost."""
        for name, definition in definitions.items():
            if name.startswith("^"):
                line = self.first + definition["map"][0]
                remedy = _("Write the notes' texts as a list under `notes:` above, and the mark into the text as <sup>[1]</sup>.")
                raise self.fault(_("a footnote cannot be written as [{name}]: …").format(name=name.lower()), remedy, line)

    def told(self, error: ValidationError) -> StoryError:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        line = self.lines.get(name, 2)
        own = len(first["loc"]) == 1  # not a line of something within, as of an allowance
        if own and first["type"] == "extra_forbidden":
            allowed = ", ".join(key for key in Story.model_fields if key != "body")
            return self.fault(_("unknown key “{key}”").format(key=name), _("Allowed: {keys}.").format(keys=allowed), line)
        if (own and first["type"] == "missing") or (name == "title" and not str(self.front.get("title", "")).strip()):
            return self.fault(_("the story has no {key}").format(key=name), _("Add a line `{key}: …`.").format(key=name), line)
        value = self.front.get(name)
        remedies = {
            "date": _("Write a date that exists, as 2024-01-31."),
            "received": _("Write date and time as 2024-01-31T09:00:00+08:00."),
            "allow": _("Each allowance has check, name, date and reason."),
            "credits": _("Each credit has a role and a list of names."),
            **dict.fromkeys(("authors", "photographers", "captions", "notes"), _("Write a list, as [name, name].")),
        }
        return self.fault(
            _("“{key}” cannot be {value!r}").format(key=name, value=value), remedies.get(name, _("Write it on one line.")), line
        )

    def blocks(
        self, nodes: Sequence[SyntaxTreeNode], within: Callable[[Spans], Block] = lambda spans: Paragraph(spans=spans)
    ) -> Iterator[Block]:
        """The blocks of a stretch of the body; `within` makes what its running text is there."""
        for node in nodes:
            match node.type:
                case "paragraph":
                    yield from self.text(node.children[0], within)
                case "heading":
                    yield from self.text(node.children[0], partial(_heading, max(2, int(node.tag[1]))))
                case "bullet_list" | "ordered_list":
                    yield from self.items(node, 1)
                case "blockquote":
                    yield from self.blocks(node.children, lambda spans: Quote(spans=spans))
                case "fence" | "code_block":
                    yield Paragraph(spans=(Span(text=node.content.rstrip("\n") or " "),))
                case "table":
                    yield Table(rows=tuple(tuple(map(_cell_text, row.children)) for part in node.children for row in part.children))

    def items(self, node: SyntaxTreeNode, level: int) -> Iterator[Block]:
        """The items of a list, those of the lists within it a level deeper."""
        for item in node.children:
            mark = {"-": "• ", "*": "• ", "+": ""}.get(item.markup, f"{item.info}{item.markup} ")
            for child in item.children:
                if child.type in ("bullet_list", "ordered_list"):
                    yield from self.items(child, min(level + 1, 9))
                else:
                    yield from self.blocks([child], partial(_list_item, level, mark))
                    mark = ""

    def text(self, node: SyntaxTreeNode, make: Callable[[Spans], Block]) -> Iterator[Block]:
        """A paragraph's text and pictures: pictures side by side are one block; a picture amid text stands between its parts."""
        children = node.token.children if node.token else ()
        pieces = markdown.inline(children or ())
        titles = iter([str(child.attrs.get("title") or "") for child in children or () if child.type == "image"])
        line = self.first + (node.map[0] if node.map else 0)
        for pictured, group in groupby(_unspaced(pieces), key=lambda piece: isinstance(piece, markdown.Image)):
            if pictured:
                images = [piece for piece in group if isinstance(piece, markdown.Image)]
                yield Pictures(pictures=tuple(self.picture(image, next(titles), line) for image in images))
            else:
                yield make(tuple(piece for piece in group if isinstance(piece, Span)))

    def picture(self, image: markdown.Image, credit: str, line: int) -> Picture:
        name = unquote(image.address)
        if "/" in name or "\\" in name or name in ("", ".", ".."):
            raise self.fault(
                _("the picture “{name}” does not lie beside the story").format(name=name),
                _("Put it into the story's folder and write its name alone."),
                line,
            )
        try:
            with PillowImage.open(self.path.parent / name) as picture:
                width, height = picture.size
        except FileNotFoundError:
            raise self.fault(
                _("the picture “{name}” is not there").format(name=name), _("Put it beside story.md, or remove the line."), line
            ) from None
        except OSError:
            raise self.fault(_("“{name}” is no picture that can be read").format(name=name), _("Save it as JPEG or PNG."), line) from None
        alt = self.alts.get(name, image.text)
        return Picture(file=name, caption=image.text, credit=credit, alt=alt, width=width, height=height)


def _marked(mark: str, spans: Spans) -> Spans:
    if not mark:
        return spans
    if spans and spans[0] == Span(text=spans[0].text):
        return (Span(text=mark + spans[0].text), *spans[1:])
    return (Span(text=mark), *spans)


def _unspaced(pieces: Sequence[Span | markdown.Image]) -> list[Span | markdown.Image]:
    """Without the blanks between pictures, which only keep their lines apart."""
    if not any(isinstance(piece, markdown.Image) for piece in pieces):
        return list(pieces)
    return [piece for piece in pieces if isinstance(piece, markdown.Image) or piece.text.strip()]


def _heading(level: int, spans: Spans) -> Block:
    return Heading(level=level, spans=spans)


def _list_item(level: int, mark: str, spans: Spans) -> Block:
    return ListItem(level=level, spans=_marked(mark, spans))


def _cell_text(cell: SyntaxTreeNode) -> str:
    return "".join(piece.text for node in cell.children if node.token for piece in markdown.inline(node.token.children or ()))
