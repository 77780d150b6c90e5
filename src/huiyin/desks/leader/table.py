"""The rows behind a number as a table: the same rows, the same covering of private ones."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.channels.spreadsheets.writing import Cell
from huiyin.ground.tenancy.viewer import Viewer

from .rows import CaseRow, rows_of

STEP = 500
"""Cases read at once."""


def table_of(viewer: Viewer, ids: Sequence[UUID], at: datetime) -> tuple[list[str], Iterator[Sequence[Cell]]]:
    """Headings, and the rows in the order of the list."""
    headings = [
        _("Number"), _("Place"), _("Request"), _("State"), _("Who holds it"), _("Time of receipt"),
        _("Limit"), _("Due"), _("Overdue"),
    ]  # fmt: skip
    return headings, _lines(viewer, ids, at)


def _lines(viewer: Viewer, ids: Sequence[UUID], at: datetime) -> Iterator[Sequence[Cell]]:
    for first in range(0, len(ids), STEP):
        for row in rows_of(viewer, ids[first : first + STEP], at):
            yield _line(row)


def _line(row: CaseRow) -> Sequence[Cell]:
    clock = row.clock
    due = timezone.localtime(clock.target_at) if clock and clock.target_at else None
    return (
        row.number, row.place, row.text, str(row.state.label), row.holder,
        timezone.localtime(row.received_at), _(clock.label) if clock else "", due,
        _("yes") if clock and clock.late_seconds else "",
    )  # fmt: skip
