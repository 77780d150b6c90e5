"""Forwarded headers: believed from the proxies named in HUIYIN_TRUSTED_PROXY, removed otherwise."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
)
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class TrustedProxy:
    """WSGI middleware. `networks` are addresses or CIDR ranges; empty means no proxy is trusted."""

    def __init__(self, application: Application, networks: list[str]) -> None:
        self.application = application
        self.networks: list[Network] = [ipaddress.ip_network(network, strict=False) for network in networks]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if self._trusted(environ.get("REMOTE_ADDR", "")):
            self._believe(environ)
        for name in FORWARDED:
            environ.pop(name, None)
        return self.application(environ, start_response)

    def _believe(self, environ: dict[str, Any]) -> None:
        """The nearest address that is not a trusted proxy is the client; the last proxy names the scheme."""
        hops = [hop.strip() for hop in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        client = next((hop for hop in reversed(hops) if not self._trusted(hop)), None)
        if client is not None and _is_address(client):
            environ["REMOTE_ADDR"] = client
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").strip().lower()
        if scheme in ("http", "https"):
            environ["wsgi.url_scheme"] = scheme

    def _trusted(self, address: str) -> bool:
        if not self.networks or not _is_address(address):
            return False
        return any(ipaddress.ip_address(address) in network for network in self.networks)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
