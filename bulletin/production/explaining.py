"""Explaining: why a story is taken for the section that it is in, or for none."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bulletin.archive import shelf, storymd
from bulletin.archive.ledger import opened
from bulletin.copydesk.genre.guess import Guess, Spoken, guess_section, model_of, spoken_for
from bulletin.copydesk.genre.model import NONE, Model, label_of
from bulletin.copydesk.genre.signs import in_words
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.production.inbox import know_all, meant
from bulletin.production.learning import text_of
from bulletin.production.reading import read_files
from bulletin.queries import UsageError
from bulletin.records.story import Story

#: So many phrases are shown for a section, and so many against it.
_PHRASES = 8


@dataclass(frozen=True)
class Phrase:
    """Something of a text that weighs: its words, the sentence that it stands in ("": the whole text), and how much it weighs."""

    words: str
    sentence: str
    weight: float


@dataclass(frozen=True)
class Explained:
    """Why a story is in its section. `stated` tells that it was said, not found; `likely` has every section's probability.

    `best` and `next` are the two likeliest (a section, or "none"); `phrases` speak for the first against the second, `against` the
    other way round; `spoken` are the words of bulletin.toml that stand in it.
    """

    file: str
    title: str
    section: str | None
    stated: bool
    guess: Guess
    spoken: tuple[Spoken, ...]
    phrases: tuple[Phrase, ...]
    against: tuple[Phrase, ...]

    @property
    def best(self) -> str:
        """The likeliest section, or "none"."""
        return self.guess.likely[0][0]

    @property
    def next(self) -> str:
        """The one that is likeliest after it."""
        return self.guess.likely[1][0]


def explain(house: House, name: str) -> Iterator[Explained]:
    """Why a filed story, or each story in a file that is not filed, is in its section.

    Raises UsageError where nothing is called so, or no story can be made of it, and what `read_files` raises.
    """
    if Path(name).is_file() or (Path(name).suffix and Path(name).parent != Path()):
        yield from _of_file(house, Path(name))
        return
    with opened(shelf.stories_folder(house)) as ledger:
        know_all(house, ledger)
        entries = meant(house, ledger, name).stories
    if not entries:
        raise UsageError(_("nothing of “{name}” has become a story").format(name=name), remedy=_("See `bulletin show`."))
    for entry in entries:
        story = storymd.read_story(house.root / entry.folder / storymd.FILE, house)
        guessed = any(each.check == "section-guessed" for each in entry.queries) and story.section == entry.section
        yield _explained(house, entry.folder, story, stated=story.section is not None and not guessed)


def _of_file(house: House, file: Path) -> Iterator[Explained]:
    for reading in read_files(house, [file]):
        if reading.story is None:
            raise UsageError(_("no story can be made of it"), remedy=_("See `bulletin read`."), file=file)
        guessed = any(each.check == "section-guessed" for each in reading.queries)
        yield _explained(house, reading.file, reading.story, stated=reading.story.section is not None and not guessed)


def _explained(house: House, file: str, story: Story, *, stated: bool) -> Explained:
    text = text_of(story)
    guess, model = guess_section(text.title, text.paragraphs, house), model_of(house)
    spoken = tuple(each for rule in house.sections for each in spoken_for(text, rule.name, house))
    labels = [_label(name, model, house) for name, _probability in guess.likely[:2]]
    leanings = model.leanings(text, *labels) if labels[0] != labels[1] else []
    phrases = tuple(_phrases(leanings, text.sentences))
    against = tuple(_phrases([(sign, place, -weight) for sign, place, weight in reversed(leanings)], text.sentences))
    return Explained(file, story.title, story.section, stated, guess, spoken, phrases, against)


def _label(name: str, model: Model, house: House) -> str:
    """The model's label for a section: its own, else its kind's."""
    rule = house.section(name)
    if name == NONE or rule is None:
        return NONE
    return label_of(rule.name) if label_of(rule.name) in model.labels else rule.kind


def _phrases(leanings: list[tuple[str, int | None, float]], sentences: tuple[str, ...]) -> Iterator[Phrase]:
    """The heaviest signs as phrases: those within a longer run that stands in the same sentence are told once."""
    shown: list[tuple[str, int | None]] = []
    for sign, place, weight in leanings:
        if weight <= 0 or len(shown) == _PHRASES:
            return
        words = in_words(sign)
        if len(words) < 2 or any(place == other and (words in longer or longer in words) for longer, other in shown):
            continue
        shown.append((words, place))
        yield Phrase(words, "" if place is None else sentences[place], round(weight, 3))
