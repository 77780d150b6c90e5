"""Request signing of Alibaba Cloud: ACS3-HMAC-SHA256, from its page "V3 request structure and signature"."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

ALGORITHM: Final = "ACS3-HMAC-SHA256"
TIME_FORMAT: Final = "%Y-%m-%dT%H:%M:%SZ"


def canonical_query(params: Mapping[str, str]) -> str:
    """Return the query string: sorted by name, percent-encoded (RFC 3986: A-Z a-z 0-9 - _ . ~ stay)."""
    return "&".join(f"{_encoded(name)}={_encoded(params[name])}" for name in sorted(params))


def body_hash(body: bytes) -> str:
    """Return the value of the header x-acs-content-sha256."""
    return hashlib.sha256(body).hexdigest()


def signature(secret: str, *, method: str, query: str, headers: Mapping[str, str]) -> str:
    """Return the signature in hexadecimal over the path "/", `query` and all of `headers` (lower-case names).

    `headers` are those that count: host, content-type and every x-acs-*.
    """
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    request = "\n".join([method, "/", query, lines, signed_names(headers), headers["x-acs-content-sha256"]])
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    return hmac.new(secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()


def authorization(key_id: str, secret: str, *, method: str, query: str, headers: Mapping[str, str]) -> str:
    """Return the value of the Authorization header."""
    signed = signature(secret, method=method, query=query, headers=headers)
    return f"{ALGORITHM} Credential={key_id},SignedHeaders={signed_names(headers)},Signature={signed}"


def signed_names(headers: Mapping[str, str]) -> str:
    """Return the names of the signed headers, sorted and joined by semicolons."""
    return ";".join(sorted(headers))


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")
