"""A layout's style sheets are read before they are used; what the engine would pass over is told with file and line."""

from pathlib import Path

import pytest

from bulletin.press.styles import check_styles
from bulletin.queries import LayoutError


def put(folder: Path, css: str | bytes) -> dict[str, Path | str]:
    path = folder / "own.css"
    path.write_bytes(css if isinstance(css, bytes) else css.encode())
    return {"styles/own.css": path, "styles/sheet.css": "p { colr: red }", "picture/1.jpg": folder / "lost.jpg"}


@pytest.mark.parametrize(
    "css",
    [
        "",
        "/* words */",
        ":root { --accent: #123456 } .print { --accent: device-cmyk(0 0 0 1) }",
        "@page divider:first { background: var(--tint) }",
        "p { color: red",
        "\ufeffp { color: red }",
    ],
)
def test_a_sheet_that_can_be_read_is_let_pass(tmp_path: Path, css: str) -> None:
    check_styles(put(tmp_path, css))


@pytest.mark.parametrize(
    ("css", "line", "reason"),
    [
        ("p {\n  colr: red }", 2, "unknown property"),
        ("p {\n\n  color: redd }", 3, "invalid value"),
        ("p { color: red }\n\nq } b { color: red }", 3, "selector"),
        ("\n@page foo:bar { margin: 0 }", 2, "@page"),
        ("\n\n@mdia print { }", 3, "Unknown rule"),
        ("p { }\nq[ { color: red }", 2, "Parse error"),
        ("\np { font: }", 2, "no value"),
        ("p { width: calc(1 + ) }", None, "cannot be read"),
        ("p { color: 红 }".encode("gb18030"), None, "UTF-8"),
        ('@import "https://example.com/a.css";', None, "Failed to load"),
    ],
)
def test_a_broken_sheet_is_told_with_file_and_line(tmp_path: Path, css: str | bytes, line: int | None, reason: str) -> None:
    files = put(tmp_path, css)
    with pytest.raises(LayoutError, match=reason) as caught:
        check_styles(files)
    assert (caught.value.file, caught.value.line) == (str(files["styles/own.css"]), line)
