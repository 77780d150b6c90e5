"""Household facts: asked once a year, filled in at the door from what the home told, nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huiyin.commons.c2_voices.models import Survey, SurveyAnswer, SurveyQuestion
from huiyin.commons.c2_voices.survey.facts import known_facts
from huiyin.commons.c2_voices.survey.preparing import template_of
from huiyin.commons.c2_voices.survey.taking import Taken, answer_own, take_sheet
from huiyin.commons.c2_voices.survey.words import Result, SheetWay
from huiyin.ground.clock import now, today
from huiyin.ground.tenancy.viewer import SYSTEM, guest
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from tests.desks.signed_in import at_desk, send
from tests.matrix.surveys import new_survey
from tests.town import Town

pytestmark = pytest.mark.django_db(transaction=True)
MANY = "家里常住几个人？"


@pytest.fixture
def home(town: Town) -> Place:
    with seen_as(SYSTEM):
        return Place.objects.create(
            scope=town.estate, parent=town.building, kind=PlaceKind.HOME, name="501", label="E 1号楼 501",
            short="1-501",
        )  # fmt: skip


def asked(town: Town, code: str, *, fact: bool = True) -> Survey:
    """A survey that asks which problems there are (1) and how many live there (2)."""
    with seen_as(SYSTEM):
        survey = new_survey(town.estate.pk, code, "draft")
        asks = {"place": town.building, "until": today() + timedelta(days=90)}
        Survey.objects.filter(pk=survey.pk).update(**asks)
        SurveyQuestion.objects.create(
            survey=survey, scope_id=town.estate.pk, no=2, kind="number", text=MANY, fact=fact
        )
        Survey.objects.filter(pk=survey.pk).update(state="running", opened_at=now())
        return Survey.objects.get(pk=survey.pk)


def told(town: Town, survey: Survey, home: Place, result: Result = Result.ANSWERED, **answers: Any) -> None:
    said = {int(name[1:]): value for name, value in answers.items()}
    viewer = town.viewer("clerk")
    with seen_as(viewer):
        take_sheet(survey_id=survey.pk, home_id=home.pk, taken=Taken(result, SheetWay.VISIT, said), by=viewer)


def known(survey: Survey, home: Place) -> dict[int, Any]:
    with seen_as(SYSTEM):
        return {no: one.value for no, one in known_facts(survey, home.pk).items()}


def test_the_fact_of_last_year_stands_filled_in_and_nothing_else(town: Town, hands: Any, home: Place) -> None:
    told(town, asked(town, "S2601-AAAAA1"), home, q1=[1], q2=3)
    hands.move(days=300)
    later = asked(town, "S2701-AAAAA2")
    assert known(later, home) == {2: 3}
    page = at_desk(town.people["field"]).get(f"/surveys/{later.pk}/home/{home.pk}").content.decode()
    assert 'name="q2" value="3"' in page
    assert "Ask only whether it is still so" in page
    assert page.count("checked") == 2, "how and what came of it; no problem of last year"


def test_confirmed_at_the_door_it_is_known_for_a_year_more(town: Town, hands: Any, home: Place) -> None:
    told(town, asked(town, "S2601-AAAAA1"), home, q2=3)
    hands.move(days=200)
    later = asked(town, "S2701-AAAAA2")
    sheet = {"result": "answered", "way": "visit", "q2": "3"}
    assert (
        send(at_desk(town.people["field"]), f"/surveys/{later.pk}/home/{home.pk}", **sheet).status_code == 303
    )
    with seen_as(SYSTEM):
        assert SurveyAnswer.objects.filter(sheet__home=home, number=3).count() == 2
    hands.move(days=200)
    assert known(asked(town, "S2801-AAAAA3"), home) == {2: 3}


@pytest.mark.parametrize(("days", "found"), [(364, {2: 3}), (366, {})])
def test_after_a_year_it_is_asked_again(
    town: Town, hands: Any, home: Place, days: int, found: dict[int, int]
) -> None:
    told(town, asked(town, "S2601-AAAAA1"), home, q2=3)
    hands.move(days=days)
    assert known(asked(town, "S2701-AAAAA2"), home) == found


def test_would_rather_not_takes_it_back_and_a_closed_door_does_not(
    town: Town, hands: Any, home: Place
) -> None:
    first = asked(town, "S2601-AAAAA1")
    told(town, first, home, q2=3)
    hands.move(days=1)
    told(town, first, home, Result.NOT_OPEN)
    assert known(first, home) == {2: 3}
    told(town, first, home, Result.DECLINED)
    assert known(first, home) == {}


def test_what_nobody_proved_and_what_is_no_fact_is_not_shown(town: Town, hands: Any, home: Place) -> None:
    plain = asked(town, "S2601-AAAAA1", fact=False)
    told(town, plain, home, q2=4)
    door = asked(town, "S2601-AAAAA2")
    near = guest(around=[town.estate.pk])
    with seen_as(near):
        answer_own(survey=door, home_id=home.pk, told={2: 5}, proved=False, by=near)
    assert known(door, home) == {}
    assert [one.text for one in template_of("estate") if one.fact] == [MANY]
