"""The lists of words that lie in `words/`: an entry a line, lines that begin with "#" aside."""

from importlib.resources import files


def lines(name: str) -> list[str]:
    """The entries of a list."""
    text = (files("bulletin.preflight") / "words" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
