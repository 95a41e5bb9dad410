"""Properties of a layout's own: what CSS has no words for, asked of the press as custom properties (`--emphasis-mark: dot`)."""

from typing import Any


def asked(style: Any, name: str) -> str | float | None:
    """The value of a custom property, a word or a number; None where it is neither. WeasyPrint keeps such as tokens, `--a-b` as `__a_b`."""
    tokens: list[Any] = style[name] or []
    value: str | float | None = tokens[0].value if len(tokens) == 1 and tokens[0].type in ("ident", "number") else None
    return value
