"""What the place field offers while somebody types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.spelling import find_spelled

from .entry import filing_scopes

MOST_OFFERED = 12


def places(request: HttpRequest) -> HttpResponse:
    """Places by name or by the letters of it, in the estate that is chosen; nothing for nothing."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    said, estate = request.GET.get("place", "").replace("\x00", "").strip(), request.GET.get("estate", "")
    own = filing_scopes(viewer)
    chosen = [scope for scope in own if str(scope) == estate]
    scopes = scope_tree().under(chosen or own)
    found = find_spelled(scopes, said, most=MOST_OFFERED) if said else []
    context = {"said": said, "found": [one.label for one in found]}
    return render(request, "clerk/place_options.html", context)
