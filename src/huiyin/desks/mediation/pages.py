"""The list of mediations, one mediation, its confidential notes, and the agreement on paper."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.casework.s4_handling.mediation.acts import write_note
from huiyin.casework.s4_handling.mediation.models import Agreement, Mediation
from huiyin.casework.s4_handling.mediation.reads import mediates, mediation_for, mediations_of, notes_of
from huiyin.casework.s4_handling.mediation.sheet import agreement_pdf
from huiyin.casework.s4_handling.mediation.words import Conflict
from huiyin.desks.ledger.pages import table_page
from huiyin.desks.steward.tables import Link, Table, day, minute
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer

MOST = 100


class NoteForm(forms.Form):
    """A confidential note."""

    text = forms.CharField(
        label=gettext_lazy("Confidential note"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5})
    )


def listed(request: HttpRequest) -> HttpResponse:
    """Open ones first, then those whose agreement is being performed."""
    viewer: Viewer = request.viewer
    rows = [
        (
            Link(one.subject, reverse("mediation", args=[one.pk])),
            one.case.place.label if one.case.place else one.case.place_text or "–",
            one.get_outcome_display() if one.outcome else _("under way"),
            _court(getattr(one, "agreement", None)),
            minute(one.opened_at),
        )
        for one in mediations_of(viewer).order_by("-ended_at", "-opened_at")[:MOST]
    ]
    table = Table(
        _("Mediations"),
        (_("About"), _("Place"), _("Outcome"), _("Court"), _("Opened")),
        rows,
        empty=_("No mediation yet. Open one from the page “Many hands” of a case."),
    )
    return table_page(request, {"title": _("Mediation"), "tables": [table]})


def _court(agreement: Agreement | None) -> str:
    """Where the thirty days stand."""
    if agreement is None or agreement.confirm_by is None:
        return "–"
    if agreement.ruling:
        return str(agreement.get_ruling_display())
    if agreement.applied_on:
        return _("asked on %(day)s") % {"day": agreement.applied_on}
    left = (agreement.confirm_by - now().astimezone().date()).days
    if left < 0:
        return _("over since %(day)s") % {"day": agreement.confirm_by}
    return _("%(n)s days left, until %(day)s") % {"n": left, "day": agreement.confirm_by}


def one(request: HttpRequest, mediation_id: int) -> HttpResponse:
    """Parties, mediators, agreement, dates; what can be done now."""
    viewer: Viewer = request.viewer
    found = mediation_for(viewer, mediation_id)
    agreement: Agreement | None = getattr(found, "agreement", None)
    tables = [_parties(found), _mediators(found)]
    if agreement is not None:
        tables.append(_dates(agreement))
    context = {
        "mediation": found,
        "agreement": agreement,
        "court": _court(agreement),
        "tables": tables,
        "buttons": _buttons(found, agreement),
        "notes": reverse("mediation-notes", args=[found.pk]) if mediates(viewer, found) else "",
    }
    return render(request, "mediation/one.html", context)


def _buttons(found: Mediation, agreement: Agreement | None) -> list[Link]:
    key = [found.pk]
    links = []
    if found.ended_at is None:
        links = [
            Link(_("Enter a party"), reverse("mediation-party", args=key), soft=True),
            Link(_("Appoint a mediator"), reverse("mediation-mediator", args=key), soft=True),
            Link(_("Draw up the agreement"), reverse("mediation-agreement", args=key)),
        ]
        if agreement is not None:
            links.append(Link(_("Set a date"), reverse("mediation-milestone", args=key), soft=True))
            links.append(Link(_("It takes effect"), reverse("mediation-effect", args=key)))
        links.append(Link(_("End without"), reverse("mediation-end", args=key), soft=True))
    elif agreement is not None and agreement.confirm_by is not None and not agreement.ruling:
        name = "mediation-ruling" if agreement.applied_on else "mediation-court"
        links.append(Link(_("The court decided") if agreement.applied_on else _("Court was asked"),
                          reverse(name, args=key)))  # fmt: skip
    return links


def _parties(found: Mediation) -> Table:
    rows = [
        (
            party.name,
            party.get_side_display(),
            party.place.label if party.place else "–",
            _consent(party),
        )
        for party in found.parties.select_related("place").order_by("pk")
    ]
    headings = (_("Party"), _("Side"), _("Home"), _("Wants to mediate"))
    return Table(_("Parties"), headings, rows, empty=_("Nobody is entered yet."))


def _consent(party: Any) -> Any:
    if party.consents is None:
        return Link(_("Write down the answer"), reverse("party-consent", args=[party.pk]))
    word = _("yes") if party.consents else _("no")
    return f"{word} · {party.get_consent_how_display()} · {minute(party.consent_at)}"


def _mediators(found: Mediation) -> Table:
    rows = [
        (
            one.account.display_name,
            _("chosen by the parties") if one.chosen else _("appointed"),
            "、".join(str(Conflict(key).label) for key in one.conflicts) or _("none known"),
            Link(_("Step back"), reverse("mediator-end", args=[one.pk]))
            if one.ended_at is None and found.ended_at is None
            else day(one.ended_at),
        )
        for one in found.mediators.select_related("account").order_by("pk")
    ]
    headings = (_("Mediator"), _("How"), _("Conflict of interest"), "")
    return Table(_("Mediators"), headings, rows, empty=_("Nobody is appointed yet."))


def _dates(agreement: Agreement) -> Table:
    rows = [
        (
            one.what,
            one.party.name,
            f"{one.amount_fen / 100:,.2f}" if one.amount_fen is not None else "–",
            day(one.due_on),
            day(one.done_on)
            if one.done_on or agreement.effective_on is None
            else Link(_("Performed"), reverse("milestone-done", args=[one.pk])),
        )
        for one in agreement.milestones.select_related("party")
    ]
    headings = (_("What"), _("Who"), _("Yuan"), _("Until"), _("Performed"))
    return Table(_("Dates of performance"), headings, rows, empty=_("No date is set."))


def notes(request: HttpRequest, mediation_id: int) -> HttpResponse:
    """The confidential notes: for this mediation's mediators alone."""
    viewer: Viewer = request.viewer
    found = mediation_for(viewer, mediation_id)
    kept = notes_of(viewer, found)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            write_note(mediation_id=found.pk, text=form.cleaned_data["text"], by=viewer)
        except NotThere:
            raise
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
        else:
            messages.success(request, _("The note is kept, sealed."))
            return redirect("mediation-notes", found.pk)
    status = 422 if request.method == "POST" else 200
    context = {"mediation": found, "notes": kept, "form": form}
    return render(request, "mediation/notes.html", context, status=status)


def paper(request: HttpRequest, mediation_id: int) -> HttpResponse:
    """The agreement as PDF, to sign and to seal."""
    found = mediation_for(request.viewer, mediation_id)
    agreement: Agreement | None = getattr(found, "agreement", None)
    if agreement is None:
        raise NotThere
    body = agreement_pdf(agreement, language=get_language() or "zh-hans")
    answer = HttpResponse(body, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="agreement-{found.pk}.pdf"'
    return answer
