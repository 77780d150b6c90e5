"""Begin a project, plan and report its stages, start it, stop it, report it done, send it back."""

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.commons.c1_proposals.packs import pack_now, pack_of
from huiyin.commons.c3_decisions.acts import lock_decision
from huiyin.ground.clock import now, today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import public_code
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.places.reads import homes_at

from .models import ConcernedHome, Project, Stage
from .record import lock_project, must_be, step, write
from .refusals import ProjectWordsMissing, StageDayWrong, StageOver, StagesOpen, TooManyStages
from .words import ProjectState, Verb

LONGEST, MOST_STAGES = timedelta(days=731), 40
RUNNING = (ProjectState.PLANNED, ProjectState.STARTED)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a project is to be. `contractor_id`: who does the work; `budget_fen`: None where nobody knows.

    `home_ids`: the homes it concerns, where these are not simply those of the place.
    """

    title: str
    words: str = ""
    contractor_id: int | None = None
    budget_fen: int | None = None
    home_ids: frozenset[int] = frozenset()


def begin_project(*, decision_id: int, plan: Plan, by: Viewer) -> Project:
    """Begin the work a decision in force asks for.

    Raises NotThere, DecisionWithdrawn, NoPack, ProjectWordsMissing.
    """
    decision = lock_decision(decision_id, by)
    if not plan.title.strip():
        raise ProjectWordsMissing
    if plan.contractor_id is not None:
        unit_around(plan.contractor_id, decision.scope_id)
    at = now()
    pack_id, _rules = pack_now(decision.scope_id, at)
    project = Project.objects.create(
        scope_id=decision.scope_id, code=public_code("W", at), decision=decision, place_id=decision.place_id,
        title=plan.title.strip()[:120], words=plan.words.strip()[:5000], contractor_id=plan.contractor_id,
        budget_fen=plan.budget_fen, pack_id=pack_id, state_since=at, made_by=by.actor, made_at=at,
    )  # fmt: skip
    here = [home for home in homes_at(decision.place_id) if home.pk in plan.home_ids]
    ConcernedHome.objects.bulk_create(
        ConcernedHome(project=project, scope_id=project.scope_id, home=home) for home in here
    )
    write(project=project, verb=Verb.BEGUN, by=by, decision=decision.code, budget=plan.budget_fen)
    return project


def plan_stage(*, project_id: int, title: str, planned_on: date, by: Viewer) -> Stage:
    """Plan a stage. Raises NotThere, ProjectNotNow, ProjectWordsMissing, StageDayWrong, TooManyStages."""
    project = lock_project(project_id, by)
    must_be(project, *RUNNING)
    if not title.strip():
        raise ProjectWordsMissing
    _must_be_ahead(planned_on)
    no = project.stages.count() + 1
    if no > MOST_STAGES:
        raise TooManyStages(most=MOST_STAGES)
    stage = Stage.objects.create(
        project=project, scope_id=project.scope_id, no=no, title=title.strip()[:120], planned_on=planned_on
    )
    write(project=project, verb=Verb.STAGE, by=by, no=no, title=stage.title, on=planned_on.isoformat())
    return stage


def slip_stage(*, project_id: int, no: int, to: date, why: str, by: Viewer) -> Stage:
    """A stage gets a later day, with the reason everybody reads.

    Raises NotThere, ProjectNotNow, StageOver, StageDayWrong, ProjectWordsMissing.
    """
    project, stage = _stage(project_id, no, by)
    if not why.strip():
        raise ProjectWordsMissing
    _must_be_ahead(to)
    if to <= (stage.slipped_to or stage.planned_on):
        raise StageDayWrong
    stage.slipped_to, stage.slip_why = to, why.strip()[:300]
    stage.save(update_fields=["slipped_to", "slip_why"])
    write(project=project, verb=Verb.SLIPPED, by=by, no=no, to=to.isoformat(), why=stage.slip_why)
    return stage


def finish_stage(*, project_id: int, no: int, done_on: date, by: Viewer) -> Stage:
    """A stage is done. Raises NotThere, ProjectNotNow, StageOver, StageDayWrong."""
    project, stage = _stage(project_id, no, by)
    must_be(project, ProjectState.STARTED)
    if done_on > today() or done_on < today() - LONGEST:
        raise StageDayWrong
    stage.done_on = done_on
    stage.save(update_fields=["done_on"])
    write(project=project, verb=Verb.STAGE_DONE, by=by, no=no, on=done_on.isoformat())
    return stage


def start_work(*, project_id: int, by: Viewer) -> Project:
    """The work starts. Raises NotThere, ProjectNotNow."""
    project = lock_project(project_id, by)
    step(project=project, verb=Verb.STARTED, by=by)
    return project


def finish_work(*, project_id: int, by: Viewer) -> Project:
    """The work is done: from now on the homes concerned say whether it is fit.

    Raises NotThere, ProjectNotNow, StagesOpen.
    """
    project = lock_project(project_id, by)
    must_be(project, ProjectState.STARTED)
    if waiting := project.stages.filter(done_on=None).count():
        raise StagesOpen(n=waiting)
    until = today() + timedelta(days=pack_of(project.pack_id).rating.days)
    step(
        project=project, verb=Verb.DONE, by=by, data={"until": until.isoformat(), "round": project.round},
        accept_until=until,
    )  # fmt: skip
    return project


def back_to_work(*, project_id: int, reason: str, by: Viewer) -> Project:
    """It is not fit: the work goes on, and homes are asked anew afterwards.

    Raises NotThere, ProjectNotNow, ProjectWordsMissing.
    """
    project = lock_project(project_id, by)
    if not reason.strip():
        raise ProjectWordsMissing
    step(
        project=project, verb=Verb.AGAIN, by=by, data={"why": reason.strip()[:300]}, accept_until=None,
        round=project.round + 1,
    )  # fmt: skip
    return project


def stop_project(*, project_id: int, reason: str, by: Viewer) -> Project:
    """Not carried on, with the reason everybody reads. Raises as `back_to_work`."""
    project = lock_project(project_id, by)
    if not reason.strip():
        raise ProjectWordsMissing
    why = reason.strip()[:300]
    step(project=project, verb=Verb.STOPPED, by=by, data={"why": why}, ended_why=why)
    return project


def unit_around(organisation_id: int, scope_id: int) -> Organisation:
    """A unit at work in or above a scope. Raises NotThere."""
    around = scope_tree().up(scope_id)
    unit = Organisation.objects.filter(pk=organisation_id, scope_id__in=around, until=None).first()
    if unit is None:
        raise NotThere
    return unit


def _stage(project_id: int, no: int, by: Viewer) -> tuple[Project, Stage]:
    project = lock_project(project_id, by)
    must_be(project, *RUNNING)
    stage = project.stages.filter(no=no).first()
    if stage is None:
        raise NotThere
    if stage.done_on is not None:
        raise StageOver
    return project, stage


def _must_be_ahead(day: date) -> None:
    if not today() <= day <= today() + LONGEST:
        raise StageDayWrong
