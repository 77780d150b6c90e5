"""The forms of an election, each ending in one act."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.commons.c2_voices.election import beginning, meeting, stepping
from huiyin.commons.c2_voices.election.reads import election_for
from huiyin.commons.c2_voices.models import Election, StageObjection
from huiyin.desks.steward.choices import Choices, scope_choices
from huiyin.desks.steward.filling import Errand, Sure, Why
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .forms import (
    AnswerForm,
    ElectionForm,
    ObjectForm,
    ReceivedForm,
    ReduceForm,
    RollForm,
)


def begin(viewer: Viewer) -> Errand:
    """Begin an election."""

    def act(told: dict[str, Any]) -> None:
        plan = beginning.Plan(told["title"], told["body"], told["called_by"], told["seats"])
        beginning.begin_election(scope_id=int(told["scope"]), plan=plan, by=viewer)

    options = {"scope": scope_choices(viewer, Permission.ELECTION_ORGANISE)}
    note = _("The steps, the days and the majority come from the rules in force here.")
    return Errand(_("Begin an election"), _("Begin"), ElectionForm, act, reverse("elections"), options, note)


def roll(viewer: Viewer, election_id: int) -> Errand:
    """Write the roll of members."""
    election = election_for(viewer, election_id)
    names = "\n".join(election.voters.order_by("name").values_list("name", flat=True))

    def act(told: dict[str, Any]) -> None:
        beginning.write_roll(election_id=election_id, names=told["names"].splitlines(), by=viewer)

    return Errand(_("Roll of members"), _("Save"), RollForm, act, page_of(election), initial={"names": names})


def received(viewer: Viewer, election_id: int) -> Errand:
    """Tick who received a ballot."""
    election = election_for(viewer, election_id)
    voters = list(election.voters.order_by("name"))

    def act(told: dict[str, Any]) -> None:
        beginning.tick_received(election_id=election_id, voter_ids=told["received"], by=viewer)

    options: dict[str, Choices] = {"received": [(str(one.pk), one.name) for one in voters]}
    note = _("Send the whole list once, after the ballots were handed out: no order and no hour is kept.")
    initial = {"received": [str(one.pk) for one in voters if one.received]}
    return Errand(
        _("Who received a ballot"),
        _("Save"),
        ReceivedForm,
        act,
        page_of(election),
        options,
        note,
        initial=initial,
    )


def object_for(viewer: Viewer, election_id: int) -> Errand:
    """Note an objection."""
    election = election_for(viewer, election_id)

    def act(told: dict[str, Any]) -> None:
        stepping.object_to_step(election_id=election_id, name=told["name"], text=told["text"], by=viewer)

    note = _("Until it has its answer the next step cannot begin.")
    return Errand(_("Enter an objection"), _("Enter"), ObjectForm, act, page_of(election), note=note)


def answer(viewer: Viewer, election_id: int) -> Errand:
    """Answer an objection."""
    election = election_for(viewer, election_id)
    waiting = StageObjection.objects.filter(stage__election=election, answered_at=None).order_by("pk")
    rows = [(str(one.pk), f"{one.name}：{one.text[:80]}") for one in waiting]

    def act(told: dict[str, Any]) -> None:
        stepping.answer_step(
            election_id=election_id, objection_id=int(told["objection"]), answer=told["answer"],
            upheld=told["upheld"] == "yes", by=viewer,
        )  # fmt: skip

    return Errand(
        _("Answer an objection"), _("Answer"), AnswerForm, act, page_of(election), {"objection": rows}
    )


def reduce(viewer: Viewer, election_id: int) -> Errand:
    """Leave the open seats empty."""
    election = election_for(viewer, election_id)

    def act(told: dict[str, Any]) -> None:
        meeting.reduce_seats(election_id=election_id, agree=told["agree"], by=viewer)

    return Errand(_("Fewer seats"), _("Reduce"), ReduceForm, act, page_of(election))


def _confirm(*, election_id: int, by: Viewer) -> None:
    meeting.confirm_sheet(election_id=election_id, right=True, by=by)


def _refuse(*, election_id: int, by: Viewer) -> None:
    meeting.confirm_sheet(election_id=election_id, right=False, by=by)


MOVES: dict[str, tuple[Any, Any, Any, Any]] = {
    "post": (stepping.post_step, gettext_lazy("Post this step"), gettext_lazy("Post"), gettext_lazy(
        "Everybody around reads it from now on. The day of posting does not count.")),
    "pass": (stepping.pass_step, gettext_lazy("Finish this step"), gettext_lazy("Finish"), gettext_lazy(
        "What it needs is there and every objection has its answer. The next step begins.")),
    "confirm": (_confirm, gettext_lazy("The sheet is right"), gettext_lazy("Confirm"), gettext_lazy(
        "You compared every number with the paper. It cannot be changed afterwards.")),
    "refuse": (_refuse, gettext_lazy("The sheet is wrong"), gettext_lazy("Send back"), gettext_lazy(
        "It is kept in the record and has to be entered anew.")),
    "cancel": (beginning.cancel_election, gettext_lazy("Call the election off"), gettext_lazy("Call off"),
        gettext_lazy("Everybody reads why.")),
}  # fmt: skip
"""What can be done with an election: the act, title, button, and what it means."""
WITH_REASON = ("cancel",)


def do(viewer: Viewer, election_id: int, move: str) -> Errand:
    """A step of the election."""
    election = election_for(viewer, election_id)
    if move not in MOVES:
        raise NotThere
    run, title, button, note = MOVES[move]

    def act(told: dict[str, Any]) -> None:
        more = {"reason": told["reason"]} if move in WITH_REASON else {}
        run(election_id=election_id, by=viewer, **more)

    return Errand(title, button, Why if move in WITH_REASON else Sure, act, page_of(election), note=note)


def page_of(election: Election) -> str:
    """The address of its page."""
    return reverse("election-work", args=[election.pk])
