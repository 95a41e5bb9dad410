"""Pictures find their captions wherever a branch put them, and sentences stay in the text."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.copydesk.captions import caption_of, describes, words_of
from bulletin.copydesk.lines import lines_of
from bulletin.copydesk.mounting import mount
from bulletin.copydesk.plate import Piece, Plate
from bulletin.house.rules import House, Masthead, SectionRule
from bulletin.queries import Marked
from bulletin.records.manuscript import Art, Grid, Line, Passage, Photo, Run, TableCell
from bulletin.records.story import Copy, Pictures, Story, plain
from bulletin.typography import is_han

TITLE = Line(runs=(Run(text="改进服务"),), outline=0, position=1)
BODY = "近日，支行组织全体员工学习服务规范，逐条对照检查，找出不足之处并逐一改进，客户反映良好。"


def line(text: str, **said: Any) -> Line:
    return Line(runs=(Run(text=text, face=said.pop("face", "")),), position=2, **said)


def art(*keys: str, **said: Any) -> Line:
    return Line(runs=tuple(Art(photo=key) for key in keys or ("a",)), position=3, **said)


def cell(*lines: Line) -> TableCell:
    return TableCell(lines=lines)


def captions(story: Story) -> list[str]:
    return [picture.caption for picture in story.pictures]


def texts(story: Story) -> list[str]:
    return [plain(block.spans) for block in story.body if not isinstance(block, Pictures)]  # type: ignore[union-attr]  # no tables here


@pytest.mark.parametrize(
    "caption",
    [
        line("（培训现场）"),
        line("(培训现场)"),
        line("培训现场", alignment="centre"),
        line("培训现场", face="楷体_GB2312"),
        line("培训现场", box=True),
        line("图1 培训现场"),
        line("图一：培训现场"),
        line("图：培训现场"),
        line("▲培训现场"),
        line("培训现场", style="Caption"),
        line("（图1：培训现场）"),
    ],
)
def test_a_caption_under_a_picture_is_found_and_bared(story_of: Callable[..., Story], photo: Callable[..., Photo], caption: Line) -> None:
    story = story_of(TITLE, line(BODY), art(), caption, photos={"a": photo()})
    assert captions(story) == ["培训现场"]
    assert texts(story) == [BODY]


@pytest.mark.parametrize(
    "text",
    [
        line("客户很满意。", alignment="centre"),
        line("下一步打算", outline=1),
        line("一、高度重视", alignment="centre"),
        line(BODY, alignment="centre"),
        line("接下来"),
        line("（供稿：临江支行）"),
        line("（临江支行 刘森华）", alignment="right"),
    ],
)
def test_a_line_under_a_picture_that_is_no_caption_is_left(
    edited: Callable[..., Marked[Copy | None]], photo: Callable[..., Photo], text: Line
) -> None:
    marked = edited(TITLE, line(BODY), art(), text, photos={"a": photo()})
    assert marked.value is not None
    assert captions(marked.value.story) == [""]
    assert "uncaptioned-picture" in [each.check for each in marked.queries]


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("图为培训现场", "图为培训现场"),
        ("图为培训现场。", "图为培训现场。"),
        ("图：培训现场。", "培训现场。"),
        ("（图为培训现场。）", "图为培训现场。"),
    ],
)
def test_a_line_that_tells_what_the_picture_shows_is_its_caption(
    story_of: Callable[..., Story], photo: Callable[..., Photo], text: str, caption: str
) -> None:
    story = story_of(TITLE, line(BODY), art(), line(text, alignment="left"), line(BODY), photos={"a": photo()})
    assert (captions(story), texts(story)) == ([caption], [BODY, BODY])


def test_a_picture_without_caption_is_named_as_story_md_names_it_and_as_it_came(
    edited: Callable[..., Marked[Copy | None]], photo: Callable[..., Photo]
) -> None:
    marked = edited(TITLE, line(BODY), art(), photos={"a": photo("image7.jpeg")})
    message = next(each.message for each in marked.queries if each.check == "uncaptioned-picture")
    assert message == "the picture picture-1.jpg (it came as image7.jpeg) has no caption"


def test_a_marked_caption_may_stand_above(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    story = story_of(TITLE, line(BODY), line("图1 培训现场"), art(), line(BODY), photos={"a": photo()})
    assert captions(story) == ["培训现场"]
    assert texts(story) == [BODY, BODY]


def test_a_caption_in_the_pictures_own_paragraph_is_found(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    both = Line(runs=(Art(photo="a"), Run(text="\n（进企业宣传）")), position=3, alignment="centre")
    assert captions(story_of(TITLE, line(BODY), both, photos={"a": photo()})) == ["进企业宣传"]


def test_a_caption_of_the_files_own_is_kept_beside_the_line_under_it(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    shown = Line(runs=(Art(photo="a", caption="义诊"),), position=3)
    assert captions(story_of(TITLE, line(BODY), shown, line("（社区广场）"), photos={"a": photo()})) == ["义诊 社区广场"]
    assert captions(story_of(TITLE, line(BODY), shown, line("（义诊）"), photos={"a": photo()})) == ["义诊"]


def test_a_picture_in_running_text_leaves_the_text_whole(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    both = Line(runs=(Run(text=BODY), Art(photo="a")), position=3)
    story = story_of(TITLE, both, line("（现场）"), photos={"a": photo()})
    assert texts(story) == [BODY]
    assert captions(story) == ["现场"]


def test_pictures_side_by_side_in_a_table_are_one_block_with_their_captions(
    story_of: Callable[..., Story], photo: Callable[..., Photo]
) -> None:
    grid = Grid(rows=((cell(art("a")), cell(art("b"))), (cell(line("(动员会)")), cell(line("(服务培训)")))))
    story = story_of(TITLE, line(BODY), grid, photos={"a": photo(), "b": photo()})
    assert [len(block.pictures) for block in story.body if isinstance(block, Pictures)] == [2]
    assert captions(story) == ["动员会", "服务培训"]


def test_two_pictures_in_a_paragraph_share_its_line_of_captions(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    story = story_of(TITLE, line(BODY), art("a", "b"), line("动员会    服务培训", alignment="centre"), photos={"a": photo(), "b": photo()})
    assert captions(story) == ["动员会", "服务培训"]


def test_pictures_one_under_another_take_the_captions_that_follow(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    story = story_of(TITLE, line(BODY), art("a"), art("b"), line("（动员会）"), line("（培训）"), photos={"a": photo(), "b": photo()})
    assert captions(story) == ["动员会", "培训"]


def test_text_in_a_table_with_pictures_is_not_lost(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    story = story_of(TITLE, Grid(rows=((cell(art("a")), cell(line(BODY))),)), photos={"a": photo()})
    assert texts(story) == [BODY]
    assert len(story.pictures) == 1


def test_a_picture_beside_stands_where_the_text_names_it(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    story = story_of(TITLE, line("（图：宣传摊位）", alignment="centre"), line(BODY), beside=(photo("宣传摊位.jpg"),))
    assert captions(story) == ["宣传摊位"]
    assert isinstance(story.body[0], Pictures)
    assert texts(story) == [BODY]


def test_a_camera_named_picture_beside_takes_the_only_marked_caption(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    story = story_of(TITLE, line(BODY), line("图：宣传摊位"), beside=(photo("IMG_0001.jpg"),))
    assert captions(story) == ["宣传摊位"]


def test_a_picture_beside_that_nothing_names_stands_at_the_end(
    edited: Callable[..., Marked[Copy | None]], photo: Callable[..., Photo]
) -> None:
    marked = edited(TITLE, line(BODY), beside=(photo("村委会赠送锦旗.jpg"), photo("微信图片_20231201.jpg")))
    assert marked.value is not None
    assert captions(marked.value.story) == ["村委会赠送锦旗", ""]
    assert [each.check for each in marked.queries].count("uncaptioned-picture") == 1


def test_front_matter_places_a_picture_after_the_first_paragraph(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    front = {"photos": [{"file": "12.jpg", "caption": "民警劝阻"}]}
    story = story_of(TITLE, line(BODY), line(BODY), front=front, beside=(photo("12.jpg"),))
    assert [block.kind for block in story.body] == ["paragraph", "pictures", "paragraph"]
    assert captions(story) == ["民警劝阻"]


def test_front_matter_captions_a_picture_that_the_text_shows(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    front = {"photos": [{"file": "12.jpg", "caption": "民警劝阻"}]}
    assert captions(story_of(TITLE, line(BODY), art("a"), front=front, photos={"a": photo("12.jpg")})) == ["民警劝阻"]


def test_a_picture_that_front_matter_names_in_vain_is_queried(edited: Callable[..., Marked[Copy | None]]) -> None:
    assert "picture-missing" in [each.check for each in edited(TITLE, line(BODY), front={"photos": ["12.jpg"]}).queries]


def test_pictures_are_named_in_order_by_what_they_are(edited: Callable[..., Marked[Copy | None]], photo: Callable[..., Photo]) -> None:
    photos = {"a": photo(), "b": photo(data=b"\x89PNG\r\n")}
    copy = edited(TITLE, line(BODY), art("b"), art("a"), art("b"), photos=photos).value
    assert copy is not None
    assert [picture.file for picture in copy.story.pictures] == ["picture-1.png", "picture-2.jpg", "picture-1.png"]
    assert [each.name for each in copy.photos] == ["picture-1.png", "picture-2.jpg"]


def test_a_picture_that_is_not_in_the_file_is_queried(edited: Callable[..., Marked[Copy | None]]) -> None:
    assert "picture-missing" in [each.check for each in edited(TITLE, line(BODY), art("gone")).queries]


def test_a_credit_in_a_caption_is_taken_apart() -> None:
    assert caption_of("（培训现场 李明 摄）") == ("培训现场", "李明")
    assert caption_of("培训现场（摄影：李明）") == ("培训现场", "李明")
    assert caption_of("航拍全景摄") == ("航拍全景摄", "")


@given(st.text(st.sampled_from("（）()图1一：: ▲培训现场摄李明。\n"), max_size=30))
def test_baring_a_caption_twice_is_baring_it_once(text: str) -> None:
    caption, _ = caption_of(text)
    assert caption_of(caption)[0] == caption or caption_of(caption)[1]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("宣传摊位.jpg", "宣传摊位"),
        ("一支.jpg", "一支"),
        ("3-村委会赠送锦旗（1）.jpg", "村委会赠送锦旗"),
        ("IMG_20231200.jpg", ""),
        ("微信图片_20231201120000.jpg", ""),
        ("DSC01234.JPG", ""),
        ("图片1.png", ""),
        ("antifraud.jpg", ""),
    ],
)
def test_a_file_name_is_a_caption_only_where_it_is_words(name: str, words: str) -> None:
    assert words_of(name) == words


def test_an_alternative_text_that_a_program_wrote_describes_nothing() -> None:
    assert describes("图片 1") == ""
    assert describes("IMG_2031.jpg") == ""
    assert describes("C:\\Users\\photos\\meeting.jpg") == ""
    assert describes("员工在厅堂引导客户") == "员工在厅堂引导客户"


def test_photos_alone_hang_in_the_gallery_that_the_subject_names(
    edited: Callable[..., Marked[Copy | None]], photo: Callable[..., Photo]
) -> None:
    marked = edited(
        kind="photos",
        subject="活动剪影-临江支行",
        sender="linjiang@bank.example.com",
        galleries=("各行活动剪影",),
        beside=(photo(), photo("义诊现场.jpg")),
    )
    assert marked.value is not None
    story = marked.value.story
    assert (story.gallery, story.branch, captions(story)) == ("各行活动剪影", "临江支行", ["临江", "义诊现场"])
    assert len(story.body) == 2


@pytest.mark.parametrize("galleries", [(), ("各行活动剪影",)])
def test_photos_for_no_gallery_are_held(
    edited: Callable[..., Marked[Copy | None]], photo: Callable[..., Photo], galleries: tuple[str, ...]
) -> None:
    marked = edited(kind="photos", subject="临江支行照片", galleries=galleries, beside=(photo(),))
    assert marked.value is None
    assert [each.check for each in marked.queries] == ["no-gallery"]


WORDS = st.sampled_from(["", "动员会", "（培训现场）", "服务培训    网点晨会", "客户很满意。", BODY])
RUNS = st.one_of(WORDS.map(lambda text: Run(text=text)), st.just(Art(photo="a")))
LINES = st.builds(
    Line,
    runs=st.lists(RUNS, max_size=3).map(tuple),
    alignment=st.sampled_from(["", "centre"]),
    box=st.booleans(),
    position=st.just(1),
)
CELLS = st.builds(TableCell, lines=st.lists(LINES, min_size=1, max_size=2).map(tuple))
GRIDS = st.builds(Grid, rows=st.lists(st.lists(CELLS, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple))


@given(st.lists(st.one_of(LINES, GRIDS), max_size=5))
def test_mounting_loses_neither_a_word_nor_a_picture(passages: list[Passage]) -> None:
    pieces = mount(passages, HOUSE)
    plates = [piece for piece in pieces if isinstance(piece, Plate)]
    kept = "".join(picture.caption for plate in plates for picture in plate.pictures) + words_in(pieces)
    assert sorted(filter(is_han, kept)) == sorted(filter(is_han, words_in(passages)))
    assert sum(len(plate.pictures) for plate in plates) == sum(len(line.art) for line in lines_of(passages))


def words_in(pieces: Iterable[Piece]) -> str:
    return "".join(line.text for line in lines_of([piece for piece in pieces if not isinstance(piece, Plate)]))


HOUSE = House(root=Path(), publication=Masthead(slug="t", name="试"), sections=(SectionRule(name="动态"),))
