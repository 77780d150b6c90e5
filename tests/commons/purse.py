"""A use of the maintenance fund, step by step: a building with eight units, three of them in an entrance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from huiyin.commons.c2_voices.owners_vote import counted, opening
from huiyin.commons.c6_fund import asking, paying, posting, quoting, scoping, urgent
from huiyin.commons.c6_fund.models import FundUse
from huiyin.ground.clock import now, today
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from tests.commons.hall import Hall

STAIRS = ("101", "201", "301")
YUAN = 100
PRICE = 126_000 * YUAN
"""Two yuan for a hundredth of a square metre: 630.00 ㎡ divide it without a rest."""


@dataclass
class Purse:
    """The hall with a use of the fund in it."""

    hall: Hall
    use: Any = None
    entrance: Any = None
    companies: tuple[Any, ...] = ()

    def settle(self) -> Purse:
        """Three homes lie in an entrance; two companies offer their work."""
        town = self.hall.town
        with seen_as(SYSTEM):
            self.entrance = Place.objects.create(
                scope=town.estate, parent=town.building, kind=PlaceKind.ENTRANCE, name="1单元",
                label=f"{town.building.label} 1单元", short="1-1",
            )  # fmt: skip
            for name in STAIRS:
                Place.objects.filter(pk=self.hall.homes[name].pk).update(parent=self.entrance)
            other = Organisation.objects.create(
                scope=town.community, kind=OrganisationKind.COMPANY, name="防水公司"
            )
        self.companies = (town.company, other)
        return self

    def as_(self, act: Any, viewer: Viewer | None = None, **given: Any) -> Any:
        """Do an act as the clerk, or as somebody else."""
        return self.hall.as_(viewer or self.hall.clerk, act, **given)

    def do(self, act: Any, viewer: Viewer | None = None, **given: Any) -> Any:
        """Do an act on the use, and read it anew."""
        made = self.as_(act, viewer, use_id=self.use.pk, **given)
        self.again()
        return made

    def again(self) -> FundUse:
        """The use, read anew."""
        with seen_as(SYSTEM):
            self.use = FundUse.objects.select_related("vote", "project__decision").get(pk=self.use.pk)
        return self.use

    def prepared(self, place: Any = None, part: str = "roof") -> Purse:
        """A use for the building, or another place."""
        wish = scoping.Wish(part, "屋面防水翻修", "屋面开裂，顶层渗水，重做防水层。")
        at = (place or self.hall.town.building).pk
        self.use = self.as_(scoping.prepare_use, place_id=at, wish=wish)
        return self

    def quoted(self, amount: int = PRICE, second: int = PRICE + 1) -> Purse:
        """Two quotations, the first chosen."""
        for company, fen in zip(self.companies, (amount, second), strict=True):
            self.do(quoting.add_quotation, organisation_id=company.pk, amount_fen=fen, words="")
        self.do(quoting.choose_quotation, no=1, why="价格最低，保修五年")
        return self

    def put(self, **given: Any) -> Purse:
        """Before the owners, by a vote of exactly these homes."""
        plan = self.hall.plan(title="使用维修资金", words="屋面", **given)
        self.hall.vote = self.do(asking.prepare_vote, plan=plan, text="是否同意使用维修资金？")
        return self

    def opens(self) -> Purse:
        """Notice, days, opening."""
        self.hall.step(opening.give_notice)
        self.hall.hands.move(days=15)
        self.hall.step(opening.open_vote)
        return self

    def decides(self, *names: str, letters: str = "Y") -> Purse:
        """Owners vote; counted and posted."""
        self.opens()
        for name in names:
            self.hall.votes(name, letters)
        self.hall.closed().result()
        self.again()
        return self

    def final(self) -> Purse:
        """The days for objections to the vote are over."""
        self.hall.hands.move(days=16)
        self.hall.step(counted.finish)
        self.again()
        return self

    def posted(self, *, final: bool = False) -> Purse:
        """From the draft to the posting."""
        self.prepared().quoted().put().decides("101", "102", "201", "301", "302")
        if final:
            self.final()
        self.do(posting.post_use)
        return self

    def paying(self, *, final: bool = False) -> Purse:
        """And past its days."""
        self.posted(final=final)
        self.wait()
        self.do(posting.clear_posting)
        return self

    def wait(self) -> None:
        """To the day after the posting."""
        self.hall.hands.set(now() + timedelta(days=(self.use.post_until - today()).days + 1))

    def pay(self, fen: int, paper: str = "0001", on: date | None = None) -> Any:
        """A payment of today."""
        return self.do(paying.pay, receipt=paying.Receipt(fen, on or today(), paper))

    def danger(self, ago: timedelta = timedelta(hours=2), **given: Any) -> urgent.Danger:
        """The roof leaks; the street says so."""
        plain: dict[str, Any] = {"key": "roof_leak", "confirmed_by": "街道", "confirmed_at": now() - ago}
        return urgent.Danger(**plain | given)


def at(day: date, hour: int = 10) -> datetime:
    """A moment of a day in Beijing."""
    from huiyin.ground.tenancy.public_codes import ZONE

    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)
