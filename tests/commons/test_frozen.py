"""What is frozen stays frozen, no page tells a choice early, the verifier names what was tampered with."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import Error, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.commons.c2_voices.models import Ballot, VoteResult
from huiyin.commons.c2_voices.owners_vote import counted, papers
from huiyin.commons.c2_voices.owners_vote.counting import Voice, judge, tally
from huiyin.commons.c2_voices.owners_vote.links import ballot_token
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.rules.decisions import Majority
from huiyin.registers.rules.words import BallotWay, Silence
from huiyin.verifier import verify
from tests.commons.hall import SILENT, Hall
from tests.commons.test_counting import ORDINARY, SPECIAL, THIRDS
from tests.desks.signed_in import at_desk
from tests.verifier.planting import Unguarded

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def rows(query: str, *values: object) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


ATTACKS = [
    "UPDATE voices_ownersvote SET title = 'x'",
    "UPDATE voices_ownersvote SET words = 'x'",
    "UPDATE voices_ownersvote SET silence = 'majority', clause = 'x'",
    "UPDATE voices_ownersvote SET repeated = 'first'",
    "UPDATE voices_ownersvote SET closes_at = closes_at + interval '1 day'",
    "UPDATE voices_ownersvote SET pack_id = pack_id + 1",
    "UPDATE voices_ownersvote SET area = 1",
    "UPDATE voices_ownersvote SET heads = 1",
    "UPDATE voices_ownersvote SET digest = 'x'",
    "UPDATE voices_ownersvote SET state = 'draft'",
    "UPDATE voices_ownersvote SET state = 'notice'",
    "UPDATE voices_ownersvote SET state = 'counted'",
    "UPDATE voices_ownersvote SET closed_at = now()",
    "UPDATE voices_ownersvote SET state = 'closed', closed_at = now()",
    "UPDATE voices_ownersvote SET posted_at = now()",
    "DELETE FROM voices_ownersvote",
    "UPDATE voices_question SET text = 'x'",
    "UPDATE voices_question SET letters = '[]'",
    "UPDATE voices_question SET vote_id = vote_id + 1",
    "DELETE FROM voices_question",
    (
        "INSERT INTO voices_question (vote_id, scope_id, no, matter, text, letters)"
        " SELECT vote_id, scope_id, 9, matter, text, letters FROM voices_question"
    ),
    "UPDATE voices_rollhead SET area = area + 1",
    "DELETE FROM voices_rollhead",
    (
        "INSERT INTO voices_rollhead (id, no, alias, area, link_digest, scope_id, vote_id)"
        " SELECT gen_random_uuid(), 99, 'X', 1, 'x'::bytea, scope_id, vote_id"
        " FROM voices_rollhead LIMIT 1"
    ),
    "UPDATE voices_rollunit SET area = area + 1",
    "DELETE FROM voices_rollunit",
    "UPDATE voices_rollowner SET name = 'x'",
    "DELETE FROM voices_rollowner",
    "UPDATE voices_ballot SET commitment = 'x'",
    "DELETE FROM voices_ballot",
    "UPDATE voices_ballotsecret SET sealed = 'x'",
    "DELETE FROM voices_ballotsecret",
    "DELETE FROM voices_voteevent",
    "UPDATE voices_voteevent SET data = '{}'",
    "TRUNCATE voices_ballot CASCADE",
    "INSERT INTO voices_move VALUES ('open', 'draft')",
    "ALTER TABLE voices_ballotsecret DISABLE ROW LEVEL SECURITY",
    (
        "INSERT INTO voices_voteresult (vote_id, scope_id, figures, file, sha256, official, counted_at)"
        " SELECT id, scope_id, '[]', '', '', '', now() FROM voices_ownersvote"
    ),
    "UPDATE voices_paper SET code = 'X'",
    "DELETE FROM voices_paper",
]
NO = (
    r"never changed|append-only|permission denied|kept for good|must be owner|no step from|not open|row-level"
)


def test_no_role_of_the_program_changes_a_frozen_vote(hall: Hall) -> None:
    """S-51: with every wall of tenancy down (SYSTEM), by plain SQL."""
    hall.opened().step(papers.issue_papers)
    hall.votes("101")
    for attack in ATTACKS:
        with pytest.raises(Error, match=NO), seen_as(SYSTEM), transaction.atomic():  # noqa: PT012 - one statement
            done = rows(attack)
            assert not done, attack
            raise Error("row-level: nothing was there to change")
    before = hall.vote
    assert hall.again().vote.digest == before.digest


def what_came_of(owner: Any, attack: str) -> bool:
    """Whether it was refused, or found nothing to change."""
    try:
        return bool(owner.execute(attack).rowcount == 0)
    except psycopg.Error as error:
        return re.search(NO, str(error)) is not None


@pytest.mark.django_db(transaction=True)
def test_the_owner_of_the_database_is_stopped_too(hall: Hall, owner_connection: Any) -> None:
    """Whoever may do everything still meets the triggers; past them only the verifier finds it."""
    hall.opened()
    hall.votes("101")
    for attack in ATTACKS:
        if attack.startswith(("ALTER", "INSERT INTO voices_move", "TRUNCATE")):
            continue
        assert what_came_of(owner_connection, attack), attack


def test_nobody_reads_a_choice_before_the_close(hall: Hall) -> None:
    hall.opened()
    hall.votes("101")
    for viewer in (SYSTEM, hall.clerk, hall.owner("101"), hall.town.viewer("auditor")):
        with seen_as(viewer):
            assert rows("SELECT * FROM voices_ballotsecret") == []
    hall.closed()
    with seen_as(SYSTEM):
        assert len(rows("SELECT * FROM voices_ballotsecret")) == 1


MASKED = (
    (re.compile(rb'name="(key|csrfmiddlewaretoken)" value="[^"]*"'), b""),
    (re.compile(rb"/b/[\w-]{22}|[0-9a-f]{64}|V\d{4}-\w{6}|\b[0-9A-F]{4}( [0-9A-F]{4}){3}\b"), b"#"),
    (re.compile(rb"[0-9a-f]{16}( [0-9a-f]{16}){3}"), b"#"),
    (re.compile(rb"votes(/|%2F)\d+"), b"votes/#"),
    (re.compile(rb"csrf-token\" content=\"[^\"]*\"|X-CSRFToken&quot;: &quot;\w+|X-CSRFToken\": \"\w+"), b""),
)


def seen_by_all(hall: Hall) -> dict[str, tuple[int, bytes]]:
    """Every page about the vote, as everybody; what is random is masked."""
    code, token, number = hall.vote.code, ballot_token(hall.head("101").pk), hall.vote.pk
    public = [f"/v/{code}", f"/v/{code}/file", f"/b/{token}", f"/b/{token}?again=1"]
    work = ["/votes/", f"/votes/{number}", f"/votes/{number}/visits", f"/votes/{number}/record"]
    clients = {
        "nobody": (Client(), public),
        **{name: (at_desk(hall.town.people[name]), [*public, *work]) for name in ("clerk", "auditor")},
    }
    found = {}
    for name, (client, paths) in clients.items():
        for place, path in enumerate(paths):
            answer = client.get(path)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            for pattern, by in MASKED:
                body = pattern.sub(by, body)
            body = body.replace(token.encode(), b"#").replace(code.encode(), b"#")
            found[f"{name} {place} {path.split('/')[1]}"] = (answer.status_code, body)
    return found


def test_two_votes_that_differ_only_in_choices_look_the_same(hall: Hall) -> None:
    """S-54: every response to everybody before the close is equal, whatever was chosen."""
    looks = []
    for letters in ("Y", "N"):
        with transaction.atomic():
            hall.opened()
            for name in ("101", "102", "301"):
                hall.votes(name, letters)
            hall.on_paper("302", letters)
            looks.append(seen_by_all(hall))
            transaction.set_rollback(True)
        hall.hands.move(days=-15)
    assert looks[0].keys() == looks[1].keys()
    for page, told in looks[0].items():
        assert told[1].splitlines() == looks[1][page][1].splitlines(), page
        assert told[0] in (200, 302, 404), page


def everything_fits(owner: Any, cluster: Any) -> list[str]:
    return verify(cluster.url(owner.info.dbname)).broken


TAMPERING = [
    (
        "UPDATE voices_ballot SET commitment = repeat('0', 64) WHERE no = 2",
        "ballot 2 was changed after it was cast",
    ),
    ("DELETE FROM voices_ballot WHERE no = 3", "ballot 3 is gone; the record knows it"),
    (
        "UPDATE voices_ballot SET head_id = (SELECT id FROM voices_rollhead WHERE no = 6) WHERE no = 1",
        "ballot 1 was changed",
    ),
    (
        "UPDATE voices_rollunit SET area = area + 1 WHERE label LIKE '%101'",
        "question, rule or roll was changed",
    ),
    ("UPDATE voices_rollowner SET name = 'x' WHERE name = '张一'", "question, rule or roll was changed"),
    ("UPDATE voices_question SET text = 'x'", "question, rule or roll was changed"),
    ("UPDATE voices_ownersvote SET clause = 'x'", "question, rule or roll was changed"),
    ("UPDATE voices_ownersvote SET heads = 5", "area or heads are not those of the roll"),
    ("UPDATE voices_voteevent SET actor = 'x' WHERE seq = 4", "line 4 was changed after it was written"),
    ("DELETE FROM voices_voteevent WHERE seq = 6", "line 7 does not follow line 5"),
    (
        "UPDATE voices_voteresult SET file = replace(encode(file, 'escape'), ',Y,', ',N,')::bytea",
        "the published file is not the one",
    ),
]


@pytest.mark.django_db(transaction=True)
def test_tampering_is_named(hall: Hall, owner_connection: Any, cluster: Any) -> None:
    hall.opened()
    for name in ("101", "102", "201", "301"):
        hall.votes(name)
    hall.closed().result()
    assert everything_fits(owner_connection, cluster) == []
    for attack, named in TAMPERING:
        with Unguarded(owner_connection), owner_connection.transaction(force_rollback=True):
            owner_connection.execute("SET LOCAL session_replication_role = replica")
            owner_connection.execute(attack)
            assert any(named in line for line in broken_inside(owner_connection)), attack
    assert everything_fits(owner_connection, cluster) == []


def broken_inside(owner: Any) -> list[str]:
    """The verifier's look at votes from within a transaction that is taken back."""
    from huiyin.verifier.records import by_first
    from huiyin.verifier.votes import QUERIES, VOTES, broken_votes

    tables = {name: by_first(owner.execute(query).fetchall()) for name, query in QUERIES.items()}
    return list(broken_votes(owner.execute(VOTES).fetchall(), tables))


