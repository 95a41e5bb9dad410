"""Never more ink than the paper takes, and black that is black."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms

from bulletin.house.rules import PrintRule
from bulletin.press.ink import Inks, screened
from bulletin.queries import MachineError

PROFILE = PrintRule().icc_profile
CHANNEL = st.integers(0, 255)


def _most(image: Image.Image) -> float:
    """The most ink on one spot, in percent."""
    inks = image.tobytes()
    return max(sum(inks[at : at + 4]) for at in range(0, len(inks), 4)) / 255 * 100


def _wash(mode: str) -> Image.Image:
    """Many colours, light and dark."""
    channels = [Image.radial_gradient("L").point(lambda value: min(255, 2 * value)).resize((96, 96))] * len(mode)
    return Image.merge(mode, [ImageChops.offset(each, 23 * place, 31 * place) for place, each in enumerate(channels)])


@pytest.mark.parametrize("limit", [300, 260, 220])
@pytest.mark.parametrize("mode", ["RGB", "CMYK"])
def test_no_spot_of_a_picture_is_wetter_than_the_limit(limit: int, mode: str) -> None:
    image = _wash(mode)
    separated = Inks(PROFILE, limit).separated(image)
    assert separated.mode == "CMYK"
    assert _most(separated) <= limit
    if mode == "CMYK":
        assert _most(image) > 300


def test_what_is_dry_enough_stays_as_it_is() -> None:
    image = Image.merge("CMYK", [Image.linear_gradient("L").point(lambda value: value // 2)] * 4)
    assert Inks(PROFILE, 300).separated(image).tobytes() == image.tobytes()


def test_a_wet_spot_keeps_its_black_and_its_hue() -> None:
    dried = Inks(PROFILE, 300).separated(Image.new("CMYK", (1, 1), (255, 255, 128, 255)))
    cyan, magenta, yellow, black = dried.tobytes()
    assert black == 255
    assert cyan == magenta
    assert cyan == pytest.approx(2 * yellow, abs=2)


def test_colours_are_what_the_profile_says() -> None:
    image = _wash("RGB")
    whole = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        str(PROFILE),
        "RGB",
        "CMYK",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    exact = ImageCms.applyTransform(image, whole)
    assert exact is not None
    differences = ImageChops.difference(exact, Inks(PROFILE, 400).separated(image)).getextrema()
    assert all(most <= 6 for _least, most in differences)  # type: ignore[misc]  # four pairs


@given(level=st.floats(0, 1))
def test_grays_are_black_ink_alone(level: float) -> None:
    *colours, black = Inks(PROFILE, 300).mixed(level, level, level)
    assert colours == [0, 0, 0]
    assert black == pytest.approx(1 - level, abs=0.001)


@settings(deadline=None)
@given(red=CHANNEL, green=CHANNEL, blue=CHANNEL)
def test_a_plain_colour_is_held_to_the_limit_too(red: int, green: int, blue: int) -> None:
    assert sum(Inks(PROFILE, 220).mixed(red / 255, green / 255, blue / 255)) <= 2.2


def test_darker_grays_take_more_black() -> None:
    blacks = [Inks(PROFILE, 300).mixed(level / 10, level / 10, level / 10)[3] for level in range(11)]
    assert all(darker > lighter for darker, lighter in pairwise(blacks))


def test_a_picture_s_own_profile_counts() -> None:
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = own.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")  # its red is green
    inks = Inks(PROFILE, 300)
    red, green = Image.new("RGB", (1, 1), (255, 0, 0)), Image.new("RGB", (1, 1), (0, 255, 0))
    there, here = inks.separated(red, exchanged).tobytes(), inks.separated(green).tobytes()
    assert there == pytest.approx(here, abs=3)
    assert inks.separated(red).tobytes() != pytest.approx(here, abs=3)


def test_gray_pictures_stay_gray() -> None:
    image = Image.linear_gradient("L")
    assert Inks(PROFILE, 300).separated(image) is image


@pytest.mark.parametrize("content", [None, b"no profile at all"])
def test_a_profile_that_is_none_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "inks.icc"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MachineError, match="libgs-common") as caught:
        Inks(path, 300).check()
    assert caught.value.file == str(path)


@pytest.mark.parametrize(
    ("lab", "rgb"), [((100, 0, 0), (1, 1, 1)), ((0, 0, 0), (0, 0, 0)), ((50, 0, 0), (0.46, 0.46, 0.46)), ((50, 60, 40), (0.8, 0.2, 0.25))]
)
def test_a_colour_in_lab_is_what_a_screen_shows(lab: tuple[float, float, float], rgb: tuple[float, float, float]) -> None:
    assert screened(*lab) == pytest.approx(rgb, abs=0.06)
