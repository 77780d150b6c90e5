"""Put a row into any table, as the owner and past every trigger: the wall is tried on all of them alike."""

from __future__ import annotations

import itertools
import uuid
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Json

Owner = psycopg.Connection[Any]
START = datetime(2025, 1, 1, tzinfo=UTC)
CHOICES: dict[tuple[str, str], Any] = {
    ("places_governanceunit", "kind"): "zone",
    ("casefile_waitingfile", "kind"): "photo",
    ("handling_agreement", "ruling"): "",
    ("handling_conflict", "holds"): "",
    ("handling_mediation", "outcome"): "",
    ("handling_mediator", "conflicts"): Json([]),
    ("dispatch_share", "to_scope_id"): 33,  # neither mine nor theirs
    ("triage_link", "undone_by"): "",
    ("places_place", "kind"): "home",
    ("places_home", "use"): "dwelling",
    ("rosters_rosterfile", "kind"): "places",
    ("organisations_organisation", "kind"): "company",
    ("rules_scopepack", "kind"): "calendar",
    ("owners_owner", "kind"): "person",
    ("voices_ownersvote", "state"): "draft",
    ("decisions_decision", "state"): "standing",
    ("works_project", "state"): "planned",
    ("works_project", "accepted_by"): "",
    ("works_costshare", "total_fen"): 10**9,
    ("works_share", "receipt"): "",
    ("fund_funduse", "state"): "draft",
    ("fund_funduse", "path"): "ordinary",
    ("fund_funduse", "danger"): "",
    ("fund_funduse", "confirmed_at"): None,
    ("fund_funduse", "ratified"): "",
    ("fund_fundobjection", "upheld"): None,
    ("fund_fundobjection", "answered_at"): None,
    ("works_share", "refund_fen"): 0,
    ("board_posting", "state"): "draft",
    ("volunteers_duty", "state"): "open",
    ("volunteers_duty", "wanted"): 9,
    ("volunteers_duty", "taken"): 0,
    ("volunteers_volunteer", "left_at"): None,
    ("board_posting", "up_at"): None,
    ("agreements_agreement", "state"): "draft",
    ("agreements_agreement", "kind"): "pledge",
    ("agreements_duty", "rhythm"): "always",
    ("agreements_due", "state"): "open",
    ("agreements_emergencyservice", "state"): "running",
    ("agreements_renewal", "to_end"): date(2026, 1, 1),
    ("voices_poll", "state"): "draft",
    ("voices_poll", "each"): 1,
    ("voices_pollround", "state"): "prepared",
    ("voices_polloption", "fate"): "",
    ("voices_pollvoice", "way"): "heard",
    ("voices_pollvoice", "paper_no"): "",
    ("voices_survey", "state"): "draft",
    ("voices_election", "state"): "running",
    ("voices_stageobjection", "upheld"): None,
    ("proposals_proposal", "state"): "draft",
    ("proposals_proposal", "matter"): "",
    ("proposals_meeting", "state"): "planned",
    ("proposals_answer", "refused"): True,
    ("proposals_seat", "by_substitute"): False,
    ("proposals_agendaitem", "present"): 9,
    ("proposals_agendaitem", "about"): [],
    ("voices_ownersvote", "silence"): "absent",
    ("topics_topic", "state"): "suggested",
    ("casefile_case", "state"): "history",
    ("casefile_case", "channel"): "Q",
}
"""Columns in which only certain words may stand."""
_serial = itertools.count(1)

_COLUMNS = """
SELECT table_name, column_name, data_type, coalesce(character_maximum_length, 99), is_nullable = 'NO'
FROM information_schema.columns
WHERE table_schema = 'public' AND is_identity = 'NO' AND is_generated = 'NEVER'
"""
_known: dict[str, list[tuple[str, str, int, bool]]] = defaultdict(list)
"""Table -> name, kind, size of its columns, and whether they need a value: asked once."""


def tables_with(owner: Owner, column: str) -> list[str]:
    """Every table of the program that has this column."""
    rows = owner.execute(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = %s"
        " ORDER BY table_name",
        [column],
    )
    return [row[0] for row in rows]


def put_row(owner: Owner, table: str, **given: Any) -> None:
    """Insert one row with something in every column that needs it. No trigger and no foreign key is asked."""
    if table not in _known:
        for name, *column in owner.execute(_COLUMNS):
            _known[name].append(tuple(column))
    values = {
        name: given.get(name, _something(table, name, kind, size))
        for name, kind, size, needed in _known[table]
        if needed or name in given
    }
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(sql.Placeholder() * len(values)),
    )
    owner.execute("SET session_replication_role = replica")
    try:
        owner.execute(statement, list(values.values()))
    finally:
        owner.execute("SET session_replication_role = DEFAULT")


def _something(table: str, name: str, kind: str, size: int) -> Any:
    number = next(_serial)
    if (table, name) in CHOICES:
        return CHOICES[table, name]
    if kind == "timestamp with time zone":
        return START + timedelta(days=number)
    plain = {
        "boolean": False, "uuid": uuid.uuid4(), "jsonb": Json({}), "bytea": number.to_bytes(8, "big"),
        "date": date(2025, 1, 1), "double precision": 1.0, "smallint": 1, "integer": number, "bigint": number,
    }  # fmt: skip
    return plain[kind] if kind in plain else f"x{number}"[-size:]
