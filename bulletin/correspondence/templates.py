"""A receipt's text: Jinja, sandboxed, strict about names; whatever breaks is told with its file and its line.

The built-in templates lie in templates/<language>/; a file of the same name in the publication's receipts/ goes before it.
"""

import datetime as dt
import re
import traceback
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.sandbox import SandboxedEnvironment

from bulletin.language import _
from bulletin.queries import ReceiptError

#: Where a publication lays its own templates.
FOLDER = "receipts"
_BUILT_IN = Path(__file__).parent / "templates"
#: What a template's own expressions may raise while it is filled in, besides Jinja's.
_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, UnicodeError)


class _Compiled(BytecodeCache):
    """Templates as code, by name and file; one whose text has changed is compiled anew (Jinja compares a checksum of it)."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


#: Compiling takes longer than all else of a receipt; the files are read each time, since an editor may lay another there.
_COMPILED = _Compiled()


def fill(root: Path, language: str, name: str, **given: object) -> str:
    """The template NAME.txt of a publication in this folder, filled in; blank lines in a row become one.

    Raises ReceiptError with the template's file and line where it is no template, asks for what is not there, or fails otherwise.
    """
    folders = (root / FOLDER, _BUILT_IN / language)
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(folders, encoding="utf-8-sig"),
        bytecode_cache=_COMPILED,
        autoescape=False,  # a receipt is plain text: nothing in it is markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = lambda day: _day(day, language)
    try:
        text = environment.get_template(f"{name}.txt").render(**given)
    except TemplateSyntaxError as error:
        raise _broken(error, error.filename or error.name, error.lineno) from None
    except _FAULTS as error:
        raise _broken(error, *_place(error, folders)) from None
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _day(day: dt.date, language: str) -> str:
    return f"{day.month}月{day.day}日" if language == "zh-CN" else day.isoformat()


def _place(error: BaseException, folders: tuple[Path, ...]) -> tuple[str | None, int | None]:
    """The template and the line in which a fault arose: the innermost frame that is a template's."""
    inside = tuple(f"{folder}/" for folder in folders)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(inside)]
    return (frames[-1].filename, frames[-1].lineno) if frames else (None, None)


def _broken(error: BaseException, file: str | None, line: int | None) -> ReceiptError:
    reason = _("there is no template {name}").format(name=error.name) if isinstance(error, TemplateNotFound) else error
    remedy = _("Mend the template, or take it out of the folder receipts to use the built-in one; the receipt is written then.")
    return ReceiptError(_("the template of a receipt is broken: {reason}").format(reason=reason), remedy=remedy, file=file, line=line)
