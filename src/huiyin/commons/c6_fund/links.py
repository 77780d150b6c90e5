"""The code of a use: its public page."""

from django.conf import settings

from huiyin.ground.tenancy.public_codes import found_by_code
from huiyin.ground.tenancy.viewer import Viewer


def use_link(code: str) -> str:
    """The page everybody reads."""
    return f"{settings.PUBLIC_URL}/f/{code}"


def use_reader(code: str) -> tuple[int, Viewer]:
    """The use of a public code and a guest who may read what is public around it. Raises NotThere."""
    return found_by_code("SELECT use_id, scope_id FROM fund_find(%s)", code)
