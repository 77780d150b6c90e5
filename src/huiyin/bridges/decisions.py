"""From a proposal, an owners' vote or a shared problem to a decision."""

from datetime import date
from uuid import UUID

from huiyin.bridges.topics import topic_behind
from huiyin.casework.s6_topics.reads import topic_for
from huiyin.commons.c1_proposals.four_steps.ratings import ratings_of
from huiyin.commons.c1_proposals.four_steps.reads import proposal_for
from huiyin.commons.c1_proposals.four_steps.words import ProposalState
from huiyin.commons.c1_proposals.models import Proposal
from huiyin.commons.c1_proposals.packs import pack_of
from huiyin.commons.c2_voices.models import OwnersVote, ProposalVote, Question
from huiyin.commons.c2_voices.owners_vote.reads import vote_for
from huiyin.commons.c2_voices.owners_vote.spinning_off import FIRST, agreed_questions, heads_agreed
from huiyin.commons.c3_decisions.acts import Draft, Source, decide, withdraw
from huiyin.commons.c3_decisions.models import Decision
from huiyin.commons.c3_decisions.reads import decisions_from
from huiyin.commons.c3_decisions.refusals import NotDecidedYet, WorkUnderWay
from huiyin.commons.c3_decisions.words import DecidedBy, DecisionState
from huiyin.commons.c4_works.words import ProjectState
from huiyin.ground.clock import ZONE, now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place
from huiyin.registers.rules.models import RulePack
from huiyin.registers.rules.naming import said

ANSWERED = (ProposalState.ANSWERED, ProposalState.RATING, ProposalState.SETTLED)
UNDER_WAY = (ProjectState.PLANNED, ProjectState.STARTED, ProjectState.DONE)


def decide_by_proposal(*, proposal_id: int, by: Viewer) -> Decision:
    """What a proposal came to, once everybody it asked has answered.

    Raises NotThere, NotDecidedYet, DecidedAlready.
    """
    proposal = proposal_for(by, proposal_id)
    if proposal.state not in ANSWERED:
        raise NotDecidedYet(what=proposal.title)
    topic, council = topic_behind(by, proposal), pack_of(proposal.pack_id).councils.get(proposal.council)
    draft = Draft(
        title=proposal.title,
        words=_words_of(proposal),
        kind=DecidedBy.PROPOSAL,
        body=said(council) if council else proposal.raised_by,
        decided_on=proposal.step_since.astimezone(ZONE).date(),
        article=cited(proposal.pack),
        counted=_counted(proposal),
        source=Source(str(proposal.pk), topic.pk if topic else None, proposal.pack_id),
    )
    return decide(place_id=proposal.place_id, what=draft, by=by)


def decide_by_vote(*, vote_id: int, by: Viewer, no: int = FIRST) -> Decision:
    """What the owners decided on one question, once the result is final and binds.

    Raises as `decide_by_proposal`; NotDecidedYet also for a question that did not pass.
    """
    vote = vote_for(by, vote_id)
    question = vote.questions.filter(no=no).first()
    counted = heads_agreed(vote, question) if question else None
    if question is None or counted is None:
        raise NotDecidedYet(what=vote.title)
    link = ProposalVote.objects.filter(vote=vote).select_related("proposal").first()
    topic = topic_behind(by, link.proposal) if link else None
    draft = Draft(
        title=vote.title if vote.questions.count() == 1 else question.text,
        words=question.text,
        kind=DecidedBy.VOTE,
        body=vote.called_by,
        decided_on=_day_of(vote),
        article=cited(vote.pack),
        counted=counted,
        source=Source(str(vote.pk), topic.pk if topic else None, vote.pack_id, no),
    )
    place = link.proposal.place_id if link else _estate_of(vote.scope_id)
    return decide(place_id=place, what=draft, by=by)


def undecided_questions(viewer: Viewer, vote_id: int) -> list[Question]:
    """The questions the owners agreed to of which no decision stands yet. Raises NotThere."""
    vote = vote_for(viewer, vote_id)
    standing = decisions_from(viewer, DecidedBy.VOTE, vote_id).filter(state=DecisionState.STANDING)
    written = set(standing.values_list("part", flat=True))
    return [one for one in agreed_questions(vote) if one.no not in written]


def decide_on_topic(*, topic_id: UUID, place_id: int, what: Draft, by: Viewer) -> Decision:
    """What a meeting, the parties of a mediation or one organisation decided about a shared problem.

    Raises NotThere (also for a place outside the topic's community), and as `decide`.
    """
    topic = topic_for(by, topic_id)
    inside = scope_tree().under([topic.scope_id])
    if not Place.objects.filter(pk=place_id, scope_id__in=inside).exists():
        raise NotThere
    draft = Draft(
        what.title, what.words, what.kind, what.body, what.decided_on, what.article, what.counted,
        Source("", topic.pk, what.source.pack_id),
    )  # fmt: skip
    return decide(place_id=place_id, what=draft, by=by)


def withdraw_decision(*, decision_id: int, reason: str, by: Viewer) -> Decision:
    """It holds no longer; not while work goes on under it.

    Raises NotThere, DecisionWithdrawn, DecisionWordsMissing, WorkUnderWay.
    """
    decision = withdraw(decision_id=decision_id, reason=reason, by=by)  # holds the row `begin_project` needs
    if decision.projects.filter(state__in=UNDER_WAY).exists():
        raise WorkUnderWay
    return decision


def cited(pack: RulePack) -> str:
    """A pack as a page cites it: its name and its version."""
    return f"{pack.name} {pack.version}"


def _words_of(proposal: Proposal) -> str:
    """The way that was chosen, and what the units promised."""
    ways = proposal.choices.filter(round=proposal.round, chosen=True)
    promised = proposal.answers.filter(round=proposal.round, refused=False, answered_at__isnull=False)
    lines = [one.words for one in ways]
    lines += [f"{one.organisation.name}：{one.measure}" for one in promised.select_related("organisation")]
    return "\n".join(lines) or proposal.words


def _counted(proposal: Proposal) -> tuple[int, int] | None:
    """Homes that called it solved, of those that rated; None before they were asked."""
    if proposal.state != ProposalState.SETTLED:
        return None
    told = ratings_of(proposal)
    return (told.solved, told.rated) if told.rated else None


def _day_of(vote: OwnersVote) -> date:
    return (vote.ended_at or now()).astimezone(ZONE).date()


def _estate_of(scope_id: int) -> int:
    place = Place.objects.filter(scope_id=scope_id, closed_at=None, parent__scope_id__isnull=False)
    first = place.exclude(parent__scope_id=scope_id).order_by("pk").first()
    first = first or Place.objects.filter(scope_id=scope_id, closed_at=None).order_by("pk").first()
    if first is None:
        raise NotThere
    return first.pk
