"""A survey: one sheet for a home whatever way, later editions stand, problem list and need list come out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, connections, transaction

from huiyin.bridges.surveys import case_of_problem
from huiyin.casework.casefile.models import Case
from huiyin.commons.c2_voices.models import Survey, SurveyAnswer, SurveyCase, SurveySheet
from huiyin.commons.c2_voices.survey import lists, preparing, taking
from huiyin.commons.c2_voices.survey import refusals as no
from huiyin.commons.c2_voices.survey.answers import Answer, clean_answers
from huiyin.commons.c2_voices.survey.links import home_by_slip, reader_of, slip_of
from huiyin.commons.c2_voices.survey.reads import homes_for, homes_of, kept_survey, public_survey
from huiyin.commons.c2_voices.survey.words import Means, QuestionKind, Result, SheetWay
from huiyin.ground.clock import today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM, guest
from huiyin.ground.tenancy.wall import seen_as
from tests.commons.hall import Hall

pytestmark = pytest.mark.django_db
LEAK, LAMP, LIFT = 1, 2, 3
MEALS, CHARGE = 1, 2


@dataclass
class Asked:
    """The hall's building asked three things: problems, needs, own words."""

    hall: Hall
    survey: Any

    def do(self, act: Any, viewer: Any = None, **given: Any) -> Any:
        """An act of the clerk, or of somebody else."""
        return self.hall.as_(viewer or self.hall.clerk, act, survey_id=self.survey.pk, **given)

    def take(self, home: str, told: Any = None, viewer: Any = None, **given: Any) -> Any:
        """Somebody takes a sheet."""
        plain = {"result": Result.ANSWERED if told else Result.NOT_OPEN, "way": SheetWay.VISIT} | given
        taken = taking.Taken(told=told or {}, **plain)
        return self.do(taking.take_sheet, viewer, home_id=self.hall.homes[home].pk, taken=taken)

    def own(self, home: str, told: Any, *, proved: bool = True) -> Any:
        """A home answers for itself."""
        _pk, reader = reader_of(self.survey.code)
        with seen_as(reader):
            return taking.answer_own(
                survey=public_survey(self.survey.pk), home_id=self.hall.homes[home].pk, told=told,
                proved=proved, by=reader,
            )  # fmt: skip

    def named(self, means: Means) -> list[tuple[str, str]]:
        """(home, words) of a list."""
        with seen_as(self.hall.clerk):
            return [(one.home.name, one.words) for one in lists.named_in(self.survey, means)]


QUESTIONS = (
    preparing.Question(
        QuestionKind.MANY, "哪些问题？", "房子",
        [preparing.Choice("漏水", Means.PROBLEM), preparing.Choice("灯不亮", Means.PROBLEM),
         preparing.Choice("没有")],
    ),
    preparing.Question(
        QuestionKind.ONE, "最想要？", "需要",
        [preparing.Choice("食堂", Means.NEED), preparing.Choice("充电", Means.NEED)],
    ),
    preparing.Question(QuestionKind.NUMBER, "几口人？"),
    preparing.Question(QuestionKind.WORDS, "还想说？"),
)  # fmt: skip


@pytest.fixture
def asked(hall: Hall) -> Asked:
    plan = preparing.Plan("摸底", "先问问大家。", "社区", today() + timedelta(days=9))
    survey = hall.as_(hall.clerk, preparing.draft_survey, place_id=hall.town.building.pk, plan=plan)
    found = Asked(hall, survey)
    for one in QUESTIONS:
        found.do(preparing.add_question, question=one)
    found.survey = found.do(preparing.open_survey)
    return found


def test_two_lists_come_out_of_the_same_questions_whatever_way_they_came(asked: Asked) -> None:
    asked.take("101", {1: [LEAK, LAMP], 2: [MEALS], 3: 4, 4: "谢谢"})
    asked.take("102", {1: [LEAK]}, way=SheetWay.PHONE)
    asked.take("201", {2: [MEALS]}, way=SheetWay.PAPER, paper_no="0001")
    asked.own("202", {1: [LAMP], 2: [CHARGE]})
    asked.take("301")
    asked.take("302", result=Result.DECLINED)
    assert asked.named(Means.PROBLEM) == [
        ("101", "漏水"), ("102", "漏水"), ("101", "灯不亮"), ("202", "灯不亮"),
    ]  # fmt: skip
    assert asked.named(Means.NEED) == [("101", "食堂"), ("201", "食堂"), ("202", "充电")]
    with seen_as(asked.hall.clerk):
        needs = lists.kinds_of(lists.named_in(asked.survey, Means.NEED))
        stands = lists.standing_sheets(asked.survey)
        whole = lists.coverage_of(asked.survey, homes_of(asked.survey), stands)[-1]
        words = [one.words for one in lists.words_written(asked.survey)]
    assert needs == [("食堂", 2), ("充电", 1)]
    assert (whole.answered, whole.declined, whole.unmet, whole.homes) == (4, 1, 1, 8)
    assert words == ["谢谢"]


