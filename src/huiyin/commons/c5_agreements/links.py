"""Public codes of agreements and emergency services: who may read what is public around them."""

from django.conf import settings

from huiyin.ground.tenancy.public_codes import found_by_code
from huiyin.ground.tenancy.viewer import Viewer


def agreement_link(code: str) -> str:
    """The page everybody reads."""
    return f"{settings.PUBLIC_URL}/agreement/{code}"


def service_link(code: str) -> str:
    """The page everybody reads."""
    return f"{settings.PUBLIC_URL}/emergency/{code}"


def agreement_reader(code: str) -> tuple[int, Viewer]:
    """The agreement of a public code and a guest who may read around it. Raises NotThere."""
    return found_by_code("SELECT agreement_id, scope_id FROM agreements_find(%s)", code)


def service_reader(code: str) -> tuple[int, Viewer]:
    """The emergency service of a public code and a guest who may read around it. Raises NotThere."""
    return found_by_code("SELECT service_id, scope_id FROM agreements_find_service(%s)", code)
