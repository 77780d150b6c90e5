"""S-82, S-84, S-86, S-24: whatever stands in a column, no page acts on it or computes it."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.attack.acting import acting
from tests.attack.columns import free_columns, plant
from tests.attack.exported import FILES, formulas
from tests.attack.heads import lacking
from tests.attack.payloads import CANARY, HOSTILE, SHORT
from tests.attack.walking import addresses_of, opened, told_to_the_database
from tests.matrix.test_routes import LATER
from tests.matrix.world import build

FEWEST_SHOWN = 120
"""Of the pages of this world so many show the text; fewer means the planting missed."""


@pytest.fixture
def world(transactional_db):
    return build()


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.long)])
def test_whatever_stands_in_a_column_no_page_acts_on_it(world, owner_connection, under_https, step):
    """Every fourth page; all of them for everybody in the long test, and in test_stored_in_browser by forms.

    On the way, because each page takes its time: the headers of every answer (S-89), and that no statement
    holds the text (S-84).
    """
    reached = plant(owner_connection, HOSTILE, SHORT)
    assert len(reached) >= 100, {(table, field.name) for table, field in free_columns()} - set(reached)
    wrong, shown, files = [], 0, set()
    with told_to_the_database() as heard:
        for name, path, route in [*addresses_of(world, everybody=step == 1)][::step]:
            answer = opened(world, name, path, secure=True)
            wrong += [(path, name, what) for what in (*faults(answer), *lacking(answer, route.name))]
            shown += str(CANARY).encode() in answer.getvalue()
            files |= {route.name} if "Content-Disposition" in answer.headers else set()
    assert not wrong, "\n".join(map(str, wrong))
    assert shown >= FEWEST_SHOWN // step, shown
    assert files <= set(FILES), "a file that leaves needs its row in exported.py"
    assert step > 1 or files == set(FILES) - LATER
    assert not [query for query in heard if str(CANARY) in query]
    assert kept_by_the_server(str(CANARY)) == []


def faults(answer):
    """What an answer does that it should not."""
    if answer.status_code >= 500:
        return [answer.status_code]
    html = "html" in answer.headers.get("Content-Type", "")
    return acting(answer.getvalue().decode()) if html else formulas(answer)


def kept_by_the_server(text: str) -> list[str]:
    """The statements this connection has prepared that hold a text: values have no place in them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall() if text in statement]
