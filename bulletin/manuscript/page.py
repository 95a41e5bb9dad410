"""HTML (mail programs' and saved web pages) as a manuscript. Scripts never run and nothing is fetched."""

import re
from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Final

from lxml import etree

from bulletin.manuscript.addresses import name_addresses
from bulletin.manuscript.album import Album
from bulletin.manuscript.charset import decode
from bulletin.manuscript.folding import broken
from bulletin.manuscript.look import Element, style_of, text_of
from bulletin.manuscript.markup import Reading, lines_of, unsaid
from bulletin.manuscript.measure import refuse_longer
from bulletin.manuscript.pencil import Pencil
from bulletin.manuscript.pool import Pictures
from bulletin.manuscript.tail import SHORTEST_STORY, begins_farewell, count, is_farewell, letter_lines, note_cut, story_span
from bulletin.manuscript.tree import parsed, take_out
from bulletin.manuscript.wordpage import take_margin
from bulletin.queries import Marked
from bulletin.records.manuscript import Line, Manuscript, Passage

#: How mail programs mark a signature, and a mail that is quoted.
_SIGNED: Final = re.compile(r"signature|spnEditorSign|divNeteaseMailCard|(?:qqmail|foxmail|mail)_sign|FMSig", re.IGNORECASE)
_QUOTED: Final = re.compile(
    r"gmail_quote|mailmaster-quote|moz-cite-prefix|divRplyFwdMsg|appendonsend|isReplyContent|isForwardContent|protonmail_quote|yahoo_quoted|lark-mail-quote"
    r"|history-quote|OutlookMessageHeader|reply-intro|aliyun_previous_history|xm_mail_oringinal|mail-editor-reference-message",
    re.IGNORECASE,
)
#: The colour of the rule that Foxmail draws above a signature.
_FOXMAIL_RULE: Final = "#b5c4df"
_LONGEST_SIGNATURE: Final = 200
#: Of a signature with its disclaimers, in two languages.
_LONGEST_FAREWELL: Final = 4_000


def read(
    name: str,
    data: bytes,
    pool: Pictures,
    *,
    folder: str = "",
    charset: str | None = None,
    mail: bool = False,
    answer: bool = False,
    framed: bool = False,
) -> Marked[Manuscript]:
    """An HTML file as its author left it; of a mail only the story: what stands around it is cut, with a note. Raises Unfit.

    `answer` says that what the mail quotes is the mail that it answers, and not one that it passes on; `framed` leaves a mail's
    greeting, and what else it says around its story, where it is.
    """
    pencil = Pencil(name)
    root = parsed(decode(data, charset or _declared(data), pencil))
    if mail:
        _cut_marked(root, pencil, answer=answer)
    margin = take_margin(root, pencil)
    album = Album(pencil)
    reading = Reading(pencil, album, pool, folder)
    passages = reading.passages(root)
    refuse_longer(passages)
    if mail and framed:
        passages = _letter_of(passages, answer=answer)
    elif mail:
        passages = _story_of(passages, pencil, answer=answer)
    name_addresses(pencil, unsaid(reading.links, passages))
    used = {art.photo for passage in passages for line in lines_of(passage) for art in line.art}
    photos = {key: photo for key, photo in album.photos.items() if key in used}
    manuscript = Manuscript(file=name, kind="html", passages=passages, photos=photos, notes=margin.notes, comments=margin.comments)
    return Marked(manuscript, pencil.queries)


def _declared(data: bytes) -> str | None:
    found = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", data[:4096], re.IGNORECASE)
    return found[1].decode("ascii") if found else None


def _cut_marked(root: Element, pencil: Pencil, *, answer: bool) -> None:
    """Take out what mail programs mark as signature or quoted mail; not the mail that was passed on with hardly a word above it."""
    for rule in _outermost(root, _is_foxmail_rule):
        for element in _under_rule(rule):
            _cut(element, pencil)
    for element in _outermost(root, _is_signature):
        _cut(element, pencil)
    quoted = _outermost(root, _is_quoted)
    passed_on = sum(count([text_of(element)]) for element in quoted)
    own = count([text_of(root)]) - passed_on
    if answer or own >= SHORTEST_STORY or passed_on < SHORTEST_STORY:
        for element in quoted:
            _cut(element, pencil)


def _outermost(root: Element, is_one: Callable[[Element], bool]) -> list[Element]:
    found = []
    walk = etree.iterwalk(root, events=("start",))
    for _event, element in walk:
        if isinstance(element.tag, str) and element is not root and is_one(element):
            found.append(element)
            walk.skip_subtree()
    return found


def _is_signature(element: Element) -> bool:
    if _is_marked(element, _SIGNED):
        return True
    ruled = element.tag in ("div", "table") and style_of(element).get("border-top", "none").split()[0:1] not in (["none"], ["0"], [])
    text = text_of(element, "\n") if ruled else ""
    return 0 < len(text) <= _LONGEST_FAREWELL and is_farewell(text)


def _is_quoted(element: Element) -> bool:
    cited = element.tag == "blockquote" and element.get("type") == "cite"
    return cited or element.tag == "includetail" or _is_marked(element, _QUOTED)


def _is_marked(element: Element, marks: re.Pattern[str]) -> bool:
    return any(marks.search(mark) for mark in (element.get("id", ""), element.get("class", "")))


def _is_foxmail_rule(element: Element) -> bool:
    return element.tag == "hr" and element.get("color", "").lower() == _FOXMAIL_RULE


def _under_rule(rule: Element) -> list[Element]:
    """What follows a rule, or the block that holds nothing else, down to a quoted mail; nothing where it is as long as a story."""
    around = rule.getparent()
    first = rule if around is None or text_of(around).strip() else around
    under = list(takewhile(lambda element: not _is_quoted(element) and not _opens_quotation(element), first.itersiblings()))
    return under if count(map(text_of, under)) < _LONGEST_SIGNATURE else []


def _opens_quotation(element: Element) -> bool:
    """Whether a block begins as a quoted mail does: with its header."""
    return any(begins_farewell(text) for text in text_of(element, "\n").strip().split("\n")[:1])


def _cut(element: Element, pencil: Pencil) -> None:
    note_cut(pencil, text_of(element, "\n"))
    take_out(element)


def _story_of(passages: tuple[Passage, ...], pencil: Pencil, *, answer: bool) -> tuple[Passage, ...]:
    passages = tuple(part for passage in passages for part in _unfolded(passage))
    texts = [_wording(passage) for passage in passages]
    story = story_span(texts, answer=answer)
    pencil.paragraph = None
    note_cut(pencil, "\n".join(texts[: story.start]))
    note_cut(pencil, "\n".join(texts[story.stop :]))
    return passages[story.start : story.stop]


def _letter_of(passages: tuple[Passage, ...], *, answer: bool) -> tuple[Passage, ...]:
    passages = tuple(part for passage in passages for part in _unfolded(passage))
    return tuple(passages[at] for at in letter_lines([_wording(passage) for passage in passages], answer=answer))


def _unfolded(passage: Passage) -> Iterator[Passage]:
    """A line as its parts where below one of its breaks a signature or a quoted mail begins."""
    if isinstance(passage, Line) and any(map(begins_farewell, passage.text.split("\n"))):
        for at, runs in enumerate(broken(passage.runs)):
            yield passage.model_copy(update={"runs": tuple(runs), "number": "" if at else passage.number})
    else:
        yield passage


def _wording(passage: Passage) -> str:
    # a picture is part of the story, whatever stands beside it
    return "\n".join(line.text + ("□" if line.art else "") for line in lines_of(passage))
