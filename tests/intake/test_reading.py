"""Reading while others write: what is opened is the file that was seen, and nothing that was put in its place."""

import os
from pathlib import Path

import pytest

from bulletin.intake import reading
from bulletin.intake.folder import Bundle
from bulletin.intake.limits import MEGABYTE
from bulletin.queries import MachineError


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_bytes(b"secret")
    return path


def test_a_file_is_read_with_the_time_it_was_written(inbox: Path) -> None:
    (inbox / "a.md").write_bytes(b"one")
    os.utime(inbox / "a.md", (5, 7))
    assert reading.read(inbox / "a.md", None, MEGABYTE) == (b"one", 7)


def test_a_link_put_in_the_place_of_a_file_is_not_followed(inbox: Path, secret: Path) -> None:
    (inbox / "a.md").symlink_to(secret)
    with pytest.raises(MachineError) as told:
        reading.read(inbox / "a.md", None, MEGABYTE)
    assert told.value.file == str(inbox / "a.md")


def test_a_link_put_in_the_place_of_a_folder_is_not_followed(inbox: Path, secret: Path) -> None:
    (inbox / "稿件" / "照片").mkdir(parents=True)
    (inbox / "稿件" / "照片" / "password").write_bytes(b"x")
    path, root = inbox / "稿件" / "照片" / "password", inbox / "稿件"
    assert reading.read(path, root, MEGABYTE)[0] == b"x"
    path.unlink()
    path.parent.rmdir()
    path.parent.symlink_to(secret.parent)
    with pytest.raises(MachineError):
        reading.read(path, root, MEGABYTE)
    path.parent.unlink()
    root.rmdir()
    root.symlink_to(secret.parent)
    with pytest.raises(MachineError):
        reading.read(root / "password", root, MEGABYTE)


def test_a_drop_folder_that_is_a_link_itself_is_read(inbox: Path, tmp_path: Path) -> None:
    (inbox / "a.md").write_bytes(b"one")
    (tmp_path / "share").symlink_to(inbox)
    assert reading.read(tmp_path / "share" / "a.md", None, MEGABYTE)[0] == b"one"


def test_nobody_waits_at_a_pipe(inbox: Path) -> None:
    os.mkfifo(inbox / "a.md")
    with pytest.raises(MachineError):
        reading.read(inbox / "a.md", None, MEGABYTE)
    with pytest.raises(MachineError):
        list(reading.chunks(inbox / "a.md"))


def test_a_file_that_is_written_while_it_is_read_is_left(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = inbox / "a.md"
    path.write_bytes(b"one")
    seen = os.fstat

    def written(descriptor: int) -> os.stat_result:
        status = seen(descriptor)
        path.write_bytes(b"two, and longer")
        return status

    monkeypatch.setattr(os, "fstat", written)
    with pytest.raises(MachineError, match="changed while it was read"):
        reading.read(path, None, MEGABYTE)


def test_a_file_that_has_grown_beyond_the_limit_is_not_read(inbox: Path) -> None:
    (inbox / "a.md").write_bytes(b"x" * 11)
    with pytest.raises(MachineError):
        reading.read(inbox / "a.md", None, 10)


def test_a_file_that_is_gone_is_told_by_its_name(inbox: Path) -> None:
    with pytest.raises(MachineError) as told:
        reading.status(inbox / "a.md")
    assert told.value.file == str(inbox / "a.md")
    with pytest.raises(MachineError):
        reading.read(inbox / "a.md", None, 1)


def test_a_bundle_without_a_folder_is_read_side_by_side() -> None:
    assert Bundle("a", ()).root is None
