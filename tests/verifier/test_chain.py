"""Every direct edit, removal, insertion and move is found; a cut tail by its seal or by kept heads."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from huiyin.casework.casefile.seals import seal_heads
from huiyin.ground.clock import shifted_clock_sql
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.verifier import read_heads, verify, write_heads
from tests.verifier.planting import Owner, Unguarded, add_line, plant_case, plant_scope, row_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def url(owner_connection, cluster):
    return cluster.url(owner_connection.info.dbname)


@pytest.fixture
def planted(owner_connection):
    scope = plant_scope(owner_connection)
    cases = [plant_case(owner_connection, scope, lines) for lines in (1, 2, 5, 8)]
    return scope, cases


def seal() -> int:
    with seen_as(SYSTEM):
        return len(seal_heads())


def edit(owner: Owner, rng: random.Random) -> None:
    column, value = rng.choice(
        [("verb", "'verdict'"), ("actor", "'account:2'"), ("actor_label", "'李工'"),
         ("data", "data || '{\"x\": 1}'"),
         ("at", "at + interval '1 microsecond'"), ("hash", "sha256(hash)"), ("prev", "sha256(prev)"),
         ("seq", "seq + 100")]
    )  # fmt: skip
    owner.execute(f"UPDATE casefile_event SET {column} = {value} WHERE id = %s", [row_of(owner, rng)[0]])  # noqa: S608 - from the table


def remove(owner: Owner, rng: random.Random) -> None:
    """Any line but a last one: that is a cut tail, found by seals."""
    rows = owner.execute(
        "SELECT id FROM casefile_event e"
        " WHERE seq < (SELECT max(seq) FROM casefile_event o WHERE o.case_id = e.case_id)"
    ).fetchall()
    owner.execute("DELETE FROM casefile_event WHERE id = %s", [rng.choice(rows)[0]])


def insert(owner: Owner, rng: random.Random) -> None:
    id_, case, seq = row_of(owner, rng)
    owner.execute("UPDATE casefile_event SET seq = seq + 1000 WHERE case_id = %s AND seq > %s", [case, seq])
    owner.execute("UPDATE casefile_event SET seq = seq - 999 WHERE case_id = %s AND seq > 1000", [case])
    owner.execute(
        "INSERT INTO casefile_event (case_id, scope_id, seq, at, verb, actor, actor_label, data, prev, hash)"
        " SELECT case_id, scope_id, seq + 1, at, verb, actor, actor_label, data, hash, sha256(hash)"
        " FROM casefile_event WHERE id = %s",
        [id_],
    )


def reorder(owner: Owner, rng: random.Random) -> None:
    case = rng.choice(owner.execute("SELECT case_id FROM casefile_event WHERE seq = 2").fetchall())[0]
    owner.execute("UPDATE casefile_event SET seq = 3000 - seq WHERE case_id = %s AND seq IN (1, 2)", [case])
    owner.execute("UPDATE casefile_event SET seq = seq - 2997 WHERE case_id = %s AND seq > 2000", [case])


DAMAGES: list[Callable[[Owner, random.Random], None]] = [edit, remove, insert, reorder]


def damages_found(owner: Owner, url: str, rounds: int, seed: int) -> int:
    """Each round damages a copy of the timelines, looks, and puts them back."""
    rng, found = random.Random(seed), 0
    owner.execute("CREATE TEMPORARY TABLE whole AS SELECT * FROM casefile_event")
    for _ in range(rounds):
        with Unguarded(owner):
            rng.choice(DAMAGES)(owner, rng)
            found += bool(verify(url).broken)
            owner.execute("DELETE FROM casefile_event")
            owner.execute("INSERT INTO casefile_event SELECT * FROM whole")
    assert verify(url).broken == []
    return found


def test_a_whole_chain_is_whole(planted, url):
    found = verify(url)
    assert (found.broken, found.events) == ([], 16)


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_damage_names_its_row(planted, owner_connection, url, damage):
    with Unguarded(owner_connection):
        damage(owner_connection, random.Random(5))
    broken = verify(url).broken
    assert broken
    assert broken[0].startswith("event ")


def test_random_damages_are_all_found(planted, owner_connection, url):
    assert damages_found(owner_connection, url, 20, seed=11) == 20


@pytest.mark.long
def test_a_thousand_damages_are_all_found(planted, owner_connection, url):
    assert damages_found(owner_connection, url, 1000, seed=12) == 1000


def test_without_seals_a_cut_tail_looks_whole_and_with_a_seal_it_does_not(planted, owner_connection, url):
    assert seal() == 1
    with Unguarded(owner_connection):
        owner_connection.execute("DELETE FROM casefile_event WHERE case_id = %s AND seq = 5", [planted[1][2]])
    (line,) = verify(url).broken
    assert str(planted[1][2]) in line
    assert "ends at line 4" in line


def test_a_case_whose_lines_are_all_gone_is_named(planted, owner_connection, url):
    seal()
    with Unguarded(owner_connection):
        owner_connection.execute("DELETE FROM casefile_event WHERE case_id = %s", [planted[1][0]])
    assert len(verify(url).broken) == 2  # no line at all, and the seal that knows one


def test_a_forger_who_recomputes_the_whole_chain_is_found_by_the_seal(planted, owner_connection, url):
    seal()
    case = planted[1][3]
    with Unguarded(owner_connection):
        rows = owner_connection.execute(
            "DELETE FROM casefile_event WHERE case_id = %s RETURNING seq, data", [case]
        ).fetchall()
    for seq, data in sorted(rows, key=lambda row: row[0]):
        add_line(owner_connection, case, planted[0], data | {"forged": seq == 2})
    (line,) = verify(url).broken
    assert f"case {case}, line 8" in line


def test_a_changed_and_a_removed_seal_are_named(planted, owner_connection, url):
    seal()
    with Unguarded(owner_connection):
        owner_connection.execute("UPDATE casefile_seal SET at = at - interval '2 hours'")
        assert "was changed after sealing" in verify(url).broken[0]
        owner_connection.execute("UPDATE casefile_seal SET at = at + interval '2 hours'")
        owner_connection.execute("UPDATE casefile_seal SET prev = sha256('x')")
        assert "does not follow" in verify(url).broken[0]


def test_heads_kept_outside_find_a_cut_tail_with_its_seal_removed(planted, owner_connection, url, tmp_path):
    seal()
    write_heads(tmp_path / "heads", verify(url).heads)
    kept = read_heads(tmp_path / "heads")
    assert verify(url, kept=kept).broken == []
    add_line(owner_connection, planted[1][1], planted[0], {})
    assert verify(url, kept=kept).broken == []  # growing is fine
    with Unguarded(owner_connection):
        owner_connection.execute("DELETE FROM casefile_seal")
        owner_connection.execute("DELETE FROM casefile_event WHERE case_id = %s AND seq > 3", [planted[1][2]])
    broken = verify(url, kept=kept).broken
    assert any("ends at line 3; the heads file knows line 5" in line for line in broken)
    assert any("has 0 seals; the heads file knows 1" in line for line in broken)


def test_sealing_twice_in_an_hour_seals_once(planted):
    assert (seal(), seal()) == (1, 0)


def test_the_next_seal_holds_only_what_grew(planted, owner_connection, url):
    seal()
    real = datetime.now(UTC)
    owner_connection.execute(shifted_clock_sql(real=real, shown=real + timedelta(hours=2)))
    assert seal() == 0  # nothing grew
    add_line(owner_connection, planted[1][1], planted[0], {})
    assert seal() == 1
    sizes = owner_connection.execute("SELECT cases, events FROM casefile_seal ORDER BY id").fetchall()
    assert sizes == [(4, 16), (1, 3)]
    assert verify(url).broken == []


def test_the_application_cannot_change_a_seal(planted, db):
    from django.db import ProgrammingError, connection, transaction

    seal()
    for statement in ("UPDATE casefile_seal SET cases = 0", "DELETE FROM casefile_seal"):
        with (
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            seen_as(SYSTEM),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


ALONE = """
import runpy, sys
try:
    runpy.run_module("huiyin.verifier", run_name="__main__")
except SystemExit as end:
    code = end.code
ours = [m for m in sys.modules if m.startswith("huiyin.") and not m.startswith("huiyin.verifier")]
print(ours or "alone")
sys.exit(code or bool(ours))
"""


def test_the_verifier_stands_alone(url, planted):
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", ALONE, url], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "16 lines, 0 seals, 0 broken" in done.stdout
    assert "django" not in done.stderr


def test_a_file_that_is_no_heads_file_is_refused(tmp_path):
    (tmp_path / "heads").write_text("case only\n")
    with pytest.raises(ValueError):
        read_heads(tmp_path / "heads")


def test_the_owner_is_needed(url):
    with pytest.raises(psycopg.Error):
        verify(url.replace("/test_", "/nowhere_"))
