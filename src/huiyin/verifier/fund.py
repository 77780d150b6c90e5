"""Uses of the maintenance fund: records, homes and parts, quotations, approved and paid sums, who was asked.

The formats stand in docs/reference/chain.md.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from .records import Row, Rows, broken_lines, digest_of, told_by

USES = """
SELECT u.id, u.code, u.title, u.words, u.part, u.place_id, u.state, u.homes, u.area, u.approved_fen,
       u.post_until::text, u.ratified, u.post_by::text, u.ratify_by::text, u.ended_why, v.code, p.code
FROM fund_funduse u LEFT JOIN voices_ownersvote v ON v.id = u.vote_id
LEFT JOIN works_project p ON p.id = u.project_id ORDER BY u.id"""
_LINES = "seq, (extract(epoch FROM at) * 1000000)::bigint, verb, actor, actor_label, data::text, prev, hash"
EVENTS = f"SELECT use_id, {_LINES} FROM fund_fundevent ORDER BY use_id, seq, id"  # noqa: S608 - columns, no values
UNITS = "SELECT use_id, place_id, area, amount_fen FROM fund_fundunit ORDER BY use_id, no"
QUOTATIONS = """
SELECT use_id, no, organisation_id, amount_fen, chosen, chosen_why FROM fund_quotation ORDER BY use_id, no"""
SCANS = """
SELECT q.use_id, q.no, encode(sha256(s.body), 'hex') FROM fund_quotationscan s
JOIN fund_quotation q ON q.id = s.quotation_id ORDER BY q.use_id, q.no"""
PAYMENTS = """
SELECT use_id, no, amount_fen, paid_on::text, paper, payee_id FROM fund_fundpayment ORDER BY use_id, no"""
OBJECTIONS = "SELECT use_id, id, upheld FROM fund_fundobjection ORDER BY use_id, id"
ASKED = """
SELECT u.id, r.place_id FROM fund_funduse u JOIN voices_rollunit r ON r.vote_id = u.vote_id
ORDER BY u.id, r.place_id"""
QUERIES = {
    "events": EVENTS, "units": UNITS, "quotations": QUOTATIONS, "scans": SCANS, "payments": PAYMENTS,
    "objections": OBJECTIONS, "asked": ASKED,
}  # fmt: skip
STATE_OF = {
    "prepared": "draft", "urgent": "urgent", "unbound": "draft", "bound": "voting", "posted": "posted",
    "cleared": "paying", "ended": "ended", "stopped": "stopped",
}  # fmt: skip
Told = list[tuple[str, dict[str, Any]]]


def broken_uses(uses: Iterable[Row], tables: dict[str, Rows]) -> Iterator[str]:
    """One sentence for each broken thing. `tables`: the rows of each query above, by use."""
    for id_, code, *stands in uses:
        rows = {name: found.get(id_, []) for name, found in tables.items()}
        told = told_by(rows["events"])
        found = (
            *broken_lines(id_, rows["events"]), *_content(stands[:4], told), *_where(stands[4:], told),
            *_homes(stands, rows, told), *_quotations(rows["quotations"], told), *_scans(rows["scans"], told),
            *_money(stands, rows["payments"], told), *_objections(rows["objections"], told),
        )  # fmt: skip
        yield from (f"use {code} of the fund: {sentence}" for sentence in found)


def _content(content: list[Any], told: Told) -> Iterator[str]:
    if [data.get("digest") for verb, data in told if verb == "prepared"] != [digest_of(content)]:
        yield "was changed after it was prepared, or is not in the record"


def _where(stands: list[Any], told: Told) -> Iterator[str]:
    """State, days, the owners' word, vote and work by the record; an emergency keeps its state when asked."""
    state, _n, _area, _approved, until, ratified, post_by, ratify_by, why, vote, work = stands
    urgent = any(verb == "urgent" for verb, _data in told)
    asides = ("bound", "unbound") if urgent else ()
    moves = [verb for verb, _data in told if verb in STATE_OF and verb not in asides]
    if [STATE_OF[verb] for verb in moves[-1:]] != [state]:
        yield f"stands at “{state}”; the record says otherwise"
    says = {"ratified": "yes", "refused": "no"}
    word = next((says[verb] for verb, _d in reversed(told) if verb in says), "owed" if urgent else "")
    if ratified != word:
        yield "the owners' word on the emergency is not that of the record"
    if _last(told, "posted", "until") != until or _last(told, "stopped", "why") != (why or None):
        yield "its days or its end are not those of the record"
    if (post_by, ratify_by) != (_last(told, "urgent", "post_by"), _last(told, "urgent", "ratify_by")):
        yield "what is owed has other days than the record says"
    binding = next((data.get("vote") for verb, data in reversed(told) if verb in ("bound", "unbound")), None)
    loose = [verb for verb, _data in told if verb in ("bound", "unbound")][-1:] != ["bound"]
    if vote != (None if loose else binding) or work != _last(told, "worked", "project"):
        yield "belongs to another vote or work than the record says"


