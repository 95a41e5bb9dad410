"""preflight.html and preflight.json: every query of an issue, the heaviest first, with a picture of each page that has one."""

import base64
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from bulletin.language import _, ngettext, spoken
from bulletin.preflight.thumbs import Thumb, thumbs
from bulletin.queries import Query, Weight, weight_name

_ORDER = (Weight.HOLD, Weight.QUERY, Weight.NOTE)
#: How wide pages are drawn (pixels): one that something is asked of, and one among all.
_LARGE, _SMALL = 360, 112
#: Marks are drawn a little larger than what they mark, and never smaller than this (points).
_ROOM, _LEAST = 3, 12

_COMMAND = re.compile("`([^`\n]+)`")

_STYLE = """
:root { --hold: #b3261e; --query: #b26a00; --note: #5f6b7a; --rule: #d9dde3 }
* { box-sizing: border-box }
body { font: 15px/1.6 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #222; background: #f4f5f7; margin: 0 }
main { max-width: 62rem; margin: 0 auto; padding: 1.2rem 1rem 3rem }
h1 { font-size: 1.45rem; line-height: 1.35; margin: .4rem 0 }
h2 { font-size: 1.1rem; margin: 2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 3px solid currentColor }
h2.hold { color: var(--hold) } h2.query { color: var(--query) } h2.note { color: var(--note) }
h3 { font-size: 1rem; margin: 0 0 .3rem }
article { display: flex; gap: 1.2rem; background: #fff; border: 1px solid var(--rule); border-radius: 4px; padding: .9rem; margin: .7rem 0 }
.said { flex: 1; min-width: 0 }
.sheet { position: relative; flex: none; width: 13.5rem; align-self: flex-start; line-height: 0 }
.sheet img { width: 100%; border: 1px solid var(--rule) }
.sheet svg { position: absolute; inset: 0; width: 100%; height: 100% }
.sheet .trim { fill: none; stroke: #0a7cc4; stroke-width: 1.5; stroke-dasharray: 6 5 }
.sheet .spot { fill-opacity: .14; stroke-width: 3.5 } svg circle.badge { stroke: #fff; stroke-width: 3 }
.sheet text { font: bold 21px sans-serif; fill: #fff; text-anchor: middle }
svg .hold { fill: var(--hold); stroke: var(--hold) } svg .query { fill: var(--query); stroke: var(--query) }
svg .note { fill: var(--note); stroke: var(--note) }
ol, ul { list-style: none; margin: 0; padding: 0 }
li { padding: .5rem 0; border-top: 1px solid var(--rule); overflow-wrap: anywhere } li:first-child { border-top: 0; padding-top: 0 }
.number { display: inline-block; min-width: 1.5em; border-radius: 1em; background: #555; color: #fff; font-size: .8rem; text-align: center }
.hold .number { background: var(--hold) } .query .number { background: var(--query) } .note .number { background: var(--note) }
.remedy { display: block; color: #3c4753 } code { color: #5f6b7a; font-size: .8rem }
kbd { font-size: .85em; background: #eef0f3; padding: 0 .25em }
.place { color: #5f6b7a; font-size: .85rem; overflow-wrap: anywhere }
.pages { display: flex; flex-wrap: wrap; gap: .6rem; margin: .6rem 0 }
.pages a, .pages span { width: 5.6rem; font-size: .8rem; text-align: center; color: inherit; text-decoration: none }
.pages img { display: block; width: 100%; border: 1px solid var(--rule) }
.pages .hold img { outline: 3px solid var(--hold) } .pages .query img { outline: 3px solid var(--query) }
.pages .note img { outline: 3px solid var(--note) }
@media (max-width: 40rem) { article { flex-direction: column } .sheet { width: min(100%, 20rem); align-self: center } }
@media print { body { background: #fff; font-size: 10pt } main { max-width: none; padding: 0 } .sheet { width: 9rem }
  li, .sheet, .pages a, .pages span { break-inside: avoid } h2, h3 { break-after: avoid } * { print-color-adjust: exact } }
"""


