"""How Chinese lines are set: the same paragraphs by this press, by bare WeasyPrint, by Typst and by Chromium, measured alike.

    python -m benchmarks.composition [--runs N] [--keep FOLDER]

All set the same type on the same measure. What is measured comes from the characters' boxes in the finished PDFs alone, by the same
rules for all; the lines of a paragraph are told from its text, which is known. A program that is not there is named under the table.
"""

import argparse
import io
import logging
import re
import shutil
import statistics
import subprocess
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
from weasyprint import HTML

from bulletin.press.justification import justified

FACE, SIZE = "Noto Serif CJK SC", 11.0
#: Characters on a line: a narrow column, a newspaper's, a page's.
MEASURES = (16, 24, 40)
LEFT, TOP = 40.0, 40.0
PAGE = (560.0, 760.0)

SENTENCES = (
    "近日，城西支行在晨会上开展“服务十分钟”演练，由大堂经理讲解迎宾、分流、引导、送别四个环节的要点，柜员两人一组逐一练习。",
    "截至2023年12月31日，全行共受理客户来电1,862通，一次解决率达96.5%，比上年提高2.3个百分点；平均等候时间由12分钟缩短到7分钟。",
    "“您慢走，路上当心！”柜员小陈——入职刚满3个月的新人——把老人送到门口……这句话，她每天要说几十遍。",
    "支行把Excel台账换成了在线表格，ATM、STM与PAD的巡检记录当天就能看到，网点主任在手机App上即可批复（原来要等2～3天）。",
    "活动共发放《防范电信诈骗手册》500余册，走访商户86户，覆盖半径5公里，现场解答咨询120人次，收到表扬信3封、锦旗1面。",
    "客户阿依古丽·买买提不会说普通话，大堂经理用手机翻译软件陪她办完了全部手续，前后只用了15分钟。",
)
_CLOSING, _OPENING = "，。、；：？！）》」』】”’", "（《「『【“‘"
_NO_START, _NO_END = set(_CLOSING + "％%…—～·"), set(_OPENING)
_UNIT = re.compile("[年月日时分秒元万亿岁人名个家次项公里平方％%封面户册通天]")
_MARKS = re.compile(f"[{_CLOSING}{_OPENING}…—]")
#: Kangxi radicals (Unicode 2F00 to 2FD5) and the characters that they look like.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_PEERS = ("Bulletin", "WeasyPrint", "Typst", "Chromium")

#: What counts against a setting, and how it is told; the first is the better the higher.
FIGURES = (
    ("justified", "inner lines within 0.5 pt of the measure"),
    ("start", "lines that begin with a mark that may not"),
    ("end", "lines that end with a mark that may not"),
    ("split", "numbers parted from their units or from themselves"),
    ("lone", "last lines of one character"),
    ("wide", "pairs of marks more than one and a half wide"),
    ("close", "Chinese and Latin without white between"),
    ("odd", "opening marks at a line's start that are not flush"),
    ("lost", "paragraphs whose text is not letter for letter"),
)


def paragraphs() -> list[str]:
    """Paragraphs of every length and beginning: sentences in turn, each time one more, cut at another place."""
    texts = ["".join(SENTENCES[(start + turn) % len(SENTENCES)] for turn in range(1 + start % 3)) for start in range(len(SENTENCES))]
    return [text[cut:] for text in texts for cut in (0, 3, 8, 13)]


def html(measure: float) -> str:
    """The paragraphs as a web page that all engines of CSS read alike."""
    style = (
        f"@page{{size:{PAGE[0]}pt {PAGE[1]}pt;margin:{TOP}pt {PAGE[0] - LEFT - measure}pt {TOP}pt {LEFT}pt}}"
        f'html{{font:{SIZE}pt/1.75 "{FACE}"}}body,p{{margin:0}}'
        "p{text-align:justify;text-indent:2em;text-autospace:normal;text-spacing-trim:normal;line-break:strict}"
    )
    body = "".join(f"<p>{text}</p>" for text in paragraphs())
    return f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><style>{style}</style><body>{body}'


def typst_source(measure: float) -> str:
    """The same page in Typst's words."""
    margin = f"(left: {LEFT}pt, right: {PAGE[0] - LEFT - measure}pt, y: {TOP}pt)"
    return (
        f"#set page(width: {PAGE[0]}pt, height: {PAGE[1]}pt, margin: {margin})\n"
        f'#set text(font: "{FACE}", size: {SIZE}pt, lang: "zh", region: "cn")\n'
        "#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 0.75em, spacing: 0.75em)\n"
        + "\n\n".join(paragraphs())
    )


def ours(measure: float) -> bytes:
    """This press's lines."""
    with justified():
        return bare(measure)


def bare(measure: float) -> bytes:
    """WeasyPrint's own."""
    pdf: bytes = HTML(string=html(measure)).write_pdf()
    return pdf


def typst(measure: float) -> bytes | None:
    """Typst's; None where it is not installed."""
    try:
        from typst import compile as set_by_typst
    except ImportError:
        return None
    pdf: bytes = set_by_typst(typst_source(measure).encode())
    return pdf


