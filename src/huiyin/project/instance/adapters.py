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
    failed = _find("huiyin.channels.spreadsheets.command", "ImportFailed")
    try:
        return act(
            kind=kind, path=path, scope=scope, mapping=mapping, dry_run=dry_run, returned=returned, progress=print
        )
    except failed as error:
        raise CommandError(str(error)) from error


def drill(*, cases: int, seed: int, keep: bool) -> tuple[int, int]:
    """`huiyin.project.drill.run(cases=…, seed=…, keep=…, progress=…) -> (passed, failed)`."""
    passed, failed = _find("huiyin.project.drill", "run")(cases=cases, seed=seed, keep=keep, progress=print)
    return int(passed), int(failed)


def verify(*, url: str, heads: Path | None, write_heads: Path | None) -> tuple[list[str], str]:
    """Run the separate verifier on the owner's URL: one line per broken row, and what was read in one line.

    `heads` is compared with; `write_heads` is written when all is whole. Raises CommandError for a bad file.
    """
    from huiyin import verifier

    try:
        kept = verifier.read_heads(heads) if heads else None
    except (OSError, ValueError) as error:
        raise CommandError(f"{heads} is no heads file ({error}).", 2) from error
    found = verifier.verify(url, kept=kept, progress=print)
    if write_heads and not found.broken:
        verifier.write_heads(write_heads, found.heads)
    return found.broken, f"{found.events} lines, {found.seals} seals"


def verify_clocks() -> list[str]:
    """Compare what the screens sort by with the ledgers; needs Django set up as the owner."""
    return list(_find("huiyin.casework.casefile.replays", "wrong_projections")())


def _find(module: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(module), name)
    except (ModuleNotFoundError, AttributeError) as error:
        raise CommandError(f"This version has no {module}.{name} ({error}).") from error
