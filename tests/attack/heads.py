"""S-89: the headers every answer carries."""

from __future__ import annotations

import re

from django.http import HttpResponse

REFERRERS = {"same-origin", "no-referrer", "strict-origin", "strict-origin-when-cross-origin"}
KEPT = {
    "api-openapi": "the description of the API is the same for everybody",
    "q": "going back shows the same page with the same key; private, and asked for anew",
    "q-form": "the same",
    "q-poster": "the same, by the address printed in capitals",
    "q-places": "the places of an estate, for the list to choose from",
}
"""Answers that may be kept, each with its reason."""


def lacking(answer: HttpResponse, name: str = "") -> list[str]:
    """The headers an answer should carry and does not, by their names."""
    told = answer.headers
    policy = told.get("Content-Security-Policy", "")
    right = {
        "Content-Security-Policy": "default-src 'self'" in policy or "default-src 'none'" in policy,
        "unsafe": "unsafe" not in policy and "*" not in policy,
        "frame-ancestors": "frame-ancestors 'none'" in policy,
        "X-Content-Type-Options": told.get("X-Content-Type-Options") == "nosniff",
        "Referrer-Policy": told.get("Referrer-Policy") in REFERRERS,
        "Strict-Transport-Security": _age(told.get("Strict-Transport-Security", "")) >= 365 * 24 * 3600,
        "Cache-Control": "no-store" in told.get("Cache-Control", "") or name in KEPT,
        "Server": not {"Server", "X-Powered-By"} & set(told),
    }
    return [header for header, fine in right.items() if not fine]


def _age(text: str) -> int:
    found = re.search(r"max-age=(\d+)", text)
    return int(found[1]) if found else 0
