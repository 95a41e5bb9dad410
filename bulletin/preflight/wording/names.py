"""Names against the register: a branch's name with a slip in it, a person's name or office that is another's."""

import re
from collections.abc import Iterator
from functools import cache

from bulletin.house.rules import House, Person
from bulletin.language import _
from bulletin.preflight.wording.finding import Finding
from bulletin.preflight.wording.lists import lines
from bulletin.typography import HAN

#: Offices, the longer before those that end in it.
OFFICES = (
    "党委副书记|党委书记|行长助理|副总经理|总经理助理|副董事长|副行长|副主任|副经理|副书记|副主席|"
    "董事长|总经理|行长|主任|经理|书记|主席|主管|科长|处长|部长"
)
_OFFICE = re.compile(OFFICES)


@cache
def _alike() -> frozenset[tuple[str, str]]:
    return frozenset((one, other) for group in lines("alike.txt") for one in group for other in group if one != other)


def is_slip(written: str, name: str) -> bool:
    """Whether one character is written as another that looks or sounds alike, all over (竞竞业业), or two neighbours changed places."""
    if len(written) != len(name) or written == name:
        return False
    apart = [place for place, (one, other) in enumerate(zip(written, name, strict=True)) if one != other]
    first = apart[0]
    if len(apart) == 2 and apart[1] == first + 1 and written[first] == name[first + 1] and written[first + 1] == name[first]:
        return True
    pair = (written[first], name[first])
    return pair in _alike() and all((written[place], name[place]) == pair for place in apart)


def misspelt_branches(text: str, house: House) -> Iterator[Finding]:
    """A branch's name with one slip in it, which is no other branch's name."""
    known = {name for branch in house.branches for name in (branch.name, *branch.aliases)}
    for branch in house.branches:
        ending = branch.name[-2:]
        if len(branch.name) < 4 or ending not in ("支行", "分行"):
            continue
        for found in re.finditer(f"(?={'.' * (len(branch.name) - 2)}{ending})", text):
            written = text[found.start() : found.start() + len(branch.name)]
            if is_slip(written, branch.name) and written not in known:
                yield _misspelt(found.start(), written, branch.name)


def people(text: str, house: House) -> Iterator[Finding]:
    """The people of the register: an office that is not theirs beside their name, their name with a slip beside their office."""
    for person in house.people:
        for found in re.finditer(re.escape(person.name), text):
            yield from _office(text, found, person)
        yield from _slips(text, person)


def _office(text: str, found: re.Match[str], person: Person) -> Iterator[Finding]:
    after = _OFFICE.match(text, found.end())
    before = [each for each in _OFFICE.finditer(text, max(0, found.start() - 5), found.start()) if each.end() == found.start()]
    for office in (*([after] if after else []), *before):
        if not any(office[0] == own or own.endswith(office[0]) for own in person.offices):
            message = _("{name} is {office} in the register").format(name=person.name, office=_(", ").join(person.offices))
            remedy = _("Ask the branch, or mend [[people]] in bulletin.toml.")
            yield Finding(check="wrong-office", start=office.start(), end=office.end(), message=message, remedy=remedy)


def _slips(text: str, person: Person) -> Iterator[Finding]:
    size = len(person.name)
    for office in person.offices:
        for found in re.finditer(re.escape(office), text):
            for start in (found.end(), found.start() - size):
                written = text[start : start + size] if start >= 0 else ""
                if is_slip(written, person.name) and re.fullmatch(f"[{HAN}]+", written):
                    yield _misspelt(start, written, person.name)


def _misspelt(start: int, written: str, name: str) -> Finding:
    message = _("“{written}” is written “{name}” in the register").format(written=written, name=name)
    remedy = _("Write “{instead}”, unless it is another's name.").format(instead=name)
    return Finding(check="misspelt-name", start=start, end=start + len(written), message=message, remedy=remedy)
