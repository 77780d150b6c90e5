"""Run the web server of an installation (made by `huiyin init`). Put a proxy with TLS in front of it.

PUBLIC_URL=https://huiyin.example.cn huiyin serve --data /var/lib/huiyin/data --with-worker
"""

from __future__ import annotations

import argparse
import os

from huiyin.project.instance import environment
from huiyin.project.instance.folder import DataFolder
from huiyin.project.instance.health import require_free
from huiyin.project.instance.running import prepare, run_instance, say
from huiyin.project.instance.session import database_server

HELP = "run the web server"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port (%(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="web processes (%(default)s)")
    parser.add_argument("--with-worker", action="store_true", help="run the worker too")


def run(options: argparse.Namespace) -> int:
    """Check, start, tend."""
    folder = DataFolder(environment.data_folder())
    folder.secret()
    require_free(options.host, options.port)
    os.environ.setdefault("PUBLIC_URL", f"http://127.0.0.1:{options.port}")
    with database_server():
        prepare("--check")
        return run_instance(
            host=options.host,
            port=options.port,
            workers=options.workers,
            with_worker=options.with_worker,
            ready=lambda: say(f"ready {os.environ['PUBLIC_URL']}"),
        )
