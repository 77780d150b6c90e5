"""The answers of Alibaba Cloud SMS: which mean accepted, which come again, which never will."""

from __future__ import annotations

import json
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

from huiyin.channels.sms.gateway import Permanent, SmsError, Transient

# "触发分钟级流控Permits:1": the text names the window that is full.
_WINDOWS: Final = {
    "分钟": timedelta(minutes=1),
    "小时": timedelta(hours=1),
    "天": timedelta(days=1),
}
# Refused now for a reason that passes: load, a full window, or an account somebody must top up.
_PASSING: Final = {
    "isv.BUSINESS_LIMIT_CONTROL": timedelta(minutes=1),
    "isv.DAY_LIMIT_CONTROL": timedelta(hours=1),
    "isv.MONTH_LIMIT_CONTROL": timedelta(hours=1),
    "isv.OUT_OF_SERVICE": timedelta(hours=1),
    "isv.AMOUNT_NOT_ENOUGH": timedelta(hours=1),
    "isv.ACCOUNT_ABNORMAL": timedelta(hours=1),
    "isp.SYSTEM_ERROR": timedelta(0),
    "isp.GATEWAY_ERROR": timedelta(0),
    "SignatureNonceUsed": timedelta(0),
}
# The request broke off inside the provider: nobody can tell whether the message was taken.
_UNCLEAR: Final = frozenset({"isp.SYSTEM_ERROR", "isp.GATEWAY_ERROR", "ServiceUnavailable", "InternalError"})


def read_answer(status: int, body: bytes) -> dict[str, Any]:
    """Return the JSON object of an accepted call; raises Transient or Permanent for every other answer."""
    answer = _json(body)
    code = answer.get("Code")
    if status == HTTPStatus.OK and code == "OK":
        return answer
    raise _failure(status, str(code or f"HTTP_{status}"), str(answer.get("Message") or ""))


def _failure(status: int, code: str, message: str) -> SmsError:
    if code in _PASSING:
        wait = next((length for word, length in _WINDOWS.items() if word in message), _PASSING[code])
        return Transient(code, message, ambiguous=code in _UNCLEAR, wait=wait)
    if status == HTTPStatus.TOO_MANY_REQUESTS or code.startswith("Throttling"):
        return Transient(code, message, wait=timedelta(seconds=1))
    # A 200 without a readable answer came from something between us and the provider.
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or code in _UNCLEAR or code == "HTTP_200":
        return Transient(code, message, ambiguous=True)
    return Permanent(code, message)


def _json(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}
