"""S-03, S-04: the process dies at a chosen statement of a write, or between its commit and its answer.

Nothing is half written, and whoever asks again under the same key gets the one answer. The list of writes is
that of tests/matrix/writes.py, in which every route that writes has its row; the points are the statements
of each.
"""

from __future__ import annotations

import os

import psycopg
import pytest
from django.db import connection

from huiyin.ground.clock import now
from tests.crash.dying import AT_COMMIT, Death, Points, dies
from tests.matrix.writes import ALL, API, answer_of, done, new_key
from tests.town import Hands

pytestmark = pytest.mark.django_db(transaction=True)
QUICK = (1, 9, AT_COMMIT)
"""Points of the quick test: the key is written, somewhere in the middle, done and not told."""
MOST_POINTS = 2000
ENDINGS = int(os.environ.get("HUIYIN_S03_TIMES", "500"))
ASIDE = {"django_session", "django_migrations", "django_content_type", "ground_use"}
"""Sessions of browsers, what no request writes, and what is counted for each attempt, done or not."""
WRITES = [write for write in ALL if not write.quiet]
SOME = WRITES[::30]


@pytest.fixture
def look(cluster, sender):
    """Tells whether anything differs from the look before, by a fingerprint of every table."""
    with psycopg.connect(cluster.url(connection.settings_dict["NAME"]), autocommit=True) as owner:
        rows = owner.execute(
            "SELECT quote_ident(relname) FROM pg_stat_user_tables WHERE schemaname = 'public'"
            " AND relname <> ALL (%s) AND relname NOT LIKE 'procrastinate%%' ORDER BY 1",
            [list(ASIDE)],
        )
        parts = [  # names of the catalogue
            f"SELECT '{name}', count(*), sum(hashtextextended(t::text, 0)) FROM {name} t"  # noqa: S608 - see above
            for (name,) in rows
        ]
        query, last = " UNION ALL ".join(parts), [None]
        Hands(owner).set(now())  # a step can be taken back for ten seconds, however long this takes

        def changed():
            before, last[0] = last[0], sorted(owner.execute(query).fetchall())
            return before != last[0]

        yield changed


def wrong_with(sender, write, points, look):
    """Let the write die at each point, the last time after its commit; what is wrong with it then."""
    path, key = sender.address(write, write.before(sender.world)), new_key()
    look()
    for at in points:
        death, changed = dies(lambda: sender.send(write, path, key=key), Points(at)), look()
        if changed is not (death is Death.AFTER):
            yield f"at point {at}: {'half of it stays' if changed else death}"
        if death is not Death.BEFORE:
            break
    first = sender.send(write, path, key=key)
    if death is not Death.AFTER or not done(first):
        yield f"{death}, then {first.status_code}"
    if look():
        yield "did more when it was sent again"
    if answer_of(sender.send(write, path, key=key)) != answer_of(first):
        yield "answers otherwise the third time"


@pytest.mark.parametrize("write", SOME, ids=lambda write: write.name)
def test_some_writes_die_at_some_points(sender, look, write):
    assert list(wrong_with(sender, write, QUICK, look)) == []


@pytest.mark.long
@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.name)
def test_every_write_dies_at_every_statement(sender, look, write):
    assert list(wrong_with(sender, write, range(MOST_POINTS), look)) == []


@pytest.mark.long
def test_who_was_told_nothing_is_told_the_first_number(sender, owner_connection):
    """S-03: every request is committed, and its process dies before the answer."""
    (write,) = (row for row in API if row.route == "file_case")
    path, told = sender.address(write), {}
    for key in (new_key() for _ in range(ENDINGS)):
        assert dies(lambda key=key: sender.send(write, path, key=key), Points()) is Death.AFTER
        kept = owner_connection.execute(
            "SELECT answer ->> 'number' FROM ground_outcome WHERE key = %s", [key]
        ).fetchone()
        answers = {sender.send(write, path, key=key).json()["number"] for _again in range(2)}
        assert answers == set(kept)
        told |= {key: answers.pop()}
    assert len(set(told.values())) == ENDINGS
