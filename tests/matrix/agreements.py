"""An agreement and an emergency service of every area of the matrix, and the writes about them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from huiyin.commons.c2_voices.models import OwnersVote
from huiyin.commons.c5_agreements.models import (
    Agreement,
    Due,
    Duty,
    EmergencyService,
    HandoverItem,
    Party,
    Picture,
)
from huiyin.ground.clock import now, today
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation, Service
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.reads import newest
from huiyin.registers.rules.words import PackKind
from tests.matrix.deliberations import CLERK
from tests.matrix.row import Write, said
from tests.matrix.works import lone

if TYPE_CHECKING:
    from tests.matrix.world import World

NEAR = "own estate"
YEAR, MONTH = timedelta(days=365), timedelta(days=30)


def plant_agreement(scope_id: int, unit_id: int) -> dict[str, Any]:
    """The values of the addresses' parameters: an agreement in force, a running emergency service."""
    held = new_agreement(scope_id, f"A25{scope_id % 100:02}-AAAAA{scope_id % 10}")
    picture = Picture.objects.create(
        agreement=held, scope_id=scope_id, due=held.dues.first(), words="会议", body=b"x", sha256="x",
        added_by="account:0", added_at=now(),
    )  # fmt: skip
    service = new_service(scope_id, f"Y25{scope_id % 100:02}-AAAAA{scope_id % 10}", unit_id)
    return {
        "agreement_id": held.pk, "agreement_code": held.code, "agreement_picture_id": picture.pk,
        "emergency_id": service.pk, "emergency_code": service.code,
    }  # fmt: skip


MISSING_AGREEMENT = {
    "agreement_code": "A0000-XXXXXX", "emergency_code": "Y0000-XXXXXX", "agreement_picture_id": uuid.uuid4(),
}  # fmt: skip


def new_agreement(scope_id: int, code: str, state: str = "in_force", duties: int = 1) -> Agreement:
    """An agreement of two parties; in force, its first duty has one day, today."""
    place = Place.objects.filter(scope_id=scope_id, closed_at=None).order_by("pk").first()
    found = Agreement.objects.create(
        scope_id=scope_id, code=code, place=place, kind="resource", title="养老驿站", aim="老人就近吃饭。",
        resource="空房", begins=today(), ends=today() + YEAR, pack=newest(PackKind.COOPERATION, "base"),
        state="draft", state_since=now(), made_by="account:0", made_at=now(),
    )  # fmt: skip
    for no, name in enumerate(("社区", "产权单位"), 1):
        party = Party.objects.create(agreement=found, scope_id=scope_id, no=no, name=name, gain="有人管")
        for _one in range(duties):
            duty = Duty.objects.create(
                party=party,
                scope_id=scope_id,
                no=no,
                what="开会",
                shown="记录",
                rhythm="once",
                first_on=today(),
            )
    if state == "in_force":
        Party.objects.filter(agreement=found).update(signed_on=today())
        Agreement.objects.filter(pk=found.pk).update(state=state)
        Due.objects.create(duty=duty, agreement=found, scope_id=scope_id, due_on=today())
    return Agreement.objects.get(pk=found.pk)


def new_service(scope_id: int, code: str, unit_id: int) -> EmergencyService:
    """An emergency service with one thing to hand over."""
    place = Place.objects.filter(scope_id=scope_id, closed_at=None).order_by("pk").first()
    found = EmergencyService.objects.create(
        scope_id=scope_id, code=code, place=place, company_id=unit_id, named_by_id=unit_id, begins=today(),
        ends=today() + MONTH, reason="撤走", services="供水", cost_notice="每平方米一元", noticed_on=today(),
        pack=newest(PackKind.COOPERATION, "base"), state_since=now(), made_by="account:0", made_at=now(),
    )  # fmt: skip
    HandoverItem.objects.create(service=found, scope_id=scope_id, no=1, what="钥匙")
    return found


