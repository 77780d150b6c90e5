"""The provider's front door: a request is signed by its key, over these bytes, now and for the first time."""

from __future__ import annotations

import hmac
import re
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from huiyin.channels.sms import signing

FRESH: Final = timedelta(minutes=15)
REQUIRED: Final = frozenset(
    {
        "host",
        *(f"x-acs-{name}" for name in ("action", "version", "date", "signature-nonce", "content-sha256")),
    }
)
_AUTHORIZATION: Final = re.compile(
    rf"{signing.ALGORITHM} Credential=(?P<key>[^,]+),SignedHeaders=(?P<names>[^,]+),"
    r"Signature=(?P<signature>[0-9a-f]{64})"
)


class Refused(Exception):  # the provider's refusal, not a fault of the simulator
    """An answer other than OK: HTTP status, code, message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


class Gate:
    """Checks signatures for one key pair and remembers the nonces it has seen."""

    def __init__(self, key_id: str, secret: str) -> None:
        self._key_id, self._secret = key_id, secret
        self._nonces: set[str] = set()
        self._lock = threading.Lock()

    def check(self, *, method: str, query: str, headers: Mapping[str, str], body: bytes) -> None:
        """Raise Refused unless the request is signed as it should be; `headers` have lower-case names."""
        found = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
        if found is None:
            raise Refused(400, "MissingAuthorization", "the Authorization header is missing or malformed")
        if found["key"] != self._key_id:
            raise Refused(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
        signed = {name: headers.get(name, "") for name in found["names"].split(";")}
        # Every x-acs-* header that is there must be among the signed ones, or it could be exchanged.
        if missing := (REQUIRED | {name for name in headers if name.startswith("x-acs-")}) - signed.keys():
            raise Refused(400, "IncompleteSignature", f"not signed: {', '.join(sorted(missing))}")
        expected = signing.signature(self._secret, method=method, query=query, headers=signed)
        if not hmac.compare_digest(expected, found["signature"]) or signed[
            "x-acs-content-sha256"
        ] != signing.body_hash(body):
            raise Refused(400, "SignatureDoesNotMatch", "Specified signature is not matched.")
        self._check_once(signed["x-acs-date"], signed["x-acs-signature-nonce"])

    def _check_once(self, date: str, nonce: str) -> None:
        try:
            moment = datetime.strptime(date, signing.TIME_FORMAT).replace(tzinfo=UTC)
        except ValueError:
            raise Refused(400, "InvalidTimeStamp.Format", "x-acs-date is not an ISO 8601 moment") from None
        if abs(datetime.now(UTC) - moment) > FRESH:
            raise Refused(400, "InvalidTimeStamp.Expired", "Specified time stamp is expired.")
        with self._lock:
            if nonce in self._nonces:
                raise Refused(400, "SignatureNonceUsed", "Specified signature nonce was used already.")
            self._nonces.add(nonce)
