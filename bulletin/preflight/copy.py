"""Checks on copy: a table of small functions, each named by the fault it finds."""

from collections.abc import Callable, Iterator, Sequence

from bulletin.language import _
from bulletin.preflight.copy_personal.asking import personal_data
from bulletin.queries import Place, Query, query
from bulletin.records.story import Pictures, Story
from bulletin.typography import BLANKS

#: Below this resolution (pixels an inch at the printed size) a picture is seen to be coarse; printers ask for 300.
LEAST_PPI = 150
#: A story's picture may be set as wide as the text: on an A4 page of the built-in quarterly, 40 characters of 11 pt.
MEASURE_MM = 155.0
_MM_PER_INCH = 25.4

#: A story, its file, and the width in millimetres that its pictures are set in.
Check = Callable[[Story, str, float], Iterator[Query]]


def check_story(story: Story, file: str, *, measure_mm: float = MEASURE_MM) -> tuple[Query, ...]:
    """Every query on one story, but for those that an editor has answered with an allowance.

    `measure_mm` is the width that a picture by itself may take; the width that it takes is known on paper only.
    """
    allowed = {allowance.check for allowance in story.allow}
    return tuple(found for check in STORY_CHECKS for found in check(story, file, measure_mm) if found.check not in allowed)


def check_issue(stories: Sequence[tuple[str, Story]]) -> tuple[Query, ...]:
    """Every query on the stories of an issue (each with its file) side by side."""
    return tuple(_same_title(stories))


def _personal_data(story: Story, file: str, measure_mm: float) -> Iterator[Query]:
    yield from personal_data(story, file)


def _uncaptioned_picture(story: Story, file: str, measure_mm: float) -> Iterator[Query]:
    for block in _plates(story):
        if not any(picture.caption for picture in block.pictures):
            yield query(
                "uncaptioned-picture",
                Place(file=file, text=block.pictures[0].file),
                _("the picture {name} has no caption").format(name=_(", ").join(picture.file for picture in block.pictures)),
                _("Write what it shows between the square brackets of the picture in story.md."),
            )


def _low_resolution(story: Story, file: str, measure_mm: float) -> Iterator[Query]:
    for block in _plates(story):
        for picture in block.pictures:
            ppi = picture.width / (measure_mm / len(block.pictures) / _MM_PER_INCH)
            if ppi < LEAST_PPI:
                yield query(
                    "low-resolution",
                    Place(file=file, text=picture.file),
                    _("the picture {name} has about {ppi} ppi if it is set across the page; print wants {least} at least").format(
                        name=picture.file, ppi=round(ppi), least=LEAST_PPI
                    ),
                    _("Ask the branch for the photo as the camera took it, not from a chat program or a screen."),
                )


def _same_picture_twice(story: Story, file: str, measure_mm: float) -> Iterator[Query]:
    files = [picture.file for picture in story.pictures]
    for name in dict.fromkeys(name for name in files if files.count(name) > 1):
        yield query(
            "same-picture-twice",
            Place(file=file, text=name),
            _("the picture {name} is shown {times} times").format(name=name, times=files.count(name)),
            _("Take all but one out of story.md."),
        )


def _same_title(stories: Sequence[tuple[str, Story]]) -> Iterator[Query]:
    """Stories of one title, however it is spaced; photos for one gallery may well share theirs."""
    first: dict[str, str] = {}
    for file, story in stories:
        title = "".join(character for character in story.title if character not in BLANKS)
        if story.gallery is None and first.setdefault(title, file) != file:
            yield query(
                "same-title",
                Place(file=file, text=story.title),
                _("this story has the same title as {other}").format(other=first[title]),
                _("If it was sent twice, withdraw one; else change a title in story.md."),
            )


def _plates(story: Story) -> Iterator[Pictures]:
    return (block for block in story.body if isinstance(block, Pictures))


#: Every check on a story, worst first.
STORY_CHECKS: tuple[Check, ...] = (
    _personal_data,
    _uncaptioned_picture,
    _low_resolution,
    _same_picture_twice,
)
