"""Joined and parted again: no thread changes, clocks go on as if nothing had been, everybody judges."""

import json
import random
import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, close_old_connections, connection

from huiyin.casework.casefile.ledger import replayed
from huiyin.casework.casefile.models import Case, Clock, Event, Timer
from huiyin.casework.casefile.replays import wrong_projections
from huiyin.casework.s2_triage.linked import joined_to, joint_of
from huiyin.casework.s2_triage.merging import go_alone, merge, undo_merge
from huiyin.casework.s2_triage.models import Link
from huiyin.casework.s2_triage.refusals import DangerStays, JoinsItself, NotJoinable, NotJoined
from huiyin.casework.s4_handling import acts as handling
from huiyin.casework.s4_handling.pauses import pause_clocks, resume_clocks
from huiyin.casework.s5_closure.acts import judge
from huiyin.casework.s5_closure.declining import ask_to_decline, review_decline
from huiyin.casework.s5_closure.withdrawing import withdraw
from huiyin.casework.s5_closure.words import LegalOutcome
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere, Outdated
from huiyin.insight.chain import check_case
from tests.casework.conftest import TEN
from tests.casework.doing import answer, do, drain, state
from tests.town import all_seen, case_of

THREAD = {
    "casefile_case": "id = %s",
    "casefile_requester": "case_id = %s",
    "casefile_event": "case_id = %s",
    "casefile_attachment": "case_id = %s",
    "casefile_clock": "case_id = %s",
    "casefile_clockentry": "clock_id IN (SELECT id FROM casefile_clock WHERE case_id = %s)",
    "dispatch_assignment": "case_id = %s",
    "handling_plan": "case_id = %s",
    "handling_regraderequest": "case_id = %s",
    "closure_verdict": "case_id = %s",
    "triage_correction": "case_id = %s",
}
"""Everything a thread is made of; see decision 0011 for what is left out (version, timers) and why."""


def dump(owner, receipt):
    """table -> the rows of a case as the bytes PostgreSQL stores, version apart."""
    found = {}
    for table, condition in THREAD.items():
        rows = owner.execute(
            f"SELECT (to_jsonb(t) - 'version')::text FROM {table} t WHERE {condition} ORDER BY 1",  # noqa: S608
            [receipt.case_id],
        )
        found[table] = [row[0] for row in rows.fetchall()]
    return found


def grown_by(before, after):
    """What `after` has more than `before`; every row of `before` must be there, byte for byte."""
    more = {}
    for table, rows in before.items():
        missing = [row for row in rows if row not in after[table]]
        assert missing == [], table
        more[table] = [json.loads(row) for row in after[table] if row not in rows]
    return {table: rows for table, rows in more.items() if rows}


def together(town, case, main, by="clerk", **given):
    return do(town.viewer(by), merge, case_id=case.case_id, main_id=main.case_id, **given)


@pytest.fixture
def pair(town, hands):
    """Two leaks with the company: the first accepted, the second only dispatched."""
    main, case = town.take_in(place_id=town.building.pk), town.take_in(phone="13900139000")
    drain()
    do(town.viewer("duty"), handling.accept, case_id=main.case_id)
    hands.move(minutes=3)
    return main, case


@pytest.mark.django_db(transaction=True)
def test_undone_every_thread_is_back_byte_for_byte(town, hands, pair, owner_connection):
    main, case = pair
    before = {receipt: dump(owner_connection, receipt) for receipt in pair}
    together(town, case, main, why="同一根管")
    assert state(case) == "merged"
    hands.move(minutes=7)
    do(town.viewer("second clerk"), undo_merge, case_id=case.case_id, why="不是一根管")
    added = {receipt: grown_by(before[receipt], dump(owner_connection, receipt)) for receipt in pair}
    assert {row["verb"] for row in added[main].pop("casefile_event")} == {"joined", "parted"}
    assert {row["verb"] for row in added[case].pop("casefile_event")} == {"merged", "merge_undone"}
    assert {row["what"] for row in added[case].pop("casefile_clockentry")} == {"join", "part"}
    assert added == {main: {}, case: {}}
    with all_seen():
        assert list(wrong_projections()) == []
        assert all(check_case(Case.objects.get(pk=receipt.case_id)).whole for receipt in pair)
        link = Link.objects.get()
    assert (link.made_by_label, link.undone_by_label, link.why, link.undone_why) == (
        "clerk", "second clerk", "同一根管", "不是一根管",
    )  # fmt: skip


def test_what_would_have_happened_meanwhile_happens_once_and_late(town, hands, pair):
    """The joined clocks ring for nobody; parted, what fell due meanwhile is told, with its lateness."""
    main, case = pair
    together(town, case, main)
    hands.move(hours=1)
    drain()
    with all_seen():
        assert not Event.objects.filter(case_id=case.case_id, verb__in=("overdue", "warned")).exists()
    do(town.viewer("clerk"), undo_merge, case_id=case.case_id)
    drain()
    with all_seen():
        overdue = Event.objects.filter(case_id=case.case_id, verb="overdue")
        told = [(line.data["clock"], line.data["late_seconds"] > 1000) for line in overdue]
    assert sorted(told) == [("acknowledge", True), ("arrive", True), ("fix", True)]


