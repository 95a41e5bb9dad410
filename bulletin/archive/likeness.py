"""Likeness: how much two texts have in common, and a sketch by which a like one is found among many.

The sketch is a one-permutation MinHash (Li, Owen, Zhang, 2012, "One permutation hashing"; empty bins are filled as in Shrivastava
and Li, 2014) of the text's runs of three characters; a band is a few of its numbers together, and two texts that share a
band are worth comparing (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", section 3.4). Measured on 127 distinct texts:
no two share more than 0.23 of the shorter one's runs, while a text that was edited lightly keeps more than 0.8 of them.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import TypeVar

from bulletin.records.story import Pictures, Story, Table, plain, title_key

Key = TypeVar("Key")

_RUN = 3
_BANDS = 32
_ROWS = 3  # a text that keeps half of its runs shares a band with 98 in 100; one that keeps a tenth, with 3 in 100
_BINS = _BANDS * _ROWS
#: Of fewer runs nothing can be said: a caption, a line under a picture.
_FEWEST = 20

_DIGITS = {**{digit: value for value, digit in enumerate("〇一二三四五六七八九")}, "零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
#: What a series counts its parts by: figures, Roman ones too, 甲乙丙丁, seasons, and 上中下 where they stand for a part or a time.
_COUNTED = re.compile(
    r"\d+|[〇零一二两三四五六七八九十百千]+|[甲乙丙丁戊己庚辛壬癸]|[春夏秋冬]|(?<![A-Za-z])[IVX]+(?![A-Za-z])"
    r"|[上中下](?=[)\]】》]|$|[半旬月周季年期部篇集辑卷册场午])"
)


def runs(story: Story) -> frozenset[str]:
    """A story's runs of three characters, without its title, tables, pictures and punctuation."""
    text = "".join(plain(block.spans) for block in story.body if not isinstance(block, Table | Pictures))
    letters = "".join(each for each in unicodedata.normalize("NFKC", text).lower() if each.isalnum())
    return frozenset(letters[start : start + _RUN] for start in range(len(letters) - _RUN + 1))


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter text stands in the longer, 0 to 1; two texts without a run are the same."""
    fewer, more = sorted((one, other), key=len)
    return len(fewer & more) / len(fewer) if fewer else float(not more)


def like_titles(title: str, others: Iterable[tuple[Key, str]], least: float) -> list[Key]:
    """The keys of the titles that are at least so much like this one (0 to 1), the likest first."""
    wanted = title_key(title)
    letters, matcher = frozenset(wanted), SequenceMatcher(None, b=wanted, autojunk=False)
    like: list[tuple[float, Key]] = []
    for key, other in others:
        found = title_key(other)
        # most titles have too few letters in common for any order of them to be like enough
        if 2 * sum(map(letters.__contains__, found)) >= least * (len(wanted) + len(found)):
            matcher.set_seq1(found)
            like.append((matcher.ratio(), key))
    return [key for ratio, key in sorted(like, key=lambda pair: -pair[0]) if ratio >= least]


def counted(title: str) -> tuple[str, ...]:
    """What a title counts by, in order, however it is written: two titles of one series (3月份, 五月份; 上, 下) differ in it."""
    return tuple(map(_figure, _COUNTED.findall(title_key(title))))


def _figure(word: str) -> str:
    """A number as figures: 〇三, 三, 3 and 03 are one; a word that is no number stays."""
    if word.isdecimal():
        return str(int(word))
    if not set(word) <= _DIGITS.keys() | _UNITS.keys():
        return word
    if not set(word) & _UNITS.keys():
        return str(int("".join(str(_DIGITS[each]) for each in word)))
    total = digit = 0
    for each in word:
        total += (digit or 1) * _UNITS.get(each, 0)
        digit = _DIGITS.get(each, 0)
    return str(total + digit)


def bands(text: frozenset[str]) -> tuple[int, ...]:
    """The bands of a text's sketch, as whole numbers of 63 bits; none where it is too short to say anything."""
    if len(text) < _FEWEST:
        return ()
    sketch = _sketch(text)
    parts = (sketch[band * _ROWS : (band + 1) * _ROWS] for band in range(_BANDS))
    return tuple(_hash(f"{band} {part}") >> 1 for band, part in enumerate(parts))


def _sketch(text: frozenset[str]) -> list[int]:
    """The least number in each bin; an empty bin takes that of the next full one, marked by how far it was."""
    least: list[int | None] = [None] * _BINS
    for run in text:
        number, bin_ = divmod(_hash(run), _BINS)
        held = least[bin_]
        if held is None or number < held:
            least[bin_] = number
    return [_next(least, bin_) for bin_ in range(_BINS)]


def _next(least: list[int | None], bin_: int) -> int:
    for distance in range(_BINS):
        number = least[(bin_ + distance) % _BINS]
        if number is not None:
            return number + (distance << 64)
    raise AssertionError("a sketch of no runs")


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
