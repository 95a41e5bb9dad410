"""What only LibreOffice can read, converted by it where it is installed: old Word files, and the drawings that `engraving` lays out.

It runs in a folder of its own (profile, temporary files, home), without macros and without following links to other places, is held to
limits of time, memory and output, and is ended with all it started.
"""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

_SECONDS: Final = 60
#: Address space: LibreOffice itself takes about one gigabyte of it.
_MAX_MEMORY: Final = 6 * 2**30
_MAX_OUTPUT: Final = 400 * 2**20
#: Seconds until the system has done away with processes that were killed.
_MOURNING: Final = 0.5
#: Nothing listens at this address: whatever still asks for a proxy is answered by nobody.
_NOBODY: Final = "http://127.0.0.1:9"
#: LibreOffice's own names for its readers, by suffix. A reader that is named fails on what it cannot read; unnamed, junk is read as text.
_READERS: Final = {
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "odt": "writer8",
    "fodt": "OpenDocument Text Flat XML",
}
#: Macros off, nothing loaded from where the file points to, links never updated (2), a proxy (2) that is none.
_SETTINGS: Final = {
    ("Common/Security/Scripting", "DisableMacrosExecution"): "true",
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks"): "true",
    ("Common/Security/Scripting", "DisableActiveContent"): "true",
    ("Common/Security/Scripting", "MacroSecurityLevel"): "3",
    ("Writer/Content/Update", "Link"): "2",
    ("Calc/Content/Update", "Link"): "2",
}
_PROXY: Final = {
    "ooInetProxyType": "2",
    "ooInetHTTPProxyName": "127.0.0.1",
    "ooInetHTTPProxyPort": "9",
    "ooInetHTTPSProxyName": "127.0.0.1",
    "ooInetHTTPSProxyPort": "9",
    "ooInetFTPProxyName": "127.0.0.1",
    "ooInetFTPProxyPort": "9",
}


class ConverterMissing(Exception):  # noqa: N818 - says what is the case
    """LibreOffice is not installed."""


class ConversionFailed(Exception):  # noqa: N818 - says what is the case
    """LibreOffice was asked, and gave nothing in the time it has."""


def convert(data: bytes, suffix: str, target: str) -> bytes:
    """A file of one kind ("doc", "fodt") as another ("docx", "pdf").

    Raises ConverterMissing where LibreOffice is not installed, ConversionFailed where it gives nothing within a minute.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ConverterMissing
    with tempfile.TemporaryDirectory(prefix="bulletin-") as name:
        desk = Path(name)
        settings = desk / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_registry(), "utf-8")
        (desk / f"source.{suffix}").write_bytes(data)
        _run(program, desk, f"source.{suffix}", target)
        result = desk / "out" / f"source.{target}"
        if not result.is_file() or result.stat().st_size > _MAX_OUTPUT:
            raise ConversionFailed
        return result.read_bytes()


def _registry() -> str:
    items = [(f"/org.openoffice.Office.{path}", name, value) for (path, name), value in _SETTINGS.items()]
    items += [("/org.openoffice.Inet/Settings", name, value) for name, value in _PROXY.items()]
    lines = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in items
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    return f"{head}{lines}</oor:items>\n"


def _run(program: str, desk: Path, source: str, target: str) -> None:
    profile = f"-env:UserInstallation={(desk / 'profile').as_uri()}"
    reader = [f"--infilter={name}" for name in (_READERS.get(source.rpartition(".")[2]),) if name]
    command = [
        program,
        profile,
        "--headless",
        "--norestore",
        *reader,
        "--convert-to",
        target,
        "--outdir",
        str(desk / "out"),
        str(desk / source),
    ]
    quiet = subprocess.DEVNULL
    # a session of its own, so that its children end with it
    with subprocess.Popen(  # noqa: S603
        command, stdin=quiet, stdout=quiet, stderr=quiet, cwd=desk, env=_surroundings(desk), start_new_session=True
    ) as process:
        _hold(process.pid)
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise ConversionFailed from error
        finally:
            _end(process)


def _surroundings(desk: Path) -> dict[str, str]:
    """What the program is told of the machine: where programs are, and a folder that goes with it for everything it writes."""
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), _NOBODY)
    return {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "HOME": str(desk), "TMPDIR": str(desk), **proxies}


def _hold(pid: int) -> None:
    """Hold a process, and what it starts, to the limits, where the system can (Linux)."""
    if hasattr(resource, "prlimit"):
        try:
            resource.prlimit(pid, resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (_MAX_OUTPUT, _MAX_OUTPUT))
        except ProcessLookupError:
            return


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process with its group and see them gone, so that nobody writes into its folder while that is removed."""
    until = time.monotonic() + _MOURNING
    while time.monotonic() < until:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # the latter of macOS, for a group of the dead
            return
        process.poll()
        time.sleep(0.01)
