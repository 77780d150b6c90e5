"""Step three, 答题: units are asked; each promises measure, owner, day and cost, or refuses with a reason."""

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.commons.c1_proposals.models import Answer, Proposal
from huiyin.commons.c1_proposals.packs import pack_of
from huiyin.ground.clock import now, today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.words import Step

from .record import lock_proposal, must_be, must_be_soon, step, write
from .refusals import AnsweredAlready, AnswerIncomplete, UnitAskedAlready
from .words import ProposalState, Verb


@dataclass(frozen=True, slots=True)
class Promise:
    """What a unit does: who answers for it by name or post, until when, at what cost (fen; None: no cost)."""

    measure: str
    owner: str
    until: date | None
    cost: int | None = None


def ask_unit(*, proposal_id: int, organisation_id: int, by: Viewer) -> Answer:
    """Ask a unit at work in the area; it has the days of the step.

    Raises NotThere, ProposalNotNow, UnitAskedAlready.
    """
    proposal = lock_proposal(proposal_id, by)
    must_be(proposal, ProposalState.DISCUSSED)
    around = scope_tree().up(proposal.scope_id)
    unit = Organisation.objects.filter(pk=organisation_id, scope_id__in=around, until=None).first()
    if unit is None:
        raise NotThere
    if proposal.answers.filter(round=proposal.round, organisation=unit).exists():
        raise UnitAskedAlready
    days = pack_of(proposal.pack_id).steps[Step.ANSWER].days
    answer = Answer.objects.create(
        proposal=proposal, scope_id=proposal.scope_id, round=proposal.round, organisation=unit,
        asked_at=now(),
        due_on=today() + timedelta(days=days),
    )  # fmt: skip
    write(proposal=proposal, verb=Verb.ASKED, by=by, unit=unit.name)
    return answer


def promise(*, answer_id: int, what: Promise, by: Viewer) -> Answer:
    """The unit says what it will do.

    Raises NotThere, ProposalNotNow, AnsweredAlready, AnswerIncomplete, DayWrong.
    """
    answer = _asked(answer_id, by)
    if not (what.measure.strip() and what.owner.strip()):
        raise AnswerIncomplete
    answer.measure, answer.owner = what.measure.strip()[:1000], what.owner.strip()[:80]
    answer.promised_on, answer.cost = must_be_soon(what.until), what.cost
    return _answered(answer, Verb.PROMISED, by)


def refuse(*, answer_id: int, reason: str, by: Viewer) -> Answer:
    """The unit says why it does not. Raises NotThere, ProposalNotNow, AnsweredAlready, AnswerIncomplete."""
    answer = _asked(answer_id, by)
    if not reason.strip():
        raise AnswerIncomplete
    answer.refused, answer.reason = True, reason.strip()[:1000]
    return _answered(answer, Verb.REFUSED, by)


def report_done(*, answer_id: int, words: str, by: Viewer) -> Answer:
    """The measure is done; what was done is told in words. Repeating changes nothing.

    Raises NotThere, ProposalNotNow, AnswerIncomplete.
    """
    answer = _own(answer_id, by)
    must_be(answer.proposal, ProposalState.DISCUSSED, ProposalState.ANSWERED)
    if answer.answered_at is None or answer.refused or not words.strip():
        raise AnswerIncomplete
    if answer.done_at is None:
        answer.done_at, answer.done_words = now(), words.strip()[:1000]
        answer.save(update_fields=["done_at", "done_words"])
        write(proposal=answer.proposal, verb=Verb.DONE, by=by, unit=answer.organisation.name)
    return answer


def close_answers(*, proposal_id: int, by: Viewer) -> Proposal:
    """Everybody has answered; what was promised is carried out.

    Raises NotThere and the refusals of the test.
    """
    proposal = lock_proposal(proposal_id, by)
    step(proposal=proposal, verb=Verb.ANSWERED, by=by)
    return proposal


def send_back_refused(*, proposal_id: int, by: Viewer) -> Proposal:
    """Nobody promises anything: back to the table, the next round.

    Raises NotThere and the refusals of the test.
    """
    proposal = lock_proposal(proposal_id, by)
    step(proposal=proposal, verb=Verb.BACK, by=by, round=proposal.round + 1)
    return proposal


def _own(answer_id: int, by: Viewer) -> Answer:
    """An answer the viewer gives: for the own unit, or written down by who keeps the proposal."""
    found = Answer.objects.filter(pk=answer_id).first()
    if found is None or not by.may(Permission.PROPOSAL_ANSWER, found.scope_id):
        raise NotThere
    keeps = by.may(Permission.PROPOSAL_WORK, found.scope_id)
    if not keeps and found.organisation_id not in by.organisation_ids:
        raise NotThere
    proposal = lock_proposal(found.proposal_id, by, Permission.PROPOSAL_ANSWER)
    answer = Answer.objects.select_related("organisation").get(pk=answer_id)
    answer.proposal = proposal
    return answer


def _asked(answer_id: int, by: Viewer) -> Answer:
    answer = _own(answer_id, by)
    must_be(answer.proposal, ProposalState.DISCUSSED)
    if answer.answered_at is not None or answer.round != answer.proposal.round:
        raise AnsweredAlready
    return answer


def _answered(answer: Answer, verb: Verb, by: Viewer) -> Answer:
    answer.answered_at, answer.answered_by = now(), by.actor
    answer.save()
    write(proposal=answer.proposal, verb=verb, by=by, unit=answer.organisation.name)
    return answer
