"""A worker scans a printed code: where that leads, instead of the page residents see."""

from django.http import HttpRequest
from django.urls import reverse

from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.places.reads import FoundCode

AS_RESIDENT = "resident"


def worker_page(request: HttpRequest, code: str, found: FoundCode) -> str:
    """The worker's page of the place, for somebody signed in who handles cases there; else empty.

    `?as=resident` keeps the residents' page: workers live somewhere too.
    """
    viewer: Viewer = request.viewer
    if viewer.kind != "account" or request.GET.get("as") == AS_RESIDENT:
        return ""
    handles = viewer.may(Permission.CASE_HANDLE, found.scope_id)
    return reverse("field-place", args=[code]) if handles else ""
