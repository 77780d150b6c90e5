"""Codes of a project: its public page, and the slip of a home, whose code is derived and not stored."""

import base64
import hmac
import re

from django.conf import settings

from huiyin.commons.public_codes import found_by_code
from huiyin.ground import crypto
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place

from .homes import homes_of
from .models import Project

_SLIP = re.compile(r"([0-9]{1,12})-([A-Z2-7]{16})")


def work_slip(project: Project, home_id: int) -> str:
    """The last part of the slip's address: the home, and 80 bits nobody can guess."""
    raw = crypto.blind_index("work-slip", f"{project.code}:{home_id}")
    return f"{home_id}-{base64.b32encode(bytes(raw[:10])).decode()}"


def work_link(code: str) -> str:
    """The page everybody reads."""
    return f"{settings.PUBLIC_URL}/w/{code}"


def home_by_work_slip(project: Project, slip: str) -> Place:
    """The home a slip speaks for. Raises NotThere."""
    found = _SLIP.fullmatch(slip)
    if found is None or not hmac.compare_digest(slip, work_slip(project, int(found[1]))):
        raise NotThere
    home = next((one for one in homes_of(project) if one.pk == int(found[1])), None)
    if home is None:
        raise NotThere
    return home


def work_reader(code: str) -> tuple[int, Viewer]:
    """The project of a public code and a guest who may read what is public around it. Raises NotThere."""
    return found_by_code("SELECT project_id, scope_id FROM works_find(%s)", code)
