"""What every act on a project does: lock it, take a step, write a line of its record."""

from typing import Any

from huiyin.ground.clock import now
from huiyin.ground.records import add_line
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .models import Project, ProjectEvent
from .refusals import ProjectNotNow
from .states import find_move
from .words import ProjectState, Verb

KEEP = Permission.PROPOSAL_WORK


def lock_project(project_id: int, by: Viewer) -> Project:
    """A project the viewer keeps, locked. Raises NotThere."""
    found = Project.objects.select_for_update(no_key=True).filter(pk=project_id).first()
    if found is None or not by.may(KEEP, found.scope_id):
        raise NotThere
    return found


def must_be(project: Project, *states: ProjectState) -> None:
    """Refuse in any other state. Raises ProjectNotNow."""
    if project.state not in states:
        raise ProjectNotNow(state=ProjectState(project.state).label)


def step(
    *, project: Project, verb: Verb, by: Viewer, data: dict[str, Any] | None = None, **fields: Any
) -> None:
    """Take one step of the transition table with the fields that belong to it. Raises ProjectNotNow."""
    move = find_move(verb, ProjectState(project.state))
    if move is None:
        raise ProjectNotNow(state=ProjectState(project.state).label)
    project.state, project.state_since = move.target, now()
    for name, value in fields.items():
        setattr(project, name, value)
    project.save(update_fields=["state", "state_since", *fields])
    write(project=project, verb=verb, by=by, **(data or {}))


def write(*, project: Project, verb: Verb, by: Viewer, **data: Any) -> ProjectEvent:
    """Add a line to the record. It never holds what a single home says."""
    return add_line(ProjectEvent, scope_id=project.scope_id, by=by, project=project, verb=verb, data=data)
