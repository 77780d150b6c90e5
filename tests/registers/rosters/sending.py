"""Sending rows to the registers as somebody who keeps them."""

from typing import Any

from huiyin.ground.clock import now
from huiyin.ground.tenancy.models import Scope
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.founding import found
from huiyin.registers.people.models import Account, RoleGrant
from huiyin.registers.people.viewers import viewer_of_account
from huiyin.registers.people.words import Role
from huiyin.registers.rosters.lines import Here, Line, Result
from huiyin.registers.rosters.taking import take_rows, try_rows
from huiyin.registers.rosters.words import RosterKind
from huiyin.registers.rules.reads import forget_packs


def new_community() -> Scope:
    """A new installation with one community."""
    forget_packs()
    found(name="回音街道", region="510108", community="桑园社区")
    with seen_as(SYSTEM):
        return Scope.objects.get(name="桑园社区")


def keeper(scope: Scope) -> Viewer:
    """Who keeps its registers; rights are worked out anew each time: a table makes new estates."""
    with seen_as(SYSTEM):
        account, _new = Account.objects.get_or_create(username="s", defaults={"display_name": "管"})
        RoleGrant.objects.get_or_create(
            account=account, role=Role.STEWARD, scope=scope, defaults={"since": now()}
        )
        return viewer_of_account(account, second_factor=True)


def send_rows(
    scope: Scope, kind: RosterKind, rows: list[dict[str, str]], *, dry: bool = False, **wishes: Any
) -> Result:
    """Send rows (field -> text) of a kind; `dry`: only try."""
    by = keeper(scope)
    lines = [Line(no, row) for no, row in enumerate(rows, 2)]
    with seen_as(by):
        return (try_rows if dry else take_rows)(
            kind, lines, Here(scope.pk, by, now(), name="表.xlsx", **wishes)
        )
