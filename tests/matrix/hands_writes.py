"""The writes of many hands and of mediation, and what has to be so before each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from huiyin.casework.s3_dispatch.models import Call
from huiyin.casework.s4_handling.mediation.acts import add_party, record_consent
from huiyin.casework.s4_handling.mediation.agreeing import record_request, take_effect
from huiyin.casework.s4_handling.mediation.words import How, Side
from huiyin.casework.s4_handling.models import Dispute, Mediation, Return
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import RoleGrant
from huiyin.registers.people.words import Role
from huiyin.registers.places.models import GovernanceUnit, Place, UnitBuilding
from huiyin.registers.places.words import PlaceKind
from tests.matrix.row import Write, said
from tests.town import SINCE

if TYPE_CHECKING:
    from tests.matrix.world import World

NEAR = "own estate"
HANDLER, OFFICE = "duty program", "clerk program"


def _near(world: World, name: str) -> Any:
    return world.values[NEAR][name]


def _unit(world: World) -> str:
    """Another unit than the one that has the case."""
    return str(_near(world, "organisation_id"))


def _day(world: World) -> str:
    """The day the case came in: a content that is the same however late it is sent again."""
    return str(localtime(world.cases[NEAR].received_at).date())


def delivered(world: World) -> None:
    """The called unit has delivered."""
    with seen_as(SYSTEM):
        Call.objects.filter(pk=_near(world, "call_id")).update(delivered_at=now(), result="x")


def no_return(world: World) -> None:
    """Nobody wants to return the case."""
    with seen_as(SYSTEM):
        Return.objects.filter(case=world.cases[NEAR]).delete()


def no_dispute(world: World) -> None:
    """Nobody disputes the dispatch."""
    with seen_as(SYSTEM):
        Dispute.objects.filter(case=world.cases[NEAR]).delete()


def no_mediation(world: World) -> None:
    """The mediation is over."""
    with seen_as(SYSTEM):
        Mediation.objects.filter(pk=_near(world, "mediation_id")).update(outcome="failed", ended_at=now())


def able_mediator(world: World) -> None:
    """The second clerk is on the committee's list too."""
    second = world.town.people["second clerk"]
    with seen_as(SYSTEM):
        RoleGrant.objects.create(account=second, role=Role.MEDIATOR, scope=world.town.community, since=SINCE)


def consenting(world: World) -> None:
    """Both parties want to mediate."""
    clerk, mediation = world.viewers["clerk"], _near(world, "mediation_id")
    with seen_as(clerk):
        other = add_party(mediation_id=mediation, name="对方", side=Side.RESPONDENT, by=clerk)
        for party_id in (_near(world, "party_id"), other.pk):
            record_consent(party_id=party_id, agrees=True, how=How.SPOKEN, by=clerk)


def in_force(world: World) -> None:
    """The agreement has taken effect."""
    clerk, mediation = world.viewers["clerk"], _near(world, "mediation_id")
    with seen_as(clerk):
        take_effect(
            mediation_id=mediation, on=localtime(world.cases[NEAR].received_at).date(), by=clerk, signed=True,
            mediator_signed=True, sealed=True,
        )  # fmt: skip


def asked_court(world: World) -> None:
    """Both parties asked the court."""
    in_force(world)
    clerk = world.viewers["clerk"]
    with seen_as(clerk):
        record_request(
            mediation_id=_near(world, "mediation_id"), on=localtime(world.cases[NEAR].received_at).date(),
            by=clerk,
        )  # fmt: skip


def duties(world: World) -> dict[str, Any]:
    """The page of the company that serves the estate."""
    return {"organisation_id": world.town.company.pk}


def two_units(world: World) -> dict[str, Any]:
    """The estate's own unit, with a second building in it."""
    with seen_as(SYSTEM):
        Place.objects.create(
            scope=world.town.estate, parent=world.town.building.parent, kind=PlaceKind.BUILDING, name="2号楼",
            label="E 2号楼", short="2",
        )  # fmt: skip
        own = UnitBuilding.objects.get(building=world.town.building, until=None)
    return {"unit_id": own.unit_id}


def temporary(world: World) -> None:
    """The unit was founded for a while."""
    with seen_as(SYSTEM):
        GovernanceUnit.objects.filter(pk=_near(world, "unit_id")).update(temporary=True)


def _estate_units(world: World) -> list[str]:
    """The two units the estate had at first, also after they have become one."""
    with seen_as(SYSTEM):
        rows = GovernanceUnit.objects.filter(scope=world.town.estate).order_by("pk")
        return [str(row.pk) for row in rows[:2]]


