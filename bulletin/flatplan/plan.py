"""The flatplan: every story finds its section, its feature and its turn."""

from collections.abc import Sequence
from pathlib import Path

from bulletin.house.plan import IssuePlan, PlannedFeature, PlannedSection
from bulletin.house.rules import House, SectionRule
from bulletin.language import _
from bulletin.queries import Marked, Place, Query, query
from bulletin.records.issue import Entry, Feature, Filed, Issue, Masthead, Piece, Role, Section
from bulletin.records.story import Picture, Pictures, Story, title_key


def lay_out(plan: IssuePlan, filed: Sequence[Filed], house: House) -> Marked[Issue]:
    """The issue in its order: planned sections first, then the publication's others; within a section the plan, then what came.

    A story that is in no plan goes to the end of its section, by the date received; one without a section is left out with a
    hold. A planned title that no story bears, or several do, is queried. Sections without stories are left out.
    """
    table = _Table(filed)
    rules = _rules_in_order(plan, house)
    laid: dict[str, list[Entry]] = {rule.name: [] for rule in rules}
    queries: list[Query] = []
    for planned in plan.plan:
        marked = _planned(planned, table, plan.id)
        rule = house.section(planned.section)
        laid[rule.name if rule else planned.section].extend(marked.value)
        queries.extend(marked.queries)
    queries.extend(_unplanned(table, laid, house))
    sections = _numbered([(rule, laid[rule.name]) for rule in rules if laid[rule.name]])
    issue = Issue(id=plan.id, label=plan.label, date=plan.date, masthead=_masthead(house), sections=sections, cover=plan.cover)
    return Marked(issue, tuple(queries))


class _Table:
    """The stories still lying on the table, in the order they came; each is taken up once."""

    def __init__(self, filed: Sequence[Filed]) -> None:
        self.lying = sorted(filed, key=lambda each: (each.story.received, each.story.submission, each.folder))
        self.all = tuple(self.lying)

    def titled(self, beginning: str, section: str) -> list[Filed]:
        """The stories that a planned title may mean: the exact title, else what it begins, its own section's first."""
        wanted = title_key(beginning)
        begun = _begun(self.lying, beginning)
        exact = [each for each in begun if title_key(each.story.title) == wanted]
        own = [each for each in begun if each.story.section == section]
        return exact or own or begun

    def is_taken(self, beginning: str) -> bool:
        """Whether a story of this title was taken up already."""
        return bool(_begun(self.all, beginning))

    def gallery(self, name: str) -> list[Filed]:
        """The photo submissions for a gallery."""
        return [each for each in self.lying if each.story.gallery == name]

    def take(self, taken: Sequence[Filed]) -> None:
        """Take stories off the table."""
        self.lying = [each for each in self.lying if not any(each is other for other in taken)]


def _begun(filed: Sequence[Filed], beginning: str) -> list[Filed]:
    wanted = title_key(beginning)
    return [each for each in filed if each.story.gallery is None and title_key(each.story.title).startswith(wanted)]


def _rules_in_order(plan: IssuePlan, house: House) -> list[SectionRule]:
    planned = [rule for each in plan.plan if (rule := house.section(each.section)) is not None]
    return list(dict.fromkeys((*planned, *house.sections)))


def _planned(planned: PlannedSection, table: _Table, issue: str) -> Marked[list[Entry]]:
    entries: list[Entry] = []
    queries: list[Query] = []
    for entry in planned.stories:
        if isinstance(entry, PlannedFeature):
            feature = _feature(entry, planned.section, table, issue)
            entries.extend([feature.value] if feature.value.pieces else [])
            queries.extend(feature.queries)
        else:
            piece = _piece(entry, planned.section, table, issue)
            entries.extend([piece.value] if piece.value else [])
            queries.extend(piece.queries)
    return Marked(entries, tuple(queries))


def _feature(planned: PlannedFeature, section: str, table: _Table, issue: str) -> Marked[Feature]:
    lead = _piece(planned.lead, section, table, issue, "lead", planned.feature) if planned.lead else Marked(None)
    reports = [_piece(title, section, table, issue, "report", planned.feature) for title in planned.stories]
    gallery = _gallery(planned.gallery, section, table, issue, planned.feature) if planned.gallery else Marked(None)
    feature = Feature(
        anchor="feature",
        title=planned.feature,
        label=planned.label,
        lead=lead.value,
        reports=tuple(report.value for report in reports if report.value),
        gallery=gallery.value,
    )
    return Marked(feature, (*lead.queries, *(each for report in reports for each in report.queries), *gallery.queries))


def _piece(title: str, section: str, table: _Table, issue: str, role: Role = "story", feature: str | None = None) -> Marked[Piece | None]:
    found = table.titled(title, section)
    if not found:
        return Marked(None, (_again(title, issue) if table.is_taken(title) else _missing(title, issue),))
    table.take(found[:1])
    queries = (_ambiguous(title, found, issue),) if len(found) > 1 else ()
    return Marked(_set(found[0], section, role, feature), queries)