def test_the_later_edition_stands_and_a_closed_door_changes_nothing(asked: Asked) -> None:
    asked.take("101", {1: [LEAK]})
    asked.own("101", {1: [LAMP]})
    asked.take("101")
    assert asked.named(Means.PROBLEM) == [("101", "灯不亮")]
    asked.take("101", result=Result.DECLINED)
    assert asked.named(Means.PROBLEM) == [], "who would rather not answer is on no list"
    with seen_as(SYSTEM):
        kept = SurveySheet.objects.order_by("edition").values_list("edition", "result")
        assert list(kept) == [(1, "answered"), (2, "answered"), (3, "not_open"), (4, "declined")]


def test_what_came_behind_a_public_code_never_replaces_what_a_home_said(asked: Asked) -> None:
    asked.own("101", {1: [LEAK]}, proved=False)
    assert asked.named(Means.PROBLEM) == [("101", "漏水")]
    with seen_as(asked.hall.clerk):
        assert not lists.named_in(asked.survey, Means.PROBLEM)[0].proved
    asked.own("101", {1: [LAMP]})
    asked.own("101", {1: [LEAK]}, proved=False)
    assert asked.named(Means.PROBLEM) == [("101", "灯不亮")]


def test_a_problem_becomes_one_request_however_often_it_is_tapped(asked: Asked) -> None:
    asked.take("101", {1: [LEAK]})
    home = asked.hall.homes["101"].pk
    given = {"home_id": home, "question_no": 1, "choice_no": LEAK}
    first, second = asked.do(case_of_problem, **given), asked.do(case_of_problem, **given)
    assert first.number == second.number
    with seen_as(SYSTEM):
        case = Case.objects.get(pk=first.case_id)
        assert (case.place_id, case.channel, "漏水" in case.content) == (home, "V", True)
        assert SurveyCase.objects.count() == 1
    with seen_as(asked.hall.clerk):
        assert lists.named_in(asked.survey, Means.PROBLEM)[0].number == first.number
    with pytest.raises(no.ProblemGone):
        asked.do(case_of_problem, **given | {"choice_no": LAMP})


@pytest.mark.django_db(transaction=True)
def test_a_home_that_sends_many_times_at_once_has_one_sheet_that_stands(asked: Asked) -> None:
    def send(choice: int) -> None:
        try:
            asked.own("101", {1: [choice]})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(send, (1, 2, 1, 2)))
    with seen_as(SYSTEM):
        assert sorted(SurveySheet.objects.values_list("edition", flat=True)) == [1, 2, 3, 4]
    assert len(asked.named(Means.PROBLEM)) == 1


def test_who_goes_from_door_to_door_reads_no_answer(asked: Asked) -> None:
    asked.take("101", {1: [LEAK]})
    worker = asked.hall.town.viewer("contact")
    with seen_as(worker):
        assert homes_for(worker, asked.survey)
        with pytest.raises(NotThere):
            kept_survey(worker, asked.survey.pk)
    asked.take("102", {1: [LAMP]}, worker)
    with pytest.raises(NotThere):
        asked.do(case_of_problem, worker, home_id=asked.hall.homes["101"].pk, question_no=1, choice_no=LEAK)
    with pytest.raises(NotThere):
        asked.take("101", {1: [LAMP]}, asked.hall.town.viewer("other clerk"))


