"""YAML front matter as people write it by hand: nothing in it makes anything but text, lists and maps."""

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from bulletin.language import _
from bulletin.manuscript.pencil import Pencil, Unfit
from bulletin.markdown import split_front_matter

_FULL_WIDTH_COLON: Final = re.compile(r"^([^\s:：#\-\[{'\"][^:：\n]{0,20})：[ \t]*", re.MULTILINE)
_PLAIN_LINE: Final = re.compile(r"([^\s:#\-\[{'\"][^:\n]{0,30}):[ \t]*+([^\[{\n].*)?$")
_NEVER_CLOSED: Final = re.compile(r"---[ \t]*\n((?:[A-Za-z_]{2,30}[ \t]*:.*\n)+)(?:[ \t]*\n|\Z)")
#: Lists within lists cost the parser time with the square of their depth; nobody writes so many, or so much, by hand.
_MOST_LISTS: Final = 2_000
_LONGEST: Final = 20_000


def split_matter(text: str, pencil: Pencil) -> tuple[dict[str, Any], str]:
    """What a Markdown file's front matter states, every value as the text that stands there, and the text below it.

    Raises Unfit, with the line, for front matter that cannot be read.
    """
    lead = re.match(r"\ufeff?\s*(?=---[ \t]*\n)", text)
    above, text = (lead[0].count("\n"), text[lead.end() :]) if lead else (0, text)
    matter, below, _line = split_front_matter(text)
    if matter is None:
        matter, below = _unclosed(text, pencil)
    return ({}, below) if matter is None else (_stated(pencil, matter, above), below)


def _unclosed(text: str, pencil: Pencil) -> tuple[str | None, str]:
    found = _NEVER_CLOSED.match(text)
    if found is None:
        return None, text
    message = _("the front matter has no second line ---; it was taken to end at the first empty line")
    pencil.mark("not-carried-over", message, _("Compare the story's head with the file."))
    return found[1], text[found.end() :]


def _stated(pencil: Pencil, matter: str, above: int) -> dict[str, Any]:
    matter = _FULL_WIDTH_COLON.sub(r"\1: ", matter.replace("\t", "  "))
    try:
        front = _parsed(matter)
        keys = list(_keys(matter))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        plain = _plain_lines(matter)
        if plain is None or isinstance(error, _AliasError):
            raise _unreadable(pencil, error, above) from error
        keys, front = [key for key, _value in plain], dict(plain)
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        message = _("“{key}” stands twice in the front matter; the last one counts").format(key=key)
        pencil.mark("not-carried-over", message, _("Compare the story's head with the file."))
    if not isinstance(front, dict):
        message = _("{file}, line {line}: the front matter is not a list of names and values").format(file=pencil.file, line=above + 2)
        raise Unfit("unreadable", message, _("Mend the lines between the two ---, or take them out."))
    return {str(key): each for key, each in front.items() if each != ""}


class _AliasError(ValueError):
    """A few lines of aliases stand for more text than any memory holds."""


def _parsed(matter: str) -> Any:
    if sum(map(matter.count, "[{-")) > _MOST_LISTS or len(matter) > _LONGEST:
        raise ValueError("too much")
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(matter, Loader=yaml.BaseLoader)):
        raise _AliasError
    # every value as the text that stands there: a date that does not exist is one line's fault, not the file's
    return yaml.load(matter, Loader=yaml.BaseLoader) or {}  # noqa: S506 - BaseLoader makes nothing but text, lists and maps


def _keys(matter: str) -> Iterator[str]:
    node = yaml.compose(matter, Loader=yaml.BaseLoader)
    if isinstance(node, yaml.MappingNode):
        yield from (str(key.value) for key, _value in node.value)


def _plain_lines(matter: str) -> list[tuple[str, str]] | None:
    """Lines of a name, a colon and a text that YAML does not take as it stands (标题: “反诈”: 进行时); None where one is no such line."""
    found = [_PLAIN_LINE.match(line) for line in matter.splitlines() if line.strip()]
    return [(each[1].strip(), (each[2] or "").strip()) for each in found if each] if all(found) else None


def _unreadable(pencil: Pencil, error: Exception, above: int) -> Unfit:
    mark = getattr(error, "problem_mark", None)
    # the first line of the file is the --- above the front matter
    line = above + (mark.line + 2 if mark else 2)
    message = _("{file}, line {line}: the front matter cannot be read").format(file=pencil.file, line=line)
    return Unfit("unreadable", message, _("Mend the lines between the two ---, or take them out."))
