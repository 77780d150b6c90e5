"""Days that have passed in what people settle together: a vote to close, a result to post, a late stage.

Nothing of this is done by the program, but that an agreement ends on its last day: closing, counting and
answering are for people. It tells whoever keeps
these things, once for each day that passed, and lists what is passed now for the page of these desks.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

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
from huiyin.commons.c6_fund.models import FundUse
from huiyin.commons.c6_fund.urgent import Owed, owed_of
from huiyin.commons.c6_fund.words import UseState, Verb
from huiyin.ground.clock import ZONE, now
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Role

from .agreement_days import days_of_agreements

EVERY = 60.0
"""Seconds between two looks of one worker: days pass slowly."""
UNSETTLED = (ProposalState.RAISED, ProposalState.DISCUSSED, ProposalState.ANSWERED)
UNDER_WAY = (ProjectState.PLANNED, ProjectState.STARTED)
UNSETTLED_USES = (UseState.URGENT, UseState.POSTED, UseState.PAYING)
AHEAD = timedelta(days=14)
"""A vote takes fifteen days of notice: who is told two weeks before can still say when it will be."""


@dataclass(frozen=True, slots=True)
class Passed:
    """One thing whose day has passed. `kind`, `id`: what to open; `what`: a template of the inbox."""

    kind: str
    id: int
    what: str
    scope_id: int
    title: str
    day: date

    @property
    def subject_id(self) -> UUID:
        """What the message is about; always the same for one thing."""
        return uuid5(NAMESPACE_URL, f"huiyin:{self.kind}:{self.id}")


def tell_passed() -> int:
    """Tell of every day that passed; once each, whoever restarts when. Returns how many stand passed now."""
    with seen_as(SYSTEM):
        found = list(passed(now()))
        for one in found:
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
        _uses(today, within),
        (Passed(*row) for row in days_of_agreements(today, within)),
    )
    yield from sorted((one for rows in (*sources, *more) for one in rows), key=lambda one: (one.day, one.id))


Within = dict[str, list[int]]


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
    rows = Stage.objects.filter(done_on=None, project__state__in=UNDER_WAY, **within).select_related(
        "project"
    )
    late = dict[int, Passed]()
    for one in rows:
        day = one.slipped_to or one.planned_on
        found = Passed("project", one.project_id, "day-stage", one.scope_id, one.project.title, day)
        if day < today and (one.project_id not in late or day < late[one.project_id].day):
            late[one.project_id] = found
    yield from late.values()


def _accepting(today: date, within: Within) -> Iterator[Passed]:
    for one in Project.objects.filter(state=ProjectState.DONE, accept_until__lt=today, **within):
        assert one.accept_until is not None  # noqa: S101 - filtered above
        yield Passed("project", one.pk, "day-accept", one.scope_id, one.title, one.accept_until)


def _uses(today: date, within: Within) -> Iterator[Passed]:
    """Emergencies of the fund that owe posting or ratification; postings whose days are over."""
    for use in FundUse.objects.filter(state__in=UNSETTLED_USES, **within):
        for owed in owed_of(use):
            if what := _owed(owed):
                day = owed.until if owed.left < 0 else owed.until - AHEAD
                yield Passed("fund", use.pk, what, use.scope_id, use.title, day)
        if use.state == UseState.POSTED and use.post_until is not None and use.post_until < today:
            yield Passed("fund", use.pk, "day-fund-over", use.scope_id, use.title, use.post_until)


def _owed(owed: Owed) -> str:
    """The template for what is owed now; "" while there is time."""
    if owed.what is Verb.POSTED:
        return "day-fund-post" if owed.left < 0 else ""
    if owed.left < 0:
        return "day-fund-late"
    return "day-fund-soon" if owed.left <= AHEAD.days else ""


def _tell(one: Passed) -> None:
    """Those who keep what people settle here. A later day (a stage that slipped) is told of again."""
    path = scope_tree().up(one.scope_id)
    roles = (Role.CLERK, Role.ORGANISER, *((Role.LEADER,) if one.kind == "fund" else ()))
    people = [account for role in roles for account in holders(role=role, scope_ids=path)]
    post_to_inbox(
        scope_id=one.scope_id, subject_id=one.subject_id, topic=f"{one.what}:{one.day}",
        account_ids=sorted({account.pk for account in people}), template=one.what,
        params={"to": one.title, "kind": one.kind, "id": one.id},
    )  # fmt: skip
