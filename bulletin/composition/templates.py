"""Templates filled in: Jinja, sandboxed, strict about names; whatever breaks is told with its file and its line."""

import traceback

from jinja2 import (
    BaseLoader,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing

from bulletin.composition.shelf import Layout
from bulletin.language import _, catalogue
from bulletin.queries import LayoutError

#: The template that a layout begins with.
FIRST = "issue.html"
#: What a template's own expressions may raise while it is filled in.
_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class _Absent(StrictUndefined):
    """A name that is not there; what it was asked of is told as templates know it, `forme`, not as Python's class."""

    def __init__(
        self, hint: str | None = None, obj: object = missing, name: str | None = None, exc: type[TemplateRuntimeError] = UndefinedError
    ) -> None:
        if hint is None and obj is not missing:
            hint = _("“{thing}” has no “{name}”").format(thing=type(obj).__name__.lower(), name=name)
        super().__init__(hint, obj, name, exc)


def fill(layout: Layout, language: str, **given: object) -> str:
    """The layout's first template, filled in with what is given; its fixed words are in this language.

    Raises LayoutError with the template's file and line where it is no template, asks for what is not there, or fails otherwise.
    """
    environment = _environment(FileSystemLoader(layout.folders))
    environment.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    try:
        return environment.get_template(FIRST).render(**given)
    except TemplateSyntaxError as error:
        raise _broken(layout, error, error.filename or error.name, error.lineno) from None
    except _FAULTS as error:
        file, line = _place(error, layout)
        raise _broken(layout, error, file, line) from None


def _environment(loader: BaseLoader) -> SandboxedEnvironment:
    """Templates may come from a publication's folder: they see what they are given, and nothing of Python behind it."""
    return SandboxedEnvironment(
        loader=loader,
        autoescape=True,
        undefined=_Absent,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _place(error: BaseException, layout: Layout) -> tuple[str | None, int | None]:
    """The template and the line in which a fault arose: the innermost frame that is a template's."""
    folders = tuple(f"{folder}/" for folder in layout.folders)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(folders)]
    return (frames[-1].filename, frames[-1].lineno) if frames else (None, None)


def _broken(layout: Layout, error: BaseException, file: str | None, line: int | None) -> LayoutError:
    reason = _("there is no template {name}").format(name=error.name) if isinstance(error, TemplateNotFound) else error
    return LayoutError(
        _("the layout “{name}” is broken: {reason}").format(name=layout.name, reason=reason),
        remedy=_("Mend the template, or take the publication's own copy of it away to use the built-in one."),
        file=file,
        line=line,
    )
