"""What a branch's clerk is asked: a sentence for every check that may reach him, and never a number that is nobody's business."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.correspondence.words import UNTOLD, WORDS, asked, quoted
from bulletin.queries import CHECKS, Place, Weight, query

SECTIONS = ("服务动态", "员工心语")


def test_every_check_that_asks_or_holds_is_told_to_a_sender_or_is_none_of_his_business() -> None:
    asking = {check for check, weight in CHECKS.items() if weight is not Weight.NOTE}
    assert asking - set(WORDS) - UNTOLD == set(), "say in correspondence/words.py what a branch can do about these"
    assert not set(WORDS) & UNTOLD
    assert set(WORDS) | UNTOLD <= set(CHECKS)


@pytest.mark.parametrize("check", sorted(WORDS))
def test_every_answer_says_what_it_is_and_what_to_do(check: str) -> None:
    (told,) = asked([query(check, "报告.docx", "for the editor", "in story.md")], SECTIONS)
    assert told.what
    assert told.remedy
    assert "{" not in told.remedy
    assert "story.md" not in told.what + told.remedy
    assert told.places == ("报告.docx",)


def test_the_sections_are_named_to_who_named_another() -> None:
    (told,) = asked([query("unknown-section", "a.docx", "", "")], SECTIONS)
    assert all(section in told.remedy for section in SECTIONS)


def test_what_is_asked_in_many_places_is_asked_once() -> None:
    found = [query("uncaptioned-picture", Place(file="报告.docx", paragraph=number), "", "") for number in range(1, 8)]
    (told,) = asked(found, SECTIONS)
    assert told.count == 7
    assert told.places == tuple(f"报告.docx, paragraph {number}" for number in (1, 2, 3))


def test_a_place_in_the_archive_is_not_shown() -> None:
    (told,) = asked([query("edited-by-hand", "stories/2024-1/晨间演练/story.md", "", "")], SECTIONS)
    assert told.places == ()


def test_a_note_is_not_told() -> None:
    assert asked([query("comment", "a.docx", "", ""), query("stranger", "a.docx", "", "")], SECTIONS) == ()


@pytest.mark.parametrize(
    ("said", "repeated"),
    [
        ("张三 11010519491231002X 的表扬信", "张三 … 的表扬信"),
        ("电话１３８００１３８０００", "电话…"),
        ("账号6222 0200 0000 0000 000", "账号…"),
        ("座机 020-8133-8133", "座机 …"),
        ("2024-01-15 第1期", "2024-01-15 第1期"),
        ("2024年服务动态（三十一）", "2024年服务动态（三十一）"),
        ("投稿\r\nBcc: everyone@bank.example", "投稿 Bcc: everyone@bank.example"),
        ("一\x00二\u202e三\ud800", "一 二 三"),
    ],
)
def test_a_senders_words_are_repeated_on_one_line_without_long_numbers(said: str, repeated: str) -> None:
    assert quoted(said) == repeated


@given(st.text(alphabet=st.sampled_from("0123456789 -Xx期"), max_size=60))
def test_no_eleven_digits_are_ever_repeated(said: str) -> None:
    run = longest = 0
    for letter in quoted(said):
        run = run + 1 if letter.isdigit() else 0
        longest = max(longest, run)
    assert longest < 11
