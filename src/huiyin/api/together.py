"""The acts of joining, parting and resting for programs."""

from collections.abc import Callable
from typing import Any

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import case_for
from huiyin.casework.s2_triage.merging import merge, undo_merge
from huiyin.casework.s2_triage.splitting import Part, split, undo_split
from huiyin.casework.s4_handling.extending import ask_for_extension, decide_extension
from huiyin.casework.s4_handling.incidents import release
from huiyin.casework.s4_handling.suspending import ask_to_suspend, decide_suspension, take_up_again
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission as P  # noqa: N817 - as in policy.py

from . import schemas, together_schemas, values

WORKS = (P.CASE_HANDLE, P.CASE_DISPATCH)


def _merge(case: Case, given: together_schemas.Joining, by: Viewer) -> object:
    main = case_for(by, given.main)
    return merge(case_id=case.pk, main_id=main.pk, by=by, why=given.why, version=given.version)


def _split(case: Case, given: together_schemas.Splitting, by: Viewer) -> object:
    part = Part(given.content, given.category)
    return split(case_id=case.pk, part=part, by=by, version=given.version)


def _suspend(case: Case, given: together_schemas.Resting, by: Viewer) -> object:
    return ask_to_suspend(case_id=case.pk, by=by, **given.model_dump())


Row = tuple[str, str, type[values.Strict], tuple[P, ...], Callable[[Case, Any, Viewer], object]]
TOGETHER: tuple[Row, ...] = (
    ("merge", "Handle it together with another case", together_schemas.Joining, (P.CASE_TRIAGE,), _merge),
    ("part", "Handle it on its own again", together_schemas.Parting, (P.CASE_TRIAGE,),
        lambda c, g, by: undo_merge(case_id=c.pk, by=by, why=g.why)),
    ("split", "Give a second matter its own number", together_schemas.Splitting, (P.CASE_TRIAGE,), _split),
    ("unsplit", "Take a split back", together_schemas.Parting, (P.CASE_TRIAGE,),
        lambda c, g, by: undo_split(case_id=c.pk, by=by, why=g.why)),
    ("release", "Take it out of its incident", together_schemas.Parting, (P.CASE_TRIAGE,),
        lambda c, g, by: release(case_id=c.pk, by=by, why=g.why)),
    ("suspend", "Ask for the pending list", together_schemas.Resting, WORKS, _suspend),
    ("decide-rest", "Decide on the pending list", together_schemas.RestDecision, (P.CASE_APPROVE,),
        lambda c, g, by: decide_suspension(case_id=c.pk, approve=g.approve, by=by, note=g.note)),
    ("take-up", "Take it up again", schemas.Nothing, (P.CASE_DISPATCH,),
        lambda c, _g, by: take_up_again(case_id=c.pk, by=by)),
    ("extend", "Ask for more time", schemas.Why, WORKS,
        lambda c, g, by: ask_for_extension(case_id=c.pk, reason=g.reason, by=by)),
    ("decide-time", "Decide on more time", together_schemas.TimeDecision, (P.CASE_APPROVE,),
        lambda c, g, by: decide_extension(case_id=c.pk, grant=g.grant, by=by)),
)  # fmt: skip
"""Word, summary, body, permissions, act: rows of handling.ACTS."""
