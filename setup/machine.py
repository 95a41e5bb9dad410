"""Sees that the machine has what setting type needs, and fetches what is missing with apt where it can.

``python3 -m setup.machine`` from the project's folder, before there is a virtual environment: the standard library
is all it may use. ``python3 -m setup.machine tests`` sees to what only tests need, too. What is there is asked of the
machine itself (libraries loaded, faces listed), not of a package manager, so that any system will do.
"""

import ctypes
import importlib
import importlib.util
import os
import shutil
import subprocess  # asks fontconfig, calls apt: fixed words, no shell
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bulletin.language import N_, _, preferred, use

PUBLICATION = Path("bulletin.toml")
GHOSTSCRIPT = Path("/usr/share/color/icc/ghostscript/default_cmyk.icc")


@dataclass(frozen=True)
class Need:
    """One thing that the machine must have: in words, Debian's packages for it, and how to see that it is there.

    `services` are what systemd would start with the packages, and is told not to, since only the programs are wanted.
    """

    what: str
    packages: tuple[str, ...]
    there: Callable[[], bool]
    services: tuple[str, ...] = ()


def library(*names: str) -> Callable[[], bool]:
    """Whether a shared library loads under one of its names (Linux, macOS)."""

    def loads() -> bool:
        for name in names:
            try:
                ctypes.CDLL(name)
            except OSError:
                continue
            return True
        return False

    return loads


def face(*families: str) -> Callable[[], bool]:
    """Whether fontconfig knows every one of these font families."""
    return lambda: set(families) <= _families()


@cache
def _families() -> frozenset[str]:
    if not shutil.which("fc-list"):
        return frozenset()
    listed = subprocess.run(["fc-list", "--format", "%{family}\n"], capture_output=True, text=True, check=False).stdout  # noqa: S607 - found just above
    return frozenset(family.strip() for line in listed.splitlines() for family in line.split(","))


def _virtual_environments() -> bool:
    # Debian takes ensurepip out of python3 and puts it into python3-venv
    importlib.invalidate_caches()
    return all(importlib.util.find_spec(module) for module in ("venv", "ensurepip"))


def _colour_profile() -> bool:
    return _chosen_profile().is_file()


def _chosen_profile() -> Path:
    if not PUBLICATION.is_file():
        return GHOSTSCRIPT
    rules = tomllib.loads(PUBLICATION.read_text("utf-8-sig"))
    return Path(rules.get("print", {}).get("icc_profile", GHOSTSCRIPT))


NEEDS = (
    Need(N_("Python's venv and ensurepip"), ("python3-venv",), _virtual_environments),
    Need(N_("the text library Pango"), ("libpango-1.0-0",), library("libpango-1.0.so.0", "libpango-1.0.dylib")),
    Need(N_("Pango's FreeType part"), ("libpangoft2-1.0-0",), library("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib")),
    Need(N_("HarfBuzz's subset library"), ("libharfbuzz-subset0",), library("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")),
    Need(N_("fontconfig with its command fc-list"), ("fontconfig",), lambda: shutil.which("fc-list") is not None),
    Need(
        N_("the faces Noto Serif CJK SC and Noto Sans CJK SC"),
        ("fonts-noto-cjk",),
        face("Noto Serif CJK SC", "Noto Sans CJK SC"),
    ),
    Need(N_("the face LXGW WenKai"), ("fonts-lxgw-wenkai",), face("LXGW WenKai")),
    Need(N_("Ghostscript's CMYK colour profile, or the one that bulletin.toml names"), ("libgs-common",), _colour_profile),
)

#: What some tests need; without it they say so and are passed over.
TEST_NEEDS = (
    Need(
        N_("the mail server Dovecot, for the tests of mailboxes"),
        ("dovecot-imapd",),
        lambda: shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin") is not None,
        ("dovecot.service", "dovecot.socket"),
    ),
)


def missing(needs: Iterable[Need] = NEEDS) -> tuple[Need, ...]:
    """The needs that the machine does not meet."""
    _families.cache_clear()
    return tuple(need for need in needs if not need.there())


def packages(needs: Iterable[Need]) -> list[str]:
    """Debian's packages for these needs."""
    return [package for need in needs for package in need.packages]


def administrator() -> list[str] | None:
    """What to put before a command that changes the machine; None where nobody here may."""
    if os.geteuid() == 0:
        return []
    return ["sudo"] if shutil.which("sudo") else None


def services(needs: Iterable[Need]) -> list[str]:
    """The services of these needs that must not be started."""
    return [service for need in needs for service in need.services]


def fetch(wanted: Sequence[str], masked: Sequence[str] = ()) -> None:
    """Install Debian packages, services that are not to run masked before. Whether it helped is seen by looking again."""
    before = administrator()
    if before is None or not shutil.which("apt-get"):
        return
    if masked and shutil.which("systemctl"):
        subprocess.run([*before, "systemctl", "mask", *masked], check=False)  # noqa: S603 - our own words only
    print(_("Installing with apt: {packages}").format(packages=" ".join(wanted)), flush=True)
    quiet = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    subprocess.run([*quiet, "update"], check=False)  # noqa: S603 - our own words only
    subprocess.run([*quiet, "install", "-y", "--no-install-recommends", *wanted], check=False)  # noqa: S603 - our own words only


def report(needs: Sequence[Need]) -> str:
    """What is missing, and what to do about it, in words."""
    lines = [_("This machine lacks:"), *(f"  - {_(need.what)}" for need in needs)]
    command = "apt-get install " + " ".join(packages(needs))
    if shutil.which("apt-get"):
        lines.append(_("Ask an administrator to run: {command}").format(command=command))
    else:
        lines.append(_("Install them with your system's own package manager (on Debian: {command}).").format(command=command))
    return "\n".join([*lines, _("Then run the command again.")])


def main(*, for_tests: bool = False) -> int:
    """Make the machine ready. Exit code 0 when it is, 1 when something is missing still that cannot be done without."""
    use(preferred(os.environ.get("LANGUAGE")))
    wanted = missing((*NEEDS, *(TEST_NEEDS if for_tests else ())))
    if wanted:
        fetch(packages(wanted), services(wanted))
        wanted = missing(wanted)
    if wanted:
        print(report(wanted), file=sys.stderr)
    return 1 if any(need not in TEST_NEEDS for need in wanted) else 0


if __name__ == "__main__":
    sys.exit(main(for_tests="tests" in sys.argv[1:]))
