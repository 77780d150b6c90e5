"""Who acts in the played cases, each with no more rights than the account has in the running program."""

from dataclasses import dataclass, field

from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.models import Account
from huiyin.registers.people.policy import PERMISSIONS
from huiyin.registers.people.words import Role

from ..planting.ground_plan import GroundPlan
from ..roster import PersonCard, accounts


@dataclass(slots=True)
class Cast:
    """The people of the demonstration as viewers, made when first needed."""

    plan: GroundPlan
    _cards: dict[str, PersonCard] = field(default_factory=lambda: {card.key: card for card in accounts()})
    _viewers: dict[str, Viewer] = field(default_factory=dict)

    def viewer(self, key: str) -> Viewer:
        """The viewer of a person's account."""
        if key not in self._viewers:
            self._viewers[key] = self._make(key)
        return self._viewers[key]

    def account(self, key: str) -> Account:
        """The account of a person."""
        return self.plan.accounts[key]

    def organisation(self, key: str) -> Organisation:
        """The organisation a person works for."""
        told = self._cards[key].account
        return self.plan.organisations[told.organisation if told else ""]

    def _make(self, key: str) -> Viewer:
        told, account = self._cards[key].account, self.plan.accounts[key]
        assert told is not None  # noqa: S101 - only people with an account act
        scopes = scope_tree().under(self.plan.scopes[scope].pk for scope in told.scopes)
        return Viewer(
            kind="account",
            id=str(account.pk),
            label=account.display_name,
            grants={str(permission): scopes for permission in PERMISSIONS[Role(told.role)]},
            around=frozenset(scope_tree().paths),
            account_id=account.pk,
            person_id=account.person_id,
            organisation_ids=frozenset(
                {self.plan.organisations[told.organisation].pk} if told.organisation else ()
            ),
            place_ids=frozenset({self.plan.places[told.place].pk} if told.place else ()),
        )
