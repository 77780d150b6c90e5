"""A proposal and a meeting of every area of the matrix, and the writes about them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from huiyin.commons.c1_proposals.four_steps.links import slip_of
from huiyin.commons.c1_proposals.meetings.links import room_of
from huiyin.commons.c1_proposals.models import AgendaItem, Answer, Choice, Meeting, Proposal, Seat, Task
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.reads import newest
from huiyin.registers.rules.words import PackKind
from tests.matrix.row import Write, said

if TYPE_CHECKING:
    from tests.matrix.world import World

NEAR = "own estate"
SPOKEN = "9-901"
CLERK, NOBODY = "clerk", "nobody"


def plant_deliberation(scope_id: int, home_id: int, unit_id: int) -> dict[str, Any]:
    """The values of the addresses' parameters; the home is the vote's (tests/matrix/votes.py)."""
    proposal = new_proposal(scope_id, f"P25{scope_id % 100:02}-AAAAA{scope_id % 10}")
    Answer.objects.create(
        proposal=proposal, scope_id=scope_id, round=1, organisation_id=unit_id, asked_at=now(),
        due_on=localtime(now()).date(),
    )  # fmt: skip
    meeting = new_meeting(scope_id, f"M25{scope_id % 100:02}-AAAAA{scope_id % 10}", proposal)
    return {
        "proposal_id": proposal.pk, "proposal_code": proposal.code, "slip": slip_of(proposal, home_id),
        "meeting_id": meeting.pk, "meeting_code": meeting.code, "room": room_of(meeting.code),
        "task_id": meeting.items.get().tasks.get().pk, "proposal_move": "raise", "meeting_move": "notice",
        "seat_move": "in", "paper": "notice", "form": "docx",
    }  # fmt: skip


MISSING_DELIBERATION = {
    "proposal_code": "P0000-XXXXXX", "slip": "1-AAAAAAAAAAAAAAAA", "meeting_code": "M0000-XXXXXX",
    "room": "A" * 16, "task_id": uuid.uuid4(), "proposal_move": "raise", "meeting_move": "notice",
    "seat_move": "in", "paper": "notice", "form": "docx",
}  # fmt: skip


def new_proposal(scope_id: int, code: str, state: str = "raised", **given: Any) -> Proposal:
    """A proposal that stands there, with one way to solve it."""
    at = now()
    place = Place.objects.filter(scope_id=scope_id, closed_at=None).order_by("pk").first()
    plain: dict[str, Any] = {
        "scope_id": scope_id, "code": code, "title": "楼道堆物", "words": "常年堆物", "place": place,
        "pack": newest(PackKind.DELIBERATION, "four-steps"), "origin_kind": "topic", "raised_by": "党支部",
        "council": "three", "state": state, "step_since": at, "made_by": "account:0", "made_at": at,
        "raised_at": None if state == "draft" else at,
    }  # fmt: skip
    proposal = Proposal.objects.create(**plain | given)
    Choice.objects.create(proposal=proposal, scope_id=scope_id, round=1, no=1, words="装柜", cost=100)
    return proposal


def new_meeting(
    scope_id: int, code: str, proposal: Proposal | None = None, state: str = "noticed"
) -> Meeting:
    """A meeting that stands there: everybody seated (signed in while it is open), one item, one task."""
    at = now()
    meeting = Meeting.objects.create(
        scope_id=scope_id, code=code, kind="council", council="three", title="议事会", venue="室",
        pack=newest(PackKind.DELIBERATION, "four-steps"), called_by="居委会", state=state,
        made_by="account:0", made_at=at, starts_at=at + timedelta(days=5 if state == "planned" else 0),
        noticed_at=None if state == "planned" else at, minutes="谈了" if state in ("held", "posted") else "",
    )  # fmt: skip
    here = at if state in ("open", "held", "posted") else None
    parties = ("committee", "owners", "company", "residents", "residents")
    for no, party in enumerate(parties, 1):
        Seat.objects.create(
            meeting=meeting, scope_id=scope_id, no=no, party=party, holder=f"某{no}",
            signed_at=here if no < len(parties) else None,
        )  # fmt: skip
    item = AgendaItem.objects.create(
        meeting=meeting, scope_id=scope_id, no=1, words="堆物", proposal=proposal, round=1 if proposal else 0,
        result="passed" if state in ("held", "posted") else "",
    )  # fmt: skip
    Task.objects.create(
        item=item, scope_id=scope_id, words="量尺寸", owner="王", started_at=at, due_at=at + timedelta(days=9)
    )
    return meeting


def standing(state: str, **given: Any) -> Any:
    """A proposal of the own estate in this state, for a write's address."""

    def before(world: World) -> dict[str, Any]:
        with seen_as(SYSTEM):
            proposal = new_proposal(world.town.estate.pk, "P2599-STANDX", state, **given)
            if state == "discussed":
                Answer.objects.create(
                    proposal=proposal, scope=world.town.estate, round=1, organisation=world.town.company,
                    asked_at=now(), due_on=localtime(now()).date(),
                )  # fmt: skip
        values = {"proposal_id": proposal.pk, "proposal_code": proposal.code}
        return values | {"slip": slip_of(proposal, _home(world))}

    return before


def talked_over(world: World) -> dict[str, Any]:
    """A meeting with posted minutes dealt with it."""
    values = standing("raised")(world)
    with seen_as(SYSTEM):
        new_meeting(
            world.town.estate.pk, "M2599-TALKED", Proposal.objects.get(pk=values["proposal_id"]), "posted"
        )
    return dict(values)


def unasked(world: World) -> dict[str, Any]:
    """Discussed, nobody asked."""
    values = standing("discussed")(world)
    with seen_as(SYSTEM):
        Proposal.objects.filter(pk=values["proposal_id"]).update(round=2)
    return dict(values)


