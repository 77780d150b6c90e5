"""Jobs of the tables: what the worker takes in."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from huiyin.casework.s1_intake.models import ImportFile, ImportState
from huiyin.channels.spreadsheets.imports import KEPT, give_up
from huiyin.channels.spreadsheets.refused import RightGone
from huiyin.channels.spreadsheets.taking import steps_of, take_rows, take_step
from huiyin.ground.clock import now
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.viewers import viewer_of_account
from huiyin.registers.people.words import Permission
from huiyin.registers.rosters.models import RosterFile

logger = logging.getLogger(__name__)


@app.task
def take_rows_in(import_id: str) -> None:
    """Take the rows of a kept table in, as the person who sent it. May run twice: nothing comes in twice."""
    wanted = UUID(import_id)
    with seen_as(SYSTEM):
        kept = ImportFile.objects.select_related("account").defer("body").filter(pk=wanted).first()
        if kept is None or kept.state != ImportState.WAITING:
            return
        # asked anew: a right that was taken away meanwhile counts
        viewer = viewer_of_account(kept.account, second_factor=True)
    try:
        if not viewer.may(Permission.CASE_IMPORT, kept.scope_id):
            raise RightGone
        _take(wanted, viewer, whole=kept.whole)
    except Refusal as no:
        logger.warning("import %s stopped: %s", import_id, no.code)
        with seen_as(SYSTEM):
            give_up(wanted, no)


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="forget-tables")
def forget_tables(timestamp: int) -> int:  # noqa: ARG001 - procrastinate tells every periodic task its moment
    """Every night: uploaded tables lose their bytes, which hold people's numbers; the outcome stays."""
    old = {"made_at__lt": now() - KEPT}
    with seen_as(SYSTEM):
        return sum(
            kept.objects.filter(**old).exclude(body=b"").update(body=b"") for kept in (ImportFile, RosterFile)
        )


def _take(import_id: UUID, viewer: Viewer, *, whole: bool) -> None:
    if whole:
        with seen_as(viewer):
            take_rows(import_id, viewer)
        return
    with seen_as(viewer):
        read, steps = steps_of(import_id, viewer)
    behind: int | None = read
    while behind is not None:
        with seen_as(viewer):
            behind = take_step(import_id, steps, behind=behind)
