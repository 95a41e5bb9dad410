"""What `check` prints: each story's queries as a table, the worst story first, with the sentence and the place marked in it."""

from collections.abc import Sequence

import click
from rich.table import Table
from rich.text import Text

from bulletin.archive import shelf
from bulletin.cli import printing
from bulletin.cli.progress import progress
from bulletin.cli.screen import say, seen
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.preflight.copy_text import around
from bulletin.production.check import Desk, check, place
from bulletin.production.mending import mend, would_mend
from bulletin.production.reading import Reading
from bulletin.production.record import found_record
from bulletin.production.revising import Revision
from bulletin.production.world import World
from bulletin.queries import Query, UsageError, Weight, weight_name
from bulletin.records.story import Story

_COLOURS = {Weight.HOLD: "red", Weight.QUERY: "yellow", Weight.NOTE: "dim"}
#: So many characters of the sentence are shown on each side of the place.
_SHOWN = 18


def print_desk(house: House, issue: str, desk: Desk, *, for_machines: bool) -> bool:
    """Every query on an issue, the worst story first; whether a hold stands."""
    groups: list[tuple[str, str, Story | None, Sequence[Query]]] = [
        (each.filed.story.title, place(house, each.filed), each.filed.story, each.queries) for each in desk.stories
    ]
    groups += [(entry.subject or entry.name, entry.name, None, entry.queries) for entry in desk.held]
    groups.append((_("The plan"), shelf.relative(house, shelf.plan_file(house, issue)), None, desk.plan))
    groups.sort(key=lambda group: _badness(group[3]), reverse=True)
    for title, file, story, queries in groups:
        if for_machines:
            print_records(queries, file)
        elif queries:
            print_asked(f"{title}  {file}", story, queries)
    for error in desk.unreadable:
        printing.print_error(error, for_machines=for_machines)
    if not for_machines and not desk.unreadable and not any(queries for *_rest, queries in groups):
        click.echo(_("Nothing is to be asked about issue {id}.").format(id=issue))
    return _is_held(desk)


def _is_held(desk: Desk) -> bool:
    """Whether a hold stands on an issue: on a story, on a submission that waits, on the plan; or a story cannot be read."""
    asked = (*(each.queries for each in desk.stories), *(entry.queries for entry in desk.held), desk.plan)
    return bool(desk.unreadable) or any(query.weight is Weight.HOLD for queries in asked for query in queries)


def print_reading(reading: Reading, *, for_machines: bool) -> bool:
    """Every query on a manuscript that is not filed; whether a hold stands."""
    if for_machines:
        print_records(reading.queries, reading.file)
    elif reading.queries:
        print_asked(reading.file, reading.story, reading.queries)
    else:
        say(_("Nothing is to be asked about {file}.").format(file=reading.file))
    return reading.held


def print_records(queries: Sequence[Query], file: str) -> None:
    """Each query as an object on its line."""
    for query in queries:
        printing.print_json(found_record(query, file))


def print_asked(title: str, story: Story | None, queries: Sequence[Query]) -> None:
    """A story and the queries on it: weight and check, where, the words around the place, what is asked and the remedy."""
    printing.paper().print(Text(seen(title), style="bold"))
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 2))
    for query in sorted(queries, key=printing.heaviness, reverse=True):
        where = "" if query.place.paragraph is None else _("paragraph {number}").format(number=query.place.paragraph)
        kind = Text(f"{weight_name(query.weight)} [{query.check}]", style=_COLOURS[query.weight])
        asked = Text(seen(query.message))
        asked.append(seen(f"\n→ {query.remedy}"), style="dim")
        table.add_row(kind, where, _marked(story, query), asked)
    printing.paper().print(table)


def _marked(story: Story | None, query: Query) -> Text:
    """The sentence around the place, which stands between ▸ and ◂; else what was found."""
    found = around(story, query.place) if story else None
    if found is None:
        return Text(seen(query.place.text))
    before, words, after = found
    line = Text(seen(("…" if len(before) > _SHOWN else "") + before[-_SHOWN:]))
    line.append(seen(f"▸{words}◂"), style="bold underline")
    line.append(seen(after[:_SHOWN] + ("…" if len(after) > _SHOWN else "")))
    return line


def _badness(queries: Sequence[Query]) -> tuple[int, int, int]:
    """How many holds, queries and notes."""
    hold, query, note = (sum(each.weight is weight for each in queries) for weight in (Weight.HOLD, Weight.QUERY, Weight.NOTE))
    return hold, query, note


def fix(house: House, issues: Sequence[str], files: Sequence[str], *, for_machines: bool, dry_run: bool) -> bool:
    """Put right what is sure in the issues' stories, or show what would be; whether a hold stands on what is left.

    Raises UsageError for a file: a manuscript that is not filed is its author's.
    """
    if files:
        raise UsageError(_("--fix mends the stories of an issue, not a manuscript"), remedy=_("Name an issue."), file=files[0])
    for issue in issues:
        if dry_run:
            made = would_mend(house, issue)
        else:
            with progress() as told:
                made = mend(house, World(progress=told), issue)
        _print_mended(issue, made, for_machines=for_machines, dry_run=dry_run)
    return any(_is_held(check(house, issue)) for issue in issues)


def _print_mended(issue: str, mended: Sequence[Revision], *, for_machines: bool, dry_run: bool) -> None:
    if for_machines:
        for each in mended:
            printing.print_json({"file": each.file, "diff": list(each.diff), "kept": each.kept})
        return
    for each in mended:
        for line in each.diff:
            say(line)
        if each.kept:
            say(_("Mended in {file}; the text as it stood lies in {kept}.").format(file=each.file, kept=each.kept))
    if not mended:
        say(_("Nothing in issue {id} is surely wrong.").format(id=issue))
    elif dry_run:
        say(_("Nothing is changed yet; run it without --dry-run."))
