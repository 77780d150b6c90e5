"""The board is tried in the small town of commons, with the clock that the test moves."""

from tests.commons.conftest import hands, town

__all__ = ("hands", "town")
