"""POST /cases/{number}/…: the same acts as the pages, one table row each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja.params.models import Body as Param

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import case_for
from huiyin.casework.s2_triage.acts import Sorting, triage
from huiyin.casework.s3_dispatch.acts import acknowledge, dispatch, dispatch_by_catalogue, undo_dispatch
from huiyin.casework.s4_handling import acts as work
from huiyin.casework.s4_handling.handing_back import hand_back
from huiyin.casework.s4_handling.models import RegradeRequest
from huiyin.casework.s4_handling.pauses import pause_clocks, resume_clocks
from huiyin.casework.s4_handling.regrade import ask_regrade, decide_regrade
from huiyin.casework.s4_handling.undoing import undo_step
from huiyin.casework.s5_closure.declining import ask_to_decline, review_decline
from huiyin.casework.s5_closure.follow_up import give_up, record_call
from huiyin.ground.idempotency.acts import checked_key, digest_of, once
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.models import Account
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place

from . import schemas, values
from .gate import needs
from .hands import HANDS
from .routers import acts
from .shapes import Standing, standing_of
from .together import TOGETHER

P = Permission


@dataclass(frozen=True, slots=True)
class Act:
    """One operation: its word in the address, the body, who may, and what is done."""

    word: str
    summary: str
    body: type[values.Strict]
    who: tuple[P, ...]
    do: Callable[[Case, Any, Viewer], object]


def _triage(case: Case, given: schemas.Sorted, by: Viewer) -> object:
    sorting = Sorting(
        category=given.category, urgency=given.urgency or "", kind=given.kind or "",
        place_id=_place(case, given), private=given.private,
    )  # fmt: skip
    return triage(case_id=case.pk, sorting=sorting, by=by, version=given.version)


def _place(case: Case, given: schemas.Sorted) -> int | None:
    """A place of the case's own scope. Raises NotThere."""
    if given.place_id is None:
        return None
    if not Place.objects.filter(pk=given.place_id, scope_id=case.scope_id).exists():
        raise NotThere
    return given.place_id


def _dispatch(case: Case, given: schemas.Handover, by: Viewer) -> object:
    by.must(P.CASE_DISPATCH, case.scope_id)
    if given.organisation_id is None:
        return dispatch_by_catalogue(case_id=case.pk, by=by)
    organisation = Organisation.objects.filter(pk=given.organisation_id).first()
    if organisation is None:
        raise NotThere
    account = _member(given.account_id, organisation) if given.account_id else None
    return dispatch(
        case_id=case.pk,
        organisation=organisation,
        account=account,
        by=by,
        reason=given.reason,
        version=given.version,
    )


def _member(account_id: int, organisation: Organisation) -> Account:
    """An account that works for the organisation. Raises NotThere."""
    mine = Account.objects.filter(
        pk=account_id, is_active=True, grants__organisation=organisation, grants__until=None
    )
    found = mine.distinct().first()
    if found is None:
        raise NotThere
    return found


def _decide(case: Case, given: schemas.Decision, by: Viewer) -> object:
    asked = RegradeRequest.objects.filter(case=case, decided_at=None).first()
    if asked is None:
        raise NotThere
    return decide_regrade(request_id=asked.pk, grant=given.grant, by=by, by_phone=given.by_phone)


def _plan(case: Case, given: schemas.NewPlan, by: Viewer) -> object:
    return work.publish_plan(case_id=case.pk, by=by, **given.model_dump())


def _call(case: Case, given: schemas.Call, by: Viewer) -> object:
    return record_call(case_id=case.pk, by=by, **given.model_dump())


