"""Pictures in every place where Word keeps them: groups, fills, old shapes, links, vector drawings; none is lost without a word."""

import io
import shutil
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bulletin.manuscript import engraving
from bulletin.manuscript.convert import convert
from bulletin.manuscript.drawing import shows_picture
from bulletin.manuscript.framing import _Pose, _pose
from bulletin.manuscript.package import parse
from bulletin.manuscript.photos import Framing, _framed
from bulletin.queries import Marked
from bulletin.records.manuscript import Line, Manuscript, Photo

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="20" height="20"/></svg>'
ASVG = 'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
Reader = Callable[..., Marked[Manuscript]]


@pytest.fixture
def read(read_word: Any, make_picture: Callable[..., bytes]) -> Reader:
    """Read a drawing's content, with a picture (rId1) whose left half is black, and others as told."""

    def read(body: str, files: Mapping[str, bytes] | None = None, links: str = "") -> Marked[Manuscript]:
        media = {"tu.jpg": make_picture(400, 200), **(files or {})}
        relations = "".join(
            f'<Relationship Id="rId{at}" Type="{RELATION}" Target="media/{name}"/>' for at, name in enumerate(media, start=1)
        )
        parts = {f"word/media/{name}": data for name, data in media.items()}
        return read_word(f"<w:p><w:r>{body}</w:r></w:p>", parts=parts, relations=relations + links)  # type: ignore[no-any-return]  # a fixture

    return read


def drawn(content: str, properties: str = "") -> str:
    return (
        f'<w:drawing><wp:anchor><wp:docPr id="1" {properties}/><a:graphic><a:graphicData>{content}</a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing>"
    )


def picture(*, pose: str = "", crop: str = "", alt: str = "", within: str = "", fill: str = "", outline: str = "") -> str:
    return (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="0" {alt}/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1">{within}</a:blip>{crop}{fill}'
        f"</pic:blipFill><pic:spPr><a:xfrm {pose}/>{outline}</pic:spPr></pic:pic>"
    )


def group(content: str, pose: str, kind: str = "wgp") -> str:
    return f"<wpg:{kind}><wpg:grpSpPr><a:xfrm {pose}/></wpg:grpSpPr>{content}</wpg:{kind}>"


def only(reading: Marked[Manuscript]) -> Photo:
    (photo,) = reading.value.photos.values()
    return photo


def corners(reading: Marked[Manuscript]) -> list[list[int]]:
    """A picture's four corners, 0 black and 1 white."""
    image = Image.open(io.BytesIO(only(reading).data)).convert("L")
    right, bottom = image.width - 9, image.height - 9
    return [[int(int(image.getpixel((x, y)) or 0) > 127) for x in (8, right)] for y in (8, bottom)]  # type: ignore[arg-type]  # L: one value


def checks(reading: Marked[Manuscript]) -> list[str]:
    return [each.check for each in reading.queries]


LEFT, RIGHT, TOP, BOTTOM = [[0, 1], [0, 1]], [[1, 0], [1, 0]], [[0, 0], [1, 1]], [[1, 1], [0, 0]]


@pytest.mark.parametrize(
    ("own", "outer", "black"),
    [
        ("", 'rot="5400000"', TOP),
        ('rot="5400000"', 'rot="5400000"', RIGHT),
        ("", 'flipH="1"', RIGHT),
        ("", 'flipV="1"', LEFT),
        ('rot="5400000"', 'flipV="1"', BOTTOM),
        ('rot="5400000"', 'flipH="1"', TOP),
        ('flipH="1"', 'flipH="1"', LEFT),
        ('flipH="1" rot="5400000"', 'flipV="1" rot="5400000"', RIGHT),
    ],
)
def test_a_picture_is_turned_and_mirrored_with_its_group(read: Reader, own: str, outer: str, black: Any) -> None:
    assert corners(read(drawn(group(picture(pose=own), outer)))) == black


