"""Photographs of the same place, before and after."""

from huiyin.ground.clock import now
from huiyin.ground.files.images import CleanImage
from huiyin.ground.tenancy.viewer import Viewer

from .models import Photograph
from .record import lock_project, must_be, write
from .refusals import ProjectWordsMissing, SamePictureOfWork, TooManyPictures
from .words import Moment, ProjectState, Verb

MOST = 24
MOST_SPOTS = 12


def add_photograph(
    *, project_id: int, spot: int, moment: Moment, words: str, picture: CleanImage, by: Viewer
) -> Photograph:
    """Add a picture of a place of the work; pictures of one `spot` (from 1) stand side by side.

    Raises NotThere, ProjectNotNow, ProjectWordsMissing, SamePictureOfWork, TooManyPictures.
    """
    project = lock_project(project_id, by)
    must_be(project, ProjectState.PLANNED, ProjectState.STARTED, ProjectState.DONE)
    if not words.strip() or not 1 <= spot <= MOST_SPOTS:
        raise ProjectWordsMissing
    if project.photographs.filter(sha256=picture.sha256).exists():
        raise SamePictureOfWork
    if project.photographs.count() >= MOST:
        raise TooManyPictures(most=MOST)
    made = Photograph.objects.create(
        project=project, scope_id=project.scope_id, spot=spot, moment=moment, words=words.strip()[:120],
        body=picture.data, sha256=picture.sha256, added_by=by.actor, added_at=now(),
    )  # fmt: skip
    write(
        project=project, verb=Verb.PHOTOGRAPH, by=by, id=str(made.pk), spot=spot, moment=moment.value,
        sha256=made.sha256,
    )  # fmt: skip
    return made
