"""The public page of a duty, and the own page of a volunteer: its code is derived, not stored."""

import base64
import hmac
import re

from django.conf import settings

from huiyin.ground import crypto
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import found_by_code
from huiyin.ground.tenancy.viewer import Viewer

_OWN = re.compile(r"([0-9]{1,12})-([A-Z2-7]{16})")


def duty_link(code: str) -> str:
    """The page everybody reads."""
    return f"{settings.PUBLIC_URL}/y/{code}"


def sign_up_link(place_code: str) -> str:
    """Where the code on the poster leads."""
    return f"{settings.PUBLIC_URL}/y/at/{place_code}"


def own_code(volunteer_id: int) -> str:
    """Who, and 80 bits nobody can guess."""
    raw = crypto.blind_index("volunteer-page", str(volunteer_id))
    return f"{volunteer_id}-{base64.b32encode(bytes(raw[:10])).decode()}"


def own_link(volunteer_id: int) -> str:
    """The page of one volunteer alone."""
    return f"{settings.PUBLIC_URL}/y/me/{own_code(volunteer_id)}"


def duty_reader(code: str) -> tuple[int, Viewer]:
    """The duty of a public code and a guest who may read what is public around it. Raises NotThere."""
    return found_by_code("SELECT duty_id, scope_id FROM volunteers_find_duty(%s)", code)


def own_reader(code: str) -> tuple[int, Viewer]:
    """The volunteer of an own page, as a guest around. Raises NotThere; so does one who left."""
    found = _OWN.fullmatch(code)
    if found is None or not hmac.compare_digest(code, own_code(int(found[1]))):
        raise NotThere
    return found_by_code("SELECT volunteer_id, scope_id FROM volunteers_find_person(%s)", found[1])
