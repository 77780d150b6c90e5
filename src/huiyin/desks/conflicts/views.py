"""One screen for what two people did to one job and that does not fit: both sides, and which holds."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import case_for
from huiyin.casework.s4_handling.conflicts import Holds, may_settle, open_conflicts, settle
from huiyin.casework.s4_handling.models import Conflict
from huiyin.desks.case.lines import Line, lines_of
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer

from .forms import SettleForm

MOST = 50
"""Of one screen; there is hardly ever more than one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One of them as the screen shows it; `form` is None for whoever can only read it."""

    conflict: Conflict
    case: Case
    place: str
    first: list[Line]
    late: list[Line]
    form: SettleForm | None


def listed(request: HttpRequest) -> HttpResponse:
    """All that wait, the oldest first."""
    return _page(request)


def settled(request: HttpRequest, number: str, conflict_id: int) -> HttpResponse:
    """Say which holds. Raises NotThere for one of a case the viewer does not see, and for a settled one."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    case = case_for(viewer, number)
    if request.method != "POST":  # somebody reloaded an answer
        return redirect("conflicts")
    found = open_conflicts(viewer).filter(pk=conflict_id, case=case).first()
    if found is None:
        raise NotThere
    form = SettleForm(request.POST, auto_id=f"c{conflict_id}-%s")
    if form.is_valid() and _done(found, form, viewer):
        messages.success(request, _("Settled. Both stay in the record of the request."))
        return redirect("conflicts")
    return _page(request, conflict_id, form)


def _done(found: Conflict, form: SettleForm, viewer: Viewer) -> bool:
    said = form.cleaned_data
    try:
        with transaction.atomic():
            settle(conflict_id=found.pk, holds=Holds(said["holds"]), words=said["words"], by=viewer)
    except NotThere:
        raise
    except Refusal as no:
        form.add_error("words" if no.code == "reason_missing" else None, f"{no.said} {no.advice}")
        return False
    return True


def _page(request: HttpRequest, sent: int = 0, form: SettleForm | None = None) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = list(open_conflicts(viewer)[:MOST])
    rows = [_row(one, viewer, form if one.pk == sent else None) for one in found]
    context = {"rows": rows, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "conflicts/list.html", context, status=status)


def _row(one: Conflict, viewer: Viewer, sent: SettleForm | None) -> Row:
    case = one.case
    form = sent or SettleForm(auto_id=f"c{one.pk}-%s")
    return Row(
        one, case, case.place.label if case.place else case.place_text, lines_of([one.faster]),
        lines_of([one.late]), form if may_settle(case, viewer) else None,
    )  # fmt: skip
