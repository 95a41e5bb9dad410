"""Outlook's own files: .msg and winmail.dat, their texts, their attachments, and what is built to harm."""

import struct
import tracemalloc
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from io import BytesIO

import pytest
from extract_msg.ole_writer import OleWriter
from hypothesis import given, settings
from hypothesis import strategies as st
from tnefparse.tnef import TNEF

from bulletin.intake import outlook, tnef
from bulletin.intake.kinds import Kind, kind_of
from bulletin.intake.letter import Inner, Letter
from bulletin.intake.limits import MEGABYTE, Refused
from bulletin.intake.rtf import text_of, unpacked
from bulletin.queries import Marked
from bulletin.records.submission import Enclosure, Submission

SENDER = "dongcheng@bank.example"
Open = Callable[..., Marked[Submission]]
#: Streams by their paths, fixed properties by their folder's path and number.
Streams = dict[tuple[str, ...], bytes]

_SENT = int((datetime(2023, 12, 4, 1, 12, 33, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds() * 10_000_000)


def _fixed(head: int, **values: int) -> bytes:
    """A stream of properties of fixed length, by their numbers and types as p0039_0040=value."""
    rows = (struct.pack("<HHIq", int(name[6:], 16), int(name[1:5], 16), 6, value) for name, value in values.items())
    return b"\0" * head + b"".join(rows)


def _text(text: str) -> bytes:
    return text.encode("utf-16-le")


def _message(place: tuple[str, ...] = (), head: int = 32, **more: bytes) -> Streams:
    """A mail's streams; `more` by number and type as s1000_001F."""
    streams = {
        "s001A_001F": _text("IPM.Note"),
        "s0037_001F": _text("投稿：东城支行"),
        "s0042_001F": _text("东城支行"),
        "s5D02_001F": _text(SENDER),
        "s1035_001F": _text("<1@bank.example>"),
        "s1000_001F": _text("请查收附件。"),
    } | more
    return {(*place, "__properties_version1.0"): _fixed(head, p0039_0040=_SENT, p3FFD_0003=936, p3FDE_0003=65001)} | {
        (*place, f"__substg1.0_{name[1:5]}{name[6:]}"): data for name, data in streams.items()
    }


def _attachment(number: int, name: str, data: bytes, *, within: tuple[str, ...] = (), cid: str = "") -> Streams:
    place = (*within, f"__attach_version1.0_#{number:08X}")
    return {
        (*place, "__properties_version1.0"): _fixed(8, p3705_0003=1),
        (*place, "__substg1.0_3707001F"): _text(name),
        (*place, "__substg1.0_37010102"): data,
        (*place, "__substg1.0_3712001F"): _text(cid),
    }


def _file(*streams: Streams) -> bytes:
    writer = OleWriter()
    for each in streams:
        for path, data in each.items():
            writer.addEntry(list(path), data)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _given(letter: Letter) -> dict[str, bytes]:
    return {each.name: each.data for each in letter.attachments if isinstance(each, Enclosure)}


def test_a_msg_file_is_a_submission_with_its_head_text_and_attachments(open_file: Open) -> None:
    raw = _file(_message(), _attachment(0, "服务明星稿件.docx", b"PK one"), _attachment(1, "现场.jpg", b"\xff\xd8\xff"))
    opened = open_file("投稿.msg", raw)
    submission = opened.value
    assert opened.queries == ()
    assert (submission.subject, submission.sender, submission.sender_name) == ("投稿：东城支行", SENDER, "东城支行")
    assert (submission.message_id, submission.received) == ("<1@bank.example>", datetime(2023, 12, 4, 1, 12, 33, tzinfo=UTC))
    assert [each.data.decode() for each in submission.body] == ["请查收附件。"]
    assert [(each.name, each.data) for each in submission.enclosures] == [("服务明星稿件.docx", b"PK one"), ("现场.jpg", b"\xff\xd8\xff")]
    assert submission.originals[0].data == raw


def test_a_msg_file_from_a_stranger_is_held(open_file: Open) -> None:
    opened = open_file("a.msg", _file(_message(s5D02_001F=_text("who@elsewhere.example")), _attachment(0, "a.docx", b"PK")))
    assert [query.check for query in opened.queries] == ["stranger", "left-alone"]
    assert opened.value.enclosures == ()


def test_a_msg_file_whatever_it_is_called_is_one() -> None:
    assert kind_of("附件", _file(_message())) is Kind.OUTLOOK


def test_texts_in_a_chinese_code_page_are_read() -> None:
    raw = _file(_message(s0037_001F=b"", s0037_001E="喆镕支行投稿".encode("gbk"), s1000_001F=b"", s1000_001E="见附件，陶喆".encode("gbk")))
    assert outlook.read_envelope(raw).subject == "喆镕支行投稿"
    assert [each.data.decode() for each in outlook.read_letter(raw).body] == ["见附件，陶喆"]


def test_the_head_that_a_mail_was_sent_with_goes_before_what_outlook_noted() -> None:
    head = (
        "Authentication-Results: mx.bank.example; dmarc=fail\r\nReply-To: office@bank.example\r\n"
        "From: a@bank.example\r\nAuto-Submitted: auto-replied\r\n"
    )
    envelope = outlook.read_envelope(_file(_message(s007D_001F=_text(head))))
    assert (envelope.sender, envelope.reply_to, envelope.automatic) == ("a@bank.example", "office@bank.example", "auto-reply")
    assert envelope.proofs == ("mx.bank.example; dmarc=fail",)
    assert envelope.subject == "投稿：东城支行"


def test_a_picture_in_the_page_keeps_its_content_id() -> None:
    page = '<html><p>东城</p><img src="cid:p1@x"></html>'.encode()
    letter = outlook.read_letter(_file(_message(s1013_0102=page), _attachment(0, "image001.png", b"\x89PNG\r\n\x1a\n", cid="<p1@x>")))
    assert letter.body[0].name == "body.html"
    assert letter.body[0].data == page
    (picture,) = letter.attachments
    assert isinstance(picture, Enclosure)
    assert picture.content_id == "p1@x"


def test_a_mail_within_a_msg_file_is_opened_to_a_certain_depth(open_file: Open) -> None:
    place: tuple[str, ...] = ()
    streams = [_message()]
    for _depth in range(5):
        place = (*place, "__attach_version1.0_#00000000")
        streams.append({(*place, "__properties_version1.0"): _fixed(8, p3705_0003=5)})
        place = (*place, "__substg1.0_3701000D")
        streams.extend((_message(place, 24), _attachment(1, f"第{_depth}层.docx", b"PK", within=place)))
    opened = open_file("a.msg", _file(*streams))
    assert {each.name for each in opened.value.enclosures} == {"第0层.docx", "第1层.docx", "第2层.docx"}
    assert [query.check for query in opened.queries] == ["attachment-left-out"]


def test_a_signed_mail_is_read_from_its_only_attachment() -> None:
    inner = EmailMessage()
    inner.set_content("正文")
    inner.add_attachment(b"PK", maintype="application", subtype="msword", filename="稿件.doc")
    raw = _file(_message(s001A_001F=_text("IPM.Note.SMIME.MultipartSigned")), _attachment(0, "smime.p7m", bytes(inner)))
    assert _given(outlook.read_letter(raw)) == {"稿件.doc": b"PK"}


def test_an_encrypted_msg_file_is_held(open_file: Open) -> None:
    opened = open_file("a.msg", _file(_message(s001A_001F=_text("IPM.Note.SMIME")), _attachment(0, "smime.p7m", b"\x30\x82")))
    assert {query.check for query in opened.queries} == {"encrypted"}


def test_an_attachment_that_is_only_a_link_is_told(open_file: Open) -> None:
    place = ("__attach_version1.0_#00000000",)
    link: Streams = {(*place, "__properties_version1.0"): _fixed(8, p3705_0003=7), (*place, "__substg1.0_3707001F"): _text("照片.zip")}
    opened = open_file("a.msg", _file(_message(), link))
    assert any("照片.zip" in query.message for query in opened.queries)


def test_a_msg_file_cut_off_anywhere_is_read_or_refused() -> None:
    raw = _file(_message(), _attachment(0, "a.docx", b"x" * 5000))
    for end in range(0, len(raw), 97):
        for read in (outlook.read_letter, outlook.read_envelope):
            try:
                read(raw[:end])
            except Refused as refused:
                assert refused.check == "unreadable"


@settings(deadline=None)
@given(st.data())
def test_a_damaged_msg_file_is_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(_DAMAGED)
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=30)):
        raw[at] = data.draw(st.integers(0, 255))
    try:
        letter = outlook.read_letter(bytes(raw))
        assert all(each.name for each in letter.attachments)
    except Refused:
        pass


