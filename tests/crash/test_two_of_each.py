"""Two web and two worker processes on one database: everything is done, and done once.

One pair is started for the file; its tests leave nothing behind that disturbs the next.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import psycopg
import pytest

from huiyin.channels.sms.simulator import Faults
from huiyin.ground.clock import shifted_clock_sql
from huiyin.project.instance.health import answers
from tests.crash.killing import child_of, seeded, until
from tests.crash.pair import Browser, Pair

REQUESTS = 24
ALARMS = {("overdue", "acknowledge", None): 1, ("climbed", "acknowledge", "deputy"): 1,
          ("climbed", "acknowledge", "manager"): 1}  # fmt: skip
"""What becomes of a request of 5341 nobody looks at for two minutes."""


@pytest.fixture(scope="module")
def pair():
    pair = Pair.start()
    yield pair
    pair.stop()


def sent_all(pair):
    """Every message has left, each once."""
    waiting = "SELECT count(*) FROM ground_notice WHERE channel = 'sms' AND state IN ('queued', 'sending')"
    until(lambda: pair.rows(waiting) == [(0,)], 60)
    refs = {ref for (ref,) in pair.rows("SELECT replace(id::text, '-', '') FROM ground_notice"
                                        " WHERE channel = 'sms' AND state = 'sent'")}  # fmt: skip
    assert pair.sent() == dict.fromkeys(refs, 1)
    return refs


def dispatched(pair):
    """Number → how often it was given away."""
    return Counter(dict(pair.rows(
        "SELECT c.number, count(e.id) FROM casefile_case c"
        " LEFT JOIN casefile_event e ON e.case_id = c.id AND e.verb = 'dispatched' GROUP BY 1"
    )))  # fmt: skip


def later(pair, minutes):
    """The database's clock jumps: everything due in between is due now, for both workers at once."""
    moment = datetime.now(UTC)
    with pair.first.owner() as owner:
        owner.execute(shifted_clock_sql(real=moment, shown=moment + timedelta(minutes=minutes)).encode())


def test_requests_timers_and_messages_of_two_of_each(pair):
    def send(number):
        first = pair.file(number % 2, f"two-{number}", phone=f"139000010{number:02}")
        again = pair.file((number + 1) % 2, f"two-{number}", phone=f"139000010{number:02}")
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json()["number"] == again.json()["number"], "the other one knows the key"
        return first.json()["number"]

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(send, range(REQUESTS)))
    assert len(set(numbers)) == REQUESTS
    until(lambda: min(dispatched(pair)[number] for number in numbers) == 1)
    assert len(sent_all(pair)) >= REQUESTS
    later(pair, minutes=2.05)
    wanted = {(number, *alarm): times for number in numbers for alarm, times in ALARMS.items()}
    until(lambda: len(alarms_of(pair, numbers)) == len(wanted))
    assert alarms_of(pair, numbers) == wanted
    assert set(dispatched(pair).values()) == {1}
    sent_all(pair)
    assert pair.rows("SELECT 1 FROM casefile_timer WHERE fired_at < due_at") == [], "nothing is early"


@pytest.mark.parametrize("frozen", [0, 1])
def test_each_worker_does_everything_while_the_other_stands_still(pair, frozen):
    with pair.frozen(frozen):
        number = pair.file(0, phone=f"1390000200{frozen}").json()["number"]
        until(lambda: dispatched(pair)[number] == 1)
        sent_all(pair)


def test_a_session_and_what_happens_are_seen_through_the_other_web(pair):
    browser = Browser(pair)
    assert browser.sign_in(0).status_code == 200
    board = browser.get(1, "/duty/poll")
    assert board.status_code == 200
    number = pair.file(0).json()["number"]
    until(lambda: dispatched(pair)[number] == 1)
    fresh = browser.get(1, "/duty/poll", **{"If-None-Match": board.headers["ETag"]})
    assert fresh.status_code == 200
    assert number in fresh.text, "the new job stands on the board of the other"
    assert browser.get(1, "/duty/poll", **{"If-None-Match": fresh.headers["ETag"]}).status_code in (200, 304)
    browser.post(0, f"/duty/{number}/accept", page="/duty/")
    taken = browser.get(1, "/duty/poll", **{"If-None-Match": fresh.headers["ETag"]})
    assert taken.status_code == 200
    browser.post(1, "/sign-out", page="/duty/")
    assert "/sign-in" in str(browser.get(0, "/duty/").url), "out at one is out at both"


KILLS = int(os.environ.get("HUIYIN_S31_KILLS", "12"))
DEADLINES = int(os.environ.get("HUIYIN_S31_DEADLINES", "2000"))
CLIENTS = 6
RESTARTS = int(os.environ.get("HUIYIN_S07_RESTARTS", "20"))
FROZEN_SECONDS = int(os.environ.get("HUIYIN_S08_SECONDS", "75"))
"""More than the lease of a message and the patience with a transaction that stands still."""


@pytest.fixture
def own_pair():
    """A pair that may be damaged."""
    pair = Pair.start()
    yield pair
    pair.stop()


def alarms_of(pair, numbers):
    """(case, verb, who) → how often, for the alarms of the first two minutes."""
    rows = pair.rows(
        "SELECT c.number, e.verb, e.data ->> 'clock', e.data ->> 'who', count(*) FROM casefile_event e"
        " JOIN casefile_case c ON c.id = e.case_id WHERE verb IN ('overdue', 'climbed')"
        " AND e.data ->> 'clock' = 'acknowledge' AND c.number = ANY (%s) GROUP BY 1, 2, 3, 4",
        numbers,
    )
    return Counter({row[:4]: row[4] for row in rows})


