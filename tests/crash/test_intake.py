"""kill -9 of web, worker and PostgreSQL while requests come in.

What was acknowledged is there, exactly once.
"""

import os
import random
import time

import pytest

from huiyin.project.instance.health import answers
from tests.crash.clients import Clients
from tests.crash.killing import Victim, until

KINDS = ("web", "worker", "database")
KILLS = int(os.environ.get("HUIYIN_S01_KILLS", "24"))
CLIENTS = int(os.environ.get("HUIYIN_S01_CLIENTS", "6"))
REPORTS = int(os.environ.get("HUIYIN_S01_REPORTS", "0"))


@pytest.fixture
def victim():
    victim = Victim.start()
    yield victim
    victim.stop()


def rows(victim, query):
    with victim.owner() as owner:
        return owner.execute(query).fetchall()


def kill_in_turn(victim, clients, rounds, least):
    """Each round kills one kind of process at a moment nobody chose, then waits until requests flow again.

    After `least` rounds it is enough that somebody had to ask again.

    The patience is long because six clients, a web, a worker and PostgreSQL may share one slow core.
    """
    rng = random.Random(rounds)
    for number in range(rounds):
        before = len(clients.acknowledged)
        until(lambda before=before: clients.faults or len(clients.acknowledged) >= before + 5, 180)
        time.sleep(rng.uniform(0.0, 0.5))
        assert victim.kill(KINDS[number % len(KINDS)]) >= 1
        before = len(clients.acknowledged)
        until(lambda before=before: clients.faults or len(clients.acknowledged) >= before + 5, 180)
        if clients.retried and number + 1 >= least:
            break


def crash(victim, rounds, tmp_path, *, clients=6, reports=0, least=None):
    clients = Clients(victim.url, victim.token, victim.scope_id, tmp_path / "acknowledged", clients)
    threads = clients.start()
    try:
        kill_in_turn(victim, clients, rounds, rounds if least is None else least)
        until(lambda: clients.faults or len(clients.acknowledged) >= reports, 3600)
    finally:
        clients.stop.set()
        for thread in threads:
            thread.join(timeout=120)
    assert clients.faults == []
    assert not any(thread.is_alive() for thread in threads)
    return clients


def check(victim, clients, tmp_path):
    until(lambda: answers(victim.url))
    told = [line.split() for line in (tmp_path / "acknowledged").read_text().splitlines()]
    numbers = {number for _key, number in told}
    assert all(len(known) == 1 for known in clients.acknowledged.values()), "a retry was told another number"
    kept = [row[0] for row in rows(victim, "SELECT number FROM casefile_case")]
    assert len(kept) == len(set(kept))
    assert numbers <= set(kept), "an acknowledged number is lost"
    assert len(numbers) == len(clients.acknowledged), "two keys were told one number"
    keys = rows(
        victim, "SELECT key, count(*), count(DISTINCT answer ->> 'number') FROM ground_outcome GROUP BY key"
    )
    assert all(count == different == 1 for _key, count, different in keys)
    assert len(kept) == len(keys), "a case without its key, or a key without its case"
    for half in (
        "SELECT id FROM casefile_case EXCEPT SELECT case_id FROM casefile_event",
        "SELECT id FROM casefile_case EXCEPT SELECT case_id FROM casefile_requester",
        "SELECT case_id FROM casefile_attachment EXCEPT SELECT id FROM casefile_case",
        "SELECT 1 FROM casefile_attachment WHERE sha256 <> sha256(body) OR size <> length(body)",
        "SELECT subject_id FROM ground_notice EXCEPT SELECT id FROM casefile_case",
        "SELECT 1 FROM ground_outcome WHERE status = 0",
    ):
        assert rows(victim, half) == [], half
    assert rows(victim, "SELECT count(*) > 0 FROM casefile_attachment") == [(True,)]


def everything_leaves(victim, patience=120):
    """The worker lives again: no message stays, no timer due stays unfired, nothing happened twice."""
    waiting = "SELECT count(*) FROM ground_notice WHERE channel = 'sms' AND state IN ('queued', 'sending')"
    try:
        until(lambda: rows(victim, waiting) == [(0,)], patience)
    except AssertionError:
        told = rows(
            victim,
            "SELECT state, attempts, error, count(*) FROM ground_notice GROUP BY 1, 2, 3 ORDER BY 4 DESC",
        )
        pytest.fail(f"messages stay: {told[:10]}")
    due = (
        "SELECT count(*) FROM casefile_timer WHERE fired_at IS NULL AND cancelled_at IS NULL"
        " AND due_at < now() - interval '5 seconds'"
    )
    until(lambda: rows(victim, due) == [(0,)], patience)
    assert (
        rows(
            victim,
            "SELECT 1 FROM casefile_event WHERE verb = 'dispatched' GROUP BY case_id HAVING count(*) > 1",
        )
        == []
    )


def test_a_kill_loses_nothing(victim, tmp_path):
    """Of one process after the other until a client had to ask again, mostly once."""
    clients = crash(victim, 9, tmp_path, reports=40, least=1)
    assert clients.retried > 0, "nobody noticed: the kills came too late"
    check(victim, clients, tmp_path)
    everything_leaves(victim)


@pytest.mark.long
def test_many_kills_lose_nothing(victim, tmp_path):
    """Full size: HUIYIN_S01_KILLS=150 HUIYIN_S01_CLIENTS=20 HUIYIN_S01_REPORTS=5000."""
    clients = crash(victim, KILLS, tmp_path, clients=CLIENTS, reports=REPORTS)
    print(f"\nS-01: {KILLS} kills, {CLIENTS} clients, {len(clients.acknowledged)} acknowledged")
    check(victim, clients, tmp_path)
    everything_leaves(victim, patience=600)
