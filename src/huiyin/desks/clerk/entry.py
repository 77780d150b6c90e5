"""Entry on behalf (代录): somebody calls, comes by or writes in a group; a clerk types it in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.reads import case_for, clock_views
from huiyin.casework.casefile.words import Channel, Kind
from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s1_intake.request import LONGEST_CONTENT, Outcome, Request
from huiyin.casework.s4_handling.rules import plan_ends
from huiyin.casework.s5_closure.owing import owe
from huiyin.casework.s5_closure.proposals import claim_of_proposal
from huiyin.casework.s5_closure.words import DelegateOffice
from huiyin.desks.kept_select import KeptSelect
from huiyin.ground.clock import now
from huiyin.ground.idempotency.acts import digest_of
from huiyin.ground.phones import normalise_phone
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.web.writes import content_of, key_of
from huiyin.registers.people.words import Permission
from huiyin.registers.places.matching import find_spoken
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.categories import CategoryList
from huiyin.registers.rules.reads import categories_for

from .looking import likely_of

CHANNELS = [
    (c.value, c.label)
    for c in (Channel.COUNTER, Channel.NET, Channel.VISIT, Channel.GRID, Channel.HOTLINE, Channel.DELEGATE)
]
OFFICES = [("", _("Nobody's")), *DelegateOffice.choices]
_SPOKEN = (PlaceKind.BUILDING, PlaceKind.ENTRANCE, PlaceKind.GATE, PlaceKind.FACILITY)
MOST_PLACES = 600


class EntryForm(forms.Form):
    """One request as it is told. Only the words are needed; everything else may be unknown."""

    content = forms.CharField(
        label=_("What is it about?"),
        max_length=LONGEST_CONTENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write what it is about.")},
    )
    estate = forms.ChoiceField(label=_("Estate or community"))
    place = forms.CharField(
        label=_("Place"),
        max_length=160,
        required=False,
        help_text=_("Such as 3-2-501, a gate's name, or the first letters of each character."),
        widget=forms.TextInput(
            attrs={
                "list": "places",
                "autocomplete": "off",
                "hx-get": reverse_lazy("clerk-places"),
                "hx-trigger": "input changed delay:80ms",
                "hx-target": "#places",
                "hx-include": "[name=estate]",
            }
        ),
    )
    category = forms.ChoiceField(label=_("Category"), required=False, widget=KeptSelect)
    name = forms.CharField(label=_("Who spoke"), max_length=50, required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    channel = forms.ChoiceField(label=_("Came by"), choices=CHANNELS, initial=Channel.COUNTER.value)
    kind = forms.ChoiceField(label=_("What is wanted"), choices=Kind.choices, initial=Kind.HELP.value)
    whose_home = forms.CharField(label=_("Whose home, if another's"), max_length=60, required=False)
    office = forms.ChoiceField(label=_("Delegate of"), choices=OFFICES, required=False)
    reply_by = forms.DateField(
        label=_("Written reply by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day as 2025-01-31.")},
    )
    private = forms.BooleanField(label=_("Private: only those who work on it"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.scopes = filing_scopes(viewer)
        tree = scope_tree()
        self.fields["estate"].choices = [(str(scope), tree.names[scope]) for scope in self.scopes]
        self.fields["category"].choices = _categories(self.scopes)

    def clean_phone(self) -> str:
        """A number one can dial, or none."""
        said = self.cleaned_data["phone"]
        phone = normalise_phone(said) if said else ""
        if phone is None:
            raise forms.ValidationError(
                _("This is no telephone number. Write it with the area code, or leave it empty.")
            )
        return phone

    def clean(self) -> dict[str, Any]:
        """A place that is written must be known in the chosen estate; a delegate has a name and a day."""
        cleaned = super().clean() or {}
        if cleaned.get("channel") == Channel.DELEGATE:
            self._clean_proposal(cleaned)
        said, estate = cleaned.get("place"), cleaned.get("estate")
        cleaned["at"] = find_spoken(scope_tree().under([int(estate)]), said) if said and estate else None
        if said and estate and cleaned["at"] is None:
            self.add_error(
                "place",
                gettext("No place here is called “%(place)s”.") % {"place": said}
                + gettext("Write it as 3-2-501, choose one from the list, or leave it empty."),
            )
        return cleaned

    def _clean_proposal(self, cleaned: dict[str, Any]) -> None:
        if not (cleaned.get("name") or "").strip():
            self.add_error("name", _("Write the delegate's name: the reply goes there."))
        if not cleaned.get("office"):
            self.add_error("office", _("Choose whose delegate it is."))
        day = cleaned.get("reply_by")
        if "reply_by" not in self.errors and (day is None or plan_ends(day) <= now()):
            self.add_error("reply_by", _("Write the day by which the reply is due, today or later."))


def new(request: HttpRequest) -> HttpResponse:
    """The form; sent, a receipt."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    form = EntryForm(request.POST or None, viewer=viewer)
    looks = request.method == "POST" and "look" in request.POST
    if request.method == "POST" and form.is_valid() and not looks:
        try:
            with transaction.atomic():
                number = _take_in(request, viewer, form.cleaned_data)
            return redirect("clerk-slip", number)
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
    status = 422 if request.method == "POST" and not looks else 200
    context = {
        "form": form,
        "places": _places(form.scopes),
        "likely": likely_of(viewer, form) if looks else None,
    }
    return render(request, "clerk/new.html", context, status=status)


