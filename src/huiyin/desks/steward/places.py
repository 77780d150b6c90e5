"""The place register: the tree from the sub-district down, with codes and history."""

from collections.abc import Iterable
from typing import Any

import pghistory.models  # noqa: F401 - the event models hang on it
from django import forms
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.models import Post
from huiyin.registers.people.words import Permission
from huiyin.registers.places.acts import (
    add_place,
    close_place,
    make_code,
    place_for,
    rename_place,
    reopen_place,
    revoke_code,
)  # fmt: skip
from huiyin.registers.places.models import Place, QrCode
from huiyin.registers.places.reads import chain_up
from huiyin.registers.places.words import CHILDREN, CODED, SCOPED, PlaceKind

from .filling import Errand, Sure, Why
from .tables import Link, Table, day, history_table

_FIELDS = {
    "name": gettext_lazy("Name"), "label": gettext_lazy("In full"), "short": gettext_lazy("Short form"),
    "closed_at": gettext_lazy("Closed"),
}  # fmt: skip


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


def top(request: HttpRequest) -> HttpResponse:
    """The highest place the steward keeps; with a search, the places found."""
    viewer: Viewer = request.viewer
    query = request.GET.get("q", "").strip()[:60]
    scopes = viewer.grants.get(Permission.REGISTER_WRITE, frozenset())
    if query:
        return _found(request, query, scopes)
    highest = min(scopes, key=lambda scope: (len(scope_tree().paths.get(scope, ())), scope), default=0)
    place = Place.objects.filter(scope_id=highest, kind__in=SCOPED).first()
    if place is None:
        raise NotThere
    return redirect("steward-place", place.pk)


def _found(request: HttpRequest, query: str, scopes: Iterable[int]) -> HttpResponse:
    said = Q(label__icontains=query) | Q(short=query) | Q(codes__code__iexact=query)
    rows = Place.objects.filter(said, scope_id__in=list(scopes)).distinct().order_by("label")[:50]
    table = Table(_("Found"), (_("Place"), _("Kind")), [(_link(one), one.get_kind_display()) for one in rows])
    context = {"title": _("Places"), "tables": [table], "find": _find(query),
               "back": Link(_("Places"), reverse("steward-places"))}  # fmt: skip
    return render(request, "steward/page.html", context)


def one(request: HttpRequest, place_id: int) -> HttpResponse:
    """A place with what lies in it, its codes, the people named for it and its history."""
    viewer: Viewer = request.viewer
    place = _kept(viewer, place_id)
    above = chain_up(place)[1:]
    back = Link(above[0].label, reverse("steward-place", args=[above[0].pk])) if above else Link(
        _("Registers"), reverse("steward-home"))  # fmt: skip
    tables = [_inside(place), *_codes(place), _posts(place),
              history_table(place.events.select_related("pgh_context").order_by("pgh_id"), _FIELDS)]  # fmt: skip
    context = {"title": place.label, "intro": place.get_kind_display(), "tables": tables, "back": back,
               "buttons": list(_buttons(place)), "facts": _facts(place), "find": _find("")}  # fmt: skip
    return render(request, "steward/page.html", context)


def _find(query: str) -> dict[str, str]:
    return {"query": query, "hint": _("Place, short form or code")}


def _link(place: Place) -> Link:
    return Link(place.label, reverse("steward-place", args=[place.pk]))


def _facts(place: Place) -> list[dict[str, Any]]:
    told = [{"label": _("Short form"), "value": place.short}] if place.short else []
    if place.closed_at:
        told.append({"label": _("Closed"), "value": day(place.closed_at)})
    for key, fact in place.facts.items():
        if isinstance(fact, dict) and "value" in fact:
            source = fact.get("source", "")
            told.append({"label": fact.get("says") or key, "value": fact["value"],
                         "note": _("source: %(source)s") % {"source": source} if source else ""})  # fmt: skip
    return told


def _buttons(place: Place) -> Iterable[Link]:
    key = [place.pk]
    if place.closed_at is not None:
        yield Link(_("Take into use again"), reverse("steward-place-reopen", args=key))
        return
    if CHILDREN.get(PlaceKind(place.kind)):
        yield Link(_("Add a place here"), reverse("steward-place-add", args=key))
    yield Link(_("Rename"), reverse("steward-place-rename", args=key), soft=True)
    if place.kind not in SCOPED:
        yield Link(_("Close"), reverse("steward-place-close", args=key), soft=True)


def _inside(place: Place) -> Table:
    rows = Place.objects.filter(parent=place).annotate(
        inside=Count("children", filter=Q(children__closed_at=None))
    )
    rows = rows.order_by("closed_at", "kind", "order", "pk")
    return Table(
        _("What lies here"), (_("Place"), _("Kind"), _("Inside"), _("Closed")),
        [(_link(row), row.get_kind_display(), row.inside or "–", day(row.closed_at)) for row in rows],
    )  # fmt: skip


def _codes(place: Place) -> Iterable[Table]:
    if place.kind in CODED:
        yield _own_codes(place)
    elif place.kind in (PlaceKind.ESTATE, PlaceKind.BUILDING):
        yield _codes_inside(place)


