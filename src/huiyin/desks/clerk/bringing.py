"""Bring whole tables in: upload, look, correct, take in, get the rest back."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.words import Channel
from huiyin.casework.s1_intake.models import ImportFile, ImportState
from huiyin.channels.spreadsheets import imports, taking
from huiyin.channels.spreadsheets.fields import SPREAD
from huiyin.channels.spreadsheets.pasted import table_of_text
from huiyin.channels.spreadsheets.writing import XLSX
from huiyin.desks.table_field import TableField
from huiyin.ground.files.headers import file_headers
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .entry import CHANNELS

SHOWN_ERRORS = 20
FIELD_LABELS = {
    "source_ref": _("Number"),
    "name": _("Who spoke"),
    "phone": _("Telephone"),
    "title": _("Title"),
    "content": _("Text"),
    "received_at": _("Received"),
    "place_text": _("Place"),
    "category_text": _("Category"),
    "channel_text": _("Came by"),
    "status_text": _("State"),
    "answer": _("Answer"),
    "answered_at": _("Answered at"),
    "accept_by": _("Accept by"),
    "contact_by": _("Contact by"),
    "finish_by": _("Finish by"),
}


OLD, ORDERS = "old", "orders"
PASTED = _("Pasted text")
LONGEST_PASTED = 200_000


class UploadForm(forms.Form):
    """A table or pasted text, what its rows are, and where they belong."""

    what = forms.ChoiceField(
        label=_("What these rows are"),
        widget=forms.RadioSelect,
        choices=(
            (OLD, _("Old records: no clock runs, nobody is told")),
            (ORDERS, _("Work orders to be handled now: clocks run, a slip goes back")),
        ),
        initial=OLD,
        required=False,
    )
    platform = forms.CharField(
        label=_("Whose work orders"),
        max_length=40,
        required=False,
        initial="12345",
        help_text=_("The platform's name; it stands on the slip."),
    )
    text = forms.CharField(
        label=_("Text of the work orders"),
        required=False,
        max_length=LONGEST_PASTED,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Paste it here instead of choosing a table."),
    )
    file = TableField(
        too_large=_("This table is larger than 10 MB. Split it, for example by month."), required=False
    )
    scope = forms.ChoiceField(label=_("Rows without a known place belong to"))
    channel = forms.ChoiceField(
        label=_("Came by"),
        choices=CHANNELS,
        initial=Channel.NET.value,
        help_text=_("Where the table does not say it."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        tree, own = scope_tree(), viewer.grants.get(Permission.CASE_IMPORT, frozenset())
        ordered = sorted(own, key=lambda scope: (len(tree.paths[scope]), scope))
        self.fields["scope"].choices = [(str(scope), tree.names[scope]) for scope in ordered]

    def clean(self) -> dict[str, Any]:
        """Something to read, and for work orders whose they are."""
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not (cleaned.get("text") or "").strip() and "file" not in self.errors:
            self.add_error("file", _("Choose a file, or paste the text."))
        if cleaned.get("what") == ORDERS and not (cleaned.get("platform") or "").strip():
            self.add_error("platform", _("Write which platform the work orders are from."))
        return cleaned

    def source(self) -> tuple[str, bytes]:
        """Name and bytes of the table; a chosen file comes before pasted text."""
        file = self.cleaned_data["file"]
        if file:
            return file.name or "", file.read()
        return f"{PASTED}.csv", table_of_text(self.cleaned_data["text"])


class MappingForm(forms.Form):
    """Which column is which field, and what bad rows do; place and category may be spread over several."""

    bad = forms.ChoiceField(
        label=_("When rows cannot be taken"),
        widget=forms.RadioSelect,
        choices=(
            ("skip", _("Take in the good rows, return the others")),
            ("stop", _("Take in all or nothing")),
        ),
        initial="skip",
    )

    def __init__(self, *args: Any, kept: ImportFile, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        headings = [(heading, heading) for heading in kept.counts["headings"]]
        for name in imports.FIELDS:
            stored = kept.mapping.get(name, [])
            if name in SPREAD:
                self.fields[name] = forms.MultipleChoiceField(
                    label=FIELD_LABELS[name],
                    choices=headings,
                    required=False,
                    initial=stored,
                    widget=forms.SelectMultiple(attrs={"size": min(4, len(headings))}),
                )
            else:
                self.fields[name] = forms.ChoiceField(
                    label=FIELD_LABELS[name],
                    choices=[("", _("no column")), *headings],
                    required=False,
                    initial=stored[0] if stored else "",
                )

    def columns(self) -> dict[str, list[str]]:
        """Field -> headings."""
        said = {name: value for name, value in self.cleaned_data.items() if value and name in imports.FIELDS}
        return {name: [value] if isinstance(value, str) else list(value) for name, value in said.items()}

    def drawn(self) -> list[Any]:
        """The columns, without the choice that has its own place."""
        return [self[name] for name in imports.FIELDS]


def upload(request: HttpRequest) -> HttpResponse:
    """Send a table; it is looked at, nothing is taken in yet."""
    viewer = _viewer(request)
    form = UploadForm(request.POST or None, request.FILES or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                name, body = form.source()
                kept = imports.keep_upload(
                    scope_id=int(said["scope"]),
                    channel=Channel(said["channel"]),
                    name=name,
                    body=body,
                    by=viewer,
                    platform=said["platform"].strip() if said["what"] == ORDERS else "",
                )
            return redirect("clerk-import-check", kept.pk)
        except Refusal as no:
            form.add_error("file", f"{no.said} {no.advice}")
    lately = ImportFile.objects.filter(account_id=viewer.account_id).defer("body").order_by("-made_at")[:10]
    status = 422 if request.method == "POST" else 200
    return render(request, "clerk/import.html", {"form": form, "lately": lately}, status=status)


def check(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """What would be taken in, what is wrong, which column is what."""
    kept = imports.own_import(import_id, _viewer(request))
    return _checked(request, kept, MappingForm(kept=kept))


def imported(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Correct the columns and look again, or take the rows in."""
    viewer = _viewer(request)
    kept = imports.own_import(import_id, viewer)
    if request.method == "POST" and request.POST.get("and") == "go-on" and taking.is_stuck(kept):
        taking.hand_over(kept)
    if request.method != "POST" or kept.state != ImportState.CHECKED:
        return redirect("clerk-import-check", import_id)
    form = MappingForm(request.POST, kept=kept)
    if not form.is_valid():
        return _checked(request, kept, form, status=422)
    try:
        with transaction.atomic():
            _go_on(request, kept, form, viewer)
    except Refusal as no:
        form.add_error(None, f"{no.said} {no.advice}")
        return _checked(request, kept, form, status=no.status)
    return redirect("clerk-import-check", import_id)


