"""The register of owners: who owns which unit of a place, what it measures, and since when."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ground.phones import mask_phone, normalise_phone
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.owners.acts import end_title, enter_owner, measure_unit, read_share
from huiyin.registers.owners.models import Ownership
from huiyin.registers.owners.reads import phone_of, title_for, titles_in
from huiyin.registers.owners.refusals import OwnerUnnamed, ShareUnread
from huiyin.registers.owners.words import AreaSource, OwnerKind
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import natural, under
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.words import USE_LABELS, UnitUse

from .choices import Choices
from .filling import Chosen, Errand, Why, needed
from .places import kept, page_of
from .tables import Link, Table, day

MOST = 500


class OwnerForm(Chosen):
    """Who owns what."""

    home = forms.ChoiceField(label=gettext_lazy("Home"))
    name = needed(OwnerUnnamed, label=gettext_lazy("Owner"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=OwnerKind.choices, widget=forms.RadioSelect)
    share = forms.CharField(
        label=gettext_lazy("Share of the title"), max_length=20, required=False,
        help_text=gettext_lazy("Such as 1/2. Empty: the whole."),
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("Telephone"), max_length=30, required=False,
        help_text=gettext_lazy("Sealed. The same name with the same telephone is one owner."),
    )  # fmt: skip
    mark = forms.CharField(
        label=gettext_lazy("Owner number"), max_length=40, required=False,
        help_text=gettext_lazy("The office's own, where names and telephones do not tell people apart."),
    )  # fmt: skip

    def clean_share(self) -> Any:
        """An exact part of one."""
        try:
            return read_share(str(self.cleaned_data["share"]))
        except ShareUnread as no:
            raise forms.ValidationError(f"{no.said} {no.advice}") from None

    def clean_phone(self) -> str:
        """A number in its stored spelling, or none."""
        said = str(self.cleaned_data["phone"])
        number = normalise_phone(said) if said.strip() else ""
        if number is None:
            raise forms.ValidationError(_("Enter a telephone number."))
        return number


class UnitForm(Chosen):
    """What a unit measures."""

    home = forms.ChoiceField(label=gettext_lazy("Home"))
    area = forms.DecimalField(
        label=gettext_lazy("Floor area in m²"), min_value=Decimal("0.01"), max_digits=9, decimal_places=2
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Source of the area"), choices=AreaSource.choices, widget=forms.RadioSelect
    )
    use = forms.ChoiceField(
        label=gettext_lazy("Use of the unit"), widget=forms.RadioSelect,
        choices=[(use.value, words) for use, words in USE_LABELS.items()],
    )  # fmt: skip


def listed(request: HttpRequest, place_id: int) -> HttpResponse:
    """The units in a place with their owners; telephones masked."""
    place = kept(request.viewer, place_id)
    homes = _homes(place)
    held: dict[int, list[Ownership]] = {}
    for title in titles_in([home.pk for home in homes]).order_by("pk"):
        held.setdefault(title.place_id, []).append(title)
    rows = [row for home in homes for row in _rows(home, held.get(home.pk, []))]
    headings = (_("Home"), _("m²"), _("Source of the area"), _("Use of the unit"), _("Owner"), _("Share"),
                _("Telephone"), _("Since"), "")  # fmt: skip
    key = [place_id]
    context = {
        "title": _("Owners"), "intro": place.label,
        "tables": [Table(_("Units and their owners"), headings, rows,
        empty=_("No homes are registered here."))],
        "buttons": [
            Link(_("Enter an owner"), reverse("steward-owner-new", args=key)),
            Link(_("Area of a unit"), reverse("steward-unit-measure", args=key), soft=True),
            Link(_("Send a table"), reverse("steward-tables"), soft=True),
        ],
        "back": Link(place.label, page_of(place)),
    }  # fmt: skip
    return render(request, "steward/page.html", context)


def _homes(place: Place) -> list[Place]:
    inside = Place.objects.filter(pk__in=under([place.pk]), kind=PlaceKind.HOME, closed_at=None)
    return sorted(inside.select_related("home"), key=lambda home: natural(home.label))[:MOST]


def _rows(home: Place, titles: list[Ownership]) -> Any:
    facts = getattr(home, "home", None)
    area = f"{facts.area // 100}.{facts.area % 100:02d}" if facts and facts.area is not None else "–"
    source = AreaSource(facts.area_source).label if facts and facts.area_source else "–"
    use = USE_LABELS[UnitUse(facts.use)] if facts else "–"
    front = (home.label, area, source, use)
    if not titles:
        yield (*front, _("not known"), "–", "–", "–", "")
    for title in titles:
        phone = phone_of(title.owner)
        end = Link(_("Title ended"), reverse("steward-title-end", args=[title.pk]))
        yield (*front, f"{title.owner.name} {title.owner.mark}".strip(), title.share or _("whole"),
               mask_phone(phone) if phone else "–", day(title.since), end)  # fmt: skip


def _choices(place: Place) -> Choices:
    return [(str(home.pk), home.label) for home in _homes(place)]


def add(viewer: Viewer, place_id: int) -> Errand:
    """Enter who owns a unit here."""
    place = kept(viewer, place_id)

    def act(told: dict[str, Any]) -> None:
        home = Place.objects.get(pk=told["home"])
        enter_owner(
            place=home, name=told["name"], phone=told["phone"], share=told["share"],
            kind=OwnerKind(told["kind"]),
            mark=told["mark"], by=viewer,
        )  # fmt: skip

    initial = {"kind": OwnerKind.PERSON.value}
    options = {"home": _choices(place)}
    return Errand(_("Enter an owner"), _("Enter"), OwnerForm, act, _back(place), options, initial=initial)


def measure(viewer: Viewer, place_id: int) -> Errand:
    """Enter what a unit here measures."""
    place = kept(viewer, place_id)

    def act(told: dict[str, Any]) -> None:
        measure_unit(
            place=Place.objects.get(pk=told["home"]), area=int(told["area"] * 100),
            source=AreaSource(told["source"]), use=UnitUse(told["use"]), by=viewer,
        )  # fmt: skip

    note = _("By the title register; without one by the survey; without that by the sales contract.")
    initial = {"use": UnitUse.DWELLING.value}
    options = {"home": _choices(place)}
    return Errand(_("Area of a unit"), _("Save"), UnitForm, act, _back(place), options, note, initial=initial)


def end(viewer: Viewer, ownership_id: int) -> Errand:
    """A title ended."""
    title = title_for(viewer, ownership_id)

    def act(told: dict[str, Any]) -> None:
        end_title(title=title, reason=told["reason"], by=viewer)

    words = _("%(name)s no longer owns %(place)s") % {"name": title.owner.name, "place": title.place.label}
    back = reverse("steward-owners", args=[title.place.parent_id or title.place_id])
    return Errand(words, _("Title ended"), Why, act, back)


def _back(place: Place) -> str:
    return reverse("steward-owners", args=[place.pk])
