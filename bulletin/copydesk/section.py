"""Which section a story belongs to: the one that is stated, else the one whose genre the text shows (`genre`)."""

import re
from collections.abc import Iterable

from bulletin.copydesk.genre.guess import Guess
from bulletin.copydesk.genre.model import NONE
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import Marked, Query, query
from bulletin.records.sheet import Sheet

_BRACKETED = re.compile(r"\s*[【\[〔](?P<name>[^【】\[\]〔〕]+)[】\]〕]\s*(?P<title>\S.*)", re.DOTALL)
_PARTS = re.compile(r"[\s　_【】\[\]（）()：:，,。、｜|/《》“”—-]+")
_MAIL_WORDS = re.compile(r"投稿|稿件|来稿|报送|栏目|^稿|稿$")


class Placed(Sheet):
    """The section of a story, None where none is clear, and the probability that it is right: 1 for one that is stated."""

    section: str | None
    probability: float


def place_in_section(stated: str, hints: Iterable[str], guess: Guess, house: House, file: str) -> Marked[Placed]:
    """The section: stated in front matter or form, named by the subject or the folder (`hints`), or guessed."""
    queries: list[Query] = []
    if stated and not house.section(stated):
        queries.append(_unknown(stated, house, file))
    rule = house.section(stated)
    if named := rule.name if rule else section_named(hints, house):
        queries += [_no_story(guess, file)] if guess.is_no_story else []
        return Marked(Placed(section=named, probability=1.0), tuple(queries))
    queries += [_outdated(file)] if guess.outdated else []
    asked = _guessed(guess, file) if guess.section else _no_story(guess, file) if guess.is_no_story else _unsorted(guess, house, file)
    return Marked(Placed(section=guess.section, probability=guess.probability), (*queries, asked))


def section_named(hints: Iterable[str], house: House) -> str | None:
    """The section that the first telling hint names; a hint that names two tells nothing.

    A section's name may stand anywhere (五羊支行服务经验投稿); a short alias only by itself, for it is also a common word.
    """
    for hint in hints:
        words = [_MAIL_WORDS.sub("", part) for part in parts_of(hint)]
        named = {
            rule.name
            for rule in house.sections
            if rule.name in hint or any(alias in words or (len(alias) > 3 and alias in hint) for alias in rule.aliases)
        }
        if len(named) == 1:
            return named.pop()
    return None


def parts_of(subject: str) -> list[str]:
    """What a subject's blanks, brackets, dashes and marks part it into."""
    return [part for part in _PARTS.split(subject) if part]


def without_section(subject: str, house: House) -> str:
    """A mail's subject without the words that only say where it should go: 【投稿】服务动态：…"""
    subject = re.sub(r"(?i)^\s*(?:(?:re|fw|fwd|答复|转发|回复)\s*[:：]\s*)+", "", subject)
    subject = re.sub(r"[【\[（(]?(?:投稿|来稿|稿件|更正|修改稿|以此稿为准)[】\])）]?", " ", subject)
    for name in sorted((name for rule in house.sections for name in (rule.name, *rule.aliases)), key=len, reverse=True):
        subject = re.sub(rf"(^|[\s【\[（(：:—-]){re.escape(name)}(?=$|[\s】\])）：:—-])", r"\1", subject)
    subject = re.sub(r"[【\[（(]\s*[】\])）]", " ", subject)
    return re.sub(r"^[\s:：—_-]+|[\s:：—_-]+$", "", subject)


def bracketed_section(title: str, house: House) -> tuple[str, str]:
    """The section that a bracket before the title names (【服务故事】雨夜送单), "" where none does, and the title without it."""
    found = _BRACKETED.fullmatch(title)
    rule = house.section(found["name"].strip()) if found else None
    return (rule.name, found["title"]) if found and rule else ("", title)


def _unknown(stated: str, house: House, file: str) -> Query:
    return query(
        "unknown-section",
        file,
        _("the publication has no section “{name}”").format(name=stated),
        _("Choose one of these: {names}.").format(names=_(", ").join(rule.name for rule in house.sections)),
    )


def _guessed(guess: Guess, file: str) -> Query:
    message = _("no section is stated; by its text the story belongs to {name} ({percent} % sure), next to {second}")
    return query(
        "section-guessed",
        file,
        message.format(name=guess.section, percent=_percent(guess.probability), second=_likely(guess, 1)),
        _("Change the section in story.md if that is wrong. `bulletin explain` says what it is taken from."),
    )


def _unsorted(guess: Guess, house: House, file: str) -> Query:
    message = _("no section is stated, and the text does not show clearly which one it belongs to: perhaps {first}, perhaps {second}")
    return query(
        "unsorted",
        file,
        message.format(first=_likely(guess, 0), second=_likely(guess, 1)),
        _("Write one of these as the section into story.md: {names}.").format(names=_(", ").join(rule.name for rule in house.sections)),
    )


def _no_story(guess: Guess, file: str) -> Query:
    message = _("this reads like a notice, an advertisement, minutes or the like, and not like a story ({percent} % sure)")
    return query(
        "not-a-story",
        file,
        message.format(percent=_percent(dict(guess.likely)[NONE])),
        _("Take it out with `bulletin withdraw`. If it is a story, see that its section stands in story.md."),
    )


def _outdated(file: str) -> Query:
    return query(
        "learning-ignored",
        file,
        _("what the publication has learnt of its sections was learnt by another version, or for other sections, and is not used"),
        _("Learn again with `bulletin learn`."),
    )


def _likely(guess: Guess, turn: int) -> str:
    """A section in its turn, the likeliest first, with its probability."""
    name, probability = ([each for each in guess.likely if each[0] != NONE] + [("–", 0.0)])[turn]
    return _("{name} {percent} %").format(name=name, percent=_percent(probability))


def _percent(probability: float) -> int:
    return round(100 * probability)