def promised(world: World) -> dict[str, Any]:
    """The company has promised something."""
    values = standing("discussed")(world)
    with seen_as(SYSTEM):
        Answer.objects.filter(proposal_id=values["proposal_id"]).update(
            answered_at=now(), measure="装柜", owner="王", promised_on=localtime(now()).date()
        )
    return dict(values)


def meets(state: str) -> Any:
    """A meeting of the own estate in this state, for a write's address."""

    def before(world: World) -> dict[str, Any]:
        with seen_as(SYSTEM):
            meeting = new_meeting(world.town.estate.pk, "M2599-MEETSX", None, state)
        return {"meeting_id": meeting.pk, "meeting_code": meeting.code, "room": room_of(meeting.code)}

    return before


def two_items(world: World) -> dict[str, Any]:
    """A meeting that is being prepared, with a second item."""
    values: dict[str, Any] = meets("planned")(world)
    with seen_as(SYSTEM):
        AgendaItem.objects.create(
            meeting_id=values["meeting_id"], scope=world.town.estate, no=2, words="停车"
        )
    return values


def _home(world: World) -> int:
    return int(world.values[NEAR]["home_id"])


def _answer(_world: World) -> str:
    with seen_as(SYSTEM):
        return str(Answer.objects.order_by("-pk").values_list("pk", flat=True).first())


def _day(world: World, days: int) -> str:
    return str(localtime(world.cases[NEAR].received_at).date() + timedelta(days=days))


def _place(world: World) -> str:
    with seen_as(SYSTEM):
        return str(Place.objects.filter(scope=world.town.estate, kind=PlaceKind.BUILDING)[0].pk)


PROPOSAL = {
    "title": "楼道堆物", "words": "常年堆物", "origin": "topic", "origin_words": "五件",
    "raised_by": "党支部", "council": "three", "matter": "none",
}  # fmt: skip
CALL = {"kind": "council", "council": "three", "title": "议事会", "venue": "室", "called_by": "居委会"}
VOTE = {
    "title": "筹集", "words": "换管", "called_by": "业委会", "mode": "online", "repeated": "last",
    "silence": "absent", "clause": "", "text": "同意吗？",
}  # fmt: skip

DELIBERATIONS: tuple[Write, ...] = (
    Write("proposal-new", CLERK, lambda world: PROPOSAL | {"place": _place(world)}),
    Write("proposal-change", CLERK, said(**PROPOSAL), standing("draft")),
    Write("proposal-do", CLERK, before=standing("draft")),
    Write("proposal-drop", CLERK, said(reason="改由街道立项")),
    Write("proposal-choice", CLERK, said(words="不装", cost="12.50", bearer="物业")),
    Write("proposal-unchoice", CLERK, said(no="1")),
    Write("proposal-choose", CLERK, said(no="1"), talked_over),
    Write("proposal-ask", CLERK, lambda world: {"unit": str(world.town.company.pk)}, unasked),
    Write(
        "proposal-answer", CLERK,
        lambda world: {
            "answer": _answer(world), "says": "yes", "measure": "装柜", "owner": "王",
            "until": _day(world, 9), "cost": "", "reason": "",
        },
        standing("discussed"),
    ),
    Write("proposal-done", CLERK, lambda world: {"answer": _answer(world), "words": "装好了"}, promised),
    Write(
        "proposal-rate", CLERK, said(door=SPOKEN, way="paper", solved="yes", satisfied="no", words=""),
        standing("rating"),
    ),
    Write(
        "proposal-vote", CLERK,
        lambda world: VOTE | {"opens_on": _day(world, 20), "last_day": _day(world, 30)},
        standing("raised", matter="raise_fund"),
    ),
    Write("proposal", NOBODY, said(stance="for", words="好")),
    Write("proposal-slip", NOBODY, said(solved="yes", satisfied="yes", words=""), standing("rating")),
    Write(
        "meeting-new", CLERK,
        lambda world: CALL | {"scope": str(world.town.estate.pk), "starts_at": f"{_day(world, 9)}T10:00"},
    ),
    Write(
        "meeting-change", CLERK, lambda world: CALL | {"starts_at": f"{_day(world, 9)}T10:00"},
        meets("planned"),
    ),
    Write("meeting-do", CLERK, before=meets("planned")),
    Write("meeting-off", CLERK, said(reason="改期")),
    Write("meeting-seat", CLERK, said(party="residents", holder="新代表", substitute="")),
    Write("meeting-seat-do", CLERK, said(no="5"), meets("open")),
    Write("meeting-item", CLERK, said(proposal="", words="再议一件"), meets("planned")),
    Write("meeting-strike", CLERK, said(no="2"), two_items),
    Write(
        "meeting-weekly", CLERK,
        lambda world: {
            "scope": str(world.town.estate.pk), "title": "研判会", "starts_at": f"{_day(world, 9)}T10:00",
            "venue": "室", "called_by": "居委会", "own": "充电桩选址", "rows": "seasons:none",
        },
    ),
    Write("meeting-open", CLERK, said(chair="张")),
    Write(
        "meeting-decide", CLERK,
        said(no="1", outcome="vote", talk="谈了", decision="装", agree="3", against="1", abstain="0"),
        meets("open"),
    ),
    Write("meeting-dissent", CLERK, said(no="1", seat="1", words="不同意"), meets("open")),
    Write("meeting-task", CLERK, said(no="1", words="量", owner="王", unit="", until=""), meets("open")),
    Write("meeting-minutes", CLERK, said(words="谈了装柜"), meets("held")),
    Write("task-done", CLERK, said(words="量好了")),
    Write("meeting-room", NOBODY, said(seat="5"), meets("open")),
)  # fmt: skip