def test_groups_in_groups_turn_together(read: Reader) -> None:
    inner = group(picture(pose='rot="5400000"'), 'rot="5400000"', "grpSp")
    assert corners(read(drawn(group(inner, 'rot="5400000"')))) == BOTTOM


@given(st.lists(st.tuples(st.sampled_from([0, 90, 180, 270]), st.booleans(), st.booleans()), max_size=4))
def test_poses_within_poses_are_the_picture_changed_step_by_step(steps: list[tuple[int, bool, bool]]) -> None:
    image = Image.new("L", (3, 2))
    image.putdata(list(range(6)))
    whole, by_steps = _Pose(False, 0), image
    for turn, across, upside_down in steps:
        whole = whole.within(_pose(turn, across, upside_down))
        for flip, do in ((across, Image.Transpose.FLIP_LEFT_RIGHT), (upside_down, Image.Transpose.FLIP_TOP_BOTTOM)):
            by_steps = by_steps.transpose(do) if flip else by_steps
        by_steps = by_steps.rotate(-turn, expand=True)
    at_once = _framed(image, Framing(mirrored=whole.mirrored, turn=whole.turn % 360))
    assert (at_once.size, at_once.tobytes()) == (by_steps.size, by_steps.tobytes())


def test_a_negative_crop_is_a_margin_and_takes_nothing_away(read: Reader) -> None:
    photo = only(read(drawn(picture(crop='<a:srcRect l="-20000" t="-50%" r="25000"/>'))))
    assert (photo.width, photo.height) == (300, 200)


def test_what_reaches_beyond_its_frame_is_cut_off(read: Reader) -> None:
    fill = '<a:stretch><a:fillRect l="-50000" r="-50000"/></a:stretch>'
    photo = only(read(drawn(picture(crop='<a:srcRect l="20000"/>', fill=fill))))
    assert (photo.width, photo.height) == (160, 200)


def test_a_shape_filled_with_a_picture_shows_it_and_its_text(read: Reader) -> None:
    shape = (
        '<wps:wsp><wps:cNvPr id="2" descr="锦旗"/><wps:spPr><a:xfrm rot="10800000"/>'
        '<a:blipFill><a:blip r:embed="rId1"/><a:stretch/></a:blipFill>'
        "</wps:spPr><wps:txbx><w:txbxContent><w:p><w:r><w:t>说明</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp>"
    )
    reading = read(drawn(shape))
    assert corners(reading) == RIGHT
    assert [(line.text, [art.alt for art in line.art]) for line in reading.value.passages if isinstance(line, Line)] == [
        ("", ["锦旗"]),
        ("说明", []),
    ]


def test_a_ground_that_does_not_turn_with_its_shape_stands_upright(read: Reader) -> None:
    shape = (
        '<wps:wsp><wps:spPr><a:xfrm rot="10800000"/><a:blipFill rotWithShape="0"><a:blip r:embed="rId1"/></a:blipFill></wps:spPr></wps:wsp>'
    )
    assert corners(read(drawn(shape))) == LEFT


def test_a_texture_is_left_out_and_named(read: Reader) -> None:
    shape = '<wps:wsp><wps:spPr><a:blipFill><a:blip r:embed="rId1"/><a:tile/></a:blipFill></wps:spPr></wps:wsp>'
    reading = read(drawn(shape) + '<w:pict><v:rect><v:fill r:id="rId1" type="tile"/></v:rect></w:pict>')
    assert (reading.value.photos, checks(reading)) == ({}, ["left-alone", "left-alone"])


def test_an_old_shape_filled_with_a_picture_shows_it(read: Reader) -> None:
    reading = read('<w:pict><v:rect style="rotation:90"><v:fill r:id="rId1" type="frame"/></v:rect></w:pict>')
    assert (corners(reading), checks(reading)) == (TOP, [])


