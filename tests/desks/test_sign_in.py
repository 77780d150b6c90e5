"""The door: second factor, one-time codes, registered screens, invitations, endings of sessions."""

from datetime import timedelta

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.ids import digest
from huiyin.ground.refusals import TooMany
from huiyin.ground.tenancy.acts import plant_scope
from huiyin.ground.tenancy.models import Scope
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.project.command.failure import CommandError
from huiyin.project.instance import adapters
from huiyin.registers.founding import found
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people import entry
from huiyin.registers.people.acts import AlreadyRun, invite_first_administrator
from huiyin.registers.people.models import Account, Device, Invitation, OneTimeCode, RoleGrant
from huiyin.registers.people.refusals import LinkExpired, WrongCode
from huiyin.registers.people.words import Permission, Role

pytestmark = pytest.mark.django_db
PASSWORD = "seven wooden bridges"
PHONE = "17000001234"


@pytest.fixture
def scope() -> Scope:
    return plant_scope(name="street", kind="subdistrict", region="990101")


@pytest.fixture
def clerk(scope: Scope) -> Account:
    account = Account.objects.create(username="clerk", display_name="clerk")
    account.set_password(PASSWORD)
    account.save()
    RoleGrant.objects.create(account=account, role=Role.CLERK, scope=scope, since=now() - timedelta(days=1))
    return account


@pytest.fixture
def contact(scope: Scope) -> Account:
    account = Account.objects.create(username=PHONE, display_name="head", by_phone=True)
    account.phone_sealed = crypto.seal(PHONE, aad=account.phone_aad)
    account.phone_index = crypto.blind_index("phone", PHONE)
    account.save()
    RoleGrant.objects.create(account=account, role=Role.CONTACT, scope=scope, since=now() - timedelta(days=1))
    return account


def code_of(device: TOTPDevice) -> str:
    return f"{TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift).token():06d}"


def password_step(client: Client, password: str = PASSWORD) -> None:
    client.post("/sign-in", {"username": "clerk", "password": password})


def viewer(client: Client):
    return client.get("/me").wsgi_request.viewer


def test_password_alone_opens_no_office_desk(clerk: Account) -> None:
    TOTPDevice.objects.create(user=clerk, confirmed=True)
    client = Client()
    password_step(client)
    assert client.get("/me").status_code in (302, 404)
    assert not viewer(client).may(Permission.CASE_TRIAGE)


def test_second_factor_opens_it(clerk: Account) -> None:
    device = TOTPDevice.objects.create(user=clerk, confirmed=True)
    client = Client()
    password_step(client)
    assert client.post("/sign-in/second", {"code": "000000"}).status_code in (200, 422)
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert client.post("/sign-in/second", {"code": code_of(device)}).status_code == 302
    assert viewer(client).may(Permission.CASE_TRIAGE)


def test_a_set_up_second_factor_cannot_be_replaced_with_the_password_alone(clerk: Account) -> None:
    TOTPDevice.objects.create(user=clerk, confirmed=True)
    client = Client()
    password_step(client)
    answer = client.get("/sign-in/set-up")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in/second"


def test_wrong_password_and_unknown_user_say_the_same(clerk: Account) -> None:
    wrong = Client().post("/sign-in", {"username": "clerk", "password": "no"}, REMOTE_ADDR="127.0.0.2")
    unknown = Client().post("/sign-in", {"username": "nobody", "password": "no"}, REMOTE_ADDR="127.0.0.3")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.content.count(b"error") == unknown.content.count(b"error")


def test_session_changes_at_sign_in(clerk: Account) -> None:
    client = Client()
    client.get("/sign-in")
    before = client.session.session_key
    password_step(client)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"]
)
def test_never_sent_elsewhere(clerk: Account, target: str) -> None:
    device = TOTPDevice.objects.create(user=clerk, confirmed=True)
    client = Client()
    client.post("/sign-in", {"username": "clerk", "password": PASSWORD, "next": target})
    answer = client.post("/sign-in/second", {"code": code_of(device), "next": target})
    assert answer.status_code == 302
    assert "elsewhere" not in answer.headers["Location"]


def test_leaver_is_out_at_the_next_request(clerk: Account) -> None:
    device = TOTPDevice.objects.create(user=clerk, confirmed=True)
    client = Client()
    password_step(client)
    client.post("/sign-in/second", {"code": code_of(device)})
    assert viewer(client).may(Permission.CASE_TRIAGE)
    Account.objects.filter(pk=clerk.pk).update(is_active=False)
    assert viewer(client).kind == "guest"


