"""The bundled example and the starters: made by their scripts, complete, small, and valid."""

import email
import hashlib
import io
import re
import zipfile
from pathlib import Path

import pytest

from bulletin.house.plan import read_plan
from bulletin.house.rules import House, read_house
from stories.example import pack, post, starter, texts
from stories.example.pictures import PICTURES

ROOT = Path(__file__).resolve().parents[2]
INBOX = ROOT / "stories" / "inbox"
STARTERS = (starter.CHINESE, starter.ENGLISH)


@pytest.fixture(scope="module")
def parcels() -> dict[str, bytes]:
    return pack.parcels()


@pytest.fixture(scope="module")
def house() -> House:
    return read_house(ROOT)


def digests(files: dict[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def test_the_drop_folder_is_what_the_script_packs(parcels: dict[str, bytes]) -> None:
    # the folder was packed by another process, on another day: equal bytes prove that nothing but the script decides them
    lying = {path.name: path.read_bytes() for path in INBOX.iterdir()}
    assert digests(lying) == digests(parcels)


def test_packing_anew_clears_what_an_earlier_run_left(parcels: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "left-over.txt").write_text("from an earlier run")
    pack.main(tmp_path)
    assert digests({path.name: path.read_bytes() for path in tmp_path.iterdir()}) == digests(parcels)


def test_the_example_is_small(parcels: dict[str, bytes]) -> None:
    scripts = sum(path.stat().st_size for path in (ROOT / "stories" / "example").glob("*.py"))
    assert sum(map(len, parcels.values())) + scripts < 15_000_000


def test_every_way_of_sending_is_there(parcels: dict[str, bytes]) -> None:
    assert len(parcels) - len([name for name in parcels if name.endswith(".jpg")]) >= 16
    assert {Path(name).suffix for name in parcels} == {".eml", ".docx", ".md", ".jpg", ".zip", ".txt"}


def test_file_names_in_mails_are_written_in_every_way(parcels: dict[str, bytes]) -> None:
    mails = b"".join(data for name, data in parcels.items() if name.endswith(".eml"))
    assert b'filename="=?GBK?B?' in mails
    assert "东篱支行".encode("gbk") in parcels["11-dongli.eml"]
    assert b"filename*=utf-8''" in mails


def test_the_story_in_a_mail_is_html_in_gb18030_with_its_pictures(parcels: dict[str, bytes]) -> None:
    mail = email.message_from_bytes(parcels["06-nantang.eml"])
    [html] = [part for part in mail.walk() if part.get_content_type() == "text/html"]
    content = html.get_payload(decode=True)
    assert isinstance(content, bytes)
    called = set(re.findall(r'cid:([^"]+)', content.decode("gb18030")))
    assert called == {str(part["Content-ID"]).strip("<>") for part in mail.walk() if part["Content-ID"]}


def test_the_zip_has_gbk_names_and_no_utf8_flag(parcels: dict[str, bytes]) -> None:
    [data] = [data for name, data in parcels.items() if name.endswith(".zip")]
    members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    assert [member.filename.encode("cp437").decode("gbk") for member in members] == [
        "动态速递-柳渡支行/稿件.docx",
        "动态速递-柳渡支行/渡口小课堂.jpg",
    ]
    assert all(member.flag_bits & 0x800 == 0 for member in members)
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def test_the_text_file_is_gb18030_and_nothing_else(parcels: dict[str, bytes]) -> None:
    [data] = [data for name, data in parcels.items() if name.endswith(".txt")]
    assert data.decode("gb18030").startswith("云埠支行")
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")


def test_the_repeated_mail_is_the_same_mail(parcels: dict[str, bytes]) -> None:
    again, first = texts.REPEATED
    assert parcels[again] == parcels[first]


@pytest.mark.parametrize(
    ("file", "mark"),
    [
        ("02-luzhou.eml", "<w:numPr>"),
        ("03-青榆支行便民角.docx", "<w:txbxContent>"),
        ("09-beiling.eml", "<w:del "),
        ("09-beiling.eml", "<w:commentReference "),
        ("10-juyuan.eml", "<w:br/>"),
        ("11-dongli.eml", "<w:tbl>"),
        ("13-zhuli.eml", "投稿栏目"),
    ],
)
def test_a_word_file_has_its_habit(parcels: dict[str, bytes], file: str, mark: str) -> None:
    assert mark in word_xml(parcels[file])


def test_half_width_marks_are_typed_only_by_those_who_type_them(parcels: dict[str, bytes]) -> None:
    assert "，" not in word_xml(parcels["10-juyuan.eml"])
    assert "，" in word_xml(parcels["11-dongli.eml"])


def test_every_sender_is_a_branch(parcels: dict[str, bytes], house: House) -> None:
    for name, data in parcels.items():
        if name.endswith(".eml"):
            sender = str(email.message_from_bytes(data)["From"]).partition("<")[2].rstrip(">")
            assert house.branch_of_sender(sender) is not None, name


def test_every_story_can_be_printed_under_its_section_and_branch(house: House) -> None:
    for text in texts.TEXTS:
        assert house.section(text.section) is not None
        assert house.branch(text.branch) is not None
        assert text.role == "gallery" or 300 <= len("".join(text.paragraphs)) <= 900, text.title
    assert {rule.name for rule in house.sections} == {text.section for text in texts.TEXTS}


def test_every_picture_is_drawn_for_one_story() -> None:
    shown = [shot.picture for text in texts.TEXTS for shot in text.shots]
    assert sorted(shown) == sorted(PICTURES)


def test_the_plan_names_each_story_once_but_for_one_that_follows_its_section(house: House) -> None:
    plan = read_plan(ROOT / "stories" / "2024-1" / "issue.toml", house)
    planned: list[str] = []
    for section in plan.plan:
        for entry in section.stories:
            planned += [entry] if isinstance(entry, str) else [*([entry.lead] if entry.lead else []), *entry.stories]
    told = [text.title for text in texts.TEXTS if text.role != "gallery"]
    found = [title for beginning in planned for title in told if title.startswith(beginning)]
    assert len(found) == len(set(found)) == len(planned)
    assert set(told) - set(found) == {texts.ZHONGTA.title}
    assert plan.galleries == (texts.GALLERY,)


def test_encoded_words_are_short_enough_for_every_mail_program() -> None:
    header = post.encoded_words("分行举办一季度厅堂服务带教班，各支行派人参加")
    assert max(map(len, header.split(b"\r\n "))) <= 75


@pytest.mark.parametrize("made", STARTERS, ids=lambda each: each.language)
def test_a_starter_is_what_the_script_makes(made: starter.Starter) -> None:
    folder = starter.STARTER / made.language
    lying = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert lying.pop("bulletin.toml")
    assert digests(lying) == digests(starter.files(made))


@pytest.mark.parametrize("made", STARTERS, ids=lambda each: each.language)
def test_a_starter_is_valid_once_its_blanks_are_filled(made: starter.Starter, tmp_path: Path) -> None:
    folder = starter.STARTER / made.language
    house = read_house(folder)
    assert house.publication.language == made.language
    assert all(house.section(piece.section) and house.branch(piece.branch) for piece in made.pieces)
    issue = tmp_path / "2030-4" / "issue.toml"
    issue.parent.mkdir()
    text = (folder / "stories" / "@ISSUE@" / "issue.toml").read_text("utf-8")
    for blank, value in {"@ISSUE@": "2030-4", "@LABEL@": "2030 / 4", "@DATE@": "2030-10-08"}.items():
        text = text.replace(blank, value)
    issue.write_text(text, "utf-8")
    assert [planned.stories[0] for planned in read_plan(issue, house).plan] == [piece.title for piece in made.pieces]


def test_the_starters_are_light() -> None:
    assert sum(path.stat().st_size for path in starter.STARTER.rglob("*")) < 400_000


def word_xml(data: bytes) -> str:
    """The document of a Word file, or of the one in a mail."""
    if not data.startswith(b"PK"):
        parts = email.message_from_bytes(data).walk()
        [attached] = [part for part in parts if part.get_content_type().endswith("wordprocessingml.document")]
        payload = attached.get_payload(decode=True)
        assert isinstance(payload, bytes)
        data = payload
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()
