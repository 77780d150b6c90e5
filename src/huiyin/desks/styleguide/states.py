"""Every state a page can show as a mark, by what it is a state of."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.words import PublicState, State
from huiyin.casework.s3_dispatch.whistles.words import CallState
from huiyin.casework.s6_topics.words import TopicState
from huiyin.commons.c1_proposals.four_steps.words import ProposalState
from huiyin.commons.c1_proposals.four_steps.words import PublicState as PublicProposalState
from huiyin.commons.c1_proposals.meetings.words import MeetingState
from huiyin.commons.c2_voices.election.words import ElectionState
from huiyin.commons.c2_voices.owners_vote.words import PublicState as PublicVoteState
from huiyin.commons.c2_voices.owners_vote.words import VoteState
from huiyin.commons.c2_voices.poll.words import PollState, RoundState
from huiyin.commons.c2_voices.survey.words import SurveyState
from huiyin.commons.c3_decisions.words import DecisionState
from huiyin.commons.c4_works.words import ProjectState
from huiyin.commons.c5_agreements.words import AgreementState, DueState, ServiceState
from huiyin.commons.c6_fund.words import UseState
from huiyin.neighbours.board.words import PostingState
from huiyin.neighbours.volunteers.words import DutyState


@dataclass(frozen=True)
class Kind:
    """A kind of thing and its states."""

    title: Promise
    states: tuple[TextChoices, ...]


KINDS = tuple(
    Kind(title, tuple(states))
    for title, states in (
        (_("A case, for staff"), State),
        (_("A case, for residents"), PublicState),
        (_("A called party"), CallState),
        (_("A shared problem"), TopicState),
        (_("A proposal, for staff"), ProposalState),
        (_("A proposal, for residents"), PublicProposalState),
        (_("A meeting"), MeetingState),
        (_("A vote, for staff"), VoteState),
        (_("A vote, for residents"), PublicVoteState),
        (_("An election"), ElectionState),
        (_("A poll"), PollState),
        (_("A round of a poll"), RoundState),
        (_("A survey"), SurveyState),
        (_("A decision"), DecisionState),
        (_("A work"), ProjectState),
        (_("An agreement"), AgreementState),
        (_("A duty of an agreement, on its day"), DueState),
        (_("An emergency service"), ServiceState),
        (_("A use of the maintenance fund"), UseState),
        (_("A posting on the board"), PostingState),
        (_("A duty for volunteers"), DutyState),
    )
)
