"""Two uses of the maintenance fund: a roof that hangs on the board, and a sewer that could not wait.

Estates, companies and committees are those of the reports; damage, prices and who votes what are invented.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from huiyin.bridges.fund import let_works_begin
from huiyin.commons.c2_voices.models import RollHead
from huiyin.commons.c2_voices.owners_vote import counted, drafting, opening
from huiyin.commons.c2_voices.owners_vote.casting import cast
from huiyin.commons.c2_voices.owners_vote.links import ballot_token, owner_by_link
from huiyin.commons.c6_fund import asking, paying, posting, quoting, scoping
from huiyin.commons.c6_fund.models import FundUse
from huiyin.commons.c6_fund.urgent import Danger
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.moved_clock import Hands, moved_clock
from huiyin.project.demo.planting.ground_plan import GroundPlan
from huiyin.registers.people.viewers import viewer_of_account
from huiyin.registers.rules.words import LegalMode

Progress = Callable[[str], object]
ROOF, SEWER = "xiangcheng/4", "qingyin/3/1"
YUAN = 100
OFFERS = (("sangyuan-pm", 86_400), ("fuyou", 92_000))
"""What two companies ask for the roof, in yuan."""
SEWER_YUAN, ADVANCE_YUAN = 8_600, 6_000


def play_fund(plan: GroundPlan, *, progress: Progress) -> None:
    """Play both up to the moment of loading."""
    with moved_clock(_day(plan, 47)) as hands:
        _roof(plan, hands)
        _sewer(plan, hands)
        hands(plan.loaded)
    progress(f"played {FundUse.objects.count()} uses of the maintenance fund")


def _day(plan: GroundPlan, ago: int, hour: int = 9) -> datetime:
    day = (plan.loaded.astimezone(LOCAL) - timedelta(days=ago)).date()
    return min(datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL), plan.loaded)


def _viewer(plan: GroundPlan, key: str) -> Viewer:
    return viewer_of_account(plan.accounts[key], second_factor=True)


def _prepared(plan: GroundPlan, place: str, wish: scoping.Wish, by: Viewer) -> FundUse:
    return scoping.prepare_use(place_id=plan.places[place].pk, wish=wish, by=by)


def _quoted(plan: GroundPlan, use: FundUse, offers: tuple[tuple[str, int], ...], by: Viewer) -> None:
    for company, yuan in offers:
        quoting.add_quotation(
            use_id=use.pk, organisation_id=plan.organisations[company].pk, amount_fen=yuan * YUAN,
            words="含材料、人工和五年保修", by=by,
        )  # fmt: skip
    quoting.choose_quotation(use_id=use.pk, no=1, why="价格较低，熟悉本小区", by=by)


def _roof(plan: GroundPlan, hands: Hands) -> None:
    """The owners of one building agreed; it is posted."""
    chair, clerk = _viewer(plan, "xc-chair"), _viewer(plan, "sy-clerk")
    wish = scoping.Wish("roof", "四栋屋面防水翻修", "屋面开裂，顶层三户雨天渗水。铲除旧层，重做防水和保温。")
    use = _prepared(plan, ROOF, wish, chair)
    _quoted(plan, use, OFFERS, chair)
    hands(_day(plan, 46))
    told = drafting.Plan(
        title=use.title, words=use.words, called_by="业主委员会", mode=LegalMode.ONLINE,
        opens_on=_day(plan, 31).date(), last_day=_day(plan, 20).date(),
    )  # fmt: skip
    text = "是否同意使用维修资金翻修四栋屋面防水，由四栋各户按面积分摊？"
    vote = asking.prepare_vote(use_id=use.pk, plan=told, text=text, by=chair)
    opening.give_notice(vote_id=vote.pk, by=chair)
    hands(_day(plan, 31))
    opening.open_vote(vote_id=vote.pk, by=chair)
    hands(_day(plan, 25, 20))
    for place, head in enumerate(RollHead.objects.filter(vote=vote).order_by("no")):
        if place % 6:  # five of six vote
            owner = owner_by_link(ballot_token(head.pk))
            cast(head_id=head.pk, letters="N" if place % 7 == 0 else "Y", by=owner)
    hands(_day(plan, 19))
    counted.close_vote(vote_id=vote.pk, by=chair)
    counted.count_vote(vote_id=vote.pk, by=chair)
    hands(_day(plan, 18))
    counted.post_result(vote_id=vote.pk, by=clerk)
    hands(_day(plan, 2))
    counted.finish(vote_id=vote.pk, by=chair)
    posting.post_use(use_id=use.pk, by=chair)


def _sewer(plan: GroundPlan, hands: Hands) -> None:
    """The sewer was dug up at once; the owners are to ratify it."""
    clerk = _viewer(plan, "bl-clerk")
    hands(_day(plan, 20))
    wish = scoping.Wish(
        "drains", "三号楼一单元污水管抢修", "一楼返水，污水漫出检查井。开挖更换断裂的出户管。"
    )
    use = _prepared(plan, SEWER, wish, clerk)
    danger = Danger("sewage_blocked", "住房和城乡建设所", _day(plan, 20, 8))
    company = plan.organisations["bailong-help"].pk
    let_works_begin(use_id=use.pk, danger=danger, contractor_id=company, by=clerk)
    hands(_day(plan, 18))
    _quoted(plan, use, (("bailong-help", SEWER_YUAN),), clerk)
    posting.post_use(use_id=use.pk, by=clerk)
    hands(_day(plan, 2))
    posting.clear_posting(use_id=use.pk, by=clerk)
    receipt = paying.Receipt(ADVANCE_YUAN * YUAN, _day(plan, 2).date(), "BL-0317")
    paying.pay(use_id=use.pk, receipt=receipt, by=clerk)
