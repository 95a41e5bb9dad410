"""A clean proof of each edition, and ways to spoil it with one fault."""

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from bulletin.house.rules import House, PrintRule, SectionRule
from bulletin.house.rules import Masthead as Title
from bulletin.preflight.paper.table import check_proof
from bulletin.press.pull import pull
from bulletin.queries import Query
from bulletin.records.galley import Edition, Galley
from bulletin.records.issue import Issue, Masthead, Piece, Section
from bulletin.records.proof import Proof
from bulletin.records.story import Paragraph, Span, Story

TITLES = ("2024年服务之星评选", "情系客户")
TEXTS = ("支行举办了一次评选。", "支行收到锦旗。")
CSS = """
@page { size: 400pt 500pt; margin: 70pt 40pt; bleed: %s; @top-center { content: "简报 2024" } @bottom-center { content: counter(page) } }
@page one:nth(1 of one) { counter-reset: page 1 }
@page contents { @bottom-center { content: none } }
html { font: 12pt/1.75 "Noto Serif CJK SC"; color: %s }
nav { page: contents } a { display: block; color: inherit }
a::after { content: leader(".") target-counter(attr(href), page, decimal-leading-zero) }
h1 { font-size: 16pt; break-before: page; bookmark-level: 1 } #folio-1 { page: one } img { width: 0.8in }
"""
BODY = (
    f'<nav><a href="#folio-1">{TITLES[0]}</a><a href="#second">{TITLES[1]}</a></nav>'
    f'<h1 id="folio-1">{TITLES[0]}</h1><p>{TEXTS[0]}</p><img src="photo.jpg" alt="照片">'
    f'<h1 id="second">{TITLES[1]}</h1><p>{TEXTS[1]}</p>'
)

Spoil = Callable[[pikepdf.Pdf], object]
Pull = Callable[..., Proof]
Check = Callable[..., list[tuple[str, str]]]
Ask = Callable[..., tuple[Query, ...]]


@pytest.fixture(scope="session")
def issue() -> Issue:
    """Two stories in one section."""
    stories = [
        Story(
            title=title,
            received=dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
            submission="1.eml",
            body=(Paragraph(spans=(Span(text=text),)),),
        )
        for title, text in zip(TITLES, TEXTS, strict=True)
    ]
    anchors = ("folio-1", "second")
    pieces = tuple(
        Piece(anchor=anchor, role="story", story=story, sources=("1.eml",)) for anchor, story in zip(anchors, stories, strict=True)
    )
    masthead = Masthead(name="简报", subtitle="", motto=(), publisher="", closing=(), language="zh-CN")
    section = Section(anchor="folio-1", number=1, name="消息", kind="report", entries=pieces)
    return Issue(id="2024-1", label="第1期", date=dt.date(2024, 1, 1), masthead=masthead, sections=(section,))


@pytest.fixture
def retold(issue: Issue) -> Callable[..., Issue]:
    """The issue with other text, or more of anything else, in one of its stories (from 0)."""

    def retell(number: int, text: str = "", **more: object) -> Issue:
        pieces = list(issue.pieces)
        body = (Paragraph(spans=(Span(text=text),)),) if text else pieces[number].story.body
        pieces[number] = pieces[number].model_copy(update={"story": pieces[number].story.model_copy(update={"body": body, **more})})
        return issue.model_copy(update={"sections": (issue.sections[0].model_copy(update={"entries": tuple(pieces)}),)})

    return retell


@pytest.fixture(scope="session")
def body() -> str:
    """What a proof is pulled of: contents, two stories, a picture."""
    return BODY


@pytest.fixture(scope="session")
def pulled(tmp_path_factory: pytest.TempPathFactory) -> Pull:
    """Pulls a proof of an edition, with another body or more style."""

    def pull_it(edition: Edition, body: str = BODY, css: str = "") -> Proof:
        photo = tmp_path_factory.mktemp("galley") / "photo.jpg"
        gradient = Image.radial_gradient("L")
        Image.merge("RGB", (gradient, gradient.rotate(90), Image.linear_gradient("L"))).save(photo)
        printed = edition == "print"
        sheet = CSS % ("3mm" if printed else "0", "device-cmyk(0 0 0 1)" if printed else "#000") + css
        head = '<meta charset="utf-8"><title>简报</title><meta name="dcterms.created" content="2024-01-01">'
        head += '<link rel="stylesheet" href="page.css">'
        galley = Galley(
            issue="2024-1",
            title="简报",
            language="zh-CN",
            edition=edition,
            html=f'<!doctype html><html lang="zh-CN"><head>{head}</head><body>{body}</body></html>',
            files={"page.css": sheet, "photo.jpg": photo},
            faces={"serif": ("Noto Serif CJK SC",)},
            anchors=("folio-1", "second"),
        )
        masthead, sections = Title(slug="bulletin", name="简报"), (SectionRule(name="消息"),)
        return pull(galley, House(root=Path(), publication=masthead, sections=sections, print=PrintRule(marks=False)))

    return pull_it


@pytest.fixture(scope="session")
def readers(pulled: Pull) -> Proof:
    """A readers' PDF without a fault."""
    return pulled("readers")


@pytest.fixture(scope="session")
def printed(pulled: Pull) -> Proof:
    """A print PDF without a fault."""
    return pulled("print")


@pytest.fixture
def ask(issue: Issue) -> Ask:
    """Every query on a proof, which may be spoilt first; of another issue, where one is given."""

    def ask_it(proof: Proof, spoil: Spoil | None = None, of: Issue = issue) -> tuple[Query, ...]:
        if spoil is not None:
            with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
                spoil(pdf)
                file = io.BytesIO()
                pdf.save(file)
            proof = proof.model_copy(update={"pdf": file.getvalue()})
        return check_proof(proof, of)

    return ask_it


@pytest.fixture
def found(ask: Ask) -> Check:
    """The same as names of checks with places."""

    def find(proof: Proof, spoil: Spoil | None = None, **more: Issue) -> list[tuple[str, str]]:
        return [(query.check, str(query.place)) for query in ask(proof, spoil, **more)]

    return find


@pytest.fixture
def painted() -> Callable[..., Spoil]:
    """A spoiling that paints on a page (from 0), before anything else stands on it."""
    return lambda content, page=1: lambda pdf: pdf.pages[page].contents_add(b"q " + content + b" Q", prepend=True)
