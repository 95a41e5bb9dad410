"""preflight.html and preflight.json: every query of an issue, story by story, the heaviest first."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bulletin.language import _
from bulletin.queries import Query, Weight, weight_name

_ORDER = (Weight.HOLD, Weight.QUERY, Weight.NOTE)

_STYLE = """
body { font: 15px/1.6 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #222; background: #fafafa; margin: 0 }
main { max-width: 54rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 2rem 0 .2rem }
.place { color: #666; font-size: .85rem; overflow-wrap: anywhere }
ul { list-style: none; margin: .4rem 0; padding: 0 }
li { background: #fff; border-left: 4px solid #999; margin: .4rem 0; padding: .4rem .8rem; border-radius: 2px }
li.hold { border-color: #b3261e } li.query { border-color: #c77700 } li.note { border-color: #7a869a }
b.weight { font-size: .8rem; margin-right: .6rem } code { color: #555; font-size: .8rem; float: right }
.remedy { color: #444; display: block }
"""


@dataclass(frozen=True)
class Group:
    """The queries that stand on one thing: a story, a submission, the plan, a PDF."""

    title: str
    place: str
    queries: tuple[Query, ...]


def write_html(title: str, language: str, groups: Sequence[Group]) -> bytes:
    """A page that an editor opens in any browser: no script, nothing from elsewhere."""
    heading = escape(title + " – " + _("Preflight"))
    parts = [f"<!doctype html><html lang={language}><meta charset=utf-8><meta name=viewport content='width=device-width'>"]
    parts.append(f"<title>{heading}</title><style>{_STYLE}</style><main>")
    parts.append(f"<h1>{heading}</h1><p>{escape(_summary(groups))}</p>")
    parts.extend(_group(group) for group in _worst_first(groups) if group.queries)
    return ("\n".join(parts) + "\n</main></html>\n").encode()


def write_json(groups: Sequence[Group]) -> bytes:
    """The same for machines: a list of groups, each with its queries."""
    record = [
        {"title": group.title, "place": group.place, "queries": [query.model_dump(mode="json") for query in _heaviest_first(group.queries)]}
        for group in groups
    ]
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def _summary(groups: Sequence[Group]) -> str:
    queries = [query for group in groups for query in group.queries]
    if not queries:
        return _("Nothing is to be asked.")
    counts = [(weight, sum(query.weight is weight for query in queries)) for weight in _ORDER]
    return " · ".join(f"{weight_name(weight)} {count}" for weight, count in counts if count)


def _worst_first(groups: Sequence[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: min((_ORDER.index(query.weight) for query in group.queries), default=len(_ORDER)))


def _heaviest_first(queries: Sequence[Query]) -> list[Query]:
    return sorted(queries, key=lambda query: _ORDER.index(query.weight))


def _group(group: Group) -> str:
    items = "\n".join(_item(query, group) for query in _heaviest_first(group.queries))
    return f"<section><h2>{escape(group.title)}</h2><div class=place>{escape(group.place)}</div><ul>{items}</ul></section>"


def _item(query: Query, group: Group) -> str:
    return (
        f"<li class={query.weight.value}><code>{escape(query.check)}</code><b class=weight>{escape(weight_name(query.weight))}</b>"
        f"{escape(query.message)} <span class=place>{escape(_where(query, group))}</span> "
        f"<span class=remedy>{escape(query.remedy)}</span></li>"
    )


def _where(query: Query, group: Group) -> str:
    """The place; under the heading of its own file, the paragraph alone."""
    if query.place.file != group.place:
        return str(query.place)
    return "" if query.place.paragraph is None else _("paragraph {number}").format(number=query.place.paragraph)
