"""A decision and a project of every area of the matrix, and the writes about them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from huiyin.commons.c2_voices.models import OwnersVote
from huiyin.commons.c3_decisions.models import Decision
from huiyin.commons.c4_works.links import work_slip
from huiyin.commons.c4_works.models import CostShare, Photograph, Project, Share, Stage
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place
from huiyin.registers.rules.reads import newest
from huiyin.registers.rules.words import PackKind
from tests.matrix.deliberations import CLERK, NOBODY, standing
from tests.matrix.row import Write, said
from tests.matrix.votes import posted

if TYPE_CHECKING:
    from tests.matrix.world import World

NEAR = "own estate"


def plant_work(scope_id: int, home_id: int, unit_id: int) -> dict[str, Any]:
    """The values of the addresses' parameters; the home is the vote's (tests/matrix/votes.py)."""
    project = new_project(scope_id, f"W25{scope_id % 100:02}-AAAAA{scope_id % 10}", home_id, unit_id)
    picture = Photograph.objects.create(
        project=project, scope_id=scope_id, spot=1, moment="before", words="管井", body=b"x", sha256="x",
        added_by="account:0", added_at=now(),
    )  # fmt: skip
    return {
        "decision_id": project.decision_id, "project_id": project.pk, "work_code": project.code,
        "work_slip": work_slip(project, home_id), "photograph_id": picture.pk, "work_move": "start",
    }  # fmt: skip


MISSING_WORK = {
    "work_code": "W0000-XXXXXX", "work_slip": "1-AAAAAAAAAAAAAAAA", "photograph_id": uuid.uuid4(),
    "work_move": "start",
}  # fmt: skip


def new_decision(scope_id: int, place_id: int, code: str) -> Decision:
    """A decision in force, about a place."""
    at = now()
    return Decision.objects.create(
        scope_id=scope_id, code=code, place_id=place_id, title="换管", words="更换立管", kind="meeting",
        body="议事会", decided_on=localtime(at).date(), made_by="account:0", made_at=at,
    )  # fmt: skip


def new_project(scope_id: int, code: str, home_id: int, unit_id: int, state: str = "planned") -> Project:
    """A project that stands there: one stage, its cost divided, one home asked."""
    at = now()
    home = Place.objects.get(pk=home_id)
    around = home.parent_id or home_id
    decision = new_decision(scope_id, around, code.replace("W", "D", 1))
    project = Project.objects.create(
        scope_id=scope_id, code=code, decision=decision, place_id=around, title="换管", state=state,
        pack=newest(PackKind.DELIBERATION, "four-steps"), state_since=at, made_by="account:0", made_at=at,
        accept_until=localtime(at).date() + timedelta(days=7) if state == "done" else None,
    )  # fmt: skip
    Stage.objects.create(
        project=project, scope_id=scope_id, no=1, title="开挖", planned_on=localtime(at).date(),
        done_on=localtime(at).date() if state == "done" else None,
    )  # fmt: skip
    cost = CostShare.objects.create(
        project=project, scope_id=scope_id, total_fen=500_000, homes_fen=30_000, basis="equal",
        payer_id=unit_id, made_by="account:0", made_at=at,
    )  # fmt: skip
    Share.objects.create(cost=cost, scope_id=scope_id, no=1, home=home, weight=1, amount_fen=30_000)
    return project


def stands(state: str, *, agrees: bool = False, finished: bool = False, fits: bool = False) -> Any:
    """A project of the own estate in this state, for a write's address."""

    def before(world: World) -> dict[str, Any]:
        home, unit = int(world.values[NEAR]["home_id"]), world.town.company.pk
        with seen_as(SYSTEM):
            project = new_project(world.town.estate.pk, "W2599-STANDX", home, unit, state)
            if agrees:
                Share.objects.filter(cost_id=project.pk).update(agrees=True)
            if finished:
                project.stages.update(done_on=localtime(now()).date())
            if fits:
                project.said.create(
                    scope_id=project.scope_id, round=1, home_id=home, fit=True, way="paper", by="account:0",
                    at=now(),
                )  # fmt: skip
        return {
            "project_id": project.pk, "work_code": project.code, "work_slip": work_slip(project, home),
            "work_move": "done" if finished else "start",
        }  # fmt: skip

    return before


