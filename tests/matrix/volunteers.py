"""A duty and a volunteer of every area of the matrix; and the writes about them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from huiyin.ground import crypto
from huiyin.ground.clock import now, today
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.neighbours.volunteers.links import own_code
from huiyin.neighbours.volunteers.models import Duty, Taking, Volunteer
from huiyin.registers.places.models import Place
from tests.matrix.row import Write, said

if TYPE_CHECKING:
    from tests.matrix.world import World

CLERK, NOBODY, PHONE = "clerk", "nobody", "13800001234"


def _place(scope_id: int) -> Place:
    found = Place.objects.filter(scope_id=scope_id, closed_at=None).order_by("pk").first()
    assert found is not None
    return found


def new_duty(scope_id: int, code: str) -> Duty:
    """Something to do, on some day to come."""
    return Duty.objects.create(
        scope_id=scope_id, place=_place(scope_id), code=code, title="护学岗", words="校门口看路。", wanted=3,
        day=today() + timedelta(days=3), hours="7:30-8:00", venue="东门", signed="社区",
        made_by="account:0", made_at=now(),
    )  # fmt: skip


def new_volunteer(scope_id: int) -> Volunteer:
    """Somebody on the list."""
    one = Volunteer(scope_id=scope_id, place=_place(scope_id), name="李志愿", joined_at=now())
    one.phone_sealed = crypto.seal(PHONE, aad=one.phone_aad)
    one.phone_index = crypto.blind_index("phone", PHONE)
    one.save()
    return one


def plant_volunteers(scope_id: int) -> dict[str, Any]:
    """The values of the addresses' parameters."""
    duty, one = new_duty(scope_id, f"Y25{scope_id % 100:02}-AAAAA{scope_id % 10}"), new_volunteer(scope_id)
    return {
        "duty_id": duty.pk, "duty_code": duty.code, "volunteer_id": one.pk,
        "volunteer_code": own_code(one.pk),
    }  # fmt: skip


MISSING_VOLUNTEER = {"duty_code": "Y0000-XXXXXX", "volunteer_code": "1-AAAAAAAAAAAAAAAA"}


def _over(world: World) -> dict[str, Any]:
    """A duty of today that somebody came to."""
    with seen_as(SYSTEM):
        estate = world.town.estate.pk
        duty, one = new_duty(estate, "Y2599-STANDX"), new_volunteer(estate)
        Taking.objects.create(scope_id=estate, duty=duty, volunteer=one, taken_at=now())
        Duty.objects.filter(pk=duty.pk).update(taken=1, day=today())
    return {"duty_id": duty.pk}


def _told(world: World) -> dict[str, Any]:
    day = (today() + timedelta(days=3)).isoformat()
    words = {"title": "护学岗", "words": "看路。", "day": day, "hours": "7:30-8:00", "venue": "东门"}
    return words | {"wanted": "3", "signed": "社区", "place": str(world.town.building.pk)}


def _take(world: World) -> dict[str, Any]:
    """The duty of the own estate."""
    return {"take": str(world.values["own estate"]["duty_id"])}


JOINS = said(name="王邻居", phone="13900005678", skills="visit", times="weekends")

VOLUNTEERS: tuple[Write, ...] = (
    Write("volunteer-duty-new", CLERK, _told),
    Write("volunteer-duty-change", CLERK, _told),
    Write("volunteer-duty-off", CLERK, said(reason="下雨")),
    Write("volunteer-duty-thank", CLERK, said(words="谢谢您"), _over),
    Write("volunteer-duty-phones", CLERK, said(reason="改时间")),
    Write("volunteer-phone", CLERK, said(reason="问时间")),
    Write("volunteer-off", CLERK, said(reason="搬走")),
    Write("volunteer-join", NOBODY, JOINS),
    Write("duty", NOBODY, said(name="王邻居", phone="13900005678")),
    Write("volunteer-own", NOBODY, _take),
)
