"""The board of uses, and one use: homes, quotations, vote, posting, payments, what is owed."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.commons.c2_voices.owners_vote.participation import square_metres
from huiyin.commons.c6_fund.links import use_link
from huiyin.commons.c6_fund.models import FundUse, Quotation
from huiyin.commons.c6_fund.paying import paid_of, stays_by_home
from huiyin.commons.c6_fund.reads import quotations_of, scans_of, units_of_use, use_for, uses_of
from huiyin.commons.c6_fund.record import KEEP
from huiyin.commons.c6_fund.urgent import owed_of
from huiyin.commons.c6_fund.words import Ratified, UseState, Verb
from huiyin.desks.proposals.names import yuan
from huiyin.desks.steward.tables import Link, Table, day, minute
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .facts import facts_of, owed_words
from .offers import steps_of

MOST = 200
S = UseState


def listed(request: HttpRequest) -> HttpResponse:
    """Every use the viewer keeps or watches over; what is owed of emergencies stands first."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = list(uses_of(viewer)[:MOST])
    owed = sorted(((one.left, use, one) for use in found for one in owed_of(use)), key=lambda row: row[0])
    rows = [
        (Link(use.title, _page(use)), use.place.label, owed_words(one), day(one.until))
        for _l, use, one in owed
    ]
    tables = []
    if rows:
        headings = (pgettext("fund", "Use"), _("Place"), _("What is owed"), _("Until"))
        tables.append(Table(_("Owed after emergencies"), headings, rows))
    uses = [
        (
            Link(one.title, _page(one)), one.place.label, one.get_state_display(), _days(one),
            yuan(one.approved_fen or None), one.code,
        )
        for one in found
    ]  # fmt: skip
    headings = (
        pgettext("fund", "Use"), _("Place"), _("Where it stands"), _("Until"), _("Approved"), _("Code"),
    )  # fmt: skip
    tables.append(Table(_("Uses of the fund"), headings, uses, empty=_("None yet.")))
    keeps = viewer.may(KEEP)
    buttons = [Link(_("Prepare a use of the fund"), reverse("fund-new"))] if keeps else []
    context = {"title": _("Maintenance fund"), "tables": tables, "buttons": buttons}
    return render(request, "steward/page.html", context)


def one(request: HttpRequest, use_id: int) -> HttpResponse:
    """A use, with what can be done now."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = use_for(viewer, use_id)
    keeps = viewer.may(KEEP, found.scope_id)
    context = {
        "title": found.title, "sub": f"{found.place.label} · {found.get_state_display()} · {found.code}",
        "back": Link(_("Maintenance fund"), reverse("fund")), "steps": list(steps_of(found)) if keeps else [],
        "notes": list(_notes(found)), "words": found.words,
        "facts": [*facts_of(found), *_links(viewer, found)],
        "tables": list(_tables(found)), "prints": list(_prints(found)),
    }  # fmt: skip
    return render(request, "works/thing.html", context)


def _notes(found: FundUse) -> Iterator[str]:
    if found.ended_why:
        yield found.ended_why
    for one in owed_of(found):
        yield f"{owed_words(one)} {day(one.until)}"
    if found.state == S.POSTED:
        yield _("Posted until %(day)s; nothing is paid before.") % {"day": day(found.post_until)}
    if found.ratified == Ratified.NO:
        yield _("The owners did not ratify this emergency: nothing more is paid from the fund.")


def _links(viewer: Viewer, found: FundUse) -> Iterator[dict[str, Any]]:
    """The vote and the work, for who may open their pages."""
    if found.vote is not None:
        fact = {"label": _("Owners' vote"), "value": found.vote.title, "note": found.vote.get_state_display()}
        if viewer.may(Permission.VOTE_ENTER, found.scope_id):
            fact["url"] = reverse("vote-work", args=[found.vote_id])
        yield fact
    if found.project is not None:
        fact = {"label": _("Work"), "value": found.project.title, "note": found.project.get_state_display()}
        if viewer.may(KEEP, found.scope_id):
            fact["url"] = reverse("work", args=[found.project_id])
        yield fact


def _tables(found: FundUse) -> Iterator[Table]:
    scans = scans_of(found)
    headings = (
        _("Number"), _("Who offers it"), _("Amount"), _("What is offered"), _("Chosen"), _("Picture"),
    )  # fmt: skip
    rows = [_quotation_row(found, one, one.no in scans) for one in quotations_of(found)]
    yield Table(_("Quotations"), headings, rows, empty=_("None yet."))
    if payments := list(found.payments.select_related("payee").order_by("no")):
        headings = (_("Number"), _("To whom"), _("Amount"), _("Day"), _("Receipt"))
        rows = [
            (one.no, one.payee.name, yuan(one.amount_fen), day(one.paid_on), one.paper) for one in payments
        ]
        yield Table(_("Payments"), headings, rows)
    if found.posted_at:
        rows = [
            (one.name, one.text, one.answer or _("not answered yet"))
            for one in found.objections.order_by("pk")
        ]
        yield Table(_("Objections"), (_("Who"), _("Objection"), _("Answer")), rows, empty=_("None."))
    yield _homes(found)
    lines = [
        (minute(line.at), line.actor_label or _("a clerk"), Verb(line.verb).label)
        for line in found.events.order_by("-seq")[:MOST]
    ]
    yield Table(_("Record"), (_("Time"), _("Who"), pgettext("record", "What")), lines)


def _quotation_row(found: FundUse, one: Quotation, scanned: bool) -> tuple[Any, ...]:  # noqa: FBT001 - of the table
    picture = Link(_("Open"), reverse("fund-scan", args=[found.pk, one.no])) if scanned else "–"
    price, why = yuan(one.amount_fen), one.chosen_why or "–"
    return (one.no, one.organisation.name, price, one.words or "–", why, picture)


def _homes(found: FundUse) -> Table:
    units = units_of_use(found)
    stays = [0] * len(units)
    if found.state == S.ENDED:
        stays = stays_by_home([one.amount_fen for one in units], paid=paid_of(found))
    rows = [
        (unit.label, square_metres(unit.area), yuan(unit.amount_fen or None), yuan(left) if left else "–")
        for unit, left in zip(units, stays, strict=True)
    ]
    headings = (_("Home"), _("Area, m²"), _("Part"), _("Stays in the fund"))
    return Table(_("Homes that share the part"), headings, rows, note=found.scope_why)


def _prints(found: FundUse) -> Iterator[Link]:
    if found.state != S.DRAFT:
        for kind in ("pdf", "docx", "txt"):
            words = _("Public notice (%(kind)s)") % {"kind": kind}
            yield Link(words, reverse("fund-print", args=[found.pk, "notice", kind]))
        yield Link(_("Public page"), use_link(found.code))
    yield Link(_("List by area (pdf)"), reverse("fund-print", args=[found.pk, "list", "pdf"]))
    yield Link(_("List by area (txt)"), reverse("fund-print", args=[found.pk, "list", "txt"]))


def _days(found: FundUse) -> str:
    return day(found.post_until) if found.state == S.POSTED else "–"


def _page(found: FundUse) -> str:
    return reverse("fund-use", args=[found.pk])
