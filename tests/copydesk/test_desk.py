"""Whatever lies on the desk becomes a story or is held with a reason, and the reference issue comes out whole."""

import datetime as dt
import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.copydesk.desk import edit
from bulletin.house.rules import Branch, House, Masthead, SectionRule, read_house
from bulletin.intake.folder import waiting
from bulletin.intake.opening import open_bundle
from bulletin.manuscript import sheaf
from bulletin.records.manuscript import Art, Grid, Line, Manuscript, Photo, Run, TableCell
from bulletin.records.story import Pictures, Story, Table, plain
from bulletin.records.submission import Submission

HOUSE = House(
    root=Path(),
    publication=Masthead(slug="t", name="试"),
    sections=(SectionRule(name="动态"), SectionRule(name="故事", kind="case")),
    branches=(Branch(name="临江支行", aliases=("临江",)),),
)
WORDS = [
    "",
    "标题",
    "栏目",
    "单位",
    "正文",
    "故事",
    "临江支行",
    "供稿：临江支行",
    "作者 李明",
    "（现场）",
    "图1 现场",
    "一、背景",
    "2024年2月30日",
    "\u3000支行,服务。",
    "支行服务。" * 12,
]
ODD = st.text(st.sampled_from('支，. \n\t\u3000\u200b\x0b\u2028（）A1"#|'), max_size=6)
RUNS = st.one_of(
    st.builds(Run, text=st.sampled_from(WORDS) | ODD, strong=st.booleans(), size=st.sampled_from([None, 12.0, 22.0])),
    st.builds(Art, photo=st.sampled_from(["a", "gone"])),
)
LINES = st.builds(
    Line,
    runs=st.lists(RUNS, max_size=3).map(tuple),
    number=st.sampled_from(["", "一、"]),
    outline=st.sampled_from([None, None, 0, 1]),
    alignment=st.sampled_from(["", "centre", "right"]),
    level=st.sampled_from([None, None, 1]),
    position=st.just(1),
)
CELLS = st.builds(TableCell, lines=st.lists(LINES, max_size=2).map(tuple), columns=st.integers(1, 2), rows=st.integers(1, 2))
GRIDS = st.builds(Grid, rows=st.lists(st.lists(CELLS, max_size=3).map(tuple), max_size=4).map(tuple))
FRONT = st.dictionaries(
    st.sampled_from(["title", "section", "branch", "authors", "date", "photos", "photographers", "standfirst", "x"]),
    st.one_of(st.none(), ODD, st.integers(), st.dates(), st.lists(ODD | st.integers(), max_size=2)),
)


# manuscripts are big inputs, and drawing one may take long on a busy machine
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    passages=st.lists(st.one_of(LINES, GRIDS), max_size=6).map(tuple),
    front=FRONT,
    subject=st.sampled_from(["", "【投稿】故事", "临江支行稿件", "\n"]),
    kind=st.sampled_from(["word", "photos"]),
)
def test_any_manuscript_becomes_a_story_or_is_held_with_a_reason(
    passages: tuple[Line | Grid, ...], front: dict[str, object], subject: str, kind: str
) -> None:
    photo = Photo(name="现场.jpg", data=b"\xff\xd8", width=10, height=10)
    manuscript = Manuscript.model_validate(
        {"file": "f", "kind": kind, "passages": passages, "front": front, "photos": {"a": photo}, "beside": (photo,)}
    )
    submission = Submission(name="s", received=dt.datetime(2024, 1, 1, tzinfo=dt.UTC), digest="", originals=(), subject=subject)
    marked = edit(manuscript, submission, HOUSE, ("各行活动剪影",))
    assert (marked.value is None) == marked.held
    if marked.value is not None:
        assert {each.file for each in marked.value.story.pictures} == {each.name for each in marked.value.photos}


def test_the_reference_issue_comes_out_whole(reference: Path) -> None:
    house = read_house(reference)
    stories: dict[str, Story] = {}
    for bundle in waiting(reference / "inbox", settle_seconds=0, now=lambda: 4e9).value:
        submission = open_bundle(bundle, house).value
        for manuscript in sheaf.read(submission).value:
            copy = edit(manuscript, submission, house, ("各行活动剪影",)).value
            assert copy is not None, submission.name
            assert submission.name not in stories
            stories[submission.name] = copy.story
    for wanted in json.loads((reference / "expected.json").read_text("utf-8"))["stories"]:
        _compare([stories[name] for name in wanted["submission"] if name in stories], wanted)


def _compare(stories: list[Story], wanted: dict[str, object]) -> None:
    assert [picture.caption for story in stories for picture in story.pictures] == wanted["captions"]
    if wanted["role"] == "gallery":
        assert {story.gallery for story in stories} == {wanted["title"]}
        return
    (story,) = stories
    byline = story.authors[0] if story.authors else None
    assert (story.title, story.section, story.branch, byline) == tuple(wanted[key] for key in ("title", "section", "branch", "byline"))
    assert [plain(block.spans) for block in story.body if not isinstance(block, Pictures | Table)] == wanted["paragraphs"]
