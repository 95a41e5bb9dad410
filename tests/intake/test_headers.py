"""Header fields as Chinese mail programs write them."""

import base64
import quopri

from hypothesis import given
from hypothesis import strategies as st

from bulletin.intake.headers import loose_base64, parameters, strange_to_base64, text

#: Characters of daily use, which every Chinese charset has.
DAILY = st.text(st.sampled_from("的一是在不了有和人这中大为上个国我以要他支行活动照片稿件反诈宣传"), min_size=1, max_size=40)
ANY = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Z")), min_size=1, max_size=30)


def _word(data: bytes, charset: str, encoding: str = "B") -> str:
    encoded = (
        base64.b64encode(data) if encoding == "B" else quopri.encodestring(data, header=True).replace(b"?", b"=3F").replace(b"=\n", b"")
    )
    return f"=?{charset}?{encoding}?{encoded.decode()}?="


def _as_kept(raw: bytes) -> str:
    return raw.decode("ascii", "surrogateescape")


@given(ANY, st.sampled_from("BQ"))
def test_an_encoded_word_is_read(title: str, encoding: str) -> None:
    assert text(_word(title.encode(), "utf-8", encoding)) == title.replace("\0", "")


@given(DAILY, st.integers(1, 60))
def test_a_character_cut_in_two_by_folding_is_whole_again(title: str, cut: int) -> None:
    data = title.encode("gb18030")
    assert text(f"{_word(data[:cut], 'gb2312')}\r\n {_word(data[cut:], 'gb2312')}") == title


@given(DAILY)
def test_bare_gbk_bytes_are_read(title: str) -> None:
    assert text(_as_kept(title.encode("gbk"))) == title


@given(DAILY)
def test_bare_utf8_bytes_are_read(title: str) -> None:
    assert text(_as_kept(title.encode())) == title


def test_a_word_labelled_gb2312_may_hold_any_chinese_character() -> None:
    assert text(_word("朱镕基与陶喆".encode("gbk"), "gb2312")) == "朱镕基与陶喆"


def test_words_of_different_charsets_stand_side_by_side() -> None:
    assert text(f"{_word('东城'.encode('gbk'), 'gbk')} {_word('支行'.encode(), 'utf-8')}") == "东城支行"


def test_words_and_text_keep_the_blank_between_them() -> None:
    assert text(f"Re: {_word('稿件'.encode(), 'utf-8')} final") == "Re: 稿件 final"


def test_a_word_with_blanks_inside_is_read() -> None:
    assert text("=?utf-8?Q?two words?=") == "two words"


def test_a_word_in_a_charset_that_does_not_exist_is_read_all_the_same() -> None:
    assert text(_word("稿件".encode("gbk"), "x-nonsense")) == "稿件"


def test_a_full_width_blank_stays() -> None:
    assert text(_word("行稳致远\u3000优质为本".encode(), "utf-8")) == "行稳致远\u3000优质为本"


@given(st.text(max_size=60))
def test_any_text_gives_a_line(value: str) -> None:
    assert "\n" not in text(value.encode("utf-8", "ignore").decode("ascii", "surrogateescape"))


def test_a_plain_name_is_read() -> None:
    assert parameters('attachment; filename="a.docx"') == {"filename": "a.docx"}


def test_a_name_without_quotation_marks_keeps_its_blanks() -> None:
    assert parameters("attachment; filename=东城 稿件(1).docx; size=3")["filename"] == "东城 稿件(1).docx"


def test_a_semicolon_in_quotation_marks_is_part_of_the_name() -> None:
    assert parameters('attachment; filename="a;b=c.docx"; size=3') == {"filename": "a;b=c.docx", "size": "3"}


def test_a_quotation_mark_that_is_never_closed_ends_with_the_field() -> None:
    assert parameters('attachment; filename="a.docx') == {"filename": "a.docx"}


def test_a_windows_path_keeps_its_backslashes() -> None:
    assert parameters(r'attachment; filename="C:\temp\a.docx"')["filename"] == r"C:\temp\a.docx"


def test_an_encoded_word_inside_a_quoted_name_is_read() -> None:
    assert parameters(f'attachment; filename="{_word("稿件.docx".encode("gbk"), "gb2312")}"')["filename"] == "稿件.docx"


def test_an_encoded_word_folded_inside_a_quoted_name_is_read() -> None:
    word = f"{_word('东城支行'.encode('gbk'), 'gbk')}\r\n\t{_word('稿件.docx'.encode('gbk'), 'gbk')}"
    assert parameters(f'attachment;\r\n filename="{word}"')["filename"] == "东城支行稿件.docx"


def test_bare_gbk_bytes_in_a_quoted_name_are_read() -> None:
    assert parameters(_as_kept(b'attachment; filename="' + "云山支行稿件.docx".encode("gbk") + b'"'))["filename"] == "云山支行稿件.docx"


@given(DAILY, st.sampled_from([("utf-8", "utf-8"), ("gbk", "gbk"), ("gb2312", "gbk"), ("", "gbk")]))
def test_a_name_with_its_charset_is_read(name: str, charsets: tuple[str, str]) -> None:
    label, charset = charsets
    encoded = "".join(f"%{each:02X}" for each in name.encode(charset))
    assert parameters(f"attachment; filename*={label}''{encoded}")["filename"] == name


@given(DAILY, st.integers(1, 20))
def test_a_name_in_pieces_is_put_together_in_order(name: str, length: int) -> None:
    encoded = "".join(f"%{each:02X}" for each in name.encode("gbk"))
    pieces = [encoded[at : at + 3 * length] for at in range(0, len(encoded), 3 * length)]
    given_pieces = [f"filename*{number}*={'gb2312' + chr(39) * 2 if not number else ''}{piece}" for number, piece in enumerate(pieces)]
    assert parameters("attachment; " + "; ".join(reversed(given_pieces)))["filename"] == name


def test_a_plain_name_in_pieces_is_put_together() -> None:
    assert parameters('attachment; filename*0="long "; filename*1="name.docx"')["filename"] == "long name.docx"


def test_the_name_with_a_charset_goes_before_the_plain_one() -> None:
    assert parameters("attachment; filename=\"?.docx\"; filename*=utf-8''%E7%A8%BF.docx")["filename"] == "稿.docx"


@given(st.binary(max_size=200))
def test_base64_is_read_whatever_is_strewn_in(data: bytes) -> None:
    encoded = base64.encodebytes(data).replace(b"A", b"A!").replace(b"\n", b" \r\n\xff")
    assert loose_base64(encoded) == data


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_base64_goes_on_behind_padding_in_the_middle(one: bytes, other: bytes) -> None:
    assert loose_base64(base64.b64encode(one) + b"\r\n" + base64.b64encode(other)) in (
        one + other,
        base64.b64decode(base64.b64encode(one + other)),
    )


def test_base64_with_one_character_too_many_keeps_what_is_whole() -> None:
    assert loose_base64(b"YWJjZ") == b"abc"


def test_ends_of_lines_are_nothing_strange_in_base64() -> None:
    assert strange_to_base64(b"YWJj\r\n YWJj \r\n") == 0
    assert strange_to_base64(b"YW Jj!") == 2


def test_nothing_in_a_field_steers_what_shows_it() -> None:
    assert text(_word("投稿：\x1b]0;own\x07\x9b2J清屏\u202egnp\x00".encode(), "utf-8")) == "投稿：]0;own2J清屏gnp"
