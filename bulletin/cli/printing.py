"""What the commands print: tables and sentences for people, JSON for machines."""

import codecs
import io
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bulletin.archive import shelf
from bulletin.archive.ledger import Entry
from bulletin.archive.storymd import write_story
from bulletin.cli.screen import escaped, say, seen
from bulletin.house.plan import IssuePlan
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.production.check import Checked, Desk, place
from bulletin.production.collect import Collected
from bulletin.production.reading import Reading
from bulletin.production.record import query_record, reading_record
from bulletin.production.taking import Taken
from bulletin.queries import BulletinError, Query, Weight, weight_name

if TYPE_CHECKING:
    from bulletin.production.build import Built

#: So many places are told of one thing that is asked.
_MOST_PLACES = 5
_COLOURS = {Weight.HOLD: "red", Weight.QUERY: "yellow", Weight.NOTE: "dim"}


def spell_everything() -> None:
    """Let the output hold every character: ASCII is taken for UTF-8, and what another charset lacks is spelled out."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            plain = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if plain else None, errors="backslashreplace")


def print_json(record: Any) -> None:
    """One record on one line."""
    click.echo(escaped(json.dumps(record, ensure_ascii="utf" not in sys.stdout.encoding.lower())))


def print_error(error: BulletinError, *, for_machines: bool) -> None:
    """What stopped the command."""
    if for_machines:
        print_json({"error": error.message, "file": error.file, "line": error.line, "remedy": error.remedy})
    say(_("Error: {message}").format(message=error), to_error=True)


def print_collected(collected: Collected, *, for_machines: bool) -> None:
    """What became of each submission, and what was left in the drop folder."""
    if for_machines:
        for taken in collected.taken:
            print_json(_taken_record(taken))
        for query in collected.left:
            print_json(_left_record(query))
        return
    for taken in collected.taken:
        print_queries(_landed(taken), taken.queries)
    for query in collected.left:
        print_queries(_("Not taken: {name}").format(name=query.place.file), (query,))
    if not collected.taken and not collected.left:
        click.echo(_("There is nothing new in the drop folder."))


def print_stories(house: House, plan: IssuePlan, desk: Desk, *, for_machines: bool) -> None:
    """An issue's stories, a line each, and the submissions that are held."""
    if for_machines:
        for each in desk.stories:
            print_json(_story_record(house, plan.id, each))
        for entry in desk.held:
            print_json(_held_record(plan.id, entry))
        for error in desk.unreadable:
            print_error(error, for_machines=True)
        return
    paper().print(Text(seen(f"{plan.id}  {plan.label}"), style="bold"))
    heads = (_("Section"), _("Title"), _("Branch"), _("Pictures"), _("Faces"), _("Queries"))
    rows = [
        (
            each.section or _("unsorted"),
            each.filed.story.title,
            each.filed.story.branch or "",
            str(len(each.filed.story.pictures)),
            str(each.faces or ""),
            _counted(each.queries),
        )
        for each in desk.stories
    ]
    print_table(heads, rows)
    for entry in desk.held:
        say(_("Held: {name}").format(name=entry.name) + f"  {entry.subject}  ({entry.folder})")
    for error in desk.unreadable:
        print_error(error, for_machines=False)


def print_reading(reading: Reading, *, for_machines: bool) -> None:
    """How a manuscript is read: as story.md, or as JSON."""
    if for_machines:
        print_json(reading_record(reading))
        return
    if reading.story is not None:
        click.echo(write_story(reading.story), nl=False)
    if reading.queries:
        print_queries(reading.file, reading.queries, to_error=True)


def print_built(house: House, built: "Built", *, for_machines: bool) -> None:
    """Where the files are, what was held out, and how much is asked."""
    if for_machines:
        click.echo(built.files["issue.json"].read_text("utf-8"), nl=False)
        return
    if built.collected:
        for taken in built.collected.taken:
            if taken.state == "duplicate" or taken.issue != built.issue.id:
                print_queries(_landed(taken), taken.queries)
        for query in built.collected.left:
            print_queries(_("Not taken: {name}").format(name=query.place.file), (query,))
    for held in built.held:
        name = "  ".join(filter(None, (held.title, held.source)))
        print_queries(_("Held out of the issue: {name}").format(name=name), held.queries)
    if built.faults:
        print_queries(_("Wrong with the pages:"), built.faults)
    if built.refused:
        _print_refused(built)
    summary = _("{label}: {stories} stories on {pages} pages.")
    click.echo(summary.format(label=built.issue.label, stories=len(built.issue.pieces), pages=built.pages))
    _print_counts((*(query for held in built.held for query in held.queries), *built.queries))
    for path in built.files.values():
        click.echo(f"  {shelf.relative(house, path)}")


def _print_refused(built: "Built") -> None:
    """What is wanting for a fault of the print PDF, and how it is had all the same."""
    click.echo(_("The print PDF is not written: a printer would stop at this."))
    if built.booklet:
        click.echo(_("Nor is the booklet, which is made of it."))
    checks = " ".join(f"--allow {check}" for check in dict.fromkeys(each.check for each in built.faults))
    click.echo(_("Mend it, or have it printed all the same: bulletin build {id} {checks}").format(id=built.issue.id, checks=checks))


