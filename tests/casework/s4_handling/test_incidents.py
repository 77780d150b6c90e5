"""A burst main: while it lasts solving stands still, arriving does not; one answer to all at the end."""

import threading
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection

from huiyin.casework.casefile.models import Case, Clock, Event, Hold
from huiyin.casework.casefile.replays import wrong_projections
from huiyin.casework.s4_handling import acts as handling
from huiyin.casework.s4_handling.incidents import (
    Opening,
    absorb,
    end_incident,
    incidents_of,
    member_of,
    open_incident,
    proposed_for,
    release,
)
from huiyin.casework.s4_handling.models import IncidentCase
from huiyin.casework.s4_handling.pauses import pause_clocks, resume_clocks
from huiyin.casework.s4_handling.refusals import (
    AnswerMissing,
    IncidentOpen,
    IncidentOver,
    NotAbsorbable,
    ReasonMissing,
)
from huiyin.casework.s5_closure.acts import judge
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from tests.casework.doing import do, drain, state
from tests.town import WATER, all_seen, case_of


@pytest.fixture
def cases(town, hands):
    found = [town.take_in(place_id=town.building.pk, phone=f"1390013900{n}") for n in range(3)]
    drain()
    hands.move(minutes=2)
    return found


def opening(**values):
    plain = {"category": WATER, "title": "主管爆裂", "told": "自来水公司正在抢修", "begun_at": now()}
    return Opening(**plain | values)


def begin(town, cases, by="clerk", **values):
    return do(
        town.viewer(by), open_incident, place=town.building, opening=opening(**values),
        case_ids=[case.case_id for case in cases],
    )  # fmt: skip


def clocks(case):
    with all_seen():
        made = Clock.objects.filter(case_id=case.case_id).order_by("generation")
        return {clock.kind: clock for clock in made}


def test_solving_stands_still_and_arriving_does_not(town, hands, cases):
    incident = begin(town, cases[:2])
    before = {kind: clock.due_at for kind, clock in clocks(cases[0]).items()}
    hands.move(hours=2)
    drain()
    do(town.viewer("clerk"), end_incident, incident_id=incident.pk, answer="主管已修复，恢复供水")
    drain()
    after = clocks(cases[0])
    assert after["fix"].due_at == before["fix"] + timedelta(hours=2)
    assert after["fix"].outcome == "met"
    assert after["arrive"].due_at == before["arrive"]
    with all_seen():
        assert Event.objects.filter(case_id=cases[0].case_id, verb="overdue", data__clock="arrive").exists()
        assert not Event.objects.filter(case_id=cases[0].case_id, verb="overdue", data__clock="fix").exists()
        assert list(wrong_projections()) == []


def test_everybody_is_told_once_gets_one_answer_and_judges_alone(town, hands, cases):
    incident = begin(town, cases)
    with all_seen():
        assert Notice.objects.filter(topic=f"incident:{incident.pk}").count() == 3
    do(town.viewer("clerk"), end_incident, incident_id=incident.pk, answer="已修复")
    drain()
    assert {state(case) for case in cases} == {"proposed"}
    assert {case_of(case).answer for case in cases} == {"已修复"}
    first = cases[0]
    do(town.asker(first), judge, case_id=first.case_id, solved=False, satisfied="", words="还是没水")
    assert [state(case) for case in cases] == ["dispatched", "proposed", "proposed"]
    running = [clock for clock in clocks(first).values() if clock.stopped_at is None]
    assert running
    with all_seen():
        assert not Hold.objects.filter(until=None).exists()
    with pytest.raises(IncidentOver):
        do(town.viewer("clerk"), end_incident, incident_id=incident.pk, answer="x")


def test_new_requests_of_the_place_and_kind_join_by_themselves_dangers_do_not(town, hands, cases):
    begin(town, cases[:1])
    new = town.take_in(place_id=town.building.pk, phone="13700137000")
    elsewhere = town.take_in(place_id=town.sister_building.pk, scope_id=town.sister.pk)
    gas = town.take_in(place_id=town.building.pk, content="下水返水，闻到燃气味")
    other = town.take_in(place_id=town.building.pk, category="0905", content="灯不亮")
    drain()
    with all_seen():
        inside = set(IncidentCase.objects.values_list("case_id", flat=True))
        assert inside == {cases[0].case_id, new.case_id}
        assert not {elsewhere.case_id, gas.case_id, other.case_id} & inside
        running = Clock.objects.get(case_id=new.case_id, kind="fix")
        assert running.entries.last().reason == "incident"


