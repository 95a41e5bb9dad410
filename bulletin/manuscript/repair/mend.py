"""A manuscript with its damaged text put right: each repair noted once, with its places and an example; each loss queried."""

import re
from collections.abc import Sequence
from typing import Final

from bulletin.language import N_
from bulletin.manuscript.repair.doubling import doubled
from bulletin.manuscript.repair.forms import compatible, wide
from bulletin.manuscript.repair.leaves import leaves, with_texts
from bulletin.manuscript.repair.losses import is_all_lost
from bulletin.manuscript.repair.marks import Repaired, lost_queries, repaired_query
from bulletin.manuscript.repair.mojibake import turned_back
from bulletin.manuscript.repair.pieces import Repair, in_each
from bulletin.manuscript.repair.pinyin import glossed
from bulletin.manuscript.repair.residue import entities, escapes, tags
from bulletin.manuscript.repair.script import to_simplified
from bulletin.manuscript.repair.spacing import spaced
from bulletin.queries import Marked
from bulletin.records.manuscript import Manuscript
from bulletin.typography import REPAIRS as TYPOGRAPHY
from bulletin.typography import cut_alike

_HALF_WIDTH: Final = re.compile(r'[",.;:?!()]')


def _typographic(name: str) -> Repair:
    """What the copy desk does for typography's sake too: done here, it lets the desk see headlines and sentences for what they are."""
    mend = TYPOGRAPHY[name]
    return in_each(lambda text: mend(text) if _HALF_WIDTH.search(text) else None)


#: Every repair with what it says of itself. Misread bytes come first: what is invisible may be a part of them.
_REPAIRS: Final[tuple[tuple[str, Repair], ...]] = (
    (N_("text read in a wrong encoding was turned back"), in_each(turned_back)),
    (N_("control characters written as text were taken out"), in_each(escapes)),
    (N_("HTML entities written as text were made characters"), in_each(entities)),
    (N_("HTML tags written as text were taken out"), in_each(tags)),
    (N_("invisible characters were taken out"), in_each(TYPOGRAPHY["invisible"])),
    (N_("radicals and compatibility characters were made ordinary characters"), in_each(compatible)),
    (N_("blanks between all characters were taken out"), spaced),
    (N_("doubled characters were made single"), doubled),
    (N_("full-width letters and digits were made half width"), in_each(wide)),
    (N_("pinyin in brackets behind characters was taken out"), glossed),
    (N_("straight quotation marks were made Chinese ones"), _typographic("quotes")),
    (N_("half-width brackets beside Chinese were made full width"), _typographic("brackets")),
    (N_("half-width punctuation beside Chinese was made full width"), _typographic("punctuation")),
)
_TO_SIMPLIFIED: Final = (N_("the traditional script was made simplified; look at the names"), to_simplified)


def repair(manuscript: Manuscript, *, simplified: bool) -> Marked[Manuscript]:
    """The manuscript with its text repaired, and queries on what was done and what is lost; a clean one is given back as it is.

    `simplified` says that the publication is in the simplified script. Repairing again changes nothing.
    """
    found = leaves(manuscript)
    spans, done = _repaired([leaf.spans for leaf in found], (*_REPAIRS, _TO_SIMPLIFIED) if simplified else _REPAIRS)
    notes = tuple(repaired_query(what, found, manuscript.file) for what in done.values())
    lost = tuple(lost_queries(found, spans, manuscript.file))
    kept = [("",) * len(each) if lost and is_all_lost("".join(each)) else each for each in spans]
    if done or kept != spans:
        manuscript = with_texts(manuscript, kept)
    return Marked(manuscript, (*notes, *lost))


def _repaired(spans: list[tuple[str, ...]], repairs: Sequence[tuple[str, Repair]]) -> tuple[list[tuple[str, ...]], dict[str, Repaired]]:
    done: dict[str, Repaired] = {}
    settled = False
    while not settled:
        settled = True
        for sentence, mend in repairs:
            texts = ["".join(each) for each in spans]
            for at, pieces in enumerate(mend(texts)):
                if pieces is not None and "".join(pieces) != texts[at]:
                    settled = False
                    spans[at] = cut_alike(pieces, spans[at])
                    done.setdefault(sentence, Repaired(sentence, texts[at], pieces)).texts.add(at)
    return spans, done
