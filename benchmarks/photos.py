"""Photos drawn from a number: a room with crisp things in it, and people who look at the camera."""

import random
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

_SIDE = 400
_WALL = (190, 195, 200)
_HAIR, _SKIN, _SHADOW, _LIGHT, _LIPS = (40, 30, 28), (225, 180, 150), (162, 130, 108), (247, 198, 165), (150, 60, 60)


@cache
def face() -> Image.Image:
    """A face from the front before a wall, 400 pixels square: dark eyes and brows, a light nose and cheeks, a mouth."""
    picture = Image.new("RGB", (_SIDE, _SIDE), _WALL)
    drawn = ImageDraw.Draw(picture)
    drawn.ellipse((75, 10, 325, 300), fill=_HAIR)
    drawn.rectangle((150, 300, 250, 400), fill=_SHADOW)
    drawn.ellipse((90, 50, 310, 370), fill=_SKIN)
    drawn.chord((90, 30, 310, 200), 180, 360, fill=_HAIR)
    drawn.ellipse((95, 115, 305, 200), fill=_SKIN)
    for eye in (150, 250):
        drawn.ellipse((eye - 42, 140, eye + 42, 190), fill=_SHADOW)
        drawn.arc((eye - 40, 128, eye + 40, 180), 200, 340, fill=_HAIR, width=12)
        drawn.ellipse((eye - 26, 153, eye + 26, 181), fill=(235, 230, 225))
        drawn.ellipse((eye - 13, 152, eye + 13, 182), fill=(30, 20, 20))
        drawn.ellipse((eye - 35, 205, eye + 35, 265), fill=_LIGHT)
    drawn.polygon((188, 170, 212, 170, 222, 250, 178, 250), fill=_LIGHT)
    drawn.ellipse((170, 235, 230, 262), fill=_SHADOW)
    drawn.ellipse((152, 285, 248, 318), fill=_LIPS)
    drawn.line((155, 301, 245, 301), fill=_HAIR, width=5)
    return picture.filter(ImageFilter.GaussianBlur(7))


def room(number: int, size: tuple[int, int], people: int = 0) -> Image.Image:
    """A room of its own, and so many people in it side by side, each head an eighth of its width."""
    chance = random.Random(number)
    width, height = size
    picture = Image.new("RGB", size, _WALL)
    drawn = ImageDraw.Draw(picture)
    for _thing in range(40):
        left, top = chance.randrange(width), chance.randrange(height * 11 // 20, height)
        colour = tuple(chance.randrange(20, 240) for _channel in range(3))
        drawn.rectangle((left, top, left + chance.randrange(width // 6), top + chance.randrange(height // 4)), fill=colour)
    head = face().resize((width // 8, width // 8))
    for turn in range(people):
        picture.paste(head, (width // 20 + turn * width // 6, height // 8))
    return picture


def photo(number: int, size: tuple[int, int], people: int = 0) -> bytes:
    """A room as a camera would write it: with a little noise, as a JPEG."""
    noise = Image.effect_noise((size[0] // 4, size[1] // 4), 16).resize(size).convert("RGB")
    file = BytesIO()
    Image.blend(room(number, size, people), noise, 0.06).save(file, "JPEG", quality=88)
    return file.getvalue()
