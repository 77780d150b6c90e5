"""An answer kept for seconds is never older than the last line, nor given to other eyes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.lately import LONGEST
from huiyin.insight.overdue import Now, standing_lately, total
from tests.insight.rows import put_case, put_line
from tests.town import plant_town


@pytest.fixture
def town(db):
    return plant_town()


def opened(town, at, person="leader"):
    viewer = town.viewer(person)
    with seen_as(viewer):
        return total(standing_lately(viewer, at))[Now.OPEN]


def test_it_holds_until_a_line_is_written(town) -> None:
    at = now()
    with seen_as(SYSTEM):
        case = put_case(town.estate, at)
    assert opened(town, at) == 1
    with seen_as(SYSTEM):
        put_case(town.estate, at)  # without a line: what only time could bring
    assert opened(town, at + LONGEST - timedelta(seconds=1)) == 1
    with seen_as(SYSTEM):
        put_line(case, "contacted", at)
    assert opened(town, at) == 2


def test_it_holds_five_seconds_and_not_longer(town) -> None:
    at = now()
    assert opened(town, at) == 0
    with seen_as(SYSTEM):
        put_case(town.estate, at)
    assert opened(town, at) == 0
    assert opened(town, at + LONGEST) == 1


def test_another_viewer_is_counted_for(town) -> None:
    at = now()
    with seen_as(SYSTEM):
        put_case(town.other_estate, at)
    assert opened(town, at) == 1
    assert opened(town, at, "clerk") == 0
