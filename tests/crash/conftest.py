"""Fixtures of the tests in which something dies."""

import pytest


@pytest.fixture
def sender(transactional_db):
    """Sends every write of the table, in a database of its own; nothing is rolled back."""
    from tests.matrix.world import build_for_writes  # models are there only once Django is set up
    from tests.matrix.writes import Sender

    return Sender(build_for_writes())
