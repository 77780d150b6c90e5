"""`huiyin import places FILE` and its sisters: the program itself writes the rows into the registers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from huiyin.channels.rosters.tables import Problem, guessed, lines_of, read_register
from huiyin.channels.spreadsheets.command import ImportFailed, scope_named
from huiyin.channels.spreadsheets.writing import returned_sheet
from huiyin.ground.clock import now
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.rosters.lines import Here, Result
from huiyin.registers.rosters.taking import take_rows, try_rows
from huiyin.registers.rosters.words import Outcome, RosterKind


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows that added or changed something, that said what was known, and that were not taken."""

    accepted: int
    duplicates: int
    rejected: int


def import_roster(
    *,
    kind: str,
    path: Path,
    scope: str,
    dry_run: bool,
    returned: Path | None,
    progress: Callable[[str], object] = print,
) -> Counted:
    """Write a table into a register, all in one transaction. Raises ImportFailed with a sentence."""
    try:
        return _import(RosterKind(kind), path, scope_named(scope), dry_run, returned, progress)
    except Refusal as no:
        raise ImportFailed(f"{no.said} {no.advice}") from no


def _import(
    kind: RosterKind,
    path: Path,
    scope_id: int,
    dry_run: bool,  # noqa: FBT001 - same
    returned: Path | None,
    progress: Callable[[str], object],
) -> Counted:
    sheet = read_register(kind, path.read_bytes(), path.name)
    columns = guessed(kind, sheet)
    progress(f"{len(sheet.rows)} rows for {scope_tree().names[scope_id]}: {columns}")
    with seen_as(SYSTEM):
        here = Here(scope_id, SYSTEM, now(), name=path.name)
        result = (try_rows if dry_run else take_rows)(kind, lines_of(sheet, columns), here)
    _tell(result, progress)
    if returned is not None:
        problems = [Problem(row_no, words) for row_no, words in result.problems]
        returned.write_bytes(returned_sheet(sheet, problems))
    told = result.outcomes
    return Counted(told[Outcome.ADDED] + told[Outcome.CHANGED], told[Outcome.SAME], len(result.problems))


def _tell(result: Result, progress: Callable[[str], object]) -> None:
    for words, n in result.new.items():
        progress(f"new: {words} {n}")
    for note in result.notes[:20]:
        progress(note)
    for row_no, words in result.problems[:20]:
        progress(f"row {row_no}: {words}")
