"""An uploaded table of a register on its way in: kept, tried, corrected, written down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from huiyin.channels.rosters.grid import turned
from huiyin.channels.spreadsheets.mapping import guess_mapping
from huiyin.channels.spreadsheets.refused import FileGone
from huiyin.channels.spreadsheets.table import Sheet, read_table
from huiyin.channels.spreadsheets.writing import returned_sheet, write_table
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rosters.columns import COLUMNS, EXAMPLES
from huiyin.registers.rosters.lines import Here, Line, Result
from huiyin.registers.rosters.models import RosterFile
from huiyin.registers.rosters.taking import take_rows, try_rows
from huiyin.registers.rosters.words import RosterKind, RosterState

AT_ONCE = 1_500
"""Rows written while the steward waits; more are the worker's."""
STUCK = timedelta(minutes=5)
SAMPLE, SHOWN = 3, 60
"""Rows beside the mapping, and characters of a cell of them."""
Columns = dict[str, str]
"""Field → heading."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was not taken, as the returned sheet writes it."""

    row_no: int
    words: str

    def __str__(self) -> str:
        return self.words


def keep_table(
    *, kind: RosterKind, scope_id: int, name: str, body: bytes, by: Viewer, whole: bool, accounts: bool
) -> RosterFile:
    """Read a table, keep it with its guessed columns and a trial. Raises FileRefused, NotThere."""
    by.must(Permission.REGISTER_WRITE, scope_id)
    if accounts:
        by.must(Permission.ACCOUNT_WRITE, scope_id)
    sheet = read_register(kind, body, name)
    kept = RosterFile(
        scope_id=scope_id, account_id=by.account_id, kind=kind, name=name[:120], body=body, whole=whole,
        accounts=accounts, made_at=now(), headings=list(sheet.headings),
        sample=[[cell[:SHOWN] for cell in row] for _no, row in list(sheet.numbered())[:SAMPLE]],
        mapping=guessed(kind, sheet),
    )  # fmt: skip
    _look(kept, sheet, by)
    kept.save(force_insert=True)
    return kept


def own_table(table_id: UUID, viewer: Viewer) -> RosterFile:
    """An upload of the viewer's own. Raises NotThere."""
    found = RosterFile.objects.filter(pk=table_id, account_id=viewer.account_id).first()
    if found is None or not viewer.may(Permission.REGISTER_WRITE, found.scope_id):
        raise NotThere
    return found


def remap(kept: RosterFile, columns: Columns, by: Viewer) -> None:
    """Correct which column is what, and try again. Raises FileGone, FileRefused."""
    sheet = sheet_of(kept)
    kept.mapping = {name: heading for name, heading in columns.items() if heading in sheet.headings}
    _look(kept, sheet, by)
    kept.save(update_fields=["mapping", "outcome", "problems"])


def write_down(table_id: UUID, by: Viewer) -> RosterFile:
    """Take the rows that can be taken, or leave many to the worker; again changes nothing.

    Raises FileGone, FileRefused, NotThere.
    """
    kept = RosterFile.objects.select_for_update().get(pk=own_table(table_id, by).pk)
    if kept.state == RosterState.CHECKED and kept.outcome["rows"] <= AT_ONCE:
        return write_rows(kept, by)
    if kept.state == RosterState.CHECKED or is_stuck(kept):
        from .jobs import write_register  # the job calls back into this module

        kept.state, kept.asked_at = RosterState.WAITING, now()
        kept.save(update_fields=["state", "asked_at"])
        write_register.defer(table_id=str(kept.pk))
    return kept


def is_stuck(kept: RosterFile) -> bool:
    """Whether the worker was asked long ago and has not come back."""
    return kept.state == RosterState.WAITING and kept.asked_at is not None and now() - kept.asked_at > STUCK


def write_rows(kept: RosterFile, by: Viewer) -> RosterFile:
    """Take the rows of a locked table. Raises FileGone, FileRefused."""
    result = take_rows(RosterKind(kept.kind), lines_of(sheet_of(kept), kept.mapping), _here(kept, by))
    _note(kept, result)
    kept.state, kept.done_at = RosterState.DONE, now()
    kept.save(update_fields=["outcome", "problems", "state", "done_at"])
    return kept


def returned_bytes(kept: RosterFile) -> bytes:
    """The sheet back as .xlsx with a column of reasons. Raises FileGone when its bytes are gone."""
    return returned_sheet(sheet_of(kept), [Problem(row_no, words) for row_no, words in kept.problems])


def empty_table(kind: RosterKind) -> bytes:
    """A table to fill in: the headings, and one row that shows what is meant."""
    headings, example = zip(*EXAMPLES[kind], strict=True)
    return write_table(headings, [example], sheet_name=str(kind.label))


def sheet_of(kept: RosterFile) -> Sheet:
    """The table as it was sent. Raises FileGone, FileRefused."""
    if not bytes(kept.body):
        raise FileGone
    return read_register(RosterKind(kept.kind), bytes(kept.body), kept.name)


def read_register(kind: RosterKind, body: bytes, name: str) -> Sheet:
    """Read a table; a duty list of persons by days is turned into turns first. Raises FileRefused."""
    return read_table(body, name, shape=turned if kind == RosterKind.SHIFTS else None)


def guessed(kind: RosterKind, sheet: Sheet) -> Columns:
    """Which column is what, by the headings offices use."""
    found = guess_mapping(sheet.headings, COLUMNS[kind]).columns
    return {name: headings[0] for name, headings in found.items()}


def lines_of(sheet: Sheet, columns: Mapping[str, str]) -> Iterator[Line]:
    """The rows of a sheet, column by field."""
    places = {name: sheet.headings.index(heading) for name, heading in columns.items()}
    for no, row in sheet.numbered():
        yield Line(no, {name: row[place] for name, place in places.items()})


def _look(kept: RosterFile, sheet: Sheet, by: Viewer) -> None:
    lines = lines_of(sheet, kept.mapping)
    _note(kept, try_rows(RosterKind(kept.kind), lines, _here(kept, by)))


def _here(kept: RosterFile, by: Viewer) -> Here:
    return Here(kept.scope_id, by, now(), name=kept.name, whole=kept.whole, accounts=kept.accounts)


def _note(kept: RosterFile, result: Result) -> None:
    kept.problems = [[row_no, words] for row_no, words in result.problems]
    kept.outcome = {
        "rows": result.rows,
        "outcomes": {outcome.value: n for outcome, n in result.outcomes.items()},
        "new": dict(result.new),
        "notes": result.notes,
    }
