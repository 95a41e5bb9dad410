"""What the publication has learnt of its sections: stories/sections.json, replaced as a whole."""

from bulletin.archive import disk
from bulletin.house.rules import House


def keep_learnt(house: House, text: str) -> None:
    """Put a model in the place of the one before. Raises OSError."""
    new = house.learnt.with_name(f".{house.learnt.name}.new")
    disk.write(new, text.encode("utf-8"))
    new.replace(house.learnt)
    disk.settle(house.learnt.parent)
