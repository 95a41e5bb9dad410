"""Setting up tells what is missing in words, and takes what is there as it is."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

import pytest

from setup import machine
from setup.machine import Need

THERE = Need("the ink", ("ink-common",), lambda: True)
GONE = Need("the paper", ("paper-a4", "paper-common"), lambda: False)


def test_only_what_is_not_there_is_missing() -> None:
    assert machine.missing([THERE, GONE]) == (GONE,)


def test_a_library_that_does_not_load_is_missing() -> None:
    assert not machine.library("libnot-there.so.0")()


def test_a_face_that_nobody_cast_is_missing() -> None:
    assert not machine.face("A Face That Nobody Cast")()


def test_the_report_names_things_in_words_and_debians_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)
    told = machine.report([GONE])
    assert "the paper" in told
    assert "apt-get install paper-a4 paper-common" in told
    assert "package manager" in told


def test_without_apt_nothing_is_run_and_the_exit_code_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)
    monkeypatch.setattr(subprocess, "run", lambda *given, **options: pytest.fail("something was run"))
    monkeypatch.setattr(machine, "missing", lambda needs=(): (GONE,))
    monkeypatch.setenv("LANGUAGE", "en")
    assert machine.main() == 1
    assert "the paper" in capsys.readouterr().err


def test_with_apt_only_what_is_missing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Sequence[str]] = []
    monkeypatch.setattr(shutil, "which", lambda program: f"/usr/bin/{program}")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(subprocess, "run", lambda command, **options: ran.append(command))
    machine.fetch(["paper-a4"])
    assert all(command[0] == "sudo" and "apt-get" in command for command in ran)
    assert [command[-1] for command in ran] == ["update", "paper-a4"]


def test_what_only_tests_need_does_not_stop_them(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(shutil, "which", lambda program, path="": None)
    monkeypatch.setattr(machine, "NEEDS", (THERE,))
    monkeypatch.setenv("LANGUAGE", "en")
    assert machine.main() == 0
    assert capsys.readouterr().err == ""
    assert machine.main(for_tests=True) == 0
    assert "Dovecot" in capsys.readouterr().err


def test_a_service_that_comes_with_a_package_is_masked_before_it_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Sequence[str]] = []
    monkeypatch.setattr(shutil, "which", lambda program: f"/usr/bin/{program}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(subprocess, "run", lambda command, **options: ran.append(command))
    machine.fetch(machine.packages(machine.TEST_NEEDS), machine.services(machine.TEST_NEEDS))
    assert ran[0] == ["systemctl", "mask", "dovecot.service", "dovecot.socket"]
    assert ran[-1][-1] == "dovecot-imapd"


def test_setting_up_needs_the_standard_library_alone() -> None:
    """It runs before there is a virtual environment: -S leaves out everything that was installed."""
    ran = subprocess.run([sys.executable, "-S", "-c", "import setup.machine"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
