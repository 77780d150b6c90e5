"""Only the days that moved are counted again, whoever looks, and whenever a line is committed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from huiyin.casework.casefile.models import Case
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight import counting, remembering
from huiyin.insight.periods import ZONE, last_days
from huiyin.insight.rates import figures_by_scope, joined
from huiyin.insight.remembering import forget_counts
from tests.insight.rows import HOUR, put_case, put_limit, put_line
from tests.town import plant_town


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def asked(monkeypatch):
    """The parts each count asked for."""
    seen, ask = [], counting._ask

    def noted(pack, parts, at):
        seen.append(list(parts))
        return ask(pack, parts, at)

    monkeypatch.setattr(counting, "_ask", noted)
    return seen


def counted(town, at, person="leader", days=30):
    viewer = town.viewer(person)
    with seen_as(viewer):
        figures = joined(figures_by_scope(viewer, last_days(days, at), at))
    return sum(row.rates[0].n for row in figures), sum(row.rates[0].whole for row in figures)


def planted(town, at) -> list[Case]:
    """Three cases that count, on three days, one of them in another community."""
    forget_counts()
    cases = []
    with seen_as(SYSTEM):
        for scope, days in ((town.estate, 1), (town.estate, 9), (town.other_estate, 9)):
            case = put_case(scope, at - timedelta(days=days))
            put_limit(case, at - HOUR)
            cases.append(case)
    return cases


def test_a_line_makes_its_own_day_and_scope_count_anew_and_no_other(town, asked) -> None:
    at = now()
    cases = planted(town, at)
    assert counted(town, at) == (0, 3)
    asked.clear()
    assert counted(town, at) == (0, 3)
    assert asked == []
    with seen_as(SYSTEM):
        put_line(cases[1], "contacted", at - timedelta(days=9))
    assert counted(town, at) == (1, 3)
    ((part,),) = asked
    assert part.scope_id == town.estate.pk
    assert part.since <= cases[1].received_at < part.until
    assert part.until - part.since == timedelta(days=1)


def test_a_longer_period_asks_only_for_the_days_before(town, asked) -> None:
    at = now()
    planted(town, at)
    counted(town, at)
    asked.clear()
    assert counted(town, at, days=90) == (0, 3)
    assert {part.until for parts in asked for part in parts} == {last_days(30, at).since}


def test_what_one_viewer_may_not_read_still_makes_the_others_count_anew(town) -> None:
    """The memory is the process's; each viewer is told only of the scopes asked for."""
    at = now()
    cases = planted(town, at)
    assert counted(town, at) == (0, 3)
    with seen_as(SYSTEM):
        put_line(cases[2], "contacted", at - timedelta(days=9))
    assert counted(town, at, person="clerk") == (0, 2)
    assert counted(town, at) == (1, 3)


@pytest.mark.django_db(transaction=True)
def test_a_line_that_is_numbered_early_and_committed_late_is_found(town, owner_connection) -> None:
    at = now()
    cases = planted(town, at)
    with owner_connection.transaction():
        owner_connection.execute(
            "INSERT INTO casefile_event"
            " (case_id, scope_id, seq, at, verb, actor, actor_label, data, prev, hash)"
            " VALUES (%s, %s, 0, %s, 'contacted', 'account:1', '', '{}', '', '')",
            [cases[0].pk, cases[0].scope_id, at - timedelta(days=1)],
        )
        with seen_as(SYSTEM):
            put_line(cases[1], "noted", at)  # a later number, committed first
        assert counted(town, at) == (0, 3)
    assert counted(town, at + timedelta(seconds=16)) == (1, 3)


def test_a_line_is_read_until_its_transaction_was_seen_to_have_ended(town) -> None:
    """Given looks, not the server's: other databases' transactions would make it read more than once."""
    at = now()
    cases = planted(town, at)
    with seen_as(SYSTEM):
        line = put_line(cases[1], "contacted", at - timedelta(days=9))
    with seen_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text::bigint FROM casefile_event WHERE id = %s", [line.pk])
        (writer,) = cursor.fetchone()
    here = (town.estate.pk, cases[1].received_at.astimezone(ZONE).date())
    for oldest, moved in ((writer, {here}), (writer + 1, set())):
        forget_counts()
        before = remembering._Look(at, line.pk, oldest, writer + 1)
        remembering._memory.looks.append(remembering._Look(at, line.pk - 1, 0, 0))
        assert remembering._moved(before, before) == moved


@pytest.mark.django_db(transaction=True)
def test_a_line_of_a_transaction_inside_another_is_found(town, owner_connection) -> None:
    """Rows bear the number of the inner transaction, which no list of running ones names."""
    at = now()
    cases = planted(town, at)
    with owner_connection.transaction():
        owner_connection.execute("UPDATE casefile_case SET id = id WHERE id = %s", [cases[0].pk])
        with owner_connection.transaction():
            owner_connection.execute(
                "INSERT INTO casefile_event"
                " (case_id, scope_id, seq, at, verb, actor, actor_label, data, prev, hash)"
                " VALUES (%s, %s, 0, %s, 'contacted', 'account:1', '', '{}', '', '')",
                [cases[0].pk, cases[0].scope_id, at - timedelta(days=1)],
            )
        with seen_as(SYSTEM):
            put_line(cases[1], "noted", at)
        assert counted(town, at) == (0, 3)
    assert counted(town, at + timedelta(seconds=16)) == (1, 3)


def test_a_slow_count_does_not_cover_what_another_has_seen_since(town, monkeypatch) -> None:
    at = now()
    cases = planted(town, at)
    ask = counting._ask

    def slowly(pack, parts, moment):
        found = ask(pack, parts, moment)
        monkeypatch.setattr(counting, "_ask", ask)
        with seen_as(SYSTEM):
            put_line(cases[1], "contacted", at - timedelta(days=9))
        assert counted(town, at) == (1, 3)  # another reader, in between
        return found

    monkeypatch.setattr(counting, "_ask", slowly)
    assert counted(town, at) == (0, 3)
    assert counted(town, at) == (1, 3)
