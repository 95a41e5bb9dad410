"""TOML files, validated: every fault is told with its file, its line where it can be found, and what is allowed."""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Strict, ValidationError
from pydantic_core import ErrorDetails

from bulletin.language import N_, _
from bulletin.queries import SettingsError
from bulletin.records.sheet import Sheet

Model = TypeVar("Model", bound=BaseModel)

#: TOML has no paths: a text is one.
TomlPath = Annotated[Path, Strict(False)]


class Rule(Sheet):
    """A sheet that a person writes as settings: a value of another type is refused, not bent into shape."""

    model_config = ConfigDict(strict=True)


#: What is to be written instead, by how the name of pydantic's fault begins; the blanks are filled from its context.
_REMEDIES = {
    "string_pattern": N_("Use small Latin letters, digits and hyphens."),
    "string_too_short": N_("Write something between the quotation marks."),
    "string": N_("Write a text between quotation marks."),
    "too_short": N_("Give at least one."),
    "model": N_("Write a table of keys."),
    "tuple": N_("Write a list between square brackets."),
    "int": N_("Write a whole number, without quotation marks."),
    "float": N_("Write a number, without quotation marks."),
    "bool": N_("Write true or false."),
    "path": N_("Write a path between quotation marks."),
    "date": N_("Write a date that exists, as 2024-01-31."),
    "greater_than_equal": N_("{ge} is the least."),
    "less_than_equal": N_("{le} is the most."),
}


def read_toml(path: Path, model: type[Model], **given: Any) -> Model:
    """A validated settings file; `given` are fields that the file does not hold.

    Raises SettingsError for a file that is missing or is no TOML, an unknown key, a wrong type, a value that is not allowed.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise SettingsError(
            _("there is no such file"),
            remedy=_("Run `bulletin init DIR` for a new publication, or name one with --publication."),
            file=path,
        ) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(_("this is not UTF-8 text"), remedy=_("Save the file as UTF-8."), file=path, line=line) from None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise SettingsError(
            _("this is not TOML: {reason}").format(reason=error), remedy=_("Mend the line, or put it back as it was."), file=path, line=line
        ) from None
    given = {name: value for name, value in given.items() if name in model.model_fields}
    if strange := sorted(set(values) & set(given)):
        raise SettingsError(_("“{key}” cannot be set").format(key=strange[0]), file=path, line=line_of(text, (strange[0],)))
    try:
        return model.model_validate({**_frozen(values), **given})
    except ValidationError as error:
        # a misspelt key is told before the missing one that it stands for; of the kinds that a value may be of, the one
        # that went deepest is the one that was meant
        meant = max(error.errors(), key=lambda each: (each["type"] == "extra_forbidden", len(each["loc"])))
        raise _told(path, text, model, meant) from None


def line_of(text: str, keys: tuple[str | int, ...], value: str = "") -> int | None:
    """The line (from 1) on which a key of a TOML text stands, None where it cannot be found.

    `keys` is the way to it as pydantic tells it, numbers counting the tables of an array from 0; with `value`, the line
    holds this value too. Keys written in dotted or inline form are found by the nearest line above that is known.
    """
    names = [key for key in keys if isinstance(key, str)]
    lines = text.splitlines()
    tables = [i for i, line in enumerate(lines) if names and re.match(rf"\s*\[\[?\s*{re.escape(names[0])}\s*\]\]?", line)]
    number = next((key for key in keys if isinstance(key, int)), 0)
    first = tables[min(number, len(tables) - 1)] if tables else None
    for name in reversed(names):
        key = re.compile(rf"(^|[\s{{,]){re.escape(name)}\s*=")
        for i in range(first or 0, len(lines)):
            if key.search(lines[i]) and value in lines[i]:
                return i + 1
    return None if first is None else first + 1


def _frozen(value: Any) -> Any:
    """A TOML value with its lists as tuples, which a strict sheet asks for."""
    if isinstance(value, dict):
        return {key: _frozen(each) for key, each in value.items()}
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value


def _told(path: Path, text: str, model: type[BaseModel], error: ErrorDetails) -> SettingsError:
    where = tuple(error["loc"])
    name = ".".join(str(part + 1) if isinstance(part, int) else part for part in where if part not in ("str", "PlannedFeature"))
    kind, context = error["type"], error.get("ctx", {})
    value = list(error["input"]) if isinstance(error["input"], tuple) else error["input"]
    line = line_of(text, tuple(part for part in where if part not in ("str", "PlannedFeature")))
    if kind == "extra_forbidden":
        allowed = _keys_beside(model, where)
        return SettingsError(
            _("unknown key “{key}”").format(key=name),
            remedy=_("Allowed here: {keys}.").format(keys=", ".join(allowed)),
            file=path,
            line=line,
        )
    if kind == "missing":
        return SettingsError(_("“{key}” is missing").format(key=name), remedy=_("Add it; see docs/publication.md."), file=path, line=line)
    if kind == "literal_error":
        return SettingsError(
            _("“{key}” cannot be {value!r}").format(key=name, value=value),
            remedy=_("Allowed: {values}.").format(values=context.get("expected", "").replace(" or ", ", ")),
            file=path,
            line=line,
        )
    reason = _remedy(error)
    return SettingsError(
        _("“{key}” cannot be {value!r}").format(key=name, value=value) if where else reason,
        remedy=reason if where else "",
        file=path,
        line=line,
    )


def _remedy(error: ErrorDetails) -> str:
    found = next((remedy for kind, remedy in _REMEDIES.items() if error["type"].startswith(kind)), None)
    context = error.get("ctx", {})
    return _(found).format(**context) if found else str(context.get("error", error["msg"]))


def _keys_beside(model: type[BaseModel], where: tuple[str | int, ...]) -> list[str]:
    """The keys that are allowed where an unknown one was found: the model is walked along the way to it."""
    found: type[BaseModel] = model
    for part in where[:-1]:
        if isinstance(part, str) and part in found.model_fields:
            inner = _models(found.model_fields[part].annotation)
            found = inner[0] if inner else found
        elif isinstance(part, str):
            found = next((each for each in _models(found) if each.__name__ == part), found)
    return sorted(field.alias or name for name, field in found.model_fields.items() if name != "root")


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in getattr(annotation, "__args__", ()) for model in _models(argument)]
