"""Where the commands meet the parts that do the work: one function each, loaded when the command runs."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from huiyin.project.command.failure import WRONG_USE, CommandError

INVITATION_LASTS = timedelta(minutes=30)


def invite_administrator(*, name: str, region: str, community: str) -> str:
    """The path of the page on which the first administrator chooses a password; good for 30 minutes, once.

    Makes the area `name` (GB/T 2260 code `region`) with its rules, and a first community, unless they exist;
    a new installation begins as a trial.
    Raises `CommandError`.
    """
    from huiyin.ground.installation.acts import begin_trial
    from huiyin.ground.refusals import Refusal
    from huiyin.ground.tenancy.models import Scope
    from huiyin.registers.founding import found
    from huiyin.registers.people.acts import invite_first_administrator

    try:
        if not Scope.objects.exists():
            begin_trial()
        root = found(name=name, region=region, community=community)
        return invite_first_administrator(root=root, lasting=INVITATION_LASTS)
    except Refusal as no:
        raise CommandError(f"{no.said} {no.advice}") from no


def invite(*, username: str) -> str:
    """The path of a new invitation for an account; what it signed in with is gone. Raises `CommandError`."""
    from django.db import transaction

    from huiyin.ground.refusals import Refusal
    from huiyin.ground.tenancy.viewer import SYSTEM
    from huiyin.registers.people.models import Account
    from huiyin.registers.people.sign_ins import invite_from_server

    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise CommandError(f"There is no account {username} in use.", WRONG_USE)
    try:
        with transaction.atomic():
            return f"/welcome/{invite_from_server(account=account, by=SYSTEM)}"
    except Refusal as no:
        raise CommandError(f"{no.said} {no.advice}") from no


def bring_rules(*, progress: Callable[[str], object]) -> None:
    """Let an installation that has begun choose from this version's rule packs too. Nobody's rules change."""
    from huiyin.ground.tenancy.models import Scope
    from huiyin.registers.rules.acts import load_packs

    if not Scope.objects.exists():
        return
    if added := load_packs().added:
        progress(f"new rule packs to choose from: {', '.join(added)}")


def import_file(
    *, kind: str, path: Path, scope: str, mapping: Path | None, dry_run: bool, returned: Path | None
) -> Any:
    """Import one file, a spreadsheet with its own headings. Raises `CommandError`.

    Gives an object with `accepted`, `duplicates` and `rejected` (whole numbers).
    """
    from huiyin.channels.rosters.command import import_roster
    from huiyin.channels.spreadsheets.command import ImportFailed, import_file

    wishes: dict[str, Any] = {"kind": kind, "path": path, "scope": scope}
    wishes |= {"dry_run": dry_run, "returned": returned, "progress": print}
    try:
        return import_file(**wishes, mapping=mapping) if kind == "cases" else import_roster(**wishes)
    except ImportFailed as failed:
        raise CommandError(str(failed), WRONG_USE) from failed


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
    return found.broken, found.read


def verify_clocks() -> list[str]:
    """Compare what the screens sort by with the ledgers; needs Django set up as the owner."""
    return list(_find("huiyin.casework.casefile.replays", "wrong_projections")())


def _find(module: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(module), name)
    except (ModuleNotFoundError, AttributeError) as error:
        raise CommandError(f"This version has no {module}.{name} ({error}).") from error