@pytest.mark.parametrize(
    ("outer", "own", "black"),
    [
        ("", "rotation:90", TOP),
        ("", "rotation:5898240fd", TOP),
        ("", "flip:x", RIGHT),
        ("", "rotation:90;flip:y", TOP),
        ("rotation:90", "rotation: 90", RIGHT),
        ("flip:y", "rotation:90", BOTTOM),
    ],
)
def test_old_drawings_turn_with_their_groups(read: Reader, outer: str, own: str, black: Any) -> None:
    shape = f'<v:shape style="width:40pt;{own}"><v:imagedata r:id="rId1"/></v:shape>'
    assert corners(read(f'<w:pict><v:group style="{outer}">{shape}</v:group></w:pict>')) == black


def test_a_hidden_old_picture_is_left_out_and_named(read: Reader) -> None:
    reading = read('<w:pict><v:shape style="visibility: hidden"><v:imagedata r:id="rId1"/></v:shape></w:pict>')
    assert (reading.value.photos, checks(reading)) == ({}, ["hidden-text"])


def test_of_a_group_only_what_is_hidden_is_left_out(read: Reader) -> None:
    reading = read(drawn(group(picture(alt='hidden="1"') + picture(), "")))
    assert (len(reading.value.photos), checks(reading)) == (1, ["hidden-text"])


def test_a_hidden_drawing_in_a_text_box_does_not_hide_the_box(read: Reader) -> None:
    hidden = drawn(picture(), 'hidden="1"')
    inner = f"<w:p><w:r>{hidden}<w:t>说明</w:t></w:r></w:p>"
    reading = read(drawn(f"<wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp>"))
    assert ([line.text for line in reading.value.passages if isinstance(line, Line)], checks(reading)) == (["说明"], ["hidden-text"])


def test_a_locked_canvas_gives_its_pictures_and_its_words(read: Reader) -> None:
    canvas = (
        '<lc:lockedCanvas xmlns:lc="http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas">'
        '<a:grpSpPr><a:xfrm rot="5400000"/></a:grpSpPr>'
        '<a:pic><a:nvPicPr><a:cNvPr id="0" descr="合影"/></a:nvPicPr><a:blipFill><a:blip r:embed="rId1"/></a:blipFill><a:spPr/></a:pic>'
        "<a:sp><a:txSp><a:txBody><a:p><a:r><a:t>图一</a:t></a:r><a:r><a:t>合影</a:t></a:r></a:p></a:txBody></a:txSp></a:sp></lc:lockedCanvas>"
    )
    reading = read(drawn(canvas))
    assert corners(reading) == TOP
    assert [(line.text, [art.alt for art in line.art]) for line in reading.value.passages if isinstance(line, Line)] == [
        ("", ["合影"]),
        ("图一合影", []),
    ]


@pytest.mark.parametrize(
    ("own", "whole", "alt"),
    [
        ('descr="自己的"', 'descr="外面的"', "自己的"),
        ('descr=" "', 'descr="外面的"', "外面的"),
        ("", 'title="标题"', "标题"),
        ('title="小标题"', 'descr="外面的"', "小标题"),
        ("", "", ""),
    ],
)
def test_the_description_nearest_to_a_picture_is_kept(read: Reader, own: str, whole: str, alt: str) -> None:
    (line,) = read(drawn(picture(alt=own), whole)).value.passages
    assert isinstance(line, Line)
    assert [art.alt for art in line.art] == [alt]


@pytest.mark.parametrize("within", ["<a:grayscl/>", "<a:duotone/>", '<a:lum bright="70000"/>'])
def test_a_recoloured_picture_comes_as_it_is_and_is_named(read: Reader, within: str) -> None:
    reading = read(drawn(picture(within=within)))
    assert (len(reading.value.photos), checks(reading)) == (1, ["not-carried-over"])


@pytest.mark.parametrize(("outline", "asked"), [('prst="rect"', []), ('prst="roundRect"', []), ('prst="ellipse"', ["not-carried-over"])])
def test_a_picture_cut_to_a_shape_is_named(read: Reader, outline: str, asked: list[str]) -> None:
    assert checks(read(drawn(picture(outline=f"<a:prstGeom {outline}/>")))) == asked


