"""Plant cases with timelines straight into the tables, as the owner; the triggers write the chain."""

from __future__ import annotations

import random
import uuid
from typing import Any

import psycopg
from psycopg.types.json import Json

Owner = psycopg.Connection[Any]


def plant_scope(owner: Owner, name: str = "S") -> int:
    row = owner.execute(
        "INSERT INTO ground_scope (kind, name, region) VALUES ('estate', %s, '990101') RETURNING id", [name]
    ).fetchone()
    owner.execute("UPDATE ground_scope SET path = '/' || id || '/' WHERE id = %s", row)
    return int(row[0])


def plant_case(owner: Owner, scope: int, lines: int, number: str = "") -> uuid.UUID:
    case = uuid.uuid4()
    owner.execute(
        "INSERT INTO casefile_case (id, number, scope_id, place_text, channel, source, source_ref, kind,"
        " title, content, category, urgency, suggested, danger, private, entered_by, state, received_at,"
        " answer, reopened, version) VALUES (%s, %s, %s, '', 'Q', '', '', 'help', 't', '', '', 'N', '{}', '',"
        " false, '', 'received', huiyin_now(), '', 0, 1)",
        [case, number or case.hex, scope],
    )
    for step in range(lines):
        add_line(owner, case, scope, {"step": step, "said": "漏水了\n“三楼”"})
    return case


def add_line(owner: Owner, case: uuid.UUID, scope: int, data: dict[str, Any]) -> None:
    owner.execute(
        "INSERT INTO casefile_event (case_id, scope_id, seq, at, verb, actor, actor_label, data, prev, hash)"
        " VALUES (%s, %s, 0, huiyin_now(), 'noted', 'account:1', '王工', %s, '', '')",
        [case, scope, Json(data)],
    )


def row_of(owner: Owner, rng: random.Random) -> tuple[int, uuid.UUID, int]:
    rows = owner.execute("SELECT id, case_id, seq FROM casefile_event ORDER BY id").fetchall()
    return rng.choice(rows)


class Unguarded:
    """A block in which no trigger runs: what somebody with the database's password can do."""

    def __init__(self, owner: Owner) -> None:
        self.owner = owner

    def __enter__(self) -> Owner:
        self.owner.execute("SET session_replication_role = replica")
        return self.owner

    def __exit__(self, *_: object) -> None:
        self.owner.execute("SET session_replication_role = DEFAULT")
