"""A whole installation for one drill: folder, server, registers, web, worker, a clock to move."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from huiyin.project.command.failure import CommandError
from huiyin.project.instance.folder import DataFolder
from huiyin.project.instance.health import answers
from huiyin.project.instance.running import children, prepare
from huiyin.project.instance.session import django_ready
from huiyin.project.instance.supervisor import Supervisor

HOST = "127.0.0.1"
SPEED = 4.0
"""How fast the clock runs between leaps; slow enough for a promise of five minutes to be kept by hand."""
READY_SECONDS = 90.0
QUIET_SECONDS = 120.0
Progress = Callable[[str], object]


@dataclass
class Scratch:
    """A running scratch instance. `logins` are those of demo-logins.json."""

    data: Path
    url: str
    owner_url: str
    logins: list[dict[str, Any]]
    supervisor: Supervisor
    shown: datetime = field(default_factory=lambda: datetime.now(UTC))
    leaps: list[timedelta] = field(default_factory=list)

    def login(self, username: str) -> dict[str, Any]:
        """How somebody signs in."""
        return next(login for login in self.logins if login["username"] == username)

    def leap(self, by: timedelta) -> None:
        """Let the database's clock jump forward, for web and worker alike."""
        from django.db import connection

        from huiyin.ground.clock import now, shifted_clock_sql

        shown = now() + by
        with connection.cursor() as cursor:
            cursor.execute(shifted_clock_sql(real=datetime.now(UTC), shown=shown, speed=SPEED))
        self.leaps.append(by)

    def settled(self) -> None:
        """Wait until nothing is due any more: timers fired, messages sent and their receipts back."""
        self.wait_for("timers and messages", _nothing_due)

    def wait_for(self, what: str, happened: Callable[[], bool]) -> None:
        """Look a few times a second. Raises CommandError when it does not happen, or on Ctrl-C."""
        until = time.monotonic() + QUIET_SECONDS
        while not happened():
            self.check_running()
            if time.monotonic() > until:
                raise CommandError(
                    f"{what}: still waiting after {QUIET_SECONDS:.0f} s; see {self.data}/drill.log"
                )
            time.sleep(0.2)

    def check_running(self) -> None:
        """Raise KeyboardInterrupt when told to stop."""
        if self.supervisor.stopping:
            raise KeyboardInterrupt


def _nothing_due() -> bool:
    from huiyin.casework.casefile.models import Timer
    from huiyin.ground.clock import now
    from huiyin.ground.outbox.models import Notice

    due = Timer.objects.filter(fired_at=None, cancelled_at=None, due_at__lte=now())
    unsent = Notice.objects.filter(channel="sms", state__in=("queued", "sending", "sent"))
    return not due.exists() and not unsent.exists()


def fresh_folder() -> Path:
    """A new folder the server's account can reach into."""
    data = Path(tempfile.mkdtemp(prefix="huiyin-drill-"))
    data.chmod(0o711)
    return data


@contextlib.contextmanager
def scratch_instance(*, keep: bool, progress: Progress) -> Iterator[Scratch]:
    """Set up, run, tear down. Django is connected as the owner inside the block."""
    data, port = fresh_folder(), _free_port()
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"HUIYIN_DATA": str(data), "HUIYIN_MODE": "scratch", "PUBLIC_URL": f"http://{HOST}:{port}"}
    os.environ["HUIYIN_LOG_LEVEL"] = "ERROR"
    DataFolder(data).initialise("scratch")
    try:
        with django_ready(role="owner"):
            yield from _running(data, port, progress)
    finally:
        if keep:
            progress(f"kept: {data}")
        else:
            shutil.rmtree(data, ignore_errors=True)


def _running(data: Path, port: int, progress: Progress) -> Iterator[Scratch]:
    prepare()
    logins = _plant(data, progress)
    os.environ.pop("HUIYIN_DB_POOL", None)  # that was for this process alone
    supervisor = Supervisor(children(host=HOST, port=port, workers=2, web=True, with_worker=True), progress)
    scratch = Scratch(data, f"http://{HOST}:{port}", _owner_url(), logins, supervisor)
    scratch.leap(timedelta(0))
    supervisor.start()
    try:
        if not supervisor.run_until(lambda: answers(scratch.url), patience=READY_SECONDS):
            raise CommandError("The scratch instance does not answer; the lines above say why.")
        threading.Thread(target=supervisor.run, name="tending", daemon=True).start()
        progress(f"the scratch instance runs at {scratch.url}")
        yield scratch
    finally:
        supervisor.stopping = True
        supervisor.stop()


def _plant(data: Path, progress: Progress) -> list[dict[str, Any]]:
    """The registers of the demonstration without its cases; who may sign in."""
    import json

    from django.db import transaction

    from huiyin.ground.clock import now
    from huiyin.ground.tenancy.viewer import SYSTEM
    from huiyin.ground.tenancy.wall import seen_as
    from huiyin.project.demo import write_logins
    from huiyin.project.demo.loading import plant_registers
    from huiyin.project.demo.planting.ground_plan import GroundPlan

    with transaction.atomic(), seen_as(SYSTEM):
        plant_registers(GroundPlan(loaded=now()), progress)
    write_logins(DataFolder(data).logins)
    found: list[dict[str, Any]] = json.loads(DataFolder(data).logins.read_text(encoding="utf-8"))
    return found


def _owner_url() -> str:
    from huiyin.ground.postgres import embedded_url

    return embedded_url(Path(os.environ["HUIYIN_DATA"]))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
