"""Who speaks: HMAC-SHA256 over method, path, time and body, with a secret both sides hold."""

import hashlib
import hmac
import time

TIME_HEADER, SIGNATURE_HEADER = "X-Huiyin-Time", "X-Huiyin-Signature"
TOLERANCE = 300
"""Seconds the clocks of both sides may differ; an older request is not believed."""


def signature(secret: str, *, method: str, path: str, at: int, body: bytes) -> str:
    """The signature in hexadecimal; `path` with its query, `at` in seconds since 1970."""
    told = f"{method}\n{path}\n{at}\n{hashlib.sha256(body).hexdigest()}"
    return hmac.new(secret.encode(), told.encode(), hashlib.sha256).hexdigest()


def headers(secret: str, *, method: str, path: str, body: bytes) -> dict[str, str]:
    """Time and signature of a request sent now."""
    at = int(time.time())
    signed = signature(secret, method=method, path=path, at=at, body=body)
    return {TIME_HEADER: str(at), SIGNATURE_HEADER: signed}


def is_genuine(secret: str, *, method: str, path: str, body: bytes, at: str, signed: str) -> bool:
    """Whether a request was signed with the secret, not long ago."""
    if not at.isdigit() or abs(time.time() - int(at)) > TOLERANCE:
        return False
    expected = signature(secret, method=method, path=path, at=int(at), body=body)
    return hmac.compare_digest(expected, signed)
