"""An uploaded table on its way in: kept, looked at (dry run), corrected, taken in, returned with reasons."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from huiyin.casework.casefile.words import Channel
from huiyin.casework.s1_intake.models import ImportFile, ImportState
from huiyin.channels.spreadsheets.cases import RowError, rows_to_cases
from huiyin.channels.spreadsheets.cases_in import Target, import_cases
from huiyin.channels.spreadsheets.command import checked, system_of
from huiyin.channels.spreadsheets.fields import CASE_FIELDS
from huiyin.channels.spreadsheets.mapping import ColumnMapping, guess_mapping
from huiyin.channels.spreadsheets.refused import ColumnMissing
from huiyin.channels.spreadsheets.table import Sheet, read_table
from huiyin.channels.spreadsheets.writing import returned_sheet
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

KEPT = timedelta(days=1)
"""How long the bytes of an upload stay."""
SAMPLE = 3
"""Rows shown beside the mapping."""


def keep_upload(*, scope_id: int, channel: Channel, name: str, body: bytes, by: Viewer) -> ImportFile:
    """Read a table and keep it with the guessed mapping and a dry run. Raises FileRefused, NotThere."""
    by.must(Permission.CASE_IMPORT, scope_id)
    at = now()
    ImportFile.objects.filter(account_id=by.account_id, made_at__lt=at - KEPT).update(body=b"")
    sheet = read_table(body, name)
    mapping = guess_mapping(sheet.headings)
    kept = ImportFile(
        scope_id=scope_id,
        account_id=by.account_id,
        name=name[:120],
        body=body,
        channel=channel,
        made_at=at,
        system=system_of(mapping),
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
    sheet = _sheet(kept)
    known = {name: [h for h in named if h in sheet.headings] for name, named in columns.items()}
    _look(kept, sheet, ColumnMapping.from_json({name: named for name, named in known.items() if named}))
    kept.save(update_fields=["mapping", "counts", "refused", "system"])


def run_import(kept: ImportFile, by: Viewer) -> None:
    """Take the rows in and write down what became of them; again changes nothing. Raises FileRefused."""
    if kept.state == ImportState.DONE:
        return
    target = Target(kept.scope_id, kept.system, Channel(kept.channel))
    rows = rows_to_cases(_sheet(kept), ColumnMapping.from_json(kept.mapping), now=now())
    result = import_cases(rows=rows, target=target, by=by)
    kept.counts = kept.counts | {
        "accepted": result.accepted,
        "duplicates": result.duplicates,
        "rejected": result.rejected,
    }
    kept.refused, kept.state, kept.done_at = _stored(result.errors), ImportState.DONE, now()
    kept.save(update_fields=["counts", "refused", "state", "done_at"])


def errors_of(kept: ImportFile) -> list[RowError]:
    """The refused rows, in order."""
    return [RowError(row_no, code, params) for row_no, code, params in kept.refused]


def returned_bytes(kept: ImportFile) -> bytes:
    """The sheet back as .xlsx with a column of reasons. Raises NotThere when its bytes are gone."""
    return returned_sheet(_sheet(kept), errors_of(kept))


def _sheet(kept: ImportFile) -> Sheet:
    if not bytes(kept.body):
        raise NotThere
    return read_table(bytes(kept.body), kept.name)


def _look(kept: ImportFile, sheet: Sheet, mapping: ColumnMapping) -> None:
    """A dry run. Without a column for the text nothing can be taken, and the page says so."""
    try:
        result = checked(rows_to_cases(sheet, mapping, now=now()))
        missing = False
    except ColumnMissing:
        result, missing = checked(iter(())), True
    kept.mapping, kept.system = mapping.to_json(), system_of(mapping)
    kept.refused = _stored(result.errors)
    kept.counts = {
        "rows": sum(1 for _row in sheet.numbered()),
        "good": result.accepted,
        "bad": result.rejected,
        "text_missing": missing,
        "headings": list(sheet.headings),
        "sample": [[cell[:60] for cell in row] for _number, row in list(sheet.numbered())[:SAMPLE]],
    }


def _stored(errors: Iterable[RowError]) -> list[list[object]]:
    return [[error.row_no, error.code, error.params] for error in errors]


FIELDS = tuple(CASE_FIELDS)
"""The fields a column can be, in the order of the mapping page."""
