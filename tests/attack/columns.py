"""Hostile text in every text column, past all forms: whatever may stand there, pages have to bear it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
from django.apps import apps
from django.db import models
from psycopg import sql

_CODES = frozenset(
    """
    kind region path topic recipient channel template key area_source code username password digest version
    content_hash tier outcome verb stage mime field suggested decided state_before seat pack ended_why urgency
    category danger number draft
    """.split()  # noqa: SIM905 - a list to read
)
"""Columns of the program's own words; no person writes them, and pages look them up."""
_ITS_OWN = {
    "casefile_clockentry": {"what"}, "casefile_timer": {"what"}, "casefile_hold": {"reason"},
    "people_reading": {"what", "subject"}, "organisations_service": {"duty"}, "rules_rulepack": {"name"},
    "voices_ownersvote": {"mode", "silence", "repeated", "code"}, "voices_question": {"matter"},
    "voices_rollunit": {"use"}, "voices_electionstage": {"key"},
    "voices_pollvoice": {"way"}, "voices_polloption": {"norm"},
    "voices_surveysheet": {"result"},
    "proposals_proposal": {"council", "matter", "code"},
    "decisions_decision": {"source_id"}, "fund_funduse": {"part", "danger", "code"},
    "agreements_duty": {"rhythm"}, "agreements_given": {"side"},
    "proposals_meeting": {"kind", "council", "code"}, "proposals_seat": {"party"},
    "handling_suspension": {"reason"}, "insight_frozenmonth": {"figures"}, "insight_restatement": {"figures"},
    "insight_monthreport": {"content"}, "proposals_agendaitem": {"source"},
}  # fmt: skip
_SAID = (
    "reason",
    "note",
    "words",
    "why",
    "text",
    "answer",
    "content",
    "name",
    "to",
    "from",
    "title",
    "told",
    "plan",
    "place",
)
"""Keys under which a line of the timeline or a notice tells what somebody wrote."""
_TIMELINES = (("casefile_event", "data"), ("ground_notice", "params"))


def free_columns() -> Iterator[tuple[str, models.Field[Any, Any]]]:
    """(table, column) of everything a person's words can get into; a new column is among them by itself."""
    for model in apps.get_models():
        if not model.__module__.startswith("huiyin."):
            continue
        for field in model._meta.concrete_fields:
            text = isinstance(field, models.CharField | models.TextField) and not field.choices
            codes = _CODES | _ITS_OWN.get(model._meta.db_table, set())
            if text and not field.unique and field.name not in codes and not _names_an_account(field.name):
                yield model._meta.db_table, field


def _names_an_account(name: str) -> bool:
    return name == "actor" or name.endswith("_by")


def plant(owner: psycopg.Connection[Any], text: str, short: str) -> list[tuple[str, str]]:
    """Put the text into every free column of every row; the columns it stands in now."""
    reached = []
    for table in sorted({table for table, _ in free_columns()} | {table for table, _ in _TIMELINES}):
        owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
    for table, field in free_columns():
        longest = field.max_length or len(text)
        said = text if len(text) <= longest else short[:longest]
        if _put(owner, table, field.column, said):
            reached.append((table, field.column))
    for table, column in _TIMELINES:
        told = json.dumps(dict.fromkeys(_SAID, text))
        query = sql.SQL("UPDATE {0} SET {1} = coalesce({1}, '{{}}')::jsonb || %s::jsonb")
        owner.execute(query.format(sql.Identifier(table), sql.Identifier(column)), [told])
        reached.append((table, column))
    return reached


def _put(owner: psycopg.Connection[Any], table: str, column: str, text: str) -> bool:
    """False where a constraint of the table keeps it out."""
    query = sql.SQL("UPDATE {} SET {} = %s").format(sql.Identifier(table), sql.Identifier(column))
    try:
        return owner.execute(query, [text]).rowcount > 0
    except psycopg.errors.IntegrityError:
        return False
