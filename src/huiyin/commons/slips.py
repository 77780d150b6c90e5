"""The slip of a home: its code is derived, not stored, and opens one thing for one home.

In the address stand the home, the person where each of a home has a voice, and 80 bits nobody can guess.
"""

import base64
import hmac
import re
from collections.abc import Iterable

from huiyin.ground import crypto
from huiyin.ground.refusals import NotThere
from huiyin.registers.places.models import Place

_SLIP = re.compile(r"([0-9]{1,12})(?:-([1-9]))?-([A-Z2-7]{16})")


def slip_code(purpose: str, code: str, home_id: int, seat: int = 0) -> str:
    """The last part of a slip's address. `purpose`: whose key; `code`: of the thing; `seat` 0: the home."""
    who = [str(home_id), str(seat)] if seat else [str(home_id)]
    raw = crypto.blind_index(purpose, ":".join([code, *who]))
    return "-".join([*who, base64.b32encode(bytes(raw[:10])).decode()])


def read_slip(purpose: str, code: str, slip: str) -> tuple[int, int]:
    """(home id, seat) a slip speaks for; seat 0: the home. Raises NotThere."""
    found = _SLIP.fullmatch(slip)
    if found is None:
        raise NotThere
    home_id, seat = int(found[1]), int(found[2] or 0)
    if not hmac.compare_digest(slip, slip_code(purpose, code, home_id, seat)):
        raise NotThere
    return home_id, seat


def home_among(homes: Iterable[Place], home_id: int) -> Place:
    """The home of that id, while it is among those who are asked. Raises NotThere."""
    home = next((one for one in homes if one.pk == home_id), None)
    if home is None:
        raise NotThere
    return home
