"""Children are restarted with back-off and all stopped; a child does not outlive its supervisor."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from huiyin.project.instance.supervisor import Child, Supervisor

SLEEPER = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(100)"
WATCHED = (
    "import sys, os, time; from huiyin.project.instance.watch import watch_parent;"
    "watch_parent(); open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(100)"
)
PARENT = (
    "import subprocess, sys, os, time; subprocess.Popen([sys.executable, '-c', sys.argv[1], sys.argv[2]],"
    "env=os.environ | {'HUIYIN_SUPERVISOR': str(os.getpid())}); time.sleep(100)"
)


def module(tmp_path, monkeypatch, body):
    (tmp_path / "a_child.py").write_text(body)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return Child("child", "a_child", [str(tmp_path / "pids")])


def pids(tmp_path):
    path = tmp_path / "pids"
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def until(condition, seconds=15.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def lives(pid):
    """A zombie is not alive."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.fixture
def keep_signals():
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("keep_signals")
def test_a_killed_child_comes_back_and_all_are_stopped(tmp_path, monkeypatch):
    said = []
    supervisor = Supervisor([module(tmp_path, monkeypatch, SLEEPER)], said.append)
    supervisor.start()
    until(lambda: len(pids(tmp_path)) == 1)
    os.kill(pids(tmp_path)[0], signal.SIGKILL)
    assert supervisor.run_until(lambda: len(pids(tmp_path)) == 2, patience=60)
    assert "starting it again" in said[0]
    supervisor.stop()
    assert not any(lives(pid) for pid in pids(tmp_path))


@pytest.mark.usefixtures("keep_signals")
def test_a_child_that_always_fails_is_given_time(tmp_path, monkeypatch):
    body = "import sys; open(sys.argv[1], 'a').write('1\\n'); sys.exit(3)"
    supervisor = Supervisor([child := module(tmp_path, monkeypatch, body)], lambda _: None)
    supervisor.start()
    assert not supervisor.run_until(lambda: False, patience=4)
    supervisor.stop()
    assert 2 <= len(pids(tmp_path)) <= 5
    assert child.quick_ends >= 2


def test_a_child_notices_that_its_parent_was_killed(tmp_path):
    parent = subprocess.Popen([sys.executable, "-c", PARENT, WATCHED, str(tmp_path / "pids")])
    until(lambda: pids(tmp_path))
    parent.kill()
    parent.wait()
    until(lambda: not lives(pids(tmp_path)[0]))