@dataclass(frozen=True)
class Group:
    """The queries that stand on one thing: a story, a submission, the plan, a PDF. `pdf` is that PDF, for pictures of its pages."""

    title: str
    place: str
    queries: tuple[Query, ...]
    pdf: bytes = field(default=b"", repr=False)

    @property
    def held(self) -> bool:
        """Whether one of the queries is a hold."""
        return any(query.weight is Weight.HOLD for query in self.queries)


@dataclass(frozen=True)
class _Card:
    """What is asked of one page, or of one group apart from its pages."""

    number: int
    group: Group
    page: int | None
    queries: tuple[Query, ...]


def write_html(title: str, groups: Sequence[Group]) -> bytes:
    """A page that an editor opens in any browser, on a telephone and on paper too: no script, nothing from elsewhere.

    The same groups give the same bytes. It is written in the language in use.
    """
    heading = escape(title + " – " + _("Preflight"))
    head = f"<!doctype html><html lang={spoken()}><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    parts = [head, f"<title>{heading}</title><style>{_STYLE}</style><main>", f"<h1>{heading}</h1><p>{escape(_summary(groups))}</p>"]
    drawn = [thumbs(group.pdf, _asked_pages(group), pixels=_LARGE) if group.pdf else {} for group in groups]
    for weight in _ORDER:
        cards = [card for number, group in enumerate(groups) for card in _cards(number, group, weight)]
        if cards:
            parts.append(f"<h2 class={weight.value}>{escape(weight_name(weight))}</h2>")
            parts.extend(_answer(weight, cards))
            parts.extend(_card(card, drawn[card.number], weight) for card in cards)
    parts.extend(_overview(groups))
    return ("\n".join(parts) + "\n</main></html>\n").encode()


def write_json(groups: Sequence[Group]) -> bytes:
    """The same for machines: a list of `records`."""
    return (json.dumps(records(groups), ensure_ascii=False, indent=1) + "\n").encode()


def records(groups: Sequence[Group]) -> list[dict[str, Any]]:
    """One object for each query, in the order of the report.

    `page` and `box` are those of `Place`: a page of the PDF, and left, top, right, bottom in points from its trim's upper left corner.
    """
    cards = (card for weight in _ORDER for number, group in enumerate(groups) for card in _cards(number, group, weight))
    return [_record(card.group, query) for card in cards for query in card.queries]


def _record(group: Group, query: Query) -> dict[str, Any]:
    place = query.place
    return {
        "title": group.title,
        "file": place.file,
        "page": place.page,
        "box": None if place.box is None else list(place.box),
        "paragraph": place.paragraph,
        "start": place.start,
        "end": place.end,
        "text": place.text,
        "check": query.check,
        "weight": query.weight.value,
        "message": query.message,
        "remedy": query.remedy,
    }


def _summary(groups: Sequence[Group]) -> str:
    queries = [query for group in groups for query in group.queries]
    if not queries:
        return _("Nothing is to be asked.")
    counts = [(weight, sum(query.weight is weight for query in queries)) for weight in _ORDER]
    return " · ".join(f"{weight_name(weight)} {count}" for weight, count in counts if count)


def _answer(weight: Weight, cards: Sequence[_Card]) -> Iterator[str]:
    """What can be done where a fault keeps the print PDF back."""
    if weight is Weight.HOLD and any(card.group.pdf for card in cards):
        said = _("A hold on the print PDF keeps it back, until it is mended or allowed by its name: bulletin build ID --allow NAME")
        yield f"<p>{escape(said)}</p>"


def _asked_pages(group: Group) -> list[int]:
    return [query.place.page for query in group.queries if query.place.page is not None]


def _cards(number: int, group: Group, weight: Weight) -> Iterator[_Card]:
    """A group's queries of one weight: first what belongs to no page, then page by page."""
    queries = [query for query in group.queries if query.weight is weight]
    pages = {query.place.page for query in queries}
    for page in sorted(pages, key=lambda page: page or 0):
        yield _Card(number, group, page, tuple(query for query in queries if query.place.page == page))


