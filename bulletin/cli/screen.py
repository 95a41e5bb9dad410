"""What people read on a screen. Titles, subjects and file names were written by others: none of them may steer a terminal."""

import re

import click

#: Control characters (ECMA-48: colours, titles of windows, the cursor), but not the tab and the end of a line; marks of direction.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def seen(text: str) -> str:
    """A text as it may be shown: what would steer the screen is shown as U+FFFD."""
    return _STEERING.sub("\ufffd", text)


def escaped(record: str) -> str:
    """A record in JSON that says the same and steers nothing (RFC 8259, section 7)."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", record)


def say(text: str, *, to_error: bool = False) -> None:
    """A line for people."""
    click.echo(seen(text), err=to_error)
