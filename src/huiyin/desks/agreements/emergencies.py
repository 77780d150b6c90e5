"""Emergency service: the forms, and the page of one for those who keep or read it."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.commons.c2_voices.owners_vote.reads import votes_of
from huiyin.commons.c3_decisions.reads import decisions_of
from huiyin.commons.c5_agreements import emergency
from huiyin.commons.c5_agreements.links import service_link
from huiyin.commons.c5_agreements.models import EmergencyService
from huiyin.commons.c5_agreements.reads import days_left, keeps, service_for
from huiyin.commons.c5_agreements.record import KEEP
from huiyin.commons.c5_agreements.words import ServiceState, ServiceVerb
from huiyin.desks.steward.choices import Choices
from huiyin.desks.steward.filling import Errand
from huiyin.desks.steward.tables import Link, Table, day, minute
from huiyin.ground.clock import today
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind

from .forms import ItemForm, NamingForm, NextForm, ReasonForm, TickForm

Told = dict[str, Any]
MOST = 100


def name(viewer: Viewer) -> Errand:
    """Write down the company the street named."""
    scopes = viewer.grants.get(KEEP, frozenset())
    around = frozenset(up for one in scopes for up in scope_tree().up(one))

    def act(told: Told) -> None:
        what = emergency.Naming(
            int(told["company"]), int(told["named_by"]), told["begins"], told["ends"], told["reason"],
            told["services"], told["cost_notice"], told["noticed_on"], told["again_why"], told["again_by"],
        )  # fmt: skip
        emergency.name_service(place_id=int(told["place"]), what=what, by=viewer)

    places = Place.objects.filter(kind=PlaceKind.ESTATE, scope_id__in=scopes, closed_at=None)
    options = {
        "place": [(str(one.pk), one.label) for one in places.order_by("label")],
        "company": _units(around, OrganisationKind.COMPANY),
        "named_by": _units(around, OrganisationKind.OFFICE),
    }
    return Errand(
        _("Emergency service of an estate"), _("Write down"), NamingForm, act, reverse("agreements"), options
    )


def item(viewer: Viewer, emergency_id: int) -> Errand:
    """Something to hand over."""
    found = service_for(viewer, emergency_id, KEEP)

    def act(told: Told) -> None:
        emergency.add_item(service_id=emergency_id, what=told["what"], from_whom=told["from_whom"], by=viewer)

    return _errand(found, _("Put on the hand-over list"), _("Write down"), ItemForm, act)


def tick(viewer: Viewer, emergency_id: int) -> Errand:
    """It was handed over."""
    found = service_for(viewer, emergency_id, KEEP)

    def act(told: Told) -> None:
        emergency.tick_item(service_id=emergency_id, no=int(told["no"]), on=told["on"], by=viewer)

    still = [(str(one.no), f"{one.no}. {one.what}") for one in found.items.filter(done_on=None)]
    first = {"on": today()}
    return _errand(
        found, pgettext("hand-over", "Handed over"), _("Write down"), TickForm, act, {"no": still}, first
    )


def following(viewer: Viewer, emergency_id: int) -> Errand:
    """What the owners decide for the time after."""
    found = service_for(viewer, emergency_id, KEEP)

    def act(told: Told) -> None:
        kind, _sep, key = told["following"].partition("-")
        emergency.link_next(service_id=emergency_id, by=viewer, **{f"{kind}_id": int(key)})

    votes = votes_of(viewer).filter(scope_id=found.scope_id)[:MOST]
    made = decisions_of(viewer).filter(scope_id=found.scope_id)[:MOST]
    rows = [(f"vote-{one.pk}", f"{pgettext('agreement', 'Vote')}: {one.title}") for one in votes]
    rows += [(f"decision-{one.pk}", f"{_('Decision')}: {one.title}") for one in made]
    return _errand(
        found, _("Link the owners' choice of a company"), _("Link"), NextForm, act, {"following": rows}
    )


def end(viewer: Viewer, emergency_id: int) -> Errand:
    """It ends before its day."""
    found = service_for(viewer, emergency_id, KEEP)

    def act(told: Told) -> None:
        emergency.end_service(service_id=emergency_id, reason=told["reason"], by=viewer)

    return _errand(found, _("End it before its day"), _("End it"), ReasonForm, act)


def one(request: HttpRequest, emergency_id: int) -> HttpResponse:
    """An emergency service, with what can be done now."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = service_for(viewer, emergency_id)
    kept = keeps(viewer, found.scope_id) and found.state == ServiceState.RUNNING
    context = {
        "title": _("Emergency service: %(place)s") % {"place": found.place.label},
        "sub": f"{found.company.name} · {found.get_state_display()} · {found.code}",
        "back": Link(_("Agreements"), reverse("agreements")), "steps": list(_steps(found)) if kept else [],
        "notes": list(_notes(found)), "words": found.reason, "facts": facts_of(found),
        "tables": list(_tables(found)),
        "prints": [Link(_("Public page"), service_link(found.code))],
    }  # fmt: skip
    return render(request, "works/thing.html", context)


