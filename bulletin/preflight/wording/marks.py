"""Punctuation (GB/T 15834): pairs that do not pair, marks that stand twice, quotes the wrong way round, half-width marks, a lost end."""

import re
from collections.abc import Iterator, Sequence

from bulletin.language import _
from bulletin.preflight.wording.finding import Finding
from bulletin.typography import BLANKS, HAN, retouch

_PAIRS = {"《": "》", "（": "）", "(": "）", "【": "】", "“": "”", "‘": "’", "「": "」", "『": "』", "〈": "〉", "〔": "〕"}
_CLOSING = {**{closing: opening for opening, closing in _PAIRS.items()}, ")": "（", "）": "（"}
#: "1）", "一）" and "A)" number an item.
_ITEM = re.compile(r"(?:^|[。；，：、！？\s])[0-9A-Za-z一二三四五六七八九十]{1,3}$")
_ROUND = re.compile("[（）()]")
_SAME_MARK = re.compile(r"([。，、；：])\1+")
_SHORT_ELLIPSIS = re.compile(r"(?<!…)…(?!…)|(?<![.\d])\.{3,6}(?![.\d])")
_DASHES = re.compile(rf"(?<=[{HAN}”》）])(?:--+|－{{2,}}|──+)(?=[{HAN}“《（])")
_MIXED_MARKS = re.compile(r"[，、；：][。，、；：！？]|[。！？][，、；：。]")
_BLANK_AT_MARK = re.compile(rf"(?<=[，。；：！？、])[{BLANKS}]+(?=[{HAN}“《（])|(?<=[{HAN}])[{BLANKS}]+(?=[，。；：！？、])")
#: A quotation longer than this may be the gap between two whose inner marks are lost: then only a reader can tell.
_LONGEST_SURE_QUOTE = 40
_STRAIGHT = re.compile(rf"(?<![A-Za-z0-9'])'[^'\n]{{0,30}}[{HAN}][^'\n]{{0,30}}'(?![A-Za-z0-9'])")
_QUOTES = "“”‘’"
_CORNERS = re.compile("[「」『』]")
_ENDS = "。！？…!?.~～"
_CLOSERS = "”’》）】」』)"


def double_marks(text: str) -> Iterator[Finding]:
    """A mark that stands twice ("。。"), an ellipsis of three points, dashes typed as hyphens; "！！" may be meant."""
    for found in _SAME_MARK.finditer(text):
        instead = "……" if found[1] == "。" and len(found[0]) > 2 else found[1]
        yield _double(found, instead)
    for found in _SHORT_ELLIPSIS.finditer(text):
        if re.search(f"[{HAN}]", text[max(0, found.start() - 2) : found.end() + 2]):
            yield _double(found, "……")
    for found in _DASHES.finditer(text):
        yield _double(found, "——")
    for found in _MIXED_MARKS.finditer(text):
        if len(set(found[0])) > 1:
            yield _double(found, None)


def _double(found: re.Match[str], instead: str | None) -> Finding:
    message = _("“{marks}”: these marks do not stand together").format(marks=found[0])
    remedy = _("Write “{instead}”.").format(instead=instead) if instead else _("Leave the one that is meant.")
    return Finding(check="double-mark", start=found.start(), end=found.end(), message=message, remedy=remedy, instead=instead)


def half_width(text: str) -> Iterator[Finding]:
    """What the repair of typing habits would change: half-width marks in Chinese text, straight quotes, blanks at marks."""
    (mended,), done = retouch((text,))
    if done and len(mended) == len(text):
        for place, (was, now) in enumerate(zip(text, mended, strict=True)):
            if was != now and was != "\t":  # a tab parts a table's cells (`passages`)
                yield _habit(place, place + 1, was, now)
    for found in _BLANK_AT_MARK.finditer(text):
        if "\u3000" not in found[0]:
            yield _habit(*found.span(), found[0], "")


def _habit(start: int, end: int, was: str, now: str) -> Finding:
    if now:
        message = _("“{was}” is not the mark that Chinese text takes").format(was=was)
        return Finding(
            check="half-width", start=start, end=end, message=message, remedy=_turn(now) if now in _QUOTES else _right(now), instead=now
        )
    message = _("a blank stands beside a mark")
    return Finding(check="half-width", start=start, end=end, message=message, remedy=_("Take it out."), instead="")


def _right(instead: str) -> str:
    return _("Write “{instead}”.").format(instead=instead)


def _turn(wanted: str) -> str:
    """The remedy in words: a quotation mark within quotation marks cannot be read."""
    return {
        "“": _("Put an opening double quotation mark there: “"),
        "”": _("Put a closing double quotation mark there: ”"),
        "‘": _("Put an opening single quotation mark there: ‘"),
        "’": _("Put a closing single quotation mark there: ’"),
    }[wanted]


