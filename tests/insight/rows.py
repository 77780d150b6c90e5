"""Cases as figures see them: rows with limit, contact, verdict or review, without the story."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count

from django.db import transaction

from huiyin.casework.casefile.models import Case, Clock, Event
from huiyin.casework.casefile.words import State
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.casework.s5_closure.models import DeclineReview, Verdict
from huiyin.casework.s6_topics.models import Membership, Topic
from huiyin.ground.clock import now
from huiyin.registers.rules.models import RulePack

_running = count(1)


def put_case(scope, at: datetime, **values) -> Case:
    """A case as received; `values` may set any field but the state."""
    number = f"990101-20260101-Q-{next(_running):06d}-X"
    plain = {"number": number, "scope": scope, "channel": "Q", "title": "t", "received_at": at}
    return Case.objects.create(**plain | values)


def put_limit(case: Case, due_at: datetime, *, kind="contact", outcome="running") -> None:
    """The clock of the first contact."""
    pack = RulePack.objects.get(kind="service_level", name="bj")
    Clock.objects.create(
        case=case,
        scope_id=case.scope_id,
        kind=kind,
        pack=pack,
        target_no=0,
        started_at=case.received_at,
        due_at=due_at,
        outcome=outcome,
        stopped_at=None if outcome == "running" else case.received_at,
    )


def put_line(case: Case, verb: str, at: datetime, **data: object) -> Event:
    """A line of the timeline."""
    return Event.objects.create(
        case=case, scope_id=case.scope_id, seq=0, at=at, verb=verb, actor="account:1", data=data
    )


def put_verdict(case: Case, solved: bool, satisfied: str, at: datetime, round_no: int = 1) -> None:  # noqa: FBT001
    """A resident's word."""
    Verdict.objects.create(
        case=case,
        scope_id=case.scope_id,
        round=round_no,
        solved=solved,
        satisfied=satisfied,
        by="requester",
        actor="requester",
        at=at,
    )


def decline(case: Case, outcome: str, at: datetime) -> None:
    """Not accepted, with a reason and a second person."""
    for state in (State.DECLINING, State.DECLINED):
        Case.objects.filter(pk=case.pk).update(state=state, answer="a", answered_at=at)
    DeclineReview.objects.create(
        case=case,
        scope_id=case.scope_id,
        outcome=outcome,
        asked_by="account:1",
        asked_at=at,
        decided_by="account:2",
        decided_at=at,
        upheld=True,
    )


def hand_over(case: Case, organisation) -> None:
    """The case lies with an organisation."""
    Case.objects.filter(pk=case.pk).update(state=State.DISPATCHED)
    Assignment.objects.create(
        case=case,
        scope_id=case.scope_id,
        organisation=organisation,
        made_by="account:1",
        made_at=case.received_at,
    )


HOUR = timedelta(hours=1)


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is undone afterwards: for examples that follow each other in one test."""
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)


def put_topic(town, moments, *, no, scope=None, estate=None, **values):
    """A topic of the town with one case received at each of the moments."""
    at = now()
    plain = {"title": "张三家 501 又漏水", "category": "0204", "state": "suggested", "came": "alike"}
    topic = Topic.objects.create(
        scope=scope or town.community, no=no, made_at=at, touched_at=at, cases=len(moments),
        **plain | values,
    )  # fmt: skip
    cases = [put_case(estate or town.estate, moment, category="0204") for moment in moments]
    Membership.objects.bulk_create(
        Membership(topic=topic, case=case, scope=topic.scope, since=at, by="system") for case in cases
    )
    return topic, cases
