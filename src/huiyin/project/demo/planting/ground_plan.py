"""What the planters have put into the ground so far, found by the keys of the data files."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from huiyin.ground.tenancy.models import Scope
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.sources import Table
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.models import Account
from huiyin.registers.places.models import Place

DAYS_A_MONTH = 30.4


@dataclass(slots=True)
class GroundPlan:
    """Scopes, places, organisations and accounts by key; all moments count from `loaded`."""

    loaded: datetime
    scopes: dict[str, Scope] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    @property
    def began(self) -> datetime:
        """Since when the roles are held."""
        return self.loaded - timedelta(days=420)

    def months_ago(self, months: float) -> date:
        """The local day so many months before loading (negative: after)."""
        return (self.loaded.astimezone(LOCAL) - timedelta(days=months * DAYS_A_MONTH)).date()


def declared(facts: tuple[Table, ...]) -> dict[str, Table]:
    """Facts as registers keep them: by key, each with its words, figure and source."""
    return {
        row["key"]: {name: row[name] for name in ("value", "of", "says", "source") if name in row}
        for row in facts
    }
