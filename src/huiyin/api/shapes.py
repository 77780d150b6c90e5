"""What goes out: the shapes of answers. Contact details leave masked, and only to those who may see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ninja import Schema

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import clock_views, staff_timeline
from huiyin.casework.casefile.words import PUBLIC, State
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.casework.s4_handling.notices import requester_phone
from huiyin.casework.s5_closure.owing import owed_of
from huiyin.ground.phones import mask_phone
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission


class ReceiptOut(Schema):
    """The number, and the resident's two ways back: the link and the code for a paper slip."""

    number: str
    received_at: datetime
    link: str
    query_code: str


class SlipOut(Schema):
    """A slip in the platform's own number; moments are empty where nothing happened yet."""

    id: int
    source: str
    source_ref: str
    accept_by: datetime | None
    contact_by: datetime | None
    finish_by: datetime | None
    given_at: datetime | None
    slip: dict[str, Any]


class SlipPage(Schema):
    """Some slips; `next` is what `after` has to be for the rest."""

    slips: list[SlipOut]
    next: int | None


class GivenOut(Schema):
    """The slip as it went back."""

    at: datetime
    slip: dict[str, Any]


class PlaceOut(Schema):
    """A place; `label` is how people say it in full."""

    id: int
    scope_id: int
    parent_id: int | None
    kind: str
    name: str
    label: str
    short: str


class CaseOut(Schema):
    """A case as lists show it. `state` is the staff's word, `public_state` the resident's."""

    number: str
    scope_id: int
    place_id: int | None
    place: str
    channel: str
    kind: str
    category: str
    urgency: str
    danger: str
    private: bool
    title: str
    content: str
    state: str
    public_state: str
    received_at: datetime
    next_due_at: datetime | None
    answer: str
    answered_at: datetime | None
    ended_at: datetime | None
    reopened: int
    version: int
    source: str
    source_ref: str


class ClockOut(Schema):
    """A clock: the same figures the resident and the desks see."""

    kind: str
    tier: str
    state: str
    started_at: datetime
    target_at: datetime
    remaining_seconds: int
    late_seconds: int
    paused_seconds: int
    promise: bool
    basis: str


class EventOut(Schema):
    """A line of the timeline."""

    seq: int
    at: datetime
    verb: str
    actor: str
    data: dict[str, Any]


class HandlerOut(Schema):
    """Who has the case."""

    organisation: str
    person: str
    acknowledged_at: datetime | None


class RequesterOut(Schema):
    """Who asked, with a masked telephone number."""

    name: str
    phone: str
    whose_home: str


class OwedOut(Schema):
    """What is owed outside for a case: a slip to a platform, a written reply to a delegate."""

    kind: str
    to: str
    ref: str
    due_at: datetime | None
    done_at: datetime | None


class CaseDetail(CaseOut):
    """A case as its page shows it; `owed` for those who sort it and for the program that brought it in."""

    owed: list[OwedOut]
    handler: HandlerOut | None
    requester: RequesterOut | None
    clocks: list[ClockOut]
    timeline: list[EventOut]


class Page(Schema):
    """A page of cases; `next` is the cursor of the page after it, empty at the end."""

    cases: list[CaseOut]
    next: str


class Standing(Schema):
    """Where a case stands after an act."""

    number: str
    state: str
    version: int
    next_due_at: datetime | None


class CategoryOut(Schema):
    """A category of the list that holds in the scope."""

    code: str
    group: str
    name: str
    name_zh: str
    urgency: str
    private: bool
    danger: bool


def case_out(case: Case) -> dict[str, Any]:
    """The fields of CaseOut; `source` without the prefix that keeps programs apart."""
    named = {name: getattr(case, name) for name in CaseOut.model_fields if hasattr(case, name)}
    place = (case.place.label if case.place else "") or case.place_text
    public = PUBLIC[State(case.state)].value
    return named | {"place": place, "public_state": public, "source": case.source.partition(":")[2]}


def case_detail(case: Case, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """The fields of CaseDetail."""
    standing = standing_assignment(case)
    return case_out(case) | {
        "handler": {
            "organisation": standing.organisation.name,
            "person": standing.account.display_name if standing.account else "",
            "acknowledged_at": standing.acknowledged_at,
        } if standing else None,
        "owed": [_plain(owed, OwedOut) for owed in owed_of(viewer).filter(case=case).order_by("pk")],
        "requester": _requester(case) if viewer.may(Permission.CASE_READ_CONTACT, case.scope_id) else None,
        "clocks": [_plain(view, ClockOut) for view in clock_views(case, now)],
        "timeline": [
            {"seq": e.seq, "at": e.at, "verb": e.verb, "actor": e.actor_label, "data": e.data}
            for e in staff_timeline(case, viewer)
        ],
    }  # fmt: skip


def standing_of(case: Case) -> Mapping[str, Any]:
    """The fields of Standing, ready to be kept as JSON."""
    fresh = Case.objects.get(pk=case.pk)
    due = fresh.next_due_at.isoformat() if fresh.next_due_at else None
    return {"number": fresh.number, "state": fresh.state, "version": fresh.version, "next_due_at": due}


def _requester(case: Case) -> dict[str, str] | None:
    row = getattr(case, "requester", None)
    if row is None:
        return None
    phone = requester_phone(case)
    return {"name": row.name, "phone": mask_phone(phone) if phone else "", "whose_home": row.whose_home}


def _plain(view: object, shape: type[Schema]) -> dict[str, Any]:
    return {name: getattr(view, name) for name in shape.model_fields}
