"""A place that a text keeps for a picture, a list of captions, and captions set in every way around a picture."""

from collections.abc import Callable

import pytest

from bulletin.copydesk.captions import caption_of
from bulletin.queries import Marked
from bulletin.records.manuscript import Art, Grid, Line, Photo, Run, TableCell
from bulletin.records.story import Copy, Pictures, Story, plain

TITLE = Line(runs=(Run(text="改进服务"),), outline=0, position=1)
BODY = "近日，支行组织全体员工学习服务规范，逐条对照检查，找出不足之处并逐一改进，客户反映良好。"
MORE = "活动中，工作人员向居民发放折页二百余份，讲解识别骗局的办法，并解答大家关心的问题，受到欢迎。"
ONE, TWO = "员工在厅堂为客户讲解", "支行员工走访商户"


def line(text: str, size: float | None = None, *, emphasis: bool = False) -> Line:
    return Line(runs=(Run(text=text, size=size, emphasis=emphasis),), position=2)


def art(*keys: str) -> Line:
    return Line(runs=tuple(Art(photo=key) for key in keys or ("a",)), position=3)


def cell(*lines: Line) -> TableCell:
    return TableCell(lines=lines)


def captions(story: Story) -> list[str]:
    return [picture.caption for picture in story.pictures]


def texts(story: Story) -> list[str]:
    return [plain(block.spans) for block in story.body if hasattr(block, "spans")]


SLOTS = ["[图片1]", "（此处插图）", "【插入图片1】", "（图1）", "<图片1>", "（插图：1.jpg）", "此处插图一张"]


@pytest.mark.parametrize("slot", SLOTS)
def test_a_slot_is_filled_by_the_picture_that_lies_beside(story_of: Callable[..., Story], photo: Callable[..., Photo], slot: str) -> None:
    story = story_of(TITLE, line(BODY), line(slot), line(ONE), line(MORE), beside=(photo(),))
    assert [block.kind for block in story.body] == ["paragraph", "pictures", "paragraph"]
    assert (captions(story), texts(story)) == ([ONE], [BODY, MORE])


@pytest.mark.parametrize("slot", SLOTS)
def test_a_slot_without_its_picture_goes_and_is_asked_for(edited: Callable[..., Marked[Copy | None]], slot: str) -> None:
    marked = edited(TITLE, line(BODY), line(slot), line(ONE), line(MORE))
    assert marked.value is not None
    assert (marked.value.story.captions, texts(marked.value.story)) == ((ONE,), [BODY, MORE])
    assert any(slot in each.place.text for each in marked.queries if each.check == "picture-missing")


@pytest.mark.parametrize(
    "listed",
    [
        (f"图1：{ONE}", f"图2：{TWO}"),
        ("图片说明：", f"1.{ONE}", f"2、{TWO}"),
        ("附图说明", f"（1）{ONE}", f"（2）{TWO}"),
        (f"图片说明：图1 {ONE}；图2 {TWO}",),
    ],
)
@pytest.mark.parametrize("place", [line("[图片]"), art()])
def test_captions_listed_at_the_end_go_to_their_pictures(
    story_of: Callable[..., Story], photo: Callable[..., Photo], listed: tuple[str, ...], place: Line
) -> None:
    beside = () if place.art else (photo(), photo())
    story = story_of(TITLE, line(BODY), place, line(MORE), place, line(BODY), *map(line, listed), photos={"a": photo()}, beside=beside)
    assert (captions(story), texts(story)) == ([ONE, TWO], [BODY, MORE, BODY])


@pytest.mark.parametrize("text", ["图1里的老人姓洪，是这里的常客，每个月都要来。", "他指着墙上的照片说：就在这里。"])
def test_a_sentence_that_speaks_of_a_picture_stays(story_of: Callable[..., Story], text: str) -> None:
    assert text in texts(story_of(TITLE, line(BODY), line(text), line(MORE)))


@pytest.mark.parametrize(
    "under",
    [
        (line(ONE),),
        (line(f"{ONE}（春生 摄）"),),
        (line(f"{ONE}。（春生/摄）"),),
        (line(f"▲{ONE}。"),),
        (line(f"↑ {ONE}"),),
        (line(f"◀{ONE}"),),
        (line(f"👆{ONE}"),),
        (line(f"图片说明：{ONE}。"),),
        (line(f"【图】{ONE}"),),
        (line(f"图（1）{ONE}"),),
        (line(f"上图：{ONE}"),),
        (line("春生 摄"), line(ONE)),
        (line(ONE), line("（摄影：春生）")),
        (line(ONE, size=9.0),),
        (line(f"{ONE}。", size=9.0),),
        (line(f"{ONE}。", emphasis=True),),
    ],
)
def test_a_caption_under_a_picture_is_found_however_it_is_set(
    story_of: Callable[..., Story], photo: Callable[..., Photo], under: tuple[Line, ...]
) -> None:
    story = story_of(TITLE, line(BODY, size=12.0), art(), *under, line(MORE, size=12.0), photos={"a": photo()})
    assert ([each.rstrip("。") for each in captions(story)], texts(story)) == ([ONE], [BODY, MORE])


