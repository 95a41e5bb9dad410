"""Building: an issue goes from its drop folder to the reader and the printer."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bulletin.archive import output, shelf
from bulletin.composition.compose import compose
from bulletin.flatplan.plan import lay_out
from bulletin.house.plan import IssuePlan
from bulletin.house.rules import House
from bulletin.language import _, speaking
from bulletin.preflight.paper import check_proof
from bulletin.preflight.report import Group, write_html, write_json
from bulletin.press.plate import cover
from bulletin.press.run import pull_all
from bulletin.production.check import Desk, check, place
from bulletin.production.collect import Collected, collect
from bulletin.production.record import Held, issue_record
from bulletin.production.world import World
from bulletin.queries import Query, UsageError, Weight
from bulletin.records.galley import Edition
from bulletin.records.issue import Issue
from bulletin.records.proof import Proof

EDITIONS: tuple[Edition, Edition] = ("readers", "print")


@dataclass(frozen=True)
class Built:
    """A finished issue: its files by what they are for, what was held out of it, and every other query."""

    issue: Issue
    pages: int
    files: dict[str, Path]
    held: tuple[Held, ...]
    queries: tuple[Query, ...]
    collected: Collected | None


def build(house: House, world: World, issue: str, *, layout: str | None = None, collect_first: bool = True) -> Built:
    """Collect what waits for an issue, set it, and put its files into output/ in one step, last.

    Raises UsageError where there is no such issue or it has no story, StoryError for a story.md that cannot be read,
    LayoutError and MachineError as composition and press do; the output then stays as it was.
    """
    plan = shelf.issue_plan(house, issue)
    collected = collect(house, world, issue) if collect_first else None
    desk = check(house, issue)
    if desk.unreadable:
        raise desk.unreadable[0]
    laid = lay_out(plan, [each.filed for each in desk.stories if not each.held], house)
    if not laid.value.pieces:
        raise _empty(house, issue, desk)
    held = held_out(house, desk, laid.queries)
    proofs = _proofs(house, world, laid.value, layout or house.layout.name)
    paper = {proof.edition: check_proof(proof, laid.value) for proof in proofs}
    planned = tuple(each for each in laid.queries if each.weight is not Weight.HOLD)
    files = _files(house, plan, laid.value, proofs, held, [*_groups(house, desk, planned), *_paper_groups(paper)])
    world.progress.stage(_("Writing"), 1)
    folder = output.publish(house, issue, files)
    world.progress.step(shelf.relative(house, folder))
    queries = (
        *(query for each in desk.stories if not each.held for query in each.queries),
        *planned,
        *(q for each in paper.values() for q in each),
    )
    return Built(laid.value, proofs[0].pages, {name: folder / name for name in files}, held, queries, collected)


def held_out(house: House, desk: Desk, planned: Sequence[Query]) -> tuple[Held, ...]:
    """What is kept out of an issue: stories with a hold, stories in no section, submissions that could not become a story."""
    stories = [Held(each.filed.story.submission, each.filed.story.title, each.queries) for each in desk.stories if each.held]
    sectionless = {query.place.file: query for query in planned if query.weight is Weight.HOLD}
    for each in desk.stories:
        if (query := sectionless.get(each.filed.story.submission)) and not each.held:
            stories.append(Held(each.filed.story.submission, each.filed.story.title, (query, *each.queries)))
    return (*stories, *(Held(entry.name, entry.subject, entry.queries) for entry in desk.held))


def _proofs(house: House, world: World, issue: Issue, layout: str) -> tuple[Proof, ...]:
    world.progress.stage(_("Composing"), len(EDITIONS))
    galleys = []
    with speaking(issue.masthead.language):
        for edition in EDITIONS:
            galleys.append(compose(issue, house, layout=layout, edition=edition))
            world.progress.step(_edition_name(edition))
    world.progress.stage(_("Printing"), 1)
    proofs = pull_all(galleys, house)
    world.progress.step(_("{count} pages").format(count=proofs[0].pages))
    return proofs


def _files(
    house: House, plan: IssuePlan, issue: Issue, proofs: Sequence[Proof], held: Sequence[Held], groups: Sequence[Group]
) -> dict[str, bytes]:
    name = f"{house.publication.slug}-{plan.id}"
    pdfs = {"readers": f"{name}.pdf", "print": f"{name}-print.pdf"}
    files = {pdfs[proof.edition]: proof.pdf for proof in proofs}
    readers = next(proof for proof in proofs if proof.edition == "readers")
    listed = {"readers": pdfs["readers"], "print": pdfs["print"], "cover": "cover.png", "preflight": "preflight.html"}
    return {
        **files,
        "cover.png": cover(readers),
        "issue.json": issue_record(issue, readers, held, listed),
        "preflight.html": write_html(f"{house.publication.name} {plan.label}", house.publication.language, groups),
        "preflight.json": write_json(groups),
    }


def _groups(house: House, desk: Desk, planned: Sequence[Query]) -> list[Group]:
    stories = [Group(each.filed.story.title, place(house, each.filed), each.queries) for each in desk.stories]
    submissions = [Group(entry.subject or entry.name, entry.name, entry.queries) for entry in desk.held]
    return [*stories, *submissions, Group(_("The plan"), "issue.toml", tuple(planned))]


def _paper_groups(paper: dict[Edition, tuple[Query, ...]]) -> list[Group]:
    return [Group(_edition_name(edition), "", queries) for edition, queries in paper.items()]


def _edition_name(edition: Edition) -> str:
    return {"readers": _("Readers' PDF"), "print": _("Print PDF")}[edition]


def _empty(house: House, issue: str, desk: Desk) -> UsageError:
    folder = shelf.issue_folder(house, issue)
    if desk.stories or desk.held:
        remedy = _("See what is asked with `bulletin check {id}`.").format(id=issue)
        return UsageError(_("every story of the issue is held, so there is nothing to set"), remedy=remedy, file=folder)
    remedy = _("Put submissions into the drop folder {inbox}, or write stories into the issue's folder.")
    return UsageError(_("the issue has no story yet"), remedy=remedy.format(inbox=shelf.relative(house, house.inbox)), file=folder)
