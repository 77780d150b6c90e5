"""Let the scopes follow their rule packs: the sub-district for all, a company's promise for its estates."""

from datetime import datetime, time

from huiyin.project.demo.blueprint import estates, subdistrict
from huiyin.project.demo.moments import LOCAL
from huiyin.registers.rules.acts import adopt, load_packs
from huiyin.registers.rules.models import RulePack
from huiyin.registers.rules.reads import newest
from huiyin.registers.rules.words import PackKind

from .ground_plan import GroundPlan

FOR_ALL = (
    (PackKind.CATEGORY, "estate"),
    (PackKind.CALENDAR, "cn"),
    (PackKind.RATE, "three-rates"),
    (PackKind.ALARM, "quiet-nights"),
    (PackKind.PROCEDURE, "casework"),
    (PackKind.COOPERATION, "base"),
)


def plant_rules(plan: GroundPlan) -> None:
    """Load the shipped packs and choose among them."""
    load_packs()
    for kind, name in FOR_ALL:
        _follow(plan, "huiyin", kind, name)
    _follow(plan, "huiyin", PackKind.SERVICE_LEVEL, str(subdistrict()["service_level"]))
    for estate in estates():
        if estate.service_level:
            _follow(plan, estate.key, PackKind.SERVICE_LEVEL, estate.service_level)


def _follow(plan: GroundPlan, scope: str, kind: PackKind, name: str) -> None:
    pack = newest(kind, name)
    if pack is None:
        raise RulePack.DoesNotExist(f"no {kind.value} pack is called {name}")
    since = datetime.combine(pack.effective_from, time.min, tzinfo=LOCAL)
    adopt(scope=plan.scopes[scope], kind=kind, pack=pack, since=since)
