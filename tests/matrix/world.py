"""Everybody at once: a client per role, one without any, and cases near and far to try them on."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.links import link_token
from huiyin.casework.casefile.models import Attachment, Case
from huiyin.casework.casefile.words import Channel
from huiyin.casework.s1_intake.models import IntakeSheet
from huiyin.casework.s1_intake.request import File, Receipt
from huiyin.casework.s2_triage.models import Lesson
from huiyin.casework.s4_handling.models import (
    Bulk,
    BulkState,
    Handover,
    Incident,
    Plan,
    RegradeRequest,
    StandardAnswer,
)
from huiyin.casework.s5_closure.owing import Claim, owe
from huiyin.casework.s5_closure.words import OwedKind
from huiyin.channels.spreadsheets.imports import keep_upload
from huiyin.ground.clock import now
from huiyin.ground.ids import check_character, digest
from huiyin.ground.models import Notice
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer, guest
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.models import FrozenMonth
from huiyin.insight.months import pack_facts
from huiyin.registers.organisations.models import Organisation, Service
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.people.models import Account, ApiToken, Device, DutyShift, Person, Post, RoleGrant
from huiyin.registers.people.tokens import grant_program, issue_token, make_program
from huiyin.registers.people.viewers import viewer_of_account, viewer_of_device
from huiyin.registers.people.words import DutyRank, PostKind, Role
from huiyin.registers.places.models import Place, QrCode
from huiyin.registers.rosters.models import RosterFile
from huiyin.registers.rules.models import RulePack
from tests.databases import planted
from tests.matrix.agreements import MISSING_AGREEMENT, plant_agreement
from tests.matrix.board import MISSING_POSTING, plant_posting
from tests.matrix.deliberations import MISSING_DELIBERATION, plant_deliberation
from tests.matrix.elections import MISSING_ELECTION, plant_election
from tests.matrix.fund import MISSING_FUND, plant_fund
from tests.matrix.hands import plant_hands
from tests.matrix.polls import MISSING_POLL, plant_poll
from tests.matrix.routes import Route
from tests.matrix.surveys import MISSING_SURVEY, plant_survey
from tests.matrix.topics import MISSING_TOPIC, plant_topic
from tests.matrix.volunteers import MISSING_VOLUNTEER, plant_volunteers
from tests.matrix.votes import MISSING_VOTE, plant_vote
from tests.matrix.works import MISSING_WORK, plant_work
from tests.town import SINCE, Town, plant_town

NEAR, SISTER, FAR, MISSING = "own estate", "other estate", "other community", "missing"
WHERE = (NEAR, SISTER, FAR, MISSING)
PEOPLE = (
    "contact",
    "field",
    "duty",
    "clerk",
    "leader",
    "steward",
    "auditor",
    "other clerk",
    "sister contact",
    "mediator",
)


@dataclass
class World:
    """The town with its clients, viewers and the values that fill the parameters of addresses."""

    town: Town
    clients: dict[str, Client] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    token_viewers: dict[str, Viewer] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __getstate__(self) -> dict[str, Any]:
        """What a copy needs: of a client its cookies."""
        return self.__dict__ | {"clients": {name: client.cookies for name, client in self.clients.items()}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, clients={})
        for name, cookies in state["clients"].items():
            self.clients[name] = Client()
            self.clients[name].cookies = cookies

    def known(self, route: Route) -> bool:
        """Whether every parameter of the address has a value."""
        return set(route.parameters) <= set(self.values[NEAR])

    def address(self, route: Route, where: str) -> str:
        """The address of the thing of that kind which lies there."""
        return route.address(self.values[where])


@planted
def build_for_writes() -> World:
    """The world with everybody whom a write needs, and a second case of the same estate."""
    world = build()
    for name in ("second clerk", "deputy"):
        sign_in(world, name)
    world.receipts["twin"] = world.town.take_in(content="卫生间也返水")
    fire_due()
    for name, role in (("clerk program", "clerk"), ("duty program", "duty")):
        _office_program(world, name, role)
    return world


def _office_program(world: World, name: str, role: str) -> None:
    """A program that works as an office role."""
    town = world.town
    with seen_as(SYSTEM):
        account = make_program(username=name.replace(" ", "-"), label=name)
        company = town.company.pk if role == "duty" else None
        scope = town.estate if role == "duty" else town.community
        grant_program(account=account, role=role, scope_id=scope.pk, organisation_id=company)
        world.tokens[name] = issue_token(account=account, label=name)
        world.viewers[name] = world.token_viewers[name] = viewer_of_account(account, second_factor=True)


@planted
def build() -> World:
    """Plant the town, sign everybody in, put a case into each place."""
    world = World(plant_town())
    with seen_as(SYSTEM):
        world.town.people["program"] = _program(world.town)
        world.town.people["mediator"] = _mediator(world.town)
    for name in PEOPLE:
        sign_in(world, name)
    _guest_and_screen(world)
    for where, scope, place in (
        (NEAR, world.town.estate, world.town.building),
        (SISTER, world.town.sister, world.town.sister_building),
        (FAR, world.town.other_estate, world.town.other_building),
    ):  # fmt: skip
        _case(world, where, scope.pk, place.pk if place else None)
    _missing(world)
    for name in ("program", "contact", "field", "clerk"):
        _token(world, name)
    return world


def _program(town: Town) -> Account:
    account = Account.objects.create(username="program", display_name="program")
    RoleGrant.objects.create(account=account, role=Role.PROGRAM, scope=town.community, since=SINCE)
    return account


def _mediator(town: Town) -> Account:
    account = Account.objects.create(username="mediator", display_name="mediator")
    RoleGrant.objects.create(account=account, role=Role.MEDIATOR, scope=town.community, since=SINCE)
    return account


def sign_in(world: World, name: str) -> None:
    account, client = world.town.people[name], Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    device = TOTPDevice.objects.create(user=account, name="x", confirmed=True)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    world.clients[name], world.viewers[name] = client, world.town.viewer(name)


def _guest_and_screen(world: World) -> None:
    world.clients["nobody"], world.viewers["nobody"] = Client(), guest()
    town, secret = world.town, "screen"
    with seen_as(SYSTEM):
        screen = Device.objects.create(
            label="值班室", scope=town.estate, organisation=town.company, token_digest=digest(secret),
            made_by=town.people["steward"], paired_at=now(),
        )  # fmt: skip
    client = Client()
    client.cookies[settings.DEVICE_COOKIE_NAME] = secret
    world.clients["screen"], world.viewers["screen"] = client, viewer_of_device(screen)


def _token(world: World, name: str) -> None:
    account, secret = world.town.people[name], f"token-{name}-{uuid.uuid4()}"
    ApiToken.objects.create(account=account, label=name, digest=digest(secret), made_at=now())
    world.tokens[name] = secret
    with seen_as(SYSTEM):
        world.token_viewers[name] = viewer_of_account(account, second_factor=False)


def _case(world: World, where: str, scope_id: int, place_id: int | None) -> None:
    receipt = world.town.take_in(
        scope_id=scope_id,
        place_id=place_id,
        content="厨房下水返水",
        files=(File("image/webp", "a", b"RIFF0000WEBP"),),
    )
    fire_due()
    with seen_as(SYSTEM):
        world.receipts[where] = receipt
        world.cases[where] = Case.objects.get(pk=receipt.case_id)
        Plan.objects.create(
            case_id=receipt.case_id, scope_id=scope_id, steps="换管", owner="王工", done_by=now().date(),
            made_by="system", told_at=now(),
        )  # fmt: skip
        world.values[where] = _values(world, receipt, scope_id, place_id, where)


def _values(
    world: World, receipt: Receipt, scope_id: int, place_id: int | None, where: str
) -> dict[str, Any]:
    owner = {NEAR: "clerk", SISTER: "clerk", FAR: "other clerk"}[where]
    account = world.town.people[owner]
    file = Attachment.objects.filter(case_id=receipt.case_id).first()
    with seen_as(SYSTEM):
        upload = keep_upload(
            scope_id=scope_id,
            channel=Channel.COUNTER,
            name="a.csv",
            body="内容\n漏水\n".encode(),
            by=world.viewers[owner],
        )
    notice = Notice.objects.create(
        scope_id=scope_id,
        subject_id=receipt.case_id,
        topic="x",
        recipient=f"account:{account.pk}",
        channel="inbox",
        template="warning",
        params={"number": receipt.number},
        state="sent",
        next_at=now(),
        created_at=now(),
    )
    asked = RegradeRequest.objects.create(
        case_id=receipt.case_id,
        scope_id=scope_id,
        tier="major",
        reason="x",
        asked_by="account:0",
        asked_at=now(),
    )
    things = _registered(world, scope_id, place_id, account, receipt.case_id)
    with seen_as(SYSTEM):
        claim = Claim(OwedKind.SLIP, "12345", f"W{receipt.number}")
        owed = owe(case_id=receipt.case_id, claim=claim, by=world.viewers[owner])
    handover = Handover.objects.create(
        scope_id=scope_id, organisation=world.town.company, outgoing=world.town.people["duty"],
        incoming=world.town.people["deputy"], outgoing_signed_at=now(),
    )  # fmt: skip
    answer = StandardAnswer.objects.create(
        scope_id=scope_id, name="已修", text="已经修好。", made_by="account:0", changed_at=now()
    )
    bulk = Bulk.objects.create(
        scope_id=scope_id, account=account, what="dispatch", rows=[[receipt.number, "done", ""]],
        state=BulkState.DONE, made_at=now(), until=now(),
    )  # fmt: skip
    incident = _incident(scope_id, place_id)
    code = f"QX{scope_id:04}"
    if place_id:
        QrCode.objects.create(code=code, scope_id=scope_id, place_id=place_id, made_at=now())
    return {
        "number": receipt.number,
        "token": link_token(receipt.case_id),
        "file_id": file.pk if file else uuid.uuid4(),
        "import_id": upload.pk,
        "table_id": _table(scope_id, world.town.people["steward"]).pk,
        "register": "places",
        "notice_id": notice.pk,
        "request_id": asked.pk,
        "handover_id": handover.pk,
        "owed_id": owed.pk,
        "sheet_id": _sheet(scope_id).pk,
        "answer_id": answer.pk,
        "incident_id": incident.pk if incident else 0,
        "conflict_id": 0,
        "month_id": _month(scope_id).pk,
        "area_id": scope_tree().up(scope_id)[1],
        "month": f"{SINCE:%Y-%m}",
        "bulk_id": bulk.pk,
        "code": code,
        "tile": "leak",
        "step": "accept",
        "secret": "x" * 8,
        "kind": "category",
        **things,
    }


def _month(scope_id: int) -> FrozenMonth:
    """A month that was told long ago, without a case."""
    pack = RulePack.objects.filter(kind="rate").order_by("pk").first()
    assert pack is not None
    return FrozenMonth.objects.create(
        scope_id=scope_id, month=SINCE.date().replace(day=1), pack=pack, as_of=now(), facts=pack_facts([]),
        figures="{}", digest=b"x", made_by="system",
    )  # fmt: skip


def _table(scope_id: int, account: Account) -> RosterFile:
    body = "楼栋\n9\n8\n".encode()
    return RosterFile.objects.create(
        scope_id=scope_id, account=account, kind="places", name="x.csv", body=body, headings=["楼栋"],
        outcome={"rows": 2, "outcomes": {}, "new": {}, "notes": []}, mapping={"building": "楼栋"},
        made_at=now(),
    )  # fmt: skip


def _lesson(scope_id: int) -> Lesson:
    return Lesson.objects.create(scope_id=scope_id, made_at=now(), made_by="system", corrections=0)


def _sheet(scope_id: int) -> IntakeSheet:
    return IntakeSheet.objects.create(
        scope_id=scope_id, kind="doors", held_on=SINCE.date(), rows=1, made_by="account:0", made_at=now()
    )


def _incident(scope_id: int, place_id: int | None) -> Incident | None:
    """Something that goes on at the place; no case of the world is of its kind."""
    if place_id is None:
        return None
    return Incident.objects.create(
        scope_id=scope_id, place_id=place_id, category="1101", title="停电", told="正在抢修", begun_at=now(),
        absorbs_new=False, opened_by="account:0", opened_at=now(),
    )  # fmt: skip


def _registered(
    world: World, scope_id: int, place_id: int | None, account: Account, case_id: uuid.UUID
) -> dict[str, int]:
    """One thing of every kind a steward keeps, in this scope."""
    steward = world.town.people["steward"]
    person = Person.objects.create(scope_id=scope_id, name="某人")
    unit = Organisation.objects.create(
        scope_id=scope_id, kind=OrganisationKind.COMPANY, name=f"单位{scope_id}"
    )
    post = Post.objects.create(
        scope_id=scope_id,
        person=person,
        kind=PostKind.GUARD,
        place_id=place_id,
        organisation=unit,
        since=SINCE.date(),
    )
    duty = Service.objects.create(organisation=unit, scope_id=scope_id, duty="测", since=SINCE.date())
    shift = DutyShift.objects.create(
        scope_id=scope_id, organisation=unit, rank=DutyRank.DESK, account=account, starts_at=now(),
        ends_at=now() + timedelta(days=1),
    )  # fmt: skip
    screen = Device.objects.create(label="x", scope_id=scope_id, organisation=unit, made_by=steward)
    worker = Account.objects.create(username=f"worker{scope_id}", display_name="x", person=person)
    grant = RoleGrant.objects.create(
        account=worker, role=Role.FIELD, scope_id=scope_id, organisation=unit, since=SINCE
    )
    token = ApiToken.objects.create(account=worker, label="x", digest=digest(f"x{scope_id}"), made_at=now())
    pack = RulePack.objects.order_by("pk").first()
    return {
        **plant_hands(world.town, case_id, unit),
        **plant_election(scope_id),
        **(vote := plant_vote(scope_id, Place.objects.filter(pk=place_id).first())),
        **plant_deliberation(scope_id, vote["home_id"], world.town.company.pk),
        **plant_work(scope_id, vote["home_id"], world.town.company.pk),
        **plant_fund(scope_id, vote["home_id"], world.town.company.pk),
        **plant_agreement(scope_id, world.town.company.pk),
        **plant_poll(scope_id, vote["home_id"]),
        **plant_posting(scope_id),
        **plant_volunteers(scope_id),
        **plant_survey(scope_id, vote["home_id"]),
        "place_id": place_id or 0, "person_id": person.pk, "organisation_id": unit.pk, "post_id": post.pk,
        "service_id": duty.pk, "shift_id": shift.pk, "device_id": screen.pk, "account_id": worker.pk,
        "grant_id": grant.pk, "token_id": token.pk, "pack_id": pack.pk if pack else 0, "scope_id": scope_id,
        "lesson_id": _lesson(scope_id).pk, "topic_id": plant_topic(scope_id, case_id).pk,
    }  # fmt: skip


def _missing(world: World) -> None:
    body = world.values[FAR]["number"][:-8] + "999999"
    near = world.values[NEAR]
    world.values[MISSING] = {
        "number": f"{body}-{check_character(body)}",
        "token": "A" * 22,
        "file_id": uuid.uuid4(),
        "import_id": uuid.uuid4(),
        "table_id": uuid.uuid4(),
        "register": near["register"],
        "notice_id": uuid.uuid4(),
        "request_id": 999_999,
        "handover_id": uuid.uuid4(),
        "bulk_id": uuid.uuid4(),
        "code": "QM9999",
        "tile": near["tile"],
        "step": near["step"],
        "secret": near["secret"],
        **MISSING_ELECTION,
        **MISSING_AGREEMENT,
        **MISSING_POLL,
        **MISSING_POSTING,
        **MISSING_VOLUNTEER,
        **MISSING_SURVEY,
        "month": near["month"],
        **MISSING_VOTE,
        **MISSING_DELIBERATION,
        **MISSING_TOPIC,
        **MISSING_WORK,
        **MISSING_FUND,
        "kind": near["kind"],
        **{name: 999_999 for name in near if name.endswith("_id") and isinstance(near[name], int)},
    }
