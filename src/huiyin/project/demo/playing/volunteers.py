"""Volunteers of the demonstration: three signed up, duties to come, one thanked for. All invented."""

from collections.abc import Callable
from datetime import datetime, timedelta

from huiyin.ground.clock import today
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer, guest
from huiyin.neighbours.volunteers import acts, joining
from huiyin.neighbours.volunteers.models import Duty, Volunteer
from huiyin.neighbours.volunteers.words import Skill, Times
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.moved_clock import moved_clock
from huiyin.project.demo.planting.ground_plan import GroundPlan
from huiyin.registers.people.viewers import viewer_of_account
from huiyin.registers.places.models import Place

from .post import deliver_to_volunteers

Progress = Callable[[str], object]
KEEPER, ESTATE = "yj-clerk", "zilin"
PEOPLE = (
    ("沈立群", "17000000101", "某设计院", (Skill.PATROL, Skill.REPAIR), (Times.WEEKENDS,)),
    ("罗玉兰", "17000000102", "", (Skill.VISIT, Skill.HEALTH), (Times.WORKDAYS,)),
    ("丁小舟", "17000000103", "", (Skill.PHONES, Skill.TEACH), (Times.EVENINGS, Times.WEEKENDS)),
)
"""Name, telephone, unit of a party member at work, what they can do, when."""


def play_volunteers(plan: GroundPlan, *, progress: Progress) -> None:
    """Sign them up, ask them, thank them."""
    keeper = viewer_of_account(plan.accounts[KEEPER], second_factor=True)
    place = plan.places[ESTATE]
    around = guest(around=scope_tree().up(place.scope_id))
    with moved_clock(_day(plan, 9)) as hands:
        people = [_join(place, around, *one) for one in PEOPLE]
        signed = scope_tree().names[place.scope_id]
        done = _write(
            place,
            keeper,
            "陪老人去社区医院体检",
            "帮忙推轮椅、排队取号，带好水杯。",
            4,
            "东门传达室",
            3,
            signed,
        )
        for one in people[:2]:
            joining.take(volunteer_id=one.pk, duty_id=done.pk, by=around)
        hands(_day(plan, 4))
        acts.thank(duty_id=done.pk, words="谢谢您陪老人体检，大家都说这一趟走得安心。", by=keeper)
        hands(_day(plan, 2))
        _write(place, keeper, "教老人用手机交费", "一对一教，不用带设备。", 6, "社区活动室", 4, signed)
        coming = _write(
            place, keeper, "周末清理楼道杂物", "备好手套，听楼长安排。", 5, "1号楼门口", 6, signed
        )
        joining.take(volunteer_id=people[0].pk, duty_id=coming.pk, by=around)
        deliver_to_volunteers()
        hands(plan.loaded)
    progress(f"played {Volunteer.objects.count()} volunteers and {Duty.objects.count()} duties")


def _join(
    place: Place, around: Viewer, name: str, phone: str, unit: str, skills: tuple[Skill, ...],
    times: tuple[Times, ...],
) -> Volunteer:  # fmt: skip
    told = joining.Told(name=name, phone=phone, unit=unit, skills=skills, times=times)
    return joining.sign_up(place_id=place.pk, told=told, by=around)


def _write(
    place: Place, keeper: Viewer, title: str, words: str, days: int, venue: str, wanted: int, signed: str
) -> Duty:
    what = acts.Draft(
        title=title, words=words, day=today() + timedelta(days=days), hours="9:00-11:00", venue=venue,
        wanted=wanted, signed=signed,
    )  # fmt: skip
    return acts.write_duty(place_id=place.pk, what=what, by=keeper)


def _day(plan: GroundPlan, ago: int) -> datetime:
    day = (plan.loaded.astimezone(LOCAL) - timedelta(days=ago)).date()
    return datetime(day.year, day.month, day.day, 9, tzinfo=LOCAL)
