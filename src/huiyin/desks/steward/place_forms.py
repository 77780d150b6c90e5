"""What can be done with a place: add, rename, close, take into use again."""

from typing import Any

import pghistory.models  # noqa: F401 - the event models hang on it
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.acts import (
    add_place,
    close_place,
    make_code,
    make_codes,
    rename_place,
    reopen_place,
    revoke_code,
    without_code,
)
from huiyin.registers.places.models import QrCode
from huiyin.registers.places.words import CHILDREN, PlaceKind

from .filling import Errand, Sure, Why
from .places import kept, page_of


class NewPlace(forms.Form):
    """A place inside another."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        help_text=gettext_lazy("As people say it: 3号楼, 2单元, 501, 东门"),
    )

    def __init__(self, *args: Any, options: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = options["kinds"]


class NewName(Sure):
    """Another name."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    short = forms.CharField(label=gettext_lazy("Short form"), max_length=40, required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=120, required=False)


def add(viewer: Viewer, place_id: int) -> Errand:
    """A place inside another."""
    parent = kept(viewer, place_id)
    kinds = [(kind.value, kind.label) for kind in CHILDREN.get(PlaceKind(parent.kind), ())]

    def act(told: dict[str, Any]) -> None:
        add_place(parent=parent, kind=PlaceKind(told["kind"]), name=told["name"], by=viewer)

    title = _("Add a place in %(place)s") % {"place": parent.label}
    return Errand(
        title,
        _("Add"),
        NewPlace,
        act,
        page_of(parent),
        {"kinds": kinds},
        initial={"kind": kinds[0][0] if kinds else ""},
    )


def rename(viewer: Viewer, place_id: int) -> Errand:
    """Another name."""
    place = kept(viewer, place_id)

    def act(told: dict[str, Any]) -> None:
        rename_place(place=place, name=told["name"], short=told["short"], reason=told["reason"], by=viewer)

    note = _("Everything that lies here is called after it from now on. Old cases keep their place.")
    return Errand(
        _("Rename %(place)s") % {"place": place.label},
        _("Rename"),
        NewName,
        act,
        page_of(place),
        note=note,
        initial={"name": place.name, "short": place.short},
    )


def close(viewer: Viewer, place_id: int) -> Errand:
    """Out of use, with everything inside."""
    place = kept(viewer, place_id)

    def act(told: dict[str, Any]) -> None:
        close_place(place=place, reason=told["reason"], by=viewer)

    note = _("Everything inside is closed with it and its codes are revoked. Nothing is deleted.")
    return Errand(
        _("Close %(place)s") % {"place": place.label}, _("Close"), Why, act, page_of(place), note=note
    )


def reopen(viewer: Viewer, place_id: int) -> Errand:
    """Into use again."""
    place = kept(viewer, place_id)

    def act(_told: dict[str, Any]) -> None:
        reopen_place(place=place, by=viewer)

    title = _("Take %(place)s into use again") % {"place": place.label}
    return Errand(title, _("Take into use again"), Sure, act, page_of(place))


def code(viewer: Viewer, place_id: int) -> Errand:
    """A printed code."""
    place = kept(viewer, place_id)

    def act(_told: dict[str, Any]) -> None:
        make_code(place=place, by=viewer)

    return Errand(
        _("Make a code for %(place)s") % {"place": place.label}, _("Make a code"), Sure, act, page_of(place)
    )


def codes(viewer: Viewer, place_id: int) -> Errand:
    """A printed code for every door that has none."""
    place = kept(viewer, place_id)
    words = {"n": without_code(place).count(), "place": place.label}

    def act(_told: dict[str, Any]) -> None:
        make_codes(place=place, by=viewer)

    title = _("Make codes for %(place)s") % words
    note = _("%(n)s entrances, gates and facilities have none yet.") % words
    return Errand(title, _("Make the codes"), Sure, act, page_of(place), note=note)


def revoke(viewer: Viewer, code: str) -> Errand:
    """A code out of use."""
    row = QrCode.objects.select_related("place").filter(code=code).first()
    if row is None:
        raise NotThere
    kept(viewer, row.place_id)

    def act(told: dict[str, Any]) -> None:
        revoke_code(code=row, reason=told["reason"], by=viewer)

    note = _("Whoever scans the old poster is told that it is no longer valid and whom to call.")
    title = _("Revoke code %(code)s at %(place)s") % {"code": row.code, "place": row.place.label}
    return Errand(title, _("Revoke"), Why, act, page_of(row.place), note=note)
