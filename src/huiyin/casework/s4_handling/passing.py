"""What becomes of joined cases when their main case is answered or ends. The worker calls these."""

from datetime import datetime

from django.db.models import Q

from huiyin.casework.casefile.acts import write
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import MOVING, State, Verb
from huiyin.casework.s2_triage.linked import JOINING, standing_link
from huiyin.casework.s2_triage.merging import send, tell_joined, untie
from huiyin.casework.s2_triage.models import Link
from huiyin.ground.tenancy.viewer import SYSTEM

from .acts import give_answer

PASS_ON, GO_BACK, HEARD = "pass_on", "go_back", "heard"


def pass_on_to_joined(*, main: Case, at: datetime) -> None:
    """The main case was answered: every joined requester gets it, each in a transaction of its own."""
    tell_joined(main=main, what=PASS_ON, at=at)


def receive_answer(*, case: Case) -> None:
    """A joined case gets its main case's answer; its requester is asked and judges alone."""
    link = standing_link(case.pk)
    if link is not None and case.state == State.MERGED and link.main.answer:
        give_answer(case=case, answer=link.main.answer, by=SYSTEM)


def part_from_ended(*, main: Case, at: datetime) -> None:
    """The main case ended without an answer for all (taken back, not accepted): the others go on alone."""
    tell_joined(main=main, what=GO_BACK, at=at)


def go_back(*, case: Case) -> None:
    """A joined case whose main case is gone is handled on its own again."""
    link = standing_link(case.pk)
    if link is not None and case.state == State.MERGED and link.main.state not in (*MOVING, State.SUSPENDED):
        untie(case=case, link=link, by=SYSTEM, why="main_ended")


def tell_main(*, case: Case) -> None:
    """A case went its own way: its main case is to hear of it (by a timer of its own, see `hear`)."""
    link = Link.objects.filter(case=case, kind__in=JOINING).order_by("-pk").first()
    left = (link.left_at or link.undone_at) if link is not None else None
    if link is not None and left is not None:
        send(link.main, HEARD, left)


def hear(*, main: Case, at: datetime) -> None:
    """The main case's timeline says who left at that moment: not solved, or taken back."""
    for link in Link.objects.filter(Q(left_at=at) | Q(undone_at=at), main=main).select_related("case"):
        gone = link.undone_at is not None or link.case.state == State.WITHDRAWN
        verb = Verb.PARTED if gone else Verb.NOT_SOLVED_JOINED
        write(case=main, verb=verb, by=SYSTEM, number=link.case.number)