def _homes(stands: list[Any], rows: dict[str, list[Row]], told: Told) -> Iterator[str]:
    """The homes and their parts are those last written down; they are asked, and nobody else is."""
    state, homes, area = stands[4:7]
    units = rows["units"]
    if (len(units), sum(unit[1] for unit in units)) != (homes, area):
        yield "has other homes or another area than it says"
    written = [data["units"] for _verb, data in told if data.get("units")]
    now = digest_of([one for unit in units for one in unit])
    if state not in ("draft", "stopped") and written[-1:] != [now]:
        yield "the homes or their parts were changed after they were settled"
    asked = {row[0] for row in rows["asked"]}
    if asked and asked != {unit[0] for unit in units}:
        yield "other homes were asked than share the part"


def _quotations(rows: Iterable[Row], told: Told) -> Iterator[str]:
    quoted = {
        data.get("no"): [data.get("organisation"), data.get("amount")]
        for verb, data in told
        if verb == "quoted"
    }
    chose, why = _last(told, "chose", "no"), _last(told, "chose", "why")
    for no, organisation, amount, chosen, chosen_why in rows:
        if quoted.pop(no, None) != [organisation, amount]:
            yield f"quotation {no} is not as the record says"
        if chosen != (no == chose) or (chosen and chosen_why != why):
            yield f"quotation {no} was chosen, or not, otherwise than the record says"
    for no in quoted:
        yield f"quotation {no} is gone; the record knows it"


def _scans(rows: Iterable[Row], told: Told) -> Iterator[str]:
    if dict(rows) != {data.get("no"): data.get("sha256") for verb, data in told if verb == "scanned"}:
        yield "the picture of a quotation was changed, added or is gone"


def _money(stands: list[Any], payments: Iterable[Row], told: Told) -> Iterator[str]:
    """What was approved and paid, by the record; never more than approved."""
    state, approved = stands[4], stands[7]
    where = "posted" if any(verb == "posted" for verb, _data in told) else "bound"
    if state not in ("draft", "urgent", "stopped") and approved != _last(told, where, "approved"):
        yield "another sum was approved than the record says"
    known = {
        data.get("no"): [data.get("amount"), data.get("on"), data.get("paper"), data.get("payee")]
        for verb, data in told
        if verb == "paid"
    }
    paid = 0
    for no, *payment in payments:
        paid += payment[0]
        if known.pop(no, None) != payment:
            yield f"payment {no} is not as the record says"
    for no in known:
        yield f"payment {no} is gone; the record knows it"
    if paid > approved:
        yield "more was paid than was approved"


def _objections(rows: Iterable[Row], told: Told) -> Iterator[str]:
    known = {data.get("no"): None for verb, data in told if verb == "objected"}
    known |= {data.get("no"): data.get("upheld") for verb, data in told if verb == "answered"}
    if dict(rows) != known:
        yield "objections or their answers are not those of the record"


def _last(told: Told, verb: str, key: str) -> Any:
    return next((data.get(key) for one, data in reversed(told) if one == verb), None)
