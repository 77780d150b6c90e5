"""Pages of those at work leave compressed: a shift outdoors costs little of its mobile data (ux C11).

Only for people who are signed in, and only pages and the keeper's script. A resident's page stays as it is:
the key to the case stands in its addresses, and it weighs little. What can be guessed from the length of a
compressed page that repeats words of its address (BREACH) is met by three things: the session's cookie does
not go along with what pages of other sites load (SameSite), the word of forms is masked anew for each page,
and each answer carries up to a hundred random bytes (Django's own, "Heal the BREACH"). Why so:
docs/decisions/0047-pages-of-those-at-work-leave-compressed.md.
"""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

AT_WORK = frozenset({"account", "device"})
WORTH = ("text/html", "text/javascript", "application/json", "application/problem+json")
"""Types of answers that become much smaller; tables, papers and pictures are compressed inside."""


class CompressMiddleware(GZipMiddleware):
    """Django's, for those pages alone."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where that is worth it and the browser can read it."""
        viewer = getattr(request, "viewer", None)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if getattr(viewer, "kind", "") not in AT_WORK or kind not in WORTH or response.streaming:
            return response
        assert isinstance(response, HttpResponse)  # noqa: S101 - the other kind is streaming
        return super().process_response(request, response)
