"""Cases that are handled together: what one learns of the other, each in a transaction of its own."""

from datetime import datetime

from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.s4_handling import incident_changes, incidents, passing, suspending
from huiyin.ground.tenancy.viewer import SYSTEM


def pass_on(case: Case, _timer: Timer, _at: datetime) -> None:
    """The main case was answered: the joined requester gets the answer and is asked."""
    passing.receive_answer(case=case)


def main_ended(case: Case, _timer: Timer, at: datetime) -> None:
    """Taken back or not accepted: those joined to it go on alone."""
    passing.part_from_ended(main=case, at=at)


def go_back(case: Case, _timer: Timer, _at: datetime) -> None:
    """The main case is gone: handled on its own again, clocks as if never stopped."""
    passing.go_back(case=case)


def tell_main(case: Case, _timer: Timer, _at: datetime) -> None:
    """A joined requester went an own way: the main case is to hear of it."""
    passing.tell_main(case=case)


def heard(case: Case, timer: Timer, _at: datetime) -> None:
    """The main case's timeline says that a joined requester is not satisfied or left."""
    passing.hear(main=case, at=timer.due_at)


def incident_over(case: Case, _timer: Timer, at: datetime) -> None:
    """The incident has ended: clocks run on, the answer is given, the resident is asked."""
    incidents.finish_case(case=case, at=at)


def incident_changed(case: Case, _timer: Timer, at: datetime) -> None:
    """The incident has other words or another end: a line, and a message, now or a while after the last."""
    incident_changes.hear_changes(case=case, at=at)


def incident_told(case: Case, _timer: Timer, at: datetime) -> None:
    """A while after the last message about the incident: tell what is newest."""
    incident_changes.tell_later(case=case, at=at)


def review(case: Case, _timer: Timer, at: datetime) -> None:
    """The review date of the pending list: clerks and leaders are told."""
    suspending.remind_of_review(case=case, at=at)


def review_over(case: Case, _timer: Timer, _at: datetime) -> None:
    """Nobody looked at it again: off the pending list by itself, clocks run on."""
    if suspending.standing_suspension(case) is not None:
        suspending.take_up_again(case_id=case.pk, by=SYSTEM, why="review_missed")
