"""Right after intake: danger is told at once, day clocks start, what has a minutes' promise goes out."""

from datetime import datetime

from huiyin.casework.casefile.ledger import running
from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.casefile.words import State
from huiyin.casework.s2_triage.acts import align_clocks
from huiyin.casework.s2_triage.help import presses
from huiyin.casework.s3_dispatch.acts import dispatch_by_catalogue
from huiyin.casework.s3_dispatch.reads import owner_for
from huiyin.casework.s4_handling.incidents import absorb_new
from huiyin.casework.s4_handling.nuisance.acts import wait_apart
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Role
from huiyin.registers.rules.words import ClockKind

MINUTES = (ClockKind.ARRIVE, ClockKind.ACKNOWLEDGE)
"""A case with such a clock cannot wait for a clerk.

It goes to the duty room by the catalogue (report 004).
"""


def settle(case: Case, _timer: Timer, at: datetime) -> None:
    """Danger, clocks, and the way out for cases with a promise in minutes."""
    if case.danger:
        _raise_danger(case)
    if case.state != State.RECEIVED:
        return
    align_clocks(case=case, at=at, by=SYSTEM, since=case.received_at)
    absorb_new(case=case, at=at)
    pressing = running(case, MINUTES) or presses(case, at)  # help to a person waits in no queue
    goes_out = case.category and pressing and owner_for(case, at) is not None
    if goes_out and not wait_apart(case=case, at=at):
        dispatch_by_catalogue(case_id=case.pk, by=SYSTEM)


def _raise_danger(case: Case) -> None:
    """Everybody who must know at once: the clerks of the community, and the duty room of the place."""
    path = scope_tree().up(case.scope_id)
    told = {account.pk for role in (Role.CLERK, Role.DUTY) for account in holders(role=role, scope_ids=path)}
    post_to_inbox(
        scope_id=case.scope_id,
        subject_id=case.pk,
        topic="danger:1",
        account_ids=sorted(told),
        template="danger",
        params={
            "number": case.number,
            "danger": case.danger,
            "place": case.place.label if case.place else case.place_text,
        },
    )
