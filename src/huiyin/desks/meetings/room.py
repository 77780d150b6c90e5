"""The forms of what happens in the room: who is here, what came of the items, tasks, minutes."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.commons.c1_proposals.meetings import calling, minutes, sitting, tasks
from huiyin.commons.c1_proposals.meetings.reads import meeting_for
from huiyin.commons.c1_proposals.models import Task
from huiyin.desks.steward.filling import Errand
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer

from .filled import errand_of, item_choices, seat_choices
from .forms import (
    DecideForm,
    DissentForm,
    MinutesForm,
    OpenForm,
    PickSeat,
    TaskDoneForm,
    TaskForm,
)

SEAT_MOVES: dict[str, tuple[Any, Any]] = {
    "in": (sitting.sign_in, gettext_lazy("Sign somebody in")),
    "substitute": (sitting.sign_in, gettext_lazy("Sign a substitute in")),
    "out": (sitting.strike, gettext_lazy("Strike somebody off")),
    "left": (sitting.leave, gettext_lazy("Somebody left")),
    "clear": (calling.clear_seat, gettext_lazy("Take a seat away")),
}
"""What is done with one seat."""


def seat(viewer: Viewer, meeting_id: int, seat_move: str) -> Errand:
    """Sign in, strike off, leave, take away."""
    found = meeting_for(viewer, meeting_id)
    if seat_move not in SEAT_MOVES:
        raise NotThere
    step, words = SEAT_MOVES[seat_move]
    more = {"substitute": True} if seat_move == "substitute" else {}

    def act(told: dict[str, Any]) -> None:
        step(meeting_id=meeting_id, no=int(told["no"]), by=viewer, **more)

    return errand_of(found, words, words, PickSeat, act, {"no": seat_choices(found, seat_move)})


def open_it(viewer: Viewer, meeting_id: int) -> Errand:
    """The meeting begins."""
    found = meeting_for(viewer, meeting_id)

    def act(told: dict[str, Any]) -> None:
        sitting.open_meeting(meeting_id=meeting_id, chair=told["chair"], by=viewer)

    return errand_of(found, _("Open the meeting"), _("Open"), OpenForm, act)


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

    return errand_of(
        found, _("Note what came of an item"), _("Write down"), DecideForm, act, {"no": item_choices(found)}
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

    options = {"no": item_choices(found), "seat": seat_choices(found, "left")}
    return errand_of(found, _("Note a dissent"), _("Write down"), DissentForm, act, options)


def give_task(viewer: Viewer, meeting_id: int) -> Errand:
    """A decision becomes work."""
    found = meeting_for(viewer, meeting_id)
    units = calling.units_at(list(scope_tree().up(found.scope_id)))

    def act(told: dict[str, Any]) -> None:
        tasks.give_task(
            meeting_id=meeting_id, no=int(told["no"]), words=told["words"], owner=told["owner"],
            until=told["until"], organisation_id=int(told["unit"]) if told["unit"] else None, by=viewer,
        )  # fmt: skip

    options = {"no": item_choices(found), "unit": [("", "–"), *((str(one.pk), one.name) for one in units)]}
    return errand_of(found, _("Give a task"), _("Write down"), TaskForm, act, options)


def finish_task(viewer: Viewer, task_id: UUID) -> Errand:
    """A task is done."""
    task = Task.objects.filter(pk=task_id).select_related("item__meeting").first()
    if task is None:
        raise NotThere
    found = meeting_for(viewer, task.item.meeting_id)

    def act(told: dict[str, Any]) -> None:
        tasks.finish_task(task_id=task_id, words=told["words"], by=viewer)

    return errand_of(found, _("Report it done"), _("Report"), TaskDoneForm, act)


def write_minutes(viewer: Viewer, meeting_id: int) -> Errand:
    """The minutes."""
    found = meeting_for(viewer, meeting_id)

    def act(told: dict[str, Any]) -> None:
        minutes.write_minutes(meeting_id=meeting_id, words=told["words"], by=viewer)

    return errand_of(found, _("Minutes"), _("Save"), MinutesForm, act, initial={"words": found.minutes})
