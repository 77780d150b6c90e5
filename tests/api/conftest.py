"""The community of the API's tests."""

import pytest


@pytest.fixture
def community(db):
    """A small community with programs; see planting."""
    from tests.api.planting import plant_community  # Django is set up only now

    return plant_community()
