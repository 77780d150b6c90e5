"""Registers from the community's own tables: upload, trial, columns, writing down, the rest back."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from huiyin.channels.rosters import tables
from huiyin.channels.rosters.leaving import HEADINGS, register_rows
from huiyin.channels.spreadsheets.writing import XLSX
from huiyin.desks.ledger.answer import sheet_answer
from huiyin.desks.table_field import TableField
from huiyin.ground.files.headers import file_headers
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rosters.columns import COLUMNS
from huiyin.registers.rosters.models import RosterFile
from huiyin.registers.rosters.words import Outcome, RosterKind, RosterState

from .choices import scope_choices

SHOWN_PROBLEMS = 20
LABELS = {
    "community": _("Community"),
    "estate": _("Estate"),
    "building": _("Building"),
    "entrance": _("Entrance"),
    "home": _("Home"),
    "floor": _("Floor"),
    "area": _("Floor area"),
    "where": _("Responsible for"),
    "gate": _("Gate"),
    "facility": _("Facility"),
    "name": _("Name"),
    "kind": _("Kind"),
    "short_name": _("Short name"),
    "phone": _("Telephone"),
    "shown_phone": _("Telephone residents may see"),
    "estates": _("Estates it serves"),
    "duties": _("Duties"),
    "post": _("Post"),
    "organisation": _("Organisation"),
    "since": _("Since"),
    "until": _("Until"),
    "date": _("Date"),
    "starts": _("Begins"),
    "ends": _("Ends"),
    "hours": _("Hours in one column"),
    "person": _("Person"),
    "by_day": _("Day shift"),
    "by_night": _("Night shift"),
    "deputy": _("Deputy"),
    "lead": _("Manager on call"),
    "rank": _("Who is called first"),
    "share": _("Share of the title"),
    "mark": _("Owner number"),
    "source": _("Source of the area"),
    "use": _("Use of the unit"),
}
WHOLE = (RosterKind.PEOPLE,)


class UploadForm(forms.Form):
    """A table, what its rows are, and for which area."""

    kind = forms.ChoiceField(
        label=_("What these rows are"), widget=forms.RadioSelect, choices=RosterKind.choices, initial="places"
    )
    file = TableField(too_large=_("This table is larger than 10 MB. Split it, by estate."))
    scope = forms.ChoiceField(label=_("Area"), help_text=_("Rows may name what lies in it."))
    whole = forms.BooleanField(
        label=_("This is the full list of people"),
        required=False,
        help_text=_("Posts of the same kinds in this area that it does not name end."),
    )
    accounts = forms.BooleanField(
        label=_("Open accounts for them"),
        required=False,
        help_text=_(
            "Building heads and field workers sign in by a code to their telephone, duty rooms by invitation."
        ),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["scope"].choices = scope_choices(viewer, Permission.REGISTER_WRITE)
        if not viewer.may(Permission.ACCOUNT_WRITE):
            del self.fields["accounts"]


class ColumnsForm(forms.Form):
    """Which column is which field."""

    def __init__(self, *args: Any, kept: RosterFile, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        headings = [("", _("no column")), *((heading, heading) for heading in kept.headings)]
        for name in COLUMNS[RosterKind(kept.kind)]:
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name], choices=headings, required=False, initial=kept.mapping.get(name, "")
            )

    def columns(self) -> dict[str, str]:
        """Field → heading."""
        return {name: heading for name, heading in self.cleaned_data.items() if heading}


def upload(request: HttpRequest) -> HttpResponse:
    """Send a table; it is tried, nothing is written down yet."""
    viewer = _viewer(request)
    form = UploadForm(request.POST or None, request.FILES or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                kept = tables.keep_table(
                    kind=RosterKind(said["kind"]),
                    scope_id=int(said["scope"]),
                    name=said["file"].name or "",
                    body=said["file"].read(),
                    by=viewer,
                    whole=said["whole"] and said["kind"] in WHOLE,
                    accounts=said.get("accounts", False) and said["kind"] in WHOLE,
                )
            return redirect("steward-table", kept.pk)
        except Refusal as no:
            form.add_error("file", f"{no.said} {no.advice}")
    lately = RosterFile.objects.filter(account_id=viewer.account_id).defer("body").order_by("-made_at")[:10]
    context = {"form": form, "lately": lately, "kinds": RosterKind}
    status = 422 if request.method == "POST" else 200
    return render(request, "steward/tables.html", context, status=status)


def one(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """What the table would change, what is wrong, which column is what."""
    kept = tables.own_table(table_id, _viewer(request))
    return _shown(request, kept, ColumnsForm(kept=kept))


def run(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """Correct the columns and try again, or write the rows down."""
    viewer = _viewer(request)
    kept = tables.own_table(table_id, viewer)
    if request.method == "POST" and tables.is_stuck(kept):
        with transaction.atomic():
            tables.write_down(kept.pk, viewer)
    if request.method != "POST" or kept.state != RosterState.CHECKED:
        return redirect("steward-table", table_id)
    form = ColumnsForm(request.POST, kept=kept)
    if not form.is_valid():
        return _shown(request, kept, form, status=422)
    try:
        with transaction.atomic():
            if form.columns() != kept.mapping:
                tables.remap(kept, form.columns(), viewer)
            if request.POST.get("and") == "write":
                tables.write_down(kept.pk, viewer)
    except Refusal as no:
        form.add_error(None, f"{no.said} {no.advice}")
        return _shown(request, kept, form, status=no.status)
    return redirect("steward-table", table_id)


def returned(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """The sheet back, with a column of reasons."""
    kept = tables.own_table(table_id, _viewer(request))
    name = f"{kept.name.rpartition('.')[0] or kept.name}-{_('returned')}.xlsx"
    return HttpResponse(tables.returned_bytes(kept), headers=file_headers(name, XLSX))


def empty(request: HttpRequest, register: str) -> HttpResponse:  # noqa: ARG001 - a view
    """An empty table to fill in."""
    if register not in RosterKind.values:
        raise NotThere
    wanted = RosterKind(register)
    return HttpResponse(tables.empty_table(wanted), headers=file_headers(f"{wanted.label}.xlsx", XLSX))


def whole(request: HttpRequest, register: str) -> HttpResponse:
    """A register as it stands, to keep or to correct and send back. Raises NotThere."""
    viewer = _viewer(request)
    if register not in RosterKind.values:
        raise NotThere
    wanted, scopes = RosterKind(register), dict(scope_choices(viewer, Permission.REGISTER_READ))
    asked = request.GET.get("scope", "")
    scope = asked if asked in scopes else next(iter(scopes), "")
    if not scope or (asked and asked not in scopes):
        raise NotThere
    rows = register_rows(wanted, viewer, int(scope))
    return sheet_answer(HEADINGS[wanted], rows, f"{scope_tree().names[int(scope)]} {wanted.label}")


def _shown(request: HttpRequest, kept: RosterFile, form: ColumnsForm, status: int = 200) -> HttpResponse:
    told = kept.outcome
    context = {
        "kept": kept,
        "form": form,
        "done": kept.state == RosterState.DONE,
        "waiting": kept.state == RosterState.WAITING,
        "stuck": tables.is_stuck(kept),
        "kind": RosterKind(kept.kind).label,
        "scope": scope_tree().names[kept.scope_id],
        "outcomes": [(outcome.label, told["outcomes"].get(outcome.value, 0)) for outcome in Outcome],
        "good": sum(told["outcomes"].values()),
        "new": told["new"],
        "notes": told["notes"],
        "bad": len({row_no for row_no, _words in kept.problems}),
        "problems": kept.problems[:SHOWN_PROBLEMS],
        "more_problems": max(0, len(kept.problems) - SHOWN_PROBLEMS),
        "there": bool(bytes(kept.body)),
    }
    return render(request, "steward/table.html", context, status=status)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer
    if viewer.account_id is None:
        raise NotThere
    return viewer
