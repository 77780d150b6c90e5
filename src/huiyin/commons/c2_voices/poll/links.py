"""The slip of a home (or of a person of it): its code is derived, not stored, and opens one poll for it."""

from django.conf import settings

from huiyin.commons.c2_voices.models import Poll
from huiyin.commons.slips import home_among, read_slip, slip_code
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import found_by_code
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place

from .reads import homes_of

KEY = "poll-slip"


def slip_of(poll: Poll, home_id: int, seat: int = 1) -> str:
    """The last part of the slip's address: home, person, and 80 bits nobody can guess."""
    return slip_code(KEY, poll.code, home_id, seat)


def public_link(code: str) -> str:
    """The page everybody reads."""
    return f"{settings.PUBLIC_URL}/k/{code}"


def slip_link(poll: Poll, home_id: int, seat: int = 1) -> str:
    """Where the code on a slip leads."""
    return f"{public_link(poll.code)}/{slip_of(poll, home_id, seat)}"


def speaker_by_slip(poll: Poll, slip: str) -> tuple[Place, int]:
    """The home a slip speaks for, and which person of it. Raises NotThere."""
    home_id, seat = read_slip(KEY, poll.code, slip)
    if not 1 <= seat <= poll.each:
        raise NotThere
    return home_among(homes_of(poll), home_id), seat


def reader_of(code: str) -> tuple[int, Viewer]:
    """The poll of a public code and a guest who may read what is public around it. Raises NotThere."""
    return found_by_code("SELECT poll_id, scope_id FROM voices_find_poll(%s)", code)
