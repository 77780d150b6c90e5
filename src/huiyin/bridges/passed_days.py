"""Days that have passed in what people settle together: a vote to close, a result to post, a late stage.

Closing, counting and answering are for people: whoever keeps these things is told once for each day that
passed. The program itself ends nothing but agreements and emergency services whose last day is over.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from huiyin.commons.c1_proposals.four_steps.words import ProposalState
from huiyin.commons.c1_proposals.meetings.words import MeetingState
from huiyin.commons.c1_proposals.models import Meeting, Proposal
from huiyin.commons.c2_voices.models import OwnersVote, PollRound, Survey
from huiyin.commons.c2_voices.owners_vote.rules import publish_by, rules_of
from huiyin.commons.c2_voices.owners_vote.words import VoteState
from huiyin.commons.c2_voices.poll.words import PollState, RoundState
from huiyin.commons.c2_voices.survey.words import SurveyState
from huiyin.commons.c4_works.models import Project, Stage
from huiyin.commons.c4_works.words import ProjectState
from huiyin.commons.c5_agreements.lapsing import end_what_is_over
from huiyin.ground.clock import ZONE, now
from huiyin.ground.outbox.acts import INBOX, post_to_inbox
from huiyin.ground.outbox.models import Notice
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Role

from .agreement_days import days_of_agreements
from .fund_days import days_of_fund
from .passed import Passed, Within

EVERY = 60.0
"""Seconds between two looks of one worker: days pass slowly."""
UNSETTLED = (ProposalState.RAISED, ProposalState.DISCUSSED, ProposalState.ANSWERED)
UNDER_WAY = (ProjectState.PLANNED, ProjectState.STARTED)


def tell_passed() -> int:
    """Tell of every day that passed; once each, whoever restarts when. Returns how many stand passed now."""
    with seen_as(SYSTEM):
        found = list(passed(now()))
        told = _told(found)
        for one in found:
            if (one.subject_id, one.topic) not in told:
                _tell(one)
    return len(found)


@dataclass(slots=True)
class Looking:
    """A beat for the ticker: a look at the days once in a while. It never says that it was busy."""

    next_look: float = 0.0

    def beat(self) -> int:
        """Look, where it is time to."""
        if time.monotonic() >= self.next_look:
            self.next_look = time.monotonic() + EVERY
            end_what_is_over()
            tell_passed()
        return 0


def passed(at: datetime, scope_ids: Iterable[int] | None = None) -> Iterator[Passed]:
    """What has passed at a moment, in these scopes or everywhere the viewer sees; the oldest day first."""
    today = at.astimezone(ZONE).date()
    within = {} if scope_ids is None else {"scope_id__in": list(scope_ids)}
    sources = (_votes(at, today, within), _rounds(today, within), _surveys(today, within))
    more = (
        _proposals(today, within),
        _meetings(at, within),
        _stages(today, within),
        _accepting(today, within),
        days_of_fund(today, within),
        days_of_agreements(today, within),
    )
    yield from sorted((one for rows in (*sources, *more) for one in rows), key=lambda one: (one.day, one.id))


def _votes(at: datetime, today: date, within: Within) -> Iterator[Passed]:
    """Days of voting that are over; results whose day to be posted has come."""
    for vote in OwnersVote.objects.filter(state=VoteState.OPEN, closes_at__lte=at, **within):
        yield Passed(
            "vote", vote.pk, "day-vote", vote.scope_id, vote.title, vote.closes_at.astimezone(ZONE).date()
        )
    waiting = OwnersVote.objects.filter(state__in=(VoteState.CLOSED, VoteState.COUNTED), **within)
    for vote in waiting.exclude(closed_at=None).select_related("pack"):
        assert vote.closed_at is not None  # noqa: S101 - excluded above
        day = publish_by(rules_of(vote), vote.closed_at)
        if day <= today:
            yield Passed("vote", vote.pk, "day-result", vote.scope_id, vote.title, day)


def _rounds(today: date, within: Within) -> Iterator[Passed]:
    rows = PollRound.objects.filter(
        state=RoundState.OPEN, until__lt=today, poll__state=PollState.RUNNING, **within
    )
    for one in rows.select_related("poll"):
        assert one.until is not None  # noqa: S101 - filtered above
        yield Passed("poll", one.poll_id, "day-round", one.scope_id, one.poll.title, one.until)


def _surveys(today: date, within: Within) -> Iterator[Passed]:
    for one in Survey.objects.filter(state=SurveyState.RUNNING, until__lt=today, **within):
        yield Passed("survey", one.pk, "day-survey", one.scope_id, one.title, one.until)


def _proposals(today: date, within: Within) -> Iterator[Passed]:
    """A step whose day has passed; homes that were asked to rate until a day that has passed."""
    for one in Proposal.objects.filter(state__in=UNSETTLED, step_due__lt=today, **within):
        assert one.step_due is not None  # noqa: S101 - filtered above
        yield Passed("proposal", one.pk, "day-step", one.scope_id, one.title, one.step_due)
    for one in Proposal.objects.filter(state=ProposalState.RATING, rate_until__lt=today, **within):
        assert one.rate_until is not None  # noqa: S101 - filtered above
        yield Passed("proposal", one.pk, "day-rating", one.scope_id, one.title, one.rate_until)


def _meetings(at: datetime, within: Within) -> Iterator[Passed]:
    """Called for a day that has passed, and neither held nor called off."""
    today = at.astimezone(ZONE).date()
    for one in Meeting.objects.filter(state__in=(MeetingState.NOTICED, MeetingState.OPEN), **within):
        day = one.starts_at.astimezone(ZONE).date()
        if day < today:
            yield Passed("meeting", one.pk, "day-meeting", one.scope_id, one.title, day)


def _stages(today: date, within: Within) -> Iterator[Passed]:
    """A stage that is neither done nor moved to a later day: one line a project, its first late stage."""
    late = Q(slipped_to__lt=today) | Q(slipped_to=None, planned_on__lt=today)
    rows = Stage.objects.filter(late, done_on=None, project__state__in=UNDER_WAY, **within)
    told = set[int]()
    for one in sorted(rows.select_related("project"), key=_last_day):
        if one.project_id not in told:
            told.add(one.project_id)
            title = one.project.title
            yield Passed("project", one.project_id, "day-stage", one.scope_id, title, _last_day(one))


def _last_day(stage: Stage) -> date:
    return stage.slipped_to or stage.planned_on


def _accepting(today: date, within: Within) -> Iterator[Passed]:
    for one in Project.objects.filter(state=ProjectState.DONE, accept_until__lt=today, **within):
        assert one.accept_until is not None  # noqa: S101 - filtered above
        yield Passed("project", one.pk, "day-accept", one.scope_id, one.title, one.accept_until)


def _told(found: Sequence[Passed]) -> set[tuple[UUID, str]]:
    """Which of these somebody was told of already: most stand for days. One query."""
    about = [one.subject_id for one in found]
    rows = Notice.objects.filter(subject_id__in=about, channel=INBOX)
    return set(rows.values_list("subject_id", "topic"))


def _tell(one: Passed) -> None:
    """Those who keep what people settle here. A later day (a stage that slipped) is told of again."""
    path = scope_tree().up(one.scope_id)
    roles = (Role.CLERK, Role.ORGANISER, *((Role.LEADER,) if one.kind == "fund" else ()))
    people = [account for role in roles for account in holders(role=role, scope_ids=path)]
    post_to_inbox(
        scope_id=one.scope_id, subject_id=one.subject_id, topic=one.topic,
        account_ids=sorted({account.pk for account in people}), template=one.what,
        params={"to": one.title, "kind": one.kind, "id": one.id},
    )  # fmt: skip
