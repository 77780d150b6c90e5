"""The homes a project concerns: those that share its cost, else those named, else those of its place."""

from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import homes_at

from .models import ConcernedHome, Project, Share


def homes_of(project: Project) -> list[Place]:
    """The homes concerned. Three queries, four where none shares the cost."""
    with seen_as(SYSTEM):  # which homes share the cost is no word of theirs; nobody is told which by this
        sharing = set(Share.objects.filter(cost_id=project.pk).values_list("home_id", flat=True))
        some = sharing or set(
            ConcernedHome.objects.filter(project_id=project.pk).values_list("home_id", flat=True)
        )
        found = homes_at(project.place_id)
    return [home for home in found if home.pk in some] if some else found