@pytest.mark.parametrize(
    "under",
    [
        ("接下来",),
        ("春风吹过江面", "灯火亮在窗前"),
        ("他笑了。",),
        ("一、活动背景",),
        ("问：你怎么看出来的？",),
    ],
)
def test_a_line_under_a_picture_that_is_the_texts_own_stays(
    story_of: Callable[..., Story], photo: Callable[..., Photo], under: tuple[str, ...]
) -> None:
    story = story_of(TITLE, line(BODY), art(), *map(line, under), line(MORE), photos={"a": photo()})
    assert (captions(story), texts(story)) == ([""], [BODY, *under, MORE])


def test_a_short_line_under_a_picture_is_a_heading_where_others_stand_elsewhere(
    story_of: Callable[..., Story], photo: Callable[..., Photo]
) -> None:
    story = story_of(TITLE, line(BODY), line(TWO), line(MORE), art(), line(ONE), line(BODY), photos={"a": photo()})
    assert (captions(story), ONE in texts(story)) == ([""], True)


@pytest.mark.parametrize(
    "written",
    [
        f"左图：{ONE}　右图：{TWO}",
        f"左：{ONE}；右：{TWO}",
        f"（左）{ONE}　（右）{TWO}",
        f"{ONE}（左）　{TWO}（右）",
        f"图1：{ONE} 图2：{TWO}",
        f"①{ONE} ②{TWO}",
        f"{ONE} | {TWO}",
    ],
)
def test_a_line_of_captions_side_by_side_is_parted(story_of: Callable[..., Story], photo: Callable[..., Photo], written: str) -> None:
    photos = {"a": photo(), "b": photo()}
    assert captions(story_of(TITLE, line(BODY), art("a", "b"), line(written), line(MORE), photos=photos)) == [ONE, TWO]
    assert captions(story_of(TITLE, line(BODY), art("a"), art("b"), line(written), line(MORE), photos=photos)) == [ONE, TWO]


def test_a_caption_that_points_down_belongs_to_the_picture_under_it(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    story = story_of(TITLE, line(BODY), art("a"), line(f"↓{ONE}"), art("b"), line(MORE), photos={"a": photo(), "b": photo()})
    assert captions(story) == ["", ONE]


@pytest.mark.parametrize(
    "rows",
    [
        ((cell(art("a")), cell(art("b"))), (cell(line(f"{ONE}。")), cell(line(f"{TWO}。")))),
        ((cell(line(ONE)), cell(line(TWO))), (cell(art("a")), cell(art("b")))),
        ((cell(art("a")), cell(art("b"))), (cell(line(f"左图：{ONE}　右图：{TWO}")),)),
        ((cell(art("a")), cell(art("b"))), (cell(line("")), cell(line(""))), (cell(line(ONE)), cell(line(TWO)))),
        ((cell(art("a")), cell(line(ONE))), (cell(art("b")), cell(line(TWO)))),
    ],
)
def test_captions_in_a_table_are_under_over_or_beside_their_pictures(
    story_of: Callable[..., Story], photo: Callable[..., Photo], rows: tuple[tuple[TableCell, ...], ...]
) -> None:
    story = story_of(TITLE, line(BODY), Grid(rows=rows), line(MORE), photos={"a": photo(), "b": photo()})
    assert [each.rstrip("。") for each in captions(story)] == [ONE, TWO]
    assert texts(story) == [BODY, MORE]


@pytest.mark.parametrize(
    ("written", "caption", "credit"),
    [
        ("讲解现场（王丽、李强/图）", "讲解现场", "王丽、李强"),
        ("讲解现场 王丽 李强 摄", "讲解现场", "王丽、李强"),
        ("讲解现场（通讯员 春生 摄）", "讲解现场", "春生"),
        ("讲解现场　图/望归", "讲解现场", "望归"),
        ("记者拍摄", "记者拍摄", ""),
        ("爱好摄影", "爱好摄影", ""),
        ("员工在现场拍摄", "员工在现场拍摄", ""),
    ],
)
def test_who_took_the_picture_stands_behind_the_caption(written: str, caption: str, credit: str) -> None:
    assert caption_of(written) == (caption, credit)


def test_pictures_that_came_are_counted_with_those_in_slots(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    story = story_of(TITLE, line(BODY), art("a"), line(ONE), line(MORE), line("[图片2]"), line(TWO), line(BODY), photos={"a": photo()})
    assert (captions(story), story.captions) == ([ONE], (TWO,))
    assert len([block for block in story.body if isinstance(block, Pictures)]) == 1
