"""A file that lies within a Word file is read in its place; what cannot be read is named, and what it may cost is bounded."""

import shutil
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from bulletin.manuscript import inset, word
from bulletin.manuscript.sheaf import read
from bulletin.queries import Marked
from bulletin.records.manuscript import Grid, Line, Manuscript
from bulletin.records.submission import Enclosure

KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="dat" ContentType="{}"/></Types>'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def chunk(at: int = 1) -> str:
    return f'<w:altChunk r:id="chunk{at}"/>'


def relation(target: str, at: int = 1, more: str = "") -> str:
    return f'<Relationship Id="chunk{at}" Type="{KIND}" Target="{target}" {more}/>'


@pytest.fixture
def story(make_docx: Any) -> Callable[..., bytes]:
    """A Word file with one chunk of this name and content between two paragraphs."""

    def make(name: str, data: bytes, *, parts: Mapping[str, str | bytes] | None = None, body: str = p("前") + chunk() + p("后")) -> bytes:
        return make_docx(body, parts={f"word/{name}": data, **(parts or {})}, relations=relation(name))  # type: ignore[no-any-return]  # a fixture

    return make


@pytest.fixture
def reading(make_submission: Any) -> Callable[[bytes], Marked[Manuscript]]:
    def read_one(data: bytes) -> Marked[Manuscript]:
        both = read(make_submission(Enclosure(name="稿.docx", data=data)))
        (manuscript,) = both.value
        return Marked(manuscript, both.queries)

    return read_one


def texts(manuscript: Manuscript) -> list[str]:
    return [each.text if isinstance(each, Line) else "|".join(line.text for line in each.lines) for each in manuscript.passages]


def asked(reading: Marked[Manuscript]) -> list[tuple[str, int | None]]:
    return [(each.check, each.place.paragraph) for each in reading.queries]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.htm", "<html><body><p>一</p><table><tr><td>甲</td><td>乙</td></tr></table></body></html>".encode()),
        ("a.xhtml", '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>一</p>'
         "<table><tr><td>甲</td><td>乙</td></tr></table></body></html>".encode()),
        ("a.mht", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n\n"
         "<p>一</p><table><tr><td>甲</td><td>乙</td></tr></table>\n--b--\n".encode()),
    ],
)  # fmt: skip
def test_a_page_within_a_word_file_stands_in_its_place(
    story: Callable[..., bytes], reading: Callable[[bytes], Marked[Manuscript]], name: str, data: bytes
) -> None:
    found = reading(story(name, data))
    assert (texts(found.value), asked(found)) == (["前", "一", "甲|乙", "后"], [])
    lines = [line for each in found.value.passages for line in (each.lines if isinstance(each, Grid) else (each,))]
    assert [line.position for line in lines] == sorted({line.position for line in lines})


@pytest.mark.parametrize(
    ("kind", "data"), [("text/html", "一<br>二"), ("text/plain", "一\n二"), ("message/rfc822", "Content-Type: text/plain\n\n一\n二")]
)
def test_what_a_file_without_a_telling_name_is_the_package_says(
    story: Callable[..., bytes], reading: Callable[[bytes], Marked[Manuscript]], kind: str, data: str
) -> None:
    found = reading(story("a.dat", data.encode(), parts={"[Content_Types].xml": TYPES.format(kind)}))
    assert "\n".join(texts(found.value)).split() == ["前", "一", "二", "后"]


def test_a_word_file_within_a_word_file_brings_its_numbers_pictures_notes_and_comments(
    make_docx: Any, story: Callable[..., bytes], reading: Callable[[bytes], Marked[Manuscript]], make_picture: Callable[..., bytes]
) -> None:
    image = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    note = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    drawn = '<w:r><w:drawing><wp:inline><a:graphic><pic:pic><pic:blipFill><a:blip r:embed="p"/></pic:blipFill></pic:pic>' \
        "</a:graphic></wp:inline></w:drawing></w:r>"  # fmt: skip
    notes = {"footnotes": '<w:footnote w:id="2"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote>'}
    parts = {"footnotes": notes["footnotes"].format("内注"), "word/media/a.jpg": make_picture()}
    parts["comments"] = '<w:comment w:id="1" w:author="王"><w:p><w:r><w:t>请核</w:t></w:r></w:p></w:comment>'
    inner = make_docx(
        f'<w:p><w:r><w:t>内</w:t></w:r>{note}{drawn}<w:r><w:commentReference w:id="1"/></w:r></w:p>',
        parts=parts,
        relations=f'<Relationship Id="p" Type="{image}" Target="media/a.jpg"/>',
    )
    body = f"<w:p><w:r><w:t>前</w:t></w:r>{note}{drawn}</w:p>{chunk()}<w:p><w:r><w:t>后</w:t></w:r>{drawn}</w:p>"
    outer = make_docx(
        body,
        parts={"word/in.docx": inner, "word/media/b.jpg": make_picture(60), "footnotes": notes["footnotes"].format("外注")},
        relations=relation("in.docx") + f'<Relationship Id="p" Type="{image}" Target="media/b.jpg"/>',
    )
    found = reading(outer)
    assert texts(found.value) == ["前[1]", "内[2]", "后"]
    assert found.value.notes == ("外注", "内注")
    arts = [art for each in found.value.passages if isinstance(each, Line) for art in each.art]
    assert [found.value.photos[art.photo].width for art in arts] == [60, 40, 60]
    assert (found.value.comments, asked(found)) == (("王: 请核",), [("comment", 2)])


