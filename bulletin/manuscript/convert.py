"""What only LibreOffice can read, converted by it where it is installed: old Word files, and drawings in Windows' own formats.

It runs in a profile of its own, without macros and without links to other places, and is ended with all it started.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

_SECONDS: Final = 60
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


class ConverterMissing(Exception):  # noqa: N818 - says what is the case
    """LibreOffice is not installed."""


class ConversionFailed(Exception):  # noqa: N818 - says what is the case
    """LibreOffice was asked, and gave nothing in the time it has."""


def convert(data: bytes, suffix: str, target: str) -> bytes:
    """A file of one kind ("doc", "emf") as another ("docx", "png").

    Raises ConverterMissing where LibreOffice is not installed, ConversionFailed where it gives nothing within a minute.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ConverterMissing
    with tempfile.TemporaryDirectory(prefix="bulletin-") as name:
        desk = Path(name)
        settings = desk / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, "utf-8")
        (desk / f"source.{suffix}").write_bytes(data)
        _run(program, desk, f"source.{suffix}", target)
        result = desk / "out" / f"source.{target}"
        if not result.is_file():
            raise ConversionFailed
        return result.read_bytes()


def _run(program: str, desk: Path, source: str, target: str) -> None:
    profile = f"-env:UserInstallation={(desk / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", target, "--outdir", str(desk / "out"), str(desk / source)]
    quiet = subprocess.DEVNULL
    # a session of its own, so that its children end with it
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, cwd=desk, start_new_session=True) as process:  # noqa: S603
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise ConversionFailed from error
        finally:
            _end(process.pid)


def _end(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
