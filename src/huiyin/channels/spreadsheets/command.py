"""`huiyin import cases FILE`: read a table, take its rows in, return the sheet with the reasons."""

import json
from collections.abc import Callable
from pathlib import Path

from huiyin.casework.casefile.words import Channel
from huiyin.channels.spreadsheets.cases import RowError, rows_to_cases
from huiyin.channels.spreadsheets.cases_in import ImportResult, Target, import_cases
from huiyin.channels.spreadsheets.mapping import ColumnMapping, guess_mapping
from huiyin.channels.spreadsheets.table import read_table
from huiyin.channels.spreadsheets.writing import returned_sheet
from huiyin.ground.clock import now
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

MOST_ROWS = 100_000


class ImportFailed(Exception):
    """The table as a whole was not taken; the text says why and what to do."""


def import_file(
    *,
    kind: str,
    path: Path,
    scope: str,
    mapping: Path | None,
    dry_run: bool,
    returned: Path | None,
    progress: Callable[[str], object] = print,
) -> ImportResult:
    """Import one file; only `kind` "cases" is known. Raises ImportFailed with a sentence."""
    if kind != "cases":
        raise ImportFailed(f"Rows of the kind {kind!r} cannot be imported.")
    try:
        return _import(
            path, scope_named(scope), _mapping(mapping), dry_run=dry_run, returned=returned, progress=progress
        )
    except Refusal as no:
        raise ImportFailed(f"{no.said} {no.advice}") from no


def _import(
    path: Path,
    scope_id: int,
    given: ColumnMapping | None,
    *,
    dry_run: bool,
    returned: Path | None,
    progress: Callable[[str], object],
) -> ImportResult:
    sheet = read_table(path.read_bytes(), path.name, max_rows=MOST_ROWS)
    mapping = given or guess_mapping(sheet.headings)
    progress(f"{len(sheet.rows)} rows for {scope_tree().names[scope_id]}: {mapping.to_json()}")
    target = Target(scope_id, system_of(mapping), Channel.NET)
    with seen_as(SYSTEM):
        rows = rows_to_cases(sheet, mapping, now=now())
        result = checked(rows) if dry_run else import_cases(rows=rows, target=target, by=SYSTEM)
    for error in result.errors[:20]:
        progress(f"row {error.row_no}: {error}")
    if returned is not None:
        returned.write_bytes(returned_sheet(sheet, result.errors))
    return result


def checked(rows: object) -> ImportResult:
    """A dry run: how many rows could be taken, and what is wrong with the others."""
    result = ImportResult()
    for row in rows:  # type: ignore[attr-defined]  # an iterator of rows
        if isinstance(row, RowError):
            result.errors.append(row)
        else:
            result.accepted += 1
    return result


def system_of(mapping: ColumnMapping) -> str:
    """The outside system, as far as a table names it: by the heading of its numbers."""
    return next(iter(mapping.columns.get("source_ref", ())), "table")[:40]


def _mapping(path: Path | None) -> ColumnMapping | None:
    if path is None:
        return None
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ImportFailed(f"{path} is not a JSON file of field -> heading: {error}") from error
    pairs = stored.items() if isinstance(stored, dict) else ()
    return ColumnMapping.from_json({k: [v] if isinstance(v, str) else v for k, v in pairs})


def scope_named(wanted: str) -> int:
    """The scope by id, by name, else the only community, else the root of the tree. Raises ImportFailed."""
    tree = scope_tree()
    if wanted:
        found = [id_ for id_, name in tree.names.items() if wanted in (name, str(id_))]
    else:
        found = [id_ for id_, kind in tree.kinds.items() if kind == "community"]
        found = found if len(found) == 1 else [id_ for id_, path in tree.paths.items() if len(path) == 1]
    if len(found) == 1:
        return found[0]
    names = ", ".join(sorted(tree.names.values()))
    raise ImportFailed(f"Say with --scope which community imports: {names or 'none is registered yet'}.")
