"""Building: an issue goes from its drop folder to the reader and the printer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bulletin.archive import output, shelf
from bulletin.composition.compose import compose
from bulletin.composition.shelf import available
from bulletin.house.plan import IssuePlan
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.preflight.paper.table import check_proof, stops
from bulletin.preflight.report import Group, write_html, write_json
from bulletin.press.imposition import impose
from bulletin.press.plate import cover
from bulletin.press.run import Run, running
from bulletin.production.check import Desk, check, place
from bulletin.production.collect import Collected, collect
from bulletin.production.record import Held, issue_record
from bulletin.production.world import World
from bulletin.queries import CHECKS, Marked, Query, UsageError
from bulletin.records.galley import Edition, Galley
from bulletin.records.issue import Issue
from bulletin.records.proof import Proof

EDITIONS: tuple[Edition, Edition] = ("readers", "print")


@dataclass(frozen=True)
class Built:
    """A finished issue: its files by what they are for, what was held out of it, and every other query.

    `faults` are what is wrong with the pages themselves and was not allowed; `refused` says that the print PDF is wanting for it.
    `booklet` says whether one was asked for.
    """

    issue: Issue
    pages: int
    files: dict[str, Path]
    held: tuple[Held, ...]
    queries: tuple[Query, ...]
    collected: Collected | None
    faults: tuple[Query, ...]
    refused: bool
    booklet: bool


def build(
    house: House,
    world: World,
    issue: str,
    *,
    layout: str | None = None,
    collect_first: bool = True,
    booklet: bool = False,
    allowed: frozenset[str] = frozenset(),
) -> Built:
    """Collect what waits for an issue, unless it is closed, set it, and put its files into output/ in one step, last.

    A print PDF with a fault that a printer would stop at is left out, and its booklet with it, unless the fault is `allowed`.
    Raises UsageError where there is no such issue or it has no story, where a check or a layout is named that there is not, and for a
    booklet of pages that cannot be folded; SettingsError as `collect` does, StoryError for a story.md that cannot be read,
    LayoutError and MachineError as composition and press do; the output then stays as it was.
    """
    _demand_checks(allowed)
    _demand_layout(house, layout)
    plan = shelf.issue_plan(house, issue)
    with running(len(EDITIONS)) as presses:
        collected = _collected(house, world, plan) if collect_first else None
        desk = check(house, issue)
        _demand_stories(house, issue, desk)
        galleys = _composed(house, world, desk.issue, layout or house.layout.name)
        printed = _printed(house, world, desk.issue, presses, galleys)
    held = held_out(desk)
    report = _report(house, desk.issue, [*_groups(house, issue, desk), *_paper_groups(printed)])
    stopped = any(each.value.edition == "print" and stops(each.queries, allowed) for each in printed)
    files = _files(desk.issue, printed, held, report, _pdfs(house, issue, printed, booklet=booklet, stopped=stopped))
    world.progress.stage(_("Writing"), 1)
    folder = output.publish(house, issue, files)
    world.progress.step(shelf.relative(house, folder))
    copy = tuple(query for each in desk.stories if not each.held for query in each.queries)
    paper = tuple(query for each in printed for query in each.queries)
    return Built(
        issue=desk.issue,
        pages=printed[0].value.pages,
        files={name: folder / name for name in files},
        held=held,
        queries=(*copy, *desk.plan, *paper),
        collected=collected,
        faults=stops(paper, allowed),
        refused=stopped,
        booklet=booklet,
    )


def held_out(desk: Desk) -> tuple[Held, ...]:
    """What is kept out of an issue: stories with a hold, and submissions that could not become a story."""
    stories = (Held(each.filed.story.submission, each.filed.story.title, each.queries) for each in desk.stories if each.held)
    return (*stories, *(Held(entry.name, entry.subject, entry.queries) for entry in desk.held))


def _demand_checks(allowed: frozenset[str]) -> None:
    """Raises UsageError for a slip in the name of a check that is to be allowed: nothing would come of it."""
    for name in sorted(allowed - CHECKS.keys()):
        raise UsageError(
            _("there is no check “{name}”").format(name=name),
            remedy=_("The checks and their names are in the manual; preflight.html names the one that stands."),
        )


def _demand_layout(house: House, layout: str | None) -> None:
    """Raises UsageError for a slip in the name of the layout that is asked for."""
    if layout is not None and layout not in (layouts := available(house)):
        remedy = _("The layouts are: {names}.").format(names=_(", ").join(sorted(layouts)))
        raise UsageError(_("there is no layout “{name}”").format(name=layout), remedy=remedy)


def _collected(house: House, world: World, plan: IssuePlan) -> Collected | None:
    if plan.state == "closed":
        world.progress.say(_("the issue “{id}” is closed: it is built as it is, and nothing is collected").format(id=plan.id))
        return None
    return collect(house, world, plan.id)


def _demand_stories(house: House, issue: str, desk: Desk) -> None:
    """Raises what stands in the way of setting the issue: a story that cannot be read, or no story at all."""
    if desk.unreadable:
        raise desk.unreadable[0]
    if not desk.issue.pieces:
        raise _empty(house, issue, desk)


def _composed(house: House, world: World, issue: Issue, layout: str) -> list[Galley]:
    world.progress.stage(_("Composing"), len(EDITIONS))
    galleys = []
    for edition in EDITIONS:
        galleys.append(compose(issue, house, layout=layout, edition=edition))
        world.progress.step(_edition_name(edition))
    return galleys


def _printed(house: House, world: World, issue: Issue, presses: Run, galleys: Sequence[Galley]) -> list[Marked[Proof]]:
    """A proof of each galley with what is to be said of its pages; one is read while the next is still on its press."""
    world.progress.stage(_("Printing"), len(galleys))
    printed = []
    for proof in presses.pull(galleys, house):
        printed.append(Marked(proof, check_proof(proof, issue, ink_limit=house.print.ink_limit)))
        world.progress.step(_("{count} pages").format(count=proof.pages))
    return printed


def _pdfs(house: House, issue: str, printed: Sequence[Marked[Proof]], *, booklet: bool, stopped: bool) -> dict[str, tuple[str, bytes]]:
    """The PDFs by what they are for, each with its name."""
    name = f"{house.publication.slug}-{issue}"
    readers, print_ = (next(each.value for each in printed if each.value.edition == edition) for edition in EDITIONS)
    pdfs = {"readers": (f"{name}.pdf", readers.pdf)}
    if not stopped:
        pdfs["print"] = (f"{name}-print.pdf", print_.pdf)
    if booklet and not stopped:
        pdfs["booklet"] = (f"{name}-booklet.pdf", impose(print_, float(house.print.paper.removesuffix("mm"))))
    return pdfs


def _files(
    issue: Issue, printed: Sequence[Marked[Proof]], held: Sequence[Held], report: Mapping[str, bytes], pdfs: Mapping[str, tuple[str, bytes]]
) -> dict[str, bytes]:
    readers = next(each.value for each in printed if each.value.edition == "readers")
    listed = {**{purpose: name for purpose, (name, _pdf) in pdfs.items()}, "cover": "cover.png", "preflight": "preflight.html"}
    return {
        **dict(pdfs.values()),
        "cover.png": cover(readers),
        "issue.json": issue_record(issue, readers, held, listed),
        **report,
    }


def _report(house: House, issue: Issue, groups: Sequence[Group]) -> dict[str, bytes]:
    return {
        "preflight.html": write_html(f"{house.publication.name} {issue.label}", groups),
        "preflight.json": write_json(groups),
    }


def _groups(house: House, issue: str, desk: Desk) -> list[Group]:
    stories = [Group(each.filed.story.title, place(house, each.filed), each.queries) for each in desk.stories]
    submissions = [Group(entry.subject or entry.name, entry.name, entry.queries) for entry in desk.held]
    plan = Group(_("The plan"), shelf.relative(house, shelf.plan_file(house, issue)), desk.plan)
    return [*stories, *submissions, plan]


def _paper_groups(printed: Sequence[Marked[Proof]]) -> list[Group]:
    return [Group(_edition_name(each.value.edition), "", each.queries, each.value.pdf) for each in printed]


def _edition_name(edition: Edition) -> str:
    return {"readers": _("Readers' PDF"), "print": _("Print PDF")}[edition]


def _empty(house: House, issue: str, desk: Desk) -> UsageError:
    folder = shelf.issue_folder(house, issue)
    if desk.stories or desk.held:
        remedy = _("See what is asked with `bulletin check {id}`.").format(id=issue)
        return UsageError(_("every story of the issue is held, so there is nothing to set"), remedy=remedy, file=folder)
    remedy = _("Put submissions into the drop folder {inbox}, or write stories into the issue's folder.")
    return UsageError(_("the issue has no story yet"), remedy=remedy.format(inbox=shelf.relative(house, house.inbox)), file=folder)
