"""Lists of duties and volunteers, one duty with who comes, one volunteer; in the order of signing up."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.desks.steward.tables import Link, Table, day, minute
from huiyin.ground.clock import today
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.neighbours.volunteers.links import duty_link
from huiyin.neighbours.volunteers.models import Duty
from huiyin.neighbours.volunteers.phones import are_open, shown
from huiyin.neighbours.volunteers.reads import (
    KEEP,
    coming,
    duties_of,
    duty_for,
    volunteer_for,
    volunteers_of,
)
from huiyin.neighbours.volunteers.words import DutyState, DutyVerb, Skill, Times, VolunteerVerb
from huiyin.registers.places.reads import coded_places

MOST = 200


def listed(request: HttpRequest) -> HttpResponse:
    """Every duty the viewer keeps, the last day first; everybody on the list; the posters."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the middleware
    duties = [
        (
            Link(one.title, reverse("volunteer-duty", args=[one.pk])), day(one.day), one.hours, one.venue,
            _many(one), one.get_state_display(),
        )
        for one in duties_of(viewer)[:MOST]
    ]  # fmt: skip
    people = [
        (
            Link(one.name, reverse("volunteer-one", args=[one.pk])), one.unit or "–", one.place.label,
            said(Skill, one.skills), said(Times, one.times), day(one.joined_at),
        )
        for one in volunteers_of(viewer)[:MOST]
    ]  # fmt: skip
    headings = (
        pgettext("volunteer", "Duty"), _("Day"), _("From when to when"), _("Where to meet"),
        pgettext("duty", "Who comes"), _("Where it stands"),
    )  # fmt: skip
    names = (
        pgettext("person", "Name"), _("Unit"), pgettext("volunteer", "Signed up at"), _("Can do"),
        _("Has time"), pgettext("volunteer", "Since"),
    )  # fmt: skip
    context = {
        "title": _("Volunteers"),
        "tables": [
            Table(pgettext("volunteer", "Duties"), headings, duties, empty=_("No duty yet.")),
            Table(
                _("On the list"), names, people, empty=_("Nobody has signed up yet. Hang up a poster."),
                buttons=list(_posters(viewer)),
                note=_("In the order of signing up. Nobody is counted or compared."),
            ),
        ],
        "buttons": [Link(_("Write a duty"), reverse("volunteer-duty-new"))],
    }  # fmt: skip
    return render(request, "steward/page.html", context)


def duty(request: HttpRequest, duty_id: int) -> HttpResponse:
    """A duty: its words, who comes, what can be done now, its papers, its record."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the middleware
    found = duty_for(viewer, duty_id)
    clear = are_open(found, viewer)
    who = [
        (Link(one.name, reverse("volunteer-one", args=[one.pk])), shown(one, clear=clear), one.unit or "–")
        for one in coming(found)
    ]
    lines = [
        (minute(line.at), line.actor_label or _("a clerk"), DutyVerb(line.verb).label)
        for line in found.events.order_by("-at", "-pk")
    ]
    opens = [Link(_("Open the telephones"), reverse("volunteer-duty-phones", args=[found.pk]))]
    context = {
        "title": found.title, "sub": f"{day(found.day)} {found.hours} · {found.place.label} · {found.code}",
        "back": Link(_("Volunteers"), reverse("volunteers")), "steps": list(_steps(found)),
        "notes": [one for one in (found.off_why, found.thanks) if one], "words": found.words,
        "facts": list(_facts(found)),
        "tables": [
            Table(
                _("Who comes"),
                (pgettext("person", "Name"), _("Telephone"), _("Unit")),
                who,
                empty=_("Nobody yet."),
                buttons=opens if who and not clear else (),
            ),
            Table(_("Record"), (_("Time"), _("Who"), pgettext("record", "What")), lines),
        ],
        "prints": list(_prints(found)),
    }  # fmt: skip
    return render(request, "proposals/thing.html", context)


def volunteer(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """One person of the list: what they told, and nothing that was counted about them."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the middleware
    found = volunteer_for(viewer, volunteer_id)
    clear = are_open(found, viewer)
    lines = [
        (minute(line.at), VolunteerVerb(line.verb).label)
        for line in found.events.filter(verb=VolunteerVerb.JOINED)
    ]
    context = {
        "title": found.name, "sub": found.place.label, "back": Link(_("Volunteers"), reverse("volunteers")),
        "steps": [
            *([] if clear else [Link(_("Open the telephone"), reverse("volunteer-phone", args=[found.pk]))]),
            Link(_("Take off the list"), reverse("volunteer-off", args=[found.pk]), soft=True),
        ],
        "facts": [
            {"label": _("Telephone"), "value": shown(found, clear=clear)},
            {"label": _("Unit"), "value": found.unit or "–"},
            {"label": _("Can do"), "value": said(Skill, found.skills)},
            {"label": _("Has time"), "value": said(Times, found.times)},
        ],
        "words": found.words,
        "tables": [Table(_("Record"), (_("Time"), pgettext("record", "What")), lines)],
    }  # fmt: skip
    return render(request, "proposals/thing.html", context)


def said(words: type[Skill] | type[Times], values: list[str]) -> str:
    """Values as words, or a dash."""
    return "、".join(str(words(one).label) for one in values if one in words.values) or "–"


def _steps(found: Duty) -> Iterator[Link]:
    if found.state != DutyState.OPEN:
        return
    if found.day <= today() and found.taken:
        yield Link(_("Thank everybody who came"), reverse("volunteer-duty-thank", args=[found.pk]))
    if found.day >= today():
        yield Link(_("Change the duty"), reverse("volunteer-duty-change", args=[found.pk]), soft=True)
    yield Link(_("Call the duty off"), reverse("volunteer-duty-off", args=[found.pk]), soft=True)


def _many(found: Duty) -> str:
    return _("%(taken)s of %(wanted)s") % {"taken": found.taken, "wanted": found.wanted}


def _facts(found: Duty) -> Iterator[dict[str, Any]]:
    yield {"label": _("Where it stands"), "value": found.get_state_display()}
    yield {"label": _("Where to meet"), "value": found.venue}
    yield {"label": pgettext("duty", "Who comes"), "value": _many(found)}
    yield {"label": _("Who signs it"), "value": found.signed}
    yield {"label": _("Public page"), "value": found.code, "url": duty_link(found.code)}


def _prints(found: Duty) -> Iterator[Link]:
    if found.state == DutyState.THANKED:
        yield Link(_("Notes of thanks (PDF)"), reverse("volunteer-notes", args=[found.pk, "pdf"]))
        yield Link(_("Notes of thanks (Word)"), reverse("volunteer-notes", args=[found.pk, "docx"]))
    if found.state == DutyState.OPEN:
        for form, words in (
            ("pdf", _("To hang (PDF)")),
            ("docx", _("To hang (Word)")),
            ("txt", _("To forward")),
        ):
            yield Link(words, reverse("volunteer-print", args=[found.pk, form]))


def _posters(viewer: Viewer) -> Iterator[Link]:
    """One poster of each area that has a printed code: whoever scans it signs up there."""
    for scope_id in sorted(viewer.grants.get(KEEP, frozenset())):
        for code, place in coded_places(scope_id)[:1]:
            words = _("Poster to sign up: %(place)s") % {"place": place.label}
            yield Link(words, reverse("volunteer-poster", args=[code, "pdf"]))
