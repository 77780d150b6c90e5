"""What has to be so before a write can be made: the case stands elsewhere, a thing is closed or asked for.

Each takes the world; some give values for the address that differ from the world's.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.reads import case_for
from huiyin.casework.s1_intake.request import Receipt
from huiyin.casework.s2_triage.merging import merge
from huiyin.casework.s2_triage.splitting import Part, split
from huiyin.casework.s3_dispatch.acts import undo_dispatch
from huiyin.casework.s4_handling import acts as work
from huiyin.casework.s4_handling.bulk import dispatch_many
from huiyin.casework.s4_handling.conflicts import keep_late
from huiyin.casework.s4_handling.extending import ask_for_extension
from huiyin.casework.s4_handling.incidents import Opening, open_incident
from huiyin.casework.s4_handling.models import Conflict, Handover, RegradeRequest
from huiyin.casework.s4_handling.nuisance.acts import ask_to_mark, decide_mark
from huiyin.casework.s4_handling.pauses import pause_clocks
from huiyin.casework.s4_handling.suspending import ask_to_suspend, decide_suspension
from huiyin.casework.s4_handling.waits import begin_wait
from huiyin.casework.s5_closure.acts import hand_to_follow_up, judge
from huiyin.casework.s5_closure.declining import ask_to_decline
from huiyin.casework.s5_closure.models import FollowUpCall, Owed, PlatformRequest
from huiyin.casework.s5_closure.owing import Claim, owe
from huiyin.casework.s5_closure.platform.asking import Question, ask_platform
from huiyin.casework.s5_closure.words import LegalOutcome, OwedKind, RequestKind
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.models import FrozenMonth
from huiyin.insight.months import Facts, count, pack_facts, rules_of
from huiyin.insight.periods import month_of
from huiyin.registers.organisations.models import Service
from huiyin.registers.people.accounts import deactivate
from huiyin.registers.people.models import Account, TwoPersonRequest
from huiyin.registers.people.two_persons import GRANT
from huiyin.registers.people.words import Role
from huiyin.registers.places.acts import close_place
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.models import RulePack
from huiyin.registers.rules.reads import resolve
from huiyin.registers.rules.words import PackKind
from tests.town import LAMP, WATER

if TYPE_CHECKING:
    from tests.matrix.world import World

NEAR = "own estate"
PARKING = "0604"
GROUND = "funds"


def slip_ready(world: World) -> None:
    """The work order of the world's case has a written answer."""
    proposed(world)


def reply_owed(world: World) -> dict[str, Any]:
    """A delegate waits for a written reply on the case."""
    proposed(world)
    with seen_as(SYSTEM):
        claim = Claim(OwedKind.REPLY, "人大代表 王某", due_at=now() + timedelta(days=30))
        return {"owed_id": owe(case_id=_case(world), claim=claim, by=SYSTEM).pk}


def asked_outside(world: World) -> dict[str, Any]:
    """The platform of the world's work order is asked for more time."""
    clerk = world.viewers["clerk"]
    question = Question(RequestKind.EXTENSION, "配件要等", now() + timedelta(days=30 * 365))
    with seen_as(clerk):
        owed_id = world.values[NEAR]["owed_id"]
        ask_platform(owed_id=owed_id, question=question, by=clerk)
    return {}


def order_of(world: World) -> str:
    """The number that the world's work order has on its platform."""
    with seen_as(SYSTEM):
        return Owed.objects.get(pk=world.values[NEAR]["owed_id"]).ref


def the_question(world: World) -> int:
    """The number of the open question to the platform of the world's work order, 0 without one."""
    with seen_as(SYSTEM):
        rows = PlatformRequest.objects.filter(owed=world.values[NEAR]["owed_id"], decided_at=None)
        return rows.values_list("pk", flat=True).first() or 0


def _case(world: World) -> uuid.UUID:
    return world.cases[NEAR].pk


def _duty(world: World) -> Viewer:
    return world.viewers["duty"]


def received(world: World) -> None:
    """The case waits in the clerk's queue."""
    with seen_as(world.viewers["clerk"]):
        undo_dispatch(case_id=_case(world), by=world.viewers["clerk"])


def accepted(world: World) -> None:
    """The company has taken it."""
    with seen_as(_duty(world)):
        work.accept(case_id=_case(world), by=_duty(world))


def accepted_by_worker(world: World) -> None:
    """The worker has taken it, moments ago."""
    _taken(world, world.viewers["field"])


def accepted_by_program(world: World) -> None:
    """The program of the duty room has taken it, moments ago."""
    _taken(world, world.viewers["duty program"])


