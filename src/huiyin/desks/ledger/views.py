"""An office's own column order: put the headings of the own table here once, every list leaves like that."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.channels.spreadsheets.mapping import guess_mapping
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.layouts import Layout, NoHeadings, keep_layout, layout_for, office_of

from .columns import CASES, LABELS, SLIPS, TABLES, fields_of

NAMES = {CASES: _("Lists of cases"), SLIPS: _("Return slips")}
WRONG = 422


class HeadingsForm(forms.Form):
    """The row of headings as copied; below it, what goes into each of the columns kept before."""

    headings = forms.CharField(
        label=_("The headings of your own table"),
        max_length=6000,
        help_text=_("Copy the row of headings out of your table and put it here; or one heading to a line."),
        error_messages={"required": NoHeadings.sentence},
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, table: str, kept: Layout, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.kept = kept
        choices = [("", _("empty, filled in by hand")), *((key, LABELS[key]) for key in TABLES[table])]
        for no, (heading, key) in enumerate(kept):
            self.fields[f"column_{no}"] = forms.ChoiceField(
                label=heading, choices=choices, required=False, initial=key
            )

    @property
    def columns(self) -> list[Any]:
        """The fields that say what goes where."""
        return [self[f"column_{no}"] for no, _one in enumerate(self.kept)]

    def layout(self, table: str) -> list[tuple[str, str]]:
        """The headings in their order, each with what was chosen for it or what its words say."""
        headings = headings_in(self.cleaned_data["headings"])
        chosen = {heading: self.cleaned_data[f"column_{no}"] for no, (heading, _k) in enumerate(self.kept)}
        found = guess_mapping(headings, fields_of(table)).columns
        guessed = {heading: key for key, named in found.items() for heading in named}
        return [(heading, chosen.get(heading, guessed.get(heading, ""))) for heading in headings]


def headings_in(text: str) -> list[str]:
    """The headings of a copied row (a tab between two cells) or of a list of lines, each once."""
    cells = (cell.strip().strip('"') for line in text.splitlines() for cell in line.split("\t"))
    return list(dict.fromkeys(" ".join(cell.split()) for cell in cells if cell))


def columns(request: HttpRequest) -> HttpResponse:
    """Show the order of a table (`?table=`), and keep another. Raises NotThere."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    table = request.GET.get("table", CASES)
    if table not in TABLES:
        raise NotThere
    kept = layout_for(viewer, table)
    sent = request.POST if request.method == "POST" else None
    usual = kept or tuple((str(LABELS[key]), key) for key in TABLES[table])
    form = HeadingsForm(sent, table=table, kept=kept, initial={"headings": _lines(usual)})
    back = sent is not None and sent.get("and") == "usual"
    if sent is not None and (back or form.is_valid()):
        try:
            with transaction.atomic():
                keep_layout(table=table, columns=[] if back else form.layout(table), by=viewer)
        except Refusal as no:
            if isinstance(no, NotThere):
                raise
            form.add_error("headings", f"{no.said} {no.advice}")
        else:
            messages.success(request, gettext("Kept. Every table leaves like that from now on."))
            return redirect(f"{reverse('clerk-columns')}?table={table}")
    context = {
        "form": form, "table": table, "name": NAMES[table], "kept": kept,
        "office": scope_tree().names[office_of(viewer)],
        "others": [(key, name) for key, name in NAMES.items() if key != table],
    }  # fmt: skip
    return render(request, "clerk/columns.html", context, status=WRONG if form.errors else 200)


def _lines(layout: Sequence[tuple[str, str]]) -> str:
    return "\n".join(heading for heading, _key in layout)
