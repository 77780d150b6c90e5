"""The tables of this stage; each noun keeps its own beside its acts."""

from .four_steps.models import Answer, Choice, Opinion, Proposal, ProposalEvent, Rating
from .meetings.models import AgendaItem, Dissent, Meeting, MeetingEvent, Seat, Task

__all__ = [
    "AgendaItem",
    "Answer",
    "Choice",
    "Dissent",
    "Meeting",
    "MeetingEvent",
    "Opinion",
    "Proposal",
    "ProposalEvent",
    "Rating",
    "Seat",
    "Task",
]
