"""Pure questions of handling."""

from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.ground.tenancy.viewer import Viewer


def is_handler(viewer: Viewer, assignment: Assignment | None) -> bool:
    """Whether the viewer works on the case: its named person, or anybody of its organisation."""
    if viewer.everywhere:
        return True
    if assignment is None:
        return False
    return assignment.organisation_id in viewer.organisation_ids or (
        assignment.account_id is not None and assignment.account_id == viewer.account_id
    )
