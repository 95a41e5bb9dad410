"""The pictures in docs/layouts: `make views` builds the example anew by each layout and sets some of its pages side by side.

They are seen as readers see them. A cover's photograph and an author's portrait, which the example has not, are lent from its pictures.
"""

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

PROJECT = Path(__file__).resolve().parent.parent
VIEWS = PROJECT / "docs" / "layouts"
ISSUE = "2024-1"

#: Which pages of the example stand side by side, by the picture's name.
SHOWN: dict[str, dict[str, tuple[int, ...]]] = {
    "zhenjing": {"zhenjing-front": (1, 2, 3, 5), "zhenjing-stories": (9, 13, 11, 22, 24)},
    "gazette": {"gazette": (1, 5, 4, 8)},
}
PICTURED: dict[str, tuple[int, ...]] = {"pictured": (1, 22)}
#: A page's height and the white between two (px); the head that serves as a portrait, in its picture, as parts of it.
_HEIGHT, _BETWEEN = 437, 5
_HEAD = (0.16, 0.08, 0.44, 0.46)
_REFLECTION, _AUTHOR = "窗外的玉兰开了九回", "沈听舟"


def main() -> None:
    """Make all pictures anew."""
    with TemporaryDirectory() as name:
        publication = Path(name)
        shutil.copy(PROJECT / "bulletin.toml", publication)
        shutil.copytree(PROJECT / "stories", publication / "stories", ignore=shutil.ignore_patterns("example", "ledger*"))
        for layout, views in SHOWN.items():
            show(built(publication, layout), views)
        lend(publication)
        show(built(publication, "zhenjing"), PICTURED)


def built(publication: Path, layout: str) -> Path:
    """The readers' edition of the example by a layout."""
    command = [sys.executable, "-m", "bulletin", "--publication", str(publication), "build", ISSUE, "--layout", layout]
    subprocess.run(command, cwd=PROJECT, check=False, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    (pdf,) = (each for each in (publication / "output" / ISSUE).glob("*.pdf") if not each.stem.endswith("print"))
    return pdf


def lend(publication: Path) -> None:
    """A photograph for the cover, and a portrait for a reflection."""
    issue = publication / "stories" / ISSUE
    shutil.copy(publication / "stories" / "inbox" / "04-qidong.jpg", issue / "cover.jpg")
    (issue / "issue.toml").write_text('cover = "cover.jpg"\n' + (issue / "issue.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (story,) = issue.glob(f"{_REFLECTION}*/story.md")
    with Image.open(publication / "stories" / "inbox" / "12-wangjin.jpg") as picture:
        left, top, right, bottom = _HEAD
        head = (round(left * picture.width), round(top * picture.height), round(right * picture.width), round(bottom * picture.height))
        picture.crop(head).save(story.parent / "portrait.jpg")
    story.write_text(story.read_text(encoding="utf-8") + f"\n![{_AUTHOR}](portrait.jpg)\n", encoding="utf-8")


def show(pdf: Path, views: Mapping[str, Sequence[int]]) -> None:
    """Write each view of these pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        for name, numbers in views.items():
            beside([_page(document, number) for number in numbers]).save(VIEWS / f"{name}.png", optimize=True)


def beside(pages: Sequence[Image.Image]) -> Image.Image:
    """Pages side by side on gray."""
    width = sum(page.width for page in pages) + _BETWEEN * (len(pages) - 1)
    view = Image.new("RGB", (width, _HEIGHT), (190, 190, 190))
    at = 0
    for page in pages:
        view.paste(page, (at, 0))
        at += page.width + _BETWEEN
    return view


def _page(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    page = document[number - 1]
    drawn: Image.Image = page.render(scale=3 * _HEIGHT / page.get_height()).to_pil().convert("RGB")
    return drawn.resize((round(drawn.width / 3), _HEIGHT), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
