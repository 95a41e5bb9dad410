"""What is installed is pinned, hashed, and what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parents[2]
ASKED = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
RUNNING = [*ASKED["project"]["dependencies"], *ASKED["build-system"]["requires"], "editables"]
TESTING = [*RUNNING, *ASKED["project"]["optional-dependencies"]["dev"]]


def pins(file: str) -> dict[str, tuple[str, list[str]]]:
    """Each package of a list with its version and its hashes."""
    lines = (PROJECT / file).read_text("utf-8").replace("\\\n", " ").splitlines()
    found = [re.match(r"([A-Za-z0-9._-]+)==(\S+)(.*)", line) for line in lines if line and not line.lstrip().startswith("#")]
    assert all(found), "a line is no exact pin"
    return {canonicalize_name(pin[1]): (pin[2], re.findall(r"--hash=sha256:([0-9a-f]{64})\b", pin[3])) for pin in found if pin}


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt", "setup/requirements.txt", "benchmarks/requirements.txt"])
def test_every_pin_has_its_hashes(file: str) -> None:
    assert all(hashes for _version, hashes in pins(file).values())


@pytest.mark.parametrize(("file", "asked"), [("requirements.txt", RUNNING), ("requirements-dev.txt", TESTING)])
def test_the_pins_are_what_the_project_asks_for(file: str, asked: list[str]) -> None:
    pinned = pins(file)
    for requirement in map(Requirement, asked):
        name = canonicalize_name(requirement.name)
        assert name in pinned, f"{name}: run make requirements"
        assert requirement.specifier.contains(pinned[name][0]), f"{name}: run make requirements"


def test_the_tests_run_with_what_the_users_have() -> None:
    running, testing = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: testing[name] for name in running} == running


def test_weasyprint_is_pinned_exactly() -> None:
    asked = next(Requirement(line) for line in RUNNING if line.startswith("weasyprint"))
    assert str(asked.specifier) == f"=={pins('requirements.txt')['weasyprint'][0]}"
