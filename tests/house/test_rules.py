"""bulletin.toml and issue.toml: what cannot be is refused with its file, its line and what is allowed."""

from pathlib import Path

import pytest

from bulletin.house.plan import read_plan
from bulletin.house.rules import House, make_inbox, read_house
from bulletin.queries import SettingsError

GOOD = """\
[publication]
slug = "kan"
name = "刊"

[[sections]]
name = "动态"

[[sections]]
name = "心语"
kind = "reflection"

[[branches]]
name = "东门支行"
aliases = ["东门"]
senders = ["east@bank.example.com"]

[[branches]]
name = "西门支行"
senders = ["@west.example.com", "East@west.example.com"]
"""
PLAN = """\
id = "2024-1"
label = "2024年第1期"
date = 2024-01-15

[[plan]]
section = "动态"
stories = ["甲", { feature = "专题", lead = "乙", stories = ["丙"], gallery = "剪影" }]
"""


def house_of(folder: Path, text: str) -> House:
    (folder / "bulletin.toml").write_text(text, "utf-8")
    return read_house(folder)


def refused(folder: Path, text: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        house_of(folder, text)
    return caught.value


def test_the_rules_are_read(tmp_path: Path) -> None:
    house = house_of(tmp_path, GOOD)
    assert [section.name for section in house.sections] == ["动态", "心语"]
    assert house.inbox == tmp_path / "stories/inbox"


def test_a_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    (tmp_path / "bulletin.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert read_house(tmp_path).publication.name == "刊"


def test_an_unknown_key_is_refused_at_its_line_with_those_allowed(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD.replace('slug = "kan"', 'slug = "kan"\nmoto = "x"'))
    assert (error.line, "moto" in error.message, "motto" in error.remedy) == (3, True, True)


def test_an_unknown_key_in_the_second_table_is_found_there(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD.replace('kind = "reflection"', 'sort = "reflection"'))
    assert error.line == 10
    assert "kind" in error.remedy


def test_a_value_that_is_not_allowed_is_refused_with_those_that_are(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD.replace('"reflection"', '"essay"'))
    assert error.line == 10
    assert "'reflection'" in error.remedy


def test_a_wrong_type_is_refused_at_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD + '\n[intake]\nsettle_seconds = "soon"\n')
    assert error.line == 22
    assert "settle_seconds" in error.message


@pytest.mark.parametrize(
    ("key", "value"),
    [("settle_seconds", '"2"'), ("max_submission_mb", "2.0"), ("max_submission_mb", '"2"'), ("inbox", "3"), ("strangers", "true")],
)
def test_a_value_of_another_type_is_not_bent_into_shape(tmp_path: Path, key: str, value: str) -> None:
    error = refused(tmp_path, GOOD + f"\n[intake]\n{key} = {value}\n")
    assert (error.line, key in error.message) == (22, True)


def test_a_list_where_none_may_be_is_shown_as_it_was_written(tmp_path: Path) -> None:
    assert "['刊']" in refused(tmp_path, GOOD.replace('name = "刊"', 'name = ["刊"]')).message


def test_a_yes_is_no_true(tmp_path: Path) -> None:
    assert "true or false" in refused(tmp_path, GOOD + '\n[print]\nmarks = "yes"\n').remedy


def test_a_misspelt_key_is_told_before_the_one_that_is_missing_for_it(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD.replace('slug = "kan"', 'slgu = "kan"'))
    assert (error.line, "slgu" in error.message) == (2, True)


def test_a_misspelt_table_is_told_with_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD.replace("[publication]", "[publicatoin]"))
    assert (error.line, "publicatoin" in error.message) == (1, True)


def test_the_usual_drop_folder_is_made(tmp_path: Path) -> None:
    make_inbox(house_of(tmp_path, GOOD))
    assert (tmp_path / "stories" / "inbox").is_dir()


