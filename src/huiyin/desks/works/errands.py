"""The forms of a project, each ending in one act."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.bridges import works
from huiyin.commons.c4_works import working
from huiyin.commons.c4_works.models import Project
from huiyin.commons.c4_works.reads import project_for
from huiyin.desks.steward.choices import Choices
from huiyin.desks.steward.filling import Errand, Sure
from huiyin.ground.clock import today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .forms import AcceptForm, ReasonForm, SlipForm, StageDoneForm, StageForm

BUTTONS: dict[str, Promise] = {
    "start": gettext_lazy("Start the work"),
    "done": gettext_lazy("Report the work done"),
}


def errand_of(
    found: Project, title: Any, button: Any, form: Any, act: Any, options: dict[str, Choices] | None = None,
    initial: dict[str, Any] | None = None,
) -> Errand:  # fmt: skip
    """An errand that leads back to the project."""
    back = reverse("work", args=[found.pk])
    return Errand(title, button, form, act, back, options or {}, note=found.title, initial=initial or {})


def do(viewer: Viewer, project_id: int, work_move: str) -> Errand:
    """A step that needs no more than a button."""
    found = project_for(viewer, project_id)
    if work_move not in BUTTONS:
        raise NotThere

    def act(_told: dict[str, Any]) -> None:
        works.MOVES[work_move](project_id=project_id, by=viewer)

    words = BUTTONS[work_move]
    return errand_of(found, words, words, Sure, act)


def stage(viewer: Viewer, project_id: int) -> Errand:
    """Plan a stage."""
    found = project_for(viewer, project_id)

    def act(told: dict[str, Any]) -> None:
        working.plan_stage(
            project_id=project_id, title=told["title"], planned_on=told["planned_on"], by=viewer
        )

    return errand_of(found, _("Plan a stage"), _("Write down"), StageForm, act)


def slip(viewer: Viewer, project_id: int) -> Errand:
    """A stage gets a later day."""
    found = project_for(viewer, project_id)

    def act(told: dict[str, Any]) -> None:
        no = int(told["no"])
        working.slip_stage(project_id=project_id, no=no, to=told["to"], why=told["why"], by=viewer)

    return errand_of(
        found, _("Move a stage to a later day"), _("Move it"), SlipForm, act, {"no": _open(found)}
    )


def stage_done(viewer: Viewer, project_id: int) -> Errand:
    """A stage is done."""
    found = project_for(viewer, project_id)

    def act(told: dict[str, Any]) -> None:
        no = int(told["no"])
        working.finish_stage(project_id=project_id, no=no, done_on=told["done_on"], by=viewer)

    first = {"done_on": today()}
    return errand_of(
        found, _("Report a stage done"), _("Report"), StageDoneForm, act, {"no": _open(found)}, first
    )


def again(viewer: Viewer, project_id: int) -> Errand:
    """Not fit yet: the work goes on."""
    found = project_for(viewer, project_id)

    def act(told: dict[str, Any]) -> None:
        works.back_to_work(project_id=project_id, reason=told["reason"], by=viewer)

    return errand_of(found, _("Not fit: back to work"), _("Send it back"), ReasonForm, act)


def accept(viewer: Viewer, project_id: int) -> Errand:
    """Accept the work; everybody who asked gets the answer."""
    found = project_for(viewer, project_id)

    def act(told: dict[str, Any]) -> None:
        works.accept_project(project_id=project_id, reason=told["reason"], answer=told["answer"], by=viewer)

    first = {"answer": works.answer_for(found)}
    return errand_of(found, _("Accept the work"), _("Accept it"), AcceptForm, act, initial=first)


def stop(viewer: Viewer, project_id: int) -> Errand:
    """Not carried on."""
    found = project_for(viewer, project_id)

    def act(told: dict[str, Any]) -> None:
        works.stop_project(project_id=project_id, reason=told["reason"], by=viewer)

    return errand_of(found, _("Stop the project"), _("Stop it"), ReasonForm, act)


def _open(found: Project) -> Choices:
    return [(str(one.no), f"{one.no}. {one.title}") for one in found.stages.filter(done_on=None)]