HANDLE, SORT, SEND = (P.CASE_HANDLE,), (P.CASE_TRIAGE,), (P.CASE_DISPATCH,)
ACTS: tuple[Act, ...] = (
    Act("triage", "Sort a case", schemas.Sorted, SORT, _triage),
    Act("dispatch", "Give it to somebody", schemas.Handover, SEND, _dispatch),
    Act("undo-dispatch", "Take a dispatch back", schemas.Undo, SEND,
        lambda c, g, by: undo_dispatch(case_id=c.pk, by=by, reason=g.reason, version=g.version)),
    Act("acknowledge", "Acknowledge the alarm", schemas.Nothing, (P.CASE_HANDLE, P.CASE_SUPERVISE),
        lambda c, _g, by: acknowledge(case_id=c.pk, by=by)),
    Act("accept", "Accept", schemas.Nothing, HANDLE, lambda c, _g, by: work.accept(case_id=c.pk, by=by)),
    Act("contact", "The resident was spoken to", schemas.Note, HANDLE,
        lambda c, g, by: work.record_contact(case_id=c.pk, by=by, note=g.note)),
    Act("arrive", "Somebody is on site", schemas.Nothing, HANDLE,
        lambda c, _g, by: work.arrive(case_id=c.pk, by=by)),
    Act("done", "The work is done", schemas.Note, HANDLE,
        lambda c, g, by: work.mark_done(case_id=c.pk, by=by, note=g.note)),
    Act("note", "An inner note", schemas.Note, (P.CASE_HANDLE, P.CASE_READ),
        lambda c, g, by: work.note(case_id=c.pk, by=by, text=g.note)),
    Act("pause", "Pause the clocks", schemas.Reason, HANDLE,
        lambda c, g, by: pause_clocks(case_id=c.pk, by=by, reason=g.reason, until=g.until)),
    Act("resume", "Let the clocks run on", schemas.Nothing, HANDLE,
        lambda c, _g, by: resume_clocks(case_id=c.pk, by=by)),
    Act("undo-step", "Take the last step back, within ten seconds", schemas.Nothing, HANDLE,
        lambda c, _g, by: undo_step(case_id=c.pk, by=by)),
    Act("hand-back", "Hand back a job taken by mistake", schemas.Why, HANDLE,
        lambda c, g, by: hand_back(case_id=c.pk, by=by, reason=g.reason)),
    Act("plan", "Publish a plan", schemas.NewPlan, HANDLE, _plan),
    Act("propose", "Answer the resident", schemas.Answer, (P.CASE_HANDLE, P.CASE_DISPATCH),
        lambda c, g, by: work.propose(case_id=c.pk, by=by, answer=g.answer, version=g.version)),
    Act("regrade", "Ask for a higher class", schemas.Higher, HANDLE,
        lambda c, g, by: ask_regrade(case_id=c.pk, tier=g.tier, reason=g.reason, by=by)),
    Act("decide-regrade", "Decide on a higher class", schemas.Decision, (P.CASE_SUPERVISE,), _decide),
    Act("decline", "Propose not to accept it", schemas.Declining, SORT,
        lambda c, g, by: ask_to_decline(case_id=c.pk, outcome=g.outcome, answer=g.answer, by=by)),
    Act("review", "Review a case not accepted", schemas.Review, (P.CASE_REVIEW,),
        lambda c, g, by: review_decline(case_id=c.pk, uphold=g.uphold, note=g.note, by=by)),
    Act("call", "Write down a follow-up call", schemas.Call, (P.CASE_FOLLOW_UP,), _call),
    Act("give-up", "End as not reached", schemas.Nothing, (P.CASE_FOLLOW_UP,),
        lambda c, _g, by: give_up(case_id=c.pk, by=by)),
    *(Act(*row) for row in (*HANDS, *TOGETHER)),
)  # fmt: skip
"""Nothing here gives the resident's verdict: that word is the requester's own (mission M1)."""


def _operation(act: Act) -> Callable[..., HttpResponse]:
    """The view of an act; a body in which nothing is required may be left out."""
    required = any(field.is_required() for field in act.body.model_fields.values())

    def entry(request: HttpRequest, number: values.Number, given: Any) -> HttpResponse:
        return _once(request, act, number, given)

    # ninja reads the shape of the body from the signature
    entry.__annotations__["given"] = act.body
    default: Any = ... if required else act.body()
    entry.__defaults__ = (Param(default),)
    entry.__name__ = act.word.replace("-", "_")
    entry.__doc__ = f"{act.summary}. The answer says where the case stands now."
    return entry


def _once(request: HttpRequest, act: Act, number: str, given: values.Strict) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by Token
    key = checked_key(request.headers.get("Idempotency-Key"))
    digest = digest_of({"path": request.path, "body": given.model_dump(mode="json")})

    def write() -> tuple[int, dict[str, Any]]:
        case = case_for(viewer, number)
        act.do(case, given, viewer)
        return 200, dict(standing_of(case))

    with seen_as(viewer):
        (status, answer), repeated = once(actor=viewer.actor, key=key, digest=digest, write=write)
    response = JsonResponse(
        answer, status=status, json_dumps_params={"sort_keys": True}
    )  # jsonb keeps no order
    response.headers["Idempotent-Replayed"] = "true" if repeated else "false"
    return response


for _act in ACTS:
    acts.post(f"/cases/{{number}}/{_act.word}", response=Standing, summary=_act.summary)(
        needs(*_act.who)(_operation(_act))
    )
