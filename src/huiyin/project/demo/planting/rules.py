"""Let the scopes follow their rule packs: the sub-district for all, a company's promise for its estates."""

from huiyin.project.demo.blueprint import estates, subdistrict
from huiyin.registers.founding import FOR_ALL, follow_newest
from huiyin.registers.rules.acts import load_packs
from huiyin.registers.rules.words import PackKind

from .ground_plan import GroundPlan


def plant_rules(plan: GroundPlan) -> None:
    """Load the shipped packs and choose among them."""
    load_packs()
    for kind, name in FOR_ALL:
        chosen = str(subdistrict()["service_level"]) if kind is PackKind.SERVICE_LEVEL else name
        follow_newest(plan.scopes["huiyin"], kind, chosen)
    for estate in estates():
        if estate.service_level:
            follow_newest(plan.scopes[estate.key], PackKind.SERVICE_LEVEL, estate.service_level)
