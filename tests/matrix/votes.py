"""A vote of every area of the matrix, open, with a head, a paper, a picture; and the writes about votes."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from huiyin.commons.c2_voices.models import (
    Objection,
    OwnersVote,
    Paper,
    PaperScan,
    Question,
    RollHead,
    RollUnit,
    VoteResult,
)
from huiyin.commons.c2_voices.owners_vote.links import ballot_token, link_digest
from huiyin.commons.c2_voices.owners_vote.mandates import give_mandate
from huiyin.commons.c2_voices.owners_vote.roll import digest_of_vote
from huiyin.ground.clock import now
from huiyin.ground.ids import new_id
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.owners.models import Owner, Ownership
from huiyin.registers.places.models import Home, Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.models import RulePack
from tests.matrix.row import Write, said

if TYPE_CHECKING:
    from tests.matrix.world import World

NEAR = "own estate"
PHONE = "13900000009"


def plant_vote(scope_id: int, above: Place | None) -> dict[str, Any]:
    """The values of the addresses' parameters."""
    parent = above or Place.objects.filter(scope_id=scope_id).first()
    home = Place.objects.create(
        scope_id=scope_id,
        parent=parent,
        kind=PlaceKind.HOME,
        name="901",
        label=f"E{scope_id} 901",
        short="9-901",
    )
    Home.objects.create(place=home, scope_id=scope_id, area=9000, area_source="registry")
    owner = Owner.objects.create(scope_id=scope_id, name="某业主")
    title = Ownership.objects.create(owner=owner, place=home, scope_id=scope_id, since=date(2024, 1, 1))
    vote = new_vote(scope_id, f"V25{scope_id % 100:02}-AAAAA{scope_id % 10}")
    head = _head(vote, home)
    vote.opened_at, vote.state, vote.area, vote.heads = now(), "open", 9000, 1
    vote.digest = digest_of_vote(vote, vote.pack.digest)
    vote.save()
    paper = Paper.objects.create(
        vote=vote, head=head, scope_id=scope_id, no=1, code=f"PAPER{scope_id:03}", issued_at=now()
    )
    scan_id = new_id()
    PaperScan(id=scan_id, vote=vote, paper=paper, scope_id=scope_id, body=b"x", sha256="x", at=now()).save(
        force_insert=True
    )
    return {
        "vote_id": vote.pk, "vote_code": vote.code, "ballot_token": ballot_token(head.pk), "scan_id": scan_id,
        "paper_code": paper.code, "move": "cancel", "sheet": "notice", "ownership_id": title.pk,
        "home_id": home.pk,
    }  # fmt: skip


MISSING_VOTE = {
    "vote_code": "V0000-XXXXXX", "ballot_token": "A" * 22, "scan_id": uuid.uuid4(), "paper_code": "XXXXXXXX",
    "move": "cancel", "sheet": "notice",
}  # fmt: skip


def new_vote(scope_id: int, code: str) -> OwnersVote:
    """An announced vote with one question."""
    at = now()
    vote = OwnersVote.objects.create(
        scope_id=scope_id, code=code, title="换物业", words="到期", called_by="业委会",
        pack=RulePack.objects.get(kind="decision", name="cn"), mode="online", silence="absent",
        repeated="last",
        most_proxies=3, opens_on=localtime(at).date(), closes_at=at + timedelta(days=9), made_by="account:0",
        made_at=at,
    )  # fmt: skip
    Question.objects.create(
        vote=vote, scope_id=scope_id, no=1, matter="company", text="甲？", letters=[["Y", ""]]
    )
    vote.state, vote.noticed_at = "notice", at
    vote.save()
    return vote