def test_a_drawing_with_a_picture_to_fall_back_on_needs_no_converter(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    within = f'<a:extLst><a:ext uri="x"><asvg:svgBlip {ASVG} r:embed="rId2"/></a:ext></a:extLst>'
    reading = read(drawn(picture(within=within)), {"a.svg": SVG})
    assert (only(reading).name, checks(reading)) == ("tu.jpg", [])


@pytest.mark.parametrize("fallback", ["", 'r:embed="rId77"'])
def test_a_drawing_without_a_picture_to_fall_back_on_is_drawn_or_named(
    read: Reader, monkeypatch: pytest.MonkeyPatch, fallback: str
) -> None:
    monkeypatch.setenv("PATH", "")
    blip = f'<a:blip {fallback}><a:extLst><a:ext uri="x"><asvg:svgBlip {ASVG} r:embed="rId2"/></a:ext></a:extLst></a:blip>'
    (asked,) = read(drawn(f"<pic:pic><pic:blipFill>{blip}</pic:blipFill></pic:pic>"), {"a.svg": SVG}).queries
    assert (asked.check, "a.svg" in asked.message) == ("picture-unreadable", True)


def test_drawings_are_engraved_in_one_go_and_turned_like_any_picture(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    if not (shutil.which("soffice") or shutil.which("libreoffice")):
        pytest.skip("LibreOffice is not installed")
    starts: list[str] = []

    def counted(data: bytes, suffix: str, target: str) -> bytes:
        starts.append(target)
        return convert(data, suffix, target)

    monkeypatch.setattr(engraving, "convert", counted)
    two = '<v:shape style="rotation:{}"><v:imagedata r:id="rId{}"/></v:shape>'
    reading = read("<w:pict>" + two.format(0, 2) + two.format(90, 3) + two.format(180, 3) + "</w:pict>", {"a.emf": SVG, "b.wmf": SVG})
    assert [(photo.width, photo.height) for photo in reading.value.photos.values()] == [(2000, 1000), (1000, 2000), (2000, 1000)]
    assert (starts, checks(reading)) == (["pdf"], [])


def test_without_libreoffice_a_drawing_is_named(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    reading = read('<w:pict><v:shape><v:imagedata r:id="rId2"/></v:shape></w:pict>', {"a.emf": SVG})
    assert (reading.value.photos, checks(reading)) == ({}, ["picture-unreadable"])


@pytest.mark.parametrize(
    "content",
    [
        drawn('<pic:pic><pic:blipFill><a:blip r:link="rId9"/></pic:blipFill></pic:pic>'),
        '<w:pict><v:shape><v:imagedata r:id="rId9"/></v:shape></w:pict>',
        '<w:pict><v:shape><v:imagedata r:href="rId9"/></v:shape></w:pict>',
    ],
)
def test_a_linked_picture_is_named_by_its_name_and_never_fetched(read: Reader, content: str) -> None:
    link = f'<Relationship Id="rId9" Type="{RELATION}" Target="file:///D:/tupian/zhaopian.jpg" TargetMode="External"/>'
    (asked,) = read(content, links=link).queries
    assert (asked.check, "zhaopian.jpg" in asked.message, "linked" in asked.message) == ("picture-missing", True, True)


def test_a_linked_picture_that_is_also_in_the_file_is_taken_from_it(read: Reader) -> None:
    link = f'<Relationship Id="rId9" Type="{RELATION}" Target="file:///C:/a.jpg" TargetMode="External"/>'
    both = '<pic:pic><pic:blipFill><a:blip r:embed="rId1" r:link="rId9"/></pic:blipFill></pic:pic>'
    reading = read(drawn(both), links=link)
    assert (only(reading).name, checks(reading)) == ("tu.jpg", [])


@pytest.mark.parametrize(
    ("content", "said"), [('<w:control w:name="CheckBox1"/>', "field of a form"), ('<w:contentPart r:id="rId1"/>', "handwriting")]
)
def test_what_is_neither_picture_nor_text_is_named(read: Reader, content: str, said: str) -> None:
    (asked,) = read(f"<w:object>{content}</w:object>").queries
    assert (asked.check, said in asked.message) == ("not-carried-over", True)


def test_absurd_values_never_stop_the_reader(read: Reader) -> None:
    odd = picture(pose='rot="1e999" flipH="perhaps"', crop='<a:srcRect l="nan" t="-1e9" r="99999999"/>', alt='hidden=""')
    assert only(read(drawn(odd))).width == 400


@pytest.mark.parametrize(
    ("xml", "pictured"),
    [("<v:fill r:id='rId1'/>", True), ("<v:fill color='red'/>", False), ("<v:imagedata/>", True), ("<a:blip/>", True), ("<a:t/>", False)],
)
def test_a_page_ground_or_header_shows_a_picture_or_not(xml: str, pictured: bool) -> None:
    spaces = (
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    assert shows_picture(parse(f"<x {spaces}>{xml}</x>".encode(), "x.xml")) is pictured


def spaced(content: str, name: str = "w:hdr") -> str:
    """A part of this root element, with the namespaces that pictures need."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<{name} xmlns:w="{word}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="{office}">{content}</{name}>'


def test_pictures_of_the_header_are_named_once(read_word: Any) -> None:
    parts = {f"word/header{at}.xml": spaced("<w:pict><v:imagedata r:id='rId1'/></w:pict>") for at in (1, 2)}
    kind = RELATION.replace("/image", "/header")
    relations = "".join(f'<Relationship Id="h{at}" Type="{kind}" Target="header{at}.xml"/>' for at in (1, 2))
    assert checks(read_word("<w:p><w:r><w:t>文</w:t></w:r></w:p>", parts=parts, relations=relations)) == ["left-alone"]


def test_a_picture_behind_the_page_is_named(read_word: Any) -> None:
    ground = "<w:background><v:background><v:fill r:id='rId1' type='frame'/></v:background></w:background>"
    document = spaced(f"{ground}<w:body><w:p><w:r><w:t>文</w:t></w:r></w:p></w:body>", "w:document")
    assert checks(read_word("", parts={"word/document.xml": document})) == ["left-alone"]


def test_a_video_is_named_and_its_first_picture_kept(read: Reader) -> None:
    video = '<a:ext xmlns:wp15="http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing"><wp15:webVideoPr/></a:ext>'
    reading = read(drawn(picture().replace("<pic:blipFill>", f"{video}<pic:blipFill>")))
    assert [each.check for each in reading.queries] == ["not-carried-over"]
    assert len(reading.value.photos) == 1


def test_a_chart_of_a_newer_kind_is_named(read: Reader) -> None:
    reading = read(drawn('<cx:chart xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex" r:id="rId1"/>'))
    assert [each.check for each in reading.queries] == ["not-carried-over"]


LINE = "<wps:wsp><wps:cNvCnPr/><wps:spPr/></wps:wsp>"


def test_a_line_that_is_only_drawn_is_nothing_to_name(read: Reader) -> None:
    assert read(drawn(LINE)).queries == ()


def test_a_rule_across_the_page_is_nothing_to_name(read_word: Any) -> None:
    assert read_word('<w:p><w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r></w:p>').queries == ()


@pytest.mark.parametrize("content", [LINE * 3, '<wps:wsp><wps:spPr><a:prstGeom prst="star5"/></wps:spPr></wps:wsp>' * 2])
def test_what_is_drawn_of_shapes_is_named_once(read: Reader, content: str) -> None:
    reading = read(drawn(f"<wpg:wgp>{content}</wpg:wgp>") + drawn(f"<wpg:wgp>{content}</wpg:wgp>"))
    assert checks(reading) == ["left-alone"]


def test_a_film_or_sound_in_the_file_is_named(read: Reader) -> None:
    reading = read(drawn(picture().replace("<pic:blipFill>", '<pic:nvPicPr><a:videoFile r:link="v"/></pic:nvPicPr><pic:blipFill>')))
    assert checks(reading) == ["not-carried-over"]