def draft(world: World) -> dict[str, Any]:
    """Another agreement of the own estate that nobody has signed."""
    with seen_as(SYSTEM):
        return {"agreement_id": new_agreement(world.town.estate.pk, "A2599-STANDX", "draft").pk}


def without_company(world: World) -> dict[str, Any]:
    """The company has left the estate, the planted emergency service is over long since."""
    with seen_as(SYSTEM):
        Service.objects.filter(scope=world.town.estate).update(until=today())
        EmergencyService.objects.filter(scope=world.town.estate).update(
            state="ended", ended_on=today() - timedelta(days=99)
        )
        Organisation.objects.get_or_create(scope=world.town.street, kind="office", name="街道")
    return {}


def _naming(world: World) -> dict[str, Any]:
    with seen_as(SYSTEM):
        place = Place.objects.get(scope=world.town.estate, kind=PlaceKind.ESTATE).pk
        office = Organisation.objects.get_or_create(scope=world.town.street, kind="office", name="街道")[0].pk
    day = today().isoformat()
    return {
        "place": str(place), "named_by": str(office), "company": str(world.town.company.pk), "reason": "撤走",
        "services": "供水", "cost_notice": "一元", "noticed_on": day, "begins": day,
        "ends": (today() + MONTH).isoformat(), "again_why": "", "again_by": "",
    }  # fmt: skip


def _terms(_world: World) -> dict[str, Any]:
    return {
        "kind": "three", "title": "养老驿站", "aim": "老人就近吃饭。", "resource": "",
        "begins": today().isoformat(), "ends": (today() + YEAR).isoformat(),
    }  # fmt: skip


def _pledge(world: World) -> dict[str, Any]:
    return _terms(world) | {"place": str(world.town.building.pk)}


def _due(world: World) -> dict[str, Any]:
    with seen_as(SYSTEM):
        due = Due.objects.get(agreement_id=world.values[NEAR]["agreement_id"])
    return {"due": str(due.pk), "says": "met", "words": "开过"}


def _vote(world: World) -> dict[str, Any]:
    with seen_as(SYSTEM):
        vote = OwnersVote.objects.filter(scope=world.town.estate).first()
    return {"following": f"vote-{vote.pk if vote else 0}"}


def _picture(world: World) -> dict[str, Any]:
    from tests.matrix.writes import photo

    return {"of": f"due-{_due(world)['due']}", "words": "会议", "picture": photo()}


def _day(**fields: Any) -> Any:
    return lambda _world: {"on": today().isoformat(), **fields}


AGREEMENTS: tuple[Write, ...] = (
    Write("pledge-new", CLERK, _pledge),
    Write("agreement-new", CLERK, _terms, lone),
    Write("agreement-party", CLERK, said(organisation="", name="物业", gain="好管"), draft),
    Write("agreement-party-out", CLERK, said(party="1"), draft),
    Write(
        "agreement-duty", CLERK,
        said(party="1", what="出房", shown="钥匙", rhythm="always", first_on=""), draft,
    ),
    Write("agreement-sign", CLERK, _day(party="1", signed_by="马某"), draft),
    Write("agreement-drop", CLERK, said(reason="没有谈成"), draft),
    Write("agreement-due", CLERK, _due),
    Write(
        "agreement-given", CLERK, _day(party="1", side="gave", what="空房", quantity="1", unit="间"),
    ),
    Write("agreement-picture", CLERK, _picture),
    Write(
        "agreement-renew", CLERK,
        lambda _world: {"to": (today() + 2 * YEAR).isoformat(), "reason": "继续办"},
    ),
    Write("agreement-end", CLERK, said(reason="房屋要拆")),
    Write("emergency-new", CLERK, _naming, without_company),
    Write("emergency-item", CLERK, said(what="电梯档案", from_whom="原物业")),
    Write("emergency-tick", CLERK, _day(no="1")),
    Write("emergency-next", CLERK, _vote),
    Write("emergency-end", CLERK, said(reason="业主选出新公司")),
)  # fmt: skip
