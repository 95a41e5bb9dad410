"""The guess: which section a text belongs to by its genre and by the publication's own words for it, or that it is no story."""

import math

from bulletin.copydesk.genre.model import NONE, Model, learnt, shares, shipped
from bulletin.copydesk.genre.signs import Text
from bulletin.house.rules import House, SectionRule
from bulletin.records.sheet import Sheet

#: How many times likelier a section's word makes it: in the title, or anywhere in the text.
TITLE_WORD, WORD = 4.0, 2.0
#: So many of a section's words count: a list of words is no stronger for being long.
MOST_WORDS = 3
#: So many times likelier than the next a section must be: two of nearly the same probability are a toss-up.
_AHEAD = 1.1
#: From this probability on a text is taken for no story, even where it states a section.
_NO_STORY = 0.6


class Spoken(Sheet):
    """A word of bulletin.toml that stands in a text, the section that it speaks for, and whether it stands in the title."""

    section: str
    word: str
    in_title: bool


class Guess(Sheet):
    """What a text is taken for. `likely` are all sections and NONE with their probabilities, the likeliest first.

    `section` is None where none is likely enough; `probability` is that of the likeliest section. `outdated` tells that the
    publication has learnt something that does not fit any more.
    """

    section: str | None
    probability: float
    likely: tuple[tuple[str, float], ...]
    outdated: bool = False

    @property
    def is_no_story(self) -> bool:
        """Whether it is taken for a notice, an advertisement, minutes or the like."""
        return self.likely[0][0] == NONE and self.likely[0][1] >= _NO_STORY


def guess_section(title: str, paragraphs: tuple[str, ...], house: House) -> Guess:
    """The section that the whole text shows."""
    text, model = Text(title=title, paragraphs=paragraphs), model_of(house)
    shared = shares(_judged(model, text), house)
    weighed = {name: each * math.prod(map(_factor, spoken_for(text, name, house))) for name, each in shared.items()}
    total = sum(weighed.values())
    likely = tuple(sorted(((name, round(each / total, 3)) for name, each in weighed.items()), key=lambda each: -each[1]))
    best = max((each for each in likely if each[0] != NONE), key=lambda each: each[1])
    sure = best is likely[0] and best[1] >= max(model.sure, _AHEAD * likely[1][1])
    outdated = model.sections == () and house.learnt.is_file()
    return Guess(section=best[0] if sure else None, probability=best[1], likely=likely, outdated=outdated)


def _judged(model: Model, text: Text) -> dict[str, float]:
    """What a model makes of a text. The shipped one has read Chinese alone: of any other text it knows nothing."""
    if model.sections or text.is_chinese:
        return model.judge(text)
    return dict.fromkeys(model.labels, 1 / len(model.labels))


def model_of(house: House) -> Model:
    """What the publication has learnt, else the model that is shipped."""
    return learnt(house) or shipped()


def spoken_for(text: Text, section: str, house: House) -> tuple[Spoken, ...]:
    """The section's words in bulletin.toml that stand in a text, the weightiest first, no more than count."""
    rule = house.section(section)
    return tuple(_spoken(text, rule))[:MOST_WORDS] if rule else ()


def _spoken(text: Text, rule: SectionRule) -> list[Spoken]:
    body = "\n".join(text.paragraphs)
    titled = [Spoken(section=rule.name, word=word, in_title=True) for word in rule.title_words if word in text.title]
    anywhere = [Spoken(section=rule.name, word=word, in_title=False) for word in rule.words if word in text.title or word in body]
    return titled + anywhere


def _factor(spoken: Spoken) -> float:
    return TITLE_WORD if spoken.in_title else WORD
