"""Take requests in. Every way in calls this, and it is one database statement, however many requests."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from pydantic_core import to_json

from huiyin.casework.casefile.links import code_index, link_digest, link_of, link_token, query_code
from huiyin.casework.casefile.models import phone_aad
from huiyin.casework.casefile.words import Kind, State
from huiyin.ground import crypto
from huiyin.ground.ids import new_id
from huiyin.ground.lateness import moment
from huiyin.ground.phones import is_mobile, tail
from huiyin.ground.refusals import KeyReused
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.reading.danger import find_danger
from huiyin.reading.folding import clean, tokens
from huiyin.reading.headline import headline
from huiyin.registers.people.words import Permission

from .apart import row_of
from .opening import opening_of
from .request import LONGEST_CONTENT, LONGEST_TITLE, File, NothingSaid, Outcome, Receipt, Request, TooLong

_TAKE_IN = "SELECT case_id, number, received_at, outcome FROM intake_take_in(%s::jsonb) ORDER BY ord"
Keyed = tuple[str, bytes, Request]


def take_in(*, request: Request, by: Viewer, key: str, digest: bytes) -> Receipt:
    """Take one request in. The same key and digest again give the same receipt.

    Raises KeyReused (same key, other content), NothingSaid, TooLong, NotThere (no right to file there).
    """
    (receipt,) = take_in_many(items=[(key, digest, request)], by=by)
    if receipt.outcome is Outcome.CONFLICT:
        raise KeyReused
    return receipt


def take_in_many(*, items: Sequence[Keyed], by: Viewer) -> list[Receipt]:
    """Take many requests in, all or none; receipts come in the order of the items."""
    return _call([_row(key, digest, request, by) for key, digest, request in items])


def _call(rows: list[dict[str, Any]]) -> list[Receipt]:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_IN, [to_json(rows).decode()])
        return [
            Receipt(case, number, at, Outcome(outcome)) for case, number, at, outcome in cursor.fetchall()
        ]


def _row(key: str, digest: bytes, request: Request, by: Viewer) -> dict[str, Any]:
    if by.kind != "guest":  # anybody may ask for help; staff and programs only where they may file
        by.must(Permission.CASE_FILE, request.scope_id)
    case_id = new_id()
    title, content = _texts(request)
    danger = find_danger(f"{title} {content}") if not request.history else None
    opening = opening_of(
        scope_id=request.scope_id,
        code=request.category,
        danger=danger is not None,
        running=not request.history,
    )
    said = title or content or (opening.category.name_zh if opening.category else "")
    if not said and not request.files:
        raise NothingSaid
    return {
        "id": str(case_id),
        "actor": by.actor,
        "key": key,
        "digest": _hex(digest),
        "region": scope_tree().regions[request.scope_id],
        "scope_id": request.scope_id,
        "place_id": request.place_id,
        "place_text": clean(request.place_text)[:200],
        "channel": request.channel,
        "source": request.source,
        "source_ref": request.source_ref,
        "kind": request.kind or Kind.HELP,
        "title": title or headline(content) or said,
        "content": content,
        "category": opening.category.code if opening.category else "",
        "urgency": opening.urgency,
        "suggested": request.told,
        "danger": danger.kind if danger else "",
        "private": request.private or bool(opening.category and opening.category.private),
        "entered_by": by.actor,
        "actor_label": by.label,
        "state": State.HISTORY if request.history else State.RECEIVED,
        "at": request.received_at.isoformat() if request.received_at else None,
        "occurred_at": request.occurred_at.isoformat() if request.occurred_at else None,
        "answer": request.answer,
        "answered_at": request.answered_at.isoformat() if request.answered_at else None,
        "search": " ".join(tokens(f"{title} {content} {request.place_text}")),
        "clocks": opening.clocks,
        "timers": opening.timers,
        "files": [_file(f) for f in request.files if not f.waits],
        "waiting": [_waiting(f) for f in request.files if f.waits],
        "event": {"channel": request.channel, "sha256": _fingerprint(title, content, request), **moment()},
        **_requester(case_id, request),
    }


def _texts(request: Request) -> tuple[str, str]:
    if (
        len(request.content.strip()) > LONGEST_CONTENT
    ):  # asked first: cleaning cuts, and nothing said may be lost
        raise TooLong(most=LONGEST_CONTENT)
    title, content = clean(request.title).strip(), clean(request.content).strip()
    return title[:LONGEST_TITLE], content


def _requester(case_id: UUID, request: Request) -> dict[str, Any]:
    phone = request.phone
    return {
        "name": clean(request.name)[:50], "whose_home": clean(request.whose_home)[:60],
        "wants_reply": request.wants_reply and bool(phone),
        "phone_sealed": _hex(crypto.seal(phone, aad=phone_aad(case_id))) if phone else r"\x",
        "phone_index": _hex(crypto.blind_index("phone", phone)) if phone else r"\x",
        "tail_index": _hex(crypto.blind_index("tail", tail(phone))) if phone else r"\x",
        **_ways_back(case_id, request),
        "notices": [_notice(case_id, phone)] if phone and is_mobile(phone) and not request.history else [],
    }  # fmt: skip


def _ways_back(case_id: UUID, request: Request) -> dict[str, str]:
    """The fingerprints of link and code. An old record gives out neither; its link fits no token at all."""
    if request.history:
        return {"link_digest": _hex(secrets.token_bytes(32)), "code_index": r"\x"}
    link, code = link_digest(link_token(case_id)), code_index(query_code(case_id))
    return {"link_digest": _hex(link), "code_index": _hex(code)}


def _notice(case_id: UUID, phone: str) -> dict[str, Any]:
    notice_id = new_id()
    return {
        "id": str(notice_id), "topic": "received:1", "recipient": "requester", "channel": "sms",
        "address_sealed": _hex(crypto.seal(phone, aad=f"ground_notice.address:{notice_id}")),
        "address_index": _hex(crypto.blind_index("phone", phone)),
        "template": "received", "params": {"link": link_of(case_id)},
    }  # fmt: skip


def _file(file: File) -> dict[str, str]:
    return {"id": str(new_id()), "mime": file.mime, "name": file.name[:120], "body": _hex(file.body)}


def _waiting(file: File) -> dict[str, str]:
    row = row_of(file)
    return row | {"id": str(row["id"]), "body_sealed": _hex(row["body_sealed"])}


def _fingerprint(title: str, content: str, request: Request) -> str:
    body = json.dumps([title, content, request.category, request.place_id], ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def _hex(raw: bytes) -> str:
    return "\\x" + raw.hex()
