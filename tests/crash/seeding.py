"""What an instance needs to take requests in: the town, and a program with a token."""

from __future__ import annotations


def seed(token: str) -> int:
    """Plant the town and a program that may file there; returns the estate to file for."""
    from huiyin.ground.clock import now
    from huiyin.ground.ids import digest
    from huiyin.ground.tenancy.viewer import SYSTEM
    from huiyin.ground.tenancy.wall import seen_as
    from huiyin.registers.people.models import Account, ApiToken, RoleGrant
    from huiyin.registers.people.words import Role
    from tests.town import SINCE, plant_town

    town = plant_town()
    with seen_as(SYSTEM):
        account = Account.objects.create(username="program", display_name="program")
        RoleGrant.objects.create(account=account, role=Role.PROGRAM, scope=town.community, since=SINCE)
        ApiToken.objects.create(account=account, label="crash", digest=digest(token), made_at=now())
    return int(town.estate.pk)
