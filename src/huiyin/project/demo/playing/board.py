"""What hangs on the boards of the demonstration: a notice, a result, two answers that everybody may read.

The texts are invented; the answers are drafted from the written cases, as a clerk would do it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from huiyin.bridges.board import draft_from_case, may_be_shown
from huiyin.casework.casefile.models import Case
from huiyin.casework.s2_triage.learning.lessons import area_of
from huiyin.ground.clock import today
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.neighbours.board import acts
from huiyin.neighbours.board.models import Posting
from huiyin.neighbours.board.words import PostingKind
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.moved_clock import moved_clock
from huiyin.project.demo.planting.ground_plan import GroundPlan
from huiyin.registers.people.viewers import viewer_of_account

Progress = Callable[[str], object]
KEEPER, ESTATE = "yj-clerk", "zilin"
WRITTEN = (
    (5, PostingKind.NOTICE, "清洗二次供水水箱",
     "本周三上午九点到十二点清洗水箱，期间停水。\n请提前备水；恢复供水后先放水一分钟再用。", 14),
    (3, PostingKind.RESULT, "单元门灯改用声控",
     "单元门灯已全部换成声控灯。\n用的是快递柜场地费，共 1260 元，单据在居委会。", 30),
)  # fmt: skip
"""Days before the moment of loading, kind, title, words, days on the board."""
ANSWERS = 2


def play_board(plan: GroundPlan, *, progress: Progress) -> None:
    """Hang them up."""
    keeper = viewer_of_account(plan.accounts[KEEPER], second_factor=True)
    place = plan.places[ESTATE]
    signed = f"{scope_tree().names[area_of(place.scope_id)]}居委会"
    with moved_clock(_day(plan, 6)) as hands:
        for ago, kind, title, words, days in WRITTEN:
            hands(_day(plan, ago))
            what = acts.Draft(kind, title, words, signed, today() + timedelta(days=days))
            posting = acts.write_posting(place_id=place.pk, what=what, by=keeper)
            acts.put_up(posting_id=posting.pk, by=keeper)
        hands(_day(plan, 1))
        _answers(place.scope_id, signed, keeper)
        hands(plan.loaded)
    progress(f"played {Posting.objects.count()} notices of the board")


def _answers(scope_id: int, signed: str, keeper: Viewer) -> None:
    """Answered requests of the estate, the newest first, that lead to nobody once they are covered."""
    found = Case.objects.filter(scope_id=scope_id, private=False).exclude(answer="").order_by("-answered_at")
    hung = 0
    for case in found:
        if hung == ANSWERS:
            return
        if may_be_shown(case):
            posting = draft_from_case(case_id=case.pk, signed=signed, by=keeper)
            acts.put_up(posting_id=posting.pk, by=keeper)
            hung += 1


def _day(plan: GroundPlan, ago: int) -> datetime:
    day = (plan.loaded.astimezone(LOCAL) - timedelta(days=ago)).date()
    return datetime(day.year, day.month, day.day, 9, tzinfo=LOCAL)
