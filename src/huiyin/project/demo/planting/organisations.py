"""Plant the organisations and the duties they carry where."""

from itertools import groupby

from huiyin.project.demo.actors import Actor, actors
from huiyin.project.demo.blueprint import estates
from huiyin.registers.organisations.models import Organisation, Service

from .ground_plan import GroundPlan, declared


def plant_organisations(plan: GroundPlan) -> None:
    """Plant parents before children, then who carries which duty."""
    for _depth, rows in groupby(sorted(actors(), key=_depth_of), key=_depth_of):
        _plant(plan, list(rows))
    since = plan.months_ago(14)
    Service.objects.bulk_create(
        Service(organisation=plan.organisations[actor.key], scope=plan.scopes[scope], duty=duty, since=since)
        for actor in actors()
        for scope, duty in _served(actor)
    )


def _plant(plan: GroundPlan, rows: list[Actor]) -> None:
    made = [
        Organisation(
            scope=plan.scopes[row.scope], kind=row.kind, level=row.level, name=row.name, short_name=row.short,
            phone=row.phone, facts=declared(row.facts), since=plan.months_ago(48),
            parent=plan.organisations[row.parent] if row.parent else None,
        )
        for row in rows
    ]  # fmt: skip
    Organisation.objects.bulk_create(made)
    plan.organisations.update(zip((row.key for row in rows), made, strict=True))


def _depth_of(actor: Actor) -> int:
    above = {row.key: row.parent for row in actors()}
    depth, parent = 0, actor.parent
    while parent:
        depth, parent = depth + 1, above[parent]
    return depth


def _served(actor: Actor) -> list[tuple[str, str]]:
    """(scope, duty) pairs. A company serves its estates; where none does, the residents' body steps in."""
    if actor.kind == "company":
        return [(scope, duty) for scope in actor.serves for duty in actor.duties]
    without = {f"{estate.key}-body" for estate in estates() if not estate.company}
    duties = (*actor.duties, "物") if actor.key in without else actor.duties
    return [(actor.scope, duty) for duty in duties]
