"""Topics are tried in the small town, with homes in one stairwell."""

import pytest


@pytest.fixture
def stairs(town):
    from tests.casework.s6_topics.stairs import Stairs

    return Stairs.built(town)
