"""The stories of an issue side by side."""

import datetime as dt
from pathlib import Path
from typing import Any

from bulletin.house.plan import IssuePlan, PlannedFeature, PlannedSection
from bulletin.house.rules import House, Masthead, SectionRule
from bulletin.preflight.wording.across import gaps, over_share, same_event
from bulletin.records import issue
from bulletin.records.story import Paragraph, Span, Story

HOUSE = House(
    root=Path("nowhere"),
    publication=Masthead(slug="kan", name="澄报"),
    sections=(SectionRule(name="动态"), SectionRule(name="故事", kind="case")),
)


def story(text: str, **said: Any) -> Story:
    given = {"title": "题目", "received": dt.datetime(2024, 5, 20, tzinfo=dt.UTC), "submission": "a", **said}
    return Story(body=(Paragraph(spans=(Span(text=text),)),), **given)


def laid(*pieces: issue.Entry) -> issue.Issue:
    head = issue.Masthead(name="澄报", subtitle="", motto=(), publisher="", closing=(), language="zh-CN")
    sections = (issue.Section(anchor="s", number=1, name="动态", kind="report", entries=pieces),) if pieces else ()
    return issue.Issue(id="2024-1", label="一", date=dt.date(2024, 1, 1), masthead=head, sections=sections)


def piece() -> issue.Piece:
    return issue.Piece(anchor="p", role="report", story=story("正文。"), sources=("a",))


def plan(*planned: PlannedSection) -> IssuePlan:
    return IssuePlan(id="2024-1", label="一", date=dt.date(2024, 1, 1), plan=planned)


def test_two_stories_of_one_day_with_the_same_people_and_numbers_tell_one_event() -> None:
    one = story("5月8日，李女士到网点转账5万元，柜员问了3分钟，称对方是“平台客服”。")
    other = story("客户李女士5月8日急着汇出5万元，自称有“平台客服”指点，支行将其劝住。")
    assert [each.place.file for each in same_event([("a", one), ("b", other)])] == ["b"]


def test_a_campaign_of_one_day_is_not_one_event() -> None:
    one = story("5月8日，甲支行开展“反诈我在行”活动，发放折页300份。")
    other = story("5月8日，乙支行开展“反诈我在行”活动，发放折页120份。")
    assert list(same_event([("a", one), ("b", other)])) == []


def test_a_branch_over_its_share_is_noted_from_five_stories_on() -> None:
    stories = [(str(turn), story("正文。", branch="甲支行" if turn < 3 else f"第{turn}支行")) for turn in range(5)]
    assert [each.place.text for each in over_share(stories, HOUSE, "plan")] == ["甲支行"]
    assert list(over_share(stories[:3], HOUSE, "plan")) == []


def test_a_planned_section_with_nothing_in_it_is_noted_and_an_unplanned_one_is_not() -> None:
    wanted = plan(PlannedSection(section="动态"), PlannedSection(section="故事"))
    assert [(each.check, each.place.text) for each in gaps(laid(piece()), wanted, HOUSE, "plan")] == [("empty-section", "故事")]
    assert list(gaps(laid(piece()), plan(), HOUSE, "plan")) == []


def test_a_feature_without_its_lead_is_noted() -> None:
    feature = issue.Feature(anchor="f", title="专题", label="支行报道", reports=(piece(),))
    wanted = plan(PlannedSection(section="动态", stories=(PlannedFeature(feature="专题", stories=("题目",)),)))
    assert [each.check for each in gaps(laid(feature), wanted, HOUSE, "plan")] == ["feature-without-lead"]
    led = feature.model_copy(update={"lead": piece()})
    assert list(gaps(laid(led), wanted, HOUSE, "plan")) == []


def test_a_feature_of_stories_side_by_side_wants_no_lead() -> None:
    feature = issue.Feature(anchor="f", title="专题", reports=(piece(), piece()))
    assert list(gaps(laid(feature), plan(), HOUSE, "plan")) == []
