"""The faces: whether the machine has the type that a layout asks for."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache

from bulletin.language import _
from bulletin.queries import MachineError

#: Which Debian package brings a family.
_PACKAGES = {
    "Noto Serif CJK SC": "fonts-noto-cjk",
    "Noto Sans CJK SC": "fonts-noto-cjk",
    "LXGW WenKai": "fonts-lxgw-wenkai",
    "AR PL UKai CN": "fonts-arphic-ukai",
}


def check_faces(faces: Mapping[str, Sequence[str]]) -> None:
    """Raises MachineError for the first role none of whose families is installed.

    Without this a missing face is replaced by whatever the machine has, and the issue looks different without a word.
    """
    there = _installed()
    for role, families in faces.items():
        if families and not any(family.casefold() in there for family in families):
            packages = sorted({_PACKAGES[family] for family in families if family in _PACKAGES})
            raise MachineError(
                _("no typeface is installed for “{role}”: {families}").format(role=role, families=", ".join(families)),
                remedy=_("Install one of these Debian packages: {packages}").format(packages=", ".join(packages))
                if packages
                else _("Install the typeface, or name another one in the layout."),
            )


@cache
def _installed() -> frozenset[str]:
    """Every family that fontconfig knows, in lower case."""
    program = shutil.which("fc-list")
    if program is None:
        raise MachineError(_("the typefaces cannot be listed: fc-list is missing"), remedy=_("Install the Debian package fontconfig."))
    listed = subprocess.run([program, ":", "family"], capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603 - a fixed command
    return frozenset(name.strip().replace("\\-", "-").casefold() for line in listed.stdout.splitlines() for name in line.split(","))