def test_a_guest_reads_the_questions_and_no_sheet(asked: Asked) -> None:
    asked.take("101", {1: [LEAK]})
    _pk, reader = reader_of(asked.survey.code)
    with seen_as(reader):
        assert public_survey(asked.survey.pk).questions.count() == len(QUESTIONS)
        assert not SurveySheet.objects.exists()
        assert not SurveyAnswer.objects.exists()
    with seen_as(guest(around=[asked.hall.town.other_estate.pk])):
        assert not Survey.objects.exists()
    slip = slip_of(asked.survey, asked.hall.homes["101"].pk)
    with seen_as(SYSTEM):
        assert home_by_slip(asked.survey, slip).name == "101"
        for wrong in (slip[:-1] + ("A" if slip[-1] != "A" else "B"), "x", ""):
            with pytest.raises(NotThere):
                home_by_slip(asked.survey, wrong)


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({1: [4]}, no.AnswerWrong), ({2: [1, 2]}, no.AnswerWrong), ({3: -1}, no.AnswerWrong),
        ({3: "x"}, no.AnswerWrong), ({}, no.SheetEmpty), ({4: "  "}, no.SheetEmpty),
        ({9: [1]}, no.SheetEmpty),
    ],
)  # fmt: skip
def test_what_cannot_be_an_answer_is_refused(asked: Asked, told: dict[int, Any], refusal: Any) -> None:
    with pytest.raises(refusal):
        asked.take("101", told, result=Result.ANSWERED)


def test_answers_are_read_in_the_order_of_the_questions(asked: Asked) -> None:
    with seen_as(SYSTEM):
        found = clean_answers(list(asked.survey.questions.all()), {4: " 好 ", 1: [2, 1, 2], 3: 0, 2: []})
    assert found == [Answer(1, (1, 2)), Answer(3, number=0), Answer(4, words="好")]


def test_it_is_asked_in_its_days_and_its_homes_alone(asked: Asked) -> None:
    asked.take("101", {1: [LEAK]}, way=SheetWay.PAPER, paper_no="7")
    with pytest.raises(no.SheetPaperTaken):
        asked.take("102", {1: [LEAK]}, way=SheetWay.PAPER, paper_no="7")
    taken = taking.Taken(Result.NOT_OPEN, SheetWay.VISIT)
    with pytest.raises(no.HomeNotInSurvey):
        asked.do(taking.take_sheet, home_id=0, taken=taken)
    with pytest.raises(no.SurveyNotNow):
        asked.do(preparing.add_question, question=QUESTIONS[0])
    asked.hall.hands.move(days=10)
    with pytest.raises(no.SurveyNotNow):
        asked.own("101", {1: [LEAK]})
    asked.do(preparing.close_survey)
    with pytest.raises(no.SurveyNotNow):
        asked.take("101", {1: [LEAK]})


def test_a_questionnaire_to_begin_with_has_both_lists(hall: Hall) -> None:
    place = hall.town.building.pk
    plan = preparing.Plan("摸底", "问问", "社区", today(), "estate")
    survey = hall.as_(hall.clerk, preparing.draft_survey, place_id=place, plan=plan)
    with seen_as(SYSTEM):
        means = {one["means"] for each in survey.questions.all() for one in each.choices}
    assert means == {"", "problem", "need"}
    for wrong in (today() - timedelta(days=1), today() + timedelta(days=400)):
        with pytest.raises(no.SurveyDayWrong):
            hall.as_(
                hall.clerk, preparing.draft_survey, place_id=place,
                plan=preparing.Plan("摸底", "问问", "社区", wrong),
            )  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        preparing.Question(QuestionKind.ONE, "问", "", [preparing.Choice("甲")]),
        preparing.Question(QuestionKind.MANY, "问", "", [preparing.Choice("甲"), preparing.Choice("甲")]),
        preparing.Question(QuestionKind.NUMBER, "问", "", [preparing.Choice("甲"), preparing.Choice("乙")]),
    ],
)
def test_a_question_is_refused_with_a_sentence(hall: Hall, question: preparing.Question) -> None:
    plan = preparing.Plan("摸底", "问问", "社区", today())
    survey = hall.as_(hall.clerk, preparing.draft_survey, place_id=hall.town.building.pk, plan=plan)
    with pytest.raises(no.QuestionWrong):
        hall.as_(hall.clerk, preparing.add_question, survey_id=survey.pk, question=question)
    with pytest.raises(no.QuestionsNone):
        hall.as_(hall.clerk, preparing.open_survey, survey_id=survey.pk)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE voices_survey SET title = 'x'", "UPDATE voices_survey SET state = 'draft'",
        "UPDATE voices_surveyquestion SET text = 'x'", "DELETE FROM voices_surveyquestion",
        "UPDATE voices_surveysheet SET result = 'declined'", "DELETE FROM voices_surveyanswer",
        "DELETE FROM voices_surveyevent",
    ],
)  # fmt: skip
def test_the_database_keeps_what_was_asked_and_answered(asked: Asked, change: str) -> None:
    asked.take("101", {1: [LEAK]})
    with seen_as(SYSTEM), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
