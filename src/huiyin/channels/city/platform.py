"""The platform as the exchange knows it: few requests, one kind of failure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from .signing import headers

TIMEOUT = 10.0
LARGEST = 5_000_000
"""Bytes of an answer; more is no list of orders."""


class PlatformAway(Exception):
    """The platform cannot be reached or does not answer as agreed; the next round tries again."""


class PlatformRefused(PlatformAway):
    """It answers, and does not take this one thing (4xx); others may go through."""


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform: its name on slips, its address (without a slash at the end), the shared secret."""

    name: str
    url: str
    secret: str

    def waiting(self) -> list[dict[str, str]]:
        """The orders nobody has taken, as field -> text. Raises PlatformAway."""
        orders = self._send("GET", "/orders").get("orders")
        if not isinstance(orders, list) or not all(isinstance(order, dict) for order in orders):
            raise PlatformAway("no list of orders")
        return [{str(name): _text(value) for name, value in order.items()} for order in orders]

    def taken(self, ref: str, number: str) -> None:
        """Say that an order is here, under our number. Raises PlatformAway."""
        self._send("POST", f"{_order(ref)}/taken", {"number": number})

    def refused(self, ref: str, why: str) -> None:
        """Say why an order cannot be taken. Raises PlatformAway."""
        self._send("POST", f"{_order(ref)}/refused", {"why": why})

    def slip(self, ref: str, fields: dict[str, Any]) -> str:
        """Give a slip back; the receipt. The same slip again has the same receipt.

        Raises PlatformAway, PlatformRefused.
        """
        return _text(self._send("POST", f"{_order(ref)}/slip", fields).get("receipt"))

    def ask(self, ref: str, fields: Mapping[str, object]) -> str:
        """Ask for more time, or to take an order back; the receipt. The same question has the same receipt.

        Raises PlatformAway, PlatformRefused.
        """
        return _text(self._send("POST", f"/orders/{quote(ref, '')}/request", dict(fields)).get("receipt"))

    def unheard(self, what: str) -> list[dict[str, str]]:
        """Its "decisions" or "callbacks" that nobody has heard, as field -> text. Raises as `ask`."""
        found = self._send("GET", f"/{what}").get(what)
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise PlatformAway(f"no list of {what}")
        return [{str(name): _word(value) for name, value in one.items()} for one in found]

    def heard(self, what: str, key: str, problem: str) -> None:
        """Say that one of them was heard, with what was wrong with it. Raises as `ask`."""
        self._send("POST", f"/{what}/{quote(key, '')}/heard", {"problem": problem})

    def _send(self, method: str, path: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
        body = json.dumps(fields, ensure_ascii=False, sort_keys=True).encode() if fields is not None else b""
        signed = headers(self.secret, method=method, path=urlsplit(self.url).path + path, body=body)
        try:
            with httpx.stream(
                method, self.url + path, content=body, headers={**signed, "Content-Type": "application/json"},
                timeout=TIMEOUT, follow_redirects=False, trust_env=False,
            ) as response:  # fmt: skip
                if response.is_client_error:
                    raise PlatformRefused(f"{method} {path}: {response.status_code}")
                response.raise_for_status()
                told = json.loads(_bounded(response))
        except (httpx.HTTPError, ValueError) as error:
            raise PlatformAway(str(error)) from error
        if not isinstance(told, dict):
            raise PlatformAway("not an object")
        return told


def _order(ref: str) -> str:
    """The path of an order. Raises PlatformRefused for what would not be one: dots lead up and out of it."""
    if ref.strip(".") == "":
        raise PlatformRefused(f"{ref!r} is no number of an order")
    return f"/orders/{quote(ref, '')}"


def _bounded(response: httpx.Response) -> bytes:
    """The body, read only as far as it may go. Raises PlatformAway."""
    read = bytearray()
    for block in response.iter_bytes():
        read += block
        if len(read) > LARGEST:
            raise PlatformAway("too much at once")
    return bytes(read)


def _word(value: object) -> str:
    """As text; yes and no as the tables write them."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else _text(value)


def _text(value: object) -> str:
    return "" if value is None else str(value)