def wrong_quotes(text: str) -> Iterator[Finding]:
    """Quotes of the wrong hand (”words“, ”words”): turned where they pair off in short quotations, else left to `unbalanced`."""
    yield from _foreign_quotes(text)
    places = _turned(text)
    for turn, place in enumerate(places):
        wanted = "”" if turn % 2 else "“"
        if text[place] != wanted:
            message = _("this quotation mark is the wrong way round")
            yield Finding(check="wrong-quotes", start=place, end=place + 1, message=message, remedy=_turn(wanted), instead=wanted)


def _foreign_quotes(text: str) -> Iterator[Finding]:
    """Straight single quotes, and the corner brackets of vertical lines (GB/T 15834, 4.8.2 and 5.2.2)."""
    for found in _STRAIGHT.finditer(text):
        within = text[: found.start()].count("“") > text[: found.start()].count("”")
        for place, wanted in ((found.start(), "‘" if within else "“"), (found.end() - 1, "’" if within else "”")):
            yield _foreign(text, place, wanted)
    for found in _CORNERS.finditer(text):
        inner = found[0] in "『』" and text[: found.start()].count("「") > text[: found.start()].count("」")
        yield _foreign(text, found.start(), {"「": "“", "」": "”", "『": "‘" if inner else "“", "』": "’" if inner else "”"}[found[0]])


def _foreign(text: str, place: int, wanted: str) -> Finding:
    message = _("Chinese text in lines takes other quotation marks")
    return Finding(check="wrong-quotes", start=place, end=place + 1, message=message, remedy=_turn(wanted), instead=wanted)


def _turned(text: str) -> list[int]:
    """The places of the double quotes, where some are of the wrong hand and it is sure which."""
    places = [place for place, character in enumerate(text) if character in "“”"]
    hands = "".join(text[place] for place in places)
    if len(places) % 2 or not hands or _nests(hands):
        return []
    inner = [text[first + 1 : last] for first, last in zip(places[::2], places[1::2], strict=True)]
    return places if all(0 < len(words) <= _LONGEST_SURE_QUOTE and "\n" not in words for words in inner) else []


def _nests(hands: str) -> bool:
    """Whether the quotes open and close, one within another or not."""
    depth = 0
    for hand in hands:
        depth += 1 if hand == "“" else -1
        if depth < 0:
            return False
    return depth == 0


def unbalanced(texts: Sequence[str]) -> Iterator[tuple[int, Finding]]:
    """Brackets, quotes and title marks without their other half, by the number of the text.

    A quotation of several paragraphs opens in each and closes in the last (GB/T 15834, 4.8.3.4): it is not asked about.
    """
    open_quote = False
    for number, text in enumerate(texts):
        astray = [] if _turned(text) and not _nests("".join(c for c in text if c in "“”")) else list(_astray(text))
        goes_on = number + 1 < len(texts) and texts[number + 1].startswith("“")
        for place in astray:
            mark = text[place]
            if mark == "“" and goes_on:
                open_quote = True
            elif mark == "”" and open_quote:
                open_quote = False
            else:
                yield number, _alone(place, mark)


def _astray(text: str) -> Iterator[int]:
    """The places of marks without their other half; an inner one is judged where its outer pair closes."""
    waiting: list[int] = []
    for place, mark in enumerate(text):
        if mark in _PAIRS:
            waiting.append(place)
        elif mark in _CLOSING and not _is_no_pair(text, place, is_open=any(text[each] in "（(" for each in waiting)):
            opened = next((each for each in reversed(waiting) if _PAIRS[text[each]] == ("）" if mark == ")" else mark)), None)
            if opened is None:
                yield place
                continue
            yield from (each for each in waiting if each > opened)
            del waiting[waiting.index(opened) :]
    yield from waiting


def _is_no_pair(text: str, place: int, *, is_open: bool) -> bool:
    """An apostrophe, or the bracket behind an item's number; where a bracket is open, one more must follow to close that."""
    if text[place] == "’":
        return text[place - 1 : place].isascii() and text[place - 1 : place].isalnum()
    if text[place] not in ")）" or not _ITEM.search(text[max(0, place - 4) : place]):
        return False
    following = _ROUND.search(text, place + 1)
    return not is_open or (following is not None and following[0] in "）)")


def _alone(place: int, mark: str) -> Finding:
    message = _("“{mark}” has no other half").format(mark=mark)
    remedy = _("Add the other one where it belongs, or take this one out.")
    return Finding(check="unbalanced-marks", start=place, end=place + 1, message=message, remedy=remedy)


def is_cut_off(text: str) -> bool:
    """Whether a paragraph ends in the middle: behind a comma, or at no mark at all though it is a whole sentence."""
    return not text.rstrip(BLANKS).endswith(tuple(_ENDS + _CLOSERS)) or text.rstrip(BLANKS + _CLOSERS).endswith(("，", "、", ","))
