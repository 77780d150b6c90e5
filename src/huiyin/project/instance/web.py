"""The web process.

Granian with WSGI workers. Run by the supervisor as `python -m huiyin.project.instance.web`.
"""

from __future__ import annotations

import argparse
import os
import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from huiyin.project.instance.bodies import ARRIVING, THREADS
from huiyin.project.instance.logs import logging_settings
from huiyin.project.instance.watch import watch_parent

WEB = "HUIYIN_WEB"
"""Environment: pid of the web process, watched by its workers."""


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    os.environ[WEB] = str(os.getpid())
    watch_parent()
    Granian(
        "huiyin.project.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=THREADS + ARRIVING,
        http=HTTPModes.http1,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
        log_dictconfig=logging_settings("WARNING"),
    ).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
