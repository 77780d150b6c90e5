"""The slip of a home: its code is derived, not stored, and opens one survey for one home."""

import base64
import hmac
import re

from django.conf import settings

from huiyin.commons.c2_voices.models import Survey
from huiyin.commons.public_codes import found_by_code
from huiyin.ground import crypto
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place

from .reads import homes_of

_SLIP = re.compile(r"([0-9]{1,12})-([A-Z2-7]{16})")


def slip_of(survey: Survey, home_id: int) -> str:
    """The last part of the slip's address: the home, and 80 bits nobody can guess."""
    raw = crypto.blind_index("survey-slip", f"{survey.code}:{home_id}")
    return f"{home_id}-{base64.b32encode(bytes(raw[:10])).decode()}"


def public_link(code: str) -> str:
    """The page everybody may open."""
    return f"{settings.PUBLIC_URL}/d/{code}"


def slip_link(survey: Survey, home_id: int) -> str:
    """Where the code on a slip leads."""
    return f"{public_link(survey.code)}/{slip_of(survey, home_id)}"


def home_by_slip(survey: Survey, slip: str) -> Place:
    """The home a slip speaks for. Raises NotThere."""
    found = _SLIP.fullmatch(slip)
    if found is None or not hmac.compare_digest(slip, slip_of(survey, int(found[1]))):
        raise NotThere
    home = next((one for one in homes_of(survey) if one.pk == int(found[1])), None)
    if home is None:
        raise NotThere
    return home


def reader_of(code: str) -> tuple[int, Viewer]:
    """The survey of a public code and a guest who may read what is public around it. Raises NotThere."""
    return found_by_code("SELECT survey_id, scope_id FROM voices_find_survey(%s)", code)
