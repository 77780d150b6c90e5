"""Keeping the processes of an instance alive.

Started in groups of their own, restarted with back-off, all stopped.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from huiyin.project.instance.watch import SUPERVISOR

BEAT = 0.2
STOP_PATIENCE = 15.0
"""Seconds a child has to finish its requests and jobs before it is killed."""
STEADY = 60.0
"""A child that lived this many seconds starts again without delay."""
LONGEST_PAUSE = 30.0


@dataclass
class Child:
    """One process: `name` for people, `module` and `arguments` for `python -m`."""

    name: str
    module: str
    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_ends: int = 0
    start_after: float = field(default=0.0)

    def start(self) -> None:
        """Start it in its own process group."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module, *self.arguments],
            env=os.environ | {SUPERVISOR: str(os.getpid()), "HUIYIN_DB_ROLE": "app"},
            stdin=subprocess.DEVNULL,
            process_group=0,
        )
        self.started = time.monotonic()

    def send(self, number: signal.Signals) -> None:
        """Signal the whole group."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def ended(self) -> bool:
        """Whether it runs no more; what is left of its group is killed then."""
        if self.process is None or self.process.poll() is None:
            return False
        self.send(signal.SIGKILL)
        return True

    def plan_restart(self) -> float:
        """Seconds until the next start: none after a steady life, doubling after quick ends."""
        now = time.monotonic()
        self.quick_ends = 0 if now - self.started > STEADY else self.quick_ends + 1
        pause = 0.0 if self.quick_ends <= 1 else min(LONGEST_PAUSE, 0.5 * 2 ** (self.quick_ends - 2))
        self.process, self.start_after = None, now + pause
        return pause


class Supervisor:
    """Runs children until it is told to stop (SIGINT, SIGTERM, or SIGHUP of a closed terminal)."""

    def __init__(self, children: list[Child], say: Callable[[str], object]) -> None:
        self.children, self.say = children, say
        self.stopping = False

    def start(self) -> None:
        """Take the signals and start every child."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        for child in self.children:
            child.start()

    def _ask_to_stop(self, *_: object) -> None:
        self.stopping = True

    def tend(self) -> None:
        """One look at the children: those that ended start again when their pause is over."""
        for child in self.children:
            if child.ended():
                code = child.process.returncode if child.process else None
                pause = child.plan_restart()
                self.say(f"{child.name} ended (code {code}); starting it again in {pause:.1f} s")
            if child.process is None and time.monotonic() >= child.start_after:
                child.start()

    def run(self) -> None:
        """Tend the children until told to stop."""
        while not self.stopping:
            self.tend()
            time.sleep(BEAT)

    def run_until(self, happened: Callable[[], bool], *, patience: float) -> bool:
        """Tend them until it has happened; False when told to stop before, or after `patience` seconds.

        What happened once counts, though a child may end in the next moment: it is started again.
        """
        until = time.monotonic() + patience
        while not self.stopping and time.monotonic() < until:
            if happened():
                return True
            self.tend()
            time.sleep(BEAT)
        return False

    def stop(self) -> None:
        """Ask every child to end, wait, then kill what is left."""
        for child in self.children:
            child.send(signal.SIGTERM)
        until = time.monotonic() + STOP_PATIENCE
        for child in self.children:
            if child.process is None:
                continue
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=max(0.1, until - time.monotonic()))
            child.send(signal.SIGKILL)
            child.process.wait()