def _go_on(request: HttpRequest, kept: ImportFile, form: MappingForm, viewer: Viewer) -> None:
    step = request.POST.get("and")
    if form.columns() != kept.mapping:
        imports.remap(kept, form.columns())
    if step == "take-in":
        taking.start_import(kept, viewer, whole=form.cleaned_data["bad"] == "stop")


def returned(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """The sheet back, with a column of reasons."""
    kept = imports.own_import(import_id, _viewer(request))
    name = f"{kept.name.rpartition('.')[0] or kept.name}-{_('returned')}.xlsx"
    return HttpResponse(imports.returned_bytes(kept), headers=file_headers(name, XLSX))


def _checked(request: HttpRequest, kept: ImportFile, form: MappingForm, status: int = 200) -> HttpResponse:
    errors = imports.errors_of(kept)
    context = {
        "kept": kept,
        "form": form,
        "done": kept.state == ImportState.DONE,
        "waiting": kept.state == ImportState.WAITING,
        "stop": imports.stop_of(kept),
        "stuck": taking.is_stuck(kept),
        "scope": scope_tree().names[kept.scope_id],
        "errors": errors[:SHOWN_ERRORS],
        "more_errors": max(0, len(errors) - SHOWN_ERRORS),
        "there": bool(bytes(kept.body)),
    }
    return render(request, "clerk/import_check.html", context, status=status)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    if viewer.account_id is None:
        raise NotThere
    return viewer
