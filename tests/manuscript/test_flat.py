"""A Word file in one piece of XML is read as the .docx that it stands for."""

import base64
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from bulletin.manuscript.flat import packed
from bulletin.manuscript.package import MAX_PARTS
from bulletin.manuscript.pencil import Unfit
from bulletin.manuscript.sheaf import read
from bulletin.records.manuscript import Line
from bulletin.records.submission import Enclosure

PKG = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'


def part(name: str, data: bytes) -> str:
    if name.endswith((".xml", ".rels")):
        return f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{data.decode()}</pkg:xmlData></pkg:part>'
    return f'<pkg:part pkg:name="/{name}"><pkg:binaryData>{base64.encodebytes(data).decode()}</pkg:binaryData></pkg:part>'


def flat(docx: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = "".join(part(name, archive.read(name)) for name in archive.namelist())
    return f'<?mso-application progid="Word.Document"?><pkg:package {PKG}>{parts}</pkg:package>'.encode()


@pytest.fixture
def story(make_docx: Any, make_picture: Callable[..., bytes]) -> bytes:
    picture = '<pic:pic><pic:blipFill><a:blip r:embed="rId1"/></pic:blipFill></pic:pic>'
    drawing = f"<w:drawing><wp:inline><a:graphic>{picture}</a:graphic></wp:inline></w:drawing>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    relation = f'<Relationship Id="rId1" Type="{kind}" Target="media/a.jpg"/>'
    body = f"<w:p><w:r><w:t>正文</w:t></w:r><w:r>{drawing}</w:r></w:p>"
    return make_docx(body, parts={"word/media/a.jpg": make_picture()}, relations=relation)  # type: ignore[no-any-return]  # a fixture


@pytest.mark.parametrize("name", ["稿件.xml", "稿件.doc"])
def test_a_flat_file_is_read_with_its_pictures(story: bytes, make_submission: Any, name: str) -> None:
    reading = read(make_submission(Enclosure(name=name, data=flat(story))))
    (manuscript,) = reading.value
    assert [passage.text for passage in manuscript.passages if isinstance(passage, Line)] == ["正文"]
    assert (len(manuscript.photos), reading.queries) == (1, ())


def test_a_flat_file_that_is_cut_off_is_held(story: bytes, make_submission: Any) -> None:
    whole = flat(story)
    reading = read(make_submission(Enclosure(name="稿件.xml", data=whole[: len(whole) // 2])))
    assert (reading.value, reading.held) == ((), True)


@pytest.mark.parametrize("harm", [f"<pkg:part {PKG}/>" * (MAX_PARTS + 1), "<!DOCTYPE x>"])
def test_a_flat_file_beyond_a_packages_limits_is_refused(harm: str) -> None:
    with pytest.raises(Unfit):
        packed((harm if "DOCTYPE" in harm else f"<pkg:package {PKG}>{harm}</pkg:package>").encode())


def test_names_in_a_flat_file_are_names_and_nothing_else(story: bytes) -> None:
    twice = flat(story).decode().replace("</pkg:package>", part("../../word/a.xml", b"<a/>") * 2 + "</pkg:package>")
    with zipfile.ZipFile(io.BytesIO(packed(twice.encode()))) as archive:
        assert archive.namelist().count("../../word/a.xml") == 1


def test_a_picture_that_is_no_base64_is_refused_as_damage(story: bytes) -> None:
    broken = re.sub(rb"(<pkg:binaryData>)[^<]*", rb"\1a", flat(story))
    with pytest.raises(Unfit) as caught:
        packed(broken)
    assert caught.value.check == "unreadable"
