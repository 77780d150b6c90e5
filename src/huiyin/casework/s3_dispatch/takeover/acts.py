"""Hand an estate over: duties, access, open cases and calls pass in one moment; history stays."""

from datetime import datetime

from huiyin.casework.casefile.acts import lock_case, move, write
from huiyin.casework.casefile.clocks import What
from huiyin.casework.casefile.ledger import refresh_next_due, replayed, running, start, stop, target_of
from huiyin.casework.casefile.models import Case, Clock
from huiyin.casework.casefile.words import WITH_HANDLER, State, Verb
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.casework.s3_dispatch.reads import person_of
from huiyin.casework.s3_dispatch.whistles.acts import call_party, end_call
from huiyin.casework.s3_dispatch.whistles.models import Call
from huiyin.casework.s3_dispatch.whistles.reads import STANDING
from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.recording import recorded
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.acts import pass_duties
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.leaving import end_access
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.reads import pack_by_id

from .models import Takeover
from .reads import passing_calls, passing_cases
from .refusals import NotServing, SameCompany, TakeoverReason
from .rules import STARTED_ANEW, starts_anew


@recorded
def take_estate_over(
    *, scope_id: int, old: Organisation, new: Organisation, reason: str, by: Viewer
) -> Takeover:
    """From this moment `new` carries what `old` carried in the scope, and `old` sees nothing of it any more.

    Raises NotThere, SameCompany, TakeoverReason, NotServing.
    """
    by.must(Permission.REGISTER_WRITE, scope_id)
    by.must(Permission.ACCOUNT_WRITE, scope_id)
    if old.pk == new.pk:
        raise SameCompany
    if not reason.strip():
        raise TakeoverReason
    if new.until is not None or scope_id not in scope_tree().paths:
        raise NotThere
    at = now()
    if not pass_duties(scope_id=scope_id, old=old, new=new, at=at, by=by, reason=reason):
        raise NotServing(name=old.name)
    end_access(organisation=old, scope_id=scope_id, at=at, by=by, reason=reason)
    takeover = _succeed(scope_id, old, new, reason.strip()[:200], by, at)
    with seen_as(SYSTEM):  # a steward keeps registers and may not see cases; the program moves them
        takeover.passed_on = _pass_cases(scope_id, old, new, by, at)
        _pass_calls(scope_id, old, new, by, at)
    takeover.save(update_fields=["passed_on"])
    return takeover


def _succeed(
    scope_id: int, old: Organisation, new: Organisation, reason: str, by: Viewer, at: datetime
) -> Takeover:
    """Who follows `old` follows also those whom `old` had followed; `old` reads their history no longer."""
    before = list(Takeover.objects.filter(scope_id=scope_id, new=old, until=None))
    Takeover.objects.filter(scope_id=scope_id, new=old, until=None).update(until=at)
    words = {"at": at, "reason": reason, "made_by": by.actor}
    for earlier in before:
        if earlier.old_id != new.pk:  # a company that comes back needs no leave to read its own past
            Takeover.objects.get_or_create(
                scope_id=scope_id, old_id=earlier.old_id, new=new, until=None,
                defaults=words | {"direct": False},
            )  # fmt: skip
    return Takeover.objects.create(scope_id=scope_id, old=old, new=new, **words)


def _pass_cases(scope_id: int, old: Organisation, new: Organisation, by: Viewer, at: datetime) -> int:
    ids = list(passing_cases(scope_id, old, at).order_by("case_id").values_list("case_id", flat=True))
    for case_id in ids:
        _pass_case(lock_case(case_id), old, new, by, at)
    return len(ids)


def _pass_case(case: Case, old: Organisation, new: Organisation, by: Viewer, at: datetime) -> None:
    """The assignment is replaced; what the resident was promised runs on (see rules.py)."""
    clocks = _standing_clocks(case, at)
    Assignment.objects.filter(case=case, ended_at=None).update(ended_at=at)
    person = person_of(new, case, at)
    Assignment.objects.create(
        case=case, scope_id=case.scope_id, organisation=new, account=person,
        reason=f"{old.name} → {new.name}"[:200], made_by=by.actor, made_at=at,
    )  # fmt: skip
    write(case=case, verb=Verb.TAKEN_OVER, by=by, at=at, old=old.name, organisation=new.name, clocks=clocks)
    if case.state in WITH_HANDLER:
        move(case=case, verb=Verb.DISPATCHED, to=State.DISPATCHED, by=SYSTEM, at=at, organisation=new.name,
             person=person.display_name if person else "")  # fmt: skip
        _ask_anew(case, at)
    if person is not None:
        post_to_inbox(
            scope_id=case.scope_id, subject_id=case.pk, topic=f"taken-over:{at.isoformat()}",
            account_ids=[person.pk], template="assigned", params={"number": case.number},
        )  # fmt: skip


def _standing_clocks(case: Case, at: datetime) -> list[dict[str, str]]:
    """What runs at the moment of hand-over: whose lateness a late clock is, can be read from the line."""
    found = [(clock, replayed(clock, case, at)) for clock in running(case)]
    return [
        {"clock": clock.kind, "due_at": result.due_at.isoformat(), "state": result.state(at).value}
        for clock, result in found
    ]


def _ask_anew(case: Case, at: datetime) -> None:
    """Acknowledge and accept begin again, under the rules the case began with."""
    asked: dict[str, Clock] = {}
    for clock in case.clocks.filter(kind__in=STARTED_ANEW).order_by("generation"):
        asked[clock.kind] = clock
    stop(case=case, clocks=running(case, STARTED_ANEW), at=at, by=SYSTEM, what=What.CANCEL)
    for clock in asked.values():
        if starts_anew(clock.kind):
            pack = pack_by_id(clock.pack_id)
            start(case=case, pack=pack, target=target_of(clock), at=at, since=at, by=SYSTEM)
    refresh_next_due(case, at)


def _pass_calls(scope_id: int, old: Organisation, new: Organisation, by: Viewer, at: datetime) -> None:
    """Open calls end for the old company and begin anew, with their own clocks, for the new one."""
    rows = passing_calls(scope_id, old)
    for call in rows.select_related("whistle", "organisation").order_by("case_id"):
        case = lock_case(call.case_id)
        end_call(call, at, f"{old.name} → {new.name}")
        write(case=case, verb=Verb.CALLED_OFF, by=by, at=at, organisation=old.name, reason=call.off_why)
        if not Call.objects.filter(STANDING, case=case, organisation=new).exists():
            call_party(case=case, whistle=call.whistle, organisation=new, by=by, at=at, seat=call.seat,
                       task=call.task)  # fmt: skip
