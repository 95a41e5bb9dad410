"""What every test may ask for."""

from pathlib import Path

import pytest

from bulletin.language import use

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
