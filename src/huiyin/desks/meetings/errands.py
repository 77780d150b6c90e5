"""The forms by which a meeting is prepared and called, each ending in one act."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.commons.c1_proposals.four_steps.reads import proposals_of
from huiyin.commons.c1_proposals.four_steps.words import ProposalState
from huiyin.commons.c1_proposals.meetings import agenda, calling, minutes, sitting
from huiyin.commons.c1_proposals.meetings.quorum import council_of
from huiyin.commons.c1_proposals.meetings.reads import meeting_for
from huiyin.commons.c1_proposals.packs import pack_now, pack_of
from huiyin.desks.steward.choices import Choices
from huiyin.desks.steward.filling import Errand, Sure
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.deliberations import Deliberation
from huiyin.registers.rules.naming import said

from .filled import errand_of, item_choices
from .forms import (
    ItemForm,
    MeetingForm,
    OffForm,
    PickItem,
    SeatForm,
)

_WORK = Permission.PROPOSAL_WORK
MOVES: dict[str, tuple[Any, Any]] = {
    "notice": (calling.give_notice, gettext_lazy("Give notice")),
    "close": (sitting.close_meeting, gettext_lazy("Close the meeting")),
    "fail": (sitting.fail_meeting, gettext_lazy("Not quorate: close it")),
    "post": (minutes.post_minutes, gettext_lazy("Post the minutes")),
}
"""Steps that need no more than a button."""


def begin(viewer: Viewer) -> Errand:
    """Prepare a meeting."""
    scopes = viewer.grants.get(_WORK, frozenset())
    kinds = (PlaceKind.ESTATE, PlaceKind.COMMUNITY)
    places = list(Place.objects.filter(kind__in=kinds, scope_id__in=scopes, closed_at=None).order_by("label"))
    if not places:
        raise NotThere

    def act(told: dict[str, Any]) -> None:
        calling.plan_meeting(scope_id=int(told["scope"]), call=_call(told), by=viewer)

    _pack, rules = pack_now(places[0].scope_id, now())
    options = {"scope": [(str(one.scope_id), one.label) for one in places], **_kinds(rules)}
    note = _("The registers fill the seats; look at them before you give notice.")
    return Errand(
        _("Prepare a meeting"),
        _("Prepare"),
        MeetingForm,
        act,
        reverse("meetings"),
        options=options,
        note=note,
    )


def change(viewer: Viewer, meeting_id: int) -> Errand:
    """Change it before notice is given."""
    found = meeting_for(viewer, meeting_id)

    def act(told: dict[str, Any]) -> None:
        calling.change_meeting(meeting_id=meeting_id, call=_call(told), by=viewer)

    fields = ("kind", "council", "title", "venue", "called_by", "starts_at")
    before = {name: getattr(found, name) for name in fields}
    options: dict[str, Any] = {"scope": [], **_kinds(pack_of(found.pack_id))}
    return errand_of(found, _("Change the meeting"), _("Save"), MeetingForm, act, options, before)


def do(viewer: Viewer, meeting_id: int, meeting_move: str) -> Errand:
    """A step that needs no more than a button."""
    found = meeting_for(viewer, meeting_id)
    if meeting_move not in MOVES:
        raise NotThere
    step, words = MOVES[meeting_move]

    def act(_told: dict[str, Any]) -> None:
        step(meeting_id=meeting_id, by=viewer)

    return errand_of(found, words, words, Sure, act)


def call_off(viewer: Viewer, meeting_id: int) -> Errand:
    """It does not take place."""
    found = meeting_for(viewer, meeting_id)

    def act(told: dict[str, Any]) -> None:
        calling.call_off(meeting_id=meeting_id, reason=told["reason"], by=viewer)

    return errand_of(found, _("Call the meeting off"), _("Call off"), OffForm, act)


def fill_seat(viewer: Viewer, meeting_id: int) -> Errand:
    """Who sits for a party, and who stands in."""
    found = meeting_for(viewer, meeting_id)

    def act(told: dict[str, Any]) -> None:
        calling.fill_seat(meeting_id=meeting_id, by=viewer, **told)

    options = {"party": [(one.key, said(one)) for one in council_of(found).seats]}
    return errand_of(found, _("Fill a seat"), _("Write down"), SeatForm, act, options)


def put_item(viewer: Viewer, meeting_id: int) -> Errand:
    """Put something on the agenda."""
    found = meeting_for(viewer, meeting_id)

    def act(told: dict[str, Any]) -> None:
        wanted = int(told["proposal"]) if told["proposal"] else None
        agenda.put_item(meeting_id=meeting_id, words=told["words"], proposal_id=wanted, by=viewer)

    waiting = proposals_of(viewer).filter(scope_id=found.scope_id, state=ProposalState.RAISED)
    options = {"proposal": [("", "–"), *((str(one.pk), one.title) for one in waiting)]}
    return errand_of(found, _("Put on the agenda"), _("Write down"), ItemForm, act, options)


def strike_item(viewer: Viewer, meeting_id: int) -> Errand:
    """Take something off the agenda."""
    found = meeting_for(viewer, meeting_id)

    def act(told: dict[str, Any]) -> None:
        agenda.strike_item(meeting_id=meeting_id, no=int(told["no"]), by=viewer)

    return errand_of(
        found, _("Strike off the agenda"), _("Strike off"), PickItem, act, {"no": item_choices(found)}
    )


def _call(told: dict[str, Any]) -> calling.Call:
    fields = ("kind", "council", "title", "venue", "called_by", "starts_at")
    return calling.Call(**{name: told[name] for name in fields})


def _kinds(rules: Deliberation) -> dict[str, Choices]:
    return {
        "kind": [
            (
                one.key,
                _("%(kind)s, notice %(days)s days before") % {"kind": said(one), "days": one.notice_days},
            )
            for one in rules.meetings.values()
        ],
        "council": [(one.key, said(one)) for one in rules.councils.values()],
    }
