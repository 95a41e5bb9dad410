"""Each check on pictures finds its fault, and leaves alone what only looks like it. The pictures are drawn here."""

import io
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from bulletin.preflight.copy_pictures import Shot, check_shots
from bulletin.preflight.likeness import SIDE, alike, perceptual_hash, turned, turns
from bulletin.preflight.looks import look_at

Changed = Callable[[Image.Image], Image.Image]


def scene(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A room with people in it, so to speak: crisp shapes of many sizes on a wall and a floor."""
    chance = random.Random(seed)  # noqa: S311 - a drawing
    picture = Image.new("RGB", size, (205, 200, 190))
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((0, size[1] * 2 // 3, *size), fill=(120, 90, 70))
    for _ in range(26):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        wide, high = chance.randrange(15, 130), chance.randrange(20, 190)
        colour = tuple(chance.randrange(20, 240) for _ in range(3))
        (drawn.ellipse if chance.random() < 0.5 else drawn.rectangle)((x, y, x + wide, y + high), fill=colour)
    return picture


def saved(picture: Image.Image, kind: str = "JPEG", **how: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()


def shot(picture: Image.Image | bytes, *, story: str = "a", name: str = "1.jpg", branch: str | None = None, issue: str = "2") -> Shot:
    data = picture if isinstance(picture, bytes) else saved(picture, quality=90)
    return Shot(issue, f"{story}/story.md", f"The story {story}", branch, name, look_at(data))


def checks(*shots: Shot, printed: tuple[Shot, ...] = ()) -> list[str]:
    return [each.check for each in check_shots(shots, printed)]


def cut(left: float, top: float, right: float, bottom: float) -> Changed:
    def changed(picture: Image.Image) -> Image.Image:
        wide, high = picture.size
        return picture.crop((round(left * wide), round(top * high), round((1 - right) * wide), round((1 - bottom) * high)))

    return changed


def page(lines: int = 30, *, width: int = 700, height: int = 1000) -> Image.Image:
    """A typed page, as far as a glance tells: rows of small crosses and bars, now and then a short last line."""
    chance = random.Random(3)  # noqa: S311 - a drawing
    picture = Image.new("RGB", (width, height), (248, 246, 240))
    drawn = ImageDraw.Draw(picture)
    for line in range(lines):
        top, last = 50 + line * 30, width - 60 if chance.random() < 0.8 else width // 2
        for left in range(60, last, 19):
            for _ in range(3):
                across, down = chance.randrange(16), chance.randrange(16)
                drawn.line((left + across, top, left + across, top + 16), fill=(30, 30, 30), width=2)
                drawn.line((left, top + down, left + 16, top + down), fill=(30, 30, 30), width=2)
    return picture


def phone(*, bar: bool = True, bubbles: bool = True) -> Image.Image:
    """A chat on a phone's screen."""
    picture = Image.new("RGB", (1080, 2340), (237, 237, 237))
    drawn = ImageDraw.Draw(picture)
    if bar:
        drawn.rectangle((70, 30, 190, 60), fill=(20, 20, 20))
        drawn.rectangle((890, 30, 1010, 60), fill=(20, 20, 20))
    for number in range(9):
        drawn.rectangle((30, 300 + number * 200, 120, 390 + number * 200), fill=(60, 90, 130))
        colour = (149, 236, 105) if bubbles and number % 2 else (255, 255, 255)
        drawn.rectangle((150, 300 + number * 200, 800, 400 + number * 200), fill=colour)
        drawn.line((180, 350 + number * 200, 700, 350 + number * 200), fill=(20, 20, 20), width=20)
    return picture


# --- the same picture ------------------------------------------------------------------------------------------------------------

CHANGES: dict[str, Changed] = {
    "as it is": lambda picture: picture,
    "saved with loss": lambda picture: Image.open(io.BytesIO(saved(picture, quality=25))),
    "made smaller": lambda picture: picture.resize((200, 150)),
    "cut on every side": cut(0.03, 0.03, 0.03, 0.03),
    "cut below": cut(0, 0, 0, 0.05),
    "lighter": lambda picture: ImageEnhance.Brightness(picture).enhance(1.2),
    "on its side": lambda picture: picture.transpose(Image.Transpose.ROTATE_90),
    "upside down": lambda picture: picture.transpose(Image.Transpose.ROTATE_180),
    "on its other side": lambda picture: picture.transpose(Image.Transpose.ROTATE_270),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("seed", range(3))
def test_the_same_picture_is_known_again(seed: int, change: Changed) -> None:
    picture = scene(seed)
    assert checks(shot(picture), shot(change(picture), story="b")) == ["picture-in-two-stories"]


def test_no_two_distinct_pictures_are_taken_for_one() -> None:
    shots = [shot(scene(seed), story=str(seed)) for seed in range(24)]
    assert checks(*shots) == []


def test_the_same_room_with_someone_else_in_it_is_another_picture() -> None:
    before, after = scene(1), scene(1)
    ImageDraw.Draw(after).ellipse((250, 120, 380, 440), fill=(250, 240, 60))
    assert checks(shot(before), shot(after, story="b")) == []


@pytest.mark.parametrize("colour", ["black", "white", (120, 160, 200)])
def test_of_two_surfaces_of_one_colour_nothing_is_said(colour: str | tuple[int, int, int]) -> None:
    plain = Image.new("RGB", (600, 400), colour)
    assert checks(shot(plain), shot(plain, story="b")) == []


def test_the_same_picture_twice_in_a_story_is_queried_at_the_second() -> None:
    (query,) = check_shots([shot(scene(1)), shot(scene(1).resize((320, 240)), name="2.jpg")])
    assert (query.check, query.place.file, query.place.text) == ("same-picture-twice", "a/story.md", "2.jpg")
    assert query.message == "the picture 2.jpg seems to be the same as 1.jpg"


def test_a_picture_that_two_branches_sent_is_queried_with_the_other_branch() -> None:
    (query,) = check_shots([shot(scene(1), branch="Taihe"), shot(scene(1), story="b", branch="Huadu")])
    assert query.message == "the picture 1.jpg seems to be the same as 1.jpg in “The story a”, which Taihe sent"


def test_a_picture_that_one_branch_sent_twice_is_queried_without_naming_it() -> None:
    (query,) = check_shots([shot(scene(1), branch="Taihe"), shot(scene(1), story="b", branch="Taihe")])
    assert query.message == "the picture 1.jpg seems to be the same as 1.jpg in “The story a”"


def test_a_picture_of_an_earlier_issue_is_queried_with_the_issue() -> None:
    (query,) = check_shots([shot(scene(1))], [shot(scene(2), issue="1"), shot(scene(1), story="old", issue="1")])
    assert (query.check, query.place.file) == ("picture-printed-before", "a/story.md")
    assert "issue 1 already, in “The story old”" in query.message


def test_what_earlier_issues_repeated_among_themselves_is_no_longer_asked() -> None:
    assert checks(shot(scene(3)), printed=(shot(scene(1), issue="1"), shot(scene(1), story="b", issue="1"))) == []


def test_a_picture_in_three_stories_is_queried_in_two() -> None:
    assert checks(*(shot(scene(1), story=story) for story in "abc")) == ["picture-in-two-stories"] * 2


def _dots(seed: int) -> bytes:
    return random.Random(seed).randbytes(SIDE**2)  # noqa: S311 - a pattern


@given(st.integers(0, 2**32).map(_dots))
def test_the_hash_of_a_turned_picture_is_the_turned_hash(dots: bytes) -> None:
    for quarters, bits in enumerate(turns(perceptual_hash(Image.frombytes("L", (SIDE, SIDE), dots)))):
        seen = perceptual_hash(Image.frombytes("L", (SIDE, SIDE), turned(dots, quarters)))
        assert (bits ^ seen).bit_count() <= 8  # of 63: in noise some waves are so low that rounding turns them; by chance 31 differ


@given(st.integers(0, 2**63 - 1))
def test_four_turns_lead_back(bits: int) -> None:
    assert turns(turns(bits)[3])[1] == bits


@settings(max_examples=20)
@given(st.integers(0, 2**32).map(_dots), st.integers(0, 2**32).map(_dots))
def test_likeness_goes_both_ways(one: bytes, other: bytes) -> None:
    assert alike(one, one)
    assert alike(one, other) == alike(other, one)


# --- each by itself --------------------------------------------------------------------------------------------------------------


def test_a_good_picture_raises_nothing() -> None:
    assert checks(shot(scene(1, (1600, 1200)))) == []


@pytest.mark.parametrize("size", [(640, 480), (1600, 1200)])
def test_a_blurred_picture_is_queried(size: tuple[int, int]) -> None:
    assert checks(shot(scene(1, size).filter(ImageFilter.GaussianBlur(size[0] / 200)))) == ["blurred-picture"]


def test_a_date_written_by_the_camera_does_not_make_a_blurred_picture_sharp() -> None:
    blurred = scene(1).filter(ImageFilter.GaussianBlur(4))
    ImageDraw.Draw(blurred).text((430, 440), "2024-03-05 14:22", fill=(255, 180, 0), font_size=20)
    assert checks(shot(blurred)) == ["blurred-picture"]


def test_a_sharp_face_before_a_blurred_wall_is_sharp() -> None:
    wall = scene(2).filter(ImageFilter.GaussianBlur(4))
    wall.paste(scene(2).crop((150, 60, 500, 450)), (150, 60))
    assert checks(shot(wall)) == []


def test_an_even_sky_is_not_called_blurred() -> None:
    assert "blurred-picture" not in checks(shot(Image.linear_gradient("L").resize((800, 600)).convert("RGB")))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda picture: ImageEnhance.Brightness(picture).enhance(0.2), "is very dark"),
        (lambda picture: Image.blend(picture, Image.new("RGB", picture.size, "white"), 0.85), "is very pale"),
        (lambda picture: Image.blend(picture, Image.new("RGB", picture.size, (90, 90, 90)), 0.85), "has hardly any contrast"),
    ],
    ids=["dark", "pale", "dull"],
)
def test_a_badly_lit_picture_is_queried(change: Changed, words: str) -> None:
    (query,) = (each for each in check_shots([shot(change(scene(1)))]) if each.check == "badly-lit-picture")
    assert words in query.message


