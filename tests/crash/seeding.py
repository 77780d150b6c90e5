"""What an instance needs to take requests in: the town, a program with a token, a duty man who signs in."""

from __future__ import annotations

PASSWORD = "a sentence for tests"
SECOND_FACTOR = "3132333435363738393031323334353637383930"
"""The key of his authenticator, hexadecimal."""


def seed(token: str) -> list[int]:
    """Plant the town and a program that may file there; returns the estate to file for."""
    from django_otp.plugins.otp_totp.models import TOTPDevice

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
        town.people["duty"].set_password(PASSWORD)
        town.people["duty"].save()
        TOTPDevice.objects.create(user=town.people["duty"], name="x", confirmed=True, key=SECOND_FACTOR)
        ApiToken.objects.create(account=account, label="crash", digest=digest(token), made_at=now())
    return [town.estate.pk]


def take_in_lots(scope_id: int, number: int) -> list[str]:
    """So many requests of residents without a telephone, within seconds; their numbers."""
    from huiyin.casework.s1_intake.acts import take_in_many
    from huiyin.casework.s1_intake.request import Request
    from huiyin.ground.tenancy.viewer import guest

    asked = Request(scope_id=scope_id, channel="Q", content="厨房漏水", category="0204")
    numbers = []
    for first in range(0, number, 100):
        items = [(f"lots-{first + i}", b"x", asked) for i in range(min(100, number - first))]
        numbers += [receipt.number for receipt in take_in_many(items=items, by=guest())]
    return numbers


def telephones(number: int) -> list[str]:
    """So many field workers, each signed in on a telephone: where they report from, then their sessions."""
    from django.conf import settings
    from django.test import Client

    from huiyin.ground.tenancy.viewer import SYSTEM
    from huiyin.ground.tenancy.wall import seen_as
    from huiyin.registers.organisations.models import Organisation
    from huiyin.registers.people.models import Account, RoleGrant
    from huiyin.registers.people.words import Role
    from huiyin.registers.places.models import Place
    from huiyin.registers.places.words import PlaceKind
    from tests.town import SINCE

    sessions = []
    with seen_as(SYSTEM):
        company = Organisation.objects.get(name="富友")
        building = Place.objects.filter(kind=PlaceKind.BUILDING).order_by("pk")[0]
        for n in range(number):
            account = Account.objects.create(username=f"phone-{n}", display_name=f"phone {n}")
            RoleGrant.objects.create(
                account=account,
                role=Role.FIELD,
                scope_id=building.scope_id,
                organisation=company,
                since=SINCE,
            )
            client = Client()
            client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
            sessions.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    return [str(building.pk), *sessions]