def test_a_chunk_in_a_cell_and_in_a_text_box_is_read_there(
    make_docx: Any, story: Callable[..., bytes], reading: Callable[[bytes], Marked[Manuscript]]
) -> None:
    box = f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{chunk()}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    table = f"<w:tbl><w:tr><w:tc>{chunk()}</w:tc><w:tc>{p('旁')}</w:tc></w:tr></w:tbl>"
    found = reading(story("a.html", b"<p>in</p>", body=p("前") + table + box))
    assert texts(found.value) == ["前", "in|旁", "in"]
    assert [each.box for each in found.value.passages if isinstance(each, Line)] == [False, True]


@pytest.mark.skipif(not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice is not installed")
def test_rich_text_within_a_word_file_is_read_through_libreoffice(
    story: Callable[..., bytes], reading: Callable[[bytes], Marked[Manuscript]]
) -> None:
    found = reading(story("a.rtf", rb"{\rtf1\ansi one\par \u19968?\par}"))
    assert texts(found.value) == ["前", "one", "一", "后"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.rtf", rb"{\rtf1 one}", "LibreOffice"),
        ("a.docx", b"PK\x03\x04", "end is missing"),
        ("a.pdf", b"%PDF-1.4", "PDF"),
        ("a.bin", b"\1", "kind"),
    ],
)
def test_a_chunk_that_cannot_be_read_is_named_with_its_reason(
    story: Callable[..., bytes],
    reading: Callable[[bytes], Marked[Manuscript]],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    data: bytes,
    reason: str,
) -> None:
    monkeypatch.setenv("PATH", "")
    found = reading(story(name, data))
    assert (texts(found.value), asked(found)) == (["前", "后"], [("not-carried-over", 1)])
    assert reason in found.queries[0].message


@pytest.mark.parametrize("more", ["", 'TargetMode="External"'])
def test_a_chunk_that_is_not_in_the_file_is_named(make_docx: Any, reading: Callable[[bytes], Marked[Manuscript]], more: str) -> None:
    found = reading(make_docx(p("前") + chunk(), relations=relation("http://away.example/a.htm", more=more)))
    assert (texts(found.value), asked(found)) == (["前"], [("not-carried-over", 1)])


def test_an_empty_chunk_says_nothing(story: Callable[..., bytes], reading: Callable[[bytes], Marked[Manuscript]]) -> None:
    found = reading(story("a.html", b" \r\n"))
    assert (texts(found.value), asked(found)) == (["前", "后"], [])


def test_a_file_that_brings_itself_again_and_again_ends(
    make_docx: Any, story: Callable[..., bytes], reading: Callable[[bytes], Marked[Manuscript]]
) -> None:
    data = make_docx(p("底"))
    for _level in range(6):
        data = story("a.docx", data)
    found = reading(data)
    assert texts(found.value) == ["前"] * 4 + ["后"] * 4
    assert [check for check, _at in asked(found)] == ["not-carried-over"]


def test_many_chunks_are_read_up_to_what_they_may_cost(
    make_docx: Any, reading: Callable[[bytes], Marked[Manuscript]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inset, "_MOST_TAGS", 3 * inset._FILE + 3)
    data = make_docx("".join(map(chunk, [1] * 5)), parts={"word/a.html": b"<p>in"}, relations=relation("a.html"))
    found = reading(data)
    assert (texts(found.value), len(found.queries)) == (["in"] * 3, 2)


def test_without_a_reader_a_chunk_is_named(story: Callable[..., bytes]) -> None:
    assert asked(word.read("a.docx", story("a.html", b"<p>in"))) == [("not-carried-over", 1)]
