"""Posters as PDF: one sheet for a door, or all sheets of a building or an estate, gates on A3."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.organisations.reads import community_desk, serving
from huiyin.registers.people.words import Permission
from huiyin.registers.places.acts import place_for
from huiyin.registers.places.models import Place, QrCode
from huiyin.registers.places.posters.poster import Phone, Poster, Size, poster_pdf
from huiyin.registers.places.reads import chain_up
from huiyin.registers.places.words import SCOPED, PlaceKind

from .codes import live_codes

COMPANY = "物"
"""The duty whose bearer a resident calls first."""
MOST = 400


class TooManySheets(Refusal):
    """More sheets than one file should hold."""

    code, status = "too_many_sheets", 422
    sentence = _("More than %(most)s posters at once.")
    remedy = _("Print them building by building.")


def pdf(request: HttpRequest, place_id: int) -> HttpResponse:
    """The poster of a place; for an estate or a building one sheet per code.

    `?paper=a4` or `a3` asks for the sheets of one size, for a printer with one tray.
    Raises NotThere, TooManySheets.
    """
    viewer: Viewer = request.viewer
    place = place_for(viewer, place_id)
    viewer.must(Permission.REGISTER_WRITE, place.scope_id)
    paper = request.GET.get("paper")
    codes = [row for row in live_codes(place) if paper in (None, size_of(row))]
    if not codes:
        raise NotThere
    if len(codes) > MOST:
        raise TooManySheets(most=MOST)
    phones = _phones(place)
    whole = not urlsplit(settings.PUBLIC_URL).path.strip("/")  # another program's path may be read by case
    body = poster_pdf([_sheet(row, phones) for row in codes], path_in_any_case=whole)
    answer = HttpResponse(body, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="poster-{place.pk}.pdf"'
    return answer


def size_of(row: QrCode) -> Size:
    """A gate is passed by, a door is stood before."""
    return Size.GATE if row.place.kind == PlaceKind.GATE else Size.DOOR


def _sheet(row: QrCode, phones: tuple[Phone, ...]) -> Poster:
    chain = [one.name for one in reversed(chain_up(row.place)) if one.kind not in SCOPED[:1]]
    return Poster(
        place_lines=tuple(chain),
        url=f"{settings.PUBLIC_URL}/q/{row.code}",
        code=row.code,
        phones=phones,
        size=size_of(row),
    )


def _phones(place: Place) -> tuple[Phone, ...]:
    """The lines to call: the property company and the community desk."""
    path = scope_tree().up(place.scope_id)
    found: list[Organisation | None] = [
        serving(duty=COMPANY, scope_path=path),
        community_desk(scope_path=path),
    ]
    return tuple(
        Phone(one.short_name or one.name, one.phone) for one in dict.fromkeys(found) if one and one.phone
    )
