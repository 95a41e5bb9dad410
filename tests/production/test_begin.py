"""Beginning an issue: its issue.toml explains itself, and can be read whatever the issue is called."""

import datetime as dt
from pathlib import Path

import pytest

from bulletin.house.plan import read_plan
from bulletin.house.rules import House, Masthead, SectionRule
from bulletin.production.begin import begin_issue

TODAY = dt.date(2024, 2, 1)


@pytest.fixture
def house(tmp_path: Path) -> House:
    masthead = Masthead(slug="t", name="刊", language="en")
    return House(root=tmp_path, publication=masthead, sections=(SectionRule(name="动态"), SectionRule(name='心语 "轩"')))


def test_a_label_of_any_characters_makes_a_plan_that_can_be_read(house: House) -> None:
    plan = read_plan(begin_issue(house, "2024-2", '春\n"节\\特刊', TODAY), house)
    assert (plan.id, plan.label, plan.date, plan.state, plan.plan) == ("2024-2", '春\n"节\\特刊', TODAY, "open", ())


def test_a_new_issue_explains_its_plan_and_offers_the_publications_own_sections(house: House) -> None:
    path = begin_issue(house, "2024-2", None, TODAY)
    text = path.read_text("utf-8")
    head, plan = text.partition("\n# [[plan]]")[::2]
    assert "feature =" in head
    path.write_text(head + ("\n# [[plan]]" + plan).replace("\n# ", "\n"), "utf-8")
    assert [each.section for each in read_plan(path, house).plan] == ["动态", '心语 "轩"']
