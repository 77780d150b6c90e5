"""A use of the maintenance fund of every area of the matrix, and the writes about it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from huiyin.commons.c2_voices.models import AskedUnit, OwnersVote, Question
from huiyin.commons.c6_fund.models import FundObjection, FundUnit, FundUse, Quotation, QuotationScan
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.places.models import Home, Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.models import RulePack
from huiyin.registers.rules.reads import newest
from huiyin.registers.rules.words import PackKind
from tests.matrix.deliberations import CLERK
from tests.matrix.row import Write, said
from tests.matrix.works import photograph

if TYPE_CHECKING:
    from tests.matrix.world import World

NEAR = "own estate"
AMOUNT = 50_000
WAY = {"draft": (), "posted": ("voting", "posted"), "paying": ("voting", "posted", "paying")}
"""The steps that lead to a state."""


def plant_fund(scope_id: int, home_id: int, unit_id: int) -> dict[str, Any]:
    """The values of the addresses' parameters; the home is the vote's (tests/matrix/votes.py)."""
    use = new_use(scope_id, f"F25{scope_id % 100:02}-AAAAA{scope_id % 10}", home_id, unit_id, "posted")
    QuotationScan.objects.create(
        quotation=use.quotations.get(), scope_id=scope_id, body=b"x", sha256="x", added_by="account:0",
        added_at=now(),
    )  # fmt: skip
    return {"use_id": use.pk, "fund_code": use.code, "fund_move": "clear", "quotation_no": 1}


MISSING_FUND = {"fund_code": "F0000-XXXXXX", "fund_move": "clear", "quotation_no": 9}


def new_use(
    scope_id: int, code: str, home_id: int, unit_id: int, state: str, until: date | None = None
) -> FundUse:
    """A use that stands there: one home, one quotation, chosen."""
    at = now()
    home = Place.objects.get(pk=home_id)
    use = FundUse.objects.create(
        scope_id=scope_id, code=code, place_id=home.parent_id or home_id, part="roof", title="屋面",
        words="漏", pack=newest(PackKind.FUND, "cn"), state_since=at, homes=1, area=9000,
        made_by="account:0", made_at=at,
    )  # fmt: skip
    FundUnit.objects.create(
        use=use, scope_id=scope_id, no=1, place=home, label=home.label, area=9000, amount_fen=AMOUNT
    )
    Quotation.objects.create(
        use=use, scope_id=scope_id, no=1, organisation_id=unit_id, amount_fen=AMOUNT, chosen=True,
        chosen_why="近",
    )  # fmt: skip
    for step in WAY[state]:
        use.state = step
        if step == "posted":
            use.approved_fen, use.posted_at = AMOUNT, at
            use.post_until = until or localtime(at).date() + timedelta(days=7)
        use.save()
    return use


def stands(state: str, *, over: bool = False, objected: bool = False, other: bool = False) -> Any:
    """A use of the own estate in this state, for a write's address.

    `over`: its posting is; `objected`: somebody did; `other`: another company than the town's offers it.
    """

    def before(world: World) -> dict[str, Any]:
        with seen_as(SYSTEM):
            yesterday = localtime(now()).date() - timedelta(days=1)
            unit = _another(world) if other else world.town.company
            use = new_use(
                world.town.estate.pk, "F2599-STANDX", int(_home(world)), unit.pk, state,
                yesterday if over else None,
            )  # fmt: skip
            if objected:
                FundObjection.objects.create(
                    use=use, scope_id=use.scope_id, name="x", text="x", made_by="account:0", made_at=now()
                )
        return {"use_id": use.pk, "fund_code": use.code, "fund_move": "clear"}

    return before


def asked(world: World) -> dict[str, Any]:
    """A use that is being prepared, and a vote of exactly its home."""
    values: dict[str, Any] = stands("draft")(world)
    with seen_as(SYSTEM):
        at = now()
        vote = OwnersVote.objects.create(
            scope=world.town.estate, code="V2599-FUNDXX", title="x", words="x", called_by="x",
            pack=RulePack.objects.get(kind="decision", name="cn"), mode="online", silence="absent",
            repeated="last", most_proxies=3, opens_on=localtime(at).date() + timedelta(days=20),
            closes_at=at + timedelta(days=40), made_by="account:0", made_at=at,
        )  # fmt: skip
        Question.objects.create(
            vote=vote, scope=world.town.estate, no=1, matter="use_fund", text="用？", letters=[["Y", ""]]
        )
        AskedUnit.objects.create(vote=vote, scope=world.town.estate, place_id=_home(world))
    return values


def entrance(world: World) -> None:
    """An entrance with one measured home."""
    with seen_as(SYSTEM):
        building = world.town.building
        place = Place.objects.create(
            scope=world.town.estate, parent=building, kind=PlaceKind.ENTRANCE, name="九单元", label="九单元",
            short="9",
        )  # fmt: skip
        home = Place.objects.create(
            scope=world.town.estate, parent=place, kind=PlaceKind.HOME, name="9", label="九单元9", short="9-9"
        )
        Home.objects.create(place=home, scope=world.town.estate, area=7000, area_source="registry")


def _another(world: World) -> Organisation:
    return Organisation.objects.create(scope=world.town.community, kind="company", name="甲公司")


def _home(world: World) -> str:
    return str(world.values[NEAR]["home_id"])


def _day(ahead: int = 0) -> str:
    return (localtime(now()).date() + timedelta(days=ahead)).isoformat()


def _wish(_world: World) -> dict[str, str]:
    with seen_as(SYSTEM):
        place = Place.objects.get(label="九单元").pk
    return {"place": str(place), "part": "roof", "title": "屋面", "words": "漏水"}


def _vote(_world: World) -> dict[str, str]:
    return {
        "title": "用维修资金", "words": "屋面漏水", "called_by": "业主委员会", "mode": "online",
        "opens_on": _day(20), "last_day": _day(30), "repeated": "last", "silence": "absent", "clause": "",
        "text": "是否同意？",
    }  # fmt: skip


def _waiting(_world: World) -> dict[str, str]:
    with seen_as(SYSTEM):
        one = FundObjection.objects.get(use__code="F2599-STANDX").pk
    return {"objection": str(one), "answer": "已说明", "upheld": "no"}


def _prepared(_world: World) -> dict[str, str]:
    with seen_as(SYSTEM):
        return {"vote": str(OwnersVote.objects.get(code="V2599-FUNDXX").pk)}


def _danger(_world: World) -> dict[str, str]:
    when = localtime(now()) - timedelta(hours=1)
    return {
        "danger": "roof_leak", "confirmed_by": "街道", "confirmed_at": f"{when:%Y-%m-%dT%H:%M}",
        "contractor": "",
    }  # fmt: skip


FUND: tuple[Write, ...] = (
    Write("fund-new", CLERK, _wish, entrance),
    Write("fund-scope", CLERK, lambda world: {"homes": [_home(world)], "why": "只此一户"}, stands("draft")),
    Write(
        "fund-quote", CLERK,
        lambda world: {"organisation": str(world.town.company.pk), "amount": "500", "words": ""},
        stands("draft", other=True),
    ),
    Write("fund-scan-add", CLERK, lambda _world: {"no": "1", "picture": photograph()}, stands("draft")),
    Write("fund-choose", CLERK, said(no="1", why="保修长"), stands("draft")),
    Write("fund-danger", CLERK, _danger, stands("draft")),
    Write("fund-vote", CLERK, _vote, stands("draft")),
    Write("fund-bind", CLERK, _prepared, asked),
    Write("fund-do", CLERK, before=stands("posted", over=True), step="clear"),
    Write("fund-object", CLERK, said(name="某户", text="贵"), stands("posted")),
    Write("fund-answer", CLERK, _waiting, stands("posted", objected=True)),
    Write("fund-pay", CLERK, lambda _world: {"amount": "100", "paid_on": _day(), "paper": "001"},
          stands("paying", over=True)),
    Write("fund-stop", CLERK, said(reason="改由街道立项"), stands("draft")),
)  # fmt: skip
