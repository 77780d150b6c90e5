"""Every query about works worth a name. Those of desks take the viewer."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import ENDED_LATELY
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as

from .models import CostShare, Photograph, Project, Share
from .record import KEEP
from .words import ProjectState

NEAR = (ProjectState.PLANNED, ProjectState.STARTED, ProjectState.DONE)


def projects_of(viewer: Viewer) -> QuerySet[Project]:
    """The projects the viewer keeps, the newest first."""
    mine = Project.objects.all()
    if not viewer.everywhere:
        mine = mine.filter(scope_id__in=viewer.grants.get(KEEP, frozenset()))
    return mine.select_related("scope", "place", "decision", "contractor").order_by("-made_at", "-pk")


def projects_from(viewer: Viewer, kind: str, source_id: object) -> QuerySet[Project]:
    """The projects that came of one proposal or vote."""
    return projects_of(viewer).filter(decision__kind=kind, decision__source_id=str(source_id))


def project_for(viewer: Viewer, project_id: int) -> Project:
    """One of them. Raises NotThere."""
    found = projects_of(viewer).filter(pk=project_id).first()
    if found is None:
        raise NotThere
    return found


def public_project(project_id: int) -> Project:
    """A project, read by whoever may read around it. Raises NotThere."""
    found = Project.objects.select_related("place", "decision", "contractor").filter(pk=project_id).first()
    if found is None:
        raise NotThere
    return found


def works_near(scope_ids: Iterable[int]) -> QuerySet[Project]:
    """What is being done in these scopes, or ended lately; what moved last first."""
    lately = Q(state__in=NEAR) | Q(state_since__gte=now() - ENDED_LATELY)
    found = Project.objects.filter(lately, scope_id__in=list(scope_ids)).select_related("place")
    return found.order_by("-state_since", "-pk")


def cost_of(project: Project) -> CostShare | None:
    """How its cost is divided, if it is."""
    return CostShare.objects.select_related("payer").filter(project=project).first()


def shares_for(viewer: Viewer, project: Project) -> list[Share]:
    """The homes' parts, for who keeps the project; else nothing."""
    if not viewer.may(KEEP, project.scope_id):
        return []
    return list(Share.objects.filter(cost_id=project.pk).select_related("home"))


def own_share(project: Project, home_id: int) -> Share | None:
    """The part of a home that came with its slip."""
    with seen_as(SYSTEM):  # a guest has no row of the own; the slip is the right
        return Share.objects.filter(cost_id=project.pk, home_id=home_id).first()


def pictures_of(project: Project) -> list[Photograph]:
    """Its photographs without the pictures themselves, by place, before first."""
    found = list(project.photographs.defer("body"))
    return sorted(found, key=lambda one: (one.spot, one.moment != "before", one.added_at))


def picture_of(project: Project, photograph_id: UUID) -> Photograph:
    """One photograph. Raises NotThere."""
    found = Photograph.objects.filter(pk=photograph_id, project=project).first()
    if found is None:
        raise NotThere
    return found
