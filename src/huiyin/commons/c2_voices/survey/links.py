"""The slip of a home: its code is derived, not stored, and opens one survey for one home."""

from django.conf import settings

from huiyin.commons.c2_voices.models import Survey
from huiyin.commons.slips import home_among, read_slip, slip_code
from huiyin.ground.tenancy.public_codes import found_by_code
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place

from .reads import homes_of

KEY = "survey-slip"


def slip_of(survey: Survey, home_id: int) -> str:
    """The last part of the slip's address: the home, and 80 bits nobody can guess."""
    return slip_code(KEY, survey.code, home_id)


def public_link(code: str) -> str:
    """The page everybody may open."""
    return f"{settings.PUBLIC_URL}/d/{code}"


def slip_link(survey: Survey, home_id: int) -> str:
    """Where the code on a slip leads."""
    return f"{public_link(survey.code)}/{slip_of(survey, home_id)}"


def home_by_slip(survey: Survey, slip: str) -> Place:
    """The home a slip speaks for. Raises NotThere."""
    home_id, _seat = read_slip(KEY, survey.code, slip)
    return home_among(homes_of(survey), home_id)


def reader_of(code: str) -> tuple[int, Viewer]:
    """The survey of a public code and a guest who may read what is public around it. Raises NotThere."""
    return found_by_code("SELECT survey_id, scope_id FROM voices_find_survey(%s)", code)
