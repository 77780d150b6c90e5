"""What is overdue, where, who holds it: sums, lists and rights."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.overdue import DESK, Now, cases_now, standing_now, total
from tests.insight.rows import hand_over, put_case, undone
from tests.town import plant_town


@pytest.fixture
def town(db):
    return plant_town()


def test_the_three_questions(town) -> None:
    at = now()
    with seen_as(SYSTEM):
        late = put_case(town.estate, at, next_due_at=at - timedelta(seconds=1), reopened=1)
        hand_over(late, town.company)
        put_case(town.sister, at, next_due_at=at + timedelta(minutes=59))
        put_case(town.other_estate, at, next_due_at=at - timedelta(days=1))
        put_case(town.estate, at, next_due_at=at - timedelta(days=1), state="history")
    viewer = town.viewer("clerk")  # of the first community only
    with seen_as(viewer):
        rows = standing_now(viewer, at)
        assert total(rows) == {
            Now.OVERDUE: 1, Now.SOON: 1, Now.REOPENED: 1, Now.UNANSWERED: 2, Now.AWAITS: 0, Now.OPEN: 2,
        }  # fmt: skip
        assert {(row.scope_id, row.holder_id) for row in rows} == {
            (town.estate.pk, town.company.pk), (town.sister.pk, DESK),
        }  # fmt: skip
        assert [case.pk for case in cases_now(viewer, "overdue", at, holder_id=town.company.pk)] == [late.pk]
        assert list(cases_now(viewer, "overdue", at, {town.other_estate.pk})) == []
        with pytest.raises(NotThere):
            cases_now(viewer, "everything", at)


def test_all_numbers_are_one_query(town) -> None:
    viewer = town.viewer("leader")
    with seen_as(viewer), CaptureQueriesContext(connection) as asked:
        standing_now(viewer, now())
    assert len([query for query in asked if "casefile_case" in query["sql"]]) == 1


rows_of = st.lists(st.tuples(
    st.integers(0, 2), st.none() | st.integers(-90, 90), st.integers(0, 2), st.booleans(), st.booleans()
), max_size=10)  # fmt: skip


@given(cases=rows_of)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_are_their_lists(town, cases) -> None:
    viewer, at = town.viewer("leader"), now()
    scopes = (town.estate, town.sister, town.other_estate)
    with seen_as(SYSTEM), undone():
        for where, minutes, reopened, handed, private in cases:
            due = at + timedelta(minutes=minutes) if minutes is not None else None
            case = put_case(scopes[where], at, next_due_at=due, reopened=reopened, private=private)
            if handed:
                hand_over(case, town.company)
        with seen_as(viewer):
            rows = standing_now(viewer, at)
            for what, number in total(rows).items():
                assert cases_now(viewer, what.value, at).count() == number
                for row in rows:
                    behind = cases_now(viewer, what.value, at, {row.scope_id}, row.holder_id)
                    assert behind.count() == row.numbers[what]
