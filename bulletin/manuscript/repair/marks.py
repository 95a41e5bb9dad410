"""What the pencil writes beside repaired and lost text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bulletin.language import _
from bulletin.manuscript.repair.leaves import Leaf
from bulletin.manuscript.repair.losses import Loss, is_all_lost, losses
from bulletin.manuscript.repair.pieces import example, shown
from bulletin.queries import Place, Query, query
from bulletin.typography import Pieces


@dataclass(frozen=True)
class Repaired:
    """What one repair did: its sentence, the first text that it changed and what became of it, and the numbers of all such texts."""

    sentence: str
    text: str
    pieces: Pieces
    texts: set[int] = field(default_factory=set)


def repaired_query(what: Repaired, found: Sequence[Leaf], file: str) -> Query:
    """The note on a repair: its paragraphs and an example."""
    places = sorted({leaf.position for leaf in (found[at] for at in what.texts) if leaf.position is not None})
    message = _(what.sentence)
    if places:
        message = _("{what} (paragraphs {places})").format(what=message, places=_listed(places))
    found_text, put_right = example(what.text, what.pieces)
    before, after = shown(found_text), shown(put_right)
    if before != after:
        message = _("{what}; for example “{before}” became “{after}”").format(what=message, before=before, after=after)
    place = Place(file=file, paragraph=places[0] if places else None, text=found_text)
    return query("text-repaired", place, message, _("Nothing need be done; the original is kept."))


def lost_queries(found: Sequence[Leaf], spans: Sequence[tuple[str, ...]], file: str) -> Iterator[Query]:
    """The queries on what is lost in the repaired texts, each in its place."""
    texts = ["".join(each) for each in spans]
    for loss in losses(texts):
        leaf, text = found[loss.text], texts[loss.text]
        if is_all_lost(text):
            message = _("a line of nothing but lost characters was left out")
            remedy = _("Nothing need be done if it was an emoji or an ornament.")
            yield query("characters-lost", Place(file=file, paragraph=leaf.position, text=text), message, remedy)
        else:
            message, remedy = _(loss.sentence), _("Compare with the original, or ask the branch, and write it into story.md.")
            yield query("characters-lost", _place(loss, leaf, text, file), message.format(text=shown(loss.words)), remedy)


def _place(loss: Loss, leaf: Leaf, text: str, file: str) -> Place:
    lost = text[loss.start : loss.end]
    if leaf.position is None:
        return Place(file=file, text=lost)
    return Place(file=file, paragraph=leaf.position, start=leaf.before + loss.start, end=leaf.before + loss.end, text=lost)


def _listed(places: Sequence[int]) -> str:
    """Paragraphs' numbers with neighbours put together: 1–3, 7."""
    groups: list[list[int]] = []
    for place in places:
        if groups and groups[-1][-1] == place - 1:
            groups[-1][1:] = [place]
        else:
            groups.append([place])
    return ", ".join("–".join(map(str, group)) for group in groups)
