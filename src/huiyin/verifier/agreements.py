"""Agreements and emergency service: re-compute records, what was promised, signed, met, given, handed over.

Who signed for a party is in no record, so it is not read here. The formats stand in docs/reference/chain.md.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from .records import Row, Rows, broken_lines, digest_of, told_by

_LINES = "seq, (extract(epoch FROM at) * 1000000)::bigint, verb, actor, actor_label, data::text, prev, hash"
AGREEMENTS = """
SELECT id, code, state, ends::text, kind, title, aim, resource, begins::text, place_id, decision_id
FROM agreements_agreement ORDER BY id"""
QUERIES = {
    "events": f"SELECT agreement_id, {_LINES} FROM agreements_agreementevent ORDER BY agreement_id, seq, id",  # noqa: S608 - columns, no values
    "parties": """
SELECT agreement_id, no, name, organisation_id, gain, signed_on::text FROM agreements_party
ORDER BY agreement_id, no""",
    "duties": """
SELECT p.agreement_id, d.no, p.no, d.what, d.shown, d.rhythm, d.first_on::text FROM agreements_duty d
JOIN agreements_party p ON p.id = d.party_id ORDER BY p.agreement_id, d.no""",
    "dues": """
SELECT u.agreement_id, d.no, u.due_on::text, u.state, u.words FROM agreements_due u
JOIN agreements_duty d ON d.id = u.duty_id ORDER BY u.agreement_id, u.id""",
    "given": """
SELECT g.agreement_id, g.no, p.no, g.side, g."on"::text, g.what, g.quantity, g.unit FROM agreements_given g
JOIN agreements_party p ON p.id = g.party_id ORDER BY g.agreement_id, g.no""",
    "pictures": """
SELECT agreement_id, id::text, encode(sha256(body), 'hex') FROM agreements_picture
ORDER BY agreement_id, id""",
}
SERVICES = """
SELECT id, code, state, place_id, company_id, named_by_id, begins::text, ends::text, reason, services,
       cost_notice, noticed_on::text, again_why, again_by
FROM agreements_emergencyservice ORDER BY id"""
SERVICE_QUERIES = {
    "events": f"SELECT service_id, {_LINES} FROM agreements_serviceevent ORDER BY service_id, seq, id",  # noqa: S608 - columns, no values
    "items": """
SELECT service_id, no, what, from_whom, done_on::text FROM agreements_handoveritem ORDER BY service_id, no""",
}
STATE_OF = {
    "begun": "draft", "in_force": "in_force", "ended": "ended", "lapsed": "ended", "dropped": "dropped",
    "named": "running",
}  # fmt: skip
Told = list[tuple[str, dict[str, Any]]]


def broken_agreements(agreements: Iterable[Row], tables: dict[str, Rows]) -> Iterator[str]:
    """One sentence for each broken thing. `tables`: the rows of each query above, by agreement."""
    for id_, code, state, ends, *content in agreements:
        rows = {name: found.get(id_, []) for name, found in tables.items()}
        told = told_by(rows["events"])
        found = (
            *broken_lines(id_, rows["events"]), *_where(state, told), *_text(ends, content, told),
            *_same("party", _parties(told), _signed(rows["parties"])),
            *_same("duty", _known(told, "duty"), {no: digest_of(more) for no, *more in rows["duties"]}),
            *_same("line of the ledger", _known(told, "given"), {
                no: digest_of(more) for no, *more in rows["given"]
            }),
            *_same("picture", _pictures(told), dict(rows["pictures"])),
            *_same("day of a duty", _answers(told), {
                (no, due): (state, words) for no, due, state, words in rows["dues"] if state != "open"
            }),
            *_count_of_days(rows["dues"], told),
        )  # fmt: skip
        yield from (f"agreement {code}: {sentence}" for sentence in found)


def broken_services(services: Iterable[Row], tables: dict[str, Rows]) -> Iterator[str]:
    """One sentence for each broken thing of emergency services, likewise."""
    for id_, code, state, *content in services:
        rows = {name: found.get(id_, []) for name, found in tables.items()}
        told = told_by(rows["events"])
        named = [data.get("digest") for verb, data in told if verb == "named"]
        ticked = {data.get("no"): data.get("on") for verb, data in told if verb == "ticked"}
        items = {no: (digest, ticked.get(no)) for no, digest in _known(told, "item").items()}
        found = [*broken_lines(id_, rows["events"]), *_where(state, told)]
        if named != [digest_of(content)]:
            found.append("was changed after it was named, or added")
        stands = {no: (digest_of([what, whom]), on) for no, what, whom, on in rows["items"]}
        found += _same("thing handed over", items, stands)
        yield from (f"emergency service {code}: {sentence}" for sentence in found)


def _where(state: str, told: Told) -> Iterator[str]:
    steps = [STATE_OF[verb] for verb, _data in told if verb in STATE_OF]
    if steps[-1:] != [state]:
        yield f"stands at “{state}”; the record says otherwise"


def _text(ends: str, content: list[Any], told: Told) -> Iterator[str]:
    begun = [data for verb, data in told if verb == "begun"]
    if [data.get("digest") for data in begun] != [digest_of(content)]:
        yield "was changed after it was begun, or added"
    last = [data.get("to", data.get("ends")) for verb, data in told if verb in ("begun", "renewed")]
    if last[-1:] != [ends]:
        yield "ends on another day than the record says"


def _count_of_days(dues: list[Row], told: Told) -> Iterator[str]:
    if len(dues) != sum(data.get("days", 0) for verb, data in told if verb in ("in_force", "renewed")):
        yield "has more or fewer days of duties than the record says"


def _parties(told: Told) -> dict[Any, Any]:
    """By number, what each party is by the record and the day it signed; one taken out is none."""
    known: dict[Any, Any] = {}
    for verb, data in told:
        if verb == "party":
            known[data.get("no")] = (data.get("digest"), None)
        elif verb == "out":
            known.pop(data.get("no"), None)
        elif verb == "signed" and data.get("no") in known:
            known[data.get("no")] = (known[data.get("no")][0], data.get("on"))
    return known


def _signed(rows: list[Row]) -> dict[Any, Any]:
    return {no: (digest_of([name, unit, gain]), on) for no, name, unit, gain, on in rows}


def _known(told: Told, wanted: str) -> dict[Any, Any]:
    """Number → digest of the lines with a verb; duties go with the party that was taken out."""
    known: dict[Any, tuple[Any, Any]] = {}
    for verb, data in told:
        if verb == wanted:
            known[data.get("no")] = (data.get("digest"), data.get("party"))
        elif verb == "out":
            known = {no: one for no, one in known.items() if one[1] != data.get("no")}
    return {no: digest for no, (digest, _party) in known.items()}


def _pictures(told: Told) -> dict[Any, Any]:
    return {data.get("id"): data.get("sha256") for verb, data in told if verb == "picture"}


def _answers(told: Told) -> dict[Any, Any]:
    return {
        (data.get("no"), data.get("due")): (verb, data.get("words"))
        for verb, data in told
        if verb in ("met", "unmet")
    }


def _same(what: str, known: dict[Any, Any], stands: dict[Any, Any]) -> Iterator[str]:
    for key in sorted({*known, *stands}, key=str):
        if key not in stands:
            yield f"{what} {key} is gone; the record knows it"
        elif known.get(key) != stands[key]:
            yield f"{what} {key} is not as the record says"
