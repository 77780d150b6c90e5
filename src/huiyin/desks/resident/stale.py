"""The requester's page after a failed form check: what was typed stands in its form again."""

from django.http import HttpRequest, HttpResponse

from huiyin.casework.casefile.requesters import LinkGone, requester_by_link
from huiyin.ground.tenancy.wall import seen_as

from .gone import link_gone
from .views import draw_again


def case_again(request: HttpRequest, *, token: str, name: str, sentence: str, status: int) -> HttpResponse:
    """Draw the page for the person behind the link. Raises NotThere."""
    try:
        viewer = requester_by_link(token)
    except LinkGone as no:
        return link_gone(request, no)
    request.viewer = viewer  # type: ignore[attr-defined]  # see routes.py
    with seen_as(viewer):
        return draw_again(request, token, name, sentence, status)
