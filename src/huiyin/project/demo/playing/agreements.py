"""An empty room becomes the elderly station of report 000; a pledge; emergency service.

That three parties agreed, and that a room nobody used is brought in, is the report's; duties, days,
quantities and the emergency service are invented.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from huiyin.commons.c3_decisions.acts import Draft, decide
from huiyin.commons.c3_decisions.words import DecidedBy
from huiyin.commons.c5_agreements import drafting, emergency, keeping, signing
from huiyin.commons.c5_agreements.models import Agreement, EmergencyService
from huiyin.commons.c5_agreements.terms import months_on
from huiyin.commons.c5_agreements.words import Kind, Rhythm, Side
from huiyin.ground.clock import today
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.moved_clock import Hands, moved_clock
from huiyin.project.demo.planting.ground_plan import GroundPlan
from huiyin.registers.people.viewers import viewer_of_account

Progress = Callable[[str], object]
BEGUN, NAMED, PLEDGED, NOW = 70, 68, 66, 4
"""Days before the moment of loading."""
PARTIES = (
    ("changrun-party", "老人在家门口吃饭、康复，有急事有人管。", "每月开一次三方碰头会", "会议记录贴在公告栏",
     Rhythm.MONTH),
    ("changrun-pm", "空房有人用，门前秩序好管。", "每季度检查一次水电和消防", "检查单", Rhythm.QUARTER),
    ("factory", "空置的房子有人维护，不再长草漏雨。", "交出空房钥匙，合作期间不收租金", "钥匙交接单",
     Rhythm.ONCE),
)  # fmt: skip
"""Key of the party, its gain, its duty, how that is shown, how often."""
HANDED = (("电梯和消防档案", "原管理单位"), ("门禁和水泵房钥匙", "居委会"), ("维修资金账目", "居委会"))


def play_agreements(plan: GroundPlan, *, progress: Progress) -> None:
    """Play them from the decision to what became of their duties."""
    with moved_clock(_at(plan, BEGUN)) as hands:
        _station(plan, hands)
        _service(plan, hands)
        _pledge(plan, hands)
        hands(plan.loaded)
    progress(
        f"played {Agreement.objects.count()} agreements, {EmergencyService.objects.count()} emergency service"
    )


def _at(plan: GroundPlan, ago: int) -> datetime:
    day = (plan.loaded.astimezone(LOCAL) - timedelta(days=ago)).date()
    return datetime(day.year, day.month, day.day, 10, tzinfo=LOCAL)


def _clerk(plan: GroundPlan, key: str) -> Viewer:
    return viewer_of_account(plan.accounts[key], second_factor=True)


def _station(plan: GroundPlan, hands: Hands) -> None:
    """Three parties, a room for a service; two meetings held, the third is due."""
    clerk, first = _clerk(plan, "cr-clerk"), today()
    draft = Draft(
        "盘活空房，建养老驿站", "社区党委、物业和产权单位三方合作，用空置房屋办养老驿站。", DecidedBy.PARTIES,
        "社区党委、物业、产权单位", first,
    )  # fmt: skip
    decision = decide(place_id=plan.places["changrun-2"].pk, what=draft, by=clerk)
    terms = drafting.Terms(
        Kind.RESOURCE, "养老驿站三方合作协议", "用小区里空着的房子办养老驿站：老年餐桌、康复健康、紧急救助。",
        first, months_on(first, 36), "小区空置房屋一处，约一百二十平方米",
    )  # fmt: skip
    key = drafting.begin_agreement(decision_id=decision.pk, terms=terms, by=clerk).pk
    for no, (unit, gain, what, shown, rhythm) in enumerate(PARTIES, 1):
        party = plan.organisations[unit].pk
        drafting.add_party(agreement_id=key, organisation_id=party, name="", gain=gain, by=clerk)
        promise = drafting.Promise(what, shown, rhythm, first + timedelta(days=2))
        drafting.add_duty(agreement_id=key, party_no=no, promise=promise, by=clerk)
    for no in (1, 2, 3):
        signing.sign(agreement_id=key, party_no=no, on=first, signed_by="单位负责人", by=clerk)
    hands(_at(plan, NOW))
    told = {1: "开了碰头会，商定装修分工。", 2: "检查合格，换了两处插座。", 3: "钥匙已交，房屋已腾空。"}
    past = Agreement.objects.get(pk=key).dues.select_related("duty").filter(due_on__lt=today())
    for due in past[:4]:
        keeping.answer_due(agreement_id=key, due_id=due.pk, met=True, words=told[due.duty.no], by=clerk)
    lines = (
        (3, Side.GAVE, first + timedelta(days=2), "空置房屋一处", "120", "平方米"),
        (1, Side.DID, first + timedelta(days=40), "党员志愿者清理房前屋后", "16", "小时"),
    )
    for line in lines:
        keeping.enter_given(agreement_id=key, what=keeping.InKind(*line), by=clerk)


def _service(plan: GroundPlan, hands: Hands) -> None:
    """An estate without a company is served until the owners have chosen."""
    hands(_at(plan, NAMED))
    clerk, first = _clerk(plan, "sn-clerk"), today()
    what = emergency.Naming(
        plan.organisations["dongyang-pm"].pk, plan.organisations["office"].pk, first, months_on(first, 6),
        "老小区无人管理，垃圾清运和水泵维护中断。", "垃圾清运、公共照明、水泵和电梯维护、门岗。",
        "每平方米每月五角，由业主承担；服务内容和收费已在小区门口公示。", first - timedelta(days=1),
    )  # fmt: skip
    made = emergency.name_service(place_id=plan.places["liangshi"].pk, what=what, by=clerk)
    for no, (thing, whom) in enumerate(HANDED, 1):
        emergency.add_item(service_id=made.pk, what=thing, from_whom=whom, by=clerk)
        if no < len(HANDED):
            emergency.tick_item(service_id=made.pk, no=no, on=first, by=clerk)


def _pledge(plan: GroundPlan, hands: Hands) -> None:
    """A company says what it will do, and signs alone."""
    hands(_at(plan, PLEDGED))
    clerk, first = _clerk(plan, "yj-clerk"), today()
    terms = drafting.Terms(
        Kind.PLEDGE, "富友物业服务责任书", "公开服务承诺，请居民监督。", first, months_on(first, 12)
    )
    key = drafting.begin_pledge(place_id=plan.places["zilin"].pk, terms=terms, by=clerk).pk
    company = plan.organisations["fuyou"].pk
    drafting.add_party(agreement_id=key, organisation_id=company, name="", gain="", by=clerk)
    for what, shown, rhythm in (
        ("每月公示一次维修和投诉的办理情况", "公告栏照片", Rhythm.MONTH),
        ("每季度清洗一次楼道", "清洗前后照片", Rhythm.QUARTER),
    ):
        promise = drafting.Promise(what, shown, rhythm, first + timedelta(days=20))
        drafting.add_duty(agreement_id=key, party_no=1, promise=promise, by=clerk)
    signing.sign(agreement_id=key, party_no=1, on=first, signed_by="单位负责人", by=clerk)
    hands(_at(plan, NOW))
    due = Agreement.objects.get(pk=key).dues.filter(due_on__lt=today()).order_by("due_on").first()
    if due is not None:
        words = "已公示，照片在服务台。"
        keeping.answer_due(agreement_id=key, due_id=due.pk, met=True, words=words, by=clerk)
