"""Manuscripts made in code: small packages with one oddity each."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

import pytest
from PIL import Image

from bulletin.manuscript import word
from bulletin.queries import Marked
from bulletin.records.manuscript import Manuscript
from bulletin.records.submission import Enclosure, Submission

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


class DocxMaker(Protocol):
    """Packs a body's XML as a Word file; `parts` are further parts, by the kind of their relation or by their full name."""

    def __call__(self, body: str, *, parts: Mapping[str, str | bytes] | None = None, relations: str = "") -> bytes: ...


class WordReader(Protocol):
    """Packs a body's XML as a Word file and reads it."""

    def __call__(self, body: str, *, parts: Mapping[str, str | bytes] | None = None, relations: str = "") -> Marked[Manuscript]: ...


def _part(kind: str, xml: str) -> str:
    root = {"styles": "styles", "numbering": "numbering", "comments": "comments", "footnotes": "footnotes", "endnotes": "endnotes"}[kind]
    return f"<w:{root} {_NAMESPACES}>{xml}</w:{root}>"


def _make_docx(body: str, *, parts: Mapping[str, str | bytes] | None = None, relations: str = "") -> bytes:
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    for name, content in (parts or {}).items():
        if "/" in name or name.startswith("["):
            files[name] = content
        else:
            files[f"word/{name}.xml"] = _part(name, content if isinstance(content, str) else content.decode())
            relations += f'<Relationship Id="of-{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
    files["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _read_word(body: str, *, parts: Mapping[str, str | bytes] | None = None, relations: str = "") -> Marked[Manuscript]:
    return word.read("story.docx", _make_docx(body, parts=parts, relations=relations))


def _make_picture(width: int = 40, height: int = 20, *, kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    """A picture whose left half is black and whose right half is white."""
    image = Image.new("L", (width, height), 255)
    image.paste(0, (0, 0, width // 2, height))
    stream = io.BytesIO()
    image.convert(mode).save(stream, kind, **options)
    return stream.getvalue()


def _make_submission(*enclosures: Enclosure, body: Sequence[Enclosure] = ()) -> Submission:
    return Submission(
        name="mail.eml",
        received=datetime(2024, 1, 2, tzinfo=UTC),
        digest="0" * 64,
        originals=(),
        enclosures=enclosures,
        body=tuple(body),
    )


@pytest.fixture(scope="session")
def make_docx() -> DocxMaker:
    return _make_docx


@pytest.fixture(scope="session")
def read_word() -> WordReader:
    return _read_word


@pytest.fixture(scope="session")
def make_picture() -> Callable[..., bytes]:
    return _make_picture


@pytest.fixture(scope="session")
def make_submission() -> Callable[..., Submission]:
    return _make_submission