def _card(card: _Card, drawn: dict[int, Thumb], weight: Weight) -> str:
    title = _("{file}, page {page}").format(file=card.group.title, page=card.page) if card.page else card.group.title
    items = "\n".join(_item(number if card.page in drawn else None, query, card) for number, query in enumerate(card.queries, 1))
    sheet = _sheet(card, drawn[card.page], weight) if card.page in drawn else ""
    place = f"<div class=place>{escape(card.group.place)}</div>" if card.group.place else ""
    anchor = f" id=p{card.number}-{card.page}-{weight.value}" if card.page else ""
    return f"<article class={weight.value}{anchor}>{sheet}<div class=said><h3>{escape(title)}</h3>{place}<ol>{items}</ol></div></article>"


def _item(number: int | None, query: Query, card: _Card) -> str:
    where = _where(query, card.group)
    mark = "" if number is None else f"<span class=number>{number}</span> "
    return (
        f"<li>{mark}{_worded(query.message)} <code>{escape(query.check)}</code> "
        f"<span class=place>{escape(where)}</span><span class=remedy>{_worded(query.remedy)}</span></li>"
    )


def _worded(text: str) -> str:
    """A sentence with its commands, which stand between backticks, set as such."""
    return _COMMAND.sub(r"<kbd>\1</kbd>", escape(text))


def _where(query: Query, group: Group) -> str:
    """The place; under the heading of its own page nothing, of its own file the paragraph alone."""
    if query.place.page is not None:
        return ""
    if query.place.file != group.place:
        return "" if group.pdf else str(query.place)
    return "" if query.place.paragraph is None else _("paragraph {number}").format(number=query.place.paragraph)


def _sheet(card: _Card, thumb: Thumb, weight: Weight) -> str:
    """The page, with its trim where it has a bleed, and a numbered mark at each place."""
    spots = "".join(_spot(number, query, thumb) for number, query in enumerate(card.queries, 1))
    trim = f"<rect class=trim {_rect(thumb.left, thumb.top, thumb.trim_width, thumb.trim_height)} />" if thumb.left > 1 else ""
    said = escape(_("page {page}").format(page=card.page), quote=True)
    svg = f'<svg viewBox="0 0 {thumb.width:.1f} {thumb.height:.1f}" class={weight.value} aria-hidden=true>{trim}{spots}</svg>'
    return f'<div class=sheet><img src="{_data(thumb)}" alt="{said}">{svg}</div>'


def _spot(number: int, query: Query, thumb: Thumb) -> str:
    if query.place.box is None:
        return ""
    left, top, right, bottom = query.place.box
    width, height = max(right - left + 2 * _ROOM, _LEAST), max(bottom - top + 2 * _ROOM, _LEAST)
    x, y = (left + right - width) / 2 + thumb.left, (top + bottom - height) / 2 + thumb.top
    kind = query.weight.value
    centre = (min(max(x, 15), thumb.width - 15), min(max(y, 15), thumb.height - 15))
    badge = f'<circle class="badge {kind}" cx="{centre[0]:.1f}" cy="{centre[1]:.1f}" r="15" />'
    figure = f'<text x="{centre[0]:.1f}" y="{centre[1] + 7:.1f}">{number}</text>'
    return f'<rect class="spot {kind}" {_rect(x, y, width, height)} />{badge}{figure}'


def _rect(x: float, y: float, width: float, height: float) -> str:
    return f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'


def _overview(groups: Sequence[Group]) -> Iterator[str]:
    """Every page of the first PDF, small; one that something is asked of leads there."""
    for number, group in enumerate(groups):
        if group.pdf:
            pages = thumbs(group.pdf, pixels=_SMALL)
            count = ngettext("{title}: {count} page", "{title}: {count} pages", len(pages)).format(title=group.title, count=len(pages))
            yield f"<h2>{escape(count)}</h2><div class=pages>"
            yield from (_small(number, page, thumb, group) for page, thumb in pages.items())
            yield "</div>"
            return


def _small(number: int, page: int, thumb: Thumb, group: Group) -> str:
    weights = [query.weight for query in group.queries if query.place.page == page]
    image = f'<img src="{_data(thumb)}" alt="">{page}'
    if not weights:
        return f"<span>{image}</span>"
    worst = min(weights, key=_ORDER.index).value
    return f'<a class={worst} href="#p{number}-{page}-{worst}">{image}</a>'


def _data(thumb: Thumb) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(thumb.jpeg).decode()
