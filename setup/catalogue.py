"""The Chinese catalogue: gather every sentence of the program, keep what is translated, compile.

``make catalogue`` does it; the tests use the same functions to see that nothing is missing or stale. Click's own
sentences (usage, errors of the command line) are gathered too: an office clerk reads them as ours.
"""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bulletin import __version__

PROJECT = Path(__file__).resolve().parent.parent
PO = PROJECT / "bulletin" / "locale" / "zh_CN" / "LC_MESSAGES" / "bulletin.po"
MO = PO.with_suffix(".mo")

#: Where sentences stand, and how to read them there.
SOURCES = {
    "bulletin": [("**.py", "python")],
    "setup": [("**.py", "python")],
    "layouts": [("**.html", "jinja2"), ("**.jinja", "jinja2"), ("**.j2", "jinja2"), ("**.xml", "jinja2"), ("**.svg", "jinja2")],
}
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
#: Click's modules that speak to whoever types a command.
CLICK = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")

Sentence = str | tuple[str, ...]


def gathered() -> Catalog:
    """Every sentence of the program and its layouts, untranslated, each with the files it stands in."""
    catalogue = _blank()
    for file, sentence in sorted(_ours(), key=lambda found: (found[0], str(found[1]))):
        catalogue.add(sentence, locations=[(file, 0)])
    for sentence in _clicks():
        catalogue.add(sentence, auto_comments=["Click"])
    return catalogue


def translated() -> Catalog:
    """The catalogue as it is kept; empty where there is none yet."""
    if not PO.is_file():
        return _blank()
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as the program reads it; fuzzy translations are left out."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def _blank() -> Catalog:
    return Catalog(
        locale="zh_CN",
        project="Bulletin",
        version=__version__,
        header_comment="# What Bulletin says, in Chinese. `make catalogue` gathers and compiles it.",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        fuzzy=False,
    )


def wanting(message: Message) -> bool:
    """Whether a sentence, or one of its forms, has no Chinese yet."""
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(message.id) and (message.fuzzy or not all(strings))


def _ours() -> Iterator[tuple[str, Sentence]]:
    for folder, methods in SOURCES.items():
        found = extract_from_dir(PROJECT / folder, methods, {"**": {"encoding": "utf-8"}}, KEYWORDS)
        for name, _line, sentence, _comments, _context in found:
            yield f"{folder}/{name}", sentence


def _clicks() -> Iterable[Sentence]:
    for module in CLICK:
        file = Path(click.__file__).with_name(f"{module}.py")
        if file.is_file():
            yield from (sentence for _line, sentence, _comments, _context in extract_from_file("python", file, keywords=KEYWORDS))


def main() -> None:
    """Update the catalogue with what the program says now, and compile it; say what still wants its Chinese."""
    catalogue = translated()
    catalogue.update(gathered(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalogue, width=120, include_lineno=False, ignore_obsolete=True)
    MO.write_bytes(compiled(catalogue))
    missing = sum(map(wanting, catalogue))
    print(f"{PO.relative_to(PROJECT)}: {len(catalogue)} sentences, {missing} without Chinese")


if __name__ == "__main__":
    main()
