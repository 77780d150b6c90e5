"""What is there and what is missing in the registers, as n of N with both lists (report 004: 28/29, 28/28).

Each N is a universe of its own: estates; estates that have a body; buildings; entrances. So 28 of 29 estates
with a body and 28 of 28 bodies with a party branch stand side by side, and nobody mixes them up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.people.models import Post
from huiyin.registers.people.words import PostKind
from huiyin.registers.places.models import Place, QrCode
from huiyin.registers.places.words import PlaceKind

from .rates import readable

BODIES = (OrganisationKind.OWNERS, OrganisationKind.MANAGEMENT)
Places = QuerySet[Place]


class What(models.TextChoices):
    """What a place of the universe has or lacks."""

    BODY = "body", _("Estates with an owners' or management committee")
    PARTY = "party", _("Committees with a party organisation in their estate")
    HEAD = "head", _("Buildings with a building head")
    CODE = "code", _("Entrances with a valid code")


class Which(models.TextChoices):
    """Which list of a figure."""

    HAVE = "n", _("have it")
    LACK = "lack", _("lack it")


@dataclass(frozen=True, slots=True)
class Coverage:
    """n of N."""

    what: What
    n: int
    whole: int


def coverage_in(viewer: Viewer, scope_ids: Iterable[int] | None = None) -> list[Coverage]:
    """Every figure of the scopes one may read; those whose universe is empty are left out. Four queries."""
    found = (_counted(what, _universe(what, viewer, scope_ids)) for what in What)
    return [one for one in found if one.whole]


def places_covered(viewer: Viewer, what: str, which: str, scope_ids: Iterable[int] | None = None) -> Places:
    """The places of one list, in the order of the register. Raises NotThere."""
    if what not in What.values or which not in Which.values:
        raise NotThere
    places = _universe(What(what), viewer, scope_ids).annotate(has=_HAS[What(what)]())
    return places.filter(has=which == Which.HAVE).order_by("scope__path", "kind", "order", "pk")


def _counted(what: What, places: Places) -> Coverage:
    counted = places.order_by().aggregate(whole=Count("pk"), n=Count("pk", filter=_HAS[what]()))
    return Coverage(what, counted["n"], counted["whole"])


def _universe(what: What, viewer: Viewer, scope_ids: Iterable[int] | None) -> Places:
    here = Place.objects.filter(scope_id__in=readable(viewer, scope_ids), closed_at=None)
    if what == What.HEAD:
        return here.filter(kind=PlaceKind.BUILDING)
    if what == What.CODE:
        return here.filter(kind=PlaceKind.ENTRANCE)
    estates = here.filter(kind=PlaceKind.ESTATE)
    return estates.filter(_has_body()) if what == What.PARTY else estates


def _has_body() -> Exists:
    return _organised(*BODIES)


def _organised(*kinds: OrganisationKind) -> Exists:
    here = Organisation.objects.filter(scope_id=OuterRef("scope_id"), kind__in=kinds, until=None)
    return Exists(here)


_HAS: dict[What, Callable[[], Exists]] = {
    What.BODY: _has_body,
    What.PARTY: lambda: _organised(OrganisationKind.PARTY),
    What.HEAD: lambda: Exists(
        Post.objects.filter(place=OuterRef("pk"), kind=PostKind.BUILDING_HEAD, until=None)
    ),
    What.CODE: lambda: Exists(QrCode.objects.filter(place=OuterRef("pk"), revoked_at=None)),
}
