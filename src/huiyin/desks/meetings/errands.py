"""The forms of a meeting, each ending in one act."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.commons.c1_proposals.four_steps.reads import proposals_of
from huiyin.commons.c1_proposals.four_steps.words import ProposalState
from huiyin.commons.c1_proposals.meetings import agenda, calling, minutes, sitting, tasks
from huiyin.commons.c1_proposals.meetings.quorum import council_of
from huiyin.commons.c1_proposals.meetings.reads import meeting_for
from huiyin.commons.c1_proposals.models import Meeting, Task
from huiyin.commons.c1_proposals.packs import pack_now, pack_of
from huiyin.desks.steward.choices import Choices
from huiyin.desks.steward.filling import Errand, Sure
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.deliberations import Deliberation
from huiyin.registers.rules.naming import said

from .forms import (
    DecideForm,
    DissentForm,
    ItemForm,
    MeetingForm,
    MinutesForm,
    OffForm,
    OpenForm,
    PickItem,
    PickSeat,
    SeatForm,
    TaskDoneForm,
    TaskForm,
)

_WORK = Permission.PROPOSAL_WORK
MOVES: dict[str, tuple[Any, Any]] = {
    "notice": (calling.give_notice, gettext_lazy("Give notice")),
    "close": (sitting.close_meeting, gettext_lazy("Close the meeting")),
    "fail": (sitting.fail_meeting, gettext_lazy("Not quorate: close it")),
    "post": (minutes.post_minutes, gettext_lazy("Post the minutes")),
}
"""Steps that need no more than a button."""
SEAT_MOVES: dict[str, tuple[Any, Any]] = {
    "in": (sitting.sign_in, gettext_lazy("Sign somebody in")),
    "substitute": (sitting.sign_in, gettext_lazy("Sign a substitute in")),
    "out": (sitting.strike, gettext_lazy("Strike somebody off")),
    "left": (sitting.leave, gettext_lazy("Somebody left")),
    "clear": (calling.clear_seat, gettext_lazy("Take a seat away")),
}
"""What is done with one seat."""


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
    return _errand(found, _("Change the meeting"), _("Save"), MeetingForm, act, options, before)


def do(viewer: Viewer, meeting_id: int, meeting_move: str) -> Errand:
    """A step that needs no more than a button."""
    found = meeting_for(viewer, meeting_id)
    if meeting_move not in MOVES:
        raise NotThere
    step, words = MOVES[meeting_move]

    def act(_told: dict[str, Any]) -> None:
        step(meeting_id=meeting_id, by=viewer)

    return _errand(found, words, words, Sure, act)


def call_off(viewer: Viewer, meeting_id: int) -> Errand:
    """It does not take place."""
    found = meeting_for(viewer, meeting_id)

    def act(told: dict[str, Any]) -> None:
        calling.call_off(meeting_id=meeting_id, reason=told["reason"], by=viewer)

    return _errand(found, _("Call the meeting off"), _("Call off"), OffForm, act)


def fill_seat(viewer: Viewer, meeting_id: int) -> Errand:
    """Who sits for a party, and who stands in."""
    found = meeting_for(viewer, meeting_id)

    def act(told: dict[str, Any]) -> None:
        calling.fill_seat(meeting_id=meeting_id, by=viewer, **told)

    options = {"party": [(one.key, said(one)) for one in council_of(found).seats]}
    return _errand(found, _("Fill a seat"), _("Write down"), SeatForm, act, options)


def seat(viewer: Viewer, meeting_id: int, seat_move: str) -> Errand:
    """Sign in, strike off, leave, take away."""
    found = meeting_for(viewer, meeting_id)
    if seat_move not in SEAT_MOVES:
        raise NotThere
    step, words = SEAT_MOVES[seat_move]
    more = {"substitute": True} if seat_move == "substitute" else {}

    def act(told: dict[str, Any]) -> None:
        step(meeting_id=meeting_id, no=int(told["no"]), by=viewer, **more)

    return _errand(found, words, words, PickSeat, act, {"no": _seats(found, seat_move)})


def put_item(viewer: Viewer, meeting_id: int) -> Errand:
    """Put something on the agenda."""
    found = meeting_for(viewer, meeting_id)

    def act(told: dict[str, Any]) -> None:
        wanted = int(told["proposal"]) if told["proposal"] else None
        agenda.put_item(meeting_id=meeting_id, words=told["words"], proposal_id=wanted, by=viewer)

    waiting = proposals_of(viewer).filter(scope_id=found.scope_id, state=ProposalState.RAISED)
    options = {"proposal": [("", "–"), *((str(one.pk), one.title) for one in waiting)]}
    return _errand(found, _("Put on the agenda"), _("Write down"), ItemForm, act, options)


def strike_item(viewer: Viewer, meeting_id: int) -> Errand:
    """Take something off the agenda."""
    found = meeting_for(viewer, meeting_id)

    def act(told: dict[str, Any]) -> None:
        agenda.strike_item(meeting_id=meeting_id, no=int(told["no"]), by=viewer)

    return _errand(found, _("Strike off the agenda"), _("Strike off"), PickItem, act, {"no": _items(found)})


def open_it(viewer: Viewer, meeting_id: int) -> Errand:
    """The meeting begins."""
    found = meeting_for(viewer, meeting_id)

    def act(told: dict[str, Any]) -> None:
        sitting.open_meeting(meeting_id=meeting_id, chair=told["chair"], by=viewer)

    return _errand(found, _("Open the meeting"), _("Open"), OpenForm, act)


def decide(viewer: Viewer, meeting_id: int) -> Errand:
    """What came of an item."""
    found = meeting_for(viewer, meeting_id)

    def act(told: dict[str, Any]) -> None:
        if told["outcome"] != "vote":
            put_off = told["outcome"] == "put_off"
            sitting.note_item(
                meeting_id=meeting_id, no=int(told["no"]), talk=told["talk"], put_off=put_off, by=viewer
            )
            return
        voices = sitting.Voices(told["agree"] or 0, told["against"] or 0, told["abstain"] or 0)
        sitting.decide(
            meeting_id=meeting_id, no=int(told["no"]), decision=told["decision"], talk=told["talk"],
            voices=voices, by=viewer,
        )  # fmt: skip

    return _errand(
        found, _("Note what came of an item"), _("Write down"), DecideForm, act, {"no": _items(found)}
    )


def dissent(viewer: Viewer, meeting_id: int) -> Errand:
    """Somebody wants it written down that they see it otherwise."""
    found = meeting_for(viewer, meeting_id)

    def act(told: dict[str, Any]) -> None:
        sitting.dissent(
            meeting_id=meeting_id,
            no=int(told["no"]),
            seat_no=int(told["seat"]),
            words=told["words"],
            by=viewer,
        )

    options = {"no": _items(found), "seat": _seats(found, "left")}
    return _errand(found, _("Note a dissent"), _("Write down"), DissentForm, act, options)


def give_task(viewer: Viewer, meeting_id: int) -> Errand:
    """A decision becomes work."""
    found = meeting_for(viewer, meeting_id)
    units = calling.units_at(list(scope_tree().up(found.scope_id)))

    def act(told: dict[str, Any]) -> None:
        tasks.give_task(
            meeting_id=meeting_id, no=int(told["no"]), words=told["words"], owner=told["owner"],
            until=told["until"], organisation_id=int(told["unit"]) if told["unit"] else None, by=viewer,
        )  # fmt: skip

    options = {"no": _items(found), "unit": [("", "–"), *((str(one.pk), one.name) for one in units)]}
    return _errand(found, _("Give a task"), _("Write down"), TaskForm, act, options)


def finish_task(viewer: Viewer, task_id: UUID) -> Errand:
    """A task is done."""
    task = Task.objects.filter(pk=task_id).select_related("item__meeting").first()
    if task is None:
        raise NotThere
    found = meeting_for(viewer, task.item.meeting_id)

    def act(told: dict[str, Any]) -> None:
        tasks.finish_task(task_id=task_id, words=told["words"], by=viewer)

    return _errand(found, _("Report it done"), _("Report"), TaskDoneForm, act)


def write_minutes(viewer: Viewer, meeting_id: int) -> Errand:
    """The minutes."""
    found = meeting_for(viewer, meeting_id)

    def act(told: dict[str, Any]) -> None:
        minutes.write_minutes(meeting_id=meeting_id, words=told["words"], by=viewer)

    return _errand(found, _("Minutes"), _("Save"), MinutesForm, act, initial={"words": found.minutes})


def _errand(
    found: Meeting, title: Any, button: Any, form: Any, act: Any, options: dict[str, Any] | None = None,
    initial: dict[str, Any] | None = None,
) -> Errand:  # fmt: skip
    back = reverse("meeting-work", args=[found.pk])
    return Errand(title, button, form, act, back, options or {}, note=found.title, initial=initial or {})


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


def _items(found: Meeting) -> Choices:
    return [(str(one.no), f"{one.no}. {one.words}") for one in found.items.all()]


def _seats(found: Meeting, move: str) -> Choices:
    """The seats the move is about: who is not here yet, who is, everybody."""
    parties = {one.key: said(one) for one in council_of(found).seats}
    seats = found.seats.all()
    if move in ("in", "substitute"):
        seats = [one for one in seats if not one.is_here and (move == "in" or one.substitute)]
    elif move in ("out", "left"):
        seats = [one for one in seats if one.is_here]
    return [
        (
            str(one.no),
            f"{one.substitute if move == 'substitute' else one.sitting}（{parties.get(one.party, '')}）",
        )
        for one in seats
    ]
