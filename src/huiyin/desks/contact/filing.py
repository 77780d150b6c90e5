"""Take in what somebody files for a neighbour: a building head at home, a worker at the door."""

from django.http import HttpRequest

from huiyin.casework.casefile.words import Channel
from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s1_intake.request import Receipt, Request
from huiyin.desks.public.tiles import said
from huiyin.desks.public.uploads import Uploads
from huiyin.ground.idempotency.acts import digest_of
from huiyin.ground.web.writes import content_of, key_of
from huiyin.registers.places.words import PlaceKind

from .forms import NeighbourForm


def file_request(request: HttpRequest, form: NeighbourForm, uploads: Uploads, *, channel: Channel) -> Receipt:
    """Take the request in; the act keeps its own key beside the one of the page. Raises its refusals."""
    clean, where = form.cleaned_data, form.where
    words = "\n".join(filter(None, (said(form.chosen), clean["words"])))
    wanted = Request(
        scope_id=where.scope_id, channel=channel, content=words, place_id=where.pk, name=clean["name"],
        category=form.tile.category_of(form.chosen), kind=next((p.kind for p in form.chosen if p.kind), ""),
        phone=clean["phone"] or None, private=clean["private"], files=tuple(uploads.files),
        whose_home=where.label[:60] if where.kind == PlaceKind.HOME else "",
    )  # fmt: skip
    digest = digest_of(content_of(request))
    return take_in(request=wanted, by=request.viewer, key=f"{key_of(request)}:case"[-200:], digest=digest)
