"""Propose a mark, decide on it, lift it. The case itself is never moved by any of them."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from huiyin.casework.casefile.acts import NotNow, lock_case, write
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import phones_of
from huiyin.casework.casefile.words import MOVING, State, Verb
from huiyin.casework.s2_triage.help import presses
from huiyin.casework.s4_handling.refusals import AskedAlready, NothingAsked, ReasonMissing, SecondPerson
from huiyin.casework.s4_handling.rules import ZONE
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.procedures import Procedure
from huiyin.registers.rules.reads import procedure_for
from huiyin.registers.rules.words import Urgency

from .models import NuisanceMark
from .reads import asked_mark, last_day, mark_on, repeated_of
from .refusals import DangerIsNoNuisance, MarkTooLong, NoMarksHere, NoPhoneToMark


def ask_to_mark(
    *, case_id: UUID, reason: str, by: Viewer, number: bool = False, until: date | None = None
) -> NuisanceMark:
    """Propose a mark on the case, or on the telephone that brought it (`number`), to the end of a day.

    Without a day: as long as the rules allow. Raises ReasonMissing, NoMarksHere, MarkTooLong, NoPhoneToMark,
    DangerIsNoNuisance, AskedAlready, NotNow, NoPack, NotThere.
    """
    case, at = lock_case(case_id), now()
    by.must(Permission.CASE_TRIAGE, case.scope_id)
    rules = procedure_for(scope_tree().up(case.scope_id), at)
    day = until or last_day(rules, at)
    _must_fit(case, rules, reason, day, at)
    phone = phones_of((case.pk,)).get(case.pk, b"") if number else b""
    if number and not phone:
        raise NoPhoneToMark
    if asked_mark(case) is not None or mark_on(case, at) is not None:
        raise AskedAlready
    mark = NuisanceMark.objects.create(
        case=case, scope_id=_reach(case, by) if number else case.scope_id, phone_index=phone,
        reason=reason.strip()[:300], until=_end_of(day), pack=rules.header.key,
        asked_by=by.actor, asked_by_label=by.label[:80], asked_at=at,
    )  # fmt: skip
    write(case=case, verb=Verb.MARK_ASKED, by=by, at=at, number=number, reason=mark.reason,
          until=mark.until.isoformat())  # fmt: skip
    return mark


def decide_mark(*, case_id: UUID, confirm: bool, by: Viewer) -> NuisanceMark:
    """Another person confirms the proposed mark, or does not. Raises NothingAsked, SecondPerson, NotThere."""
    case, at = lock_case(case_id), now()
    by.must(Permission.CASE_REVIEW, case.scope_id)
    mark = asked_mark(case)
    if mark is None:
        raise NothingAsked
    if mark.asked_by == by.actor:
        raise SecondPerson
    mark.decided_by, mark.decided_by_label, mark.decided_at = by.actor, by.label[:80], at
    mark.confirmed = confirm
    mark.save(update_fields=["decided_by", "decided_by_label", "decided_at", "confirmed"])
    verb = Verb.MARKED if confirm else Verb.MARK_REFUSED
    write(case=case, verb=verb, by=by, at=at, number=bool(mark.phone_index), until=mark.until.isoformat())
    return mark


def lift_mark(*, case_id: UUID, why: str, proved_true: bool, by: Viewer) -> NuisanceMark:
    """Take the mark away, from any case it is on; one person is enough.

    `proved_true`: there was something to this case. Raises NothingAsked (no mark stands), ReasonMissing,
    NotThere.
    """
    case, at = lock_case(case_id), now()
    by.must(Permission.CASE_TRIAGE, case.scope_id)
    if not why.strip():
        raise ReasonMissing
    mark = mark_on(case, at)
    if mark is None:
        raise NothingAsked
    mark = NuisanceMark.objects.select_for_update(no_key=True).get(pk=mark.pk)
    if mark.lifted_at is not None:
        raise NothingAsked
    mark.lifted_by, mark.lifted_by_label, mark.lifted_at = by.actor, by.label[:80], at
    mark.lifted_why, mark.lifted_on, mark.proved_true = why.strip()[:300], case, proved_true
    mark.save()
    write(case=case, verb=Verb.MARK_LIFTED, by=by, at=at, number=bool(mark.phone_index),
          reason=mark.lifted_why, proved_true=proved_true)  # fmt: skip
    return mark


def wait_apart(*, case: Case, at: datetime) -> bool:
    """Whether a new case only repeats, word for word, what a marked telephone sent and somebody still has.

    It then goes to nobody by itself but waits for a clerk, on record; its clocks run and alarm as ever. Help
    that presses and dangers are never held back.
    """
    if presses(case, at) or Urgency(case.urgency).emergency:
        return False
    same = repeated_of(case, at)
    if same is not None:
        write(case=case, verb=Verb.WAITS_APART, by=SYSTEM, at=at, same_as=same.number)
    return same is not None


def _must_fit(case: Case, rules: Procedure, reason: str, day: date, at: datetime) -> None:
    if case.state not in MOVING:  # answered: a mark would change nothing any more
        raise NotNow(state=State(case.state).label)
    if case.danger:
        raise DangerIsNoNuisance
    if not reason.strip():
        raise ReasonMissing
    if not rules.mark_days:
        raise NoMarksHere
    if not at.astimezone(ZONE).date() < day <= last_day(rules, at):
        raise MarkTooLong(days=rules.mark_days)


def _reach(case: Case, by: Viewer) -> int:
    """A telephone is marked for the whole community, where the viewer sorts for it; else for the estate."""
    tree = scope_tree()
    above = (key for key in tree.up(case.scope_id) if tree.kinds[key] == "community")
    return next((key for key in above if by.may(Permission.CASE_TRIAGE, key)), case.scope_id)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZONE)
