"""Work orders through the API: in with their days, back with a slip, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from huiyin.casework.casefile.models import Case, Event, Timer
from huiyin.casework.s5_closure.models import Owed
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

pytestmark = pytest.mark.django_db
ORDER = {
    "content": "厨房返水", "phone": "13800138000", "source": "12345", "source_ref": "GD1",
    "finish_by": "2099-12-01T18:00:00+08:00",
}  # fmt: skip


def order(community, **more):
    return community.filer.post("/work-orders", ORDER | {"place_id": community.place.pk} | more)


def slips(program, query=""):
    return program.get(f"/work-orders{query}").json()["slips"]


def test_an_order_comes_in_once_and_its_slip_goes_back_once(community):
    number = order(community).json()["number"]
    again = order(community)
    assert (again.json()["number"], again.headers["Huiyin-Outcome"]) == (number, "duplicate")
    assert slips(community.filer) == []
    (waiting,) = slips(community.filer, "?ready=false")
    assert (waiting["source_ref"], waiting["given_at"]) == ("GD1", None)
    refused = community.filer.post(f"/work-orders/{waiting['id']}/given", {"receipt": "R1"})
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_give_back")
    community.clerk.post(f"/cases/{number}/triage", {"category": "0204"})
    community.clerk.post(f"/cases/{number}/dispatch")
    community.worker.post(f"/cases/{number}/accept")
    community.worker.post(f"/cases/{number}/propose", {"answer": "已疏通"})
    (ready,) = slips(community.filer)
    assert (ready["slip"]["answer"], ready["slip"]["solved"]) == ("已疏通", None)
    given = [
        community.filer.post(f"/work-orders/{ready['id']}/given", {"receipt": "R1"}, key="k")
        for _ in range(2)
    ]
    assert given[0].status_code == 200
    assert given[0].content == given[1].content
    assert slips(community.filer) == []


def test_other_programs_and_communities_see_none_of_it(community):
    order(community)
    (mine,) = slips(community.filer, "?ready=false")
    assert slips(community.stranger, "?ready=false") == []
    answer = community.stranger.post(f"/work-orders/{mine['id']}/given", {})
    assert answer.status_code == 404


def test_an_order_has_a_platform_and_a_number(community):
    for missing in ("source", "source_ref"):
        answer = order(community, **{missing: ""})
        assert answer.status_code == 422, answer.content


PROPOSAL = {
    "content": "建议在 3 号楼加装路灯", "kind": "suggestion", "channel": "T", "name": "王某",
    "delegate_of": "people",
    "reply_by": "2099-01-31", "source": "人大平台", "source_ref": "JY-1",
}  # fmt: skip


def proposal(community, **more):
    return community.filer.post("/cases", PROPOSAL | {"place_id": community.place.pk} | more)


def test_a_delegates_proposal_owes_a_written_reply_by_its_day_once(community):
    first = proposal(community)
    assert first.status_code == 201, first.content
    assert proposal(community).headers["Huiyin-Outcome"] == "duplicate"
    with seen_as(SYSTEM):
        owed = Owed.objects.get()
        assert (owed.kind, owed.to) == ("reply", "人大代表 王某")
        assert localtime(owed.due_at - timedelta(seconds=1)).date().isoformat() == "2099-01-31"
        assert Timer.objects.filter(case=owed.case, what="owed_over").exists()
        assert Event.objects.filter(case=owed.case, verb="owed").count() == 1
    (told,) = community.clerk.get(f"/cases/{first.json()['number']}").json()["owed"]
    assert (told["kind"], told["to"], told["done_at"]) == ("reply", owed.to, None)
    assert slips(community.filer, "?ready=false") == [], "a reply is no slip"


@pytest.mark.parametrize(
    "missing", [{"name": " "}, {"delegate_of": ""}, {"reply_by": None}, {"reply_by": "2020-01-01"}]
)
def test_a_proposal_without_delegate_or_day_is_refused_and_nothing_is_taken_in(community, missing):
    answer = proposal(community, **missing)
    assert (answer.status_code, answer.json()["code"]) == (422, "proposal_unclear")
    with seen_as(SYSTEM):
        assert not Case.objects.exists()


def test_only_a_proposal_has_a_day_for_a_reply(community):
    for path in ("/cases", "/work-orders"):
        body = {"content": "漏水", "source": "12345", "source_ref": "GD1", "place_id": community.place.pk}
        answer = community.filer.post(path, body | {"reply_by": "2099-01-31"})
        assert (answer.status_code, answer.json()["code"]) == (422, "no_proposal"), path
