"""A whole instance: it answers, survives what is killed, and leaves nothing behind."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from huiyin.ground.postgres.layout import Layout
from huiyin.ground.postgres.process import postmaster
from huiyin.project.instance.health import answers
from tests.folders import fast_folder
from tests.instance import CLEAN, Instance, free_port
from tests.prepared import copy_prepared


def until(condition, seconds=120.0, log=None):
    end = time.monotonic() + seconds
    while not condition():
        said = log.read_text(errors="replace")[-2000:] if log else ""
        assert time.monotonic() < end, f"it did not happen\n{said}"
        time.sleep(0.1)


def command_lines():
    """pid → command line and the working folder of every process we may look at."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            found[int(entry.name)] = line + str((entry / "cwd").readlink())
    return found


@pytest.fixture
def served():
    """`huiyin serve --with-worker` on a scratch folder: (data, url, process)."""
    data, port = Path(tempfile.mkdtemp(prefix="huiyin-served-", dir=fast_folder())), free_port()
    data.chmod(0o711)
    environment = {name: value for name, value in os.environ.items() if name not in CLEAN}
    command = [sys.executable, "-m", "huiyin.project.command"]
    copy_prepared(data)
    with (data / "serve.log").open("wb") as output:
        process = subprocess.Popen(
            [*command, "serve", "--with-worker", "--data", str(data), "--port", str(port)],
            env=environment,
            start_new_session=True,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    until(lambda: answers(url), log=data / "serve.log")
    yield data, url, process
    process.kill()
    process.wait()
    until(lambda: not [pid for pid, line in command_lines().items() if str(data) in line])
    shutil.rmtree(data, ignore_errors=True)


def of(data, url, word):
    """Pids of this instance's processes whose command line has `word`."""
    port = url.rsplit(":", 1)[1]
    lines = command_lines().items()
    return [pid for pid, line in lines if word in line and (str(data) in line or f"--port {port}" in line)]


@pytest.mark.long
def test_it_survives_what_is_killed_and_leaves_nothing(served):
    data, url, process = served
    log = data / "serve.log"
    web = min(of(data, url, "instance.web"))
    os.kill(web, signal.SIGKILL)
    until(lambda: web not in of(data, url, "instance.web") and answers(url), log=log)

    server = postmaster(Layout.of(data).cluster)
    os.kill(server, signal.SIGKILL)
    until(lambda: postmaster(Layout.of(data).cluster) not in (None, server) and answers(url), log=log)

    # the worker may have ended with the database, and is started again
    until(lambda: len(of(data, url, "command worker")) == 1, log=log)
    worker = of(data, url, "command worker")
    os.kill(worker[0], signal.SIGKILL)
    until(lambda: of(data, url, "command worker") not in ([], worker), log=log)

    process.kill()  # the supervisor itself: its children notice, the keeper stops the server
    process.wait()
    until(lambda: not of(data, url, ""))


def test_a_signal_stops_everything_it_started(served):
    data, url, process = served
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=120) == 0
    assert not of(data, url, "")


@pytest.mark.long
def test_a_demo_in_an_empty_folder_is_ready_and_a_second_start_finds_its_data():
    first = Instance.start(from_nothing=True)
    first.process.send_signal(signal.SIGINT)
    first.process.wait(timeout=60)
    again = Instance.start(first.data)
    assert again.logins == first.logins
    again.stop()


def test_the_demo_answers_with_safe_headers(instance):
    with urllib.request.urlopen(f"{instance.url}/healthz", timeout=10) as response:
        assert response.status == 200
        assert "default-src 'self'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"


def test_the_demo_has_a_login_per_role(instance):
    roles = {login["role"] for login in instance.logins}
    assert {"contact", "field", "duty", "clerk", "leader", "steward", "auditor"} <= roles
    assert all(
        {"username", "password", "second_factor", "start_page"} <= set(login) for login in instance.logins
    )
    assert (instance.data / "demo-logins.json").stat().st_mode & 0o077 == 0
