"""A story's head: the lines that it takes, and the width on which its headline turns best."""

from math import ceil

from bulletin.composition import measure
from bulletin.composition.shelf import HeadRule
from bulletin.records.story import Story
from bulletin.typography import count_han

#: A headline's line may be a little wider than it was counted, in ems.
_ROOM = 0.6


def head(story: Story, rule: HeadRule, characters: float) -> int:
    """The whole lines that a story's head needs at least, on so many characters of body type."""
    byline = bool(story.branch or story.authors or story.photographers)
    return ceil(headline(story.title, rule, characters) + rule.besides + bool(story.subtitle) + byline)


def headline(title: str, rule: HeadRule, characters: float) -> float:
    """The lines that a headline takes; its type is as large as its longest phrase lets it be."""
    return rule.line * measure.turned(title, _across(title, rule, characters))


def breadth(title: str, rule: HeadRule, characters: float) -> float:
    """The part of these characters on which a headline turns no more often than on all of them, its lines being of like length."""
    across = _across(title, rule, characters)
    turns = _turns(title, across)
    if turns[0] == 1 or not count_han(title):  # the widths of words are a rougher guess: narrower, they may turn once more
        return 1.0
    narrower = (halves / 2 for halves in range(2, ceil(2 * across)))
    return min(1.0, (next((each for each in narrower if _turns(title, each) == turns), across) + _ROOM) / across)


def _turns(title: str, across: float) -> tuple[int, ...]:
    """The lines that a headline takes, and each of its phrases by itself."""
    return measure.turned(title, across), *(measure.lines(phrase.rstrip(), across, headline=True) for phrase in measure.phrases(title))


def _across(title: str, rule: HeadRule, characters: float) -> float:
    """The characters of a headline that stand on a line."""
    return characters / max(rule.smallest, min(rule.largest, characters / measure.longest(title)))
