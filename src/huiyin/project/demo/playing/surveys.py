"""The door-to-door survey of report 004: two lists come out of visits, calls, paper and links.

That an estate was gone through so, and that two lists came of it, is the report's; every answer is invented.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from huiyin.bridges.surveys import case_of_problem
from huiyin.commons.c2_voices.models import Survey
from huiyin.commons.c2_voices.survey import preparing, taking
from huiyin.commons.c2_voices.survey.lists import named_in
from huiyin.commons.c2_voices.survey.reads import homes_of
from huiyin.commons.c2_voices.survey.words import Means, Result, SheetWay
from huiyin.ground.clock import today
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.moved_clock import moved_clock
from huiyin.project.demo.planting.ground_plan import GroundPlan
from huiyin.registers.people.viewers import viewer_of_account
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind

Progress = Callable[[str], object]
ESTATE, VISITED, REQUESTS = "qingyin", 96, 3
_NONE = 5
"""The number of "none" among the problems of the questionnaire."""


def play_surveys(plan: GroundPlan, *, progress: Progress) -> None:
    """Two of three homes were met or called up to the moment of loading; three problems are requests."""
    with moved_clock(plan.loaded - timedelta(days=9)) as hands:
        clerk = viewer_of_account(plan.accounts["bl-clerk"], second_factor=True)
        survey = _opened(plan, clerk)
        for place, home in enumerate(homes_of(survey)[:VISITED]):
            hands(_moment(plan, 8 - place // 13))
            _met(survey, home, place, clerk)
        hands(_moment(plan, 0))
        for one in named_in(survey, Means.PROBLEM)[:REQUESTS]:
            case_of_problem(
                survey_id=survey.pk, home_id=one.home.pk, question_no=one.question.no, choice_no=one.choice,
                by=clerk,
            )  # fmt: skip
        hands(plan.loaded)
    progress(f"played {Survey.objects.count()} survey")


def _moment(plan: GroundPlan, ago: int) -> datetime:
    """An evening so many days ago, when people are at home; never after the moment of loading."""
    day = (plan.loaded.astimezone(LOCAL) - timedelta(days=ago)).date()
    return min(datetime(day.year, day.month, day.day, 19, tzinfo=LOCAL), plan.loaded)


def _opened(plan: GroundPlan, clerk: Viewer) -> Survey:
    place = Place.objects.get(scope_id=plan.scopes[ESTATE].pk, kind=PlaceKind.ESTATE)
    told = preparing.Plan(
        "清音路小区入户摸底",
        "想知道大家住得怎么样、最缺什么，好把老旧小区改造和服务排出先后。每一题都可以不答，回答只有社区工作人员能看到。",
        "白龙社区居委会", today() + timedelta(days=20), "estate",
    )  # fmt: skip
    survey = preparing.draft_survey(place_id=place.pk, plan=told, by=clerk)
    return preparing.open_survey(survey_id=survey.pk, by=clerk)


def _met(survey: Survey, home: Place, place: int, clerk: Viewer) -> None:
    """What came of one home, by its place in the row: the same in every demonstration."""
    if _every(11, 7, place):
        taken = taking.Taken(Result.NOT_OPEN, SheetWay.VISIT)
    elif _every(17, 9, place):
        taken = taking.Taken(Result.DECLINED, SheetWay.VISIT)
    elif _every(6, 5, place):
        proved = _every(12, 5, place)
        taking.answer_own(survey=survey, home_id=home.pk, told=_told(place), proved=proved, by=SYSTEM)
        return
    else:
        way = (SheetWay.VISIT, SheetWay.VISIT, SheetWay.PHONE, SheetWay.PAPER)[place % 4]
        number = f"{place + 1:03}" if way == SheetWay.PAPER else ""
        taken = taking.Taken(Result.ANSWERED, way, _told(place), number)
    taking.take_sheet(survey_id=survey.pk, home_id=home.pk, taken=taken, by=clerk)


def _every(step: int, first: int, place: int) -> bool:
    return place % step == first


def _told(place: int) -> dict[int, object]:
    house = {0: [1], 1: [1, 4], 3: [3], 4: [2]}.get(place % 7, [_NONE])
    yard = {0: [1], 2: [1, 3], 3: [2]}.get(place % 5, [_NONE])
    told: dict[int, object] = {
        1: 1 + place % 4, 2: [1] if place % 5 == 0 else [4], 3: house, 4: yard, 5: [1 + place % 4],
        6: [1 + place % 5],
    }  # fmt: skip
    if _every(19, 3, place):
        told[7] = "下水管是老铸铁的，希望改造时一起换。"
    return told
