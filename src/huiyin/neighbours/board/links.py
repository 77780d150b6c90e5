"""The public page of a posting."""

from django.conf import settings

from huiyin.ground.tenancy.public_codes import found_by_code
from huiyin.ground.tenancy.viewer import Viewer


def posting_link(code: str) -> str:
    """The page everybody reads."""
    return f"{settings.PUBLIC_URL}/n/{code}"


def posting_reader(code: str) -> tuple[int, Viewer]:
    """The posting of a public code and a guest who may read what is public around it. Raises NotThere."""
    return found_by_code("SELECT posting_id, scope_id FROM board_find(%s)", code)
