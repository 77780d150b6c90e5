"""The slip of a home (or of a person of it): its code is derived, not stored, and opens one poll for it."""

import base64
import hmac
import re

from django.conf import settings

from huiyin.commons.c2_voices.models import Poll
from huiyin.commons.public_codes import found_by_code
from huiyin.ground import crypto
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place

from .reads import homes_of

_SLIP = re.compile(r"([0-9]{1,12})-([1-9])-([A-Z2-7]{16})")


def slip_of(poll: Poll, home_id: int, seat: int = 1) -> str:
    """The last part of the slip's address: home, person, and 80 bits nobody can guess."""
    raw = crypto.blind_index("poll-slip", f"{poll.code}:{home_id}:{seat}")
    return f"{home_id}-{seat}-{base64.b32encode(bytes(raw[:10])).decode()}"


def public_link(code: str) -> str:
    """The page everybody reads."""
    return f"{settings.PUBLIC_URL}/k/{code}"


def slip_link(poll: Poll, home_id: int, seat: int = 1) -> str:
    """Where the code on a slip leads."""
    return f"{public_link(poll.code)}/{slip_of(poll, home_id, seat)}"


def speaker_by_slip(poll: Poll, slip: str) -> tuple[Place, int]:
    """The home a slip speaks for, and which person of it. Raises NotThere."""
    found = _SLIP.fullmatch(slip)
    if found is None:
        raise NotThere
    home_id, seat = int(found[1]), int(found[2])
    if seat > poll.each or not hmac.compare_digest(slip, slip_of(poll, home_id, seat)):
        raise NotThere
    home = next((one for one in homes_of(poll) if one.pk == home_id), None)
    if home is None:
        raise NotThere
    return home, seat


def reader_of(code: str) -> tuple[int, Viewer]:
    """The poll of a public code and a guest who may read what is public around it. Raises NotThere."""
    return found_by_code("SELECT poll_id, scope_id FROM voices_find_poll(%s)", code)
