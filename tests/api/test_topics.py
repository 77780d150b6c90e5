"""Programs read shared problems: those of their areas, with the cases they may see."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from huiyin.casework.casefile.models import Case
from huiyin.casework.s6_topics.models import Membership, Topic
from huiyin.ground.clock import now
from huiyin.ground.tenancy.models import Scope
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.tokens import grant_program, issue_token, make_program
from huiyin.registers.people.words import Role
from tests.api.planting import Program

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def plant(scope: Scope, *cases: str, no: int = 1, **values: object) -> Topic:
    """A topic of the community a scope lies in, with the cases of these numbers."""
    at = now()
    plain = {"title": "厨房返水", "state": "suggested", "came": "alike", "touched_at": at, "heat": 3.456}
    with seen_as(SYSTEM):
        topic = Topic.objects.create(
            scope_id=scope.parent_id, no=no, made_at=at, cases=len(cases), first_at=at - DAY, last_at=at,
            reasons=[{"code": "shared_words", "words": ["返水"]}], **plain | values,
        )  # fmt: skip
        Membership.objects.bulk_create(
            Membership(topic=topic, case=case, scope_id=topic.scope_id, since=at, by="system")
            for case in Case.objects.filter(number__in=cases)
        )
    return topic


def file(community, **values: object) -> str:
    body = {"scope_id": community.estate.pk, "content": "厨房返水"} | values
    return community.clerk.post("/cases", body).json()["number"]


def test_a_list_is_hottest_first_in_pages_and_holds_what_is_a_problem_now(community):
    for no, heat in enumerate((1.0, 9.0, 5.0), 1):
        plant(community.estate, no=no, heat=heat)
    plant(community.estate, no=4, state="settled", category="0204")
    plant(community.other, no=1, heat=99.0)
    first = community.clerk.get("/topics?limit=2").json()
    assert [one["heat"] for one in first["topics"]] == [9.0, 5.0]
    assert (first["count"], first["next"]) == (3, 2)
    second = community.clerk.get("/topics?limit=2&page=2").json()
    assert [one["heat"] for one in second["topics"]] == [1.0]
    assert second["next"] is None
    assert community.clerk.get("/topics?page=9").json() == {"topics": [], "count": 3, "next": None}
    (settled,) = community.clerk.get("/topics?state=settled&category=0204").json()["topics"]
    assert settled["no"] == 4
    assert community.clerk.get(f"/topics?scope_id={community.other.parent_id}").json()["topics"] == []


def test_one_tells_why_and_shows_the_cases_the_token_may_see(community):
    numbers = [file(community), file(community), file(community, private=True)]
    topic = plant(community.estate, *numbers, people=3, place=community.place)
    told = community.clerk.get(f"/topics/{topic.pk}").json()
    assert {one["number"] for one in told["requests"]} == set(numbers)
    received = [one["received_at"] for one in told["requests"]]
    assert received == sorted(received, reverse=True), "newest first"
    assert (told["title"], told["place"], told["heat"], told["people"]) == ("厨房返水", "小区 3号楼", 3.46, 3)
    assert told["reasons"] == [{"code": "shared_words", "words": ["返水"]}]
    assert told["answered"] == {"n": 3, "open": 3, "answered": 0, "solved": 0, "not_solved": 0}
    assert told["hidden"] == 0
    account, here = make_program(username="leader", label="leader"), community.estate.parent_id
    grant_program(account=account, role=Role.LEADER, scope_id=here, organisation_id=None)
    leader = Program(issue_token(account=account, label="leader"), account)
    seen = leader.get(f"/topics/{topic.pk}").json()
    assert {one["number"] for one in seen["requests"]} == set(numbers[:2]), "a leader sees no private case"
    assert seen["hidden"] == 1


def test_other_areas_and_other_rights_find_nothing(community):
    topic = plant(community.estate, file(community))
    for program in (community.stranger, community.filer, community.worker):
        assert program.get(f"/topics/{topic.pk}").status_code == 404
    assert community.filer.get("/topics").status_code == 404
    assert community.stranger.get("/topics").json()["topics"] == []
    assert community.clerk.get(f"/topics/{uuid.uuid4()}").status_code == 404
    assert community.clerk.post(f"/topics/{topic.pk}").status_code == 405


@pytest.mark.parametrize(
    ("query", "status"),
    [("order=heat", 422), ("state=x", 422), ("page=0", 422), ("limit=201", 422), ("category=02", 422),
     ("scope_id=x", 422), ("page=99999999999999999999", 422)],
)  # fmt: skip
def test_what_is_no_filter_is_refused(community, query, status):
    assert community.clerk.get(f"/topics?{query}").status_code == status
    assert community.clerk.get("/topics/x").status_code in {404, 422}


def test_the_description_tells_of_them(community):
    document = community.clerk.get("/openapi.json").json()
    assert set(document["paths"]["/api/v1/topics"]) == {"get"}
    assert set(document["paths"]["/api/v1/topics/{topic_id}"]) == {"get"}
