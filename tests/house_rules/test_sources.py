"""The project names no machine and no registry: it installs wherever pip is set up."""

import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
NOT_TEXT = {".png", ".jpg", ".jpeg", ".docx", ".doc", ".wps", ".zip", ".eml", ".mo", ".pdf", ".tif", ".webp", ".icc", ".gz"}
#: Written in pieces, so that this file does not hold what it looks for.
REGISTRIES = ("py" + "pi.org", "python" + "hosted.org", "deb." + "debian.org", "--index" + "-url", "--extra-index" + "-url")
PATHS = re.compile("/(?:" + "|".join(("ro" + "ot/", "wo" + "rk/", "home/[a-z]", "Users/[A-Z]", "opt/py", "opt/wheels")) + ")")


def sources() -> list[Path]:
    """Every text file that belongs to the project."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=PROJECT, capture_output=True, check=False
    )
    if listed.returncode:
        pytest.skip("git is not here, or this is no clone")
    files = (PROJECT / name for name in listed.stdout.decode().split("\0") if name)
    return [file for file in files if file.is_file() and file.suffix.lower() not in NOT_TEXT]


def words(file: Path) -> str:
    """A file's text; the example's manuscripts are not all UTF-8."""
    return file.read_text("utf-8", errors="replace")


def test_no_source_names_a_registry() -> None:
    named = [(file.name, host) for file in sources() for host in REGISTRIES if host in words(file)]
    assert not named


def test_no_source_names_a_folder_of_one_machine() -> None:
    named = [f"{file}: {found[0]}" for file in sources() if (found := PATHS.search(words(file)))]
    assert not named


def test_the_two_commands_of_the_readme_are_in_the_makefile() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    for name in ("README.md", "README.zh-CN.md"):
        commands = re.findall(r"^make ([a-z]+)", (PROJECT / name).read_text("utf-8"), re.MULTILINE)
        assert {"issue", "test"} <= set(commands)
        assert all(re.search(rf"^{command}:.*## ", makefile, re.MULTILINE) for command in commands)
