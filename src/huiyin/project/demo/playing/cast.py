"""Who acts in the played cases, each with exactly the rights the account has in the running program."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.project.demo.planting.ground_plan import GroundPlan
from huiyin.project.demo.roster import PersonCard, accounts
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import on_duty
from huiyin.registers.people.viewers import viewer_of_account
from huiyin.registers.people.words import DutyRank

if TYPE_CHECKING:
    from .moves import Played

ON_DUTY = "@"
"""`by=@fuyou` is whoever sits at the desk of that organisation at the moment of the step."""


@dataclass(slots=True)
class Cast:
    """The people of the demonstration as viewers, made when first needed."""

    plan: GroundPlan
    played: dict[str, "Played"] = field(default_factory=dict)
    """Every case of the play by the key of its script: one can be joined to another."""
    _cards: dict[str, PersonCard] = field(default_factory=lambda: {card.key: card for card in accounts()})
    _viewers: dict[int, Viewer] = field(default_factory=dict)

    def viewer(self, key: str, scope_ids: Iterable[int]) -> Viewer:
        """The viewer of a person, or of whoever is on duty (for the nearest of the scopes)."""
        account = self._at_desk(key, scope_ids) if key.startswith(ON_DUTY) else self.plan.accounts[key]
        if account.pk not in self._viewers:
            self._viewers[account.pk] = viewer_of_account(account, second_factor=True)
        return self._viewers[account.pk]

    def account(self, key: str) -> Account:
        """The account of a person."""
        return self.plan.accounts[key]

    def organisation(self, key: str) -> Organisation:
        """The organisation a person works for."""
        told = self._cards[key].account
        return self.plan.organisations[told.organisation if told else ""]

    def _at_desk(self, key: str, scope_ids: Iterable[int]) -> Account:
        organisation = self.plan.organisations[key.removeprefix(ON_DUTY)]
        found = on_duty(organisation_id=organisation.pk, rank=DutyRank.DESK, at=now(), scope_ids=scope_ids)
        if found is None:
            raise LookupError(f"nobody is on duty for {key}")
        return found
