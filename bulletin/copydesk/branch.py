"""Whose story it is: a branch by front matter, form or byline, by its sender, or by how its title begins."""

import re
from collections.abc import Iterator, Sequence

from bulletin.house.rules import Branch, House
from bulletin.language import _
from bulletin.queries import Marked, Query, query
from bulletin.typography import BLANKS

_OFFICE = r"(?:支行|分行|总行|营业室|营业部|网点|分理处|储蓄所|农商行|农商银行|信用社|联社|银行|部|中心|办公室|工会|团委|党委|党总支|科)"
#: A branch's own people (临江支行驻村工作队); by themselves these words end other lines too (排起长队).
_TEAM = "(?:队|组|专班)"
_ORGANISATION = re.compile(rf"[\u4e00-\u9fff\d]{{2,12}}(?:{_OFFICE}|(?:支行|分行|农商行|信用社)[\u4e00-\u9fff]{{0,8}}{_TEAM})")
#: What a branch's name ends in and its sub-branches' names leave out: 华南支行 has the sub-branch 华南大石支行.
_RANK = re.compile("(?:支行|分行)$")
_OUTLET = r"[\u4e00-\u9fff]{0,6}?(?:支行|分行|营业室|营业部|网点)"
#: How far into the text a branch is looked for, whatever other branches the text names.
_OPENING = 60
#: A shorter name could be a place's, or anyone's: 青石桥, 营业部.
_WHOLE_NAME = 4


def name_branch(stated: str, sender: str | None, titles: Sequence[str], text: Sequence[str], house: House, file: str) -> Marked[str | None]:
    """The branch's name, with a query where none is found, or where what is stated and who sent it disagree.

    `titles` are title, subtitle and source, `text` the paragraphs. What is stated goes first, then the sender, the titles, the
    text's first words, and at last the only branch that the text names.
    """
    by_sender = house.branch_of_sender(sender)
    by_name = belongs_to(stated, house) if stated else None
    if by_name is not None:
        return Marked(by_name.name, _disagreement(by_name, by_sender, file))
    queries = (_not_on_the_register(stated, file),) if stated else ()
    if found := by_sender or next(filter(None, (named_in(title, house) for title in titles)), None):
        return Marked(found.name, queries)
    if found := named_in("".join(text[:1])[:_OPENING], house) or (None if _RANK.search(stated) else _only_one(text, house)):
        return Marked(found.name, (*queries, _from_text(found, file)))
    return Marked(stated or None, queries or (_unknown(file),))


def _only_one(text: Sequence[str], house: House) -> Branch | None:
    """The branch that the text names in full, where it names no other."""
    whole = "\n".join(text)
    named = {branch.name: branch for name, branch in _names(house) if len(name) >= _WHOLE_NAME and name in whole}
    return next(iter(named.values())) if len(named) == 1 else None


def belongs_to(name: str, house: House) -> Branch | None:
    """The branch of this name or alias, or the branch whose outlet this is: 华南大石支行 and 花都支行营业室 belong to 华南, 花都."""
    name = without_blanks(name)
    names = [(without_blanks(known), branch) for known, branch in _names(house)]
    if exact := next((branch for known, branch in names if known == name), None):
        return exact
    outlets = [(len(stem), branch) for stem, branch in _stems(house) if re.fullmatch(re.escape(stem) + _OUTLET, name)]
    outlets += [(len(known), branch) for known, branch in names if len(known) >= 4 and _is_part_of(name, known)]
    return max(outlets, key=lambda outlet: outlet[0])[1] if outlets else None


def names_together(text: str, house: House) -> str:
    """The text, where a branch's name that has blanks in it ("Head Office") is one word."""
    for name, _branch in _names(house):
        text = text.replace(name, without_blanks(name))
    return text


def without_blanks(name: str) -> str:
    """A name as it is compared: names are spaced out to fill a line."""
    return re.sub(f"[{BLANKS}]", "", name)


def _is_part_of(name: str, known: str) -> bool:
    """Whether the name is the known one with its bank before it or its department behind: 工行广州天河支行, 天河支行综合管理部."""
    return bool(re.fullmatch(rf"[\u4e00-\u9fff]{{0,8}}?{re.escape(known)}(?:[\u4e00-\u9fff]{{0,6}}(?:{_OFFICE}|{_TEAM}))?", name))


def is_organisation(name: str) -> bool:
    """Whether the name is one of an office, not of a person."""
    return bool(_ORGANISATION.fullmatch(name))


def short_name(branch: str) -> str:
    """A branch's name as its neighbours use it: 高新 for 高新支行."""
    return _RANK.sub("", branch) or branch


def named_in(text: str, house: House) -> Branch | None:
    """The branch that the text names first; of names that begin in the same place, the longest.

    A short alias (分行) could be anyone's: it counts only where the text begins with it, or where it acts (分行组织).
    """
    found = [
        (match.start(), -len(match[0]), order, branch)
        for order, (pattern, branch) in enumerate(_patterns(house))
        if (match := re.search(pattern, text))
    ]
    return min(found)[3] if found else None


def _patterns(house: House) -> Iterator[tuple[str, Branch]]:
    for stem, branch in _stems(house):
        yield rf"(?:\A|(?<=[，、。：；“《 \u3000])){re.escape(stem)}{_OUTLET}", branch
    for name, branch in _names(house):
        bare = re.escape(name)
        if len(name) > 2:
            yield bare, branch
        else:
            begins = r"\A" if name.endswith(("行", "部", "处", "室")) else r"(?!)"
            yield rf"{begins}{bare}|(?<![\u4e00-\u9fff]){bare}(?=组织|举办|开展|召开)", branch


def _names(house: House) -> Iterator[tuple[str, Branch]]:
    for branch in house.branches:
        for name in (branch.name, *branch.aliases):
            yield name, branch


def _stems(house: House) -> Iterator[tuple[str, Branch]]:
    """What outlets' names begin with. A city's branch lends its name to everyone's outlets, so only 支行 have stems."""
    for name, branch in _names(house):
        stem = name.removesuffix("支行")
        if stem != name and len(stem) >= 2:
            yield stem, branch


def _disagreement(named: Branch, sender: Branch | None, file: str) -> tuple[Query, ...]:
    if sender is None or sender == named:
        return ()
    return (
        query(
            "branch-disagrees",
            file,
            _("the story says that it comes from {named}, but {sender} sent it").format(named=named.name, sender=sender.name),
            _("It is filed under {named}; change the branch in story.md if that is wrong.").format(named=named.name),
        ),
    )


def _not_on_the_register(stated: str, file: str) -> Query:
    return query(
        "unknown-branch",
        file,
        _("the publication knows no branch “{name}”").format(name=stated),
        _("Correct the branch in story.md, or add the name to bulletin.toml as a branch or an alias."),
    )


def _from_text(branch: Branch, file: str) -> Query:
    return query(
        "branch-from-text",
        file,
        _("no byline and no sender says which branch the story comes from; its text names {branch}").format(branch=branch.name),
        _("Correct the branch in story.md if that is wrong."),
    )


def _unknown(file: str) -> Query:
    return query(
        "unknown-branch",
        file,
        _("neither the sender nor the text says which branch the story comes from"),
        _("Write the branch into story.md, or put a line such as “供稿：…支行” under the title."),
    )
