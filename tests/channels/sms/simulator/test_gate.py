"""What the simulated provider lets in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from huiyin.channels.sms import signing
from huiyin.channels.sms.simulator.gate import Gate, Refused

QUERY = "PhoneNumbers=13800138000"


def _headers(*, at: datetime | None = None, signer: str = "s3", query: str = QUERY) -> dict[str, str]:
    headers = {
        "host": "127.0.0.1",
        "x-acs-action": "SendSms",
        "x-acs-version": "2017-05-25",
        "x-acs-date": (at or datetime.now(UTC)).strftime(signing.TIME_FORMAT),
        "x-acs-signature-nonce": "nonce-1",
        "x-acs-content-sha256": signing.body_hash(b""),
    }
    signed = signing.authorization("key", signer, method="POST", query=query, headers=headers)
    return {**headers, "authorization": signed, "accept": "*/*"}


def _check(
    headers: dict[str, str], *, query: str = QUERY, body: bytes = b"", gate: Gate | None = None
) -> None:
    (gate or Gate("key", "s3")).check(method="POST", query=query, headers=headers, body=body)


def test_a_signed_request_enters_once() -> None:
    gate = Gate("key", "s3")
    _check(_headers(), gate=gate)
    with pytest.raises(Refused) as caught:
        _check(_headers(), gate=gate)
    assert caught.value.code == "SignatureNonceUsed"


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        (lambda: _check({}), "MissingAuthorization"),
        (lambda: _check(_headers() | {"authorization": "Basic x"}), "MissingAuthorization"),
        (lambda: _check(_headers(signer="guess")), "SignatureDoesNotMatch"),
        (lambda: _check(_headers(), query=QUERY + "1"), "SignatureDoesNotMatch"),
        (lambda: _check(_headers(), body=b"more"), "SignatureDoesNotMatch"),
        (lambda: _check(_headers() | {"x-acs-action": "Other"}), "SignatureDoesNotMatch"),
        (lambda: _check(_headers() | {"x-acs-extra": "unsigned"}), "IncompleteSignature"),
        (lambda: _check(_headers(at=datetime.now(UTC) - timedelta(minutes=16))), "InvalidTimeStamp.Expired"),
        (lambda: _check(_headers(at=datetime.now(UTC) + timedelta(minutes=16))), "InvalidTimeStamp.Expired"),
    ],
)
def test_anything_else_stays_outside(attempt: Callable[[], None], code: str) -> None:
    with pytest.raises(Refused) as caught:
        attempt()
    assert caught.value.code == code
