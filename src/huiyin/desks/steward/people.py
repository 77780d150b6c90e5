"""Persons and the posts they hold, with their terms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desks.ledger.pages import table_page
from huiyin.ground import crypto
from huiyin.ground.phones import mask_phone, normalise_phone
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.models import Person, Post
from huiyin.registers.people.posts import (
    add_person,
    change_person,
    end_post,
    give_post,
    person_for,
    persons_of,
)
from huiyin.registers.people.words import Permission, PostKind

from .choices import NONE, building_choices, organisation_choices, scope_choices
from .filling import Chosen, Errand, Sure, Why
from .tables import Link, Table, day, history_table

_KEEP = Permission.REGISTER_WRITE
PAGE = 50


def clean_phone(text: str) -> str:
    """A telephone in its stored spelling, or empty. Raises ValidationError."""
    number = normalise_phone(text) if text.strip() else ""
    if number is None:
        raise ValidationError(_("This is not a telephone number."))
    return number


class Phoned(forms.Form):
    """A telephone that is sealed at once."""

    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Kept sealed; shown only with its middle hidden."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_phone(self) -> str:
        return clean_phone(str(self.cleaned_data["phone"]))


class NewPerson(Phoned, Chosen):
    """A person of an area."""

    scope = forms.ChoiceField(label=gettext_lazy("Area"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=50)
    field_order = ("scope", "name", "phone")


class ChangedPerson(Phoned, Sure):
    """Another name or telephone."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=50)
    field_order = ("name", "phone")


class NewPost(Chosen):
    """A post with its term."""

    kind = forms.ChoiceField(label=gettext_lazy("Post"), choices=PostKind.choices)
    scope = forms.ChoiceField(label=gettext_lazy("Area"))
    place = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"), required=False)
    shown_phone = forms.CharField(
        label=gettext_lazy("Line residents may call"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("A service number; a private one only if the person asked for it."),
    )
    since = forms.DateField(label=gettext_lazy("Since"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def listed(request: HttpRequest) -> HttpResponse:
    """The persons of the area; a search finds names and initials."""
    viewer: Viewer = request.viewer
    query = request.GET.get("q", "").strip()[:50]
    persons = persons_of(viewer).select_related("scope").order_by("name", "pk")
    if query:
        persons = persons.filter(Q(name__icontains=query) | Q(pinyin__icontains=query))
    page = Paginator(persons.prefetch_related("posts"), PAGE).get_page(request.GET.get("page"))
    rows = [(Link(row.name, _page(row)), row.scope.name, _posts_of(row)) for row in page.object_list]
    context = {
        "title": _("People and posts"),
        "page": page,
        "find": {"query": query, "hint": _("Name or initials")},
        "tables": [Table(_("People"), (_("Name"), _("Area"), _("Posts")), rows)],
        "back": Link(_("Registers"), reverse("steward-home")),
        "buttons": [Link(_("New person"), reverse("steward-person-new"))],
    }
    return table_page(request, context)


def _posts_of(row: Person) -> str:
    return "、".join(post.get_kind_display() for post in row.posts.all() if post.until is None) or "–"


def one(request: HttpRequest, person_id: int) -> HttpResponse:
    """A person with posts, accounts and history; the telephone only masked."""
    viewer: Viewer = request.viewer
    row = person_for(viewer, person_id)
    sealed = bytes(row.phone_sealed)
    phone = mask_phone(crypto.unseal(sealed, aad=row.phone_aad)) if sealed else "–"
    facts = [{"label": _("Area"), "value": row.scope.name}, {"label": _("Telephone"), "value": phone}]
    events = row.events.select_related("pgh_context").order_by("pgh_id")
    tables = [_posts(row), history_table(events, {"name": _("Name")})]
    context = {
        "title": row.name,
        "facts": facts,
        "tables": tables,
        "back": Link(_("People"), reverse("steward-people")),
        "buttons": [Link(_("Change"), reverse("steward-person-change", args=[row.pk]), soft=True)],
    }
    return table_page(request, context)


def _posts(row: Person) -> Table:
    posts = row.posts.select_related("place", "organisation", "scope").order_by("until", "-since")
    rows = [
        (
            post.get_kind_display(),
            str(post.place or post.organisation or post.scope),
            post.shown_phone or "–",
            day(post.since),
            day(post.until),
            "" if post.until else Link(_("End"), reverse("steward-post-end", args=[post.pk])),
        )
        for post in posts
    ]
    new = Link(_("Holds another post"), reverse("steward-post-new", args=[row.pk]))
    return Table(
        _("Posts"), (_("Post"), _("Where"), _("Shown line"), _("Since"), _("Until"), ""), rows, [new]
    )


def _page(row: Person) -> str:
    return reverse("steward-person", args=[row.pk])


def add(viewer: Viewer) -> Errand:
    """A new person."""

    def act(told: dict[str, Any]) -> None:
        add_person(scope_id=int(told["scope"]), name=told["name"], phone=told["phone"], by=viewer)

    options = {"scope": scope_choices(viewer, _KEEP)}
    return Errand(_("New person"), _("Add"), NewPerson, act, reverse("steward-people"), options)


def change(viewer: Viewer, person_id: int) -> Errand:
    """Another name or telephone."""
    row = person_for(viewer, person_id)

    def act(told: dict[str, Any]) -> None:
        change_person(person=row, name=told["name"], phone=told["phone"], by=viewer)

    return Errand(
        _("Change %(name)s") % {"name": row.name},
        _("Save"),
        ChangedPerson,
        act,
        _page(row),
        note=_("An empty telephone leaves the old one."),
        initial={"name": row.name},
    )


def give(viewer: Viewer, person_id: int) -> Errand:
    """A post with its term."""
    row = person_for(viewer, person_id)
    scopes = viewer.grants.get(_KEEP, frozenset())
    options = {
        "scope": scope_choices(viewer, _KEEP),
        "place": [NONE, *building_choices(scopes)],
        "organisation": [NONE, *organisation_choices(scopes)],
    }

    def act(told: dict[str, Any]) -> None:
        give_post(
            person=row,
            kind=PostKind(told["kind"]),
            scope_id=int(told["scope"]),
            since=told["since"],
            by=viewer,
            place_id=int(told["place"]) if told["place"] else None,
            until=told["until"],
            organisation_id=int(told["organisation"]) if told["organisation"] else None,
            shown_phone=told["shown_phone"],
        )

    initial = {"scope": str(row.scope_id), "since": timezone.localdate()}
    title = _("%(name)s holds another post") % {"name": row.name}
    return Errand(title, _("Add"), NewPost, act, _page(row), options, initial=initial)


def end(viewer: Viewer, post_id: int) -> Errand:
    """A term ends."""
    post = Post.objects.select_related("person").filter(pk=post_id).first()
    if post is None:
        raise NotThere
    viewer.must(_KEEP, post.scope_id)

    def act(told: dict[str, Any]) -> None:
        end_post(post=post, reason=told["reason"], by=viewer)

    words = {"name": post.person.name, "post": post.get_kind_display()}
    return Errand(_("%(name)s is %(post)s no longer") % words, _("End"), Why, act, _page(post.person))
