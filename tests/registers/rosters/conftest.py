"""A new installation with one community, and somebody who keeps its registers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest


@pytest.fixture
def scope(db: None) -> Any:
    from tests.registers.rosters.sending import new_community

    return new_community()


@pytest.fixture
def steward(scope: Any) -> Callable[[], Any]:
    from tests.registers.rosters.sending import keeper

    return partial(keeper, scope)


@pytest.fixture
def send(scope: Any) -> Callable[..., Any]:
    from tests.registers.rosters.sending import send_rows

    return partial(send_rows, scope)
