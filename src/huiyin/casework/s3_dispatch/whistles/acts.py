"""Blow a whistle, take a call back, rate a party, review the whistle: the caller's side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from huiyin.casework.casefile.acts import NotNow, lock_case, write
from huiyin.casework.casefile.ledger import calendar_of
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import OPEN, State, Verb
from huiyin.casework.s3_dispatch.shares.opening import close_to, open_to
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.deadlines import due_at
from huiyin.registers.rules.reads import cooperation_for
from huiyin.registers.rules.words import WhistleKind

from .models import Call, Whistle
from .reads import STANDING, person_called
from .refusals import CalledAlready, NobodyCalled, NotYetDelivered, OwnWhistle, WhistleReason
from .rules import Stage
from .telling import tell_called
from .timing import schedule, silence, target_of
from .words import Ground, Mark


@dataclass(frozen=True, slots=True)
class Party:
    """Whom to call, for which seat and with what task."""

    organisation_id: int
    seat: str = ""
    task: str = ""


def blow(
    *, case_id: UUID, kind: WhistleKind, ground: Ground, reason: str, parties: Sequence[Party], by: Viewer,
    template: str = "", version: int | None = None,
) -> Whistle:  # fmt: skip
    """Call several parties at once. The lead stays the lead (条例 14): nothing of the case moves.

    Raises NotThere, NotNow, Outdated, WhistleReason, NobodyCalled, CalledAlready.
    """
    case = lock_case(case_id, version=version)
    by.must(Permission.CASE_WHISTLE, case.scope_id)
    if case.state not in OPEN:
        raise NotNow(state=State(case.state).label)
    if not reason.strip():
        raise WhistleReason
    called = _organisations(case, parties)
    at = now()
    whistle = Whistle.objects.create(
        case=case, scope_id=case.scope_id, kind=kind, ground=ground, reason=reason.strip()[:500],
        template=template[:20], pack_id=cooperation_for(scope_tree().up(case.scope_id), at).id,
        organisation_id=min(by.organisation_ids, default=None), blown_by=by.actor, blown_at=at,
    )  # fmt: skip
    write(case=case, verb=Verb.WHISTLED, by=by, at=at, kind=kind, ground=ground, reason=whistle.reason,
          units=[organisation.name for organisation in called.values()])  # fmt: skip
    for party in parties:
        call_party(case=case, whistle=whistle, organisation=called[party.organisation_id], by=by, at=at,
                   seat=party.seat, task=party.task)  # fmt: skip
    return whistle


def call_party(
    *, case: Case, whistle: Whistle, organisation: Organisation, by: Viewer, at: datetime, seat: str = "",
    task: str = "",
) -> Call:  # fmt: skip
    """One party of a whistle, with clocks of its own. A part of `blow` and of a hand-over, which write."""
    calendar = calendar_of(case, at)
    last = Call.objects.filter(case=case).aggregate(last=Max("no"))["last"] or 0
    call = Call.objects.create(
        whistle=whistle, case=case, scope_id=case.scope_id, no=last + 1, organisation=organisation,
        account=person_called(organisation, at), seat=seat[:20], task=task.strip()[:300], called_at=at,
        report_due_at=due_at(at, target_of(whistle, Stage.REPORT), calendar),
        deliver_due_at=due_at(at, target_of(whistle, Stage.DELIVER), calendar),
    )  # fmt: skip
    schedule(case, call, Stage.REPORT)
    schedule(case, call, Stage.DELIVER)
    tell_called(case, whistle, call, open_to(case=case, organisation=organisation, by=by, at=at))
    return call


def call_off(*, call_id: int, reason: str, by: Viewer) -> Call:
    """Take a call back; the party owes nothing any more. Raises NotThere, WhistleReason."""
    call = _lock(call_id, by, Permission.CASE_WHISTLE)
    if not reason.strip():
        raise WhistleReason
    at = now()
    end_call(call, at, reason)
    write(case=call.case, verb=Verb.CALLED_OFF, by=by, at=at, organisation=call.organisation.name,
          reason=call.off_why)  # fmt: skip
    return call


def end_call(call: Call, at: datetime, why: str) -> None:
    """The call is over without a result, and its timers with it."""
    call.off_at, call.off_why = at, why.strip()[:200]
    call.save(update_fields=["off_at", "off_why"])
    silence(call, at)
    close_to(case_id=call.case_id, organisation_id=call.organisation_id, at=at)


def rate_delivery(*, call_id: int, mark: Mark, by: Viewer, note: str = "") -> Call:
    """The caller's word on a party's delivery: a unit, never a person. Raises NotThere, NotYetDelivered."""
    call = _lock(call_id, by, Permission.CASE_WHISTLE, standing=False)
    at = now()
    if call.off_at is not None or (call.delivered_at is None and at <= call.deliver_due_at):
        raise NotYetDelivered
    call.mark, call.mark_note, call.marked_at = mark, note.strip()[:300], at
    call.save(update_fields=["mark", "mark_note", "marked_at"])
    write(case=call.case, verb=Verb.CALL_RATED, by=by, at=at, organisation=call.organisation.name, mark=mark,
          note=call.mark_note)  # fmt: skip
    return call


def review_whistle(*, whistle_id: int, justified: bool, by: Viewer, note: str = "") -> Whistle:
    """Somebody else's word on whether the whistle was needed (条例 33). Raises NotThere, OwnWhistle."""
    whistle = Whistle.objects.filter(pk=whistle_id, reviewed_at=None).first()
    if whistle is None:
        raise NotThere
    case = lock_case(whistle.case_id)
    by.must(Permission.CASE_REVIEW, case.scope_id)
    if whistle.blown_by == by.actor:
        raise OwnWhistle
    at = now()
    whistle.reviewed_by, whistle.reviewed_at, whistle.justified = by.actor, at, justified
    whistle.review_note = note.strip()[:500]
    whistle.save(update_fields=["reviewed_by", "reviewed_at", "justified", "review_note"])
    write(case=case, verb=Verb.WHISTLE_REVIEWED, by=by, at=at, justified=justified, note=whistle.review_note)
    return whistle


def _organisations(case: Case, parties: Sequence[Party]) -> dict[int, Organisation]:
    """The organisations to call, each once and none twice. Raises NobodyCalled, NotThere, CalledAlready."""
    wanted = [party.organisation_id for party in parties]
    if not wanted:
        raise NobodyCalled
    with seen_as(SYSTEM):  # a unit of another community can be called; the case is opened to it
        found = Organisation.objects.in_bulk(wanted)
    if any(row.until is not None for row in found.values()) or set(found) != set(wanted):
        raise NotThere
    open_calls = Call.objects.filter(STANDING, case=case, organisation_id__in=wanted)
    twice = {row.organisation_id for row in open_calls} | {one for one in wanted if wanted.count(one) > 1}
    if twice:
        raise CalledAlready(names="、".join(found[one].name for one in sorted(twice)))
    return found


def _lock(call_id: int, by: Viewer, permission: str, *, standing: bool = True) -> Call:
    """A call of the caller's side, its case locked. Raises NotThere."""
    found = Call.objects.filter(pk=call_id).first()
    if found is None or not by.may(permission, found.scope_id):
        raise NotThere
    case = lock_case(found.case_id)
    rows = Call.objects.select_related("organisation", "whistle").filter(pk=call_id)
    call = (rows.filter(STANDING) if standing else rows).first()
    if call is None:
        raise NotThere
    call.case = case
    return call
