"""A web page that was saved whole is read with the pictures that lie in it, and with no others."""

import base64
import quopri
from collections.abc import Callable
from typing import Any

import pytest

from bulletin.manuscript import webarchive
from bulletin.manuscript.pencil import Unfit
from bulletin.manuscript.sheaf import read
from bulletin.records.manuscript import Art, Line, Manuscript
from bulletin.records.submission import Enclosure

WORD = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=_N"\r\n\r\nThis is a Single File Web Page.\r\n\r\n'
CHROME = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://mp.weixin.qq.com/s?" + b"a" * 3000 + b"\r\nSubject: x\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="=_N"\r\n\r\n'
)


def part(kind: str, data: bytes, *heads: str, coding: str = "base64") -> bytes:
    body = quopri.encodestring(data) if coding == "quoted-printable" else base64.encodebytes(data) if coding == "base64" else data
    lines = (f"Content-Type: {kind}", f"Content-Transfer-Encoding: {coding}", *heads)
    return b"--=_N\r\n" + "\r\n".join(lines).encode() + b"\r\n\r\n" + body + b"\r\n"


def html(text: str, *heads: str, charset: str = "utf-8") -> bytes:
    return part(f'text/html; charset="{charset}"', text.encode(charset), *heads, coding="quoted-printable")


def archive(*parts: bytes, head: bytes = WORD) -> bytes:
    return head + b"".join(parts) + b"--=_N--\r\n"


def texts(manuscript: Manuscript) -> list[str]:
    return [each.text for each in manuscript.passages if isinstance(each, Line)]


def arts(manuscript: Manuscript) -> list[Art]:
    return [art for each in manuscript.passages if isinstance(each, Line) for art in each.art]


@pytest.mark.parametrize("head", [WORD, CHROME])
@pytest.mark.parametrize("name", ["稿件.mht", "稿件.MHTML", "稿件.doc"])
def test_a_saved_page_is_read_whoever_saved_it(make_submission: Any, head: bytes, name: str) -> None:
    page = html("<html><body><p>近日，支行走进社区。</p></body></html>")
    reading = read(make_submission(Enclosure(name=name, data=archive(page, head=head))))
    assert [(each.file, each.kind, texts(each)) for each in reading.value] == [(name, "html", ["近日，支行走进社区。"])]
    assert reading.queries == ()


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "utf-8", "big5"])
def test_the_page_is_read_in_the_encoding_that_its_part_states(charset: str) -> None:
    reading = webarchive.read("a.mht", archive(html("<p>支行工作日志</p>", charset=charset)))
    assert texts(reading.value) == ["支行工作日志"]


def test_characters_that_the_stated_encoding_has_not_are_read() -> None:
    page = part('text/html; charset="gb2312"', "<p>镕喆支行</p>".encode("gb18030"))
    assert texts(webarchive.read("a.mht", archive(page)).value) == ["镕喆支行"]


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("稿.files/image001.jpg", "Content-Location: file:///C:/AB12/%E7%A8%BF.files/image001.jpg"),
        (r"稿.files\image001.jpg", "Content-Location: file:///C:/AB12/%E7%A8%BF.files/image001.jpg"),
        ("https://mmbiz.qpic.cn/a/640?wx_fmt=jpeg", "Content-Location: https://mmbiz.qpic.cn/a/640?wx_fmt=jpeg"),
        ("https://mmbiz.qpic.cn/a/640?wx_fmt=jpeg", "Content-Location:\r\n https://mmbiz.qpic.cn/a/640\r\n ?wx_fmt=jpeg"),
        ("//cdn.example/a.jpg", "Content-Location: file://cdn.example/a.jpg"),
        ("cid:one@mhtml.blink", "Content-ID: <one@mhtml.blink>"),
        ("a.jpg", "Content-Location: other/place/a.jpg"),
    ],
)
def test_a_picture_is_found_by_whatever_the_page_calls_it(make_picture: Callable[..., bytes], source: str, where: str) -> None:
    page = html(f'<p>文<img src="{source}" alt="图"></p>', "Content-Location: file:///C:/AB12/a.htm")
    reading = webarchive.read("a.mht", archive(page, part("image/jpeg", make_picture(), where)))
    assert ([each.alt for each in arts(reading.value)], reading.queries) == (["图"], ())


def test_two_pictures_of_one_name_are_two(make_picture: Callable[..., bytes]) -> None:
    places = [f"https://mmbiz.qpic.cn/{at}/640?wx_fmt=jpeg" for at in "ab"]
    page = html("".join(f'<p><img src="{place}"></p>' for place in places))
    pictures = [part("image/jpeg", make_picture(width), f"Content-Location: {at}") for at, width in zip(places, (40, 60), strict=True)]
    photos = webarchive.read("a.mht", archive(page, *pictures, head=CHROME)).value.photos
    assert [photo.width for photo in photos.values()] == [40, 60]


def test_a_picture_that_is_not_in_the_archive_is_named() -> None:
    page = html('<p>文<img src="http://[away/a.jpg"></p>', "Content-Location: http://site.example/a.htm")
    reading = webarchive.read("a.mht", archive(page))
    assert [each.check for each in reading.queries] == ["picture-missing"]


def test_a_page_within_alternatives_is_read_once(make_picture: Callable[..., bytes]) -> None:
    inner = part("text/plain", "纯文本".encode()) + html("<p>网页</p>")
    both = b"--=_N\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n" + inner.replace(b"--=_N", b"--in") + b"--in--\r\n"
    assert texts(webarchive.read("a.mht", archive(both)).value) == ["网页"]


@pytest.mark.parametrize("data", [archive(), archive(part("image/png", b"x")), b"Content-Type: multipart/related\n\n"])
def test_an_archive_without_a_page_is_held(make_submission: Any, data: bytes) -> None:
    reading = read(make_submission(Enclosure(name="a.mht", data=data)))
    assert (reading.value, [each.check for each in reading.queries]) == ((), ["unreadable"])


def test_a_single_page_without_parts_is_read() -> None:
    head = b'From: "Saved by Internet Explorer"\r\nContent-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    assert texts(webarchive.read("a.mht", head + base64.b64encode("<p>一页</p>".encode("gbk"))).value) == ["一页"]


def test_a_page_cut_off_in_a_picture_keeps_its_text(make_picture: Callable[..., bytes]) -> None:
    whole = archive(html('<p>文<img src="a.jpg"></p>'), part("image/jpeg", make_picture(400, 300), "Content-Location: a.jpg"))
    reading = webarchive.read("a.mht", whole[:-1200])
    assert texts(reading.value) == ["文"]
    assert {each.check for each in reading.queries} <= {"picture-damaged", "picture-unreadable"} and reading.queries


@pytest.mark.parametrize(
    "data",
    [
        b"".join(b"Content-Type: multipart/related; boundary=%d\r\n\r\n--%d\r\n" % (at, at) for at in range(2000)),
        b"Content-Type: message/rfc822\r\n\r\n" * 5000,
        b"Content-Type: multipart/related; boundary=a\r\n\r\n" + b"--a\r\n\r\n" * 3000,
    ],
)
def test_archives_within_archives_and_countless_parts_are_refused(data: bytes) -> None:
    with pytest.raises(Unfit) as caught:
        webarchive.read("a.mht", data)
    assert caught.value.check in ("too-large", "unreadable")
