"""Votes are tried in the small town's estate, with owners, and a clock that the test moves."""

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


@pytest.fixture
def hall(town, hands):
    """The estate with eight units of six owners, and what it takes to run a vote there."""
    from tests.commons.hall import Hall

    return Hall(town, hands).settle()


@pytest.fixture
def parties(town, hands):
    """What it takes to make agreements there."""
    from tests.commons.parties import Parties

    return Parties(town, hands)


@pytest.fixture
def branch(town, hands):
    """A branch whose election has begun."""
    from tests.commons.branch import Branch

    return Branch(town, hands)


@pytest.fixture
def room(hall):
    """The hall with a table in it."""
    from tests.commons.room import Room

    return Room(hall)


@pytest.fixture
def site(town, hands):
    """The town before its leak."""
    from tests.commons.site import Site

    return Site(town, hands)
