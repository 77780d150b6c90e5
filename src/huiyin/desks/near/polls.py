"""A poll everybody reads: a voice in one tap, to be changed until the round closes; counts and reasons."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.commons.c2_voices.models import Poll, PollRound
from huiyin.commons.c2_voices.poll import speaking
from huiyin.commons.c2_voices.poll.links import speaker_by_slip
from huiyin.commons.c2_voices.poll.reads import public_poll, shown_rounds
from huiyin.commons.c2_voices.poll.words import PollState, RoundState
from huiyin.desks.polls.shown import rounds_shown
from huiyin.desks.public.standing import help_at
from huiyin.ground.clock import today
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.places.models import Place

WRONG = 422


class VoiceForm(forms.Form):
    """Options by a tap, or own words."""

    pick = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(
        label=_("Your own words"), max_length=60, required=False,
        help_text=_("Such as a name you propose. No personal data, please."),
    )  # fmt: skip

    def __init__(self, *args: Any, held: PollRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pick"].label = _("Choose up to %(most)s") % {"most": held.most}
        self.fields["pick"].choices = [(one.no, one.words) for one in held.options.all()]  # type: ignore[attr-defined]  # a ChoiceField


def poll(request: HttpRequest, poll_id: int) -> HttpResponse:
    """The poll; a tap is heard."""
    found = public_poll(poll_id)
    return _answer(request, found, reverse("poll", args=[found.code]))


def slip(request: HttpRequest, poll_id: int, poll_slip: str) -> HttpResponse:
    """The slip of a home: what it says counts."""
    found = public_poll(poll_id)
    home, seat = speaker_by_slip(found, poll_slip)
    return _answer(request, found, reverse("poll-slip", args=[found.code, poll_slip]), home, seat)


def _answer(
    request: HttpRequest, found: Poll, here: str, home: Place | None = None, seat: int = 1
) -> HttpResponse:
    rounds = shown_rounds(found)
    held = rounds[-1]
    form = VoiceForm(request.POST if request.method == "POST" else None, held=held)
    status = WRONG if form.errors else 200
    if request.method == "POST" and form.is_valid():
        word = speaking.Word(form.cleaned_data["pick"], form.cleaned_data["words"])
        try:
            speaking.say(poll=found, word=word, home=home, seat=seat, by=request.viewer)  # type: ignore[attr-defined]  # set by the route
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
            status = no.status
        else:
            return redirect(f"{here}?said=1")
    takes = found.state == PollState.RUNNING and held.state == RoundState.OPEN and _runs(held)
    context = {
        "poll": found, "held": held, "form": form, "takes": takes, "home": home, "seat": seat,
        "options": list(held.options.all()), "mine": _mine(held, home, seat) if takes else "",
        "rounds": rounds_shown(found, rounds)[::-1], "said": request.GET.get("said") == "1",
        "state": PollState(found.state).label, "help": help_at(scope_tree().up(found.scope_id)),
    }  # fmt: skip
    return render(request, "near/poll.html", context, status=status)


def _runs(held: PollRound) -> bool:
    return held.until is not None and today() <= held.until


def _mine(held: PollRound, home: Place | None, seat: int) -> str:
    """What stands for the holder of the slip."""
    voice = speaking.standing_voice(held, home.pk, seat) if home else None
    if voice is None:
        return ""
    names = [one.words for one in held.options.filter(no__in=voice.picks)]
    return "、".join([*names, voice.words] if voice.words else names)
