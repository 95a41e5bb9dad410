"""What a story tells of persons, and the story without it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from bulletin.preflight.copy_personal import accounts, births, homes, papers, people, schools
from bulletin.preflight.copy_personal.figures import Found, folded, on_the_net
from bulletin.preflight.copy_personal.masks import mask
from bulletin.preflight.copy_personal.names import occurrences
from bulletin.preflight.copy_text import Passage, passages
from bulletin.records.story import Block, Picture, Pictures, Spans, Story, Table

Finder = Callable[[str], Iterable[Found]]


class Sighting(NamedTuple):
    """Something that must not be printed: its check, and the characters of a text that it takes."""

    check: str
    start: int
    end: int


#: The finders, the surest first: what one has found is no longer looked at by those behind it.
FINDERS: dict[str, Finder] = {
    "identity-number": papers.identity_numbers,
    "bank-card": accounts.bank_cards,
    "account-number": accounts.account_numbers,
    "travel-document": papers.travel_documents,
    "soldiers-paper": papers.soldiers_papers,
    "mail-address": accounts.mail_addresses,
    "phone-number": accounts.phone_numbers,
    "chat-name": accounts.chat_names,
    "number-plate": papers.plates,
    "home-address": homes.home_addresses,
    "birth-date": births.birth_dates,
    "class-told": schools.classes_told,
    "minor-named": people.minors,
    "illness-named": people.the_sick,
    "customer-named": people.customers,
}
#: The checks on names: a name is asked about once, and masked wherever it stands.
NAMES = ("minor-named", "illness-named", "customer-named")


def sightings(text: str, ours: frozenset[str] = frozenset()) -> tuple[Sighting, ...]:
    """What a text tells of persons, in its order; no two overlap. A name that is found stands for itself wherever it is in the text.

    `ours` are names of the bank's own people elsewhere in the story: whom no word here calls a customer is none of these.
    """
    taken = on_the_net(folded(text))
    doubtful = {each for each in people.seeming(text) if text[slice(*each)] in ours} if ours else set()
    found: list[Sighting] = []
    for check, finder in FINDERS.items():
        for start, end in sorted(set(finder(text)) - doubtful):
            if not _overlap(start, end, taken):
                taken.append((start, end))
                found.append(Sighting(check, start, end))
    return tuple(sorted([*found, *_again(text, found, taken)], key=lambda each: each.start))


def in_story(story: Story) -> Iterator[tuple[Passage, Sighting]]:
    """What is to be asked of a story: every number and address, and each name where it stands first, by its weightiest check."""
    pages = tuple(passages(story))
    seen = _seen(story, pages)
    checks = _names(seen)
    told: set[str] = set()
    for passage in pages:
        numbers = [each for where, each in seen if where == passage and each.check not in NAMES]
        named = [Sighting(checks[passage.text[start:end]], start, end) for start, end in occurrences(passage.text, frozenset(checks))]
        taken = [(each.start, each.end) for each in numbers]
        for each in sorted([*numbers, *named], key=lambda one: one.start):
            name = passage.text[each.start : each.end]
            if each.check not in NAMES:
                yield passage, each
            elif name not in told and not _overlap(each.start, each.end, taken):
                told.add(name)
                yield passage, each


def masked(story: Story, checks: Collection[str]) -> Story:
    """The story with all masked that these checks find: numbers and addresses where they stand, names wherever they stand."""
    names = {name: check for name, check in _names(_seen(story, tuple(passages(story)))).items() if check in checks}

    def edits(text: str) -> list[_Edit]:
        found = [each for each in sightings(text) if each.check in checks and each.check not in NAMES]
        taken = [(each.start, each.end) for each in found]
        named = [
            Sighting(names[text[start:end]], start, end)
            for start, end in occurrences(text, frozenset(names))
            if not _overlap(start, end, taken)
        ]
        return [_Edit(each.start, each.end, mask(each.check, text[each.start : each.end])) for each in (*found, *named)]

    return _edited_story(story, edits)


def _seen(story: Story, pages: Sequence[Passage]) -> list[tuple[Passage, Sighting]]:
    ours = _ours(story, pages)
    return [(passage, each) for passage in pages for each in sightings(passage.text, ours)]


def _ours(story: Story, pages: Sequence[Passage]) -> frozenset[str]:
    """The names of those who wrote, photographed and edited a story, and of all who stand in it beside an office."""
    credited = (name for credit in story.credits for name in credit.names)
    beside = (name for passage in pages for name in people.ours(passage.text))
    return frozenset((*story.authors, *story.photographers, *(each.credit for each in story.pictures), *credited, *beside))


def _again(text: str, found: Sequence[Sighting], taken: Sequence[Found]) -> Iterator[Sighting]:
    """The other places where the names that were found stand."""
    names = {text[each.start : each.end]: each.check for each in reversed(found) if each.check in NAMES}
    for start, end in occurrences(text, frozenset(names)):
        if not _overlap(start, end, taken):
            yield Sighting(names[text[start:end]], start, end)


def _overlap(start: int, end: int, taken: Sequence[Found]) -> bool:
    return any(start < last and first < end for first, last in taken)


def _names(seen: Sequence[tuple[Passage, Sighting]]) -> dict[str, str]:
    """Every name with the weightiest check that found it."""
    found: dict[str, str] = {}
    for passage, each in seen:
        if each.check in NAMES:
            name = passage.text[each.start : each.end]
            found[name] = min(found.get(name, each.check), each.check, key=NAMES.index)
    return found


# --- editing ---------------------------------------------------------------------------------------------------------------------


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


_Editor = Callable[[str], list[_Edit]]


def _edited_story(story: Story, edits: _Editor) -> Story:
    def line(text: str) -> str:
        return _edited([text], edits)[0]

    return story.model_copy(
        update={
            "title": line(story.title),
            "subtitle": line(story.subtitle),
            "standfirst": line(story.standfirst),
            "body": tuple(_edited_block(block, edits) for block in story.body),
            "notes": tuple(map(line, story.notes)),
        }
    )


def _edited_block(block: Block, edits: _Editor) -> Block:
    if isinstance(block, Pictures):
        return block.model_copy(update={"pictures": tuple(_edited_picture(each, edits) for each in block.pictures)})
    if isinstance(block, Table):
        return block.model_copy(update={"rows": _edited_rows(block.rows, edits)})
    return block.model_copy(update={"spans": _edited_spans(block.spans, edits)})


def _edited_picture(picture: Picture, edits: _Editor) -> Picture:
    caption, alt = (_edited([text], edits)[0] for text in (picture.caption, picture.alt))
    return picture.model_copy(update={"caption": caption, "alt": alt})


def _edited_rows(rows: Sequence[Sequence[str]], edits: _Editor) -> tuple[tuple[str, ...], ...]:
    """A table is read as its check reads it, so that a label in one cell speaks for its neighbour."""
    parted = [piece for row in rows for cell in row for piece in (cell, "\t")]
    parted[2 * len(rows[0]) - 1 :: 2 * len(rows[0])] = ["\n"] * len(rows)
    cells = iter(_edited(parted[:-1], edits)[::2])
    return tuple(tuple(next(cells) for _cell in row) for row in rows)


def _edited_spans(spans: Spans, edits: _Editor) -> Spans:
    texts = _edited([span.text for span in spans], edits)
    return tuple(span.model_copy(update={"text": text}) for span, text in zip(spans, texts, strict=True) if text)


def _edited(pieces: Sequence[str], edits: _Editor) -> list[str]:
    """Pieces of one text after its edits; what takes the place of something stands in the piece where that began."""
    edited, first = list(pieces), 0
    found = edits("".join(pieces))
    for turn, piece in enumerate(pieces):
        last = first + len(piece)
        for each in sorted(found, reverse=True):
            if each.start < last and first < each.end:
                start, end = max(each.start, first) - first, min(each.end, last) - first
                edited[turn] = edited[turn][:start] + (each.text if each.start >= first else "") + edited[turn][end:]
        first = last
    return edited