def test_clocks_go_on_exactly_as_if_never_joined(town, hands):
    """A twin that was never joined is the judge: same moments, same ledger but for join and part."""
    lives(town, hands, range(5))


@pytest.mark.long
def test_a_hundred_lives_go_on_as_if_never_joined(town, hands):
    lives(town, hands, range(5, 105))


def lives(town, hands, seeds):
    for seed in seeds:
        hands.set(TEN)
        case, twin = live_through(town, hands, random.Random(seed))
        assert told_of(case) == told_of(twin), seed
        assert waiting_for(case) == waiting_for(twin), seed
    with all_seen():
        assert list(wrong_projections()) == []


def live_through(town, hands, chance):
    """Ten things happen to two cases alike, but one is joined to a third and parted again in between."""
    main, case, twin = (town.take_in(phone=None) for _ in range(3))
    drain()
    worker, clerk = town.viewer("duty"), town.viewer("clerk")
    joined, paused = False, False
    for _ in range(10):
        hands.move(seconds=chance.randint(1, 400))
        step = chance.choice(("join", "pause", "wait", "fire"))
        if step == "join":
            if joined:
                do(clerk, undo_merge, case_id=case.case_id)
            else:
                together(town, case, main)
            joined = not joined
        elif step == "pause" and not joined:
            act, more = (
                (resume_clocks, {})
                if paused
                else (pause_clocks, {"reason": "resident_unavailable", "until": now() + timedelta(days=6)})
            )
            for one in (case, twin):
                do(worker, act, case_id=one.case_id, **more)
            paused = not paused
        elif step == "fire":
            drain()
    if joined:
        do(clerk, undo_merge, case_id=case.case_id)
    drain()
    hands.move(seconds=chance.randint(1, 4000))
    return case, twin


def waiting_for(receipt):
    """The moments still to come. Of a clock's timer the step is its moment; elsewhere it only counts rows."""
    with all_seen():
        timers = Timer.objects.filter(case_id=receipt.case_id, fired_at=None, cancelled_at=None)
        rows = timers.values_list("clock__kind", "what", "step", "due_at")
        return sorted((clock or "", what, step if clock else 0, due) for clock, what, step, due in rows)


def told_of(receipt):
    """Every clock as screens show it, and the row behind it, without its ids."""
    with all_seen():
        case, at = Case.objects.get(pk=receipt.case_id), now()
        clocks = Clock.objects.filter(case=case).prefetch_related("entries").order_by("kind", "generation")
        return [
            (clock.kind, clock.due_at, clock.stopped_at, clock.outcome, replayed(clock, case, at))
            for clock in clocks
        ], case.next_due_at


def test_the_answer_reaches_everybody_and_everybody_judges_alone(town, hands, pair):
    main, case = pair
    together(town, case, main)
    do(town.viewer("duty"), handling.propose, case_id=main.case_id, answer="已疏通主管")
    assert state(case) == "merged", "the confirmation of the joined case is pending"
    drain()
    assert [state(one) for one in pair] == ["proposed", "proposed"]
    assert case_of(case).answer == "已疏通主管"
    with all_seen():
        asked = Notice.objects.filter(topic="answered:1").values_list("subject_id", flat=True)
        assert set(asked) == {main.case_id, case.case_id}
    judged(town, main, solved=True)
    assert [state(one) for one in pair] == ["confirmed", "proposed"]
    judged(town, case, solved=False, words="我家还在漏")
    drain()
    assert [state(one) for one in pair] == ["confirmed", "dispatched"]
    with all_seen():
        line = Event.objects.get(case_id=main.case_id, verb="not_solved_joined")
        assert line.data["number"] == case.number
        assert Link.objects.get().left_at is not None
        assert joint_of(main.case_id) is None


def judged(town, receipt, *, solved, words=""):
    me = town.asker(receipt)
    do(me, judge, case_id=receipt.case_id, solved=solved, satisfied="", words=words)


def test_an_answer_that_was_passed_on_cannot_be_undone(town, hands, pair):
    main, case = pair
    together(town, case, main)
    answer(town, main)
    drain()
    with pytest.raises(NotJoined):
        do(town.viewer("clerk"), undo_merge, case_id=case.case_id)


def test_those_joined_to_a_case_that_is_taken_back_go_on_alone(town, hands, pair):
    main, case = pair
    together(town, case, main)
    do(town.asker(main), withdraw, case_id=main.case_id, reason="by_itself", words="")
    drain()
    assert [state(one) for one in pair] == ["withdrawn", "dispatched"]
    with all_seen():
        assert Clock.objects.filter(case_id=case.case_id, stopped_at=None).exists()
        assert list(wrong_projections()) == []


