"""What the worker does with a large table of a register."""

import logging
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.viewers import viewer_of_account
from huiyin.registers.rosters.models import RosterFile
from huiyin.registers.rosters.words import RosterState

from .tables import own_table, write_rows

logger = logging.getLogger(__name__)


@app.task
def write_register(table_id: str) -> None:
    """Write a kept table down as the person who sent it, whole or not at all. Running twice changes nothing.

    A refusal gives the table back with its words, to be corrected and sent again.
    """
    with seen_as(SYSTEM):
        kept = RosterFile.objects.select_related("account").defer("body").filter(pk=UUID(table_id)).first()
        if kept is None or kept.state != RosterState.WAITING:
            return
        viewer = viewer_of_account(kept.account, second_factor=True)  # a right taken away meanwhile counts
    try:
        with seen_as(viewer), transaction.atomic():
            locked = RosterFile.objects.select_for_update().get(pk=own_table(kept.pk, viewer).pk)
            if locked.state == RosterState.WAITING:
                write_rows(locked, viewer)
    except Refusal as no:
        logger.warning("table %s stopped: %s", table_id, no.code)
        with seen_as(SYSTEM):
            outcome = kept.outcome | {"notes": [*kept.outcome["notes"], f"{no.said} {no.advice}"]}
            RosterFile.objects.filter(pk=kept.pk).update(state=RosterState.CHECKED, outcome=outcome)
