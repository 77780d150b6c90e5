"""One signed call to an API of Alibaba Cloud over HTTPS; text messages and telephone calls share it."""

from __future__ import annotations

import ipaddress
import logging
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import httpx

from huiyin.channels.sms import signing
from huiyin.channels.sms.answers import read_answer
from huiyin.channels.sms.gateway import Transient

VERSION: Final = "2017-05-25"
"""Of "dysmsapi" and of "dyvmsapi" alike."""

# Failures before any byte of the request was written: it cannot have been accepted.
_NOT_WRITTEN: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

# These log the address of every request, which in this protocol holds the phone number and the code.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class Rpc:
    """A client of one endpoint. Thread-safe; keeps connections open.

    `service` names the endpoint in the ValueError for an address that is neither https nor this machine.
    """

    def __init__(
        self, *, key_id: str, secret: str, endpoint: str, service: str, timeout: float, connect_timeout: float
    ) -> None:
        self._key_id, self._secret = key_id, secret
        self._url = _checked(endpoint, service)
        # No proxy from the environment: the host is fixed by the settings alone.
        self._client = httpx.Client(
            timeout=httpx.Timeout(timeout, connect=connect_timeout), follow_redirects=False, trust_env=False
        )

    def close(self) -> None:
        """Close the kept connections."""
        self._client.close()

    def call(self, action: str, params: Mapping[str, str]) -> dict[str, Any]:
        """Return the answer of an accepted action; raises Transient or Permanent."""
        query = signing.canonical_query(params)
        try:
            response = self._client.post(f"{self._url}/?{query}", headers=self._headers(action, query))
        except _NOT_WRITTEN as error:
            raise Transient("huiyin.NO_CONNECTION", type(error).__name__) from error
        except httpx.HTTPError as error:
            raise Transient("huiyin.BROKEN_OFF", type(error).__name__, ambiguous=True) from error
        return read_answer(response.status_code, response.content)

    def _headers(self, action: str, query: str) -> dict[str, str]:
        headers = {
            "host": self._url.partition("://")[2],
            "x-acs-action": action,
            "x-acs-version": VERSION,
            "x-acs-date": datetime.now(UTC).strftime(signing.TIME_FORMAT),
            "x-acs-signature-nonce": secrets.token_hex(16),
            "x-acs-content-sha256": signing.body_hash(b""),
        }
        signed = signing.authorization(
            self._key_id, self._secret, method="POST", query=query, headers=headers
        )
        return {**headers, "authorization": signed, "accept": "application/json"}


def _checked(endpoint: str, service: str) -> str:
    """Return scheme://host[:port]; ValueError unless https, or http to this machine (the simulator)."""
    url = httpx.URL(endpoint)
    if url.userinfo or url.path not in ("", "/") or url.query or url.fragment or not url.host:
        raise ValueError(f"the {service} endpoint must be https://host without path or query")
    if url.scheme != "https" and not (url.scheme == "http" and _is_loopback(url.host)):
        raise ValueError(f"the {service} endpoint must use https")
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