def _head(vote: OwnersVote, home: Place) -> RollHead:
    head_id = new_id()
    head = RollHead.objects.create(
        id=head_id, vote=vote, scope_id=vote.scope_id, no=1, alias="AAAAAA", area=9000,
        link_digest=link_digest(head_id),
    )  # fmt: skip
    RollUnit.objects.create(
        vote=vote, head=head, scope_id=vote.scope_id, place=home, label=home.label, building="1号楼",
        area=9000,
        area_source="registry", use="dwelling",
    )  # fmt: skip
    return head


def _vote(world: World) -> OwnersVote:
    return OwnersVote.objects.get(pk=world.values[NEAR]["vote_id"])


def draft(world: World) -> dict[str, Any]:
    """A vote that is being prepared."""
    with seen_as(SYSTEM):
        at = now()
        vote = OwnersVote.objects.create(
            scope=world.town.estate, code="V2599-DRAFTX", title="x", words="x", called_by="x",
            pack=RulePack.objects.get(kind="decision", name="cn"), mode="online", silence="absent",
            repeated="last", most_proxies=3, opens_on=localtime(at).date() + timedelta(days=20),
            closes_at=at + timedelta(days=40), made_by="account:0", made_at=at,
        )  # fmt: skip
        Question.objects.create(
            vote=vote, scope=world.town.estate, no=1, matter="company", text="甲？", letters=[["Y", ""]]
        )
    return {"vote_id": vote.pk}


def over(world: World, *, posted: bool = False, imported: bool = False) -> dict[str, Any]:
    """A vote whose end has come; `posted`: with its result."""
    with seen_as(SYSTEM):
        at = now()
        vote = OwnersVote.objects.create(
            scope=world.town.estate, code="V2598-OVERXX", title="x", words="x", called_by="x",
            pack=RulePack.objects.get(kind="decision", name="cn"), mode="imported" if imported else "online",
            silence="absent", repeated="last", most_proxies=3, opens_on=localtime(at).date(), closes_at=at,
            made_by="account:0", made_at=at,
        )  # fmt: skip
        Question.objects.create(
            vote=vote, scope=world.town.estate, no=1, matter="company", text="甲？", letters=[["Y", ""]]
        )
        steps: list[dict[str, Any]] = [
            {"state": "notice", "noticed_at": at}, {"state": "open", "opened_at": at},
            {"state": "closed", "closed_at": at},
        ]  # fmt: skip
        if posted:
            until = localtime(at).date() + timedelta(days=15)
            steps += [
                {"state": "counted", "counted_by": "account:0"},
                {"state": "posted", "posted_at": at, "posted_by": "account:9", "object_until": until},
            ]
        for step in steps:
            for name, value in step.items():
                setattr(vote, name, value)
            vote.save()
            if vote.state == "closed" and posted:
                VoteResult.objects.create(
                    vote=vote, scope=vote.scope, figures=[FIGURES], file=b"x", sha256="x" * 64, counted_at=at
                )
    return {"vote_id": vote.pk}


FIGURES = {
    "question": 1, "way": "without", "whole": [9000, 3], "part": [9000, 3], "quorate": True, "agreed": ["Y"],
    "letters": {"Y": [6000, 2], "N": [3000, 1], "0": [0, 0]},
}  # fmt: skip


def posted(world: World) -> dict[str, Any]:
    """The result is posted."""
    return over(world, posted=True)


def objected(world: World) -> dict[str, Any]:
    """And somebody objected."""
    values = posted(world)
    with seen_as(SYSTEM):
        Objection.objects.create(
            vote_id=values["vote_id"],
            scope=world.town.estate,
            name="x",
            text="x",
            made_by="account:0",
            made_at=now(),
        )
    return values


def official(world: World) -> dict[str, Any]:
    """A vote held elsewhere is closed."""
    return over(world, imported=True)


def mandated(world: World) -> None:
    """The owner has given authority."""
    clerk = world.viewers["clerk"]
    with seen_as(clerk):
        head = RollHead.objects.get(vote=_vote(world))
        give_mandate(vote_id=head.vote_id, head_id=head.pk, agent="周", phone=PHONE, by=clerk)