_DAMAGED = _file(_message(), _attachment(0, "a.docx", b"x" * 300))


def test_streams_that_lie_one_on_another_are_refused() -> None:
    """A compound file may name the same sectors in a thousand entries: each copy is counted."""
    raw = _file(_message(), *(_attachment(each, f"{each}.bin", b"x" * 4096) for each in range(20)))
    big = _file(
        _message(), _attachment(0, "a.bin", b"y" * 2 * MEGABYTE), *(_attachment(each, f"{each}.bin", b"x" * 4096) for each in range(1, 20))
    )
    assert len(outlook.read_letter(raw).attachments) == 20
    bomb = _overlaid(big, 4096, 2 * MEGABYTE)
    with pytest.raises(Refused) as refused:
        outlook.read_letter(bomb)
    assert refused.value.check == "too-large"


def _overlaid(raw: bytes, size: int, wanted: int) -> bytes:
    """The file with every stream of one size put on the place of one of another ([MS-CFB] §2.6.1: start at 116, size at 120)."""
    entry = next(at for at in range(0, len(raw) - 128, 128) if struct.unpack_from("<Q", raw, at + 120)[0] == wanted and raw[at + 66] == 2)
    place = raw[entry + 116 : entry + 128]
    changed = bytearray(raw)
    for at in range(0, len(raw) - 128, 128):
        if raw[at + 66] == 2 and struct.unpack_from("<Q", raw, at + 120)[0] == size:
            changed[at + 116 : at + 128] = place
    return bytes(changed)


