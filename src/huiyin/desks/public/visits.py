"""Small cookies of the residents' pages: which browser it is (a day, against floods), and how it looks."""

import secrets

from django.conf import settings
from django.http import HttpResponse

from .limits import VISIT_COOKIE

DAY = 24 * 3600
YEAR = 365 * DAY


def remember_visit(response: HttpResponse) -> None:
    """Mark the browser for a day. The mark says nothing about the person and is stored nowhere."""
    set_cookie(response, VISIT_COOKIE, secrets.token_urlsafe(9), DAY)


def set_cookie(response: HttpResponse, name: str, value: str, age: int) -> None:
    """Set a first-party cookie of `age` seconds that no script reads."""
    response.set_cookie(name, value, max_age=age, httponly=True, samesite="Lax", secure=settings.HTTPS)