def slip(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt to read out or to print: number, query code, who and until when."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    case = case_for(viewer, number)
    clocks = [view for view in clock_views(case, now()) if view.promise]
    requester = case.requester
    context = {"case": case, "code": requester.query_code, "link": requester.link, "clocks": clocks}
    return render(request, "clerk/slip.html", context)


def _take_in(request: HttpRequest, viewer: Viewer, said: dict[str, Any]) -> str:
    place: Place | None = said["at"]
    asked = Request(
        scope_id=place.scope_id if place else int(said["estate"]),
        place_id=place.pk if place else None,
        channel=Channel(said["channel"]),
        content=said["content"],
        category=said["category"],
        kind=said["kind"],
        name=said["name"],
        phone=said["phone"] or None,
        whose_home=said["whose_home"],
        private=said["private"],
    )
    # the page's own key guards the whole request; intake's is derived from it, so that both stay unique
    key, digest = f"entry:{key_of(request)}"[:200], digest_of(content_of(request))
    receipt = take_in(request=asked, by=viewer, key=key, digest=digest)
    if asked.channel == Channel.DELEGATE and receipt.outcome is Outcome.ACCEPTED:
        claim = claim_of_proposal(name=asked.name, office=said["office"], reply_by=said["reply_by"])
        owe(case_id=receipt.case_id, claim=claim, by=viewer)
    return receipt.number


def filing_scopes(viewer: Viewer) -> list[int]:
    """Where the clerk may file: estates first, then communities."""
    tree = scope_tree()
    own = viewer.grants.get(Permission.CASE_FILE, frozenset())
    return sorted(own, key=lambda scope: (tree.kinds[scope] != "estate", scope))


def _categories(scopes: Sequence[int]) -> list[tuple[str, Any]]:
    if not scopes:
        return []
    listed: CategoryList = categories_for(scope_tree().up(scopes[0]), now())
    grouped = [
        (gettext(group.name), [(leaf.code, gettext(leaf.name)) for leaf in listed.of(group.code)])
        for group in listed.groups.values()
    ]
    return [("", _("I am not sure")), *grouped]


def _places(scopes: Sequence[int]) -> list[str]:
    rows = Place.objects.filter(scope_id__in=scopes, closed_at=None, kind__in=_SPOKEN)
    return list(
        rows.order_by("scope_id", "kind", "order", "pk").values_list("label", flat=True)[:MOST_PLACES]
    )
