"""The list of agreements and emergency services; the page of one agreement."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.commons.c5_agreements.links import agreement_link
from huiyin.commons.c5_agreements.models import Agreement, Due
from huiyin.commons.c5_agreements.reads import (
    Figures,
    agreement_for,
    agreements_of,
    days_left,
    dues_of,
    figures_by,
    figures_of,
    keeps,
    pictures_of,
    services_of,
    to_renew,
)
from huiyin.commons.c5_agreements.record import KEEP
from huiyin.commons.c5_agreements.words import AgreementState, DueState, Kind, Verb
from huiyin.desks.steward.tables import Link, Table, day, minute
from huiyin.ground.tenancy.viewer import Viewer

from .standing import due_rows, duty_rows, given_rows, met_of, renewal_rows

MOST = 200
S = AgreementState
DRAFTING = ("agreement-party", "agreement-duty", "agreement-sign", "agreement-party-out", "agreement-drop")
KEEPING = ("agreement-due", "agreement-picture", "agreement-given", "agreement-renew", "agreement-end")


def listed(request: HttpRequest) -> HttpResponse:
    """Every agreement and emergency service the viewer reads; what waits for somebody first."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = list(agreements_of(viewer)[:MOST])
    told = figures_by(found)
    buttons = [
        Link(_("Begin a pledge"), reverse("pledge-new")),
        Link(_("Emergency service of an estate"), reverse("emergency-new"), soft=True),
    ]
    context = {
        "title": _("Agreements"),
        "intro": _("An agreement of several parties is begun on the page of its decision."),
        "tables": [*_waiting(found, told), _services(viewer), _all(found, told)],
        "buttons": buttons if viewer.may(KEEP) else [],
    }
    return render(request, "steward/page.html", context)


