"""Ask to return a dispatch, and decide on it. The limits run on from the first dispatch."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from huiyin.casework.casefile.acts import NotNow, lock_case, write
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import WITH_HANDLER, State, Verb
from huiyin.casework.s3_dispatch.acts import dispatch
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.casework.s3_dispatch.reads import person_of, standing_assignment
from huiyin.casework.s4_handling.acts import lock_own
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.words import Permission

from .levels import must_designate, tell_asker, tell_deciders
from .models import Return
from .reads import OPEN_RETURN, is_designated, rule_for, times_returned, window_of
from .refusals import (
    BasisMissing,
    Designated,
    NextMissing,
    NotByYou,
    OwnerMissing,
    ReturnPending,
    WindowOver,
)
from .rules import designates


def ask_return(
    *, case_id: UUID, legal_basis: str, by: Viewer, suggested: Organisation | None = None,
    suggested_words: str = "", version: int | None = None,
) -> Return:  # fmt: skip
    """The unit that has the case says it is another's.

    Raises NotThere, NotNow, Outdated, BasisMissing, OwnerMissing, Designated, WindowOver, ReturnPending.
    """
    case, standing = held_case(case_id, by, version)
    if not legal_basis.strip():
        raise BasisMissing
    if suggested is None and not suggested_words.strip():
        raise OwnerMissing
    at = now()
    if is_designated(standing, case, at):
        raise Designated
    until = window_of(standing, case)
    if at > until:
        raise WindowOver(until=timezone.localtime(until).strftime("%Y-%m-%d %H:%M"))
    asked = Return(
        case=case, scope_id=case.scope_id, assignment=standing, organisation=standing.organisation,
        legal_basis=legal_basis.strip()[:200], suggested=suggested,
        suggested_words=suggested_words.strip()[:120], asked_by=by.actor, asked_at=at, until=until,
    )  # fmt: skip
    _once(asked)
    write(case=case, verb=Verb.RETURN_ASKED, by=by, at=at, organisation=standing.organisation.name,
          reason=asked.legal_basis, to=suggested.name if suggested else asked.suggested_words)  # fmt: skip
    tell_deciders(case, f"return:{asked.pk}", "return", by)
    return asked


def decide_return(
    *, return_id: int, grant: bool, by: Viewer, to: Organisation | None = None, note: str = ""
) -> Return:
    """Somebody else decides. Granted: the case goes on at once, the third time for good.

    Raises NotThere, NotByYou, UpperDesignates, NextMissing.
    """
    found = Return.objects.filter(**OPEN_RETURN, pk=return_id).first()
    if found is None:
        raise NotThere
    case = lock_case(found.case_id)
    by.must(Permission.CASE_DISPATCH, case.scope_id)
    if found.asked_by == by.actor:
        raise NotByYou
    if grant:
        must_designate(case, by, Permission.CASE_DISPATCH)
    at = now()
    found.decided_by, found.decided_at, found.granted, found.note = by.actor, at, grant, note.strip()[:300]
    if grant:
        found.given_to = to or found.suggested
        if found.given_to is None or found.given_to.pk == found.organisation_id:
            raise NextMissing
    found.save(update_fields=["decided_by", "decided_at", "granted", "note", "given_to"])
    verb = Verb.RETURNED if grant else Verb.RETURN_REFUSED
    write(case=case, verb=verb, by=by, at=at, organisation=found.organisation.name, note=found.note,
          to=found.given_to.name if found.given_to else "")  # fmt: skip
    if found.given_to is not None:
        give_on(case, found.given_to, by, found.legal_basis)
    else:
        tell_asker(case, f"return:{found.pk}", "return-refused", found.asked_by)
    return found


def give_on(case: Case, to: Organisation, by: Viewer, reason: str) -> Assignment:
    """Dispatch a returned case to its next unit; no clock of the case starts anew. Part of a decision."""
    at = now()
    return dispatch(
        case_id=case.pk, organisation=to, account=person_of(to, case, at), by=by, reason=reason,
        designated=designates(times_returned(case), rule_for(case, at)),
    )  # fmt: skip


def held_case(case_id: UUID, by: Viewer, version: int | None = None) -> tuple[Case, Assignment]:
    """The case in the viewer's unit's hands, locked. Raises NotThere, NotNow, Outdated."""
    case = lock_own(case_id, by, version=version)
    standing = standing_assignment(case)
    if standing is None or case.state not in WITH_HANDLER:
        raise NotNow(state=State(case.state).label)
    return case, standing


def _once(asked: Return) -> None:
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError:
        raise ReturnPending from None
