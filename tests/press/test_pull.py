"""A galley goes through the press: what comes out, and what stops it."""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from bulletin.house.rules import House
from bulletin.press.engine import PINNED, check_engine
from bulletin.press.faces import check_faces
from bulletin.press.pull import pull
from bulletin.press.run import running
from bulletin.queries import LayoutError, MachineError
from bulletin.records.galley import Edition, Galley
from bulletin.records.proof import Proof


def _text(pdf: bytes, page: int) -> str:
    return str(pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range())


def test_a_proof_tells_on_which_page_each_anchor_stands(house: House, make_galley: Any) -> None:
    body = '<p>目录</p><h1 id="folio-1">一则消息</h1><p>支行</p><h1 id="second">另一则</h1>'
    proof = pull(make_galley(body, anchors=("folio-1", "second")), house)
    assert (proof.pages, proof.first, proof.places) == (3, 2, {"folio-1": 2, "second": 3})
    assert proof.folio("second") == 2
    assert "另一则" in _text(proof.pdf, 2)


def test_a_proof_tells_the_last_page_of_what_runs_on_before_the_next_begins(house: House, make_galley: Any) -> None:
    body = (
        "<style>@page { @top-center { content: element(head) } } .head { position: running(head) } h1 { break-before: auto }</style>"
        '<section><h2 id="folio-1">一则</h2><p class="head">眉题</p><p style="break-after: page">上页</p><p>下页</p>'
        '<div><h2 id="second">二则</h2><p>同一页</p></div></section><p id="end" style="break-before: page">封底</p>'
    )
    proof = pull(make_galley(body, anchors=("folio-1", "second", "end")), house)
    assert proof.places == {"folio-1": 1, "second": 2, "end": 3}
    assert proof.ends == {"folio-1": 2, "second": 2, "end": 3}


def test_page_labels_equal_the_folios(house: House, make_galley: Any) -> None:
    body = '<p>封面</p><p style="break-before: page">目录</p><h1 id="folio-1">一则</h1><h1>二则</h1>'
    with pikepdf.open(io.BytesIO(pull(make_galley(body), house).pdf)) as pdf:
        assert [str(page.label) for page in pdf.pages] == ["i", "ii", "1", "2"]


def test_an_issue_without_a_cover_starts_with_label_one(house: House, make_galley: Any) -> None:
    with pikepdf.open(io.BytesIO(pull(make_galley('<p id="folio-1">一则</p>'), house).pdf)) as pdf:
        assert [str(page.label) for page in pdf.pages] == ["1"]


@pytest.mark.parametrize("edition", ["readers", "print"])
def test_the_same_galley_gives_the_same_bytes(house: House, make_galley: Any, paint: Any, edition: Edition) -> None:
    body = '<h1 id="folio-1">一则</h1><img src="photo.jpg" alt="照片">'
    galley = make_galley(body, edition=edition, pictures={"photo.jpg": paint()})
    assert pull(galley, house).pdf == pull(galley, house).pdf


def test_the_readers_edition_is_tagged_and_speaks_its_language(house: House, make_galley: Any) -> None:
    with pikepdf.open(io.BytesIO(pull(make_galley(), house).pdf)) as pdf:
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == "简报"
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()
        assert str(pdf.Root.Outlines.First.Title) == "一则消息"
        assert "/ID" in pdf.trailer


@pytest.mark.parametrize(
    "address",
    ["https://example.com/logo.png", "file:///etc/passwd", "../../../etc/passwd", "data:image/png;base64,iVBORw0KGgo=", "/etc/hostname"],
)
def test_an_address_that_the_galley_has_not_stops_the_press(house: House, make_galley: Any, address: str) -> None:
    with pytest.raises(LayoutError) as caught:
        pull(make_galley(f'<h1 id="folio-1">一则</h1><img src="{address}" alt="">'), house)
    assert address.lstrip("./") in str(caught.value)


def test_a_style_sheet_cannot_bring_in_another_from_outside(house: House, make_galley: Any) -> None:
    with pytest.raises(LayoutError, match=r"https://example\.com/a\.css"):
        pull(make_galley().model_copy(update={"files": {"page.css": '@import "https://example.com/a.css";'}}), house)


def test_a_key_with_chinese_and_blanks_is_found(house: House, make_galley: Any, paint: Any) -> None:
    body = '<h1 id="folio-1">一则</h1><img src="picture/合 影%20(1).jpg" alt="合影">'
    galley = make_galley(body, pictures={"picture/合 影 (1).jpg": paint()})
    with pikepdf.open(io.BytesIO(pull(galley, house).pdf)) as pdf:
        assert len(pdf.pages[0].obj.Resources.XObject) == 1


