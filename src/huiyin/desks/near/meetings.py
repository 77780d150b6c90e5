"""A meeting everybody reads: notice, agenda, decisions, minutes; and the code that hangs in its room."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.commons.c1_proposals.meetings.links import must_be_in_room
from huiyin.commons.c1_proposals.meetings.quorum import council_of, kind_of
from huiyin.commons.c1_proposals.meetings.reads import items_of, meeting_in_room, public_meeting
from huiyin.commons.c1_proposals.meetings.sitting import sign_in_here
from huiyin.commons.c1_proposals.meetings.words import MeetingState, Result
from huiyin.commons.c1_proposals.models import Meeting, Seat
from huiyin.desks.public.standing import help_at
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.rules.naming import said

WRONG = 422


class SignForm(forms.Form):
    """Which seat is mine."""

    seat = forms.ChoiceField(label=_("I am"), widget=forms.RadioSelect)

    def __init__(self, *args: object, seats: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django takes them
        self.fields["seat"].choices = seats  # type: ignore[attr-defined]  # a ChoiceField


def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Notice and agenda; once the minutes are posted, decisions, dissent and tasks. No names of seats."""
    found = public_meeting(meeting_id)
    posted = found.state == MeetingState.POSTED
    items = [
        (one, Result(one.result).label, one.result in (Result.PASSED, Result.FAILED))
        for one in items_of(found)
    ]
    context = {
        "meeting": found, "state": MeetingState(found.state).label, "items": items, "posted": posted,
        "kind": said(kind_of(found)), "council": said(council_of(found)),
        "help": help_at(scope_tree().up(found.scope_id)),
    }  # fmt: skip
    return render(request, "near/meeting.html", context)


def room(request: HttpRequest, meeting_id: int, room: str) -> HttpResponse:
    """The code in the room: name the own seat, once."""
    found = meeting_in_room(meeting_id)
    must_be_in_room(found, room)
    form = SignForm(request.POST if request.method == "POST" else None, seats=_free(found))
    status = WRONG if form.errors else 200
    if request.method == "POST" and form.is_valid():
        no, _dot, stands_in = form.cleaned_data["seat"].partition(".")
        try:
            sign_in_here(meeting=found, no=int(no), substitute=bool(stands_in), by=request.viewer)  # type: ignore[attr-defined]  # set by the route
        except Refusal as refusal:
            form.add_error(None, f"{refusal.said} {refusal.advice}")
            status = refusal.status
        else:
            return redirect(f"{reverse('meeting-room', args=[found.code, room])}?said=1")
    context = {
        "meeting": found, "form": form, "said": request.GET.get("said") == "1",
        "open": found.state == MeetingState.OPEN, "help": help_at(scope_tree().up(found.scope_id)),
    }  # fmt: skip
    return render(request, "near/room.html", context, status=status)


def _free(found: Meeting) -> list[tuple[str, str]]:
    """Who is not here yet; a substitute is a choice of its own."""
    with seen_as(SYSTEM):  # whoever is in the room reads who is invited, nobody else does
        seats = [one for one in Seat.objects.filter(meeting=found).order_by("no") if not one.is_here]
    parties = {one.key: said(one) for one in council_of(found).seats}
    choices = []
    for one in seats:
        choices.append((str(one.no), f"{one.holder}（{parties.get(one.party, '')}）"))
        if one.substitute:
            words = _("%(who)s, for %(whom)s") % {"who": one.substitute, "whom": one.holder}
            choices.append((f"{one.no}.s", str(words)))
    return choices
