"""The pages behind a printed code: what is it about, show or say it, sent. No account, no script needed."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.casework.casefile.words import EMERGENCY, Channel
from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s1_intake.request import UNDER_14, NothingSaid, Receipt, Request
from huiyin.desks.field.scanned import worker_page
from huiyin.ground.idempotency.acts import digest_of
from huiyin.ground.refusals import KeyReused, NotThere, Refusal, TooMany
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import guest
from huiyin.ground.tenancy.wall import seen_as
from huiyin.ground.web.writes import KEY_FIELD, content_of, key_of
from huiyin.registers.places.reads import FoundCode, coded_places

from .addresses import by_child, code_in, door_url, form_url, places_url
from .forms import CallForm, RequestForm
from .limits import FILING, VISIT_COOKIE, spend
from .proofs import proof_of
from .reported import reported_here
from .standing import found_code, help_at, standing_at
from .tiles import TILES, Tile, said, tile_of
from .uploads import PHOTO, Uploads, as_sent, uploads_of
from .visits import remember_visit

OK, WRONG, GONE = 200, 422, 410
SENT_BEFORE = gettext_noop(
    "You sent this page before with other words. If this is something new, send it again."
)


def scan(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a printed code: danger first, then the tiles and the people of the place."""
    if proof := proof_of(code):
        return proof
    if request.GET.get("elder") == "1":  # posters may carry it
        return redirect(f"{reverse('look')}?elder=1&next={request.path}")
    found = found_code(code)
    if found is None or found.revoked:
        return no_such_code(request, found)
    if at_work := worker_page(request, code, found):
        return redirect(at_work)
    return scan_page(request, code, found)


def scan_page(
    request: HttpRequest, code: str, found: FoundCode, *, call: CallForm | None = None, status: int = OK
) -> HttpResponse:
    """The first page; `call` is the form “call me” that was sent with a mistake."""
    get_token(request)  # cookies come with this page: then "back" finds the form as it was, with its key
    child = by_child(request)
    return _draw(request, found, "public/scan.html", child=child, tiles=[
        {"value": t.value, "icon": t.icon, "label": t.label, "url": form_url(code, t, child=child)}
        for t in TILES if t.safe or not child
    ], places_url=places_url(code, child=child), near_url=reverse("near", args=[code]),
        call_url=reverse("q-call", args=[code]), call=call or CallForm(), form=call, status=status,
    )  # fmt: skip


def places(request: HttpRequest, code: str) -> HttpResponse:
    """The wrong door: choose another place of the same estate. A form goes on as the same form there."""
    found = found_code(code)
    if found is None or found.revoked:
        return no_such_code(request, found)
    child, tile = by_child(request), tile_of(request.GET.get("tile", ""))
    with seen_as(guest(around=scope_tree().up(found.scope_id))):
        rows = [
            {"label": p.label, "url": form_url(c, tile, child=child) if tile else door_url(c, child=child)}
            for c, p in coded_places(found.scope_id)
        ]
    return _draw(request, found, "public/places.html", places=rows)


def form(request: HttpRequest, code: str, tile: str) -> HttpResponse:
    """The second page, and its sending."""
    found, chosen = found_code(code), tile_of(tile)
    if chosen is None:
        raise NotThere
    if found is None or found.revoked:
        return no_such_code(request, found)
    if by_child(request) and not chosen.safe:  # there the page says whom to call
        return redirect(door_url(code, child=True))
    if request.method == "POST":
        return _send(request, found, chosen)
    blank = RequestForm(tile=chosen, child=by_child(request), initial={"private": chosen.private})
    return _form_page(request, found, chosen, blank)


def no_such_code(request: HttpRequest, found: FoundCode | None) -> HttpResponse:
    """An unknown or withdrawn code: say which, and how to go on."""
    path = scope_tree().up(found.scope_id) if found else ()
    with seen_as(guest(around=path)):
        context = {"revoked": found is not None, "help": help_at(path)}
        return render(request, "public/no_code.html", context, status=GONE if found else NotThere.status)


