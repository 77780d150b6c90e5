"""An election of every area of the matrix, its list of candidates posted; and the writes about elections."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from huiyin.commons.c2_voices.models import (
    Candidate,
    Election,
    ElectionSheet,
    ElectionStage,
    ElectionVoter,
    StageFile,
    StageObjection,
)
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.rules.models import RulePack
from tests.matrix.row import Write, said

if TYPE_CHECKING:
    from tests.matrix.world import World

CLERK = "clerk"
FIGURES = {
    "entitled": 1, "present": 1, "issued": 1, "collected": 1, "invalid": 0, "lines": [["甲某", 1, 0,
    0]], "others": [],
}  # fmt: skip


def new_election(scope_id: int, code: str, step: int, seats: int = 1) -> Election:
    """An election that came to this step."""
    pack = RulePack.objects.get(kind="election", name="cn")
    election = Election.objects.create(
        scope_id=scope_id, code=code, title="换届", body="某支部", called_by="党总支", seats=seats,
        pack=pack, step=step,
        made_by="account:0", made_at=now(),
    )  # fmt: skip
    for no, one in enumerate(pack.content["steps"], 1):
        ElectionStage.objects.create(election=election, scope_id=scope_id, no=no, key=one["key"])
    ElectionVoter.objects.create(election=election, scope_id=scope_id, name="某党员")
    for name in ("甲某", "乙某"):
        Candidate.objects.create(election=election, scope_id=scope_id, name=name, origin="members", fit=True)
    return election


def _sheet(election: Election, **given: Any) -> ElectionSheet:
    made = ElectionSheet(
        election=election, scope_id=election.scope_id, round=1, seats=1, figures=FIGURES,
        body=b"x", sha256="x",
        outcome={"void": False, "elected": ["甲某"], "tied": [], "need": 1}, entered_by="account:0",
        entered_at=now(),
        **given,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def plant_election(scope_id: int) -> dict[str, Any]:
    """The values of the addresses' parameters."""
    election = new_election(scope_id, f"E25{scope_id % 100:02}-AAAAA{scope_id % 10}", 8)
    stage = election.stages.get(no=8)
    stage.posted_at, stage.object_until = now(), localtime(now()).date() + timedelta(days=7)
    stage.save()
    file = StageFile.objects.create(
        stage=stage,
        scope_id=scope_id,
        title="名单",
        body=b"x",
        sha256="x",
        filed_by="account:0",
        filed_at=now(),
    )
    sheet = _sheet(election, confirmed=True, confirmed_by="account:9", confirmed_at=now())
    return {
        "election_id": election.pk, "election_code": election.code, "stage_file_id": file.pk,
        "tally_id": sheet.pk,
    }  # fmt: skip


MISSING_ELECTION = {
    "election_code": "E0000-XXXXXX", "stage_file_id": uuid.uuid4(), "tally_id": uuid.uuid4(),
}  # fmt: skip


def at(step: int) -> Any:
    """Another election of the own estate, at this step."""

    def before(world: World) -> dict[str, Any]:
        with seen_as(SYSTEM):
            return {"election_id": new_election(world.town.estate.pk, f"E2599-STEP{step:02}", step).pk}

    return before


def short(world: World) -> dict[str, Any]:
    """One of two seats is taken."""
    with seen_as(SYSTEM):
        made = new_election(world.town.estate.pk, "E2599-SHORTX", 9, seats=2)
        _sheet(made, confirmed=True, confirmed_by="account:9", confirmed_at=now())
    return {"election_id": made.pk}


def objected(world: World) -> dict[str, Any]:
    """Somebody objected to what hangs."""
    with seen_as(SYSTEM):
        stage = ElectionStage.objects.get(election_id=world.values["own estate"]["election_id"], no=8)
        StageObjection.objects.create(
            stage=stage, scope_id=stage.scope_id, name="某", text="x", made_by="account:0", made_at=now()
        )
    return {"election_id": stage.election_id}


def _last(model: Any) -> str:
    with seen_as(SYSTEM):
        found = model.objects.order_by("-pk").first()
    return str(found.pk) if found else "0"


def photograph() -> Any:
    from tests.matrix.writes import photo

    return photo()


COUNT = {
    "present": "1", "issued": "1", "collected": "1", "invalid": "0", "yes0": "1", "no0": "0", "abstain0": "0",
    "yes1": "0", "no1": "1", "abstain1": "0", "others": "",
}  # fmt: skip

ELECTIONS: tuple[Write, ...] = (
    Write(
        "election-new", CLERK,
        lambda world: {
            "scope": str(world.town.estate.pk), "title": "换届", "body": "某支部", "called_by": "党总支",
            "seats": "3",
        },
    ),
    Write("election-roll", CLERK, said(names="甲\n乙"), at(1)),
    Write("election-received", CLERK, lambda _world: {"received": _last(ElectionVoter)}, at(9)),
    Write("election-name", CLERK, said(name="丙某", origin="self"), at(5)),
    Write("election-withdraw", CLERK, lambda _world: {"candidate": _last(Candidate),
    "reason": "放弃"}, at(5)),
    Write(
        "election-vet", CLERK, lambda _world: {"candidate": _last(Candidate), "fit": "no",
        "reason": "不符"}, at(7)
    ),
    Write("election-ties", CLERK, lambda _world: _places(), at(8)),
    Write("election-file", CLERK, lambda _world: {"title": "纪要", "words": "见附", "scan": photograph()}),
    Write("election-object", CLERK, said(name="张三", text="不实")),
    Write(
        "election-answer", CLERK,
        lambda _world: {"objection": _last(StageObjection), "answer": "查过", "upheld": "no"}, objected,
    ),
    Write("election-count", CLERK, lambda _world: COUNT | {"scan": photograph()}, at(9)),
    Write("election-reduce", CLERK, said(agree="1"), short),
    Write("election-do", CLERK, said(reason="改期")),
)  # fmt: skip


def _places() -> dict[str, str]:
    with seen_as(SYSTEM):
        found = Candidate.objects.order_by("-pk")[:2]
        return {f"c{one.pk}": str(place) for place, one in enumerate(found, 1)}
