"""S-81: programs that follow the description of the API, and others: no error, no broken promise."""

from __future__ import annotations

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from huiyin.api.urls import api
from tests.matrix.world import NEAR

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip
EXAMPLES = int(os.environ.get("HUIYIN_SCHEMA_EXAMPLES", "500"))
"""For each operation and mode in the long test; fewer for a look in between."""
EVERY = 14
"""The quick test takes every fourteenth operation."""


@pytest.fixture
def described(sender):
    """The description as it is served, answered by the program itself in this test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def operations(described):
    found = [result.ok() for result in described.get_all_operations()]
    assert len(found) == sum(
        len(view.operations) for _, router in api._routers for view in router.path_operations.values()
    )
    return found


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)
@pytest.mark.parametrize(
    ("step", "examples"), [(EVERY, 3), pytest.param(1, EXAMPLES, marks=pytest.mark.long)]
)
def test_every_operation_answers_as_it_is_described(sender, undone, described, mode, step, examples):
    """Well-formed calls and malformed ones, on a case that is there and on whatever else is made up."""
    tried = 0
    for operation in operations(described)[::step]:
        tried += _try(operation, sender, undone, mode, examples)
    print(f"{tried} calls, {mode.value}")
    assert tried >= 5


def _try(operation, sender, undone, mode, examples) -> int:
    """Call it so often; each call is undone."""
    seen, token = [], sender.world.tokens["duty program" if len(operation.path) % 2 else "clerk program"]

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.data())
    def call(data):
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if "number" in (case.path_parameters or {}) and data.draw(st.booleans()):
            case.path_parameters["number"] = sender.world.values[NEAR]["number"]
        with undone():
            plain = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}  # nobody unpacks here
            case.call_and_validate(headers=plain, checks=CHECKS)
        seen.append(1)

    try:
        call()
    except schemathesis.errors.InvalidSchema:  # nothing that could be malformed
        assert mode is GenerationMode.NEGATIVE
    return len(seen)
