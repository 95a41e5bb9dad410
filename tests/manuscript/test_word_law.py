"""The law of the reader of Word: what a generated file says comes out, each thing in its place, and nothing is asked about it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.manuscript.numerals import numeral
from bulletin.records.manuscript import Art, Grid, Line, Manuscript, Passage, Run

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%2."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="锦旗"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="p1"/>'
    "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
NOTE, PHOTO = "\u2460note", "\u2460photo"


@dataclass(frozen=True)
class Words:
    """A run of text, or one of the two things that are none; wrapped in something that is not seen."""

    text: str
    strong: bool = False
    script: str = ""
    around: str = "{}"

    def xml(self, mark: Callable[[], int]) -> str:
        if self.text == PHOTO:
            return PICTURE
        if self.text == NOTE:
            return f'<w:r><w:footnoteReference w:id="{mark()}"/></w:r>'
        script = f'<w:vertAlign w:val="{self.script}script"/>' if self.script else ""
        properties = f"<w:rPr>{'<w:b/>' if self.strong else ''}{script}</w:rPr>"
        return self.around.format(f'<w:r>{properties}<w:t xml:space="preserve">{escape(self.text)}</w:t></w:r>')


@dataclass(frozen=True)
class Text:
    """A paragraph, in a list where it has a level."""

    words: tuple[Words, ...]
    level: int | None = None


@dataclass
class Expected:
    """What must come out, told while the file is written."""

    marks: int = 0
    counts: list[int] = field(default_factory=lambda: [0, 0])

    def mark(self) -> int:
        self.marks += 1
        return self.marks

    def number(self, level: int | None) -> str:
        if level is None:
            return ""
        self.counts[level] += 1
        if level == 0:
            self.counts[1] = 0
        self.counts[0] = max(self.counts[0], 1)
        return f"{numeral(self.counts[0], 'chineseCountingThousand')}、" if level == 0 else f"{self.counts[1]}."


def paragraph(text: Text, expected: Expected) -> tuple[str, tuple[Any, ...]]:
    first = expected.marks
    numbers = "" if text.level is None else f'<w:numPr><w:ilvl w:val="{text.level}"/><w:numId w:val="1"/></w:numPr>'
    xml = f"<w:p><w:pPr>{numbers}</w:pPr>{''.join(each.xml(expected.mark) for each in text.words)}</w:p>"
    shown: list[tuple[str, bool, str]] = []
    for each in text.words:
        if each.text == NOTE:
            first += 1
        told = ("", False, "photo") if each.text == PHOTO else (f"[{first}]", False, "super") if each.text == NOTE else _told(each)
        if shown and shown[-1][1:] == told[1:] and told[2] != "photo":
            told = (shown.pop()[0] + told[0], *told[1:])
        shown.append(told)
    return xml, (expected.number(text.level), *shown)


def _told(words: Words) -> tuple[str, bool, str]:
    return words.text, words.strong, words.script


def told(passage: Passage) -> Any:
    if isinstance(passage, Grid):
        return [[(cell.columns, cell.rows, [told(each) for each in cell.passages]) for cell in row] for row in passage.rows]
    return (passage.number, *map(_run_told, passage.runs))


def _run_told(run: Run | Art) -> tuple[str, bool, str]:
    return ("", False, "photo") if isinstance(run, Art) else (run.text, run.strong, run.script)


CHARACTERS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\u2028\u2029"), min_size=1, max_size=12)
UNSEEN = st.sampled_from(
    [
        "{}",
        '<w:ins w:id="1" w:author="a">{}</w:ins>',
        "<w:smartTag>{}</w:smartTag>",
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:bookmarkStart w:id="1" w:name="b"/>{}<w:bookmarkEnd w:id="1"/>',
        '{}<w:del w:id="1"><w:r><w:delText>删去</w:delText></w:r></w:del>',
        '<w:fldSimple w:instr="REF b">{}</w:fldSimple>',
    ]
)
WORDS = st.builds(Words, CHARACTERS, st.booleans(), st.sampled_from(["", "super", "sub"]), UNSEEN)
TEXTS = st.builds(
    Text,
    st.lists(st.one_of(WORDS, WORDS, st.sampled_from([Words(NOTE), Words(PHOTO)])), min_size=1, max_size=4).map(tuple),
    st.sampled_from([None, None, 0, 1]),
)
#: A table's rows; each cell is as wide as the columns that it spans, and may go on into the row below.
TABLES = st.integers(1, 3).flatmap(lambda columns: st.lists(st.lists(TEXTS, min_size=columns, max_size=columns), min_size=1, max_size=3))


def table(rows: list[list[Text]], expected: Expected, *, tall: bool) -> tuple[str, Any]:
    """A table whose last column is one cell over all rows where it is `tall`."""
    xml = ""
    cells: list[Any] = []
    for number, row in enumerate(rows):
        xml += "<w:tr>"
        cells.append([])
        for column, text in enumerate(row):
            merged = tall and column == len(row) - 1 and len(rows) > 1
            inside, shown = paragraph(text, expected)
            merge = f'<w:vMerge w:val="{"continue" if number else "restart"}"/>' if merged else ""
            xml += f"<w:tc><w:tcPr>{merge}</w:tcPr>{inside}</w:tc>"
            if merged and number:
                cells[0][-1][2].append(shown)
            else:
                cells[-1].append((1, len(rows) if merged else 1, [shown]))
        xml += "</w:tr>"
    return f"<w:tbl>{xml}</w:tbl>", [row for row in cells if row]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(blocks=st.lists(st.one_of(TEXTS, st.tuples(TABLES, st.booleans())), min_size=1, max_size=5))
def test_a_generated_file_is_read_without_loss(read_word: Any, make_picture: Callable[..., bytes], blocks: list[Any]) -> None:
    expected, xml, shown = Expected(), "", []
    for block in blocks:
        part, told_of = paragraph(block, expected) if isinstance(block, Text) else table(block[0], expected, tall=block[1])
        xml += part
        shown.append(told_of)
    notes = "".join(f'<w:footnote w:id="{at}"><w:p><w:r><w:t>注{at}</w:t></w:r></w:p></w:footnote>' for at in range(1, expected.marks + 1))
    parts = {"numbering": NUMBERING, "footnotes": notes, "word/media/p1.jpg": make_picture()}
    relation = f'<Relationship Id="p1" Type="{OFFICE}/image" Target="media/p1.jpg"/>'
    reading = read_word(xml, parts=parts, relations=relation)
    manuscript: Manuscript = reading.value
    assert [told(passage) for passage in manuscript.passages] == shown
    assert manuscript.notes == tuple(f"注{at}" for at in range(1, expected.marks + 1))
    assert {each.check for each in reading.queries} <= {"tracked-changes"}
    arts = [run for line in _lines(manuscript) for run in line.runs if isinstance(run, Art)]
    assert [art.alt for art in arts] == ["锦旗"] * len(manuscript.photos)


def _lines(manuscript: Manuscript) -> list[Line]:
    return [line for each in manuscript.passages for line in (each.lines if isinstance(each, Grid) else (each,))]
