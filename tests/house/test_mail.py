"""[mail] and the accounts on mail servers: what cannot be is refused, and no password goes astray."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bulletin.house.account import Account
from bulletin.house.mail import Mail, is_address
from bulletin.house.rules import House, read_house
from bulletin.queries import SettingsError

RULES = '[publication]\nslug = "kan"\nname = "刊"\n\n[[sections]]\nname = "动态"\n\n'


def house_of(folder: Path, text: str) -> House:
    (folder / "bulletin.toml").write_text(RULES + text, "utf-8")
    return read_house(folder)


def refused(folder: Path, text: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        house_of(folder, text)
    return caught.value


def test_the_rules_are_read(tmp_path: Path) -> None:
    house = house_of(
        tmp_path,
        '[mail]\nfrom = "编辑部 <kan@bank.example>"\n[mail.smtp]\nhost = "smtp.bank.example"\nuser = "kan"\npassword_file = "secret"\n',
    )
    assert (house.mail.name, house.mail.address) == ("编辑部", "kan@bank.example")
    assert house.mail.smtp == Account(host="smtp.bank.example", user="kan", password_file=Path("secret"))


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        ("kan@bank.example", "", "kan@bank.example"),
        ("<kan@bank.example>", "", "kan@bank.example"),
        ('"Editors, The" <kan.editors@bank.example>', "Editors, The", "kan.editors@bank.example"),
    ],
)
def test_an_address_is_told_from_its_name(sender: str, name: str, address: str) -> None:
    mail = Mail.model_validate({"from": sender})
    assert (mail.name, mail.address) == (name, address)


@pytest.mark.parametrize("sender", ["编辑部", "编辑部 kan@bank.example", "a@b@c", "<kan@bank.example", "kan@bank.example\\nBcc: x@y", ""])
def test_what_is_no_address_is_refused_with_its_line(tmp_path: Path, sender: str) -> None:
    error = refused(tmp_path, f'[mail]\nfrom = "{sender}"\n')
    assert error.line == 9
    assert "Editors <bulletin@bank.example>" in error.remedy


def test_an_unknown_key_is_told_beside_those_there_are(tmp_path: Path) -> None:
    error = refused(tmp_path, '[mail]\nsender = "kan@bank.example"\n')
    assert "unknown key “mail.sender”" in error.message
    assert "from, language, max_a_day, receipts, send, smtp" in error.remedy


@pytest.mark.parametrize("host", ["smtp.bank.example", "10.0.0.1", "localhost.bank.example"])
def test_a_server_elsewhere_is_never_spoken_to_in_the_clear(tmp_path: Path, host: str) -> None:
    assert 'tls = "none" is only for a server on this machine' in str(refused(tmp_path, f'[mail.smtp]\nhost = "{host}"\ntls = "none"\n'))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.1.2.3"])
def test_a_server_on_this_machine_may_be(host: str) -> None:
    assert Account(host=host, tls="none").host == host


@pytest.mark.parametrize("more", ["", 'password_env = "X"\npassword_file = "secret"\n'])
def test_a_user_has_his_password_in_one_place(tmp_path: Path, more: str) -> None:
    assert "give either password_env or password_file" in str(refused(tmp_path, f'[mail.smtp]\nhost = "h"\nuser = "kan"\n{more}'))


def test_a_password_in_the_rules_is_refused(tmp_path: Path) -> None:
    assert "unknown key “mail.smtp.password”" in str(refused(tmp_path, '[mail.smtp]\nhost = "h"\nuser = "kan"\npassword = "x"\n'))


def test_the_password_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    account = Account(host="h", user="kan", password_env="KAN_PASSWORD")  # noqa: S106 - a variable's name
    with pytest.raises(SettingsError, match="KAN_PASSWORD"):
        account.password(tmp_path)
    monkeypatch.setenv("KAN_PASSWORD", "secret")
    assert account.password(tmp_path) == "secret"


def in_file(tmp_path: Path, data: bytes, mode: int = 0o600) -> str:
    (tmp_path / "secret").write_bytes(data)
    (tmp_path / "secret").chmod(mode)
    return Account(host="h", user="kan", password_file=Path("secret")).password(tmp_path)


@pytest.mark.parametrize("data", [b"se cret", b"se cret\n", b"se cret\r\n", b"\xef\xbb\xbfse cret\r\n"])
def test_the_password_comes_from_a_file(tmp_path: Path, data: bytes) -> None:
    assert in_file(tmp_path, data) == "se cret"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(SettingsError, match="others may read") as caught:
        in_file(tmp_path, b"secret", mode)
    assert "chmod 600" in caught.value.remedy


def test_a_file_that_holds_no_password_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is empty"):
        in_file(tmp_path, b"\n")
    with pytest.raises(SettingsError, match="cannot be read"):
        in_file(tmp_path, b"\xff\xfe")
    (tmp_path / "secret").unlink()
    with pytest.raises(SettingsError, match="cannot be read"):
        Account(host="h", user="kan", password_file=Path("secret")).password(tmp_path)


@pytest.mark.parametrize("text", ["a@b.example", "a.b+c@b-c.example", "A_1@b"])
def test_addresses(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text", ["", "a", "a@", "@b", "a@b\n", "a b@c", "a@b,c@d", "<a@b>", "东@b.example", "a..b@c", f"{'a' * 65}@b", f"a@{'b' * 254}"]
)
def test_what_is_no_address(text: str) -> None:
    assert not is_address(text)


def test_the_sheet_of_an_account_takes_no_strange_port() -> None:
    with pytest.raises(ValidationError):
        Account(host="h", port=70000)