def test_those_joined_to_a_case_that_is_not_accepted_go_on_alone(town, hands):
    main, case = town.take_in(category=""), town.take_in(category="")
    drain()
    together(town, case, main)
    clerk, second = town.viewer("clerk"), town.viewer("second clerk")
    do(clerk, ask_to_decline, case_id=main.case_id, outcome=LegalOutcome.BEYOND_DUTY, answer="请找街道")
    assert state(case) == "merged"
    do(second, review_decline, case_id=main.case_id, uphold=True, note="")
    drain()
    assert [state(one) for one in (main, case)] == ["declined", "received"]


def test_a_joined_requester_may_take_it_back(town, hands, pair):
    main, case = pair
    together(town, case, main)
    do(town.asker(case), withdraw, case_id=case.case_id, reason="other", words="邻居修好了")
    drain()
    assert [state(one) for one in pair] == ["accepted", "withdrawn"]
    with all_seen():
        assert Event.objects.get(case_id=main.case_id, verb="parted").data["number"] == case.number
        assert joint_of(main.case_id) is None


def test_joined_cases_follow_their_main_case_into_another(town, hands, pair):
    main, case = pair
    top = town.take_in(phone="13700137000")
    drain()
    together(town, case, main)
    together(town, main, top)
    with all_seen():
        group = joint_of(case.case_id)
        assert (group.main_id, group.cases, group.households.n) == (top.case_id, 3, 3)
    with pytest.raises(JoinsItself):
        together(town, top, case)
    answer(town, top)
    drain()
    assert [state(one) for one in (top, main, case)] == ["proposed"] * 3


def test_what_cannot_be_joined(town, hands, pair):
    main, case = pair
    with pytest.raises(JoinsItself):
        together(town, case, case)
    gas = town.take_in(content="燃气泄漏，味道很大")
    with pytest.raises(DangerStays):
        together(town, gas, main)
    with pytest.raises(Outdated):
        together(town, case, main, version=case_of(case).version + 1)
    with pytest.raises(NotJoined):
        do(town.viewer("clerk"), undo_merge, case_id=case.case_id)
    for person in ("duty", "leader", "contact", "auditor", "other clerk", "steward"):
        with pytest.raises(NotThere):
            together(town, case, main, by=person)
    answer(town, main)
    with pytest.raises(NotJoinable):
        together(town, case, main)


def test_a_link_is_never_changed_or_deleted(town, hands, pair):
    together(town, pair[1], pair[0])
    for change in ("UPDATE triage_link SET why = 'x'", "UPDATE triage_link SET main_id = case_id"):
        with pytest.raises(IntegrityError), all_seen():
            connection.cursor().execute(change)
    with pytest.raises(Exception, match="kept for good"), all_seen():
        connection.cursor().execute("DELETE FROM triage_link")


@pytest.mark.django_db(transaction=True)
def test_twenty_clerks_join_in_every_direction_at_once(town, hands):
    """Races leave no ring, nobody joined twice, and nobody waits for ever."""
    receipts = [town.take_in(phone=None) for _ in range(5)]
    drain()
    start, wrong = threading.Barrier(20), []
    chance = random.Random(7)
    plans = [chance.sample(receipts, 2) for _ in range(20)]

    def work(case, main):
        viewer = town.viewer("clerk")
        start.wait()
        try:
            do(viewer, merge, case_id=case.case_id, main_id=main.case_id)
        except (JoinsItself, NotJoinable):
            pass
        except Exception as error:  # noqa: BLE001 - told below
            wrong.append(error)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=work, args=plan) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert wrong == []
    with all_seen():
        links = list(Link.objects.values_list("case_id", "main_id"))
        assert len({case for case, _main in links}) == len(links)
        tops = [receipt for receipt in receipts if state(receipt) != "merged"]
        assert len(tops) + len(links) == len(receipts)
        assert sum(joined_to(top.case_id).count() for top in tops) >= 1
        assert list(wrong_projections()) == []


def test_three_minutes_of_each_are_not_lost_between_two_joins(town, hands, pair):
    main, case = pair
    for _ in range(2):
        together(town, case, main)
        hands.move(minutes=1)
        do(town.viewer("clerk"), undo_merge, case_id=case.case_id)
    with all_seen():
        clock = Clock.objects.get(case_id=case.case_id, kind="fix")
    assert clock.due_at - clock.started_at == timedelta(minutes=30)


def test_the_requester_may_say_that_it_is_another_matter(town, hands, pair):
    main, case = pair
    together(town, case, main)
    with pytest.raises(NotThere):
        do(town.asker(main), go_alone, case_id=case.case_id)
    do(town.asker(case), go_alone, case_id=case.case_id, words="我家是另一根管")
    drain()
    assert state(case) == "dispatched"
    with all_seen():
        assert Link.objects.get().undone_by == f"requester:{case.case_id}"
        assert Event.objects.get(case_id=main.case_id, verb="parted").data["number"] == case.number
        assert list(wrong_projections()) == []
    with pytest.raises(NotJoined):
        do(town.asker(case), go_alone, case_id=case.case_id)