CALLS = (
    Write(
        "case-whistle",
        "clerk",
        lambda world: {
            "template": "1+3+N", "kind": "street", "ground": "request", "reason": "多部门职责交叉",
            "unit-more-1": _unit(world), "task-more-1": "看现场",
        },
    ),
    Write("call-step", "duty", step="report"),
    Write("call-step", "duty", step="present"),
    Write("call-step", "duty", said(text="在等配件"), step="progress"),
    Write("call-step", "duty", said(text="已经加固"), step="deliver"),
    Write("call-rate", "clerk", said(mark="full", note="好"), delivered),
    Write("call-off", "clerk", said(reason="不用了")),
    Write("whistle-review", "second clerk", said(justified="yes", note="该吹")),
    Write(
        "case-return", "duty", said(legal_basis="物业管理条例", suggested="", suggested_words="供水公司"),
        no_return,
    ),
    Write("return-decide", "clerk", lambda world: {"granted": "yes", "to": _unit(world), "note": "同意"}),
    Write("case-dispute", "duty", said(grounds="不在合同内"), no_dispute),
    Write(
        "dispute-review", "second clerk",
        lambda world: {"granted": "yes", "to": _unit(world), "note": "成立"},
    ),
    Write(
        "case-share", "clerk",
        lambda world: {"area": str(world.town.other_estate.pk), "unit": "", "reason": "管道相通"},
    ),
    Write("share-revoke", "clerk"),
)  # fmt: skip
MEDIATION = (
    Write("case-mediate", "clerk", said(subject="漏水赔偿", asked="applied"), no_mediation),
    Write("mediation-party", "clerk", said(name="王某", side="respondent", home="")),
    Write("party-consent", "clerk", said(agrees="yes", how="spoken")),
    Write(
        "mediation-mediator", "clerk",
        lambda world: {
            "account": str(world.town.people["second clerk"].pk), "chosen": "on", "declared": "",
            "accepted": "on",
        },
        able_mediator,
    ),
    Write("mediator-end", "clerk", said(reason="认识当事人")),
    Write("mediation-notes", "mediator", said(text="甲方愿意让步"), consenting),
    Write(
        "mediation-agreement", "clerk",
        said(form="written", facts="漏水属实", terms="乙方赔500元", status="on"), consenting,
    ),
    Write(
        "mediation-milestone", "clerk",
        lambda world: {
            "party": str(_near(world, "party_id")), "what": "付款", "yuan": "500", "due_on": "2030-01-01",
        },
    ),
    Write(
        "mediation-effect", "clerk",
        lambda world: {"on": _day(world), "signed": "on", "mediator_signed": "on", "sealed": "on"},
    ),
    Write("milestone-done", "clerk", lambda world: {"on": _day(world), "note": "付清"}, in_force),
    Write("mediation-court", "clerk", lambda world: {"on": _day(world)}, in_force),
    Write(
        "mediation-ruling", "clerk",
        lambda world: {"ruling": "confirmed", "on": _day(world), "number": "（2026）1号"}, asked_court,
    ),
    Write("mediation-end", "clerk", said(outcome="failed", told="可以起诉")),
)  # fmt: skip
STEWARD = (
    Write(
        "steward-take-over", "steward",
        lambda world: {"area": str(world.town.estate.pk), "new": _unit(world), "reason": "业主大会决定"},
        duties,
    ),
    Write(
        "steward-units-merge", "steward",
        lambda world: {
            "units": _estate_units(world), "name": "一管区", "temporary": "on", "reason": "合并",
        },
    ),
    Write(
        "steward-unit-split", "steward",
        lambda world: {
            "buildings": [str(world.town.building.pk)], "name": "二管区", "temporary": "on", "reason": "拆分",
        },
        two_units,
    ),
    Write("steward-unit-permanent", "steward", said(reason="转为常设"), temporary),
)  # fmt: skip
HANDS: tuple[Write, ...] = (*CALLS, *MEDIATION, *STEWARD)
"""Every keyed write of these pages."""

HANDS_API: tuple[Write, ...] = (
    Write(
        "whistle", OFFICE,
        lambda world: {
            "reason": "多部门职责交叉", "kind": "street", "ground": "request",
            "units": [{"organisation_id": int(_unit(world))}],
        },
    ),
    Write(
        "call_off", OFFICE,
        lambda world: {"reason": "不用了", "organisation_id": world.town.company.pk},
    ),
    Write(
        "rate_call", OFFICE,
        lambda world: {"mark": "full", "note": "好", "organisation_id": world.town.company.pk}, delivered,
    ),
    Write("review_whistle", OFFICE, said(justified=True, note="该吹")),
    Write(
        "share", OFFICE, lambda world: {"reason": "管道相通", "scope_id": world.town.other_estate.pk}
    ),
    Write("unshare", OFFICE, lambda world: {"scope_id": world.town.street.pk}),
    Write("report_in", HANDLER, said(note="马上到")),
    Write("present", HANDLER),
    Write("progress", HANDLER, said(note="在等配件")),
    Write("deliver", HANDLER, said(result="已经加固")),
    Write("return", HANDLER, said(legal_basis="物业管理条例", suggested="供水公司"), no_return),
    Write("decide_return", OFFICE, lambda world: {"grant": True, "to_id": int(_unit(world)), "note": "同意"}),
    Write("dispute", HANDLER, said(grounds="不在合同内"), no_dispute),
    Write(
        "review_dispute", OFFICE, lambda world: {"grant": True, "to_id": int(_unit(world)), "note": "成立"}
    ),
)  # fmt: skip
"""Every write of the API about many hands."""