def one(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """An agreement, with what can be done now."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = agreement_for(viewer, agreement_id)
    mine, dues = keeps(viewer, found.scope_id), dues_of(found)
    notes = [found.ended_why] if found.ended_why else []
    if to_renew(found):
        notes.append(_("It ends on %(day)s: renew it, or let it end.") % {"day": found.ends})
    context = {
        "title": found.title, "sub": f"{found.place.label} · {found.get_state_display()} · {found.code}",
        "back": Link(_("Agreements"), reverse("agreements")), "steps": list(_steps(found)) if mine else [],
        "notes": notes, "words": found.aim, "facts": facts_of(found, dues),
        "tables": list(_tables(found, dues, mine=mine)),
        "prints": [*(_prints(found) if mine else []), *_public(found)],
    }  # fmt: skip
    return render(request, "works/thing.html", context)


def facts_of(found: Agreement, dues: list[Due]) -> list[dict[str, Any]]:
    """What everybody reads of it."""
    told = figures_of(found, dues)
    facts: list[dict[str, Any]] = [
        {"label": _("What kind it is"), "value": Kind(found.kind).label},
        {"label": _("Holds"), "value": f"{day(found.begins)} – {day(found.ended_on or found.ends)}"},
        {"label": _("Duties met"), "value": f"{told.met}/{told.all}", "note": met_of(told)},
    ]
    if found.resource:
        facts.append({"label": _("What is brought in"), "value": found.resource})
    if found.decision is not None:
        facts.append({"label": _("Decision"), "value": found.decision.title, "note": found.decision.body})
    return facts


def _steps(found: Agreement) -> Iterator[Link]:
    words = {
        "agreement-party": _("Enter a party"),
        "agreement-duty": _("Enter a duty"),
        "agreement-sign": _("A party has signed"),
        "agreement-party-out": _("Take a party out"),
        "agreement-drop": _("Give the draft up"),
        "agreement-due": _("What became of a duty"),
        "agreement-picture": _("Add a picture"),
        "agreement-given": _("What was given or done in return"),
        "agreement-renew": _("Renew it"),
        "agreement-end": _("End it before its day"),
    }
    offers: dict[AgreementState, tuple[str, ...]] = {S.DRAFT: DRAFTING, S.IN_FORCE: KEEPING}
    fits = [one for one in offers.get(S(found.state), ()) if _has_sense(one, found)]
    for place, name in enumerate(fits):
        yield Link(words[name], reverse(name, args=[found.pk]), soft=place > 1)


def _has_sense(name: str, found: Agreement) -> bool:
    """Whether a form could be sent."""
    parties = list(found.parties.all())
    signed = any(one.signed_on for one in parties)
    return {
        "agreement-party": not signed,
        "agreement-duty": bool(parties) and not signed,
        "agreement-party-out": bool(parties) and not signed,
        "agreement-sign": bool(parties),
        "agreement-due": found.dues.filter(state=DueState.OPEN).exists(),
        "agreement-given": found.kind == Kind.RESOURCE,
    }.get(name, True)


def _tables(found: Agreement, dues: list[Due], *, mine: bool) -> Iterator[Table]:
    headings = (pgettext("agreement", "Party"), _("What it gains by it"), _("Signed on"))
    rows = [(f"{one.no}. {one.name}", one.gain or "–", day(one.signed_on)) for one in found.parties.all()]
    if mine:
        headings = (*headings, _("Who signed for it"))
        names = dict(found.parties.values_list("no", "signature__signed_by"))
        numbers = [one.no for one in found.parties.all()]
        rows = [(*row, names.get(no) or "–") for no, row in zip(numbers, rows, strict=True)]
    yield Table(pgettext("agreement", "Parties"), headings, rows, empty=_("None yet."))
    headings = (
        pgettext("agreement", "Party"),
        _("What it does"),
        _("How it is shown that it was done"),
        _("How often"),
        _("First day"),
    )
    yield Table(pgettext("agreement", "Duties"), headings, duty_rows(found), empty=_("None yet."))
    if dues:
        headings = (
            pgettext("agreement", "Day"),
            pgettext("agreement", "Party"),
            _("What it does"),
            _("What became of it"),
            _("Words"),
        )
        yield Table(_("Days of the duties"), headings, due_rows(dues))
    if given := given_rows(found):
        headings = (
            pgettext("agreement", "Day"), pgettext("agreement", "Party"), pgettext("agreement", "Which way"),
            _("What"), _("How much"),
        )  # fmt: skip
        yield Table(_("Ledger in kind"), headings, given, note=_("In words: nothing is set off."))
    if renewed := renewal_rows(found):
        yield Table(_("Renewals"), (_("Until then"), _("New last day"), _("Reason")), renewed)
    if pictures := pictures_of(found, signed=mine):
        rows = [
            (Link(one.words, reverse("agreement-picture-show", args=[found.pk, one.pk])), day(one.added_at))
            for one in pictures
        ]
        yield Table(_("Pictures"), (_("What it shows"), pgettext("agreement", "Day")), rows)
    lines = [
        (minute(line.at), line.actor_label or _("a clerk"), Verb(line.verb).label)
        for line in found.events.order_by("-seq")[:MOST]
    ]
    yield Table(_("Record"), (_("Time"), _("Who"), pgettext("record", "What")), lines)


def _prints(found: Agreement) -> Iterator[Link]:
    for kind in ("pdf", "docx", "txt"):
        words = _("Agreement sheet to sign (%(kind)s)") % {"kind": kind}
        yield Link(words, reverse("agreement-print", args=[found.pk, kind]))


def _public(found: Agreement) -> Iterator[Link]:
    if found.state in (S.IN_FORCE, S.ENDED):
        yield Link(_("Public page"), agreement_link(found.code))


def _waiting(found: list[Agreement], figures: dict[int, Figures]) -> Iterator[Table]:
    """Late, due soon, near their end: about agreements, in the order of their days, nobody compared."""
    rows = []
    for one in found:
        if one.state != S.IN_FORCE:
            continue
        told = figures[one.pk]
        if told.late or told.soon or to_renew(one):
            ends = _("ends on %(day)s: renew it, or let it end") % {"day": one.ends} if to_renew(one) else "–"
            rows.append((_link(one), str(told.late), str(told.soon), ends))
    if rows:
        yield Table(
            _("What waits"), (pgettext("agreement", "Agreement"), _("Late"), _("Due soon"), _("End")), rows
        )


def _services(viewer: Viewer) -> Table:
    rows = [
        (
            Link(one.place.label, reverse("emergency-work", args=[one.pk])), one.company.name,
            one.get_state_display(), day(one.ended_on or one.ends), str(days_left(one)),
        )
        for one in services_of(viewer)[:MOST]
    ]  # fmt: skip
    headings = (_("Estate"), _("Property company"), _("Where it stands"), _("Last day"), _("Days left"))
    return Table(_("Emergency services"), headings, rows, empty=_("None."))


def _all(found: list[Agreement], figures: dict[int, Figures]) -> Table:
    rows = []
    for one in found:
        told = figures[one.pk]
        rows.append((
            _link(one), Kind(one.kind).label, one.place.label, one.get_state_display(),
            day(one.ended_on or one.ends), f"{told.met}/{told.all}",
        ))  # fmt: skip
    headings = (
        pgettext("agreement", "Agreement"), _("What kind it is"), _("Place"), _("Where it stands"),
        _("Last day"), _("Duties met"),
    )  # fmt: skip
    return Table(_("All agreements"), headings, rows, empty=_("None yet."))


def _link(one: Agreement) -> Link:
    return Link(one.title, reverse("agreement-work", args=[one.pk]))