def _own_codes(place: Place) -> Table:
    rows = list(QrCode.objects.filter(place=place).order_by("revoked_at", "-made_at"))
    live = [row for row in rows if row.revoked_at is None]
    buttons = [Link(_("Poster (PDF)"), reverse("steward-poster", args=[place.pk]))] if live else []
    if not live and place.closed_at is None:
        buttons.append(Link(_("Make a code"), reverse("steward-code-new", args=[place.pk])))
    return Table(
        _("Codes"), (_("Code"), _("Made"), _("Revoked"), _("Why"), ""), [_code(row) for row in rows], buttons
    )


def _code(row: QrCode) -> tuple[Any, ...]:
    act = "" if row.revoked_at else Link(_("Revoke"), reverse("steward-code-revoke", args=[row.code]))
    return row.code, day(row.made_at), day(row.revoked_at), row.revoked_why, act


def _codes_inside(place: Place) -> Table:
    rows = live_codes(place)
    buttons = [Link(_("All posters (PDF)"), reverse("steward-poster", args=[place.pk]))] if rows else []
    shown = [(row.code, Link(row.place.label, reverse("steward-place", args=[row.place_id]))) for row in rows]
    return Table(_("Codes in use"), (_("Code"), _("Place")), shown, buttons)


def live_codes(place: Place) -> list[QrCode]:
    """The live codes at or inside a place, in the order one walks by them."""
    from huiyin.registers.places.reads import coded_places, under

    inside = under([place.pk])
    order = {code: number for number, (code, _place) in enumerate(coded_places(place.scope_id))}
    rows = QrCode.objects.filter(place_id__in=inside, revoked_at=None, place__closed_at=None).select_related(
        "place"
    )
    return sorted(rows, key=lambda row: order.get(row.code, len(order)))


def _posts(place: Place) -> Table:
    posts = Post.objects.filter(place=place).select_related("person").order_by("until", "kind")
    rows = [
        (Link(post.person.name, reverse("steward-person", args=[post.person_id])), post.get_kind_display(),
         day(post.since), day(post.until))
        for post in posts
    ]  # fmt: skip
    return Table(_("Named for this place"), (_("Person"), _("Post"), _("Since"), _("Until")), rows)


def _kept(viewer: Viewer, place_id: int) -> Place:
    place = place_for(viewer, place_id)
    viewer.must(Permission.REGISTER_WRITE, place.scope_id)
    return place


def _page(place: Place) -> str:
    return reverse("steward-place", args=[place.pk])


def add(viewer: Viewer, place_id: int) -> Errand:
    """A place inside another."""
    parent = _kept(viewer, place_id)
    kinds = [(kind.value, kind.label) for kind in CHILDREN.get(PlaceKind(parent.kind), ())]

    def act(told: dict[str, Any]) -> None:
        add_place(parent=parent, kind=PlaceKind(told["kind"]), name=told["name"], by=viewer)

    title = _("Add a place in %(place)s") % {"place": parent.label}
    return Errand(title, _("Add"), NewPlace, act, _page(parent), {"kinds": kinds},
                  initial={"kind": kinds[0][0] if kinds else ""})  # fmt: skip


def rename(viewer: Viewer, place_id: int) -> Errand:
    """Another name."""
    place = _kept(viewer, place_id)

    def act(told: dict[str, Any]) -> None:
        rename_place(place=place, name=told["name"], short=told["short"], reason=told["reason"], by=viewer)

    note = _("Everything that lies here is called after it from now on. Old cases keep their place.")
    return Errand(_("Rename %(place)s") % {"place": place.label}, _("Rename"), NewName, act, _page(place), note=note,
                  initial={"name": place.name, "short": place.short})  # fmt: skip


def close(viewer: Viewer, place_id: int) -> Errand:
    """Out of use, with everything inside."""
    place = _kept(viewer, place_id)

    def act(told: dict[str, Any]) -> None:
        close_place(place=place, reason=told["reason"], by=viewer)

    note = _("Everything inside is closed with it and its codes are revoked. Nothing is deleted.")
    return Errand(
        _("Close %(place)s") % {"place": place.label}, _("Close"), Why, act, _page(place), note=note
    )


def reopen(viewer: Viewer, place_id: int) -> Errand:
    """Into use again."""
    place = _kept(viewer, place_id)

    def act(_told: dict[str, Any]) -> None:
        reopen_place(place=place, by=viewer)

    title = _("Take %(place)s into use again") % {"place": place.label}
    return Errand(title, _("Take into use again"), Sure, act, _page(place))


def code(viewer: Viewer, place_id: int) -> Errand:
    """A printed code."""
    place = _kept(viewer, place_id)

    def act(_told: dict[str, Any]) -> None:
        make_code(place=place, by=viewer)

    return Errand(
        _("Make a code for %(place)s") % {"place": place.label}, _("Make a code"), Sure, act, _page(place)
    )


def revoke(viewer: Viewer, code: str) -> Errand:
    """A code out of use."""
    row = QrCode.objects.select_related("place").filter(code=code).first()
    if row is None:
        raise NotThere
    _kept(viewer, row.place_id)

    def act(told: dict[str, Any]) -> None:
        revoke_code(code=row, reason=told["reason"], by=viewer)

    note = _("Whoever scans the old poster is told that it is no longer valid and whom to call.")
    title = _("Revoke code %(code)s at %(place)s") % {"code": row.code, "place": row.place.label}
    return Errand(title, _("Revoke"), Why, act, _page(row.place), note=note)
