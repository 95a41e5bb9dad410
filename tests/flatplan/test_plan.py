"""The flatplan: every story in its place, and a word for each that has none."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.flatplan.plan import lay_out
from bulletin.house.plan import IssuePlan, PlannedFeature, PlannedSection
from bulletin.house.rules import House, Masthead, SectionRule
from bulletin.records.issue import Feature, Filed
from bulletin.records.story import Paragraph, Picture, Pictures, Span, Story

HOUSE = House(
    root=Path("/publication"),
    publication=Masthead(slug="t", name="刊"),
    sections=(SectionRule(name="动态"), SectionRule(name="经验", kind="practice"), SectionRule(name="心语", kind="reflection")),
)


def filed(title: str, section: str | None = "动态", *, day: int = 1, gallery: str | None = None, sent: str = "") -> Filed:
    picture = Pictures(pictures=(Picture(file="picture-1.jpg", caption=title, width=4, height=3),))
    body = (picture,) if gallery else (Paragraph(spans=(Span(text="正文。"),)), picture)
    received = dt.datetime(2024, 1, day, tzinfo=dt.UTC)
    story = Story(title=title, section=section, received=received, submission=sent or f"{title}.eml", gallery=gallery, body=body)
    return Filed(story=story, folder=Path("/publication/stories/2024-1") / title)


def plan(*sections: PlannedSection) -> IssuePlan:
    return IssuePlan(id="2024-1", label="2024年第1期", date=dt.date(2024, 1, 15), plan=sections)


def test_without_a_plan_stories_stand_by_section_and_date() -> None:
    issue = lay_out(plan(), [filed("乙", day=2), filed("丙", "经验"), filed("甲", day=1)], HOUSE).value
    assert [(section.number, section.name, [piece.story.title for piece in section.pieces]) for section in issue.sections] == [
        (1, "动态", ["甲", "乙"]),
        (2, "经验", ["丙"]),
    ]


def test_a_plan_orders_sections_and_stories_and_the_rest_follows() -> None:
    planned = plan(PlannedSection(section="经验"), PlannedSection(section="动态", stories=("乙",)))
    issue = lay_out(planned, [filed("甲", day=1), filed("乙", day=2), filed("丙", "经验")], HOUSE).value
    assert [piece.story.title for piece in issue.pieces] == ["丙", "乙", "甲"]


def test_a_titles_beginning_names_the_story_whatever_the_widths_and_blanks() -> None:
    marked = lay_out(plan(PlannedSection(section="动态", stories=("支行 “ABC",))), [filed("支行“ＡＢＣ”活动", None)], HOUSE)
    assert [piece.story.section for piece in marked.value.pieces] == ["动态"]
    assert marked.queries == ()


def test_the_plan_decides_over_the_storys_own_section() -> None:
    issue = lay_out(plan(PlannedSection(section="经验", stories=("甲",))), [filed("甲", "动态")], HOUSE).value
    assert [(section.name, len(section.pieces)) for section in issue.sections] == [("经验", 1)]


def test_a_planned_story_that_is_not_there_is_queried() -> None:
    marked = lay_out(plan(PlannedSection(section="动态", stories=("甲", "乙"))), [filed("甲")], HOUSE)
    assert [(query.check, "乙" in query.message) for query in marked.queries] == [("planned-story-missing", True)]


def test_a_story_that_the_plan_names_twice_stands_once_and_is_queried() -> None:
    planned = plan(PlannedSection(section="动态", stories=("甲",)), PlannedSection(section="经验", stories=("甲",)))
    marked = lay_out(planned, [filed("甲")], HOUSE)
    assert [query.check for query in marked.queries] == ["planned-twice"]
    assert [section.name for section in marked.value.sections] == ["动态"]


def test_a_beginning_that_two_titles_share_is_queried_and_the_first_is_taken() -> None:
    marked = lay_out(plan(PlannedSection(section="动态", stories=("支行",))), [filed("支行二", day=2), filed("支行一", day=1)], HOUSE)
    assert [query.check for query in marked.queries] == ["planned-story-ambiguous"]
    assert [piece.story.title for piece in marked.value.pieces] == ["支行一", "支行二"]


def test_an_exact_title_is_not_ambiguous() -> None:
    marked = lay_out(plan(PlannedSection(section="动态", stories=("支行",))), [filed("支行二", day=1), filed("支行", day=2)], HOUSE)
    assert marked.queries == ()
    assert [piece.story.title for piece in marked.value.pieces] == ["支行", "支行二"]


def test_a_story_in_no_section_is_left_out_with_a_hold() -> None:
    marked = lay_out(plan(), [filed("甲"), filed("乙", None)], HOUSE)
    assert [piece.story.title for piece in marked.value.pieces] == ["甲"]
    assert [(query.check, query.weight) for query in marked.queries] == [("not-in-a-section", "hold")]


def test_a_feature_has_its_lead_its_reports_and_its_gallery() -> None:
    feature = PlannedFeature(feature="专题", lead="领", label="报道", stories=("甲", "乙"), gallery="剪影")
    stories = [
        filed("乙"),
        filed("甲"),
        filed("领"),
        filed("剪影（2）", None, gallery="剪影", day=2),
        filed("剪影（1）", None, gallery="剪影"),
    ]
    [section] = lay_out(plan(PlannedSection(section="动态", stories=(feature,))), stories, HOUSE).value.sections
    [laid] = section.entries
    assert isinstance(laid, Feature)
    assert [(piece.role, piece.story.title, piece.feature) for piece in laid.pieces] == [
        ("lead", "领", "专题"),
        ("report", "甲", "专题"),
        ("report", "乙", "专题"),
        ("gallery", "剪影", "专题"),
    ]


def test_a_gallery_hangs_every_photo_in_the_order_received_under_a_name_of_its_own() -> None:
    feature = PlannedFeature(feature="专题", gallery="剪影")
    stories = [filed("剪影（2）", None, gallery="剪影", day=2, sent="2.eml"), filed("剪影（1）", None, gallery="剪影", sent="1.eml")]
    [piece] = lay_out(plan(PlannedSection(section="动态", stories=(feature,))), stories, HOUSE).value.pieces
    assert piece.sources == ("1.eml", "2.eml")
    assert [picture.caption for picture in piece.story.pictures] == ["剪影（1）", "剪影（2）"]
    assert [piece.files[picture.file].parent.name for picture in piece.story.pictures] == ["剪影（1）", "剪影（2）"]


def test_a_gallery_that_is_no_longer_planned_is_not_lost() -> None:
    [piece] = lay_out(plan(), [filed("剪影（1）", None, gallery="剪影")], HOUSE).value.pieces
    assert (piece.role, piece.story.title) == ("gallery", "剪影")


def test_a_feature_without_any_story_is_left_out() -> None:
    planned = PlannedSection(section="动态", stories=(PlannedFeature(feature="专题", stories=("无",)), "甲"))
    issue = lay_out(plan(planned), [filed("甲")], HOUSE).value
    assert [entry.anchor for entry in issue.sections[0].entries] == ["story-1"]


@pytest.mark.parametrize("kind", ["动态", "心语"])
def test_an_empty_section_is_not_in_the_issue(kind: str) -> None:
    assert [section.name for section in lay_out(plan(), [filed("甲", kind)], HOUSE).value.sections] == [kind]


@given(
    st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from(["动态", "经验", "心语"])), max_size=8),
    st.lists(st.sampled_from("甲乙丙戊"), max_size=4),
)
def test_every_story_with_a_section_stands_in_the_issue_exactly_once(sent: list[tuple[str, str]], wanted: list[str]) -> None:
    stories = [filed(title, section, sent=f"{number}.eml") for number, (title, section) in enumerate(sent)]
    issue = lay_out(plan(PlannedSection(section="经验", stories=tuple(wanted))), stories, HOUSE).value
    assert sorted(piece.sources[0] for piece in issue.pieces) == sorted(each.story.submission for each in stories)
    anchors = [piece.anchor for piece in issue.pieces]
    assert len(set(anchors)) == len(anchors)