def test_a_directory_without_end_is_refused_before_it_is_loaded() -> None:
    entry = b"a\0".ljust(64, b"\0") + struct.pack("<H", 4) + b"\x02\x01" + b"\xff" * 12 + b"\0" * 48
    raw = _file(_message())[:512] + entry * 200_000
    tracemalloc.start()
    with pytest.raises(Refused) as refused:
        outlook.read_letter(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.value.check == "too-large"
    assert peak < 10 * MEGABYTE


# --- rich text -------------------------------------------------------------------------------------------------------------------

_PAGE = (
    rb"{\rtf1\ansi\ansicpg936\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset134 \'cb\'ce\'cc\'e5;}}"
    rb"{\*\htmltag64 <p>}\htmlrtf {\f1 \htmlrtf0 \'b6\'ab\'b3\'c7{\*\htmltag4 <b>}\u-27187?{\*\htmltag4 </b>}\htmlrtf }\htmlrtf0"
    rb"{\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 {\*\mhtmltag64 <x>}\line \{ok\}{\*\htmltag72 </p>}}"
)


def test_html_comes_out_of_the_rich_text_that_outlook_packed_it_in() -> None:
    assert text_of(_PAGE) == ("<p>东城<b>闍</b>&lt;\n{ok}</p>".replace("闍", chr(-27187 % 0x10000)), True)


def test_plain_rich_text_gives_its_words_alone() -> None:
    rtf = rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 Arial;}}{\info{\author x}}\pard \'b6\'ab\'b3\'c7\par{\pict ffd8}two\tab 2\par}"
    assert text_of(rtf) == ("东城\ntwo\t2\n", False)


def test_characters_beyond_the_first_plane_are_whole() -> None:
    assert text_of(rb"{\rtf1 \u-10179?\u-8694?}")[0] == "\U0001f60a"


def test_packed_rich_text_is_unpacked() -> None:
    # the example of [MS-OXRTFCP] §3.1.1
    packed = bytes.fromhex("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0")
    assert unpacked(packed, 1000) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_whatever_is_packed_ends(data: bytes) -> None:
    with suppress(ValueError):
        assert len(unpacked(b"\0" * 8 + b"LZFu" + b"\0" * 4 + data, 1000)) <= 1000


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [b"{", b"}", b"\\u1", b"\\'b6", b"\\*", b"\\htmltag4 ", b"\\htmlrtf", b"\\fonttbl", b"\\uc9 ", b"\\f7", b"x", b"\\"]
        )
    )
)
def test_whatever_rich_text_comes_is_read(words: list[bytes]) -> None:
    text_of(b"{\\rtf1\\fromhtml1 " + b"".join(words))


# --- winmail.dat -----------------------------------------------------------------------------------------------------------------


