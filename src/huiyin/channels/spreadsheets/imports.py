"""An uploaded table on its way in: kept, looked at (dry run), corrected, taken in, returned with reasons."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from huiyin.casework.casefile.words import Channel
from huiyin.casework.s1_intake.models import ImportFile, ImportState
from huiyin.channels.spreadsheets.cases import RowError, rows_to_cases
from huiyin.channels.spreadsheets.columns import mapping_for
from huiyin.channels.spreadsheets.command import checked, system_of
from huiyin.channels.spreadsheets.fields import CASE_FIELDS
from huiyin.channels.spreadsheets.mapping import ColumnMapping
from huiyin.channels.spreadsheets.refused import ColumnMissing, FileGone, RightGone, SheetDamaged
from huiyin.channels.spreadsheets.table import Sheet, read_table
from huiyin.channels.spreadsheets.writing import returned_sheet
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

KEPT = timedelta(days=1)
"""How long the bytes of an upload stay (jobs.py, every night)."""
SAMPLE = 3
"""Rows shown beside the mapping."""


def keep_upload(
    *, scope_id: int, channel: Channel, name: str, body: bytes, by: Viewer, platform: str = ""
) -> ImportFile:
    """Read a table, keep it with its mapping (remembered or guessed) and a dry run.

    `platform`: the rows are work orders of this system, to be handled now. Raises FileRefused, NotThere.
    """
    by.must(Permission.CASE_IMPORT, scope_id)
    at = now()
    sheet = read_table(body, name)
    mapping = mapping_for(scope_id, sheet.headings)
    kept = ImportFile(
        scope_id=scope_id,
        account_id=by.account_id,
        name=name[:120],
        body=body,
        channel=channel,
        made_at=at,
        live=bool(platform),
        system=platform[:40],
    )
    _look(kept, sheet, mapping)
    kept.save(force_insert=True)
    return kept


def own_import(import_id: UUID, viewer: Viewer) -> ImportFile:
    """An upload of the viewer's own. Raises NotThere."""
    found = ImportFile.objects.filter(pk=import_id, account_id=viewer.account_id).first()
    if found is None or not viewer.may(Permission.CASE_IMPORT, found.scope_id):
        raise NotThere
    return found


def remap(kept: ImportFile, columns: dict[str, list[str]]) -> None:
    """Correct which column is what, and look again. Raises FileRefused."""
    sheet = sheet_of(kept)
    known = {name: [h for h in named if h in sheet.headings] for name, named in columns.items()}
    _look(kept, sheet, ColumnMapping.from_json({name: named for name, named in known.items() if named}))
    kept.save(update_fields=["mapping", "counts", "refused", "system"])


def give_up(import_id: UUID, why: Refusal) -> None:
    """The worker could not go on: back to looking, what came in stays, and the page says why."""
    kept = ImportFile.objects.select_for_update().defer("body").get(pk=import_id)
    if kept.state == ImportState.WAITING:
        kept.state = ImportState.CHECKED
        kept.counts = kept.counts | {"stopped": why.code}
        kept.save(update_fields=["state", "counts"])


def stop_of(kept: ImportFile) -> Refusal | None:
    """Why the worker could not go on, if it could not."""
    stops = {stop.code: stop for stop in (RightGone, FileGone, ColumnMissing)}
    code = kept.counts.get("stopped")
    return stops.get(code, SheetDamaged)() if code and kept.state == ImportState.CHECKED else None


def errors_of(kept: ImportFile) -> list[RowError]:
    """The refused rows, in order."""
    return [RowError(row_no, code, params) for row_no, code, params in kept.refused]


def returned_bytes(kept: ImportFile) -> bytes:
    """The sheet back as .xlsx with a column of reasons. Raises FileGone when its bytes are gone."""
    return returned_sheet(sheet_of(kept), errors_of(kept))


def sheet_of(kept: ImportFile) -> Sheet:
    """The table as it was sent. Raises FileGone, FileRefused."""
    if not bytes(kept.body):
        raise FileGone
    return read_table(bytes(kept.body), kept.name)


def _look(kept: ImportFile, sheet: Sheet, mapping: ColumnMapping) -> None:
    """A dry run. Without a column for the text nothing can be taken, and the page says so."""
    try:
        result = checked(rows_to_cases(sheet, mapping, now=now()))
        missing = False
    except ColumnMissing:
        result, missing = checked(iter(())), True
    kept.mapping = mapping.to_json()
    if not kept.live:
        kept.system = system_of(mapping)
    kept.refused = stored(result.errors)
    kept.counts = {
        "rows": sum(1 for _row in sheet.numbered()),
        "good": result.accepted,
        "bad": result.rejected,
        "text_missing": missing,
        "headings": list(sheet.headings),
        "sample": [[cell[:60] for cell in row] for _number, row in list(sheet.numbered())[:SAMPLE]],
    }


def stored(errors: Iterable[RowError]) -> list[list[Any]]:
    """Errors in the shape of the JSON column."""
    return [[error.row_no, error.code, error.params] for error in errors]


FIELDS = tuple(CASE_FIELDS)
"""The fields a column can be, in the order of the mapping page."""
