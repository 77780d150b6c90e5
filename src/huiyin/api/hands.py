"""The acts of many hands for programs: a department's own system reports in and delivers through them."""

from collections.abc import Callable
from typing import Any

from huiyin.casework.casefile.models import Case
from huiyin.casework.s3_dispatch.models import Call, Share, Whistle
from huiyin.casework.s3_dispatch.shares.acts import revoke_share, share_case
from huiyin.casework.s3_dispatch.shares.refusals import NotShared
from huiyin.casework.s3_dispatch.whistles.acts import Party, blow, call_off, rate_delivery, review_whistle
from huiyin.casework.s3_dispatch.whistles.answering import (
    be_present,
    deliver,
    report_in,
    standing_call,
    tell_progress,
)
from huiyin.casework.s3_dispatch.whistles.refusals import NoSuchCall
from huiyin.casework.s4_handling.returns.acts import ask_return, decide_return
from huiyin.casework.s4_handling.returns.disputes import raise_dispute, review_dispute
from huiyin.casework.s4_handling.returns.models import Dispute, Return
from huiyin.casework.s4_handling.returns.reads import OPEN_DISPUTE, OPEN_RETURN
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.words import Permission as P  # noqa: N817 - as in policy.py

from . import hand_schemas, schemas, values


def _whistle(case: Case, given: hand_schemas.NewWhistle, by: Viewer) -> object:
    parties = [Party(one.organisation_id, one.seat, one.task) for one in given.units]
    return blow(
        case_id=case.pk, kind=given.kind, ground=given.ground, reason=given.reason, parties=parties, by=by,
        template=given.template, version=given.version,
    )  # fmt: skip


def _called(case: Case, organisation_id: int) -> int:
    """The newest call of a unit for the case, not taken back. Raises NoSuchCall."""
    calls = Call.objects.filter(case=case, organisation_id=organisation_id, off_at=None).order_by("-no")
    found = calls.first()
    if found is None:
        raise NoSuchCall
    return found.pk


def _review_whistle(case: Case, given: hand_schemas.Justified, by: Viewer) -> object:
    blown = Whistle.objects.filter(case=case, reviewed_at=None).order_by("blown_at").first()
    if blown is None:
        raise NotThere
    return review_whistle(whistle_id=blown.pk, justified=given.justified, note=given.note, by=by)


def _share(case: Case, given: hand_schemas.NewShare, by: Viewer) -> object:
    return share_case(
        case_id=case.pk, to_scope_id=given.scope_id, reason=given.reason,
        organisation=_unit(given.organisation_id), by=by,
    )  # fmt: skip


def _unshare(case: Case, given: hand_schemas.ShareEnd, by: Viewer) -> object:
    shares = Share.objects.filter(case=case, to_scope_id=given.scope_id, revoked_at=None).order_by("pk")
    ended = [revoke_share(share_id=share.pk, by=by) for share in shares]
    if not ended:
        raise NotShared
    return ended


def _return(case: Case, given: hand_schemas.NewReturn, by: Viewer) -> object:
    return ask_return(
        case_id=case.pk, legal_basis=given.legal_basis, suggested=_unit(given.suggested_id),
        suggested_words=given.suggested, by=by, version=given.version,
    )  # fmt: skip


def _decide(case: Case, given: hand_schemas.Ruling, by: Viewer) -> object:
    asked = Return.objects.filter(case=case, **OPEN_RETURN).first()
    if asked is None:
        raise NotThere
    return decide_return(return_id=asked.pk, grant=given.grant, to=_unit(given.to_id), note=given.note, by=by)


def _review(case: Case, given: hand_schemas.Ruling, by: Viewer) -> object:
    raised = Dispute.objects.filter(case=case, **OPEN_DISPUTE).first()
    if raised is None:
        raise NotThere
    return review_dispute(
        dispute_id=raised.pk, uphold=given.grant, to=_unit(given.to_id), note=given.note, by=by
    )


def _unit(organisation_id: int | None) -> Organisation | None:
    """A unit of the public register. Raises NotThere."""
    if organisation_id is None:
        return None
    with seen_as(SYSTEM):
        found = Organisation.objects.filter(pk=organisation_id, until=None).first()
    if found is None:
        raise NotThere
    return found


def _own(act: Callable[..., object]) -> Callable[[Case, Any, Viewer], object]:
    """An act of the called side: the open call of the program's own unit. Raises NotCalled."""

    def do(case: Case, given: values.Strict, by: Viewer) -> object:
        return act(call_id=standing_call(case.pk, by).pk, by=by, **given.model_dump())

    return do


CALLED = (P.CASE_HANDLE,)
Row = tuple[str, str, type[values.Strict], tuple[P, ...], Callable[[Case, Any, Viewer], object]]
HANDS: tuple[Row, ...] = (
    ("whistle", "Call several units at once", hand_schemas.NewWhistle, (P.CASE_WHISTLE,), _whistle),
    ("call-off", "Take a call back", hand_schemas.CallOff, (P.CASE_WHISTLE,),
        lambda c, g, by: call_off(call_id=_called(c, g.organisation_id), reason=g.reason, by=by)),
    ("rate-call", "Say what a called unit delivered", hand_schemas.Rating, (P.CASE_WHISTLE,),
        lambda c, g, by: rate_delivery(
            call_id=_called(c, g.organisation_id), mark=g.mark, note=g.note, by=by
        )),
    ("review-whistle", "Say whether the whistle was needed", hand_schemas.Justified, (P.CASE_REVIEW,),
        _review_whistle),
    ("share", "Let another area see the case", hand_schemas.NewShare, (P.CASE_DISPATCH,), _share),
    ("unshare", "End a share", hand_schemas.ShareEnd, (P.CASE_DISPATCH,), _unshare),
    ("report-in", "The called unit reports in", schemas.Note, CALLED, _own(report_in)),
    ("present", "The called unit is on site", schemas.Nothing, CALLED, _own(be_present)),
    ("progress", "The called unit tells how far it is", schemas.Note, CALLED,
        _own(lambda note, **who: tell_progress(text=note, **who))),
    ("deliver", "The called unit delivers its result", hand_schemas.Result, CALLED, _own(deliver)),
    ("return", "Ask to return the dispatch", hand_schemas.NewReturn, CALLED, _return),
    ("decide-return", "Decide on a return", hand_schemas.Ruling, (P.CASE_DISPATCH,), _decide),
    ("dispute", "Dispute the dispatch", hand_schemas.Grounds, CALLED,
        lambda c, g, by: raise_dispute(case_id=c.pk, grounds=g.grounds, by=by, version=g.version)),
    ("review-dispute", "Review a dispute", hand_schemas.Ruling, (P.CASE_REVIEW,), _review),
)  # fmt: skip
"""Word, summary, body, permissions, act: rows of handling.ACTS."""