def facts_of(found: EmergencyService) -> list[dict[str, Any]]:
    """What everybody reads of it."""
    ready, items = sum(one.done_on is not None for one in found.items.all()), len(found.items.all())
    facts = [
        {"label": _("Property company"), "value": found.company.name},
        {"label": _("Named by"), "value": found.named_by.name},
        {"label": _("First day"), "value": day(found.begins)},
        {"label": _("Last day"), "value": day(found.ended_on or found.ends)},
        {"label": _("Days left"), "value": str(days_left(found))},
        {"label": pgettext("hand-over", "Handed over"), "value": f"{ready}/{items}"},
        {"label": _("What services it gives"), "value": found.services},
        {"label": _("What it costs the owners"), "value": found.cost_notice},
        {"label": _("Notice hangs since"), "value": day(found.noticed_on)},
    ]
    if found.again_why:
        facts.append({"label": _("Why a second one follows directly"), "value": found.again_why})
        facts.append({"label": _("Who approved that"), "value": found.again_by})
    return facts


def next_step(found: EmergencyService) -> str:
    """What is owed before it ends."""
    if found.next_decision is not None:
        return _("The owners decided: %(what)s") % {"what": found.next_decision.title}
    if found.next_vote is not None:
        return _("The owners vote: %(what)s") % {"what": found.next_vote.title}
    return _("Before %(day)s the owners have to choose a company; no vote is linked yet.") % {
        "day": found.ends
    }


def _notes(found: EmergencyService) -> Iterator[str]:
    if found.ended_why:
        yield found.ended_why
    yield next_step(found)


def _steps(found: EmergencyService) -> Iterator[Link]:
    words = {
        "emergency-item": _("Put on the hand-over list"),
        "emergency-tick": pgettext("hand-over", "Handed over"),
        "emergency-next": _("Link the owners' choice of a company"),
        "emergency-end": _("End it before its day"),
    }
    for place, (route, label) in enumerate(words.items()):
        yield Link(label, reverse(route, args=[found.pk]), soft=place > 1)


def _tables(found: EmergencyService) -> Iterator[Table]:
    rows = [(f"{one.no}. {one.what}", one.from_whom or "–", day(one.done_on)) for one in found.items.all()]
    headings = (_("What is handed over"), _("By whom"), _("Handed over on"))
    yield Table(_("Hand-over list"), headings, rows, empty=_("None yet."))
    lines = [
        (minute(line.at), line.actor_label or _("a clerk"), ServiceVerb(line.verb).label)
        for line in found.events.order_by("-seq")
    ]
    yield Table(_("Record"), (_("Time"), _("Who"), pgettext("record", "What")), lines)


def _units(scopes: frozenset[int], kind: OrganisationKind) -> Choices:
    rows = Organisation.objects.filter(scope_id__in=scopes, kind=kind, until=None).order_by("name")
    return [(str(one.pk), one.name) for one in rows]


def _errand(
    found: EmergencyService, title: str, button: str, form: type[forms.Form], act: Callable[[Told], None],
    options: dict[str, Choices] | None = None, initial: Told | None = None,
) -> Errand:  # fmt: skip
    back = reverse("emergency-work", args=[found.pk])
    return Errand(
        title, button, form, act, back, options or {}, note=found.place.label, initial=initial or {}
    )