def test_ending_all_sessions_ends_them(clerk: Account) -> None:
    device = TOTPDevice.objects.create(user=clerk, confirmed=True)
    client = Client()
    password_step(client)
    client.post("/sign-in/second", {"code": code_of(device)})
    Account.objects.filter(pk=clerk.pk).update(session_epoch=7)
    assert viewer(client).kind == "guest"


def test_phone_code_signs_in_and_works_once(contact: Account) -> None:
    code = entry.send_code(phone=PHONE)
    client = Client()
    client.post("/sign-in/phone", {"phone": "170 0000 1234"})
    assert client.post("/sign-in/code", {"code": code}).status_code == 302
    assert viewer(client).may(Permission.BUILDING_READ)
    with pytest.raises(WrongCode):
        entry.check_code(phone=PHONE, code=code)


def test_five_wrong_tries_end_a_code(contact: Account) -> None:
    code = entry.send_code(phone=PHONE)
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(entry.MOST_TRIES):
        with pytest.raises(WrongCode):
            entry.check_code(phone=PHONE, code=wrong)
    with pytest.raises(WrongCode):
        entry.check_code(phone=PHONE, code=code)


def test_code_dies_after_ten_minutes(contact: Account) -> None:
    code = entry.send_code(phone=PHONE)
    OneTimeCode.objects.update(expires_at=now() - timedelta(seconds=1))
    with pytest.raises(WrongCode):
        entry.check_code(phone=PHONE, code=code)


def test_no_more_than_five_codes_an_hour(contact: Account) -> None:
    for _ in range(entry.PER_HOUR):
        entry.send_code(phone=PHONE)
    with pytest.raises(TooMany):
        entry.send_code(phone=PHONE)


def test_unknown_phone_gets_the_same_page(contact: Account) -> None:
    known = Client().post("/sign-in/phone", {"phone": PHONE})
    unknown = Client().post("/sign-in/phone", {"phone": "17000009999"})
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )


def test_a_screen_pairs_once_and_is_revoked_at_once(scope: Scope, clerk: Account) -> None:
    with seen_as(SYSTEM):
        company = Organisation.objects.create(scope=scope, kind="company", name="company")
        device = Device.objects.create(
            label="wall", scope=scope, organisation=company, made_by=clerk,
            pairing_digest=digest("ABCD-1234"), pairing_until=now() + timedelta(minutes=15),
        )  # fmt: skip
    client = Client()
    assert client.post("/sign-in/screen", {"code": "abcd-1234"}).status_code == 302
    assert viewer(client).may(Permission.DUTY_READ, scope.pk)
    assert Client().post("/sign-in/screen", {"code": "ABCD-1234"}).status_code == 422
    Device.objects.filter(pk=device.pk).update(revoked_at=now())
    assert viewer(client).kind == "guest"


def test_first_administrator_once(db: None) -> None:
    root = found(name="street", region="990101")
    path = invite_first_administrator(root=root, lasting=timedelta(minutes=30))
    client = Client()
    assert client.get(path).status_code == 200
    assert client.post(path, {"password": "short"}).status_code == 422
    assert client.post(path, {"password": PASSWORD}).status_code == 302
    assert Client().get(path).status_code == 410
    with pytest.raises(AlreadyRun):
        invite_first_administrator(root=root, lasting=timedelta(minutes=30))


def test_the_last_way_in_is_the_servers(clerk: Account) -> None:
    clerk.set_password(PASSWORD)
    clerk.save(update_fields=["password"])
    TOTPDevice.objects.create(user=clerk, name="lost")
    path = adapters.invite(username=clerk.username)
    clerk.refresh_from_db()
    assert not clerk.has_usable_password()
    assert not TOTPDevice.objects.filter(user=clerk).exists()
    assert Client().get(path).status_code == 200
    with pytest.raises(CommandError):
        adapters.invite(username="nobody")


def test_invitation_runs_out(clerk: Account) -> None:
    token = entry.invite(account=clerk)
    Invitation.objects.update(expires_at=now() - timedelta(seconds=1))
    with pytest.raises(LinkExpired):
        entry.invited(token)


def test_no_default_account_in_a_new_installation(db: None) -> None:
    assert not Account.objects.exists()
