"""issue.toml may name a photograph for the cover: a file beside it, and nothing else."""

from pathlib import Path

import pytest

from bulletin.house.plan import read_plan
from bulletin.house.rules import House, Masthead, SectionRule
from bulletin.queries import SettingsError


def plan(folder: Path, cover: str) -> Path:
    path = folder / "2024-1" / "issue.toml"
    path.parent.mkdir()
    path.write_text(f'id = "2024-1"\nlabel = "第1期"\ndate = 2024-01-15\n{cover}\n', "utf-8")
    (path.parent / "front.JPG").write_bytes(b"photograph")
    (path.parent / "front.heic").write_bytes(b"photograph")
    (folder / "secret.jpg").write_bytes(b"photograph")
    return path


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(root=tmp_path, publication=Masthead(slug="chengjiang", name="澄江"), sections=(SectionRule(name="服务动态"),))


def test_a_photograph_beside_the_plan_is_the_cover(tmp_path: Path, house: House) -> None:
    path = plan(tmp_path, 'cover = "front.JPG"')
    assert read_plan(path, house).cover == path.parent / "front.JPG"


def test_an_issue_needs_no_cover(tmp_path: Path, house: House) -> None:
    assert read_plan(plan(tmp_path, ""), house).cover is None


@pytest.mark.parametrize("name", ["../secret.jpg", "/etc/passwd", "lost.jpg", "front.heic", "..", "."])
def test_a_cover_that_is_no_photograph_beside_the_plan_is_refused_with_its_line(tmp_path: Path, house: House, name: str) -> None:
    path = plan(tmp_path, f'cover = "{name}"')
    with pytest.raises(SettingsError) as caught:
        read_plan(path, house)
    assert (caught.value.file, caught.value.line) == (str(path), 4)
