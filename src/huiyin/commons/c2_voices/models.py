"""The tables of this stage; each noun keeps its own beside its acts."""

from .election.ballot_models import ElectionSheet, ElectionVoter
from .election.models import (
    Candidate,
    Election,
    ElectionEvent,
    ElectionStage,
    StageFile,
    StageObjection,
)
from .owners_vote.ledger_models import (
    Ballot,
    BallotSecret,
    Delivery,
    Mandate,
    Paper,
    PaperEntry,
    PaperScan,
    TurnedAway,
)
from .owners_vote.models import (
    Objection,
    OwnersVote,
    ProposalVote,
    Question,
    RollHead,
    RollOwner,
    RollUnit,
    VoteEvent,
    VoteResult,
)
from .poll.models import Poll, PollEvent, PollOption, PollRound, PollVoice

__all__ = [
    "Ballot",
    "BallotSecret",
    "Candidate",
    "Delivery",
    "Election",
    "ElectionEvent",
    "ElectionSheet",
    "ElectionStage",
    "ElectionVoter",
    "Mandate",
    "Objection",
    "OwnersVote",
    "Paper",
    "PaperEntry",
    "PaperScan",
    "Poll",
    "PollEvent",
    "PollOption",
    "PollRound",
    "PollVoice",
    "ProposalVote",
    "Question",
    "RollHead",
    "RollOwner",
    "RollUnit",
    "StageFile",
    "StageObjection",
    "TurnedAway",
    "VoteEvent",
    "VoteResult",
]
