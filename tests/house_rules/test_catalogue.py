"""Every sentence has its Chinese, with the same blanks to fill in, and the compiled catalogue is the written one."""

import re
from string import Formatter

import pytest
from babel.messages.catalog import Message

from setup import catalogue


def both(message: Message) -> tuple[list[str], list[str]]:
    """A message's source sentences and its translations."""
    ids, strings = message.id, message.string or ""
    return ([ids] if isinstance(ids, str) else list(ids)), ([strings] if isinstance(strings, str) else list(strings))


def blanks(sentence: str) -> set[str]:
    """The placeholders of a sentence, in braces or after a per cent sign."""
    braces = {name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name is not None}
    return braces | set(re.findall(r"%\(\w+\)s", sentence))


def test_every_sentence_has_its_chinese() -> None:
    kept = catalogue.translated()
    missing = [
        f"{message.id!r} ({', '.join(file for file, _line in message.locations)})"
        for message in catalogue.gathered()
        if message.id and (message.id not in kept or catalogue.wanting(kept[message.id]))
    ]
    assert not missing, "run make catalogue and translate:\n" + "\n".join(missing)


def test_nothing_is_kept_that_is_said_no_longer() -> None:
    said = {str(message.id) for message in catalogue.gathered()}
    stale = [message.id for message in catalogue.translated() if message.id and str(message.id) not in said]
    assert not stale, "run make catalogue"


def test_a_translation_fills_in_the_same_blanks() -> None:
    wrong = []
    for message in catalogue.translated():
        if message.id and message.string:
            sources, translations = both(message)
            if any(blanks(translation) != blanks(sources[-1]) for translation in translations if translation):
                wrong.append(message.id)
    assert not wrong


@pytest.mark.parametrize(("sentence", "found"), [("{a} of {b!r}", {"a", "b"}), ("%(prog)s ran", {"%(prog)s"}), ("none", set())])
def test_blanks_are_found(sentence: str, found: set[str]) -> None:
    assert blanks(sentence) == found


def test_the_compiled_catalogue_is_the_written_one() -> None:
    assert catalogue.MO.read_bytes() == catalogue.compiled(catalogue.translated()), "run make catalogue"
