"""The world, its sender, and blocks that are undone: those of the matrix; and TLS in front."""

import pytest

from tests.matrix.conftest import same_numbers, sender, still_clock, undone

__all__ = ["same_numbers", "sender", "still_clock", "under_https", "undone"]


@pytest.fixture
def under_https(settings):
    """As behind TLS: the middleware is made anew with every client."""
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