def chromium(measure: float) -> bytes | None:
    """Those of Chromium without a window; None where it is not installed."""
    program = shutil.which("chromium")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        page, pdf = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(html(measure), "utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        flags += ["--disable-component-update", "--disable-sync", f"--user-data-dir={folder}/profile", "--no-pdf-header-footer"]
        subprocess.run([program, *flags, f"--print-to-pdf={pdf}", page.as_uri()], check=True, capture_output=True, timeout=120)
        return pdf.read_bytes()


SETTERS: dict[str, Callable[[float], bytes | None]] = dict(zip(_PEERS, (ours, bare, typst, chromium), strict=True))

Character = dict[str, Any]
Line = list[Character]


def lines_of(pdf: bytes) -> Iterator[Line]:
    """The characters of each line, from left to right, from the first page's first line to the last page's last."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            rows: dict[int, Line] = {}
            for character in page.chars:
                if character["text"].strip():
                    rows.setdefault(round((character["bottom"] - TOP) / (SIZE * 0.9)), []).append(character)
            for _row, line in sorted(rows.items()):
                yield sorted(line, key=lambda each: float(each["x0"]))


def in_paragraphs(lines: Sequence[Line]) -> tuple[list[list[Line]], int]:
    """The lines of each paragraph, told from its text, and how many paragraphs are not letter for letter what they should be."""
    waiting, found, lost = list(lines), [], 0
    for text in paragraphs():
        mine: list[Line] = []
        while waiting and len("".join(map(words, mine))) < len(text):
            mine.append(waiting.pop(0))
        lost += "".join(str(each["text"]) for line in mine for each in line) != text
        found.append(mine)
    return found, lost


def words(line: Line) -> str:
    """A line's text; what Chromium writes as a radical is the character that it was made from."""
    return "".join(str(each["text"]) for each in line).translate(_RADICALS)


def measured(pdf: bytes, measure: float) -> Counter[str]:
    """The figures of one setting, and what they are out of."""
    found, lost = in_paragraphs(list(lines_of(pdf)))
    count = Counter(lost=lost, paragraphs=len(found))
    for lines in found:
        count["lone"] += len(lines) > 1 and len(_MARKS.sub("", words(lines[-1]))) <= 1
        for number, line in enumerate(lines):
            _count_line(count, line, number)
        for line, following in pairwise(lines):
            count["inner"] += 1
            count["justified"] += abs(_right(line, measure) - LEFT - measure) <= 0.5
            count["end"] += words(line)[-1] in _NO_END
            one, other = words(line)[-1], words(following)[0]
            count["split"] += one.isdigit() and bool(_UNIT.match(other) or other.isdigit())
    return count


def _count_line(count: Counter[str], line: Line, number: int) -> None:
    text, indent = words(line), 0 if number else 2 * SIZE
    count["lines"] += 1
    count["start"] += number > 0 and text[0] in _NO_START
    if text[0] in _OPENING:
        count["openings"] += 1
        count["odd"] += line[0]["x0"] - LEFT - indent > -0.25 * SIZE
    for one, other in pairwise(line):
        pair = str(one["text"])[-1] + str(other["text"])[0]
        if re.fullmatch(f"[{_CLOSING}][{_CLOSING}{_OPENING}]|[{_OPENING}]{{2}}", pair):
            count["pairs"] += 1
            count["wide"] += other["x0"] - one["x0"] > 0.93 * SIZE and pair[1] not in _OPENING
        if re.fullmatch("[⺀-⿟一-鿿][0-9A-Za-z]|[0-9A-Za-z][⺀-⿟一-鿿]", pair):
            count["mixed"] += 1
            count["close"] += other["x0"] - one["x1"] < 0.1 * SIZE


def _right(line: Line, measure: float) -> float:
    """Where a line ends. The box of a mark that is set half wide reaches half an em too far, or its ink ends half an em before."""
    end = float(line[-1]["x1"])
    return min(end, end - SIZE / 2, key=lambda at: abs(at - LEFT - measure)) if line[-1]["text"] in _CLOSING else end


def timed(work: Callable[[], object], runs: int) -> float:
    """Seconds, the median of some runs."""
    seconds = []
    for _run in range(runs):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def main() -> None:
    """Set, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=5, help="how often the press and bare WeasyPrint are timed")
    parser.add_argument("--keep", type=Path, help="a folder for the PDFs")
    options = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it complains of each of Chromium's fonts
    totals: dict[str, Counter[str]] = {name: Counter() for name in SETTERS}
    for characters in MEASURES:
        for name, setter in SETTERS.items():
            pdf = setter(characters * SIZE)
            if pdf is not None:
                totals[name] += measured(pdf, characters * SIZE)
            if pdf is not None and options.keep is not None:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{name.lower()}-{characters}.pdf").write_bytes(pdf)
    _print_table(totals)
    own, plain = (timed(lambda setter=setter: setter(24 * SIZE), options.runs) for setter in (ours, bare))  # type: ignore[misc]  # bound
    print(f"\nRendering: {own:.2f} s, bare WeasyPrint {plain:.2f} s ({own / plain:.2f} times as long)")


def _print_table(totals: dict[str, Counter[str]]) -> None:
    there = [name for name, count in totals.items() if count["lines"]]
    print(f"{'':52}" + "".join(f"{name:>12}" for name in there))
    for figure, told in FIGURES:
        shown = [
            f"{totals[name][figure] / max(totals[name]['inner'], 1):.2%}" if figure == "justified" else totals[name][figure]
            for name in there
        ]
        print(f"{told:52}" + "".join(f"{each:>12}" for each in shown))
    for name, count in totals.items():
        if name not in there:
            print(f"{name} is not installed, and left out")
        else:
            print(
                f"{name}: {count['lines']} lines, {count['pairs']} pairs of marks, {count['mixed']} meetings, {count['openings']} openings"
            )


if __name__ == "__main__":
    main()
