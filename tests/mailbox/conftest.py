"""A mail server (Debian's Dovecot) of the tests' own: an ordinary process on this machine's loopback, in a folder that goes with it.

It runs as whoever runs the tests; as root, who may own no mail, it runs as nobody.
"""

import contextlib
import grp
import imaplib
import os
import pwd
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from bulletin.house.rules import House, read_house

ISSUE = "2024-1"
TEXT = (
    "东门支行每天清晨开门之前，用十五分钟演练迎客、指引、送别三个动作，值班经理逐一点评，员工互相纠正。"
    "三个月下来，客户在厅堂里等候的时间短了，意见簿上的表扬多了；住在附近的老人说，走进网点，就像走进邻居家的客厅。"
    "下一步，支行还要把这套办法教给新来的同事，让每个窗口都有一样的笑容，让每位客户都带着满意离开。"
)
_RULES = """\
[publication]
slug = "kan"
name = "澄报"

[[sections]]
name = "服务动态"

[[branches]]
name = "东门支行"
senders = ["east@bank.example"]

[intake]
"""
WORD = "geheim口令"
OTHER_WORD = 'secret"\\word'
_PROGRAM = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
_CONFIGURATION = """
base_dir = {root}/run
state_dir = {root}/run
log_path = {root}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
disable_plaintext_auth = no
auth_failure_delay = 0
ssl = yes
ssl_cert = <{root}/server.pem
ssl_key = <{root}/server.key
mail_location = maildir:{root}/mail/%u:LAYOUT=fs
first_valid_uid = 1
mail_fsync = never
passdb {{
  driver = static
  args = password={password}
}}
passdb {{
  driver = static
  args = password={other}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


class Dovecot:
    """The server: `port` speaks in the clear and STARTTLS, `tls_port` TLS; `authority` is the file of who signed its certificate."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.port, self.tls_port = _free_ports(2)
        self.authority = root / "authority.pem"
        self._owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.getuid())
        self._process: subprocess.Popen[bytes] | None = None
        _sign(root)
        words = {"root": root, "user": self._owner.pw_name, "uid": self._owner.pw_uid, "gid": self._owner.pw_gid, "password": WORD}
        words["other"] = OTHER_WORD
        group = grp.getgrgid(self._owner.pw_gid).gr_name
        configuration = _CONFIGURATION.format(**words, group=group, port=self.port, tls_port=self.tls_port)
        (root / "dovecot.conf").write_text(configuration, "utf-8")
        for path in (root, *root.iterdir()):
            shutil.chown(path, self._owner.pw_uid, self._owner.pw_gid)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        as_owner = {"user": self._owner.pw_uid, "group": self._owner.pw_gid, "extra_groups": ()} if os.geteuid() == 0 else {}
        command = [str(_PROGRAM), "-F", "-c", str(self.root / "dovecot.conf")]
        self._process = subprocess.Popen(command, start_new_session=True, **as_owner)  # type: ignore[call-overload]  # keywords in a dict
        for _turn in range(500):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            assert self._process.poll() is None, (self.root / "log").read_text()
            time.sleep(0.01)
        pytest.fail("Dovecot does not answer")

    def stop(self) -> None:
        """End it and all that it started, at once."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            for left in (self.root / "run").rglob("*"):
                if not left.is_dir():
                    left.unlink()
            self._process = None


class Account:
    """A mailbox on the server, as its owner's mail program sees it."""

    def __init__(self, server: Dovecot, user: str) -> None:
        self.server, self.user = server, user

    @contextlib.contextmanager
    def client(self, folder: str | None = None) -> Iterator[imaplib.IMAP4]:
        """A connection, logged in, with a folder open (its name as the protocol writes it)."""
        with imaplib.IMAP4("127.0.0.1", self.server.port, timeout=10) as client:
            client.authenticate("PLAIN", lambda _asked: f"\0{self.user}\0{WORD}".encode())
            if folder is not None:
                client.select(folder)
            yield client

    def deliver(self, *mails: bytes, folder: str = "INBOX", when: str | None = None) -> None:
        """Mails come into a folder, which is made where there is none."""
        with self.client() as client:
            if folder != "INBOX":
                client.create(folder)
            for mail in mails:
                said, _ = client.append(folder, "", when or "", mail)
                assert said == "OK"

    def flags(self, folder: str = "INBOX") -> list[set[str]]:
        """Each mail's flags, but \\Recent."""
        with self.client(folder) as client:
            _, lines = client.uid("FETCH", "1:*", "(FLAGS)")
            found = [{flag.decode() for flag in imaplib.ParseFlags(line)} for line in lines if isinstance(line, bytes)]
        return [each - {"\\Recent"} for each in found]

    def number_anew(self) -> None:
        """The server forgets its numbers: the folder gets another UIDVALIDITY, and the mails other UIDs."""
        folder = self.server.root / "mail" / self.user
        validity = re.search(r" V(\d+)", (folder / "dovecot-uidlist").read_text())
        assert validity
        for path in folder.glob("dovecot*"):
            path.unlink()
        (folder / "dovecot-uidlist").write_text(f"3 V{int(validity[1]) + 1} N11\n")  # the next UID is 11
        shutil.chown(folder / "dovecot-uidlist", folder.owner(), folder.group())

    def settings(self, **more: object) -> str:
        """`[intake.imap]` for this mailbox; `more` replaces or adds keys."""
        keys = {"host": "127.0.0.1", "port": self.server.port, "user": self.user, "password_env": "KAN_PASSWORD", "tls": "none", **more}
        written = (f"{key} = {value}" if isinstance(value, int) else f'{key} = "{value}"' for key, value in keys.items())
        return "\n[intake.imap]\n" + "\n".join(written) + "\n"


def publication_in(root: Path, settings: str) -> House:
    """A publication with one branch and one open issue; the settings are those of [intake] and what follows it."""
    (root / "stories" / ISSUE).mkdir(parents=True, exist_ok=True)
    (root / "bulletin.toml").write_text(_RULES + settings, "utf-8")
    (root / "stories" / ISSUE / "issue.toml").write_text(f'id = "{ISSUE}"\nlabel = "第1期"\ndate = 2024-01-15\n', "utf-8")
    house = read_house(root)
    house.inbox.mkdir(parents=True, exist_ok=True)
    return house


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """The server, running."""
    if _PROGRAM is None or not shutil.which("openssl"):
        pytest.skip("Dovecot is not here (on Debian: apt-get install dovecot-imapd)")
    root = Path(tempfile.mkdtemp(prefix="kan"))  # the sockets in it must have short names
    server = Dovecot(root)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(root)


_numbers = count(1)


@pytest.fixture
def account(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Account:
    """An empty mailbox of the test's own."""
    monkeypatch.setenv("KAN_PASSWORD", WORD)
    return Account(dovecot, f"editor{next(_numbers)}")


def _free_ports(number: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _each in range(number)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _sign(root: Path) -> None:
    """An authority of one's own, and a certificate of it for 127.0.0.1."""

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=root, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    (root / "names").write_text("subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    openssl("req", "-x509", *key, "-keyout", "authority.key", "-out", "authority.pem", "-days", "2", "-subj", "/CN=Own Authority")
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=127.0.0.1")
    signed = ("-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial", "-extfile", "names")
    openssl("x509", "-req", "-in", "server.csr", *signed, "-out", "server.pem", "-days", "2")
    assert ssl.create_default_context(cafile=str(root / "authority.pem"))
