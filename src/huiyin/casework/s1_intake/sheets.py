"""Several requests noted together: a group's chat, a round of door visits, a reception day.

Each row becomes a case of its own with its own number; the sheet keeps where they came from, so that every
source is counted and nothing is asked twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import Channel
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .acts import take_in_many
from .models import IntakeSheet
from .request import NothingSaid, Receipt, Request
from .sheet_words import SheetKind

MOST_ROWS = 60
CHANNELS = {
    SheetKind.GROUP: Channel.NET,
    SheetKind.COMMENT: Channel.NET,
    SheetKind.DOORS: Channel.VISIT,
    SheetKind.RECEPTION: Channel.VISIT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetHead:
    """What holds for all rows: kind, community, day, who received or visited, where it was said."""

    kind: SheetKind
    scope_id: int
    held_on: date
    host: str = ""
    link: str = ""


def take_sheet(
    *, head: SheetHead, rows: Sequence[Request], key: str, by: Viewer
) -> tuple[IntakeSheet, list[Receipt]]:
    """Take all rows in, or none. Whoever calls makes sure that it happens once for `key`, as pages do.

    `rows` need scope, place and words; channel and source are the sheet's. Raises NothingSaid, TooLong,
    NotThere.
    """
    by.must(Permission.CASE_TRIAGE, head.scope_id)
    if not rows:
        raise NothingSaid
    sheet = IntakeSheet.objects.create(
        scope_id=head.scope_id, kind=head.kind, held_on=head.held_on, host=head.host.strip()[:60],
        link=head.link.strip()[:300], rows=len(rows), made_by=by.actor, made_at=now(),
    )  # fmt: skip
    items = [
        (f"sheet:{key}:{number}"[:200], str(number).encode(), _with_source(sheet, number, row))
        for number, row in enumerate(rows, 1)
    ]
    return sheet, take_in_many(items=items, by=by)


def sheet_for(viewer: Viewer, sheet_id: int) -> IntakeSheet:
    """A sheet of a community the viewer sorts for. Raises NotThere."""
    sheet = IntakeSheet.objects.filter(pk=sheet_id).first()
    if sheet is None or not viewer.may(Permission.CASE_TRIAGE, sheet.scope_id):
        raise NotThere
    return sheet


def cases_on(sheet: IntakeSheet) -> list[Case]:
    """The cases of a sheet in the order of its rows."""
    cases = Case.objects.filter(source=_source(sheet)).select_related("place", "requester")
    return sorted(cases, key=lambda case: int(case.source_ref))


def _source(sheet: IntakeSheet) -> str:
    return f"sheet:{sheet.pk}"


def _with_source(sheet: IntakeSheet, number: int, row: Request) -> Request:
    return replace(
        row, channel=CHANNELS[SheetKind(sheet.kind)], source=_source(sheet), source_ref=str(number)
    )
