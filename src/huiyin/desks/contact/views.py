"""My building: what is open, whom to call, and filing for a neighbour who cannot or will not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.casework.casefile.reads import case_for, timeline
from huiyin.casework.casefile.words import EMERGENCY, Channel, Verb
from huiyin.desks.public.tiles import TILES, Tile, tile_of
from huiyin.desks.public.uploads import Uploads, uploads_of
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer

from . import reads
from .filing import file_request
from .forms import NeighbourForm


def home(request: HttpRequest) -> HttpResponse:
    """The first page: file, what is open, what I filed, whom to call."""
    viewer, at = request.viewer, now()
    tops = reads.buildings(viewer)
    context = {
        "buildings": tops, "tiles": TILES, "open": reads.building_cases(viewer, at),
        "filed": reads.filed_cases(viewer, at), "around": reads.neighbourhood(viewer, next(iter(tops), None)),
    }  # fmt: skip
    return _page(request, "contact/home.html", context)


def new(request: HttpRequest, tile: str) -> HttpResponse:
    """File for a neighbour. Raises NotThere for an unknown tile."""
    found = tile_of(tile)
    if found is None:
        raise NotThere
    initial = {"private": found.private}
    form = NeighbourForm(
        request.POST or None, tile=found, places=reads.places(request.viewer), initial=initial
    )
    if request.method != "POST":
        return _form(request, found, form)
    uploads = uploads_of(request)
    valid = form.is_valid() and not uploads.faults
    if valid:
        try:
            number = file_request(request, form, uploads, channel=Channel.VISIT).number
        except Refusal as refusal:
            form.add_error(None, f"{refusal.said} {refusal.advice}")
        else:
            return redirect("contact-case", number)
    for _name, sentence in uploads.faults:
        form.add_error(None, sentence)
    return _form(request, found, form, uploads)


def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case: number, code to pass on (only of what I filed), state, promise, answer."""
    viewer: Viewer = request.viewer
    found = case_for(viewer, number)
    mine = found.entered_by == viewer.actor
    context = {
        "entry": reads.entry_of(found, now()), "mine": mine,
        "code": found.requester.query_code if mine else "",
        "lines": [_line(event) for event in timeline(found, public=True)],
    }  # fmt: skip
    return _page(request, "contact/case.html", context)


def _form(
    request: HttpRequest, tile: Tile, form: NeighbourForm, uploads: Uploads | None = None
) -> HttpResponse:
    calls = [{"icon": "phone", "word": str(EMERGENCY[c][1]), "number": EMERGENCY[c][0]} for c in tile.calls]
    context = {
        "form": form, "tile": tile, "phrases": tile.phrases, "calls": calls,
        "chosen": [phrase.value for phrase in form.chosen], "kept": uploads.kept if uploads else [],
    }  # fmt: skip
    return _page(request, "contact/new.html", context, status=422 if form.is_bound else 200)


def _line(event: Any) -> dict[str, Any]:
    note = event.data.get("answer") or event.data.get("organisation") or ""
    return {"what": Verb(event.verb).label, "at": event.at, "who": "", "note": note}


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Elder mode unless the reader chose otherwise."""
    return render(request, template, {"elder": True, **context}, status=status)
