"""My building: what is open, whom to call, and filing for a neighbour who cannot or will not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.casework.casefile.reads import case_for, timeline
from huiyin.casework.casefile.words import EMERGENCY, Channel, Verb
from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s1_intake.request import Request
from huiyin.desks.public.tiles import TILES, Tile, said, tile_of
from huiyin.desks.public.uploads import Uploads, uploads_of
from huiyin.ground.clock import now
from huiyin.ground.idempotency.acts import digest_of
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.web.writes import content_of, key_of
from huiyin.registers.places.words import PlaceKind

from . import reads
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
            number = _file(request, form, uploads)
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


def _file(request: HttpRequest, form: NeighbourForm, uploads: Uploads) -> str:
    """Take the request in; the act keeps its own key beside the one of the page. Returns the number."""
    clean, where = form.cleaned_data, form.where
    words = "\n".join(filter(None, (said(form.chosen), clean["words"])))
    wanted = Request(
        scope_id=where.scope_id, channel=Channel.VISIT, content=words, place_id=where.pk, name=clean["name"],
        category=form.tile.category_of(form.chosen), kind=next((p.kind for p in form.chosen if p.kind), ""),
        phone=clean["phone"] or None, private=clean["private"], files=tuple(uploads.files),
        whose_home=where.label[:60] if where.kind == PlaceKind.HOME else "",
    )  # fmt: skip
    digest = digest_of(content_of(request))
    return take_in(
        request=wanted, by=request.viewer, key=f"{key_of(request)}:case"[-200:], digest=digest
    ).number


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
