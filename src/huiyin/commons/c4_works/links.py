"""Codes of a project: its public page, and the slip of a home, whose code is derived and not stored."""

from django.conf import settings

from huiyin.commons.slips import home_among, read_slip, slip_code
from huiyin.ground.tenancy.public_codes import found_by_code
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place

from .homes import homes_of
from .models import Project

KEY = "work-slip"


def work_slip(project: Project, home_id: int) -> str:
    """The last part of the slip's address: the home, and 80 bits nobody can guess."""
    return slip_code(KEY, project.code, home_id)


def work_link(code: str) -> str:
    """The page everybody reads."""
    return f"{settings.PUBLIC_URL}/w/{code}"


def home_by_work_slip(project: Project, slip: str) -> Place:
    """The home a slip speaks for. Raises NotThere."""
    home_id, _seat = read_slip(KEY, project.code, slip)
    return home_among(homes_of(project), home_id)


def work_reader(code: str) -> tuple[int, Viewer]:
    """The project of a public code and a guest who may read what is public around it. Raises NotThere."""
    return found_by_code("SELECT project_id, scope_id FROM works_find(%s)", code)
