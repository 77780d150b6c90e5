"""The second half of a round: questions about orders go out, the platform's answers and calls come in."""

import logging

from django.db import transaction

from huiyin.casework.s5_closure.platform.asking import fields_of, note_sent, requests_of, unsent
from huiyin.casework.s5_closure.words import GivenBy
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .platform import Platform, PlatformRefused
from .results import hear_result

logger = logging.getLogger(__name__)
MOST = 200
KINDS = ("decisions", "callbacks")


def ask(platform: Platform, scope_id: int) -> int:
    """Send the questions that wait; how many went. One that is refused does not hold up the others."""
    with seen_as(SYSTEM):
        here = scope_tree().under([scope_id])
        rows = list(unsent(requests_of(SYSTEM).filter(owed__to=platform.name, scope_id__in=here))[:MOST])
    sent = 0
    for row in rows:
        try:
            receipt = platform.ask(row.owed.ref, fields_of(row))
        except PlatformRefused as error:
            logger.warning("a question about %s is not taken: %s", row.owed.ref, error)
            continue
        with transaction.atomic(), seen_as(SYSTEM):
            note_sent(request_id=row.pk, by=SYSTEM, how=GivenBy.PLATFORM, receipt=receipt)
        sent += 1
    return sent


def hear(platform: Platform) -> int:
    """Take in what the platform decided and whom it called; how many were new.

    Each is a transaction of its own, told to the platform afterwards: one that gets lost comes again.
    """
    return sum(_hear(platform, what) for what in KINDS)


def _hear(platform: Platform, what: str) -> int:
    try:
        rows = platform.unheard(what)[:MOST]
    except PlatformRefused:  # it has no such list
        return 0
    new = 0
    for row in rows:
        fresh, problem = _one(platform, what, row)
        new += fresh
        if row.get("id", "").strip():
            platform.heard(what, row["id"].strip(), problem)
    return new


def _one(platform: Platform, what: str, row: dict[str, str]) -> tuple[bool, str]:
    """Whether it was new, and what was wrong with it."""
    fields = {**row, "platform": platform.name}
    if what == "callbacks":
        fields["kind"] = ""
    try:
        with transaction.atomic(), seen_as(SYSTEM):
            return hear_result(fields, how=GivenBy.PLATFORM, by=SYSTEM), ""
    except Refusal as no:
        logger.warning("an answer about %s is not understood: %s", row.get("ref", ""), no.code)
        return False, f"{no.said} {no.advice}"
