"""The console script `huiyin`: one module per command.

A command module has `HELP`, `configure(parser)` and `run(options) -> int`. Exit codes: 0 done, 1 done but
something is wrong (rejected rows, failed checks), 2 wrong use, 3 not possible now (no server, busy port, not
initialised), 130 interrupted.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from huiyin.ground.postgres import PostgresError
from huiyin.project.command.failure import CommandError
from huiyin.project.instance.environment import BadVariable
from huiyin.project.instance.folder import NotInitialised

COMMANDS = {
    "init": "init",
    "demo": "demo",
    "serve": "serve",
    "worker": "worker",
    "migrate": "migrate",
    "go-live": "golive",
    "invite": "invite",
    "import": "importing",
    "drill": "drill",
    "verify": "verify",
    "triage": "triage",
    "doctor": "doctor",
    "backup": "backup",
    "restore": "restore",
    "manage": "manage",
}
"""Command → its module."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser(_named(given)).parse_args(given)
    os.environ["HUIYIN_DATA"] = str(options.data.expanduser().absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.project.settings")
    try:
        code = importlib.import_module(f"{__name__}.{COMMANDS[options.command]}").run(options)
    except (CommandError, PostgresError, BadVariable, NotInitialised) as error:
        print(f"huiyin {options.command}: {error}", file=sys.stderr)
        return getattr(error, "exit_code", 3)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 141
    return int(code)


def _named(given: Sequence[str]) -> str | None:
    return next((word for word in given if word in COMMANDS), None)


def _parser(named: str | None) -> argparse.ArgumentParser:
    """Every command by name and help.

    Only the named one is filled in (the others stay unimported details).
    """
    parser = argparse.ArgumentParser(prog="huiyin", description="Huiyin answers requests.", epilog=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module_name in COMMANDS.items():
        module = importlib.import_module(f"{__name__}.{module_name}")
        sub = commands.add_parser(
            name,
            help=module.HELP,
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        sub.add_argument(
            "--data", type=Path, default=_data(), metavar="DIR", help="the data folder (%(default)s)"
        )
        if named in (None, name):
            module.configure(sub)
    return parser


def _data() -> Path:
    return Path(os.environ.get("HUIYIN_DATA") or "var/data")
