"""Pictures in a Word file come out in order, cropped and turned as Word shows them."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from bulletin.manuscript.pencil import Unfit
from bulletin.queries import Marked
from bulletin.records.manuscript import Grid, Line, Manuscript, Photo

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def blip(relation: str = "rId7", *, crop: str = "", transform: str = "", way: str = "embed") -> str:
    return (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="0"/></pic:nvPicPr><pic:blipFill><a:blip r:{way}="{relation}"/>{crop}</pic:blipFill>'
        f"<pic:spPr><a:xfrm {transform}/></pic:spPr></pic:pic>"
    )


def drawing(content: str, properties: str = 'descr="发放资料"') -> str:
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" {properties}/><a:graphic><a:graphicData>{content}'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


@pytest.fixture
def read(read_word: Any, make_picture: Callable[..., bytes]) -> Callable[[str], Marked[Manuscript]]:
    def read(body: str, data: bytes | None = None) -> Marked[Manuscript]:
        data = make_picture() if data is None else data
        relation = f'<Relationship Id="rId7" Type="{RELATION}" Target="media/image1.jpg"/>'
        linked = f'<Relationship Id="rId8" Type="{RELATION}" Target="file:///C:/tu.jpg" TargetMode="External"/>'
        return read_word(body, parts={"word/media/image1.jpg": data}, relations=relation + linked)  # type: ignore[no-any-return]  # a fixture

    return read


def only(reading: Marked[Manuscript]) -> Photo:
    (photo,) = reading.value.photos.values()
    return photo


def pixels(photo: Photo) -> tuple[list[list[int]], tuple[int, int]]:
    """A picture's four corners, rounded to black (0) or white (1), and its size."""
    image = Image.open(io.BytesIO(photo.data)).convert("L")
    right, bottom = image.width - 2, image.height - 2
    return [[int(int(image.getpixel((x, y)) or 0) > 127) for x in (1, right)] for y in (1, bottom)], image.size  # type: ignore[arg-type]  # L: one value


def test_a_picture_stands_in_its_line_with_its_alternative_text(read: Any) -> None:
    reading = read(drawing(blip()))
    (line,) = reading.value.passages
    assert [(art.photo, art.alt) for art in line.art] == [("picture-1", "发放资料")]
    assert only(reading).name == "image1.jpg"


def test_the_same_picture_used_twice_is_two_pictures(read: Any) -> None:
    reading = read(drawing(blip()) + drawing(blip()))
    assert [art.photo for line in reading.value.passages for art in line.art] == ["picture-1", "picture-2"]


@pytest.mark.parametrize(
    ("transform", "corners", "size"),
    [
        ("", [[0, 1], [0, 1]], (40, 20)),
        ('rot="5400000"', [[0, 0], [1, 1]], (20, 40)),
        ('rot="-5400000"', [[1, 1], [0, 0]], (20, 40)),
        ('rot="10800000"', [[1, 0], [1, 0]], (40, 20)),
        ('flipH="1"', [[1, 0], [1, 0]], (40, 20)),
        ('flipH="1" rot="5400000"', [[1, 1], [0, 0]], (20, 40)),
    ],
)
def test_a_picture_is_turned_and_mirrored_as_word_shows_it(read: Any, transform: str, corners: Any, size: Any) -> None:
    assert pixels(only(read(drawing(blip(transform=transform))))) == (corners, size)


def test_inside_word_only_words_own_turn_counts(read: Any, make_picture: Any) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert pixels(only(read(drawing(blip(transform='rot="5400000"')), make_picture(exif=exif)))) == ([[0, 0], [1, 1]], (20, 40))


def test_a_picture_is_cropped_as_word_shows_it(read: Any) -> None:
    assert pixels(only(read(drawing(blip(crop='<a:srcRect l="50000" t="10%"/>'))))) == ([[1, 1], [1, 1]], (20, 18))


def test_a_crop_that_leaves_nothing_is_not_believed(read: Any) -> None:
    assert only(read(drawing(blip(crop='<a:srcRect l="70000" r="70000"/>')))).width == 40


def test_a_group_is_read_in_its_order_with_its_texts_as_boxes(read: Any) -> None:
    box = "<wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>说明</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp>"
    turned = '<wpg:grpSpPr><a:xfrm rot="10800000"/></wpg:grpSpPr>'
    reading = read(drawing(f"<wpg:wgp>{turned}{blip()}{box}{blip()}</wpg:wgp>"))
    assert [(len(line.art), line.text, line.box) for line in reading.value.passages] == [(2, "", False), (0, "说明", True)]
    assert pixels(next(iter(reading.value.photos.values())))[0] == [[1, 0], [1, 0]]


def test_an_old_drawing_is_read_with_its_crop_and_turn(read: Any) -> None:
    shape = '<v:shape alt="合影" style="width:40pt;rotation:90"><v:imagedata r:id="rId7" cropleft="32768f"/></v:shape>'
    reading = read(f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>")
    assert reading.value.passages[0].art[0].alt == "合影"
    assert pixels(only(reading)) == ([[1, 1], [1, 1]], (20, 20))


def test_a_picture_in_a_table_stands_in_its_cell(read: Any) -> None:
    (grid,) = read(f"<w:tbl><w:tr><w:tc>{drawing(blip())}</w:tc></w:tr></w:tbl>").value.passages
    assert isinstance(grid, Grid)
    assert len(grid.rows[0][0].lines[0].art) == 1


@pytest.mark.parametrize("content", [blip("rId8", way="link"), blip("rId8"), blip("rId99")])
def test_a_picture_that_is_not_in_the_file_is_named(read: Any, content: str) -> None:
    reading = read("<w:p><w:r><w:t>文</w:t></w:r></w:p>" + drawing(content))
    assert reading.value.photos == {}
    assert [(each.check, each.place.paragraph) for each in reading.queries] == [("picture-missing", 2)]


def test_a_picture_that_cannot_be_read_is_named(read: Any) -> None:
    reading = read(drawing(blip()), b"not a picture")
    assert [(each.check, each.place.file, each.place.paragraph) for each in reading.queries] == [("picture-unreadable", "story.docx", 1)]


def test_a_hidden_picture_is_left_out_and_named(read: Any) -> None:
    reading = read(drawing(blip(), 'hidden="1"'))
    assert (reading.value.photos, [each.check for each in reading.queries]) == ({}, ["hidden-text"])


def test_an_embedded_object_is_named_and_its_preview_kept(read: Any) -> None:
    reading = read(
        '<w:p><w:r><w:object><v:shape><v:imagedata r:id="rId7"/></v:shape><o:OLEObject ProgID="Excel.Sheet"/></w:object></w:r></w:p>'
    )
    assert len(reading.value.photos) == 1
    (asked,) = reading.queries
    assert asked.check == "not-carried-over" and "Excel.Sheet" in asked.message


def test_lines_know_only_pictures_that_were_read(read: Any) -> None:
    reading = read(drawing(blip()) + drawing(blip("rId99")))
    keys = {art.photo for line in reading.value.passages if isinstance(line, Line) for art in line.art}
    assert keys == set(reading.value.photos)


def test_a_file_that_is_no_word_file_is_refused(read_word: Any) -> None:
    with pytest.raises(Unfit):
        read_word("</broken>")