def test_a_night_with_lamps_is_not_too_dark() -> None:
    night = ImageEnhance.Brightness(scene(1)).enhance(0.3)
    ImageDraw.Draw(night).rectangle((200, 100, 400, 220), fill=(255, 240, 200))
    assert checks(shot(night)) == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_screen_shot_of_a_phone_is_queried(kind: str) -> None:
    assert checks(shot(saved(phone(bubbles=False), kind))) == ["screen-shot"]


def test_a_chat_without_the_screen_s_upper_edge_is_queried() -> None:
    assert checks(shot(phone(bar=False).crop((0, 250, 1080, 1500)))) == ["screen-shot"]


def test_a_green_dress_before_a_wall_is_no_chat() -> None:
    room = scene(1)
    ImageDraw.Draw(room).rectangle((200, 100, 400, 300), fill=(149, 236, 105))
    assert checks(shot(room)) == []


def test_a_screen_shot_of_a_computer_is_queried() -> None:
    screen = Image.new("RGB", (1920, 1080), (255, 255, 255))
    screen.paste(scene(1, (900, 500)), (300, 200))
    assert checks(shot(saved(screen, "PNG"))) == ["screen-shot"]


def test_a_photo_as_tall_as_a_phone_is_no_screen_shot() -> None:
    assert checks(shot(scene(4, (1080, 2340)))) == []


