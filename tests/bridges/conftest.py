"""Bridges is tried in a small town, with a clock that the test moves."""

from datetime import UTC, datetime

import pytest

TEN = datetime(2025, 10, 13, 2, 0, tzinfo=UTC)
"""A Monday, 10:00:00 in Beijing."""


@pytest.fixture
def town(db):
    from tests.town import plant_town  # models are there only once Django is set up

    return plant_town()


@pytest.fixture
def hands(clock, town):
    clock.set(TEN)
    return clock
