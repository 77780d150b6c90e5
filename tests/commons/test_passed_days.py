"""Days that passed: told once for each day, to those who keep these things, with a way to the thing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huiyin.bridges.passed_days import Looking, passed, tell_passed
from huiyin.commons.c2_voices.owners_vote import counted
from huiyin.commons.c4_works import working
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.commons.hall import Hall
from tests.commons.room import Room
from tests.commons.site import Site
from tests.desks.signed_in import at_desk

pytestmark = pytest.mark.django_db


def told(template: str) -> list[Any]:
    with seen_as(SYSTEM):
        return list(Notice.objects.filter(template=template).order_by("pk"))


def kinds(town: Any) -> list[tuple[str, str]]:
    with seen_as(SYSTEM):
        return [(one.kind, one.what) for one in passed(now(), [town.estate.pk])]


def test_a_vote_is_to_be_closed_and_its_result_posted(hall: Hall) -> None:
    hall.opened()
    assert tell_passed() == 0
    hall.hands.set(hall.vote.closes_at)
    assert kinds(hall.town) == [("vote", "day-vote")]
    assert [tell_passed(), tell_passed()] == [1, 1]
    first = told("day-vote")
    assert {one.recipient for one in first} >= {f"account:{hall.town.people['clerk'].pk}"}
    assert len({one.recipient for one in first}) == len(first), "once each"
    hall.step(counted.close_vote)
    assert kinds(hall.town) == []
    hall.hands.move(days=6)
    assert kinds(hall.town) == [], "seven days to post it"
    hall.hands.move(days=1)
    tell_passed()
    assert kinds(hall.town) == [("vote", "day-result")]
    assert len(told("day-vote")) == len(first)
    assert told("day-result")
    hall.step(counted.count_vote).step(counted.post_result, by=hall.second)
    assert kinds(hall.town) == []


def test_the_message_leads_to_the_thing(hall: Hall) -> None:
    hall.opened()
    hall.hands.set(hall.vote.closes_at)
    tell_passed()
    desk = at_desk(hall.town.people["clerk"])
    (mine,) = [one for one in told("day-vote") if one.recipient == f"account:{hall.town.people['clerk'].pk}"]
    assert hall.vote.title in desk.get("/inbox/").content.decode()
    opened = desk.post(f"/inbox/{mine.pk}", {"key": "a" * 32})
    assert opened["Location"] == f"/votes/{hall.vote.pk}"
    assert f'action="/inbox/{mine.pk}"' in desk.get("/inbox/").content.decode(), "it can be opened again"


def test_a_step_of_a_proposal_and_its_rating(room: Room) -> None:
    room.raised()
    due = room.proposal.step_due
    room.hall.hands.move(days=(due - room.proposal.step_since.date()).days)
    assert kinds(room.hall.town) == [], "the last day is still in time"
    room.hall.hands.move(days=1)
    assert kinds(room.hall.town) == [("proposal", "day-step")]


def test_the_first_late_stage_of_a_work_until_it_slips_with_a_reason(site: Site) -> None:
    site.begun()
    for days in (2, 4):
        site.do(working.plan_stage, title=f"{days}", planned_on=site.today + timedelta(days=days))
    site.hands.move(days=5)
    tell_passed()
    assert kinds(site.town) == [("project", "day-stage")]
    (first,) = {one.topic for one in told("day-stage")}
    assert first.endswith(str(site.today - timedelta(days=3)))
    later = site.today + timedelta(days=1)
    for no in (1, 2):
        site.do(working.slip_stage, no=no, to=later, why="下雨")
    assert kinds(site.town) == []
    site.hands.move(days=2)
    tell_passed()
    assert len({one.topic for one in told("day-stage")}) == 2, "a new day is told anew"


def test_other_areas_hear_nothing(hall: Hall) -> None:
    hall.opened()
    hall.hands.set(hall.vote.closes_at)
    tell_passed()
    heard = {one.recipient for one in told("day-vote")}
    assert f"account:{hall.town.people['other clerk'].pk}" not in heard
    with seen_as(SYSTEM):
        assert list(passed(now(), [])) == []


def test_the_worker_looks_once_in_a_while(hall: Hall) -> None:
    hall.opened()
    hall.hands.set(hall.vote.closes_at)
    looking = Looking()
    assert looking.beat() == 0
    seen = len(told("day-vote"))
    assert seen
    with seen_as(SYSTEM):
        Notice.objects.filter(template="day-vote").delete()
    looking.beat()
    assert told("day-vote") == [], "not again within the minute"
