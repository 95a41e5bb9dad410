"""What every test may ask for."""

import shutil
import time
from pathlib import Path

import pytest

from bulletin.house.rules import read_house
from bulletin.language import use
from bulletin.production.build import build
from bulletin.production.world import World

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def in_english() -> None:
    """Tests read English sentences, whatever the machine speaks."""
    use("en")


@pytest.fixture(scope="session")
def reference() -> Path:
    """The reference issue, which is not part of the project."""
    if not (SHARED / "reference" / "expected.json").is_file():
        pytest.skip(f"the reference issue is not at {SHARED / 'reference'}")
    return SHARED / "reference"


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The public test files, which are not part of the project."""
    if not (SHARED / "corpora").is_dir():
        pytest.skip(f"the test corpora are not at {SHARED / 'corpora'}")
    return SHARED / "corpora"


def in_an_hour() -> World:
    """The world when every file of a drop folder has rested."""
    return World(now=lambda: time.time() + 3600)


@pytest.fixture(scope="session")
def rested() -> World:
    """The world when every file of a drop folder has rested."""
    return in_an_hour()


@pytest.fixture(scope="session")
def publication_of_reference(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication folder with the reference's rules, plan and drop folder, as yet uncollected. Copy it; do not change it."""
    root = tmp_path_factory.mktemp("reference")
    (root / "stories" / "2024-1").mkdir(parents=True)
    shutil.copy(reference / "bulletin.toml", root)
    shutil.copy(reference / "issue.toml", root / "stories" / "2024-1")
    shutil.copytree(reference / "inbox", root / "stories" / "inbox")
    return root


@pytest.fixture(scope="session")
def built_reference(publication_of_reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference issue, built from its drop folder. Read it; do not change it."""
    root = tmp_path_factory.mktemp("built") / "publication"
    shutil.copytree(publication_of_reference, root)
    use("en")
    build(read_house(root), in_an_hour(), "2024-1")
    return root
