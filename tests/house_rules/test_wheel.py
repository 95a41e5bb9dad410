"""A wheel is the whole program: installed elsewhere, without the project beside it, it makes a publication and builds it."""

import os
import site
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a wheel, built without network."""
    folder = tmp_path_factory.mktemp("wheel")
    program = "import sys, hatchling.build as backend; print(backend.build_wheel(sys.argv[1]))"
    built = subprocess.run([sys.executable, "-c", program, str(folder)], cwd=PROJECT, capture_output=True, text=True, check=True)
    return folder / built.stdout.split()[-1]


def test_it_carries_layouts_catalogue_and_starter(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for layout in (PROJECT / "layouts").rglob("*.*"):
        assert f"bulletin/{layout.relative_to(PROJECT).as_posix()}" in names
    assert "bulletin/locale/zh_CN/LC_MESSAGES/bulletin.mo" in names
    for language in ("zh-CN", "en"):
        assert f"bulletin/starter/{language}/bulletin.toml" in names
        assert f"bulletin/correspondence/templates/{language}/letter.txt" in names
    assert not [name for name in names if name.startswith(("tests/", "stories/", "benchmarks/", "setup/"))]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_installed_elsewhere_it_makes_a_publication_and_builds_it(wheel: Path, language: str, tmp_path: Path) -> None:
    place = tmp_path / "installed"
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(place), str(wheel)]
    subprocess.run([sys.executable, *install], check=True, capture_output=True)
    # the installed copy goes before everything; the libraries are the tests' own; -P keeps the current folder out
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(place), *site.getsitepackages()]), "PYTHONSAFEPATH": "1"}

    def bulletin(*words: str, folder: Path) -> str:
        command = [sys.executable, "-m", "bulletin", "--language", language, *words]
        ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    where = subprocess.run(
        [sys.executable, "-c", "import bulletin; print(bulletin.__file__)"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(place)
    bulletin("init", "quarterly", folder=tmp_path)
    publication = tmp_path / "quarterly"
    issue = next(publication.glob("stories/*/issue.toml")).parent.name
    bulletin("build", issue, folder=publication)
    pages = sorted((publication / "output" / issue).glob("*.pdf"))
    assert len(pages) == 2
    assert all(file.read_bytes().startswith(b"%PDF-") for file in pages)
