"""How a requester comes back: a link and a short code, both derived from the case, neither stored in clear.

Being derived, a repeated request gets the same receipt, and a notice can carry the link without keeping it.
A link that was withdrawn is followed by the next generation's (renewing.py); the first is generation 0.
"""

import base64
from functools import cache, lru_cache
from uuid import UUID

from django.conf import settings

from huiyin.ground import crypto
from huiyin.ground.ids import digest, normalise_code

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10
LINK_DAYS = 90
"""How long both open the case after its end, or after they were given anew then (ux A16)."""


@lru_cache(maxsize=256)
def link_token(case_id: UUID, generation: int = 0) -> str:
    """The 128-bit token of /c/<token> (22 characters)."""
    raw = crypto.blind_index("case-link", _root(case_id, generation))
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@lru_cache(maxsize=256)
def query_code(case_id: UUID, generation: int = 0) -> str:
    """The 10-character code on a paper slip (Crockford base32, 50 bits)."""
    number = int.from_bytes(crypto.blind_index("case-code", _root(case_id, generation))[:8], "big")
    return "".join(_ALPHABET[(number >> (5 * i)) & 31] for i in range(CODE_LENGTH))


def _root(case_id: UUID, generation: int) -> str:
    """What both are derived from; that of generation 0 is as it was before there were generations."""
    return f"{case_id}/{generation}" if generation else str(case_id)


def link_digest(token: str) -> bytes:
    """What the database keeps of a token."""
    return digest(token)


def code_index(code: str) -> bytes:
    """What the database keeps of a code; spelling variants give the same."""
    return crypto.blind_index("code", normalise_code(code))


@cache
def _base() -> str:
    return str(settings.PUBLIC_URL)


def link_of(case_id: UUID, generation: int = 0) -> str:
    """The absolute address for notices and slips."""
    return f"{_base()}/c/{link_token(case_id, generation)}"
