"""The child can be killed, starved and lied to; the parent goes on."""

import os
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from huiyin.ground.files import confinement
from huiyin.ground.files.sandbox import Sandbox
from huiyin.ground.files.unfit import Unfit


def misbehave(data: bytes, wish: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The job under test, run in the child."""
    act = {
        "echo": lambda: data,
        "die": os.abort,
        "sleep": lambda: time.sleep(60),
        "spin": lambda: sum(1 for _ in iter(int, 1)),
        "hoard": lambda: bytes(2 * 1024**3),
        "raise": lambda: 1 / 0,
        "read": lambda: Path("/etc/hostname").read_bytes(),
        "call": lambda: socket.create_connection(("127.0.0.1", 9)),
        "run": lambda: os.execv("/bin/sh", ["sh"]),  # noqa: S606
    }[wish["act"]]
    try:
        done = act()
    except PermissionError:
        return {"denied": True}, b""
    return {"pid": os.getpid(), "environment": sorted(os.environ)}, done if isinstance(done, bytes) else b""


@pytest.fixture(scope="module")
def room() -> Any:
    here = Path(__file__)
    sys.path.insert(0, str(here.parent))  # the child imports this very module
    sandbox = Sandbox(f"{here.stem}:misbehave", memory_mb=128, cpu_s=1, wall_s=3.0)
    yield sandbox
    sandbox.close()
    sys.path.remove(str(here.parent))


@pytest.mark.parametrize(
    ("act", "code"),
    [
        ("die", "file_too_heavy"),
        ("sleep", "file_too_heavy"),
        ("spin", "file_too_heavy"),
        ("hoard", "file_too_heavy"),
        ("raise", "broke"),
    ],
)
def test_a_bad_job_is_refused_and_the_next_one_runs(room: Sandbox, act: str, code: str) -> None:
    with pytest.raises(Unfit) as unfit:
        room.run(b"", act=act)
    assert unfit.value.code == code
    assert room.run(b"alive", act="echo")[1] == b"alive"


@pytest.mark.parametrize("act", ["read", "call", "run"])
def test_the_child_cannot_open_files_sockets_or_programs(room: Sandbox, act: str) -> None:
    if not room.warm():
        pytest.skip("this kernel does not confine system calls")
    assert room.run(b"", act=act)[0] == {"denied": True}


def test_the_child_inherits_no_secret(room: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_SECRET_CANARY", "x")
    room.close()
    head, _ = room.run(b"", act="echo")
    assert set(head["environment"]) <= {"LANG", "MALLOC_ARENA_MAX", "LC_CTYPE"}


def test_one_child_serves_many_callers(room: Sandbox) -> None:
    answers: list[bytes] = []
    callers = [
        threading.Thread(target=lambda number=number: answers.append(room.run(b"%d" % number, act="echo")[1]))
        for number in range(20)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert sorted(answers) == sorted(b"%d" % number for number in range(20))


def test_the_child_leaves_when_the_parent_closes(room: Sandbox) -> None:
    head, _ = room.run(b"", act="echo")
    room.close()
    with pytest.raises(ProcessLookupError):
        os.kill(head["pid"], 0)


def test_the_filter_jumps_to_the_right_answers() -> None:
    """Read the BPF steps as the kernel does: denied calls end at EPERM, all others at ALLOW."""
    program = confinement._filter_program(7, (2, 41, 59))
    steps = [(program[i : i + 8]) for i in range(0, len(program), 8)]

    def verdict(architecture: int, call: int) -> int:
        place, held = 0, 0
        while True:
            code = int.from_bytes(steps[place][:2], "little")
            when_true, when_false = steps[place][2], steps[place][3]
            value = int.from_bytes(steps[place][4:], "little")
            if code == confinement._RETURN:
                return value
            if code == confinement._LOAD:
                held = architecture if value == 4 else call
            else:
                place += when_true if held == value else when_false
            place += 1

    for call in range(64):
        wanted = confinement._REFUSE if call in (2, 41, 59) else confinement._ALLOW
        assert verdict(7, call) == wanted
    assert verdict(8, 1) == confinement._REFUSE
