"""What comes out: the problem list, the need list, coverage by entrance, who still needs a visit."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.commons.c2_voices.models import Survey, SurveyAnswer, SurveyCase, SurveyQuestion, SurveySheet
from huiyin.registers.places.models import Place

from .reads import homes_of
from .standing import standing_of
from .words import Means, Result, SheetWay


@dataclass(frozen=True, slots=True)
class Named:
    """A home that named something, with the request that was made of it ("" for none)."""

    home: Place
    question: SurveyQuestion
    choice: int
    number: str
    proved: bool

    @property
    def words(self) -> str:
        """What it named."""
        return str(self.question.choices[self.choice - 1]["words"])

    @property
    def category(self) -> str:
        """The category of the request it would be."""
        return str(self.question.choices[self.choice - 1]["category"])


@dataclass(frozen=True, slots=True)
class Covered:
    """n of N of an entrance: homes that answered, that declined, that were not met, and all."""

    entrance: str
    answered: int
    declined: int
    unmet: int
    homes: int


def standing_sheets(survey: Survey) -> dict[int, SurveySheet]:
    """Home id -> the sheet that stands. One query."""
    return standing_of(survey.sheets.order_by("pk"))


def named_in(survey: Survey, means: Means) -> list[Named]:
    """Every home that named something of this list, in the order of the questionnaire, then of the homes."""
    stands = {one.pk: one for one in standing_sheets(survey).values() if one.result == Result.ANSWERED}
    homes = {home.pk: (place, home) for place, home in enumerate(homes_of(survey))}
    made = {
        (one.home_id, one.question_id, one.choice): one.number
        for one in SurveyCase.objects.filter(survey=survey)
    }
    found = []
    rows = SurveyAnswer.objects.filter(sheet_id__in=list(stands)).exclude(picks=[]).select_related("question")
    for answer in rows:
        sheet = stands[answer.sheet_id]
        if sheet.home_id not in homes:  # a home that was closed since
            continue
        place, home = homes[sheet.home_id]
        for no in answer.picks:
            if answer.question.choices[no - 1]["means"] == means:
                number = made.get((home.pk, answer.question_id, no), "")
                one = Named(home, answer.question, no, number, sheet.way != SheetWay.DOOR)
                found.append(((answer.question.no, no, place), one))
    return [one for _key, one in sorted(found, key=lambda pair: pair[0])]


def kinds_of(named: Sequence[Named]) -> list[tuple[str, int]]:
    """(words, homes) of a list, the most named first."""
    counts: dict[str, int] = {}
    for one in named:
        counts[one.words] = counts.get(one.words, 0) + 1
    return sorted(counts.items(), key=lambda pair: -pair[1])


def coverage_of(survey: Survey, homes: Sequence[Place], stands: dict[int, SurveySheet]) -> list[Covered]:
    """Coverage by entrance (else by building), in the order of the homes; the last row sums them."""
    rows: dict[str, list[str]] = {}
    for home in homes:
        held = stands.get(home.pk)
        rows.setdefault(_entrance(home), []).append(held.result if held else "")
    found = [_covered(entrance, results) for entrance, results in rows.items()]
    return [*found, _covered(survey.place.label, [one for each in rows.values() for one in each])]


def _covered(entrance: str, results: list[str]) -> Covered:
    answered, declined, unmet = (
        results.count(one) for one in (Result.ANSWERED, Result.DECLINED, Result.NOT_OPEN)
    )
    return Covered(entrance, answered, declined, unmet, len(results))


def _entrance(home: Place) -> str:
    """Where a home lies, by its label: all but its own name."""
    return home.label.removesuffix(home.name).strip() or home.label


def words_written(survey: Survey) -> list[SurveyAnswer]:
    """What people wrote, without doors, the newest first; for those who keep the survey alone."""
    stands = [one.pk for one in standing_sheets(survey).values() if one.result == Result.ANSWERED]
    rows = SurveyAnswer.objects.filter(sheet_id__in=stands).exclude(words="")
    return list(rows.select_related("question").order_by("-pk")[:200])
