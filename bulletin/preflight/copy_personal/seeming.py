"""Full names of which only the sentence tells that they are customers'."""

import re
from collections.abc import Iterator

from bulletin.preflight.copy_personal.clauses import beginning_clauses, behind, clause_at, clause_of
from bulletin.preflight.copy_personal.cues import DONE_TO, FORM, LIKE_A_CUSTOMER, LIKE_ONE_OF_OURS, LIVING, NAMED
from bulletin.preflight.copy_personal.figures import Found
from bulletin.preflight.copy_personal.foreign import foreign_names, latin_names
from bulletin.preflight.copy_personal.names import ends_at_mark, free_names, goes_on, is_plain
from bulletin.preflight.copy_personal.roles import CALLED

_HAN = re.compile(r"[\u4e00-\u9fff]")
#: Behind one of ours and what is done to somebody stands a customer: 柜员将…, 大堂经理搀扶着….
_DONE_BY_US = re.compile("(?:柜员|经理|大堂|保安|员工|行长|主任|我们).*(?:[将把为给替帮对着住到见现知]|[请让]|[^了]了)$")
_HONOURED = re.compile("锦旗|感谢信|表扬|颁奖|证书|奖|鲜花|掌声|学习|徒")
_OF_AN_AUTHOR = re.compile("《|说过|写道|名言|小说|散文|诗句|笔下|名著|经济学|哲学|作家|诗人|主演|电影")
#: A name of two characters looks like too many words.
_SHORT = 2


def seeming_customers(plain: str) -> Iterator[Found]:
    """Names that no word calls, of whom the sentence tells what is told of customers."""
    for start, end in {*_done_to(plain), *_like_customers(plain), *_named(plain), *_of_other_tongues(plain), *_doing(plain)}:
        if not _is_told_as_ours(plain, start, end) and not _OF_AN_AUTHOR.search(clause_of(plain, start, end)):
            yield start, end


def _is_told_as_ours(plain: str, start: int, end: int) -> bool:
    """Whether the clause of a name tells of one of the bank's; where another does something to a person, only what stands behind."""
    first, last = clause_at(plain, start, end)
    if _DONE_BY_US.search(plain[first:start]) and not _HONOURED.search(plain[first:last]):
        return LIKE_ONE_OF_OURS.search(plain, end, last) is not None
    return LIKE_ONE_OF_OURS.search(plain, first, last) is not None


def _done_to(plain: str) -> Iterator[Found]:
    """Names behind what is done to customers, or behind how somebody lives."""
    found = {*behind(plain, DONE_TO), *(each for each in behind(plain, LIVING) if goes_on(plain, each[1]) and each[1] - each[0] > _SHORT)}
    yield from ((start, end) for start, end in found if is_plain(plain, start, end))


def _like_customers(plain: str) -> Iterator[Found]:
    yield from (each for each in free_names(plain) if LIKE_A_CUSTOMER.match(plain, each[1]))


def _named(plain: str) -> Iterator[Found]:
    for start, end in {*behind(plain, NAMED), *behind(plain, FORM)}:
        if is_plain(plain, start, end) or (end - start > _SHORT and ends_at_mark(plain, end)):
            yield start, end


def _of_other_tongues(plain: str) -> Iterator[Found]:
    """Names with a point are a customer's; those in Latin letters where something is done by them or to them."""
    yield from foreign_names(plain)
    for start, end in latin_names(plain):
        if _HAN.match(plain, end) and (
            any(verb.end() == start for verb in DONE_TO.finditer(plain, max(0, start - 6))) or LIKE_A_CUSTOMER.match(plain, end)
        ):
            yield start, end


def _doing(plain: str) -> Iterator[Found]:
    """Names that begin a clause and do something, whom nothing in it tells to be the bank's: most who are named so are customers."""
    for start, end in beginning_clauses(plain):
        if end - start > _SHORT and not CALLED.match(plain, start) and _HAN.match(plain, end) and goes_on(plain, end):
            yield start, end
