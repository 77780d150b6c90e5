"""Every query about proposals worth a name. Those of desks take the viewer."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from huiyin.commons.c1_proposals.models import Answer, Opinion, Proposal, Rating
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import ENDED_LATELY
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .words import ProposalState

OVER = (ProposalState.SETTLED, ProposalState.DROPPED)


def proposals_of(viewer: Viewer) -> QuerySet[Proposal]:
    """The proposals the viewer keeps, and those that ask the viewer's own unit; the newest first."""
    keeps = viewer.grants.get(Permission.PROPOSAL_WORK, frozenset())
    asked = Answer.objects.filter(organisation_id__in=viewer.organisation_ids).values("proposal_id")
    answers = viewer.grants.get(Permission.PROPOSAL_ANSWER, frozenset())
    mine = Q(scope_id__in=keeps) | Q(scope_id__in=answers, pk__in=asked)
    return Proposal.objects.filter(mine).select_related("scope", "place").order_by("-made_at", "-pk")


def proposal_for(viewer: Viewer, proposal_id: int) -> Proposal:
    """One of them. Raises NotThere."""
    found = proposals_of(viewer).filter(pk=proposal_id).first()
    if found is None:
        raise NotThere
    return found


def answers_for(viewer: Viewer, proposal: Proposal) -> QuerySet[Answer]:
    """The answers of this round the viewer gives or writes down."""
    found = proposal.answers.filter(round=proposal.round).select_related("organisation").order_by("pk")
    if viewer.may(Permission.PROPOSAL_WORK, proposal.scope_id):
        return found
    return found.filter(organisation_id__in=viewer.organisation_ids)


def public_proposal(proposal_id: int) -> Proposal:
    """A raised proposal, read by whoever may read around it. Raises NotThere."""
    found = Proposal.objects.filter(pk=proposal_id, raised_at__isnull=False).select_related("place").first()
    if found is None:
        raise NotThere
    return found


def near(scope_ids: Iterable[int]) -> QuerySet[Proposal]:
    """What is being settled in these scopes, or ended lately; what moved last first."""
    lately = ~Q(state__in=OVER) | Q(ended_at__gte=now() - ENDED_LATELY)
    found = Proposal.objects.filter(lately, scope_id__in=list(scope_ids), raised_at__isnull=False)
    return found.select_related("place").order_by("-step_since", "-pk")


def words_of(viewer: Viewer, proposal: Proposal) -> tuple[list[Opinion], list[Rating]]:
    """What people wrote in this round, without doors, for those who keep the proposal; else nothing."""
    if not viewer.may(Permission.PROPOSAL_WORK, proposal.scope_id):
        return [], []
    told = {"proposal": proposal, "round": proposal.round}
    opinions = Opinion.objects.filter(**told).exclude(words="").order_by("-pk")[:100]
    ratings = Rating.objects.filter(**told).exclude(words="").order_by("-at")[:100]
    return list(opinions), list(ratings)


def came_from(kind: str, thing_id: str, viewer: Viewer) -> QuerySet[Proposal]:
    """The proposals that came of one thing (a topic, a meeting), for the page of that thing."""
    return proposals_of(viewer).filter(origin_kind=kind, origin_id=thing_id)
