"""After an answer: ask, wait, and what silence means."""

from datetime import datetime

from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.s4_handling.passing import pass_on_to_joined
from huiyin.casework.s5_closure.acts import ask_for_verdict, hand_to_follow_up, lapse


def ask(case: Case, _timer: Timer, at: datetime) -> None:
    """The answer was given: ask the resident, or the follow-up list; joined requesters get it too."""
    ask_for_verdict(case_id=case.pk)
    pass_on_to_joined(main=case, at=at)


def undelivered(case: Case, timer: Timer, _at: datetime) -> None:
    """A day without a delivery report: somebody calls instead."""
    hand_to_follow_up(case_id=case.pk, round_no=timer.generation, why="undelivered")


def silence(case: Case, timer: Timer, _at: datetime) -> None:
    """72 hours after the delivered notice."""
    lapse(case_id=case.pk, round_no=timer.generation)
