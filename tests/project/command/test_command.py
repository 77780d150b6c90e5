"""The command line: help for all, sentences for mistakes, exit codes as promised."""

import os
import socket
import subprocess
import sys

import pytest

from huiyin.project.command import COMMANDS, main
from huiyin.project.instance.examination import examine_voice


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    monkeypatch.setenv("HUIYIN_DATA", os.environ["HUIYIN_DATA"])
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name, capsys):
    with pytest.raises(SystemExit) as end:
        main([name, "--help"])
    assert end.value.code == 0
    said = capsys.readouterr().out
    assert "--data DIR" in said
    assert len(said.splitlines()) > 6


def test_no_command_is_wrong_use():
    with pytest.raises(SystemExit) as end:
        main([])
    assert end.value.code == 2


def test_a_busy_port_is_said_before_anything_is_made(tmp_path, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["demo", "--data", str(tmp_path / "data"), "--port", str(port)]) == 3
    assert f"--port {port + 1}" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_a_port_that_is_none(tmp_path, capsys):
    assert main(["demo", "--data", str(tmp_path / "data"), "--port", "70000"]) == 2
    assert "not a port number" in capsys.readouterr().err


def test_a_demo_does_not_move_into_a_real_folder(tmp_path, capsys):
    from huiyin.project.instance.folder import DataFolder

    DataFolder(tmp_path).initialise()
    assert main(["demo", "--data", str(tmp_path), "--port", "0"]) == 3
    assert "production installation" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["serve", "doctor", "backup"])
def test_a_folder_that_is_not_initialised(tmp_path, command, capsys):
    extra = [str(tmp_path / "x.tar")] if command == "backup" else []
    assert main([command, "--data", str(tmp_path / "none"), *extra]) in (1, 3)
    captured = capsys.readouterr()
    assert "huiyin init" in captured.out + captured.err


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ({}, "ok"),
        ({"HUIYIN_VOICE": "aliyun", "HUIYIN_SMS_KEY_ID": "k", "HUIYIN_SMS_SECRET": "s"}, "bad"),
        (
            {
                "HUIYIN_VOICE": "aliyun", "HUIYIN_SMS_KEY_ID": "k", "HUIYIN_VOICE_SECRET": "s",
                "HUIYIN_VOICE_TEMPLATE": "TTS_1",
            },
            "ok",
        ),
    ],
)  # fmt: skip
def test_the_doctor_says_who_telephones(monkeypatch, given, level):
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    found = examine_voice()
    assert found.level == level
    assert ("HUIYIN_VOICE_TEMPLATE" in found.sentence) == (level == "bad")


def test_a_file_that_is_not_there(tmp_path, capsys):
    assert main(["import", "cases", str(tmp_path / "none.xlsx"), "--data", str(tmp_path)]) == 2
    assert "There is no file" in capsys.readouterr().err


def test_the_console_script_runs():
    done = subprocess.run(
        [sys.executable, "-m", "huiyin.project.command", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert all(name in done.stdout for name in COMMANDS)