@pytest.mark.django_db(transaction=True)
def test_a_choice_exchanged_past_every_lock_is_not_counted(hall: Hall, owner_connection: Any) -> None:
    hall.opened()
    for name in ("101", "102"):
        hall.votes(name)
    with Unguarded(owner_connection):
        owner_connection.execute("UPDATE voices_ballot SET commitment = repeat('0', 64) WHERE no = 1")
    hall.closed()
    with pytest.raises(counted.BallotAltered, match="ballot 1"):
        hall.step(counted.count_vote)


def recount(path: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The stand-alone script, with a Python that finds nothing of Huiyin."""
    script = ROOT / "tools" / "recount.py"
    return subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(path), *more],
        capture_output=True,
        text=True,
        check=False,
    )


def test_anybody_can_count_again(hall: Hall, tmp_path: Path) -> None:
    hall.opened(questions=[("company", "甲？"), ("raise_fund", "筹资？")], **SILENT)
    for name, letters in (("101", "YN"), ("102", "YY"), ("201", "N0"), ("301", "YY")):
        hall.votes(name, letters)
    hall.on_paper("302", "YY", way=BallotWay.ONSITE)
    hall.closed().result()
    with seen_as(SYSTEM):
        result = VoteResult.objects.get(vote=hall.vote)
    path = tmp_path / "file.csv"
    path.write_bytes(bytes(result.file))
    done = recount(path, result.sha256)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{hall.vote.code} agrees" in done.stdout
    told = path.read_text()
    assert not [name for name in ("张一", "1号楼", "101", "139") if re.search(rf"(^|,){name}(,|$)", told)]
    for old, new in ((",YY,", ",NN,"), (",8000,", ",8001,"), ("claim,1,without,", "claim,1,without,1")):
        path.write_text(told.replace(old, new, 1))
        assert recount(path).returncode == 1, old
    path.write_text("nonsense")
    assert recount(path).returncode == 2


VOTE = st.tuples(st.integers(0, 20_000), st.sampled_from(["", "Y", "N", "0"]), st.booleans())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(VOTE, max_size=24), st.sampled_from([ORDINARY, SPECIAL]), st.sampled_from(list(Silence)))
def test_the_script_counts_what_the_program_counts(
    roll: list[tuple[int, str, bool]], majority: Majority, silence: Silence
) -> None:
    """S-53: random votes and edges; the script runs in this process, because one for each takes a second."""
    tools = {}
    exec(compile((ROOT / "tools" / "recount.py").read_text(), "recount", "exec"), tools)  # noqa: S102 - our own
    voices = [Voice(*one) for one in roll]
    counted_here = tally(voices, 0, silence)
    sums, part = tools["count"]([(v.area, v.delivered, v.choices) for v in voices], 0, silence.value)
    assert {letter: (one.area, one.heads) for letter, one in counted_here.letters.items()} == {
        letter: tuple(row) for letter, row in sums.items()
    }
    whole = [counted_here.whole.area, counted_here.whole.heads]
    rule = (majority.share, majority.strict, "Y")
    agreed = "".join(judge(counted_here, THIRDS, majority).agreed) or "-"
    assert tools["agreed"](sums, part, whole, THIRDS, rule) == agreed


def test_a_ballot_after_the_close_is_refused_by_the_database_itself(hall: Hall) -> None:
    hall.opened()
    head = hall.head("101")
    hall.closed()
    with pytest.raises(Error, match="not open"), seen_as(SYSTEM):
        Ballot(
            vote=hall.vote, head=head, scope_id=head.scope_id, way="online",
            commitment="x", by="x", at=hall.vote.closed_at
        ).save(force_insert=True)  # fmt: skip
