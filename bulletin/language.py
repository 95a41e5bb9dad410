"""The one catalogue: every sentence that an editor, a branch or a reader sees, in Chinese and English.

Source sentences are English; ``bulletin/locale/zh_CN`` holds the Chinese. ``_`` translates at once,
``N_`` only marks a sentence for the catalogue (for tables that are read before the language is known).
Click asks the ``gettext`` module itself, so `use` points that module at the same catalogue.
"""

import gettext
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

LANGUAGES = ("zh-CN", "en")
_DOMAIN = "bulletin"
_FOLDER = Path(__file__).parent / "locale"

_ENGLISH = gettext.NullTranslations()
_catalogue: ContextVar[gettext.NullTranslations] = ContextVar("catalogue", default=_ENGLISH)


def catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of a language (``zh-CN``, ``zh``, ``en_GB.UTF-8`` …); English sentences where there is none."""
    return gettext.translation(_DOMAIN, _FOLDER, languages=[_posix(language)], fallback=True)


def use(language: str) -> None:
    """Speak this language from here on, Click's own sentences included."""
    _catalogue.set(catalogue(language))
    os.environ["LANGUAGE"] = _posix(language)
    gettext.bindtextdomain(_DOMAIN, str(_FOLDER))
    gettext.textdomain(_DOMAIN)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while: a galley is set in its publication's language, whatever the editor's is."""
    token = _catalogue.set(catalogue(language))
    try:
        yield
    finally:
        _catalogue.reset(token)


def spoken() -> str:
    """The language in use, one of `LANGUAGES`."""
    return _catalogue.get().info().get("language", "en").replace("_", "-")


def preferred(*choices: str | None) -> str:
    """The first language named among the choices, else the locale's; one of `LANGUAGES`."""
    for choice in (*choices, os.environ.get("LC_ALL"), os.environ.get("LC_MESSAGES"), os.environ.get("LANG"), locale.getlocale()[0]):
        if choice:
            return "zh-CN" if choice.lower().startswith(("zh", "chinese")) else "en"
    return "en"


def _(message: str) -> str:
    """The sentence in the language in use."""
    return _catalogue.get().gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The sentence for this number in the language in use."""
    return _catalogue.get().ngettext(one, many, number)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a marker
    """Mark a sentence for the catalogue without translating it yet."""
    return message


def _posix(language: str) -> str:
    return "zh_CN" if language.lower().startswith("zh") else "en"