def test_a_drop_folder_of_another_name_is_missed_at_its_line(tmp_path: Path) -> None:
    house = house_of(tmp_path, GOOD + '\n[intake]\nsettle_seconds = 2\ninbox = "stories/inbx"\n')
    with pytest.raises(SettingsError, match="stories/inbx") as caught:
        make_inbox(house)
    assert caught.value.line == 23
    (tmp_path / "stories" / "inbx").mkdir(parents=True)
    make_inbox(house)


def test_a_missing_section_list_is_named(tmp_path: Path) -> None:
    assert "sections" in refused(tmp_path, '[publication]\nslug = "kan"\nname = "刊"\n').message


def test_what_is_no_toml_is_refused_at_its_line(tmp_path: Path) -> None:
    assert refused(tmp_path, GOOD + "\nname = = 3\n").line == 21


def test_bytes_that_are_no_text_are_refused_at_their_line(tmp_path: Path) -> None:
    (tmp_path / "bulletin.toml").write_bytes(b'[publication]\nname = "' + "刊".encode("gbk") + b'"\n')
    with pytest.raises(SettingsError) as caught:
        read_house(tmp_path)
    assert caught.value.line == 2


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="bulletin init"):
        read_house(tmp_path)


def test_one_name_for_two_branches_is_refused(tmp_path: Path) -> None:
    assert "东门" in str(refused(tmp_path, GOOD + '\n[[branches]]\nname = "东门"\n'))


def test_a_bleed_that_is_no_length_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, GOOD + '\n[print]\nbleed = "3"\n').line == 22


@pytest.mark.parametrize(
    ("address", "branch"),
    [
        ("east@bank.example.com", "东门支行"),
        ("EAST@BANK.example.com", "东门支行"),
        ("anyone@west.example.com", "西门支行"),
        ("anyone@notwest.example.com", None),
        ("east@west.example.com", "西门支行"),
        ("", None),
    ],
)
def test_a_sender_belongs_to_the_branch_of_its_address_or_domain(tmp_path: Path, address: str, branch: str | None) -> None:
    found = house_of(tmp_path, GOOD).branch_of_sender(address)
    assert (found.name if found else None) == branch


def plan_refused(folder: Path, text: str) -> SettingsError:
    house = house_of(folder, GOOD)
    path = folder / "stories/2024-1/issue.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        read_plan(path, house)
    return caught.value


def test_a_plan_with_a_feature_is_read(tmp_path: Path) -> None:
    house = house_of(tmp_path, GOOD)
    path = tmp_path / "stories/2024-1/issue.toml"
    path.parent.mkdir(parents=True)
    path.write_text(PLAN, "utf-8")
    assert read_plan(path, house).galleries == ("剪影",)


def test_a_planned_section_that_does_not_exist_is_refused_at_its_line(tmp_path: Path) -> None:
    error = plan_refused(tmp_path, PLAN.replace('section = "动态"', 'section = "新闻"'))
    assert error.line == 6
    assert "动态" in error.remedy


def test_a_planned_features_unknown_key_is_refused_with_those_allowed(tmp_path: Path) -> None:
    error = plan_refused(tmp_path, PLAN.replace("lead =", "leader ="))
    assert error.line == 7
    assert "lead" in error.remedy


def test_an_issue_in_a_folder_of_another_name_is_refused(tmp_path: Path) -> None:
    assert plan_refused(tmp_path, PLAN.replace('2024-1"', '2024-2"')).line == 1


def test_a_date_between_quotation_marks_is_refused(tmp_path: Path) -> None:
    assert plan_refused(tmp_path, PLAN.replace("2024-01-15", '"2024-01-15"')).line == 3


def test_a_planned_title_that_is_a_number_is_refused_at_its_line(tmp_path: Path) -> None:
    assert plan_refused(tmp_path, PLAN.replace('"甲"', "7")).line == 7


def test_a_date_that_does_not_exist_is_refused_at_its_line(tmp_path: Path) -> None:
    assert plan_refused(tmp_path, PLAN.replace("2024-01-15", "2024-02-30")).line == 3
