"""The public page of a meeting, and the code that hangs in its room."""

import base64
import hmac

from django.conf import settings

from huiyin.commons.c1_proposals.models import Meeting
from huiyin.ground import crypto
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import found_by_code
from huiyin.ground.tenancy.viewer import Viewer


def room_of(code: str) -> str:
    """What nobody can guess of the code in the room (16 characters, 80 bits)."""
    raw = crypto.blind_index("meeting-room", code)
    return base64.b32encode(bytes(raw[:10])).decode()


def meeting_link(code: str) -> str:
    """The page everybody reads."""
    return f"{settings.PUBLIC_URL}/m/{code}"


def room_link(code: str) -> str:
    """Where the code in the room leads."""
    return f"{meeting_link(code)}/{room_of(code)}"


def must_be_in_room(meeting: Meeting, room: str) -> None:
    """Raises NotThere for whoever guesses."""
    if not hmac.compare_digest(room.encode(), room_of(meeting.code).encode()):
        raise NotThere


def reader_of(code: str) -> tuple[int, Viewer]:
    """The meeting of a public code and a guest who may read what is public around it. Raises NotThere."""
    return found_by_code("SELECT meeting_id, scope_id FROM proposals_find_meeting(%s)", code)
