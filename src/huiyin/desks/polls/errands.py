"""The forms of a poll, each ending in one act."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.commons.c2_voices.models import Poll
from huiyin.commons.c2_voices.poll import drafting, rounds, speaking
from huiyin.commons.c2_voices.poll.counting import tallies_of
from huiyin.commons.c2_voices.poll.reads import poll_for
from huiyin.commons.c2_voices.poll.record import WORK, last_round
from huiyin.commons.c2_voices.poll.words import Fate, RoundState
from huiyin.desks.case.doing import UnknownPlace
from huiyin.desks.steward.choices import place_choices
from huiyin.desks.steward.filling import Errand, Sure
from huiyin.ground.clock import today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.matching import find_spoken

from .forms import CancelForm, DecideForm, FinishForm, PaperForm, PollForm, RoundForm

MOVES: dict[str, tuple[Any, Any, Any]] = {
    "open": (rounds.open_round, gettext_lazy("Open the round"), gettext_lazy(
        "Everybody around can speak from now until the last day. What is asked cannot be changed any more.")),
    "close": (rounds.close_round, gettext_lazy("Close the round"), gettext_lazy(
        "Enter every paper first. Nobody can speak any more, and the counts appear.")),
    "publish": (rounds.publish_round, gettext_lazy("Publish the round"), gettext_lazy(
        "Everybody around reads the counts and your reasons. Neither can be changed afterwards.")),
}  # fmt: skip
"""Steps that need no more than a button: the act, what the button says, what it means."""


def begin(viewer: Viewer) -> Errand:
    """Write a poll."""

    def act(told: dict[str, Any]) -> None:
        plan = drafting.Plan(
            told["title"], told["words"], told["called_by"], told["each"], told["persons"] or 0
        )
        drafting.draft_poll(place_id=int(told["place"]), plan=plan, by=viewer)

    note = _("A poll binds nobody. What the owners decide by law belongs into an owners' vote.")
    options = {"place": place_choices(viewer, WORK)}
    return Errand(_("Write a poll"), _("Write down"), PollForm, act, reverse("polls"), options, note)


def prepare(viewer: Viewer, poll_id: int) -> Errand:
    """Prepare the next round."""
    poll = poll_for(viewer, poll_id)

    def act(told: dict[str, Any]) -> None:
        plan = drafting.RoundPlan(told["days"], told["naming"], told["most"], told["options"].splitlines())
        drafting.prepare_round(poll_id=poll_id, plan=plan, by=viewer)

    return Errand(_("Prepare a round"), _("Save"), RoundForm, act, page_of(poll))


def paper(viewer: Viewer, poll_id: int) -> Errand:
    """Enter a paper."""
    poll = poll_for(viewer, poll_id)
    held = last_round(poll, RoundState.OPEN)

    def act(told: dict[str, Any]) -> None:
        home = find_spoken([poll.scope_id], told["door"])
        if home is None:
            raise UnknownPlace
        sheet = speaking.Sheet(told["no"], told["said_on"], told["seat"])
        word = speaking.Word([int(no) for no in told["picks"]], told["words"])
        speaking.enter_paper(poll_id=poll_id, home_id=home.pk, sheet=sheet, word=word, by=viewer)

    note = _("A home that spoke on-line too: what bears the later day stands, and both are kept.")
    options = {"picks": [(str(one.no), f"{one.no}. {one.words}") for one in held.options.all()]}
    return Errand(
        _("Enter a paper"), _("Write down"), PaperForm, act, page_of(poll), options, note,
        initial={"said_on": today(), "seat": 1},
    )  # fmt: skip


def decide(viewer: Viewer, poll_id: int) -> Errand:
    """Say what becomes of each option."""
    poll = poll_for(viewer, poll_id)
    held = last_round(poll, RoundState.CLOSED)
    counts = {one.option.pk: one.counted + one.heard for one in tallies_of(held)}
    rows = [
        (one.no, f"{one.no}. {one.words}（{counts.get(one.pk, 0)}）", _choice(one), one.reason)
        for one in held.options.select_related("folded_into")
    ]

    def act(told: dict[str, Any]) -> None:
        said = {no: (told[f"f{no}"], told[f"r{no}"]) for no, *_rest in rows if told[f"f{no}"]}
        for no, (fate, reason) in sorted(said.items(), key=lambda one: one[1][0].startswith("with")):
            if fate.startswith("with"):
                rounds.fold_option(poll_id=poll_id, no=no, into=int(fate[4:]), reason=reason, by=viewer)
            else:
                rounds.decide_option(
                    poll_id=poll_id, no=no, goes_on=fate == "on", hidden=fate == "hide", reason=reason,
                    by=viewer,
                )  # fmt: skip

    note = _("Everybody reads these reasons beside the counts. What means the same can be counted together.")
    return Errand(
        _("What becomes of the options"), _("Save"), DecideForm, act, page_of(poll), {"rows": rows}, note
    )


def _choice(option: Any) -> str:
    if option.fate == Fate.FOLDED:
        return f"with{option.folded_into.no}"
    return "hide" if option.hidden else str(option.fate)


def finish(viewer: Viewer, poll_id: int) -> Errand:
    """Say the outcome."""
    poll = poll_for(viewer, poll_id)
    held = last_round(poll, RoundState.PUBLISHED)

    def act(told: dict[str, Any]) -> None:
        rounds.finish_poll(poll_id=poll_id, no=int(told["no"]), reason=told["reason"], by=viewer)

    options = {"no": [(str(one.no), one.words) for one in held.options.filter(fate=Fate.ON)]}
    return Errand(_("Say the outcome"), _("Say it"), FinishForm, act, page_of(poll), options)


def cancel(viewer: Viewer, poll_id: int) -> Errand:
    """Call it off."""
    poll = poll_for(viewer, poll_id)

    def act(told: dict[str, Any]) -> None:
        rounds.cancel_poll(poll_id=poll_id, reason=told["reason"], by=viewer)

    return Errand(_("Call the poll off"), _("Call off"), CancelForm, act, page_of(poll))


def do(viewer: Viewer, poll_id: int, poll_move: str) -> Errand:
    """A step of the round."""
    poll = poll_for(viewer, poll_id)
    if poll_move not in MOVES:
        raise NotThere
    run, button, note = MOVES[poll_move]

    def act(_told: dict[str, Any]) -> None:
        run(poll_id=poll_id, by=viewer)

    return Errand(button, button, Sure, act, page_of(poll), note=note)


def page_of(poll: Poll) -> str:
    """The address of its page."""
    return reverse("poll-work", args=[poll.pk])
