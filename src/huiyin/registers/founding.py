"""The ground a new installation stands on: its area, that area's place, the rules all follow."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from huiyin.ground.tenancy.acts import plant_scope
from huiyin.ground.tenancy.models import Scope
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .places.models import Place
from .places.words import PlaceKind
from .rules.acts import adopt, load_packs
from .rules.models import RulePack, ScopePack
from .rules.reads import newest
from .rules.words import PackKind

FOR_ALL: tuple[tuple[PackKind, str], ...] = (
    (PackKind.CATEGORY, "estate"),
    (PackKind.CALENDAR, "cn"),
    (PackKind.SERVICE_LEVEL, "bj"),
    (PackKind.RATE, "three-rates"),
    (PackKind.ALARM, "quiet-nights"),
    (PackKind.PROCEDURE, "casework"),
    (PackKind.COOPERATION, "base"),
    (PackKind.DECISION, "cn"),
    (PackKind.DELIBERATION, "four-steps"),
    (PackKind.ELECTION, "cn"),
    (PackKind.FUND, "cn"),
)
"""What an area follows until a steward chooses another: without categories nothing can be taken in."""
_ZONE = ZoneInfo("Asia/Shanghai")


def found(*, name: str, region: str, community: str = "") -> Scope:
    """The root scope with its place and its rules, and a first community in it. Repeating changes nothing."""
    with seen_as(SYSTEM):
        root = Scope.objects.filter(parent=None).first()
        if root is None:
            root = plant_scope(name=name, kind=PlaceKind.SUBDISTRICT, region=region)
        place = _settled(root, None)
        if community and not Scope.objects.filter(parent=root, name=community).exists():
            _settled(plant_scope(name=community, kind=PlaceKind.COMMUNITY, parent=root), place)
        load_packs()
        for kind, pack in FOR_ALL:
            follow_newest(root, kind, pack)
    return root


def _settled(scope: Scope, parent: Place | None) -> Place:
    """The place of a scope."""
    words = {"name": scope.name, "label": scope.name}
    place, _made = Place.objects.get_or_create(scope=scope, kind=scope.kind, parent=parent, defaults=words)
    return place


def follow_newest(scope: Scope, kind: PackKind, name: str) -> None:
    """Let a scope follow the newest version of a pack from its first day, unless it chose one already."""
    if ScopePack.objects.filter(scope=scope, kind=kind.value).exists():
        return
    pack = newest(kind, name)
    if pack is None:
        raise RulePack.DoesNotExist(f"no {kind.value} pack is called {name}")
    since = datetime.combine(pack.effective_from, time.min, tzinfo=_ZONE)
    adopt(scope=scope, kind=kind, pack=pack, since=since)
