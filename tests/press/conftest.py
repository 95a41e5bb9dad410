"""A small publication and a small galley, made here."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bulletin.house.rules import House, Masthead, SectionRule
from bulletin.records.galley import Edition, Galley

Paint = Callable[..., Path]
MakeGalley = Callable[..., Galley]

CSS = """
@page { size: 300pt 400pt; margin: 50pt 30pt }
html { font: 12pt/1.75 "Noto Serif CJK SC"; color: %s }
body, h1, p { margin: 0 } h1 { font-size: 16pt; break-before: page; bookmark-level: 1 } p { text-align: justify }
img { width: 1in }
"""
BLACK = {"readers": "#000", "print": "device-cmyk(0 0 0 1)"}
BODY = '<nav><a href="#folio-1">一则消息</a></nav><h1 id="folio-1">一则消息</h1><p>支行举办了一次培训。</p>'


@pytest.fixture(scope="session")
def house() -> House:
    """A publication with one section."""
    return House(root=Path(), publication=Masthead(slug="bulletin", name="简报"), sections=(SectionRule(name="消息"),))


@pytest.fixture
def make_galley() -> MakeGalley:
    """A galley of a body, with whatever else a test needs."""

    def make(
        body: str = BODY, *, edition: Edition = "readers", css: str = "", pictures: dict[str, Path] | None = None, **more: Any
    ) -> Galley:
        head = '<meta charset="utf-8"><title>简报</title><meta name="dcterms.created" content="2024-03-31">'
        files: dict[str, Path | str] = {"page.css": CSS % BLACK[edition] + css, **(pictures or {})}
        given = {
            "issue": "2024-1",
            "title": "简报",
            "language": "zh-CN",
            "faces": {"serif": ("Noto Serif CJK SC",)},
            "anchors": ("folio-1",),
        }
        html = f'<!doctype html><html lang="zh-CN"><head>{head}<link rel="stylesheet" href="page.css"></head><body>{body}</body></html>'
        return Galley.model_validate({**given, "edition": edition, "html": html, "files": files, **more})

    return make


@pytest.fixture
def paint(tmp_path: Path) -> Paint:
    """A photograph of a size: many colours, none of them plain."""

    def draw(name: str = "photo.jpg", size: tuple[int, int] = (600, 450), mode: str = "RGB", **options: Any) -> Path:
        wash = Image.radial_gradient("L").resize(size)
        other = Image.linear_gradient("L").resize(size)
        image = Image.merge("RGB", (wash, other, wash.transpose(Image.Transpose.FLIP_LEFT_RIGHT))).convert(mode)
        image.save(tmp_path / name, **options)
        return tmp_path / name

    return draw
