"""An account on a mail server: where it is, who logs in, and how the connection is kept secret."""

import os
import stat
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from bulletin.house.toml import Rule, TomlPath
from bulletin.language import _
from bulletin.queries import SettingsError


class Account(Rule):
    """The server and the account on it. The password itself never stands in bulletin.toml: an environment variable or a file has it.

    `tls` is "tls" from the first byte, "starttls" before anything is said, or "none", which only this machine itself may have.
    `password_file` is looked for from the publication's folder.
    """

    host: str = Field(min_length=1)
    port: int | None = Field(default=None, ge=1, le=65535)
    user: str = ""
    password_env: str = ""
    password_file: TomlPath | None = None
    tls: Literal["tls", "starttls", "none"] = "tls"

    @model_validator(mode="after")
    def _no_secret_goes_in_the_clear(self) -> Self:
        if self.tls == "none" and not _is_this_machine(self.host):
            raise ValueError(_('tls = "none" is only for a server on this machine (127.0.0.1): write "tls" or "starttls".'))
        if self.user and bool(self.password_env) == bool(self.password_file):
            raise ValueError(_("Where there is a user, give either password_env or password_file, and not both."))
        return self

    def password(self, root: Path) -> str:
        """The password of `user`, of a publication in this folder.

        Raises SettingsError where the variable is not set, or the file is missing, empty, or may be read by others.
        """
        if self.password_env:
            return _from_environment(self.password_env)
        return _from_file(root / (self.password_file or ""))


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _from_environment(name: str) -> str:
    if secret := os.environ.get(name):
        return secret
    remedy = _("Set it before the command is run, or name another in bulletin.toml as password_env.")
    raise SettingsError(_("the environment variable {name}, which has the password, is not set").format(name=name), remedy=remedy)


def _from_file(path: Path) -> str:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            remedy = _("Let only its owner read it: chmod 600 {file}").format(file=path)
            raise SettingsError(_("others may read the file with the password"), remedy=remedy, file=path)
        secret = path.read_text("utf-8-sig").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        remedy = _("Write the password into it, on one line, or name another file in bulletin.toml as password_file.")
        reason = _("the file with the password cannot be read: {reason}").format(reason=error)
        raise SettingsError(reason, remedy=remedy, file=path) from None
    if secret:
        return secret
    raise SettingsError(_("the file with the password is empty"), remedy=_("Write the password into it, on one line."), file=path)