def paper() -> Console:
    """Where people read: standard output, wide enough for a sentence where it is no terminal."""
    console = Console(highlight=False, soft_wrap=True)
    return console if console.is_terminal else Console(highlight=False, width=200, color_system=None, soft_wrap=True)


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table without frames, which a terminal, a pipe and a mail all show."""
    table = Table(*heads, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(Text(seen(cell)) for cell in row))
    paper().print(table)


def print_queries(title: str, queries: Sequence[Query], *, to_error: bool = False) -> None:
    """A thing and the queries on it, the heaviest first: what, where, and the remedy; what is asked of several places, once with all."""
    console = Console(stderr=True, highlight=False, soft_wrap=True) if to_error else paper()
    console.print(Text(seen(title), style="bold"))
    places: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for query in queries:
        places[_asked(query)].append(str(query.place))
    for query in {_asked(each): each for each in sorted(queries, key=heaviness, reverse=True)}.values():
        line = Text("  ")
        line.append(f"{weight_name(query.weight)} ", style=_COLOURS[query.weight])
        line.append(seen(query.message))
        line.append(seen(f"  [{query.check}] {_listed(places[_asked(query)])}"), style="dim")
        console.print(line)
        console.print(Text(seen(f"      {query.remedy}")))


def _asked(query: Query) -> tuple[str, str, str]:
    return query.check, query.message, query.remedy


def _listed(places: Sequence[str]) -> str:
    """Places in a row, of many the first few."""
    each = list(dict.fromkeys(places))
    shown = _(", ").join(each[:_MOST_PLACES])
    return shown if len(each) <= _MOST_PLACES else _("{places} and {count} more").format(places=shown, count=len(each) - _MOST_PLACES)


def heaviness(query: Query) -> int:
    """A weight as a number, the heaviest the greatest."""
    return list(Weight).index(query.weight)


def _counted(queries: Sequence[Query]) -> str:
    """How many queries of each weight: "Hold 1, Query 2"; empty where there is none."""
    counts = [(weight, sum(each.weight is weight for each in queries)) for weight in reversed(Weight)]
    return _(", ").join(f"{weight_name(weight)} {count}" for weight, count in counts if count)


def _print_counts(queries: Sequence[Query]) -> None:
    """How much is asked of the editor; the notes, which need no answer, apart."""
    asked = [each for each in queries if each.weight is not Weight.NOTE]
    if asked:
        click.echo(_("For the editor: {counts}; see preflight.html.").format(counts=_counted(asked)))
    if notes := len(queries) - len(asked):
        click.echo(_("Notes that need no answer: {count}; see preflight.html.").format(count=notes))


def _landed(taken: Taken) -> str:
    """A submission's number, what became of it, and where it lies now: its stories' titles, its folder unless they say it, its issue."""
    places = taken.stories if taken.state == "filed" else (*taken.stories, taken.folder or "")
    names = _(", ").join(places)
    return f"{taken.number}  {_state(taken)}  →  {taken.issue}  {names}"


def _state(taken: Taken) -> str:
    states = {
        "filed": _("Filed: {name}"),
        "held": _("Held: {name}"),
        "duplicate": _("Duplicate: {name}"),
    }
    return states[taken.state].format(name=taken.name)


def _taken_record(taken: Taken) -> dict[str, Any]:
    return {
        "number": taken.number,
        "submission": taken.name,
        "subject": taken.subject,
        "issue": taken.issue,
        "state": taken.state,
        "folder": taken.folder,
        "stories": list(taken.stories),
        "queries": [query_record(query) for query in taken.queries],
    }


def _left_record(query: Query) -> dict[str, Any]:
    """What was left in the drop folder, with the same fields."""
    return {
        "number": None,
        "submission": query.place.file,
        "subject": "",
        "issue": None,
        "state": "left",
        "folder": None,
        "stories": [],
        "queries": [query_record(query)],
    }


def _story_record(house: House, issue: str, checked: Checked) -> dict[str, Any]:
    story = checked.filed.story
    return {
        "issue": issue,
        "state": "filed",
        "submission": story.submission,
        "section": checked.section,
        "title": story.title,
        "branch": story.branch,
        "authors": list(story.authors),
        "pictures": len(story.pictures),
        "faces": checked.faces,
        "gallery": story.gallery,
        "file": place(house, checked.filed),
        "queries": [query_record(query) for query in checked.queries],
    }


def _held_record(issue: str, entry: Entry) -> dict[str, Any]:
    """A held submission, with the same fields."""
    return {
        "issue": issue,
        "state": "held",
        "submission": entry.name,
        "section": None,
        "title": entry.subject or entry.name,
        "branch": None,
        "authors": [],
        "pictures": 0,
        "faces": 0,
        "gallery": None,
        "file": entry.folder,
        "queries": [query_record(query) for query in entry.queries],
    }
