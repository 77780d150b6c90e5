"""POST /cases: one request comes in from another program."""

import base64
import binascii
import hashlib
import time
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.links import link_of
from huiyin.casework.casefile.words import Channel
from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s1_intake.apart import photo_file
from huiyin.casework.s1_intake.request import File, Outcome, Receipt, Request
from huiyin.casework.s5_closure.owing import Claim, owe
from huiyin.casework.s5_closure.proposals import claim_of_proposal
from huiyin.casework.s5_closure.refusals import NoProposal
from huiyin.ground.files.refused import ImageDamaged
from huiyin.ground.idempotency.acts import checked_key
from huiyin.ground.phones import normalise_phone
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import find_code

from .gate import needs
from .routers import cases
from .schemas import NewCase, Picture
from .shapes import ReceiptOut

KEPT_SECONDS, MOST_PLACES = 60.0, 50_000
_scopes: dict[int, tuple[float, int]] = {}


class PlaceMissing(Refusal):
    """Nothing says where it is, or two things say different places."""

    code, status = "place_missing", 422
    sentence = _("It is not clear where this is.")
    remedy = _("Send one of place_code, place_id and scope_id; places are listed under /api/v1/places.")


class CodeRevoked(Refusal):
    """A code that was taken down."""

    code, status = "code_revoked", 410
    sentence = _("This code is no longer in use.")
    remedy = _("Use the code that hangs there now, or the place's id.")


class PhoneUnreadable(Refusal):
    """Not a number one can dial."""

    code, status = "phone_unreadable", 422
    sentence = _("This telephone number cannot be dialled.")
    remedy = _("Send one number with its area code, or leave it out.")


@cases.post("/cases", response={201: ReceiptOut}, summary="Send a request")
@needs(Permission.CASE_FILE)
def file_case(request: HttpRequest, case: NewCase) -> HttpResponse:
    """Take a request in and answer with its receipt.

    The same Idempotency-Key gives the same receipt again; the same `source` and `source_ref` never make a
    second case. The header Huiyin-Outcome says accepted, repeated or duplicate. A delegate's proposal
    (channel T) needs `name`, `delegate_of` and `reply_by`: a written reply is owed by that day.
    """
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by Token
    key = checked_key(request.headers.get("Idempotency-Key"))
    asked, claim, digest = request_of(case, viewer), _reply_owed(case), digest_of_body(case)
    if claim is None:
        return answer_of(take_in(request=asked, by=viewer, key=key, digest=digest))
    with seen_as(viewer), transaction.atomic():
        receipt = take_in(request=asked, by=viewer, key=key, digest=digest)
        if receipt.outcome is Outcome.ACCEPTED:
            owe(case_id=receipt.case_id, claim=claim, by=viewer)
    return answer_of(receipt)


def digest_of_body(case: NewCase) -> bytes:
    """What tells one body from another. Fields of proposals count for those alone: they came later."""
    unsaid = None if case.channel == Channel.DELEGATE else {"delegate_of", "reply_by"}
    return hashlib.sha256(case.model_dump_json(exclude=unsaid).encode()).digest()


def _reply_owed(case: NewCase) -> Claim | None:
    """What a delegate's proposal is owed. Raises ProposalUnclear, NoProposal."""
    if case.channel == Channel.DELEGATE:
        return claim_of_proposal(name=case.name, office=case.delegate_of, reply_by=case.reply_by)
    if case.delegate_of or case.reply_by:
        raise NoProposal
    return None


def answer_of(receipt: Receipt) -> HttpResponse:
    """The receipt as an answer."""
    body = {
        "number": receipt.number, "received_at": receipt.received_at.isoformat(),
        "link": link_of(receipt.case_id), "query_code": receipt.query_code,
    }  # fmt: skip
    response = JsonResponse(body, status=201)
    response.headers["Huiyin-Outcome"] = receipt.outcome.value
    response.headers["Idempotent-Replayed"] = "true" if receipt.outcome is Outcome.REPEATED else "false"
    return response


def request_of(case: NewCase, viewer: Viewer) -> Request:
    """The request a body asks for.

    Raises PlaceMissing, CodeRevoked, PhoneUnreadable, ImageDamaged, NotThere.
    """
    scope_id, place_id = _where(case)
    # a right to file there comes before any hint that the place exists
    viewer.must(Permission.CASE_FILE, scope_id)
    return Request(
        scope_id=scope_id, place_id=place_id, place_text=case.place_text, channel=Channel(case.channel),
        title=case.title, content=case.content, category=case.category, kind=case.kind or "", name=case.name,
        phone=_phone(case.phone), whose_home=case.whose_home, private=case.private,
        wants_reply=case.wants_reply,
        # outside numbers of one program say nothing about those of another
        source=f"program-{viewer.id}:{case.source}" if case.source_ref else "", source_ref=case.source_ref,
        occurred_at=case.occurred_at, files=tuple(_files(case.photos)),
    )  # fmt: skip


def _where(case: NewCase) -> tuple[int, int | None]:
    """(scope, place). Raises PlaceMissing, CodeRevoked, NotThere."""
    if case.place_code:
        found = find_code(case.place_code.strip().upper())
        if found is None:
            raise NotThere
        if found.revoked:
            raise CodeRevoked
        scope_id, place_id = found.scope_id, found.place_id
    elif case.place_id is not None:
        scope_id, place_id = scope_of_place(case.place_id), case.place_id
    elif case.scope_id is not None:
        return case.scope_id, None
    else:
        raise PlaceMissing
    if case.scope_id not in (None, scope_id) or case.place_id not in (None, place_id):
        raise PlaceMissing
    return scope_id, place_id


def scope_of_place(place_id: int) -> int:
    """The scope of a place, remembered for a minute: places do not wander. Raises NotThere."""
    known, moment = _scopes.get(place_id), time.monotonic()
    if known is not None and moment - known[0] < KEPT_SECONDS:
        return known[1]
    with seen_as(SYSTEM):  # the right to file there is asked for afterwards
        scope_id = (
            Place.objects.filter(pk=place_id, closed_at=None).values_list("scope_id", flat=True).first()
        )
    if scope_id is None:
        raise NotThere
    if len(_scopes) >= MOST_PLACES:
        _scopes.clear()
    _scopes[place_id] = (moment, scope_id)
    return scope_id


def _phone(text: str) -> str | None:
    if not text.strip():
        return None
    phone = normalise_phone(text)
    if phone is None:
        raise PhoneUnreadable
    return phone


def _files(photos: Iterable[Picture]) -> Iterator[File]:
    for photo in photos:
        try:
            raw = base64.b64decode(photo.base64, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ImageDamaged from error
        yield photo_file(raw, photo.name)
