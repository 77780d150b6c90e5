"""Delivery reports: the HTTP batch push "SmsReport" of Alibaba Cloud SMS."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

logger = logging.getLogger(__name__)

PROVIDER_ZONE: Final = ZoneInfo("Asia/Shanghai")
LARGEST_BODY: Final = 1_000_000  # bytes
ACCEPTED: Final = {
    "code": 0,
    "msg": "OK",
}  # the answer without which the provider pushes the same report again


class ReceiptsError(ValueError):
    """The body of a callback is not a delivery report."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the message `ref`: `ok` True delivered, False failed with `error`, None still under way.

    `delivered_at` (UTC) is set when delivered, and only then.
    """

    ref: str
    delivered_at: datetime | None
    ok: bool | None
    error: str = ""


def parse_receipts(body: bytes) -> list[Receipt]:
    """Read one push: a JSON array of reports, repeated and out of order as it pleases the carriers.

    Entries without our reference belong to other senders of the account and are left out, as are entries that
    cannot be read (logged): refusing the whole push would make the provider repeat it for ever. Raises
    ReceiptsError when the body as a whole is not such an array.
    """
    if len(body) > LARGEST_BODY:
        raise ReceiptsError("the delivery report is too large")
    try:
        entries = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ReceiptsError("the delivery report is not JSON") from error
    if not isinstance(entries, list):
        raise ReceiptsError("the delivery report is not a JSON array")
    return [receipt for entry in entries if (receipt := _receipt(entry)) is not None]


def provider_time(text: str) -> datetime:
    """Return the moment (UTC) of the provider's "2017-01-01 00:00:00", which is Beijing time."""
    local = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=PROVIDER_ZONE)
    return local.astimezone(UTC)


def _receipt(entry: Any) -> Receipt | None:
    try:
        ref, ok = entry.get("out_id"), entry["success"]
        if not isinstance(ref, str) or not ref or "\x00" in ref:
            return None
        if ok is True:
            return Receipt(ref, provider_time(entry["report_time"]), ok=True)
        return Receipt(ref, None, ok=False, error=str(entry.get("err_code") or "UNKNOWN")[:100])
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        logger.warning("left out a delivery report entry that cannot be read")
        return None