def lone(world: World) -> dict[str, Any]:
    """A decision without any work."""
    with seen_as(SYSTEM):
        home = Place.objects.get(pk=world.values[NEAR]["home_id"])
        made = new_decision(world.town.estate.pk, home.parent_id or home.pk, "D2599-ALONEX")
    return {"decision_id": made.pk}


def answered(world: World) -> dict[str, Any]:
    """A proposal everybody has answered."""
    values: dict[str, Any] = standing("answered")(world)
    return values


def counted(world: World) -> dict[str, Any]:
    """An owners' vote whose final result binds."""
    values = posted(world)
    with seen_as(SYSTEM):
        vote = OwnersVote.objects.get(pk=values["vote_id"])
        vote.state, vote.ended_at = "final", now()
        vote.save()
    return values


def _home(world: World) -> str:
    return str(world.values[NEAR]["home_id"])


def _today() -> str:
    return localtime(now()).date().isoformat()


def _decision(world: World) -> dict[str, str]:
    with seen_as(SYSTEM):
        home = Place.objects.get(pk=_home(world))
        place = home.parent_id
    return {
        "place": str(place), "title": "换管", "words": "更换立管", "kind": "parties", "body": "各方",
        "article": "", "agreed": "2", "entitled": "3", "decided_on": _today(),
    }  # fmt: skip


def _divided(world: World) -> dict[str, Any]:
    return {
        "homes": [_home(world)], "total": "5000", "part": "300", "basis": "equal",
        "payer": str(world.town.company.pk),
    }  # fmt: skip


def photograph() -> Any:
    from tests.matrix.writes import photo

    return photo()


WORKS: tuple[Write, ...] = (
    Write("decision-new", CLERK, _decision),
    Write("decision-from-topic", CLERK, _decision),
    Write("decision-from-proposal", CLERK, before=answered),
    Write("decision-from-vote", CLERK, said(question="1"), counted),
    Write("decision-withdraw", CLERK, said(reason="记错了"), lone),
    Write("project-new", CLERK, said(title="换管", words="", contractor="", budget="5000"), lone),
    Write("work-do", CLERK, before=stands("planned"), step="start"),
    Write("work-stage", CLERK, lambda _world: {"title": "回填", "planned_on": _today()}),
    Write(
        "work-delay", CLERK,
        lambda _world: {
            "no": "1", "to": (localtime(now()).date() + timedelta(days=3)).isoformat(), "why": "下雨",
        },
    ),
    Write("work-stage-done", CLERK, lambda _world: {"no": "1", "done_on": _today()}, stands("started")),
    Write("work-again", CLERK, said(reason="渗水"), stands("done")),
    Write("work-accept", CLERK, said(answer="修好了", reason=""), stands("done", fits=True)),
    Write("work-stop", CLERK, said(reason="改由街道立项")),
    Write("work-divide", CLERK, _divided),
    Write("work-consent", CLERK, lambda world: {"home": _home(world), "says": "yes", "way": "paper"}),
    Write(
        "work-receipt", CLERK, lambda world: {"home": _home(world), "receipt": "0001"},
        stands("started", agrees=True),
    ),
    Write("work-actual", CLERK, said(actual="4800"), stands("started")),
    Write(
        "work-word", CLERK, lambda world: {"home": _home(world), "way": "paper", "fit": "yes", "words": ""},
        stands("done"),
    ),
    Write(
        "work-photograph", CLERK,
        lambda _world: {"moment": "after", "spot": "1", "words": "管井", "picture": photograph()},
    ),
    Write("project-slip", NOBODY, said(fit="yes", words="好"), stands("done")),
)  # fmt: skip
