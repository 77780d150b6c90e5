"""Whoever holds the database's password and changes an election is named by the verifier."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.commons.c2_voices.election import meeting
from huiyin.verifier import verify
from huiyin.verifier.elections import ELECTIONS, QUERIES, broken_elections
from huiyin.verifier.records import by_first
from tests.commons.branch import Branch
from tests.verifier.planting import Unguarded

pytestmark = pytest.mark.django_db(transaction=True)
VOTES = {"丁一": 17, "王伟": 16, "李强": 15, "张三": 13, "陈兰": 11, "魏平": 1}
ADDED = (
    "INSERT INTO voices_electionsheet (id, round, seats, figures, outcome, body, sha256, entered_by,"
    " entered_at, confirmed, confirmed_by, confirmed_at, election_id, scope_id)"
    " SELECT gen_random_uuid(), 2, seats, figures, outcome, body, sha256, entered_by, entered_at,"
    " confirmed, confirmed_by, confirmed_at, election_id, scope_id FROM voices_electionsheet WHERE confirmed"
)
CHANGED = "the tally sheet of ballot 1 was changed after it was entered"
FILED = """
INSERT INTO voices_stagefile (id, stage_id, scope_id, title, words, body, sha256, filed_by, filed_at)
SELECT gen_random_uuid(), stage_id, scope_id, 'x', '', '', '', filed_by, filed_at FROM voices_stagefile
LIMIT 1"""
TAMPERING = [
    (
        "UPDATE voices_electionsheet SET figures = jsonb_set(figures, '{present}', '21')",
        "was changed after it was",
    ),
    (
        'UPDATE voices_electionsheet SET outcome = outcome || \'{"elected": ["魏平"]}\'',
        "was changed after it was",
    ),
    ("UPDATE voices_electionsheet SET body = 'x'", "the photograph of ballot 1 is another"),
    ("UPDATE voices_electionsheet SET confirmed = false WHERE confirmed", "otherwise than the record says"),
    ("DELETE FROM voices_electionsheet WHERE confirmed", "the tally sheet of ballot 1 is gone"),
    (ADDED, "a tally sheet of ballot 2 is not in the record"),
    ("UPDATE voices_electionvoter SET name = 'x' WHERE name = '王伟'", "the roll is not the one"),
    ("DELETE FROM voices_electionvoter WHERE name = '王伟'", "the roll is not the one"),
    ("UPDATE voices_candidate SET name = 'x' WHERE name = '王伟'", "a name of the posted list"),
    ("DELETE FROM voices_candidate WHERE name = '王伟'", "a name of the posted list"),
    ("UPDATE voices_stagefile SET sha256 = 'x', body = 'x'", "a document of step 1"),
    (FILED, "a document is not in the record"),
    ("UPDATE voices_election SET step = 10", "stands at step 10; the record knows 8"),
    ("UPDATE voices_election SET state = 'finished'", "stands at step 9; the record knows 8"),
    ("UPDATE voices_election SET seats = 5", "has other seats"),
    ("UPDATE voices_electionevent SET actor = 'x' WHERE seq = 4", "line 4 was changed after it was written"),
    ("UPDATE voices_electionevent SET data = '[]' WHERE seq = 4", "line 4 was changed after it was written"),
    ("DELETE FROM voices_electionevent WHERE seq = 6", "line 7 does not follow line 5"),
]


def test_tampering_is_named(branch: Branch, owner_connection: Any, cluster: Any) -> None:
    branch.to_the_ballot()
    branch.do(meeting.enter_sheet, sheet=branch.sheet(VOTES), scan=branch.scan)
    branch.do(meeting.confirm_sheet, branch.town.viewer("second clerk"), right=False)
    branch.counts(VOTES)
    branch.do(meeting.reduce_seats, agree=11)
    found = verify(cluster.url(owner_connection.info.dbname))
    assert (found.broken, found.elections) == ([], 1)
    assert "1 elections" in found.read
    for attack, named in TAMPERING:
        with Unguarded(owner_connection), owner_connection.transaction(force_rollback=True):
            owner_connection.execute("SET LOCAL session_replication_role = replica")
            assert owner_connection.execute(attack).rowcount, attack
            assert any(named in line for line in broken_inside(owner_connection)), attack
    assert broken_inside(owner_connection) == []


def broken_inside(owner: Any) -> list[str]:
    """The verifier's look from within a transaction that is taken back."""
    tables = {name: by_first(owner.execute(query).fetchall()) for name, query in QUERIES.items()}
    return list(broken_elections(owner.execute(ELECTIONS).fetchall(), tables))
