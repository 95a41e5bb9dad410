"""Every check on a story's wording, and the mending of what is sure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from bulletin.house.rules import House
from bulletin.language import _
from bulletin.preflight.copy_text import passages
from bulletin.preflight.wording import claims, dates, figures, marks, names, numbers, particles, shape, slips, within, words
from bulletin.preflight.wording.finding import Finding, Reader
from bulletin.queries import Query, query
from bulletin.records.story import Block, Picture, Pictures, Spans, Story, Table
from bulletin.typography import count_han, cut_alike

#: A story, its file and the publication.
Check = Callable[[Story, str, House], Iterator[Query]]

#: Mends settle in one turn or two; a text that never settles keeps what it then says.
_MOST_TURNS = 5
#: So often a habit is shown place by place.
_MOST_OF_A_HABIT = 3

#: What is read in each passage of a Chinese story by itself.
READERS: tuple[Reader, ...] = (
    words.confused,
    slips.slips,
    words.repeated_words,
    words.doubled_characters,
    particles.particles,
    claims.claims,
    claims.careless,
    numbers.changes,
    numbers.parts,
    numbers.counts,
    dates.impossible_dates,
    marks.double_marks,
    marks.wrong_quotes,
    marks.half_width,
    figures.number_style,
)

#: What is read of a Chinese story as a whole.
CHINESE_CHECKS: tuple[Check, ...] = (
    shape.length,
    shape.title,
    shape.another_story,
    shape.end_missing,
    shape.official_words,
    shape.unbalanced,
    shape.mixed_style,
    shape.short_name_first,
    within.participants,
    within.stages,
    within.scales,
    within.transposed,
    within.names,
    within.offices,
    within.office_order,
)

#: What is read of every story, in whatever language.
STORY_CHECKS: tuple[Check, ...] = (shape.repeated, shape.unknown_allowance)


def check_wording(story: Story, file: str, house: House) -> tuple[Query, ...]:
    """Every query on a story's wording, but for those that an editor has allowed or the publication does not ask."""
    unasked = {allowance.check for allowance in story.allow} | set(house.check.skip)
    checks: tuple[Check, ...] = (*CHINESE_CHECKS, *STORY_CHECKS) if _is_chinese(story) else STORY_CHECKS
    found = (*_in_passages(story, file, house), *(each for check in checks for each in check(story, file, house)))
    return tuple(_gathered(each for each in dict.fromkeys(found) if each.check not in unasked))


def _gathered(queries: Iterable[Query]) -> Iterator[Query]:
    """A habit of typing is told once where it stands all over a story, in its first place."""
    asked = list(queries)
    habits = Counter(each.message for each in asked if each.check == "half-width")
    told = set[str]()
    for each in asked:
        count = habits[each.message] if each.check == "half-width" else 1
        if count <= _MOST_OF_A_HABIT:
            yield each
        elif each.message not in told:
            told.add(each.message)
            message = _("{message} (in {count} places)").format(message=each.message, count=count)
            yield each.model_copy(update={"message": message, "remedy": _("`bulletin check --fix` mends them all.")})


def _is_chinese(story: Story) -> bool:
    """Whether a third of the letters are Chinese: the rules of one language are not those of another."""
    text = "".join(each.text for each in passages(story))
    return count_han(text) * 3 >= sum(map(str.isalpha, text))


def _in_passages(story: Story, file: str, house: House) -> Iterator[Query]:
    body = "\n".join(each.text for each in passages(story) if each.paragraph is not None)
    own: tuple[Reader, ...] = (*READERS, *_readers(story, house)) if _is_chinese(story) else _readers(story, house)
    for passage in passages(story):
        is_title = passage.text == story.title and passage.paragraph is None
        readers: tuple[Reader, ...] = (*own, partial(numbers.title_numbers, body=body)) if is_title else own
        for finding in (each for reader in readers for each in reader(passage.text)):
            yield query(finding.check, passage.place(file, finding.start, finding.end), finding.message, finding.remedy)


def _readers(story: Story, house: House) -> tuple[Reader, ...]:
    """What is read by the publication's own lists and registers, and by the day on which the story came."""
    forbidden = _("“{word}” is on the publication's list of words that are not printed")
    sensitive = _("“{word}” is on the publication's list of words to look at")
    rule = house.check
    return (
        partial(dates.weekdays, received=story.received.date()),
        partial(dates.dates_ahead, received=story.received.date()),
        partial(names.misspelt_branches, house=house),
        partial(names.people, house=house),
        partial(words.listed, words=rule.forbidden, check="forbidden-word", message=forbidden, remedy=_("Write it otherwise.")),
        partial(words.listed, words=rule.sensitive, check="sensitive-word", message=sensitive, remedy=_("See whether it may stand so.")),
    )


# --- mending ---------------------------------------------------------------------------------------------------------------------


def mended(story: Story, house: House) -> Story:
    """The story with everything put right that is sure: marks, blanks, quotes, closed confusions; allowed and unasked ones stay."""
    if not _is_chinese(story):
        return story
    unasked = frozenset({allowance.check for allowance in story.allow} | set(house.check.skip))
    for _turn in range(_MOST_TURNS):  # one mend may bring out another: a quote that is turned, a mark that is then half-wide
        before, story = story, _mended_once(story, unasked)
        if story == before:
            break
    return story


def _mended_once(story: Story, unasked: frozenset[str]) -> Story:
    changes = {name: _text(getattr(story, name), unasked) for name in ("title", "subtitle", "standfirst")}
    body = tuple(_block(block, unasked) for block in story.body)
    return story.model_copy(update={**changes, "body": body, "notes": tuple(_text(note, unasked) for note in story.notes)})


def _block(block: Block, unasked: frozenset[str]) -> Block:
    match block:
        case Table(rows=rows):
            return block.model_copy(update={"rows": tuple(tuple(_text(cell, unasked) for cell in row) for row in rows)})
        case Pictures(pictures=pictures):
            return block.model_copy(update={"pictures": tuple(_picture(each, unasked) for each in pictures)})
        case _:
            return block.model_copy(update={"spans": _spans(block.spans, unasked)})


def _picture(picture: Picture, unasked: frozenset[str]) -> Picture:
    return picture.model_copy(update={"caption": _text(picture.caption, unasked), "alt": _text(picture.alt, unasked)})


def _text(text: str, unasked: frozenset[str]) -> str:
    return "".join(_pieces(text, unasked))


def _spans(spans: Spans, unasked: frozenset[str]) -> Spans:
    """Neighbouring spans are read as one text and stay cut as they were; one of which nothing is left goes."""
    texts = [span.text for span in spans]
    cut = cut_alike(_pieces("".join(texts), unasked), texts)
    return tuple(span.model_copy(update={"text": now}) for span, now in zip(spans, cut, strict=True) if now)


def _pieces(text: str, unasked: frozenset[str]) -> list[str]:
    """What takes the place of each character; where two findings overlap, the first is followed."""
    pieces, done = list(text), 0
    for finding in sorted(_sure(text, unasked), key=lambda each: (each.start, -each.end)):
        if finding.start < done or finding.instead is None:
            continue
        pieces[finding.start : finding.end] = _spread(finding.instead, finding.end - finding.start)
        done = finding.end
    return pieces


def _sure(text: str, unasked: frozenset[str]) -> Iterator[Finding]:
    return (each for reader in READERS for each in reader(text) if each.instead is not None and each.check not in unasked)


def _spread(instead: str, length: int) -> list[str]:
    """A replacement over the characters that it replaces: one each, and what is left over with the last."""
    given = [*instead[: length - 1], instead[length - 1 :]]
    return given + [""] * (length - len(given))