def test_clocks_that_start_meanwhile_stand_still_as_well(town, hands, cases):
    begin(town, cases[:1])
    do(town.viewer("duty"), handling.accept, case_id=cases[0].case_id)
    do(town.viewer("duty"), handling.propose, case_id=cases[0].case_id, answer="先关了总阀")
    drain()
    do(town.asker(cases[0]), judge, case_id=cases[0].case_id, solved=False, satisfied="", words="没水")
    with all_seen():
        fresh = Clock.objects.filter(case_id=cases[0].case_id, kind="fix").latest("generation")
        assert [entry.what for entry in fresh.entries.all()] == ["start", "pause"]
        assert list(wrong_projections()) == []


def test_a_wrong_one_is_taken_out_and_goes_on(town, hands, cases):
    begin(town, cases)
    due = clocks(cases[0])["fix"].due_at
    hands.move(minutes=5)
    do(town.viewer("clerk"), release, case_id=cases[0].case_id, why="是自家管子")
    assert clocks(cases[0])["fix"].due_at == due + timedelta(minutes=5)
    with all_seen():
        assert member_of(case_of(cases[0])) is None
        assert proposed_for(town.viewer("clerk"), town.building, WATER)[0].pk == cases[0].case_id


def test_what_a_handler_resumes_is_only_what_was_paused_by_hand(town, hands, cases):
    from huiyin.casework.s4_handling.refusals import NotPausable

    begin(town, cases[:1])
    duty = town.viewer("duty")
    with pytest.raises(NotPausable):
        do(duty, resume_clocks, case_id=cases[0].case_id)
    until = now() + timedelta(hours=2)
    do(duty, pause_clocks, case_id=cases[0].case_id, reason="resident_unavailable", until=until)
    do(duty, resume_clocks, case_id=cases[0].case_id)
    with all_seen():
        assert clocks(cases[0])["fix"].entries.last().reason == "incident"


def test_who_may_and_what_may_not_be(town, hands, cases):
    for person in ("duty", "leader", "contact", "auditor", "other clerk", "steward"):
        with pytest.raises(NotThere):
            begin(town, [], by=person)
    with pytest.raises(ReasonMissing):
        begin(town, [], told="")
    incident = begin(town, cases[:1])
    with pytest.raises(IncidentOpen):
        begin(town, [])
    with pytest.raises(NotAbsorbable):
        do(town.viewer("clerk"), absorb, incident_id=incident.pk, case_ids=[cases[0].case_id])
    far = town.take_in(scope_id=town.sister.pk, place_id=town.sister_building.pk)
    with pytest.raises(NotThere):
        do(town.viewer("clerk"), absorb, incident_id=incident.pk, case_ids=[far.case_id])
    with pytest.raises(AnswerMissing):
        do(town.viewer("clerk"), end_incident, incident_id=incident.pk, answer=" ")
    with all_seen():
        assert incidents_of(town.viewer("other clerk")).count() == 0
        assert incidents_of(town.viewer("leader")).count() == 1


@pytest.mark.django_db(transaction=True)
def test_ended_while_requests_pour_in_nothing_is_left_standing(town, hands):
    """Twenty requests and the end at once: afterwards no clock stands still for an incident that is over."""
    first = town.take_in(place_id=town.building.pk)
    drain()
    incident = begin(town, [first])
    for number in range(20):
        town.take_in(place_id=town.building.pk, phone=f"139001390{number:02}")
    wrong = []

    def at_once(act):
        try:
            act()
        except Exception as error:  # noqa: BLE001 - told below
            wrong.append(error)
        finally:
            close_old_connections()
            connection.close()

    def end():
        do(town.viewer("clerk"), end_incident, incident_id=incident.pk, answer="已修复")

    threads = [threading.Thread(target=at_once, args=(act,)) for act in (drain, drain, end, drain)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    drain()
    assert wrong == []
    with all_seen():
        assert not Hold.objects.filter(until=None).exists()
        inside = IncidentCase.objects.filter(why="ended").count()
        assert Case.objects.filter(answer="已修复").count() == inside >= 1
        assert list(wrong_projections()) == []
