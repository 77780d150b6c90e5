"""Volunteers behind printed codes: sign up, one duty, the own page. No account, no script needed."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.desks.public.fields import Phone, PlainText
from huiyin.desks.public.standing import found_code, help_at
from huiyin.ground.clock import today
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer, guest
from huiyin.neighbours.volunteers import joining
from huiyin.neighbours.volunteers.links import own_code
from huiyin.neighbours.volunteers.models import Duty, Volunteer
from huiyin.neighbours.volunteers.reads import duties_near, own_duties, own_self, public_duty
from huiyin.neighbours.volunteers.refusals import NameOrPhoneMissing
from huiyin.neighbours.volunteers.words import DutyState, Skill, Times
from huiyin.registers.places.models import Place

WRONG, MOST = 422, 30


class JoinForm(forms.Form):
    """Who one is, how to be reached, what one can do and when."""

    name = PlainText(
        label=_("Your name"), max_length=50, help_text=_("Under 14? Let a grown-up of the family sign up."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": NameOrPhoneMissing.sentence},
    )  # fmt: skip
    phone = Phone(
        label=_("Telephone"),
        help_text=_("Only those who organise the duties can open it. It goes when you leave."),
        error_messages={"required": NameOrPhoneMissing.sentence},
    )
    skills = forms.MultipleChoiceField(
        label=_("What you can do"), choices=Skill.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    times = forms.MultipleChoiceField(
        label=_("When you have time"),
        choices=Times.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    unit = PlainText(
        label=_("Your unit, if you report in as a party member at work"), max_length=60, required=False
    )
    words = PlainText(label=_("Anything else"), max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["phone"].required = True  # elsewhere a telephone may be left out


def place_reader(code: str) -> tuple[int, Viewer]:
    """The place of a printed code and a guest around it. Raises NotThere."""
    found = found_code(code)
    if found is None or found.revoked:
        raise NotThere
    return found.place_id, guest(around=scope_tree().up(found.scope_id))


def join(request: HttpRequest, place_id: int) -> HttpResponse:
    """Sign up around a printed code."""
    return _sign_up(request, Place.objects.get(pk=place_id))


def duty(request: HttpRequest, duty_id: int) -> HttpResponse:
    """One duty; whoever is no volunteer yet signs up and takes it in one go."""
    found = public_duty(duty_id)
    return _sign_up(request, found.place, found)


def own(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """The page of one volunteer: take, give back, leave, each in one tap; notes of thanks."""
    one = own_self(volunteer_id)
    if request.method != "POST":
        return _own(request, one)
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the route
    if "leave" in request.POST:
        joining.leave(volunteer_id=one.pk, by=viewer)
        return redirect("volunteer-left")
    act = joining.take if "take" in request.POST else joining.give_back
    try:
        act(
            volunteer_id=one.pk,
            duty_id=_number(request.POST.get("take") or request.POST.get("back")),
            by=viewer,
        )
    except Refusal as no:
        if isinstance(no, NotThere):
            raise
        return _own(request, one, no)
    return redirect(f"{request.path}?done={'take' if act is joining.take else 'back'}")


def left(request: HttpRequest) -> HttpResponse:
    """Good-bye: nothing of a person is on it."""
    return render(request, "near/volunteer_left.html", {"help": help_at(())})


def _sign_up(request: HttpRequest, place: Place, found: Duty | None = None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form, status = JoinForm(sent, auto_id="%s"), 200 if sent is None else WRONG
    if sent is not None and form.is_valid():
        try:
            return _joined(request, place, found, form)
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
            status = no.status
    path = scope_tree().up(place.scope_id)
    context = {
        "place": place, "duty": found, "form": form, "help": help_at(path),
        "takes": found is None or _takes(found),
        "duties": [] if found else list(duties_near(path)[:MOST]),
    }  # fmt: skip
    return render(request, "near/volunteer_join.html", context, status=status)


def _joined(request: HttpRequest, place: Place, found: Duty | None, form: JoinForm) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the route
    told: dict[str, Any] = form.cleaned_data
    one = joining.sign_up(place_id=place.pk, told=joining.Told(**told), by=viewer)
    if found is not None:
        joining.take(volunteer_id=one.pk, duty_id=found.pk, by=viewer)
    return redirect(f"{reverse('volunteer-own', args=[own_code(one.pk)])}?done=join")


def _own(request: HttpRequest, one: Volunteer, no: Refusal | None = None) -> HttpResponse:
    path, mine = scope_tree().up(one.scope_id), own_duties(one.pk)
    taken = {duty.pk for duty in mine}
    context = {
        "one": one, "refused": f"{no.said} {no.advice}" if no else "", "done": request.GET.get("done", ""),
        "mine": [duty for duty in mine if duty.state == DutyState.OPEN and duty.day >= today()],
        "off": [duty for duty in mine if duty.state == DutyState.OFF and duty.day >= today()],
        "thanks": [duty for duty in reversed(mine) if duty.state == DutyState.THANKED],
        "others": [duty for duty in duties_near(path)[:MOST] if duty.pk not in taken], "help": help_at(path),
    }  # fmt: skip
    return render(request, "near/volunteer.html", context, status=no.status if no else 200)


def _takes(found: Duty) -> bool:
    return found.state == DutyState.OPEN and found.day >= today() and found.taken < found.wanted


def _number(typed: str | None) -> int:
    """A duty's id as sent. Raises NotThere."""
    if not typed or not typed.isascii() or not typed.isdigit() or len(typed) > 12:  # noqa: PLR2004 - ids are shorter
        raise NotThere
    return int(typed)