def test_a_poster_as_tall_as_a_phone_is_no_screen_shot() -> None:
    assert "screen-shot" not in checks(shot(phone(bar=False, bubbles=False)))


@pytest.mark.parametrize("turn", [0, 2, 90, 180])
def test_a_photographed_page_is_queried_whichever_way_it_lies(turn: int) -> None:
    assert checks(shot(page().rotate(turn, expand=True, fillcolor=(110, 100, 95)))) == ["picture-of-text"]


def test_a_photographed_page_in_shadow_is_queried() -> None:
    shadow = Image.linear_gradient("L").resize((700, 1000)).point([120 + level // 2 for level in range(256)]).convert("RGB")
    assert checks(shot(ImageChops.multiply(page(), shadow))) == ["picture-of-text"]


def test_a_banner_with_a_slogan_is_no_document() -> None:
    banner = scene(1, (1000, 750))
    banner.paste(page(lines=2, width=800, height=140), (100, 40))
    assert checks(shot(banner)) == []


def test_blinds_are_no_text() -> None:
    blinds = scene(1, (1000, 750))
    for top in range(0, 500, 24):
        ImageDraw.Draw(blinds).rectangle((0, top, 1000, top + 12), fill=(60, 60, 60))
    assert "picture-of-text" not in checks(shot(blinds))


# --- files -----------------------------------------------------------------------------------------------------------------------


def test_a_drawing_that_one_can_see_through_is_looked_at_on_white() -> None:
    drawing = Image.new("RGBA", (600, 400), (0, 0, 0, 0))
    ImageDraw.Draw(drawing).ellipse((100, 100, 300, 300), fill=(200, 30, 30, 255))
    look = look_at(saved(drawing, "PNG"))
    assert look is not None
    assert look.lightest == 255


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_a_picture_of_any_kind_is_looked_at(mode: str) -> None:
    picture = Image.new("I;16", (64, 64)) if mode == "I;16" else scene(1).convert(mode)
    assert look_at(saved(picture, "TIFF" if mode == "CMYK" else "PNG")) is not None


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (5, 5)])
def test_a_tiny_or_very_narrow_picture_is_looked_at(size: tuple[int, int]) -> None:
    assert look_at(saved(Image.new("RGB", size, "red"), "PNG")) is not None


def _bomb() -> bytes:
    """A PNG that says it is of 400 million pixels."""
    data = bytearray(saved(Image.new("L", (8, 8)), "PNG"))
    data[16:24] = (20_000).to_bytes(4, "big") * 2
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", saved(scene(1), "PNG")[:30], _bomb(), b"%!PS-Adobe-3.0 EPSF-3.0\n"],
    ids=["empty", "words", "cut", "bomb", "eps"],
)
def test_what_cannot_be_looked_at_is_queried_and_stops_nothing(data: bytes) -> None:
    assert checks(shot(data), shot(scene(1), story="b"), shot(scene(1), story="c")) == ["picture-unreadable", "picture-in-two-stories"]


@given(st.binary(max_size=300))
def test_whatever_a_file_holds_it_raises_nothing(data: bytes) -> None:
    look_at(data)
    look_at(saved(Image.new("RGB", (9, 9)), "PNG")[:40] + data)
    look_at(saved(Image.new("RGB", (9, 9)))[:200] + data)


def test_a_look_written_down_and_read_back_is_the_same() -> None:
    look = look_at(saved(scene(1)))
    assert look is not None
    assert type(look).model_validate_json(look.model_dump_json()) == look