def _mandate(world: World) -> str:
    with seen_as(SYSTEM):
        found = _vote(world).mandates.first()
    return str(found.pk) if found else "0"


def _objection(_world: World) -> str:
    with seen_as(SYSTEM):
        found = Objection.objects.order_by("-pk").first()
    return str(found.pk) if found else "0"


def _day(world: World, days: int) -> str:
    return str(localtime(world.cases[NEAR].received_at).date() + timedelta(days=days))


def _plan(world: World) -> dict[str, str]:
    return {
        "title": "换物业", "words": "到期", "called_by": "业委会", "mode": "online", "opens_on": _day(world,
        20),
        "last_day": _day(world, 30), "repeated": "last", "silence": "absent", "clause": "",
    }  # fmt: skip


def _home(world: World) -> str:
    with seen_as(SYSTEM):
        return str(Place.objects.get(scope=world.town.estate, kind=PlaceKind.HOME, name="901").pk)


def unowned(world: World) -> None:
    """The unit was sold; nobody is entered yet."""
    with seen_as(SYSTEM):
        Ownership.objects.filter(scope=world.town.estate).update(until=date(2024, 6, 1))


def picture() -> Any:
    from tests.matrix.writes import photo

    return photo()


OFFICIAL = {
    "source": "官方系统1号", "whole_area": "1000.00", "whole_heads": "10", "part1_area": "900.00",
    "part1_heads": "9",
    "yes1_area": "800.00", "yes1_heads": "8",
}  # fmt: skip
SPOKEN = "9-901"
CLERK, OWNER, STEWARD = "clerk", "nobody", "steward"

VOTES: tuple[Write, ...] = (
    Write("vote-new", CLERK, lambda world: _plan(world) | {"scope": str(world.town.estate.pk)}),
    Write("vote-change", CLERK, _plan, draft),
    Write("vote-ask", CLERK, said(matter="other", text="还有一事？", answers=""), draft),
    Write("vote-unask", CLERK, said(no="1"), draft),
    Write("vote-do", CLERK, said(reason="改期")),
    Write(
        "vote-deliver", CLERK, said(door=SPOKEN, means="hand", reached="yes", to_whom="本人", warned="on"),
    ),
    Write("vote-paper-end", CLERK, said(said="1", end="spoilt", replace="on")),
    Write("vote-enter", CLERK, lambda _world: {"said": "1", "way": "paper", "q1": "Y", "scan": picture()}),
    Write(
        "vote-proxy", CLERK,
        lambda _world: {"door": SPOKEN, "agent": "周代理", "phone": PHONE, "scan": picture()},
    ),
    Write("vote-proxy-end", CLERK, lambda world: {"mandate": _mandate(world)}, mandated),
    Write("vote-object", CLERK, said(name="张三", text="没送达"), posted),
    Write(
        "vote-answer", CLERK, lambda world: {"objection": _objection(world), "answer": "有签收",
        "upheld": "no"},
        objected,
    ),
    Write("vote-official", CLERK, lambda _world: dict(OFFICIAL), official),
    Write("ballot", OWNER, said(q1="Y", sure="yes")),
    Write(
        "steward-owner-new", STEWARD,
        lambda world: {
            "home": _home(world), "name": "新业主", "kind": "person", "share": "1/2", "phone": PHONE,
            "mark": "7",
        },
        unowned,
    ),
    Write(
        "steward-unit-measure", STEWARD,
        lambda world: {"home": _home(world), "area": "88.50", "source": "survey", "use": "shop"},
    ),
    Write("steward-title-end", STEWARD, said(reason="卖了")),
)  # fmt: skip
VOTE_UNKEYED = {
    "vote-knock": "each asking is one code, limited for each phone",
    "vote-code": "a code works once",
    "ballot-object": "tried with its own vote in tests/commons: here no vote of the world is posted",
}
