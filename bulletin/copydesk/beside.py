"""Pictures that lie beside the manuscript: placed where the text calls for them, else at its end."""

from collections.abc import Sequence

from bulletin.copydesk.captions import caption_of, is_marked, words_of
from bulletin.copydesk.lines import is_blank, text_of
from bulletin.copydesk.plate import Mounted, Piece, Plate
from bulletin.copydesk.slots import place_of
from bulletin.copydesk.stated import StatedPhoto
from bulletin.language import _
from bulletin.queries import Marked, Query, query
from bulletin.records.manuscript import Line, Manuscript, Photo


def place_beside(pieces: Sequence[Piece], manuscript: Manuscript, stated: Sequence[StatedPhoto]) -> Marked[tuple[Piece, ...]]:
    """The pieces with every picture that lay beside the file.

    A picture that front matter names follows the first paragraph, or, where the text shows it already, gives it its caption.
    A picture whose name a caption in the text repeats stands there, others in the slots that the text keeps for them. The rest
    stand at the end.
    """
    placed, queries = list(pieces), list[Query]()
    waiting = {f"{_BESIDE}{i}": photo for i, photo in enumerate(manuscript.beside)}
    first = _after_first_paragraph(placed)
    for photo in stated:
        if key := _named(photo.file, waiting):
            del waiting[key]
            placed.insert(first, _plate(key, photo.caption or words_of(photo.file)))
            first += 1
        elif key := _named(photo.file, manuscript.photos):
            placed = [_with_caption(piece, key, photo.caption) for piece in placed]
        else:
            queries.append(_missing(photo.file, manuscript.file))
    _place_at_captions(placed, waiting)
    placed.extend(_plate(key, words_of(photo.name)) for key, photo in waiting.items())
    return Marked(tuple(placed), tuple(queries))


def photos_of(manuscript: Manuscript) -> dict[str, Photo]:
    """Every picture by its key, those beside the file too."""
    return {**manuscript.photos, **{f"{_BESIDE}{i}": photo for i, photo in enumerate(manuscript.beside)}}


#: No file's own key holds a control character, so that pictures beside never take another's place.
_BESIDE = "beside\x1f"


def _named(file: str, photos: dict[str, Photo]) -> str | None:
    wanted = file.rpartition("/")[2].casefold()
    return next((key for key, photo in photos.items() if photo.name.casefold() == wanted), None)


def _after_first_paragraph(pieces: Sequence[Piece]) -> int:
    return next((i + 1 for i, piece in enumerate(pieces) if isinstance(piece, Line) and not is_blank(piece)), 0)


def _plate(key: str, text: str) -> Plate:
    caption, credit = caption_of(text)
    return Plate(pictures=(Mounted(photo=key, caption=caption, credit=credit),))


def _with_caption(piece: Piece, key: str, text: str) -> Piece:
    if not isinstance(piece, Plate) or not text:
        return piece
    caption, credit = caption_of(text)
    said = {"caption": caption, "credit": credit}
    return piece.model_copy(
        update={"pictures": tuple(each.model_copy(update=said) if each.photo == key else each for each in piece.pictures)}
    )


def _place_at_captions(placed: list[Piece], waiting: dict[str, Photo]) -> None:
    """Captions in the text take their pictures: those that repeat a file's name, then the marked ones (图：…) and slots in order."""
    for i, piece in enumerate(placed):
        if isinstance(piece, Line) and len(text_of(piece)) <= _LONGEST:
            caption = caption_of(text_of(piece))[0]
            if key := next((key for key, photo in waiting.items() if caption and caption in (words_of(photo.name), _stem(photo))), None):
                del waiting[key]
                placed[i] = _plate(key, text_of(piece))
    placed[:] = [_filled(piece, waiting) if isinstance(piece, Plate) else piece for piece in placed]
    marked = [i for i, piece in enumerate(placed) if isinstance(piece, Line) and _is_caption(piece)]
    if len(marked) == len(waiting):
        for i, key in zip(marked, list(waiting), strict=True):
            placed[i] = _plate(key, _words(placed[i]))
            del waiting[key]


_LONGEST = 60


def _is_caption(line: Line) -> bool:
    return len(text_of(line)) <= _LONGEST and is_marked(line)


def _words(piece: Piece) -> str:
    return text_of(piece) if isinstance(piece, Line) else ""


def _filled(plate: Plate, waiting: dict[str, Photo]) -> Plate:
    """The plate with the pictures that lie beside in its slots: the one whose name says its caption, or the next."""
    pictures = [_hung(picture, waiting) if place_of(picture) and waiting else picture for picture in plate.pictures]
    return plate.model_copy(update={"pictures": tuple(pictures)})


def _hung(slot: Mounted, waiting: dict[str, Photo]) -> Mounted:
    named = (key for key, photo in waiting.items() if slot.caption and words_of(photo.name) == slot.caption)
    key = next(named, next(iter(waiting)))
    words = words_of(waiting.pop(key).name)
    return slot.model_copy(update={"photo": key, "caption": slot.caption or words})


def _stem(photo: Photo) -> str:
    return photo.name.rpartition(".")[0]


def _missing(file: str, manuscript: str) -> Query:
    return query(
        "picture-missing",
        manuscript,
        _("the picture {name} is named in the head of the file, but it is not there").format(name=file),
        _("Send the picture with the story, or put it into the story's folder and name it in story.md."),
    )