def _set(filed: Filed, section: str, role: Role = "story", feature: str | None = None) -> Piece:
    files = {picture.file: filed.folder / picture.file for picture in filed.story.pictures}
    story = filed.story.model_copy(update={"section": section})
    return Piece(anchor="piece", role=role, story=story, feature=feature, sources=(filed.story.submission,), files=files)


def _gallery(name: str, section: str, table: _Table, issue: str, feature: str | None) -> Marked[Piece | None]:
    found = table.gallery(name)
    if not found:
        return Marked(None, (_missing(name, issue),))
    table.take(found)
    return Marked(_hung(name, section, found, feature))


def _hung(name: str, section: str, found: Sequence[Filed], feature: str | None) -> Piece:
    """One gallery of all the photos sent for it; pictures of the same name from several submissions get names of their own."""
    files: dict[str, Path] = {}
    pictures: list[Picture] = []
    for number, filed in enumerate(found, 1):
        for picture in filed.story.pictures:
            named = picture.model_copy(update={"file": f"{number}-{picture.file}"})
            files[named.file] = filed.folder / picture.file
            pictures.append(named)
    first = found[0].story
    body = tuple(Pictures(pictures=(picture,)) for picture in pictures)
    story = first.model_copy(update={"title": name, "section": section, "gallery": name, "body": body, "authors": ()})
    sources = tuple(dict.fromkeys(filed.story.submission for filed in found))
    return Piece(anchor="piece", role="gallery", story=story, feature=feature, sources=sources, files=files)


def _unplanned(table: _Table, laid: dict[str, list[Entry]], house: House) -> list[Query]:
    queries: list[Query] = []
    for name in dict.fromkeys(each.story.gallery for each in table.lying if each.story.gallery):
        photos = table.gallery(name)
        section = next((each.story.section for each in photos if each.story.section in laid), None) or next(iter(laid))
        table.take(photos)
        laid[section].append(_hung(name, section, photos, None))
    for filed in table.lying:
        rule = house.section(filed.story.section) if filed.story.section else None
        if rule is None:
            queries.append(_sectionless(filed.story, house))
        else:
            laid[rule.name].append(_set(filed, rule.name))
    return queries


def _numbered(sections: Sequence[tuple[SectionRule, Sequence[Entry]]]) -> tuple[Section, ...]:
    """Sections, features and pieces with the names that links and bookmarks use; counted over the whole issue, so the same every time."""
    counts = {"story": 0, "feature": 0}

    def named(entry: Entry) -> Entry:
        if isinstance(entry, Feature):
            counts["feature"] += 1
            anchor = f"feature-{counts['feature']}"
            return Feature(
                anchor=anchor,
                title=entry.title,
                label=entry.label,
                lead=piece(entry.lead) if entry.lead else None,
                reports=tuple(piece(each) for each in entry.reports),
                gallery=piece(entry.gallery) if entry.gallery else None,
            )
        return piece(entry)

    def piece(entry: Piece) -> Piece:
        counts["story"] += 1
        return entry.model_copy(update={"anchor": f"story-{counts['story']}"})

    return tuple(
        Section(anchor=f"section-{number}", number=number, name=rule.name, kind=rule.kind, entries=tuple(map(named, entries)))
        for number, (rule, entries) in enumerate(sections, 1)
    )


def _masthead(house: House) -> Masthead:
    rules = house.publication
    return Masthead(
        name=rules.name,
        subtitle=rules.subtitle,
        motto=rules.motto,
        publisher=rules.publisher,
        closing=rules.closing,
        language=rules.language,
    )


def _missing(title: str, issue: str) -> Query:
    return query(
        "planned-story-missing",
        f"stories/{issue}/issue.toml",
        _("the plan names “{title}”, but no story is called so").format(title=title),
        _("Check the title's beginning in issue.toml, or whether the story has come and is not held."),
    )


def _again(title: str, issue: str) -> Query:
    return query(
        "planned-twice",
        f"stories/{issue}/issue.toml",
        _("the plan names “{title}” again; the story stands where it is named first").format(title=title),
        _("Take one of the two lines out of issue.toml."),
    )


def _ambiguous(title: str, found: Sequence[Filed], issue: str) -> Query:
    names = _(", ").join(each.story.title for each in found)
    return query(
        "planned-story-ambiguous",
        f"stories/{issue}/issue.toml",
        _("the plan's “{title}” may mean several stories: {names}; the first is taken").format(title=title, names=names),
        _("Write more of the title in issue.toml."),
    )


def _sectionless(story: Story, house: House) -> Query:
    names = _(", ").join(rule.name for rule in house.sections)
    return query(
        "not-in-a-section",
        Place(file=story.submission, text=story.title),
        _("“{title}” is in no section, so it is in no issue").format(title=story.title),
        _("Write `section:` into its story.md, or name it in the plan. The sections are: {names}.").format(names=names),
    )
