"""Step one, 出题: write a proposal, whatever it comes from, and raise it for a council to talk over."""

from dataclasses import dataclass

from huiyin.commons.c1_proposals.models import Proposal
from huiyin.commons.c1_proposals.packs import pack_now, pack_of
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import public_code
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place
from huiyin.registers.rules.decisions import Decisions
from huiyin.registers.rules.reads import decisions_for

from .record import due_of, lock_proposal, must_be, step, write
from .refusals import CouncilUnknown, MatterNotDecided, ProposalWordsMissing
from .words import Origin, ProposalState, Verb

NO_MATTER = "none"
"""The answer "none of the owners' own matters"; it has to be given, it is not assumed."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a proposal comes from; `id` is the thing's own id (such as a topic's), else ""."""

    kind: Origin
    words: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a proposal says. `matter`: a key of the pack of decisions, or NO_MATTER."""

    title: str
    words: str
    raised_by: str
    council: str
    matter: str
    source: Source


def draft_proposal(*, place_id: int, draft: Draft, by: Viewer) -> Proposal:
    """Write a proposal about a place.

    Raises NotThere, NoPack, ProposalWordsMissing, CouncilUnknown, MatterNotDecided.
    """
    place = Place.objects.filter(pk=place_id, closed_at=None).first()
    if place is None:
        raise NotThere
    by.must(Permission.PROPOSAL_WORK, place.scope_id)
    at = now()
    pack_id, _rules = pack_now(place.scope_id, at)
    proposal = Proposal(
        scope_id=place.scope_id, place=place, code=public_code("P", at), pack_id=pack_id, step_since=at,
        made_by=by.actor, made_at=at,
    )  # fmt: skip
    _fill(proposal, draft)
    proposal.step_due = due_of(proposal)
    proposal.save(force_insert=True)
    write(proposal=proposal, verb=Verb.DRAFTED, by=by, origin=proposal.origin_kind)
    return proposal


def change_proposal(*, proposal_id: int, draft: Draft, by: Viewer) -> Proposal:
    """Write it anew, before it is raised. Raises as `draft_proposal`, and ProposalNotNow."""
    proposal = lock_proposal(proposal_id, by)
    must_be(proposal, ProposalState.DRAFT)
    _fill(proposal, draft)
    proposal.save()
    write(proposal=proposal, verb=Verb.DRAFTED, by=by, origin=proposal.origin_kind)
    return proposal


def raise_proposal(*, proposal_id: int, by: Viewer) -> Proposal:
    """Put it forward: from now on everybody around reads it. Raises NotThere, ProposalNotNow."""
    proposal = lock_proposal(proposal_id, by)
    step(proposal=proposal, verb=Verb.RAISED, by=by, raised_at=now())
    return proposal


def drop_proposal(*, proposal_id: int, reason: str, by: Viewer) -> Proposal:
    """Not carried on, with the reason everybody reads.

    Raises NotThere, ProposalNotNow, ProposalWordsMissing.
    """
    proposal = lock_proposal(proposal_id, by)
    if not reason.strip():
        raise ProposalWordsMissing
    step(proposal=proposal, verb=Verb.DROPPED, by=by, ended_at=now(), ended_why=reason.strip()[:300])
    return proposal


def matters_of(scope_id: int) -> Decisions:
    """The owners' own matters by the rules in force in a scope. Raises NoPack."""
    held = decisions_for(scope_tree().up(scope_id), now())
    assert isinstance(held.rules, Decisions)  # noqa: S101 - decisions_for takes no other
    return held.rules


def _fill(proposal: Proposal, draft: Draft) -> None:
    if not (draft.title.strip() and draft.words.strip() and draft.raised_by.strip()):
        raise ProposalWordsMissing
    if draft.council not in pack_of(proposal.pack_id).councils:
        raise CouncilUnknown
    if draft.matter != NO_MATTER and draft.matter not in matters_of(proposal.scope_id).matters:
        raise MatterNotDecided
    proposal.title, proposal.words = draft.title.strip()[:120], draft.words.strip()[:5000]
    proposal.raised_by, proposal.council = draft.raised_by.strip()[:80], draft.council
    proposal.matter = "" if draft.matter == NO_MATTER else draft.matter
    proposal.origin_kind, proposal.origin_id = draft.source.kind.value, draft.source.id[:40]
    proposal.origin_words = draft.source.words.strip()[:120]
