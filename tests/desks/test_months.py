"""A month that was told stays told; what is known later stands beside it."""

import pytest

from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.models import Restatement
from tests.casework.doing import drain
from tests.desks.signed_in import at_desk, send
from tests.matrix.preparing import told_month
from tests.town import all_seen, case_of, plant_town


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def month(town):
    """Told as if nothing had come in, then one case turns up."""
    receipt = town.take_in()
    drain()
    with seen_as(SYSTEM):
        return told_month(town.estate.pk, case_of(receipt).received_at, facts=[])


def test_the_leader_sees_what_was_told_and_what_is_known_now(town, month):
    leader = at_desk(town.people["leader"])
    assert f"/leader/months/{month.pk}" in leader.get("/leader/months").content.decode()
    page = leader.get(f"/leader/months/{month.pk}").content.decode()
    assert "1 case has changed since" in page
    assert "as known now" in page


def test_a_restatement_needs_its_reason_and_is_made_once(town, month):
    leader = at_desk(town.people["leader"])
    path = f"/leader/months/{month.pk}/restate"
    assert send(leader, path, why="").status_code == 422
    assert send(leader, path, why="补登一件").status_code == 303
    page = leader.get(f"/leader/months/{month.pk}").content.decode()
    assert "补登一件" in page
    again = send(leader, path, why="再来")
    assert again.status_code in (409, 422)
    assert "再来" in again.content.decode()
    with all_seen():
        assert Restatement.objects.count() == 1


def test_others_neither_see_nor_restate(town, month):
    for person, status in (("auditor", 200), ("clerk", 200), ("field", 404), ("other clerk", 404)):
        assert at_desk(town.people[person]).get(f"/leader/months/{month.pk}").status_code == status, person
    for person in ("auditor", "clerk", "field"):
        answer = send(at_desk(town.people[person]), f"/leader/months/{month.pk}/restate", why="x")
        assert answer.status_code == 404
