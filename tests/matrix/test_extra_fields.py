"""S-64: fields nobody asked for, on every write of pages and API, have no effect."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from tests.matrix.changes import changes, snapshot, written
from tests.matrix.writes import API, PAGES, done, new_key

pytestmark = pytest.mark.django_db

NAMED = tuple(
    """
    role roles tenant tenant_id scope_id organisation_id account_id person_id place_id state status
    verb to points version due_at next_due_at received_at occurred_at ended_at created_at made_at
    since until author actor by entered_by made_by asked_by decided_by link link_digest number id pk
    is_active is_staff is_superuser by_phone everywhere permission permissions grants history danger
    answer answered_at reopened urgency source source_ref channel whose_home wants_reply private
    grant granted upheld case_id case files clocks timers _method csrf next_at recipient
    """.split()  # noqa: SIM905 - a list to read
)
"""What attackers of comparable systems added to forms (assurance §3), and what our acts are called with."""
SPECIAL: dict[str, Any] = {
    "role": "steward", "roles": "steward", "status": "confirmed", "state": "confirmed", "to": "confirmed",
    "urgency": "E0", "channel": "H", "danger": "gas", "_method": "DELETE", "is_active": "1",
    "by": "account:1",
    "actor": "account:1", "author": "account:1", "everywhere": "1", "history": "1", "private": "on",
    "version": "1",
}  # fmt: skip
MOMENT = datetime(2031, 3, 7, tzinfo=UTC).isoformat()


def _own(write) -> set[str]:
    """Names that mean something to the form itself, beside those that the row of the table sends."""
    also = {"and", "next", "kept", "photo", "voice", "key", "csrfmiddlewaretoken"}
    return also | OPTIONAL.get(write.route, set())


OPTIONAL = {"case-sort": {"version"}, "case-dispatch": {"version"}, "case-undo": {"version"},
            "case-propose": {"version"}, "case-answer": {"version"}, "case-merge": {"version"},
            "case-split": {"version", "files"}, "survey-question": {"fact"},
            "volunteer-join": {"unit", "words"}, "duty": {"unit", "words", "skills", "times"},
            "poll": {"words"}}  # fmt: skip
"""The version a page was drawn from: it can only make a write be refused. `files`: which photos go along;
`fact`: a tick of that form; `unit` to `times`: what a volunteer may add; `words`: a voice in own words."""


def _fields() -> dict[str, str]:
    """Every column of every table the program writes, and the names above, each with a telling value."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("huiyin."):
            for field in model._meta.concrete_fields:
                for name in (field.name, field.attname):
                    found[name] = _value(field)
    return {**found, **{name: "7" for name in NAMED if name not in found}, **SPECIAL}


def _value(field: models.Field[Any, Any]) -> str:
    if isinstance(field, models.DateTimeField):
        return MOMENT
    if isinstance(field, models.DateField):
        return MOMENT[:10]
    if isinstance(field, models.BooleanField):
        return "1"
    return "7" if not isinstance(field, models.CharField | models.TextField) else "账外"


def test_there_are_enough_of_them():
    assert len(_fields()) >= 150
    assert set(NAMED) <= set(_fields())


STEP = 8
"""The quick tests try every eighth page with all fields, and every operation with a share of them."""


@pytest.mark.parametrize("pages", [PAGES[::STEP], pytest.param(PAGES, marks=pytest.mark.long)], ids=len)
def test_pages_do_the_same_with_them_as_without(sender, undone, still_clock, same_numbers, pages):
    """Every row that comes, changes or goes is the same but for fresh ids, and so is the answer."""
    wrong = []
    for write in pages:
        extra = {name: value for name, value in _fields().items() if name not in _own(write)}
        same_numbers()
        plain, plain_answer = _effect(sender, undone, write, {})
        same_numbers()
        more, answer = _effect(sender, undone, write, extra)
        assert done(plain_answer), write.name
        if plain != more or plain_answer.status_code != answer.status_code:
            wrong.append((write.name, answer.status_code, _difference(plain, more)))
    assert not wrong, "\n".join(map(str, wrong))


def _effect(sender, undone, write, extra):
    """What the write changes: its rows afterwards against those before, got back by undoing it."""
    with undone():
        path = sender.address(write, write.before(sender.world))
        with transaction.atomic():
            base = written()
            answer = sender.send(write, path + _query(extra), key=new_key(), extra=extra)
            tables = set(written() - base)
            after = snapshot(tables)
            transaction.set_rollback(True)
        return changes(snapshot(tables), after), answer


def _query(extra: dict[str, str]) -> str:
    """The same fields in the address too."""
    return (
        "?" + "&".join(f"{name}={value}" for name, value in extra.items() if value.isascii()) if extra else ""
    )


def _difference(plain, more):
    return {
        name: [line for line in more.get(name, []) if line not in plain.get(name, [])][:2]
        for name in plain.keys() | more.keys()
        if plain.get(name) != more.get(name)
    }


@pytest.mark.parametrize("step", [24, pytest.param(1, marks=pytest.mark.long)])
def test_programs_are_told_which_field_is_not_taken(sender, undone, step):
    """422 names it, one by one, and nothing is written. With a step, each operation gets other fields."""
    wrong = []
    for number, write in enumerate(API):
        known = _schema(write)
        with undone():
            path = sender.address(write, write.before(sender.world))
            before = written()
            for name in sorted(set(NAMED) - known)[number % step :: step]:
                answer = sender.send(write, path, key=new_key(), extra={name: SPECIAL.get(name, "7")})
                if answer.status_code != 422 or name not in answer.content.decode():
                    wrong.append((write.name, name, answer.status_code))
            if written() != before:
                wrong.append((write.name, written() - before))
    assert not wrong, "\n".join(map(str, wrong))


def _schema(write) -> set[str]:
    """The fields the description of the API names for this operation."""
    from huiyin.api.urls import _document

    for operations in _document()["paths"].values():
        for operation in operations.values():
            if operation["operationId"].endswith(f"_{write.route}"):
                (name,) = re.findall(r"#/components/schemas/(\w+)", json.dumps(operation["requestBody"]))
                return set(_document()["components"]["schemas"][name].get("properties", {}))
    raise AssertionError(write.route)
