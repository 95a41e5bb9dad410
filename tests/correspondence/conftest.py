"""A publication that answers, and a real mail server on this machine that takes what it sends."""

import asyncio
import datetime as dt
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bulletin.house.rules import House, read_house
from bulletin.production.collect import collect
from bulletin.production.world import World

RULES = """\
[publication]
slug = "kan"
name = "澄报"
publisher = "运行管理部"

[[sections]]
name = "服务动态"

[intake]
settle_seconds = 0

[[branches]]
name = "东门支行"
senders = ["east@bank.example", "second@bank.example"]

[mail]
from = "澄报编辑部 <editors@bank.example>"
"""
TEXT = "东门支行每天清晨开门之前，用十五分钟演练迎客、指引、送别三个动作，值班经理逐一点评，员工互相纠正。"


def server_rules(port: int, tls: str = "none", more: str = "") -> str:
    """[mail.smtp] for a server on this machine."""
    return f'\n[mail.smtp]\nhost = "localhost"\nport = {port}\ntls = "{tls}"\n{more}'


class Office:
    """A publication, what branches send to it, and what lies in its outbox."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "stories" / "inbox").mkdir(parents=True)
        (root / "stories" / "2024-1").mkdir()
        (root / "stories" / "2024-1" / "issue.toml").write_text('id = "2024-1"\nlabel = "2024年第1期"\ndate = 2024-01-15\n', "utf-8")
        self.rules(RULES)
        self._ahead = 0.0

    @property
    def now(self) -> float:
        """The hour in this office: the machine's, until another is set; it goes on from there."""
        return time.time() + self._ahead

    @now.setter
    def now(self, moment: float) -> None:
        self._ahead = moment - time.time()

    def rules(self, text: str) -> House:
        """Write bulletin.toml."""
        (self.root / "bulletin.toml").write_text(text, "utf-8")
        return self.house

    @property
    def house(self) -> House:
        """The publication as bulletin.toml stands now."""
        return read_house(self.root)

    @property
    def world(self) -> World:
        """The world at the hour that this office says it is."""
        return World(now=lambda: self.now)

    def receive(self, subject: str = "投稿", title: str = "晨间演练", text: str = TEXT, name: str = "01.eml", **fields: str) -> None:
        """A mail from a branch comes in and is collected."""
        mail = EmailMessage()
        mail["From"] = fields.pop("sender", "东门 <east@bank.example>")
        mail["Subject"] = subject
        mail["Date"] = dt.datetime(2024, 1, 5, 9, 20, tzinfo=dt.UTC)
        said = fields.pop("said", "请见附件。")
        for field_name, value in fields.items():
            mail[field_name.replace("_", "-")] = value
        mail.set_content(said)
        if title:
            mail.add_attachment(f"---\nsection: 服务动态\n---\n\n# {title}\n\n{text}\n".encode(), "text", "markdown", filename="稿件.md")
        (self.root / "stories" / "inbox" / name).write_bytes(mail.as_bytes())
        self.collect()

    def collect(self) -> None:
        """Collect what lies in the drop folder."""
        collect(self.house, self.world)

    @property
    def outbox(self) -> list[Path]:
        """The mails in the outbox."""
        return sorted((self.root / "stories" / "outbox").glob("*.eml"))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "publication")


@dataclass
class Server:
    """A mail server: what it has taken, and the answers that it is told to give before it takes anything."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    #: Answers to MAIL, RCPT and DATA, first come first served; an exhausted list lets everything pass.
    to_sender: list[str] = field(default_factory=list)
    to_recipient: list[str] = field(default_factory=list)
    to_mail: list[str] = field(default_factory=list)
    #: Called when a mail has been read and before it is answered.
    on_mail: Callable[[SMTP], None] = lambda server: None
    users: list[str] = field(default_factory=list)

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        self.senders.append(address)
        answer = self.to_sender.pop(0) if self.to_sender else "250 ok"
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        answer = self.to_recipient.pop(0) if self.to_recipient else "250 ok"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.to_mail.pop(0) if self.to_mail else "250 taken"
        if answer.startswith("250"):
            self.taken.append(envelope)
        self.on_mail(server)
        return answer

    def log_in(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """Let in whoever knows the password."""
        known = isinstance(data, LoginPassword) and data.password == b"secret"
        self.users.append(data.login.decode() if known else "")
        return AuthResult(success=known, handled=known)


class _OnAnyPort(Controller):
    """A server on whichever port is free."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # the library has no types here


MakeServer = Callable[..., Server]


@pytest.fixture
def make_server() -> Iterator[MakeServer]:
    """Servers that are stopped in the end."""
    running: list[Controller] = []

    def started(**settings: Any) -> Server:
        server = Server()
        if settings.pop("login", False):
            settings |= {"authenticator": server.log_in, "auth_required": True}
        controller = _OnAnyPort(server, hostname="127.0.0.1", port=0, **settings)
        controller.start()
        running.append(controller)
        server.port = controller.port
        return server

    yield started
    for controller in running:
        controller.stop()


@pytest.fixture
def server(make_server: MakeServer) -> Server:
    """A server that takes everything, without TLS."""
    return make_server()


@pytest.fixture(scope="session")
def certified(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """A certificate for localhost that signs itself: a server's context, and the file that makes a client trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context, folder / "certificate.pem"


@pytest.fixture
def unused_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
