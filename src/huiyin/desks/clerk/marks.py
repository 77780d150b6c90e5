"""Marks “possibly a nuisance”: what waits for a second person, what stands, how many reports were true."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.casework.casefile.contact import masked_phone
from huiyin.casework.s4_handling.nuisance.models import NuisanceMark
from huiyin.casework.s4_handling.nuisance.reads import marks_for
from huiyin.casework.s4_handling.nuisance.truth import truth_of
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer

MOST = 200


def listed(request: HttpRequest) -> HttpResponse:
    """Asked for, standing, over; and n of N beside it."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    marks, at = marks_for(viewer).order_by("-asked_at", "-pk"), now()
    standing = marks.filter(confirmed=True, lifted_at=None, until__gt=at)
    over = marks.exclude(decided_at=None).exclude(pk__in=standing.order_by().values("pk"))
    context = {
        "asked": [(mark, _number(mark)) for mark in marks.filter(decided_at=None)[:MOST]],
        "standing": [(mark, _number(mark)) for mark in standing[:MOST]],
        "over": [(mark, _number(mark)) for mark in over[:MOST]],
        "truth": truth_of(viewer),
    }
    return render(request, "clerk/marks.html", context)


def _number(mark: NuisanceMark) -> str:
    """The telephone with its middle hidden; empty for a mark on one case."""
    return masked_phone(mark.case.requester) if bytes(mark.phone_index) else ""