def test_a_link_to_an_anchor_that_is_not_there_stops_the_press(house: House, make_galley: Any) -> None:
    with pytest.raises(LayoutError, match="nowhere"):
        pull(make_galley('<h1 id="folio-1">一则</h1><a href="#nowhere">二则</a>'), house)


def test_an_anchor_that_must_be_reported_stands_on_a_page(house: House, make_galley: Any) -> None:
    with pytest.raises(LayoutError, match="story-7"):
        pull(make_galley(anchors=("folio-1", "story-7")), house)


def test_a_layout_says_where_the_folios_begin(house: House, make_galley: Any) -> None:
    with pytest.raises(LayoutError, match="folio-1"):
        pull(make_galley("<h1>一则</h1>", anchors=()), house)


def test_a_picture_without_alternative_text_stops_nothing(house: House, make_galley: Any, paint: Any) -> None:
    body = '<h1 id="folio-1">一则</h1><img src="photo.jpg" alt=""><img src="photo.jpg">'
    assert pull(make_galley(body, pictures={"photo.jpg": paint()}), house).pages == 1


def test_css_that_the_engine_does_not_know_is_no_fault(house: House, make_galley: Any) -> None:
    assert pull(make_galley(css="p { text-autospace: normal }"), house).pages == 2


def test_a_broken_picture_is_named_with_its_file(house: House, make_galley: Any, tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    with pytest.raises(LayoutError) as caught:
        pull(make_galley('<h1 id="folio-1">一则</h1><img src="a.jpg" alt="">', pictures={"a.jpg": tmp_path / "broken.jpg"}), house)
    assert caught.value.file == str(tmp_path / "broken.jpg")
    assert caught.value.remedy


def test_a_picture_that_is_gone_stops_the_press(house: House, make_galley: Any, tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match=r"gone\.jpg"):
        pull(make_galley('<h1 id="folio-1">一则</h1><img src="gone.jpg" alt="">', pictures={"gone.jpg": tmp_path / "gone.jpg"}), house)


def test_another_engine_is_refused_with_the_remedy() -> None:
    with pytest.raises(MachineError, match=f"weasyprint=={PINNED}"):
        check_engine("71.0")


def test_a_missing_face_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin.press.faces._installed", lambda: frozenset({"dejavu sans"}))
    check_faces({"sans": ("Noto Sans CJK SC", "DejaVu Sans")})
    with pytest.raises(MachineError) as caught:
        check_faces({"kai": ("LXGW WenKai", "AR PL UKai CN")})
    assert "LXGW WenKai, AR PL UKai CN" in caught.value.message
    assert "fonts-arphic-ukai, fonts-lxgw-wenkai" in caught.value.remedy


def test_a_face_that_no_package_is_known_for_has_a_remedy_too() -> None:
    with pytest.raises(MachineError, match="name another one in the layout"):
        check_faces({"sans": ("No Such Face",)})


def pulled_side_by_side(house: House, *galleys: Galley) -> tuple[Proof, ...]:
    with running(2) as run:
        return tuple(run.pull(galleys, house))


def test_two_editions_side_by_side_are_what_they_are_one_by_one(house: House, make_galley: Any) -> None:
    galleys = [make_galley(edition=edition) for edition in ("readers", "print")]
    assert pulled_side_by_side(house, *galleys) == tuple(pull(galley, house) for galley in galleys)


def test_nothing_to_pull_is_no_fault(house: House) -> None:
    assert pulled_side_by_side(house) == ()


def test_an_error_comes_back_from_the_other_process_as_it_was(house: House, make_galley: Any, tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    broken = make_galley('<h1 id="folio-1">一则</h1><img src="a.jpg" alt="">', pictures={"a.jpg": tmp_path / "broken.jpg"})
    with pytest.raises(LayoutError) as caught:
        pulled_side_by_side(house, make_galley(), broken)
    assert (caught.value.file, caught.value.exit_code) == (str(tmp_path / "broken.jpg"), 1)
    assert caught.value.remedy


def test_a_press_that_is_killed_is_told_in_words(house: House, make_galley: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin.press.run._pull", _die)
    with pytest.raises(MachineError, match="stopped in the middle"):
        pulled_side_by_side(house, make_galley(), make_galley(edition="print"))


def _die(*_given: object) -> None:
    import os

    os._exit(9)
