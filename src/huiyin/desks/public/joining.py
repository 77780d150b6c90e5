"""“Me too”: one press on a matter that is reported already gives an own case with an own number."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.casework.casefile.words import Channel
from huiyin.casework.s1_intake.request import UNDER_14, Receipt, Request
from huiyin.casework.s2_triage.joining import Reported, join_in, reported_near
from huiyin.ground.clock import now
from huiyin.ground.idempotency.acts import digest_of
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import guest
from huiyin.ground.tenancy.wall import seen_as
from huiyin.ground.web.writes import content_of, key_of
from huiyin.registers.places.reads import FoundCode
from huiyin.registers.rules.reads import categories_for

from .addresses import by_child
from .limits import FILING, spend
from .standing import found_code
from .tiles import Tile, tile_of
from .views import form_again, no_such_code, receipt_url


def too(request: HttpRequest, code: str, tile: str) -> HttpResponse:
    """The press. Whatever became of the other case meanwhile, the neighbour's own is taken in."""
    found, chosen = found_code(code), tile_of(tile)
    if chosen is None:
        raise NotThere
    if found is None or found.revoked:
        return no_such_code(request, found)
    try:
        spend(request, "q", FILING, code=f"{found.place_id}")
        return HttpResponseRedirect(receipt_url(_take(request, found, chosen)), status=303)
    except Refusal as no:
        said = f"{no.said} {no.advice}"
        return form_again(request, code=code, tile=tile, sentence=said, status=no.status)


def _take(request: HttpRequest, found: FoundCode, tile: Tile) -> Receipt:
    category = request.POST.get("category", "")
    if category not in tile.categories:
        raise NotThere
    twin = _twin(found, category)
    asked = Request(
        scope_id=found.scope_id, place_id=found.place_id, channel=Channel.CODE, category=category,
        content=_words(found, category), told={UNDER_14: True} if by_child(request) else {},
    )  # fmt: skip
    key, digest = key_of(request), digest_of(content_of(request))
    return join_in(request=asked, twin=twin.case_id if twin else None, by=guest(), key=key, digest=digest)


def _twin(found: FoundCode, category: str) -> Reported | None:
    with seen_as(guest(around=scope_tree().up(found.scope_id))):
        return next(iter(reported_near(found.place_id, [category])), None)


def _words(found: FoundCode, category: str) -> str:
    """What the clerk reads, in Chinese whatever language the page was in."""
    listed = categories_for(scope_tree().up(found.scope_id), now()).get(category)
    with override("zh-hans"):
        return _("Me too: %(matter)s") % {"matter": _(listed.name) if listed else ""}
