"""Start a demo: database, a living sub-district, web and worker. Ctrl-C stops all of it; the data stays.

The demo's accounts are printed and written to DATA/demo-logins.json. Never point it at a real community's
data: it refuses a folder or database that was made for production.
"""

from __future__ import annotations

import argparse
import json
import os

from huiyin.project.command.failure import CommandError
from huiyin.project.instance import environment
from huiyin.project.instance.folder import DataFolder
from huiyin.project.instance.health import require_free
from huiyin.project.instance.running import prepare, run_instance
from huiyin.project.instance.session import database_server

HELP = "start a demo with everything in it"
HOST = "127.0.0.1"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (%(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="web processes (%(default)s)")


def run(options: argparse.Namespace) -> int:
    """Prepare, start, announce, tend."""
    require_free(HOST, options.port)
    folder = DataFolder(environment.data_folder())
    if folder.initialised and folder.mode != "demo":
        raise CommandError(
            f"{folder.path} holds a {folder.mode} installation. Choose another folder with --data."
        )
    folder.initialise("demo")
    url = f"http://{HOST}:{options.port}"
    os.environ["HUIYIN_MODE"] = "demo"
    os.environ.setdefault("PUBLIC_URL", url)
    with database_server():
        prepare("--demo")
        return run_instance(
            host=HOST,
            port=options.port,
            workers=options.workers,
            with_worker=True,
            ready=lambda: announce(url, folder),
        )


def announce(url: str, folder: DataFolder) -> None:
    """Print the ready line and one login per role."""
    print(f"\nready {url}\n", flush=True)
    for login in first_of_each_role(json.loads(folder.logins.read_text(encoding="utf-8"))):
        who = f"{login['role']:<12} {login['username']:<20} {login['password']:<20}"
        second = f"  second factor: {login['second_factor']}" if login.get("second_factor") else ""
        print(f"  {who} {login['start_page']}{second}")
    print(f"\nall logins: {folder.logins}\nCtrl-C stops the demo", flush=True)


def first_of_each_role(logins: list[dict[str, str]]) -> list[dict[str, str]]:
    """One login per role, in the file's order."""
    return list({login["role"]: login for login in reversed(logins)}.values())[::-1]
