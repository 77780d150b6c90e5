"""A running instance whose processes can be killed one by one, by their recorded pids."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from huiyin.ground.postgres.layout import Layout
from huiyin.ground.postgres.process import postmaster
from huiyin.ground.postgres.server import running_url
from huiyin.project.instance.health import answers
from tests.folders import fast_folder
from tests.instance import CLEAN, free_port
from tests.prepared import copy_prepared

SEEDING = """
import django
django.setup()
from tests.crash import seeding
print("told", *seeding.{call})
"""


def until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for it. Raises AssertionError when it does not come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


def child_of(pid: int, word: str) -> int | None:
    """The pid of the process that this one started and whose command line has the word, if it lives."""
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if parent == pid and word.encode() in (entry / "cmdline").read_bytes():
                return int(entry.name)
    return None


def serve(data: Path, port: int, environment: dict[str, str], *more: str) -> subprocess.Popen[bytes]:
    """Start web and worker on a data folder, which may have some already."""
    command = [sys.executable, "-m", "huiyin.project.command", "serve", "--with-worker", *more]
    with (data / f"serve-{port}.log").open("wb") as log:
        return subprocess.Popen(
            [*command, "--data", str(data), "--port", str(port)],
            env=environment, start_new_session=True, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip


def seeded(environment: dict[str, str], call: str) -> list[str]:
    """Run a function of seeding.py in a process of its own; the words it answers with."""
    command, root = [sys.executable, "-c", SEEDING.format(call=call)], Path(__file__).parents[2]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.split("told ")[1].split()


def wait_for(process: subprocess.Popen[bytes], url: str, data: Path) -> None:
    """Until it answers. Raises AssertionError with its log when it does not come."""
    until(lambda: process.poll() is not None or answers(url), 120)
    log = data / f"serve-{url.rsplit(':', 1)[1]}.log"
    assert process.poll() is None, log.read_text(errors="replace")[-2000:]


@dataclass
class Victim:
    """`huiyin serve --with-worker` on a scratch folder with one estate and one program that may file."""

    data: Path
    url: str
    token: str
    scope_id: int
    process: subprocess.Popen[bytes]
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def start(cls, base: Path | None = None, *more: str, **settings: str) -> Victim:
        """Prepare a folder (below `base`), start everything, plant what intake needs."""
        data, port = Path(tempfile.mkdtemp(prefix="huiyin-crash-", dir=base or fast_folder())), free_port()
        data.chmod(0o711)
        url, token = f"http://127.0.0.1:{port}", os.urandom(12).hex()
        environment = {name: value for name, value in os.environ.items() if name not in CLEAN}
        environment |= {"HUIYIN_MODE": "scratch", "HUIYIN_DATA": str(data), "PUBLIC_URL": url}
        environment |= {"HUIYIN_FORM_LIMITS": "0", "DJANGO_SETTINGS_MODULE": "huiyin.project.settings"}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        environment |= settings
        copy_prepared(data)
        process = serve(data, port, environment, *more)
        wait_for(process, url, data)
        (scope,) = seeded(environment, f"seed({token!r})")
        return cls(data, url, token, int(scope), process, environment)

    def owner(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection past every wall, to count."""
        address = running_url(self.data)
        assert address, "PostgreSQL is not running"
        return psycopg.connect(address, autocommit=True)

    def pids(self, word: str) -> list[int]:
        """The pids of this instance's processes whose command line has the word."""
        port = self.url.rsplit(":", 1)[1]
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                line += str((entry / "cwd").readlink())
                if word in line and (str(self.data) in line or f"--port {port}" in line):
                    found.append(int(entry.name))
        return found

    def kill(self, what: str) -> int:
        """kill -9 of "web", "worker" or "database"; returns how many processes died."""
        words = {"web": "instance.web", "worker": "command worker"}
        server = postmaster(Layout.of(self.data).cluster)
        pids = ([server] if server else []) if what == "database" else self.pids(words[what])
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(pids)

    def stop(self) -> None:
        """Stop it, wait until nothing of it is left, remove its folder."""
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=60)
        self.process.kill()
        shutil.rmtree(self.data, ignore_errors=True)
