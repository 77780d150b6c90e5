"""From a prepared data folder to an instance that answers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from huiyin.project.command.failure import CommandError
from huiyin.project.instance.health import answers
from huiyin.project.instance.supervisor import Child, Supervisor

READY_PATIENCE = 180.0


def say(line: str) -> None:
    """A line for the person at the keyboard."""
    print(line, flush=True)


def prepare(*arguments: str) -> None:
    """Run the preparation as the owner, in a process of its own: this one never holds the owner's rights."""
    done = subprocess.run(
        [sys.executable, "-m", "huiyin.project.instance.prepare", *arguments],
        env=os.environ | {"HUIYIN_DB_ROLE": "owner", "HUIYIN_DB_POOL": "0"},
        check=False,
    )
    if done.returncode:
        raise CommandError("The preparation failed; the lines above say why.", done.returncode)


def children(*, host: str, port: int, workers: int, web: bool, with_worker: bool) -> list[Child]:
    """The processes of an instance."""
    found = []
    if web:
        arguments = ["--host", host, "--port", str(port), "--workers", str(workers)]
        found.append(Child("web", "huiyin.project.instance.web", arguments))
    if with_worker:
        found.append(
            Child("worker", "huiyin.project.command", ["worker", "--data", os.environ["HUIYIN_DATA"]])
        )
    return found


def run_instance(*, host: str, port: int, workers: int, with_worker: bool, ready: Callable[[], None]) -> int:
    """Start web (and worker), call `ready` once it answers, tend until told to stop. The exit code."""
    supervisor = Supervisor(
        children(host=host, port=port, workers=workers, web=True, with_worker=with_worker), say
    )
    url = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104 - compared, not bound
    supervisor.start()
    try:
        answered = supervisor.run_until(lambda: answers(url), patience=READY_PATIENCE)
        if not supervisor.stopping:
            if not answered:
                raise CommandError(
                    f"The web process does not answer at {url}/healthz; the lines above say why."
                )
            ready()
            supervisor.run()
        say("stopping")
    finally:
        supervisor.stop()
    return 0
