"""Draw up the agreement, let it take effect, follow what it promises, take it to the court."""

from datetime import date

from django.db.models import Max
from django.utils import timezone

from huiyin.casework.casefile.acts import write
from huiyin.casework.casefile.ledger import calendar_of
from huiyin.casework.casefile.words import Verb
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .acts import lock_mediation, must_consent
from .models import Agreement, Mediation, MediationParty, Milestone
from .refusals import (
    AgreementFixed,
    AgreementMissing,
    CourtTooLate,
    DayWrong,
    MediatorMissing,
    NotConfirmable,
    SignaturesMissing,
    TermsMissing,
)
from .rules import confirm_by
from .timing import CONFIRM, PERFORM, end_reminders, rule_for, set_confirmation, set_performance
from .words import Form, Outcome, Ruling, Step


def draw_up(
    *, mediation_id: int, form: Form, facts: str, terms: str, by: Viewer, confirmable: bool = True
) -> Agreement:
    """Write the agreement, or write it anew while it is not in force.

    Raises NotThere, MediationOver, ConsentMissing, MediatorMissing, TermsMissing.
    """
    mediation = lock_mediation(mediation_id, by)
    must_consent(mediation)
    if not mediation.mediators.filter(ended_at=None).exists():
        raise MediatorMissing
    if not facts.strip() or not terms.strip():
        raise TermsMissing
    at = now()
    agreement, _made = Agreement.objects.update_or_create(
        mediation=mediation,
        defaults={
            "scope_id": mediation.scope_id, "form": form, "facts": facts.strip(), "terms": terms.strip(),
            "confirmable": confirmable, "drawn_by": by.actor, "drawn_at": at,
        },
    )  # fmt: skip
    write(case=mediation.case, verb=Verb.MEDIATION, by=by, at=at, step=Step.DRAWN)
    return agreement


def add_milestone(
    *, mediation_id: int, party_id: int, what: str, due_on: date, by: Viewer, amount_fen: int | None = None
) -> Milestone:
    """Who does what until when. Raises NotThere, MediationOver, AgreementMissing, TermsMissing."""
    mediation = lock_mediation(mediation_id, by)
    agreement = _agreement(mediation)
    party = MediationParty.objects.filter(pk=party_id, mediation=mediation).first()
    if party is None:
        raise NotThere
    if not what.strip():
        raise TermsMissing
    last = Milestone.objects.filter(case_id=mediation.case_id).aggregate(last=Max("no"))["last"] or 0
    milestone = Milestone.objects.create(
        agreement=agreement, case_id=mediation.case_id, scope_id=mediation.scope_id, no=last + 1, party=party,
        what=what.strip()[:200], amount_fen=amount_fen, due_on=due_on,
    )  # fmt: skip
    write(case=mediation.case, verb=Verb.MEDIATION, by=by, step=Step.MILESTONE)
    return milestone


def take_effect(
    *, mediation_id: int, on: date, by: Viewer, signed: bool = False, mediator_signed: bool = False,
    sealed: bool = False,
) -> Agreement:  # fmt: skip
    """The agreement is in force from a day on: its dates run, and the court's thirty days.

    Raises NotThere, MediationOver, AgreementMissing, SignaturesMissing, DayWrong.
    """
    mediation = lock_mediation(mediation_id, by)
    agreement = _agreement(mediation)
    if agreement.form == Form.WRITTEN and not (signed and mediator_signed and sealed):
        raise SignaturesMissing
    at = now()
    if not timezone.localdate(mediation.opened_at) <= on <= timezone.localdate(at):
        raise DayWrong
    case = mediation.case
    agreement.effective_on = on
    if agreement.confirmable and agreement.form == Form.WRITTEN:
        agreement.confirm_by = confirm_by(on, rule_for(case, at), calendar_of(case, at))
    agreement.save(update_fields=["effective_on", "confirm_by"])
    mediation.outcome, mediation.ended_at = Outcome.AGREED, at
    mediation.save(update_fields=["outcome", "ended_at"])
    for milestone in agreement.milestones.all():
        set_performance(case, milestone)
    set_confirmation(case, agreement)
    write(case=case, verb=Verb.MEDIATION, by=by, at=at, step=Step.EFFECTIVE)
    return agreement


def record_performance(*, milestone_id: int, on: date, by: Viewer, note: str = "") -> Milestone:
    """A part was performed; the committee watches over that (31). Raises NotThere, DayWrong."""
    found = Milestone.objects.select_related("agreement").filter(pk=milestone_id, done_on=None).first()
    if found is None or found.agreement.effective_on is None:
        raise NotThere
    mediation = lock_mediation(found.agreement.mediation_id, by, living=False)
    at = now()
    if on > timezone.localdate(at):
        raise DayWrong
    found.done_on, found.done_note = on, note.strip()[:200]
    found.save(update_fields=["done_on", "done_note"])
    end_reminders(mediation.case, PERFORM, found.no, at)
    write(case=mediation.case, verb=Verb.MEDIATION, by=by, at=at, step=Step.PERFORMED)
    return found


def record_request(*, mediation_id: int, on: date, by: Viewer) -> Agreement:
    """Both parties asked the court together, in time (33).

    Raises NotThere, AgreementMissing, NotConfirmable, CourtTooLate, DayWrong.
    """
    mediation = lock_mediation(mediation_id, by, living=False)
    agreement = _agreement(mediation, fixed=True)
    if agreement.confirm_by is None or agreement.effective_on is None:
        raise NotConfirmable
    if on > agreement.confirm_by:
        raise CourtTooLate(day=agreement.confirm_by.isoformat())
    at = now()
    if not agreement.effective_on <= on <= timezone.localdate(at):
        raise DayWrong
    agreement.applied_on = on
    agreement.save(update_fields=["applied_on"])
    end_reminders(mediation.case, CONFIRM, mediation.no, at)
    write(case=mediation.case, verb=Verb.MEDIATION, by=by, at=at, step=Step.APPLIED)
    return agreement


def record_ruling(*, mediation_id: int, ruling: Ruling, on: date, number: str, by: Viewer) -> Agreement:
    """What the court decided. Raises NotThere, AgreementMissing, NotConfirmable, DayWrong."""
    mediation = lock_mediation(mediation_id, by, living=False)
    agreement = _agreement(mediation, fixed=True)
    if agreement.applied_on is None:
        raise NotConfirmable
    at = now()
    if not agreement.applied_on <= on <= timezone.localdate(at):
        raise DayWrong
    agreement.ruling, agreement.ruled_on, agreement.court_number = ruling, on, number.strip()[:60]
    agreement.save(update_fields=["ruling", "ruled_on", "court_number"])
    write(case=mediation.case, verb=Verb.MEDIATION, by=by, at=at, step=Step.RULED)
    return agreement


def _agreement(mediation: Mediation, *, fixed: bool = False) -> Agreement:
    """The agreement, in force (`fixed`) or still open. Raises AgreementMissing, AgreementFixed."""
    found = Agreement.objects.select_for_update().filter(mediation=mediation).first()
    if found is None or (fixed and found.effective_on is None):
        raise AgreementMissing
    if not fixed and found.effective_on is not None:
        raise AgreementFixed
    found.mediation = mediation
    return found
