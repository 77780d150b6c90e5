"""Many cases at once: marked in the list, given to somebody or answered in one act, each with its outcome."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiyin.casework.s3_dispatch.reads import units_in
from huiyin.casework.s4_handling import bulk as many
from huiyin.casework.s4_handling.models import Bulk, BulkState
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

LONGEST = 5000
LONGEST_ID = 18  # digits


def bulk_owners(viewer: Viewer) -> list[tuple[str, Any]]:
    """Whom many cases can be given to: by the list of duties, or one unit."""
    own = viewer.grants.get(Permission.CASE_DISPATCH, frozenset())
    return [("", _("By the list of duties")), *((str(id_), name) for id_, name in units_in(own))]


def owner_in(said: str) -> int | None:
    """The unit that was chosen; None for the list of duties. Raises NotThere."""
    if said and not (said.isascii() and said.isdigit() and len(said) <= LONGEST_ID):
        raise NotThere
    return int(said) if said else None


def do_many(request: HttpRequest) -> HttpResponse:
    """The act on the marked rows; then the page of its outcomes, or in words why not."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    numbers = request.POST.getlist("number")
    try:
        with transaction.atomic():
            act = _answered if request.POST.get("and") == many.ANSWER else _dispatched
            made = act(request, numbers, viewer)
    except NotThere:
        raise
    except Refusal as no:
        context = {
            "no": no,
            "numbers": numbers[: many.MOST],
            "answer": request.POST.get("answer", "")[:LONGEST],
            "owners": bulk_owners(viewer),
            "owner": request.POST.get("owner", ""),
        }
        return render(request, "clerk/bulk_again.html", context, status=no.status)
    return redirect("clerk-bulk-done", made.pk)


def done(request: HttpRequest, bulk_id: UUID) -> HttpResponse:
    """What became of each row, and the way back while it is open."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    return render(request, "clerk/bulk.html", _shown(many.bulk_for(viewer, bulk_id)))


def undo(request: HttpRequest, bulk_id: UUID) -> HttpResponse:
    """Take it back."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    many.bulk_for(viewer, bulk_id)
    if request.method == "POST":
        try:
            with transaction.atomic():
                many.undo_many(bulk_id=bulk_id, by=viewer)
        except NotThere:
            raise
        except Refusal as no:
            messages.error(request, f"{no.said} {no.advice}")
    return redirect("clerk-bulk-done", bulk_id)


def _dispatched(request: HttpRequest, numbers: list[str], viewer: Viewer) -> Bulk:
    owner = owner_in(request.POST.get("owner", ""))
    return many.dispatch_many(numbers=numbers, organisation_id=owner, by=viewer)


def _answered(request: HttpRequest, numbers: list[str], viewer: Viewer) -> Bulk:
    return many.answer_many(numbers=numbers, answer=request.POST.get("answer", "")[:LONGEST], by=viewer)


def _shown(bulk: Bulk) -> dict[str, Any]:
    rows = [{"number": number, "code": code, "words": words} for number, code, words in bulk.rows]
    left = int((bulk.until - now()).total_seconds())
    return {
        "bulk": bulk,
        "rows": rows,
        "good": sum(row["code"] == many.DONE for row in rows),
        "bad": sum(row["code"] == many.NOT_DONE for row in rows),
        "held": bulk.state == BulkState.HELD,
        "undone": bulk.state == BulkState.UNDONE,
        "undoable": many.undoable(bulk),
        "left": max(0, left),
        "answers": bulk.what == many.ANSWER,
    }