def _taken(world: World, by: Viewer) -> None:
    with seen_as(by):
        work.accept(case_id=_case(world), by=by)


def later(world: World, form: str) -> str:
    """Two hours after the case came in, local time, as a form or a program writes it."""
    return localtime(world.cases[NEAR].received_at + timedelta(hours=2)).strftime(form)


def paused(world: World) -> None:
    """Its clocks stand still."""
    accepted(world)
    with seen_as(_duty(world)):
        until = now() + timedelta(hours=2)
        pause_clocks(case_id=_case(world), by=_duty(world), reason="resident_unavailable", until=until)


def waiting(world: World) -> None:
    """It waits for a part."""
    accepted(world)
    with seen_as(_duty(world)):
        until = localtime(now()).date() + timedelta(days=2)
        begin_wait(case_id=_case(world), by=_duty(world), what="part", until=until)


def proposed(world: World) -> None:
    """It has its answer and waits for the resident's word."""
    with seen_as(_duty(world)):
        work.propose(case_id=_case(world), by=_duty(world), answer="修好了")


def confirmed(world: World) -> None:
    """The resident said it is solved."""
    proposed(world)
    receipt = world.receipts[NEAR]
    asker = world.town.asker(receipt)
    with seen_as(asker):
        judge(case_id=_case(world), solved=True, satisfied="yes", words="", by=asker)


def follow_up(world: World) -> None:
    """Nobody is reached by messages: a clerk calls."""
    proposed(world)
    with seen_as(SYSTEM):
        hand_to_follow_up(case_id=_case(world), round_no=1, why="unreachable")


def called_in_vain(world: World) -> None:
    """Three calls on three days reached nobody."""
    follow_up(world)
    with seen_as(SYSTEM):
        FollowUpCall.objects.bulk_create(
            FollowUpCall(
                case_id=_case(world), scope_id=world.town.estate.pk, round=1, reached=False, note="",
                actor="account:0", at=now() - timedelta(days=day),
            )
            for day in range(3)
        )  # fmt: skip


def declining(world: World) -> None:
    """A clerk proposed not to accept it."""
    received(world)
    clerk = world.viewers["clerk"]
    with seen_as(clerk):
        ask_to_decline(case_id=_case(world), outcome=LegalOutcome.BEYOND_DUTY, answer="请找法院", by=clerk)


def no_regrade(world: World) -> None:
    """Nobody has asked for a higher class yet."""
    with seen_as(SYSTEM):
        RegradeRequest.objects.filter(case_id=_case(world)).delete()


def twin(world: World) -> Receipt:
    """Another request about the same matter."""
    return world.receipts["twin"]


def day(world: World, days: int) -> str:
    """A day counted from the receipt of the case, as forms and programs write it."""
    return (localtime(world.cases[NEAR].received_at) + timedelta(days=days)).date().isoformat()


def merged(world: World) -> None:
    """The case is handled with its twin."""
    clerk = world.viewers["clerk"]
    with seen_as(clerk):
        merge(case_id=_case(world), main_id=twin(world).case_id, by=clerk)


def part_of_another(world: World) -> dict[str, Any]:
    """A second matter was split off; the address is the part's."""
    clerk = world.viewers["clerk"]
    with seen_as(clerk):
        made = split(case_id=_case(world), part=Part("楼道灯不亮", LAMP), by=clerk)
    return {"number": made.number}


def mark_asked(world: World) -> None:
    """A clerk thinks that it may be a nuisance."""
    clerk = world.viewers["clerk"]
    with seen_as(clerk):
        ask_to_mark(case_id=_case(world), reason="一天 30 通", number=True, by=clerk)


def marked(world: World) -> None:
    """Another agreed."""
    mark_asked(world)
    second = world.viewers["second clerk"]
    with seen_as(second):
        decide_mark(case_id=_case(world), confirm=True, by=second)


def in_incident(world: World) -> None:
    """The case belongs to a burst main."""
    clerk = world.viewers["clerk"]
    opening = Opening(category=WATER, title="主管爆裂", told="正在抢修", begun_at=now())
    with seen_as(clerk):
        open_incident(place=world.town.building, opening=opening, by=clerk, case_ids=[_case(world)])


def rest_asked(world: World) -> None:
    """A colleague asked for the pending list."""
    second = world.viewers["second clerk"]
    review_on = date.fromisoformat(day(world, 20))
    with seen_as(second):
        ask_to_suspend(
            case_id=_case(world), reason=GROUND, why="等资金", plan="先接水", review_on=review_on, by=second
        )


