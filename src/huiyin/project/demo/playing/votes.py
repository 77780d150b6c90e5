"""Two owners' votes: one with its result posted and an objection answered, one that is open.

Report 001: an estate is served by the company its community founded; by Civil Code 278 ④ that too needs the
owners' vote. Who votes what is invented.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from huiyin.commons.c1_proposals.models import Proposal
from huiyin.commons.c2_voices.models import OwnersVote, RollHead
from huiyin.commons.c2_voices.owners_vote import counted, delivering, drafting, objections, opening, papers
from huiyin.commons.c2_voices.owners_vote.casting import cast
from huiyin.commons.c2_voices.owners_vote.links import ballot_token, owner_by_link
from huiyin.commons.c2_voices.owners_vote.spinning_off import vote_for_proposal
from huiyin.commons.c2_voices.owners_vote.words import Means, Reached
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.moved_clock import Hands, moved_clock
from huiyin.project.demo.planting.ground_plan import GroundPlan
from huiyin.registers.people.viewers import viewer_of_account
from huiyin.registers.rules.words import BallotWay, LegalMode

from .deliberations import PIPES

Progress = Callable[[str], object]
DONE, RUNNING = "xiangcheng", "qingyin"


def play_votes(plan: GroundPlan, *, progress: Progress) -> None:
    """Play both up to the moment of loading."""
    with moved_clock(_day(plan, 52)) as hands:
        _finished(plan, hands)
        _open(plan, hands)
    progress("played 2 owners' votes")


def _day(plan: GroundPlan, ago: int, hour: int = 9) -> datetime:
    day = (plan.loaded.astimezone(LOCAL) - timedelta(days=ago)).date()
    return min(datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL), plan.loaded)


def _viewer(plan: GroundPlan, key: str) -> Viewer:
    return viewer_of_account(plan.accounts[key], second_factor=True)


def _finished(plan: GroundPlan, hands: Hands) -> None:
    """Keep the community's own company: passed, posted, one objection answered."""
    chair, clerk = _viewer(plan, "xc-chair"), _viewer(plan, "sy-clerk")
    vote = _prepared(
        plan, hands, DONE, chair, 52,
        ("续聘社区自办物业公司", "现物业服务合同将于年底到期。续聘三年，收费标准不变，增设一名夜班维修工。"),
        [("company", "是否同意续聘桑园社区自办物业公司三年？"),
         ("common_parts", "是否同意利用一楼架空层设置非机动车充电桩，收益归全体业主？")],
        ends=24,
    )  # fmt: skip
    hands(_day(plan, 36))
    opening.open_vote(vote_id=vote.pk, by=chair)
    heads = list(RollHead.objects.filter(vote=vote).order_by("no"))
    _delivered(vote, heads, chair)
    _on_paper(plan, vote, heads[-6:], hands)
    hands(_day(plan, 30, 20))
    for place, head in enumerate(heads[:-6]):
        if place % 5:  # four of five vote
            _vote(head, ("Y" if place % 4 else "N") + ("Y" if place % 3 else "0"))
    hands(_day(plan, 23))
    counted.close_vote(vote_id=vote.pk, by=chair)
    counted.count_vote(vote_id=vote.pk, by=chair)
    hands(_day(plan, 22))
    counted.post_result(vote_id=vote.pk, by=clerk)
    head = heads[1]
    hands(_day(plan, 20))
    owner = owner_by_link(ballot_token(head.pk))
    made = objections.object_to(
        vote_id=vote.pk,
        head_id=head.pk,
        name="一位业主",
        text="架空层平时有孩子玩，充电桩会不会不安全？",
        by=owner,
    )
    hands(_day(plan, 18))
    objections.answer_objection(
        vote_id=vote.pk, objection_id=made.pk, upheld=False, by=chair,
        answer="充电桩设在东侧，与活动区有实体墙隔开，消防部门已看过现场。表决程序无误，结果有效。",
    )  # fmt: skip


def _open(plan: GroundPlan, hands: Hands) -> None:
    """Raise the fund for the pipes: open, about half have voted."""
    clerk = _viewer(plan, "bl-clerk")
    vote = _prepared(
        plan, hands, RUNNING, clerk, 21,
        ("筹集维修资金更换污水管网",
        "老旧小区改造申报中，室内立管不在改造范围。每平方米筹集12元，按面积分摊。"),
        [("raise_fund", "是否同意按每平方米12元筹集维修资金，用于更换各单元污水立管？")],
        ends=-9,
    )  # fmt: skip
    hands(_day(plan, 6))
    opening.open_vote(vote_id=vote.pk, by=clerk)
    heads = list(RollHead.objects.filter(vote=vote).order_by("no"))
    _delivered(vote, heads, clerk)
    papers.issue_papers(vote_id=vote.pk, by=clerk)
    hands(_day(plan, 2, 19))
    for place, head in enumerate(heads):
        if place % 2:
            _vote(head, "Y" if place % 7 else "N")
    hands(plan.loaded)


def _prepared(
    plan: GroundPlan, hands: Hands, estate: str, by: Viewer, ago: int, told: tuple[str, str],
    questions: list[tuple[str, str]], *, ends: int,
) -> OwnersVote:  # fmt: skip
    """Draft and notice so many days ago; the vote opens fifteen days later."""
    hands(_day(plan, ago))
    title, words = told
    day = _day(plan, ago).date()
    draft = drafting.Plan(
        title=title, words=words, called_by="业主委员会" if estate == DONE else "物业管理委员会",
        mode=LegalMode.ONLINE, opens_on=day + timedelta(days=15), last_day=_last(plan, ends),
    )  # fmt: skip
    about = Proposal.objects.filter(title=PIPES, scope_id=plan.scopes[estate].pk).first()
    if about is not None:
        (_matter, text), *questions = questions
        vote = vote_for_proposal(proposal_id=about.pk, plan=draft, text=text, by=by)
    else:
        vote = drafting.draft_vote(scope_id=plan.scopes[estate].pk, plan=draft, by=by)
    for matter, text in questions:
        drafting.ask(vote_id=vote.pk, matter=matter, text=text, by=by)
    opening.give_notice(vote_id=vote.pk, by=by)
    return vote


def _last(plan: GroundPlan, ago: int) -> date:
    return (plan.loaded.astimezone(LOCAL) - timedelta(days=ago)).date()


def _delivered(vote: OwnersVote, heads: list[RollHead], by: Viewer) -> None:
    """Papers were handed over to most; a few were not at home."""
    for reached, some in ((Reached.YES, heads[:-9]), (Reached.ABSENT, heads[-9:])):
        delivering.record_delivery(
            vote_id=vote.pk,
            head_ids=[head.pk for head in some],
            means=Means.HAND,
            reached=reached,
            warned=True,
            by=by,
        )


def _vote(head: RollHead, letters: str) -> None:
    cast(head_id=head.pk, letters=letters, by=owner_by_link(ballot_token(head.pk)))


def _on_paper(plan: GroundPlan, vote: OwnersVote, heads: list[RollHead], hands: Hands) -> None:
    """Six sheets, read by two clerks each."""
    papers.issue_papers(vote_id=vote.pk, by=_viewer(plan, "xc-chair"))
    hands(_day(plan, 31, 15))
    for head in heads:
        code = head.papers.get(ended="").code
        for key in ("sy-clerk", "sy-clerk-2"):
            papers.enter_paper(
                vote_id=vote.pk, said=code, letters="YY", way=BallotWay.PAPER, by=_viewer(plan, key)
            )
