"""The board is tried in the small town, with a clock that the test moves."""

import pytest

from tests.commons.conftest import TEN


@pytest.fixture
def town(transactional_db):
    from tests.town import plant_town  # models are there only once Django is set up

    return plant_town()


@pytest.fixture
def hands(owner_connection, town):
    from tests.town import Hands

    hands = Hands(owner_connection)
    hands.set(TEN)
    return hands
