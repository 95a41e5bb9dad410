"""What the setting of Chinese lines rests on within WeasyPrint: a version that changes any of it fails here, by name."""

import inspect
from hashlib import sha256
from types import ModuleType

import pytest
import weasyprint
from weasyprint.draw import border
from weasyprint.draw import text as draw
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, column, inline, preferred
from weasyprint.text import line_break

from bulletin.press.engine import PINNED, check_engine
from bulletin.queries import MachineError

#: The functions that `press.justification`, `press.columns`, `press.emphasis` and `press.glyphs` replace, or whose ways they follow,
#: with the digests of their sources.
LEANT_ON: dict[tuple[ModuleType, str], str] = {
    (inline, "get_next_linebox"): "67af458c2545e74f",
    (inline, "split_text_box"): "8c564329599ef23f",
    (inline, "justify_line"): "f83b21ff8793ba6b",
    (inline, "text_align"): "e953d41b87ccfc30",
    (inline, "split_inline_level"): "d98c008c8fc00582",
    (inline, "split_inline_box"): "3a0cb7ca7e34c7ef",
    (inline, "skip_first_whitespace"): "deb2f1a5e2a6c035",
    (inline, "remove_last_whitespace"): "53f0c79c9fbbda50",
    (inline, "add_word_spacing"): "879516e71f1b80fa",
    (preferred, "inline_line_widths"): "6c24f789e3ce5bb7",
    (preferred, "trailing_whitespace_size"): "cd005b8042a652f9",
    (column, "columns_layout"): "7a05cce3272fc581",
    (column, "_create_column_box"): "c9fc1aaa4d0fa7d8",
    (block, "block_box_layout"): "a6279066e3d9ff7d",
    (block, "block_level_layout"): "c1301dde9284e245",
    (block, "remove_placeholders"): "ce16d97a1caacea0",
    (line_break, "Layout"): "681b737d1ba5e004",
    (line_break, "get_log_attrs"): "65c1a1c4fa75ee95",
    (line_break, "strut"): "b57885b70dd08efe",
    (weasyprint.draw, "draw_inline_level"): "068162a401d00efd",
    (border, "rounded_box"): "b499ad0139b4a5b3",
    (draw, "draw_text"): "ebaf96239c6ca363",
    (draw, "draw_first_line"): "1bb8eae6d88e71b1",
    (boxes, "TextBox"): "7fcb818c71c2bb89",
}


@pytest.mark.parametrize(("module", "name", "digest"), [(*where, digest) for where, digest in LEANT_ON.items()], ids=lambda each: str(each))
def test_the_engine_is_the_one_that_the_lines_were_written_for(module: ModuleType, name: str, digest: str) -> None:
    found = sha256(inspect.getsource(getattr(module, name)).encode()).hexdigest()[:16]
    assert found == digest, (
        f"{module.__name__}.{name} is not what it was in WeasyPrint {PINNED} (now {weasyprint.VERSION}): read what has changed, "
        "mend bulletin/press/justification.py, columns.py, emphasis.py and glyphs.py where they follow it, then enter the new digest here"
    )


def test_another_version_is_refused_with_the_cure() -> None:
    with pytest.raises(MachineError, match=f"70.1 is installed.*{PINNED}") as refused:
        check_engine("70.1")
    assert PINNED in refused.value.remedy
