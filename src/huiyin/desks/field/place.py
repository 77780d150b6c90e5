"""What a worker gets who scans a printed code: the open jobs of that place, "I am here", and a new case.

The code in the hand is proof enough of having been there: no photo, no position (rule R-1).
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import EMERGENCY, OPEN, Channel, State
from huiyin.casework.s4_handling.acts import arrive
from huiyin.casework.s4_handling.reads import job_for, jobs_at
from huiyin.casework.s4_handling.refusals import WrongPlace
from huiyin.desks.contact.filing import file_request
from huiyin.desks.contact.forms import NeighbourForm
from huiyin.desks.duty.rows import row_of
from huiyin.desks.public.standing import found_code
from huiyin.desks.public.tiles import TILES, Tile, tile_of
from huiyin.desks.public.uploads import Uploads, uploads_of
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.web.kept import came_late
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import building_of, natural
from huiyin.registers.places.words import PlaceKind

from .steps import attempt

MOST_OTHERS, MOST_PLACES = 20, 400
SEEN_AT = (PlaceKind.ESTATE, PlaceKind.BUILDING, PlaceKind.ENTRANCE, PlaceKind.GATE, PlaceKind.FACILITY)
"""Kinds of places a worker can name without a code; homes would fill the telephone with the register."""


def place(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind the code. Raises NotThere for a code of somewhere else."""
    viewer: Viewer = request.viewer
    here, near = _place_of(viewer, code)
    jobs = jobs_at(viewer, near, now())
    here_first = sorted(jobs, key=lambda job: job.case.place_id != here.pk)
    rows = [row_of(job, viewer, route="job-step", arrive_url=_arrive_url(code, job.case.number))
            for job in here_first]  # fmt: skip
    others = cases_of(viewer).filter(place_id__in=near, state__in=OPEN).select_related("place")
    others = others.exclude(pk__in=[job.case.pk for job in jobs]).order_by("-received_at")[:MOST_OTHERS]
    tiles = [(tile, reverse("field-place-new", args=[code, tile.value])) for tile in TILES]
    context = {
        "here": here, "jobs": rows, "tiles": tiles if viewer.may(Permission.CASE_FILE, here.scope_id) else [],
        "others": [{"case": case, "state": State(case.state)} for case in others],
        "resident_url": f"{reverse('q', args=[code])}?as=resident",
    }  # fmt: skip
    return render(request, "field/place.html", context)


def arrive_here(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """One tap on the page of the scanned code: on site, with the place of the code as proof."""
    here, near = _place_of(request.viewer, code)
    try:
        case = job_for(request.viewer, number, now()).case
    except NotThere:
        if not came_late(request):
            raise
        attempt(request, number, arrive, step="arrive")  # somebody was faster: kept beside theirs
        return redirect("case", number)

    def act(**given: Any) -> None:
        if case.scope_id != here.scope_id or (case.place_id and case.place_id not in near):
            raise WrongPlace
        arrive(**given, scanned=here.label)

    attempt(request, number, act, step="arrive")
    return redirect("job", number)


def new(request: HttpRequest, code: str, tile: str) -> HttpResponse:
    """File what a resident says at the door, or what the worker sees. Raises NotThere."""
    here, near = _place_of(request.viewer, code)
    found = tile_of(tile)
    if found is None:
        raise NotThere
    places = sorted(Place.objects.filter(pk__in=near, closed_at=None), key=lambda one: _first(one, here))
    form = NeighbourForm(
        request.POST or None, tile=found, places=places, initial={"private": found.private, "place": here.pk}
    )
    return _take(request, found, form, back=reverse("field-place", args=[code]))


def finding(request: HttpRequest) -> HttpResponse:
    """File what the worker sees anywhere in the own area, no code at hand. Telephones keep this page."""
    scopes = request.viewer.grants.get(Permission.CASE_FILE, frozenset())
    around = Place.objects.filter(scope_id__in=scopes, kind__in=SEEN_AT, closed_at=None)
    places = sorted(around, key=lambda one: natural(one.label))[:MOST_PLACES]
    form = NeighbourForm(request.POST or None, tile=TILES[-1], places=places)
    form.fields["words"].label = _("What you see")
    return _take(request, TILES[-1], form, back=reverse("field-today"), title=_("New finding"))


def _take(
    request: HttpRequest, tile: Tile, form: NeighbourForm, *, back: str, title: str = ""
) -> HttpResponse:
    if request.method != "POST":
        return _form(request, tile, form, Uploads(), back=back, title=title)
    uploads = uploads_of(request)
    for _name, sentence in uploads.faults:
        form.add_error(None, sentence)
    if form.is_valid():
        try:
            receipt = file_request(request, form, uploads, channel=Channel.GRID)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.said} {refusal.advice}")
        else:
            told = {"number": receipt.number, "code": receipt.query_code}
            messages.success(request, _("Filed: %(number)s. Query code for the resident: %(code)s") % told)
            return redirect(back)
    return _form(request, tile, form, uploads, back=back, title=title)


def _form(
    request: HttpRequest, tile: Tile, form: NeighbourForm, uploads: Uploads, *, back: str, title: str
) -> HttpResponse:
    calls = [{"icon": "phone", "word": str(EMERGENCY[c][1]), "number": EMERGENCY[c][0]} for c in tile.calls]
    context = {
        "back": back, "title": title or tile.title, "form": form, "tile": tile,
        "phrases": tile.phrases, "calls": calls, "kept": uploads.kept,
        "chosen": [phrase.value for phrase in form.chosen],
    }  # fmt: skip
    return render(request, "field/file.html", context, status=422 if form.is_bound else 200)


def _place_of(viewer: Viewer, code: str) -> tuple[Place, frozenset[int]]:
    """Where the code hangs, and every place of that building. Raises NotThere."""
    found = found_code(code)
    if found is None or found.revoked or not viewer.may(Permission.CASE_HANDLE, found.scope_id):
        raise NotThere
    here = Place.objects.filter(pk=found.place_id).first()
    if here is None:
        raise NotThere
    return here, building_of(here)[1] | {here.pk}


def _first(place: Place, here: Place) -> tuple[bool, list[tuple[int, str]]]:
    return place.pk != here.pk, natural(place.label)


def _arrive_url(code: str, number: str) -> str:
    return reverse("field-arrive", args=[code, number])
