"""Where the commands meet the parts that do the work: one function each, loaded when the command runs."""

from __future__ import annotations

import importlib
from datetime import timedelta
from pathlib import Path
from typing import Any

from huiyin.project.command.failure import CommandError

INVITATION_LASTS = timedelta(minutes=30)


def invite_administrator(*, name: str, region: str) -> str:
    """The path of the page on which the first administrator chooses a password; good for 30 minutes, once.

    Calls `huiyin.registers.people.acts.invite_first_administrator(name=…, region=…, lasting=…) -> path`,
    which makes the root scope `name` (GB/T 2260 code `region`) unless it exists.
    """
    act = _find("huiyin.registers.people.acts", "invite_first_administrator")
    return str(act(name=name, region=region, lasting=INVITATION_LASTS))


def import_file(
    *, kind: str, path: Path, scope: str, mapping: Path | None, dry_run: bool, returned: Path | None
) -> Any:
    """Import one file: `huiyin.channels.spreadsheets.command.import_file(…)`, same arguments and `progress`.

    Gives an object with `accepted`, `duplicates` and `rejected` (whole numbers).
    """
    act = _find("huiyin.channels.spreadsheets.command", "import_file")
    return act(
        kind=kind, path=path, scope=scope, mapping=mapping, dry_run=dry_run, returned=returned, progress=print
    )


def drill(*, cases: int, seed: int, keep: bool) -> tuple[int, int]:
    """`huiyin.project.drill.run(cases=…, seed=…, keep=…, progress=…) -> (passed, failed)`."""
    passed, failed = _find("huiyin.project.drill", "run")(cases=cases, seed=seed, keep=keep, progress=print)
    return int(passed), int(failed)


def verify(*, url: str) -> list[str]:
    """`huiyin.project.verifier.verify(url, progress=…) -> list[str]`.

    One line per broken row; empty is whole.
    """
    return list(_find("huiyin.project.verifier", "verify")(url, progress=print))


def _find(module: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(module), name)
    except (ModuleNotFoundError, AttributeError) as error:
        raise CommandError(f"This version has no {module}.{name} ({error}).") from error
