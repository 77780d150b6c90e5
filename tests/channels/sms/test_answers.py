"""Which answers of the provider come again, and when."""

import json
from datetime import timedelta

import pytest

from huiyin.channels.sms.answers import read_answer
from huiyin.channels.sms.gateway import Permanent, Transient


def _body(code: str, message: str = "") -> bytes:
    return json.dumps({"Code": code, "Message": message, "RequestId": "R"}).encode()


def test_an_accepted_call_gives_its_fields() -> None:
    assert read_answer(200, b'{"Code": "OK", "BizId": "1^2"}')["BizId"] == "1^2"


@pytest.mark.parametrize(
    ("status", "body", "ambiguous", "wait"),
    [
        (200, _body("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1"), False, timedelta(minutes=1)),
        (200, _body("isv.BUSINESS_LIMIT_CONTROL", "触发小时级流控Permits:5"), False, timedelta(hours=1)),
        (200, _body("isv.BUSINESS_LIMIT_CONTROL", "触发天级流控Permits:10"), False, timedelta(days=1)),
        (200, _body("isv.AMOUNT_NOT_ENOUGH"), False, timedelta(hours=1)),
        (400, _body("Throttling.User"), False, timedelta(seconds=1)),
        (429, b"", False, timedelta(seconds=1)),
        (200, _body("isp.SYSTEM_ERROR"), True, timedelta(0)),
        (500, _body("InternalError"), True, timedelta(0)),
        (503, b"<html>busy</html>", True, timedelta(0)),
        (502, b"", True, timedelta(0)),
        (200, b"<html>a portal that wants a log-in</html>", True, timedelta(0)),
        (200, b"[]", True, timedelta(0)),
        (200, b"{}", True, timedelta(0)),
        (200, b"[" * 100_000, True, timedelta(0)),
    ],
)
def test_what_passes_comes_again(status: int, body: bytes, ambiguous: bool, wait: timedelta) -> None:  # noqa: FBT001
    with pytest.raises(Transient) as caught:
        read_answer(status, body)
    assert (caught.value.ambiguous, caught.value.wait) == (ambiguous, wait)


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (200, _body("isv.MOBILE_NUMBER_ILLEGAL", "…"), "isv.MOBILE_NUMBER_ILLEGAL"),
        (200, _body("isv.SMS_TEMPLATE_ILLEGAL"), "isv.SMS_TEMPLATE_ILLEGAL"),
        (400, _body("SignatureDoesNotMatch"), "SignatureDoesNotMatch"),
        (404, _body("InvalidAccessKeyId.NotFound"), "InvalidAccessKeyId.NotFound"),
        (302, b"", "HTTP_302"),
        (404, b"no such page", "HTTP_404"),
        # An OK with another status is none.
        (201, _body("OK"), "OK"),
    ],
)
def test_what_stays_wrong_is_permanent(status: int, body: bytes, code: str) -> None:
    with pytest.raises(Permanent) as caught:
        read_answer(status, body)
    assert caught.value.code == code
