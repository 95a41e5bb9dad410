"""Runs put together: neighbours that are set alike are one run."""

from collections.abc import Iterable, Iterator

from bulletin.records.manuscript import Art, Run


def joined(pieces: Iterable[Run | Art]) -> tuple[Run | Art, ...]:
    """Pieces in order, where neighbours set alike are one run and none is empty."""
    return tuple(_joined(pieces))


def _joined(pieces: Iterable[Run | Art]) -> Iterator[Run | Art]:
    held: list[str] = []
    setting: Run | None = None
    for piece in pieces:
        if isinstance(piece, Run) and setting is not None and _alike(setting, piece):
            held.append(piece.text)
            continue
        yield from _finished(setting, held)
        held, setting = ([piece.text], piece) if isinstance(piece, Run) else ([], None)
        if isinstance(piece, Art):
            yield piece
    yield from _finished(setting, held)


def _finished(setting: Run | None, held: list[str]) -> Iterator[Run]:
    text = "".join(held)
    if setting is not None and text:
        yield setting if setting.text == text else setting.model_copy(update={"text": text})


def _alike(one: Run, other: Run) -> bool:
    return (one.strong, one.emphasis, one.underline, one.script, one.size, one.face) == (
        other.strong,
        other.emphasis,
        other.underline,
        other.script,
        other.size,
        other.face,
    )
