"""Pure questions of handling."""

import re
from collections.abc import Mapping

from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.ground.tenancy.viewer import Viewer

_VARIABLE = re.compile(r"[{｛]\s*([^{}｛｝\n]{1,20}?)\s*[}｝]")
_BLANK = re.compile(r"【填[^】\n]{0,30}】|_{2,}|[{｛][^{}｛｝\n]{0,20}[}｝]")


def is_handler(viewer: Viewer, assignment: Assignment | None) -> bool:
    """Whether the viewer works on the case: its named person, or anybody of its organisation."""
    if viewer.everywhere:
        return True
    if assignment is None:
        return False
    return assignment.organisation_id in viewer.organisation_ids or (
        assignment.account_id is not None and assignment.account_id == viewer.account_id
    )


def blanks_in(text: str) -> list[str]:
    """What is still to be filled in: 【填…】, a line of underscores, braces. Each once, in order."""
    return list(dict.fromkeys(_BLANK.findall(text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables; one without a value becomes a blank that says what belongs there."""
    return _VARIABLE.sub(lambda found: values.get(found[1]) or f"【填{found[1]}】", text)
