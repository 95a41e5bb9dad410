"""The stories of an issue side by side: two of one event, a branch over its share, an empty section, a feature without its lead."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bulletin.house.plan import IssuePlan, PlannedFeature
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.preflight.copy_text import passages
from bulletin.queries import Place, Query, query
from bulletin.records.issue import Feature, Issue
from bulletin.records.sheet import Sheet
from bulletin.records.story import Story
from bulletin.typography import HAN

_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日")
_NUMBERED = re.compile(r"\d[\d.,]*(?:余|多)?[万亿]?(?:元|人|名|户|笔|岁|件|张|分钟|份|台|部)")
_QUOTED = re.compile(r"[“《]([^”》]{4,20})[”》]")
_PERSON = re.compile(rf"[{HAN}](?:女士|先生|阿姨|大爷|奶奶|爷爷|大妈|婆婆|老人|某某|某)")
#: So many things in common, of which one is a person or a number, tell one event; two may be a campaign's.
_COMMON = 3
#: Of fewer stories no share is told.
_ENOUGH = 5


class _Event(Sheet):
    """What an event is known by."""

    days: frozenset[str]
    facts: frozenset[str]
    quoted: frozenset[str]
    branch: str | None


def same_event(stories: Sequence[tuple[str, Story]]) -> Iterator[Query]:
    """Two stories of one day that have people, numbers and quoted words in common."""
    events = [(file, story, _event(story)) for file, story in stories if story.gallery is None]
    for turn, (file, story, event) in enumerate(events):
        for other_file, other, earlier in events[:turn]:
            if _is_same(event, earlier):
                message = _("this may be the event that {other} tells of ({file})").format(other=f"“{other.title}”", file=other_file)
                remedy = _("Print one of them, or make them one.")
                yield query("same-event", Place(file=file, text=story.title), message, remedy)


def _event(story: Story) -> _Event:
    text = "\n".join(each.text for each in passages(story))
    return _Event(
        days=frozenset(f"{month}-{day}" for month, day in _DAY.findall(text)),
        facts=frozenset((*_NUMBERED.findall(text), *_PERSON.findall(text))),
        quoted=frozenset(_QUOTED.findall(text)),
        branch=story.branch,
    )


def _is_same(one: _Event, other: _Event) -> bool:
    facts = one.facts & other.facts
    return bool(one.days & other.days) and bool(facts) and len(facts) + len(one.quoted & other.quoted) >= _COMMON


def over_share(stories: Sequence[tuple[str, Story]], house: House, plan_file: str) -> Iterator[Query]:
    """A branch that has more of the issue's stories than its share."""
    branches = [story.branch for _file, story in stories if story.gallery is None]
    for branch, number in Counter(each for each in branches if each).items():
        if len(branches) >= _ENOUGH and number * 100 > house.check.share * len(branches):
            message = _("{branch} has {number} of {all} stories; {share} % is the most")
            told = message.format(branch=branch, number=number, all=len(branches), share=house.check.share)
            remedy = _("Keep some for the next issue with `bulletin move`; `share` in [check] sets it.")
            yield query("branch-over-share", Place(file=plan_file, text=branch), told, remedy)


def gaps(issue: Issue, plan: IssuePlan, house: House, plan_file: str) -> Iterator[Query]:
    """Sections that the plan names and that nothing stands in, and features whose reports stand under a label, but under no lead."""
    filled = {section.name for section in issue.sections}
    for planned in plan.plan:
        rule = house.section(planned.section)
        if rule and rule.name not in filled:
            message = _("nothing stands in the section “{name}”").format(name=rule.name)
            place = Place(file=plan_file, text=rule.name)
            yield query("empty-section", place, message, _("Ask the branches for a story, or take the section out of the plan."))
    led = {entry.feature: entry.lead for section in plan.plan for entry in section.stories if isinstance(entry, PlannedFeature)}
    for feature in (entry for section in issue.sections for entry in section.entries if isinstance(entry, Feature)):
        # without a label the stories stand side by side, and none of them is to open the feature
        if feature.lead is None and feature.label and feature.reports and not led.get(feature.title):
            message = _("the feature “{name}” has reports and no lead").format(name=feature.title)
            remedy = _("Name the story that opens it as its `lead` in issue.toml.")
            yield query("feature-without-lead", Place(file=plan_file, text=feature.title), message, remedy)
