"""What the tests of the intake share: a small house, and things to drop in."""

import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from bulletin.house.rules import Branch, House, Intake, Masthead, SectionRule
from bulletin.intake.folder import Bundle
from bulletin.intake.opening import open_bundle
from bulletin.queries import Marked
from bulletin.records.submission import Submission

SENDER = "dongcheng@bank.example"
RESTED = 1_700_000_000.0

Drop = Callable[..., Path]
Open = Callable[..., Marked[Submission]]
Pack = Callable[..., bytes]


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A publication with one branch and small limits."""
    return House(
        root=tmp_path,
        publication=Masthead(slug="river", name="江潮"),
        sections=(SectionRule(name="动态"),),
        intake=Intake(max_submission_mb=1, max_unpacked_mb=1),
        branches=(Branch(name="东城支行", senders=(SENDER,)),),
    )


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty drop folder."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def drop(inbox: Path) -> Drop:
    """Lay a file into the drop folder, written so many seconds after (or before) a certain moment."""

    def _drop(name: str, data: bytes | str = b"x", *, at: float = 0) -> Path:
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        os.utime(path, (RESTED + at, RESTED + at))
        folder = path.parent
        while folder != inbox:
            os.utime(folder, (RESTED, RESTED))
            folder = folder.parent
        return path

    return _drop


@pytest.fixture
def open_file(drop: Drop, house: House) -> Open:
    """Open one file as a submission by itself."""

    def _open(name: str, data: bytes | str, rules: House = house) -> Marked[Submission]:
        return open_bundle(Bundle(name, (drop(name, data),)), rules)

    return _open


@pytest.fixture(scope="session")
def pack() -> Pack:
    """A zip of members; their names are given as bytes where they are not UTF-8."""

    def _pack(members: dict[str | bytes, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", method) as parcel:
            for name, data in members.items():
                parcel.writestr(_Named(name) if isinstance(name, bytes) else zipfile.ZipInfo(name), data, method)
        return packed.getvalue()

    return _pack


class _Named(zipfile.ZipInfo):
    """A member whose name is written as these bytes, as a Chinese Windows does, without the flag for UTF-8."""

    def __init__(self, raw: bytes) -> None:
        super().__init__(raw.hex())
        self._raw = raw

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the library's name
        return self._raw, self.flag_bits