def nothing_waits(pair):
    """No timer that is due stays unfired."""
    due = (
        "SELECT count(*) FROM casefile_timer WHERE fired_at IS NULL AND cancelled_at IS NULL"
        " AND due_at < huiyin_now() - interval '2 seconds'"
    )
    return pair.rows(due) == [(0,)]


@pytest.mark.long
def test_two_thousand_deadlines_of_one_minute_under_kills_happen_once(own_pair):
    """S-31: both workers and PostgreSQL are killed while they fire."""
    pair, rng = own_pair, random.Random(31)
    numbers = seeded(pair.first.environment, f"take_in_lots({pair.first.scope_id}, {DEADLINES})")
    assert len(numbers) == DEADLINES
    until(lambda: min(dispatched(pair)[number] for number in numbers) == 1, 300)
    later(pair, minutes=2.5)
    for kill in range(KILLS):
        time.sleep(rng.uniform(0.1, 1.5))
        pair.first.kill(("worker", "worker", "database")[kill % 3])
    until(lambda: _answers(pair) and nothing_waits(pair), 600)
    assert alarms_of(pair, numbers) == {
        (number, *alarm): times for number in numbers for alarm, times in ALARMS.items()
    }
    assert set(dispatched(pair).values()) == {1}


def _answers(pair):
    try:
        return pair.rows("SELECT 1") == [(1,)]
    except (AssertionError, psycopg.Error):
        return False


@pytest.mark.long
def test_restarting_one_web_after_the_other_loses_nothing(own_pair):
    """S-07: thirty requests a second come in while each web is asked to end in turn, as an upgrade does."""
    pair, stop, told, wrong = own_pair, threading.Event(), {}, Counter()

    def send(client):
        serial = 0
        while not stop.wait(0.2):
            serial += 1
            key, web = f"roll-{client}-{serial}", serial % 2
            for _try in range(40):  # as a proxy: the other one is asked when this one does not listen
                outcome = _attempt(pair, web, key)
                wrong[outcome] += 1
                if outcome == "201":
                    told[key] = True
                    break
                web = 1 - web
                time.sleep(0.05)

    threads = [threading.Thread(target=send, args=(client,), daemon=True) for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        drains = [_restart(pair, number % 2) for number in range(RESTARTS)]
    finally:
        stop.set()
    for thread in threads:
        thread.join(timeout=60)
    print(f"\nS-07: {RESTARTS} restarts, longest {max(drains):.1f} s, outcomes {dict(wrong)}")
    assert max(drains) <= 10.5
    answered = wrong["201"]
    assert answered == len(told)
    answers_of_error = sum(times for outcome, times in wrong.items() if outcome.startswith("5"))
    assert answers_of_error < 0.01 * answered
    broken = sum(times for outcome, times in wrong.items() if not outcome.isdigit() and outcome != "refused")
    assert broken <= RESTARTS * CLIENTS, "each client loses one connection a restart at most"
    kept = pair.rows("SELECT key, count(*) FROM ground_outcome WHERE key LIKE 'roll-%%' GROUP BY 1")
    assert dict(kept) == dict.fromkeys(told, 1)


def _attempt(pair, web, key):
    try:
        return str(pair.file(web, key).status_code)
    except httpx.ConnectError:
        return "refused"
    except httpx.HTTPError as error:
        return type(error).__name__


def _web(pair, which):
    """The pid of one web; None while its supervisor waits before it starts it again."""
    return child_of((pair.first.process, pair.second)[which].pid, "instance.web")


def _restart(pair, which):
    """SIGTERM to one web; seconds until it was gone. Waits until its successor answers."""
    web, begun = _web(pair, which), time.monotonic()
    os.kill(web, signal.SIGTERM)
    until(lambda: not Path(f"/proc/{web}").exists(), 30)
    gone = time.monotonic() - begun
    until(lambda: _web(pair, which) not in (None, web) and answers(pair.urls[which]), 120)
    return gone


@pytest.mark.long
def test_a_frozen_worker_that_wakes_up_does_nothing_twice(own_pair):
    """S-08: each of two workers stands still in the middle of its messages and alarms, then goes on."""
    pair, numbers = own_pair, []
    pair.simulator.provider.faults = Faults(stall=0.5, stall_seconds=0.3)
    for round_no in range(2):
        for each in range(40):
            answer = pair.file(each % 2, phone=f"1391{round_no}{each:06}")
            numbers.append(answer.json()["number"])
        with pair.frozen(round_no):
            until(lambda: min(dispatched(pair)[number] for number in numbers) == 1, FROZEN_SECONDS + 60)
            time.sleep(FROZEN_SECONDS)
        until(lambda: nothing_waits(pair), 120)
    until(lambda: pair.rows("SELECT count(*) FROM ground_notice WHERE channel = 'sms'"
                            " AND state IN ('queued', 'sending')") == [(0,)], 300)  # fmt: skip
    doubled = {ref: times for ref, times in pair.sent().items() if times > 1}
    assert doubled == {}
    assert len(pair.sent()) >= len(numbers)
    assert max(alarms_of(pair, numbers).values()) == 1
    assert set(dispatched(pair).values()) == {1}
