"""Work orders through the API: in with their days, back with a slip, each once."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db(transaction=True)
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
