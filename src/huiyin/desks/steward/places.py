"""The place register: the tree from the sub-district down, with codes and history."""

from collections.abc import Iterable
from typing import Any

import pghistory.models  # noqa: F401 - the event models hang on it
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desks.ledger.pages import table_page
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.models import Post
from huiyin.registers.people.words import Permission
from huiyin.registers.places.acts import (
    place_for,
)
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import chain_up
from huiyin.registers.places.words import CHILDREN, CODED, SCOPED, PlaceKind

from .codes import codes_inside, own_codes
from .tables import Link, Table, day, history_table

_FIELDS = {
    "name": gettext_lazy("Name"),
    "label": gettext_lazy("In full"),
    "short": gettext_lazy("Short form"),
    "closed_at": gettext_lazy("Closed"),
}


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
    context = {
        "title": _("Places"),
        "tables": [table],
        "find": _find(query),
        "back": Link(_("Places"), reverse("steward-places")),
    }
    return table_page(request, context)


def one(request: HttpRequest, place_id: int) -> HttpResponse:
    """A place with what lies in it, its codes, the people named for it and its history."""
    viewer: Viewer = request.viewer
    place = kept(viewer, place_id)
    above = chain_up(place)[1:]
    back = (
        Link(above[0].label, reverse("steward-place", args=[above[0].pk]))
        if above
        else Link(_("Registers"), reverse("steward-home"))
    )
    tables = [
        *(_codes(place) if place.kind in CODED else ()),
        _inside(place),
        *(() if place.kind in CODED else _codes(place)),
        _posts(place),
        history_table(place.events.select_related("pgh_context").order_by("pgh_id"), _FIELDS),
    ]
    context = {
        "title": place.label,
        "intro": place.get_kind_display(),
        "tables": tables,
        "back": back,
        "buttons": list(_buttons(place)),
        "facts": _facts(place),
        "find": _find(""),
    }
    return table_page(request, context)


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
            told.append(
                {
                    "label": fact.get("says") or key,
                    "value": fact["value"],
                    "note": _("source: %(source)s") % {"source": source} if source else "",
                }
            )
    return told


def _buttons(place: Place) -> Iterable[Link]:
    key = [place.pk]
    if place.closed_at is not None:
        yield Link(_("Take into use again"), reverse("steward-place-reopen", args=key))
        return
    if CHILDREN.get(PlaceKind(place.kind)):
        yield Link(_("Add a place here"), reverse("steward-place-add", args=key))
    if place.kind in (PlaceKind.ESTATE, PlaceKind.BUILDING, PlaceKind.ENTRANCE, PlaceKind.HOME):
        yield Link(_("Owners"), reverse("steward-owners", args=key), soft=True)
    yield Link(_("Rename"), reverse("steward-place-rename", args=key), soft=True)
    if place.kind not in SCOPED:
        yield Link(_("Close"), reverse("steward-place-close", args=key), soft=True)


def _inside(place: Place) -> Table:
    rows = Place.objects.filter(parent=place).annotate(
        inside=Count("children", filter=Q(children__closed_at=None))
    )
    rows = rows.order_by("closed_at", "kind", "order", "pk")
    return Table(
        _("What lies here"),
        (_("Place"), _("Kind"), _("Inside"), _("Closed")),
        [(_link(row), row.get_kind_display(), row.inside or "–", day(row.closed_at)) for row in rows],
    )


def _codes(place: Place) -> Iterable[Table]:
    if place.kind in CODED:
        yield own_codes(place)
    elif place.kind in (PlaceKind.ESTATE, PlaceKind.BUILDING):
        yield codes_inside(place)


def _posts(place: Place) -> Table:
    posts = Post.objects.filter(place=place).select_related("person").order_by("until", "kind")
    rows = [
        (
            Link(post.person.name, reverse("steward-person", args=[post.person_id])),
            post.get_kind_display(),
            day(post.since),
            day(post.until),
        )
        for post in posts
    ]
    return Table(_("Named for this place"), (_("Person"), _("Post"), _("Since"), _("Until")), rows)


def kept(viewer: Viewer, place_id: int) -> Place:
    """A place the viewer keeps. Raises NotThere."""
    place = place_for(viewer, place_id)
    viewer.must(Permission.REGISTER_WRITE, place.scope_id)
    return place


def page_of(place: Place) -> str:
    """The address of a place's page."""
    return reverse("steward-place", args=[place.pk])
