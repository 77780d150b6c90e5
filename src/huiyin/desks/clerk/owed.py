"""What has to go out beside the answers to residents: slips of work orders, written replies to delegates."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.words import ANSWERED, State
from huiyin.casework.s5_closure.models import Owed
from huiyin.casework.s5_closure.owing import give_back, in_order, owed_for, owed_of, ready
from huiyin.casework.s5_closure.slips import Slip, slips_of
from huiyin.casework.s5_closure.words import GivenBy, OwedKind, Satisfaction
from huiyin.channels.spreadsheets.writing import Cell
from huiyin.desks.ledger.answer import table_answer
from huiyin.desks.ledger.columns import SLIPS, TABLES
from huiyin.ground.clock import now
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.viewer import Viewer

PAGE, MOST, CHUNK = 50, 500, 500
"""Rows of a page; slips noted as gone out by one press; slips read at once for a table of any length."""
SHOWN = (("ready", _("To go out")), ("waiting", _("Waiting for an answer")), ("gone", _("Settled")))
HEADINGS = (
    _("Order number"), _("Platform"), _("Our number"), _("State"), _("Received"), _("Dispatched"),
    _("Accepted"), _("Resident contacted"), _("On site"), _("Unit"), _("Answer"), _("Answered at"),
    _("Solved"), _("Satisfied"), _("Finish by"),
)  # fmt: skip
"""The columns of the table of slips, in the order a hotline's own list has them."""


class ReplyForm(forms.Form):
    """A written reply: the words as they go out."""

    words = forms.CharField(
        label=_("Words of the reply"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Please write the reply.")},
    )
    receipt = forms.CharField(
        label=_("Who took it, when"),
        max_length=120,
        required=False,
        help_text=_("Such as: handed to Mrs Li on 3 May."),
    )


def listed(request: HttpRequest) -> HttpResponse:
    """Three lists: what can go out, what waits for an answer, what went out."""
    viewer, show = _viewer(request), request.GET.get("show", "ready")
    show = show if show in dict(SHOWN) else "ready"
    page = Paginator(_rows(viewer, show), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "show": show, "shown": SHOWN, "now": now(), "slips": OwedKind.SLIP}
    return render(request, "clerk/owed.html", context)


def table(request: HttpRequest) -> HttpResponse:
    """The slips that can go out, as a table; nothing counts as sent by that."""
    viewer, keys = _viewer(request), TABLES[SLIPS]
    lines = (dict(zip(keys, cells, strict=True)) for cells in _table_rows(_ready_slips(viewer)))
    return table_answer(viewer, SLIPS, keys, lines, gettext("Return slips"), usual=HEADINGS)


def given(request: HttpRequest) -> HttpResponse:
    """The marked slips went out in a table; or all that were ready when the page was drawn, 500 at a time."""
    viewer = _viewer(request)
    keys = _all_until(viewer, request.POST["table_of"]) if "table_of" in request.POST else _marked(request)
    if not keys:
        messages.warning(request, gettext("Mark the slips that went out."))
        return redirect("clerk-owed")
    try:
        with transaction.atomic():
            for key in sorted(set(keys)):
                give_back(owed_id=key, by=viewer, how=GivenBy.TABLE, receipt=request.POST.get("receipt", ""))
    except Refusal as no:
        messages.warning(request, f"{no.said} {no.advice}")
        return redirect("clerk-owed")
    messages.success(request, gettext("%(n)s went out.") % {"n": len(set(keys))})
    return redirect("clerk-owed")


def _marked(request: HttpRequest) -> list[int]:
    chosen = request.POST.getlist("owed")[:MOST]
    return [int(one) for one in chosen if one.isascii() and one.isdigit() and len(one) < 19]  # noqa: PLR2004 - bigint


def _all_until(viewer: Viewer, until: str) -> list[int]:
    """What was answered before the page with the table was drawn; a later slip is not in that table."""
    moment = parse_datetime(until[:40]) if until.isascii() else None
    if moment is None or moment.tzinfo is None:
        return []
    rows = _ready_slips(viewer).filter(case__answered_at__lt=moment)
    return list(rows.values_list("pk", flat=True)[:MOST])


def _ready_slips(viewer: Viewer) -> QuerySet[Owed]:
    return in_order(ready(owed_of(viewer)).filter(kind=OwedKind.SLIP))


def _table_rows(rows: QuerySet[Owed]) -> Iterator[list[Cell]]:
    """Every row, read in pieces: a table has no limit, and memory has."""
    going = rows.iterator(chunk_size=CHUNK)
    while piece := list(islice(going, CHUNK)):
        slips = slips_of(row.case for row in piece)
        yield from (_cells(row, slips[row.case_id]) for row in piece)


def reply(request: HttpRequest, owed_id: int) -> HttpResponse:
    """Write a reply, print it, note that it went out."""
    viewer = _viewer(request)
    owed = owed_for(viewer, owed_id)
    form = ReplyForm(request.POST or None, initial={"words": owed.case.answer}, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                give_back(owed_id=owed_id, by=viewer, how=GivenBy.LETTER, **form.cleaned_data)
            return redirect("clerk-owed-letter", owed_id)
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
    context = {"owed": owed, "form": form, "given": owed.given.order_by("-at")}
    return render(request, "clerk/reply.html", context, status=422 if request.method == "POST" else 200)


def letter(request: HttpRequest, owed_id: int) -> HttpResponse:
    """The newest reply on a sheet to print and sign."""
    owed = owed_for(_viewer(request), owed_id)
    newest = owed.given.order_by("-at").first()
    return render(request, "clerk/letter.html", {"owed": owed, "given": newest})


def _rows(viewer: Viewer, show: str) -> Any:
    rows = owed_of(viewer)
    if show == "gone":
        return rows.exclude(done_at=None).order_by("-done_at", "-pk")
    return in_order(
        ready(rows) if show == "ready" else rows.filter(done_at=None).exclude(case__state__in=ANSWERED)
    )


def _cells(row: Owed, slip: Slip) -> list[Cell]:
    solved = {True: gettext("yes"), False: gettext("no"), None: ""}[slip.solved]
    satisfied = str(Satisfaction(slip.satisfied).label) if slip.satisfied else ""
    return [
        row.ref, row.to, slip.number, str(State(slip.state).label), slip.received_at, slip.dispatched_at,
        slip.accepted_at, slip.contacted_at, slip.arrived_at, slip.unit, slip.answer, slip.answered_at,
        solved, satisfied, row.due_at,
    ]  # fmt: skip


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    return viewer
