"""The cover as a picture."""

import io
from typing import Any

import pytest
from PIL import Image

from bulletin.house.rules import House
from bulletin.press.plate import cover
from bulletin.press.pull import pull
from bulletin.records.galley import Edition

FILLED = "@page { bleed: 5mm; background: device-cmyk(0 0 0 1) }"


@pytest.mark.parametrize("edition", ["readers", "print"])
def test_the_cover_is_page_one_as_it_is_trimmed(house: House, make_galley: Any, edition: Edition) -> None:
    image = Image.open(io.BytesIO(cover(pull(make_galley(edition=edition, css=FILLED), house), width=300)))
    assert (image.format, image.size) == ("PNG", (300, 400))
    corner = image.convert("L").getpixel((0, 0))
    assert isinstance(corner, int)
    assert corner < 80
