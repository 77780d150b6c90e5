"""What may be answered to a question: pure, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .refusals import AnswerWrong, SheetEmpty
from .words import QuestionKind

LONGEST, HIGHEST = 500, 1_000_000


class Asked(Protocol):
    """A question as far as an answer needs it."""

    no: int
    kind: str
    choices: list[Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to question `no`: numbers of choices, a number, or words."""

    no: int
    picks: tuple[int, ...] = ()
    number: int | None = None
    words: str = ""


def clean_answers(questions: Sequence[Asked], told: Mapping[int, Any]) -> list[Answer]:
    """The answers that were given, in order. `told`: number of the question -> numbers, number or text.

    Raises AnswerWrong, SheetEmpty.
    """
    found = [answer for one in questions if (answer := _clean(one, told.get(one.no))) is not None]
    if not found:
        raise SheetEmpty
    return found


def _clean(question: Asked, said: Any) -> Answer | None:
    if said in (None, "", [], ()):
        return None
    if question.kind == QuestionKind.WORDS:
        words = str(said).strip()[:LONGEST]
        return Answer(question.no, words=words) if words else None
    if question.kind == QuestionKind.NUMBER:
        if not isinstance(said, int) or not 0 <= said <= HIGHEST:
            raise AnswerWrong(no=question.no)
        return Answer(question.no, number=said)
    picks = tuple(sorted(set(said)))
    known = range(1, len(question.choices) + 1)
    if not set(picks) <= set(known) or (question.kind == QuestionKind.ONE and len(picks) > 1):
        raise AnswerWrong(no=question.no)
    return Answer(question.no, picks)
