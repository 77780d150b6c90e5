"""Delivery receipts pushed by the provider. The address holds a secret, since the push is unsigned."""

import hmac
import logging
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from huiyin.bridges.deliveries import delivered, failed
from huiyin.ground.outbox.models import Notice, NoticeState
from huiyin.ground.refusals import Malformed, NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .receipts import ACCEPTED, Receipt, ReceiptsError, parse_receipts

logger = logging.getLogger(__name__)
BEFORE_RECEIPT = (NoticeState.QUEUED, NoticeState.SENDING, NoticeState.SENT)


@csrf_exempt  # a provider has no form; the secret in the address stands in for the token
def sms_receipts(request: HttpRequest, secret: str) -> HttpResponse:
    """Take a batch of receipts; a repeated one changes nothing."""
    if not hmac.compare_digest(secret.encode(), settings.SMS_RECEIPT_SECRET.encode()):
        raise NotThere
    try:
        receipts = parse_receipts(request.body)
    except ReceiptsError as error:
        logger.warning("unreadable receipts: %s", error)
        raise Malformed from error
    for receipt in receipts:
        record_receipt(receipt)
    return JsonResponse(ACCEPTED)


def record_receipt(receipt: Receipt) -> None:
    """Note a delivery or its failure, once, and tell the case."""
    if receipt.ok is None or not _is_ours(receipt.ref):
        return
    with seen_as(SYSTEM):
        notice = Notice.objects.select_for_update().filter(pk=receipt.ref, state__in=BEFORE_RECEIPT).first()
        if notice is None:
            return
        notice.state = NoticeState.DELIVERED if receipt.ok else NoticeState.FAILED
        notice.delivered_at, notice.error = receipt.delivered_at if receipt.ok else None, receipt.error or ""
        notice.save(update_fields=["state", "delivered_at", "error"])
        (delivered if receipt.ok else failed)(notice)


def _is_ours(ref: str) -> bool:
    """References are our notices' ids in hex; another sender's are not for us."""
    try:
        UUID(hex=ref)
    except ValueError:
        return False
    return True