def form_again(request: HttpRequest, *, code: str, tile: str, sentence: str, status: int) -> HttpResponse:
    """The form with everything typed, and why it was not taken. Raises NotThere."""
    found, chosen = found_code(code), tile_of(tile)
    if found is None or found.revoked or chosen is None:
        raise NotThere
    typed = RequestForm(request.POST, tile=chosen, child=by_child(request))
    typed.add_error(None, sentence)
    try:
        spend(request, "q", FILING, code=f"{found.place_id}")  # its photos cost as much as a good form's
        uploads = uploads_of(request)
    except TooMany:
        uploads = as_sent(request)
    uploads.tell(typed)
    return _form_page(request, found, chosen, typed, uploads, status=status)


def _send(request: HttpRequest, found: FoundCode, tile: Tile) -> HttpResponse:
    child = by_child(request)
    typed, uploads, status = RequestForm(request.POST, tile=tile, child=child), Uploads(), WRONG
    try:
        spend(request, "q", FILING, code=f"{found.place_id}")
        uploads = uploads_of(request)
        uploads.tell(typed)
        if typed.is_valid():
            receipt = _take(request, found, tile, typed, uploads)
            return HttpResponseRedirect(receipt_url(receipt), status=303)
    except KeyReused:
        typed.add_error(None, _(SENT_BEFORE))
        return _form_page(request, found, tile, typed, uploads, status=WRONG, key=str(uuid4()))
    except Refusal as no:
        status = no.status
        typed.add_error(None, f"{no.said} {no.advice}")
        if isinstance(no, TooMany):
            uploads = as_sent(request)
            uploads.tell(typed)
    return _form_page(request, found, tile, typed, uploads, status=status)


def _take(
    request: HttpRequest, found: FoundCode, tile: Tile, typed: RequestForm, uploads: Uploads
) -> Receipt:
    clean = {"name": "", "phone": "", "whose_home": ""} | typed.cleaned_data
    content = "\n".join(filter(None, (said(typed.chosen), clean["words"])))
    files = tuple(file for file in uploads.files if not typed.child or file.mime == PHOTO)
    if not content and not files:
        raise NothingSaid
    asked = Request(
        scope_id=found.scope_id, place_id=found.place_id, channel=Channel.CODE, content=content,
        category=tile.category_of(typed.chosen), kind=next((p.kind for p in typed.chosen if p.kind), ""),
        name=clean["name"], phone=clean["phone"] or None, whose_home=clean["whose_home"],
        private=clean["private"], files=files, told={UNDER_14: True} if typed.child else {},
    )  # fmt: skip
    return take_in(request=asked, by=guest(), key=key_of(request), digest=digest_of(content_of(request)))


def receipt_url(receipt: Receipt) -> str:
    """The requester's page, as it looks right after sending."""
    return f"{reverse('c', args=[receipt.token])}?new=1"


def _form_page(
    request: HttpRequest, found: FoundCode, tile: Tile, typed: RequestForm, uploads: Uploads | None = None, *,
    status: int = OK, key: str = "",
) -> HttpResponse:  # fmt: skip
    return _draw(
        request, found, "public/form.html", status=status, tile=tile, form=typed, child=typed.child,
        places_url=places_url(code_in(request), tile, child=typed.child),
        inside=lambda: {"reported": reported_here(found, tile)},
        chosen=[phrase.value for phrase in typed.chosen], kept=uploads.kept if uploads else [],
        kept_voice=uploads.kept_voice if uploads else "",
        calls=[{"number": EMERGENCY[c][0], "word": EMERGENCY[c][1]} for c in tile.calls],
        key=key or request.POST.get(KEY_FIELD) or str(uuid4()),
    )  # fmt: skip


def _draw(
    request: HttpRequest, found: FoundCode, page: str, *, status: int = OK,
    inside: Callable[[], dict[str, Any]] = dict, **more: Any,
) -> HttpResponse:  # fmt: skip
    """Draw a page of the place; `inside` is asked as its guest for what needs the database."""
    with seen_as(guest(around=scope_tree().up(found.scope_id))):
        at = standing_at(found)
        context = {"at": at, "place": at, "help": at.help, **more, **inside()}
        response = render(request, page, context, status=status)
    if status == OK:
        response.headers["Cache-Control"] = (
            "private, no-cache"  # "back" shows the same form with the same key
        )
    if VISIT_COOKIE not in request.COOKIES:
        remember_visit(response)
    return response