def _attribute(level: int, number: int, kind: int, value: bytes) -> bytes:
    return struct.pack("<BHHI", level, number, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def _property(kind: int, number: int, value: bytes) -> bytes:
    if kind in (0x3, 0xB):
        return struct.pack("<HH", kind, number) + value.ljust(4, b"\0")
    return struct.pack("<HHII", kind, number, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def _properties(*properties: bytes) -> bytes:
    return struct.pack("<I", len(properties)) + b"".join(properties)


def _winmail(files: Mapping[str, bytes], *more: bytes) -> bytes:
    attributes = [_attribute(1, 0x9007, 6, struct.pack("<II", 936, 0)), *more]
    for name, data in files.items():
        long_name = _property(0x1F, 0x3707, _text(name) + b"\0\0")
        attributes += [
            _attribute(2, 0x9002, 6, b"\1\0" + b"\xff" * 12),
            _attribute(2, 0x800F, 6, data),
            _attribute(2, 0x8010, 1, name.encode("gbk")[:12] + b"\0"),
            _attribute(2, 0x9005, 6, _properties(long_name, _property(0x3, 0x3705, b"\1"))),
        ]
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(attributes)


def test_attachments_come_out_of_winmail_dat(open_file: Open) -> None:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = SENDER, "投稿", "Mon, 04 Dec 2023 09:12:33 +0800"
    message.set_content("请查收。")
    packed = _winmail({"关于开展服务提升活动的报道.docx": b"PK one", "现场照片.jpg": b"\xff\xd8\xff"})
    message.add_attachment(packed, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    opened = open_file("a.eml", bytes(message))
    assert opened.queries == ()
    assert [(each.name, each.data) for each in opened.value.enclosures] == [
        ("关于开展服务提升活动的报道.docx", b"PK one"),
        ("现场照片.jpg", b"\xff\xd8\xff"),
    ]


def test_the_text_in_winmail_dat_is_read() -> None:
    page = _property(0x102, 0x1013, "<p>东城支行</p>".encode("gbk"))
    cpid = _property(0x3, 0x3FDE, struct.pack("<I", 936))
    letter = tnef.read_letter(_winmail({}, _attribute(1, 0x9003, 6, _properties(cpid, page))))
    assert [(each.name, each.data.decode(each.charset or "")) for each in letter.body] == [("body.html", "<p>东城支行</p>")]


def test_a_name_in_the_old_code_page_is_read_where_there_is_no_other() -> None:
    raw = b"\x78\x9f\x3e\x22\x01\x00" + _attribute(1, 0x9007, 6, struct.pack("<II", 936, 0))
    raw += _attribute(2, 0x9002, 6, b"\1\0") + _attribute(2, 0x8010, 1, "稿件.doc".encode("gbk") + b"\0") + _attribute(2, 0x800F, 6, b"x")
    assert _given(tnef.read_letter(raw)) == {"稿件.doc": b"x"}


def test_a_mail_in_winmail_dat_is_a_mail_within() -> None:
    inner = _property(0xD, 0x3701, bytes.fromhex("07030200000000 00c000000000000046".replace(" ", "")) + _winmail({"内.docx": b"PK"}))
    raw = b"\x78\x9f\x3e\x22\x01\x00" + _attribute(2, 0x9002, 6, b"\1\0") + _attribute(2, 0x9005, 6, _properties(inner))
    (attachment,) = tnef.read_letter(raw).attachments
    assert isinstance(attachment, Inner)
    assert _given(attachment.opened()) == {"内.docx": b"PK"}


#: The other reader drops zeros at an end; what begins as another winmail.dat is one, a mail within, to ours.
_CONTENTS = st.binary(min_size=1, max_size=200).filter(lambda data: data[-1] and not data.startswith(b"\x78\x9f\x3e\x22"))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["a.docx", "b.jpg", "稿.doc"]), _CONTENTS))
def test_what_another_reader_finds_is_found(files: dict[str, bytes]) -> None:
    raw = _winmail(files)
    peer = TNEF(raw)
    assert [each.data for each in peer.attachments] == list(files.values())
    assert [each.data for each in tnef.read_letter(raw).attachments if isinstance(each, Enclosure)] == list(files.values())


@pytest.mark.parametrize(
    "value",
    [
        struct.pack("<I", 0xFFFFFFFF),
        struct.pack("<IHHI", 1, 0x1003, 0x3701, 0xFFFFFFFF) + b"x" * 100,
        struct.pack("<IHHI", 1, 0x102, 0x3701, 0xFFFFFFFF) + b"\0" * 400_000,
        struct.pack("<I", 0xFFFFFFFF) + struct.pack("<HHI", 0x3, 0x3701, 0) * 300_000,
        struct.pack("<IHH", 1, 0x7777, 0x3701),
    ],
)
def test_counts_without_end_cost_nothing(value: bytes) -> None:
    tracemalloc.start()
    try:
        tnef.read_letter(_winmail({}, _attribute(1, 0x9003, 6, value)))
    except Refused as refused:
        assert refused.check == "unreadable"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30 * MEGABYTE


def test_attributes_without_end_are_refused() -> None:
    with pytest.raises(Refused):
        tnef.read_letter(_winmail({}, _attribute(1, 0x8006, 3, b"") * 60_000))


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_whatever_winmail_dat_comes_is_read_or_refused(data: bytes) -> None:
    try:
        tnef.read_letter(b"\x78\x9f\x3e\x22\x01\x00" + data)
    except Refused as refused:
        assert refused.check == "unreadable"