def resting(world: World) -> None:
    """The case is on the pending list."""
    rest_asked(world)
    clerk = world.viewers["clerk"]
    with seen_as(clerk):
        decide_suspension(case_id=_case(world), approve=True, by=clerk)


def extendable(world: World) -> dict[str, Any]:
    """A fee dispute, whose seven days can be made longer once."""
    receipt = world.town.take_in(category=PARKING, content="停车收费不合理")
    fire_due()
    return {"number": receipt.number}


def time_asked(world: World) -> dict[str, Any]:
    """A colleague asked for more time."""
    found = extendable(world)
    second = world.viewers["second clerk"]
    with seen_as(second):
        case = case_for(second, found["number"])
        ask_for_extension(case_id=case.pk, reason="等答复", by=second)
    return found


def moved_since(world: World) -> dict[str, Any]:
    """The month of the case was told without it."""
    with seen_as(SYSTEM):
        month = told_month(world.town.estate.pk, world.cases[NEAR].received_at, facts=[])
    return {"month_id": month.pk}


def told_month(scope_id: int, at: datetime, facts: Facts) -> FrozenMonth:
    """A frozen month with these facts, as if it had been told."""
    first = month_of(localtime(at).date())
    pack = resolve(scope_tree().up(scope_id), PackKind.RATE, at)
    assert pack is not None
    return FrozenMonth.objects.create(
        scope_id=scope_id, month=first, pack_id=pack.id, as_of=at, facts=pack_facts(facts),
        figures=count(facts, rules_of(pack), at), digest=b"x", made_by="system",
    )  # fmt: skip


def many_dispatched(world: World) -> dict[str, Any]:
    """A clerk gave the case away together with others, moments ago."""
    received(world)
    clerk = world.viewers["clerk"]
    with seen_as(clerk):
        made = dispatch_many(
            numbers=[world.values[NEAR]["number"]], organisation_id=world.town.company.pk, by=clerk
        )
    return {"bulk_id": made.pk}


def no_handover(world: World) -> None:
    """Nobody has signed a sheet that waits for the next."""
    with seen_as(SYSTEM):
        Handover.objects.filter(pk=world.values[NEAR]["handover_id"]).update(withdrawn_at=now())


def closed_place(world: World) -> None:
    """The building is out of use."""
    steward = world.viewers["steward"]
    with seen_as(steward):
        close_place(place=world.town.building, reason="拆", by=steward)


def new_gate(world: World) -> dict[str, Any]:
    """A gate without a code."""
    with seen_as(SYSTEM):
        gate = Place.objects.create(
            scope=world.town.estate, parent=world.town.building.parent, kind=PlaceKind.GATE, name="东门",
            label="E 东门",
        )  # fmt: skip
    return {"place_id": gate.pk}


def new_gate_inside(world: World) -> dict[str, Any]:
    """The estate of that gate."""
    new_gate(world)
    return {"place_id": world.town.building.parent_id}


def no_duties(world: World) -> None:
    """The organisation carries nothing any more."""
    with seen_as(SYSTEM):
        Service.objects.filter(organisation_id=world.values[NEAR]["organisation_id"]).delete()


def _worker(world: World) -> Account:
    return Account.objects.get(pk=world.values[NEAR]["account_id"])


def ended_account(world: World) -> None:
    """The worker's account was ended."""
    with seen_as(SYSTEM):
        deactivate(account=_worker(world), reason="x", by=world.viewers["steward"])


def no_password(world: World) -> None:
    """The worker has not chosen a password yet."""
    worker = _worker(world)
    worker.set_unusable_password()
    worker.save(update_fields=["password"])


def asked_for_high_right(world: World) -> dict[str, Any]:
    """Somebody asked to make the worker a steward."""
    with seen_as(SYSTEM):
        asked = TwoPersonRequest.objects.create(
            what=GRANT, account=_worker(world), role=Role.STEWARD, scope=world.town.community,
            asked_by=world.town.people["leader"], asked_at=now(),
        )  # fmt: skip
    return {"request_id": asked.pk}


def two_at_one_job(world: World) -> dict[str, Any]:
    """The worker's answer comes from a telephone when the duty room has given one."""
    proposed(world)
    worker = world.viewers["field"]
    with seen_as(worker):
        keep_late(case_id=_case(world), step="answer", words="只是包住", made_at=now() - timedelta(hours=1),
                  by=worker)  # fmt: skip
        return {"conflict_id": Conflict.objects.get(case_id=_case(world)).pk}


def pack_of(kind: str) -> int:
    """A rule pack of a kind."""
    return int(RulePack.objects.filter(kind=kind).order_by("pk").values_list("pk", flat=True)[0])
