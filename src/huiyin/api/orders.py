"""Work orders of another platform: in with number and days, back with a slip."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Query

from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s1_intake.request import Outcome
from huiyin.casework.s5_closure.models import Owed
from huiyin.casework.s5_closure.owing import Claim, give_back, owe, owed_of, ready
from huiyin.casework.s5_closure.refusals import NoProposal
from huiyin.casework.s5_closure.slips import Slip, slips_of
from huiyin.casework.s5_closure.words import GivenBy, OwedKind
from huiyin.ground.idempotency.acts import checked_key, digest_of, once
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.words import Permission

from .gate import needs
from .intake import answer_of, digest_of_body, request_of
from .routers import cases
from .schemas import Given, NewOrder, Slips
from .shapes import GivenOut, ReceiptOut, SlipPage
from .values import Id

MOST = 200


@cases.post("/work-orders", response={201: ReceiptOut}, summary="Send a work order")
@needs(Permission.CASE_FILE)
def take_order(request: HttpRequest, order: NewOrder) -> HttpResponse:
    """Take a work order in: it runs like any request, and a slip in its own number is owed.

    The same `source` and `source_ref` never make a second case.
    """
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by Token
    key = checked_key(request.headers.get("Idempotency-Key"))
    if order.delegate_of or order.reply_by:
        raise NoProposal
    digest = digest_of_body(order)
    asked = request_of(order, viewer)
    claim = Claim(
        OwedKind.SLIP, order.source, order.source_ref, due_at=order.finish_by, accept_by=order.accept_by,
        contact_by=order.contact_by,
    )  # fmt: skip
    with seen_as(viewer), transaction.atomic():
        receipt = take_in(request=asked, by=viewer, key=key, digest=digest)
        if receipt.outcome is Outcome.ACCEPTED:
            owe(case_id=receipt.case_id, claim=claim, by=viewer)
    return answer_of(receipt)


@cases.get("/work-orders", response=SlipPage, summary="List slips")
@needs(Permission.CASE_FILE, Permission.CASE_TRIAGE)
def list_slips(request: HttpRequest, wanted: Query[Slips]) -> dict[str, Any]:
    """The slips of the work orders the token brought in; by default those that can go back now."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by Token
    with seen_as(viewer):
        rows = owed_of(viewer).filter(kind=OwedKind.SLIP, pk__gt=wanted.after)
        rows = ready(rows) if wanted.ready else rows
        found = list(rows.order_by("pk")[: MOST + 1])
        slips = slips_of(one.case for one in found[:MOST])
    shown = [_slip(one, slips[one.case_id]) for one in found[:MOST]]
    return {"slips": shown, "next": found[MOST - 1].pk if len(found) > MOST else None}


@cases.post("/work-orders/{owed_id}/given", response=GivenOut, summary="The slip went back")
@needs(Permission.CASE_FILE, Permission.CASE_TRIAGE)
def slip_given(request: HttpRequest, owed_id: Id, given: Given) -> HttpResponse:
    """Note that the slip went back, with the platform's receipt."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by Token
    key = checked_key(request.headers.get("Idempotency-Key"))
    digest = digest_of({"path": request.path, "body": given.model_dump(mode="json")})

    def write() -> tuple[int, dict[str, Any]]:
        done = give_back(owed_id=owed_id, by=viewer, how=GivenBy.PROGRAM, receipt=given.receipt)
        return 200, {"at": done.at.isoformat(), "slip": done.body}

    with seen_as(viewer):
        (status, answer), repeated = once(actor=viewer.actor, key=key, digest=digest, write=write)
    response = JsonResponse(answer, status=status, json_dumps_params={"sort_keys": True})
    response.headers["Idempotent-Replayed"] = "true" if repeated else "false"
    return response


def _slip(owed: Owed, slip: Slip) -> dict[str, Any]:
    return {
        "id": owed.pk, "source": owed.to, "source_ref": owed.ref, "accept_by": owed.accept_by,
        "contact_by": owed.contact_by, "finish_by": owed.due_at, "given_at": owed.done_at,
        "slip": slip.as_json(),
    }  # fmt: skip
