"""The loop itself: requests come in by waves, go through every desk, and end; then days pass in leaps."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.casefile.seals import seal_heads
from huiyin.casework.casefile.words import State
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.ground.tenancy.models import Scope
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.tokens import grant_program, issue_token, make_program
from huiyin.registers.people.words import Role
from huiyin.registers.places.models import QrCode

from .planning import Ending, Plan
from .roles import Clerk, DutyRoom, Program, Resident, is_silent
from .scratch import Progress, Scratch
from .visitor import DrillFailed

WAVE, HANDS = 15, 4
COMPANY, ESTATE = "fuyou", "梓林小区"
CLERK, SECOND_CLERK, DUTY, STRANGER = "yingjun.yuan1", "yingjun.yuan2", "fuyou.zhiban", "sangyuan.yuan1"
PAST_EVERY_PROMISE = timedelta(hours=26)
PAST_SILENCE = timedelta(hours=73)
A_DAY = timedelta(days=1)
T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True)
class Drilled:
    """A case of the drill: its plan, the number its person was given, and who stands behind it."""

    plan: Plan
    number: str
    resident: Resident
    trouble: str = ""


@dataclass
class Loop:
    """Everything that happens, in order. `cases` holds every acknowledged request."""

    scratch: Scratch
    plans: list[Plan]
    progress: Progress
    cases: list[Drilled] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Play all plans to their ends."""
        self._assemble()
        for start in range(0, len(self.plans), WAVE):
            self._wave(self.plans[start : start + WAVE])
            self.progress(f"{len(self.cases)} of {len(self.plans)} cases came in")
        self._break_promises()
        self._verdicts()
        self._pass_silence()
        self._calls()
        self.scratch.settled()
        with seen_as(SYSTEM):
            seal_heads()

    def _assemble(self) -> None:
        """Everybody signs in; the program gets its token."""
        url, login = self.scratch.url, self.scratch.login
        with seen_as(SYSTEM):
            self.estate = Scope.objects.get(name=ESTATE, kind="estate")
            codes = QrCode.objects.filter(scope=self.estate, revoked_at=None, place__kind="entrance")
            self.codes = list(codes.order_by("code").values_list("code", flat=True))
            account = make_program(username="drill.hotline", label="热线平台")
            community = Scope.objects.get(children=self.estate)
            grant_program(account=account, role=Role.PROGRAM, scope_id=community.pk)
            self.company = Organisation.objects.filter(grants__account__username=DUTY).distinct().get()
            token = issue_token(account=account, label="drill")
        self.program = Program(url, token)
        self.clerk, self.second = Clerk(url, login(CLERK)), Clerk(url, login(SECOND_CLERK))
        self.duty, self.stranger = DutyRoom(url, login(DUTY)), Clerk(url, login(STRANGER))
        self.progress("a program, three clerks and a duty room are signed in")

    def _wave(self, plans: list[Plan]) -> None:
        """Some requests come in and are dispatched; those not planned late are handled at once."""
        came = [drilled for drilled in self._together(self._ask, plans) if drilled is not None]
        self.cases += came
        self.scratch.wait_for("settling", lambda: not _unsettled())
        for drilled in came:
            self._try(drilled, self._dispatch)
        for drilled in came:
            if not drilled.plan.late:
                self._try(drilled, self._handle)

    def _ask(self, plan: Plan) -> Drilled | None:
        resident = Resident(self.scratch.url, random.Random(plan.serial).choice(self.codes))  # noqa: S311 - repeatable
        try:
            if not plan.by_program:
                return Drilled(plan, resident.ask(plan), resident)
            receipt = self.program.ask(plan, self.estate.pk)
            resident.follow(receipt["link"])
            return Drilled(plan, receipt["number"], resident)
        except (DrillFailed, OSError) as error:
            self.failures.append(f"request {plan.serial}: {error}")
            return None

    def _dispatch(self, drilled: Drilled) -> None:
        """What a promise in minutes did not send out by itself goes through the clerk."""
        with seen_as(SYSTEM):
            case = Case.objects.get(number=drilled.number)
            standing = standing_assignment(case)
        if case.state == State.RECEIVED:
            self.clerk.sort(drilled.number, self.company.pk)
        elif standing is not None and standing.organisation_id != self.company.pk:
            self.clerk.hand_over(drilled.number, self.company.pk)

    def _handle(self, drilled: Drilled) -> None:
        self.duty.take(drilled.number)
        self.duty.answer(drilled.number, "师傅已到场处理完毕，请您查看。")

    def _break_promises(self) -> None:
        """More than a day passes over those planned late; then they are handled after all."""
        self.scratch.settled()
        self.scratch.leap(PAST_EVERY_PROMISE)
        self.scratch.settled()
        for drilled in self._those(lambda plan: plan.late):
            self._try(drilled, self._handle)
        self.progress("promises were broken, told, passed up, and kept late")

    def _verdicts(self) -> None:
        """Residents answer by their links; what is not solved goes round once more."""
        self.scratch.settled()
        self._judge(self._those(lambda plan: plan.ending is Ending.SOLVED), solved=True)
        again = self._those(lambda plan: plan.ending is Ending.AGAIN)
        self._judge(again, solved=False)
        for drilled in again:
            self._try(drilled, self._handle)
        self.scratch.settled()
        self._judge(again, solved=True)
        self.progress(
            f"{len(self.cases) - len(self._those(is_silent))} residents judged, {len(again)} of them twice"
        )

    def _judge(self, those: Iterable[Drilled], *, solved: bool) -> None:
        def judge(drilled: Drilled) -> None:
            satisfied = drilled.plan.satisfied if solved else "no"
            self._try(drilled, lambda d: d.resident.judge(solved=solved, satisfied=satisfied))

        self._together(judge, list(those))

    def _pass_silence(self) -> None:
        """Three days without a word."""
        self.scratch.leap(PAST_SILENCE)
        self.scratch.settled()
        self.progress("72 hours of silence passed")

    def _calls(self) -> None:
        """Those without a telephone number for messages: a clerk calls, for some on three days in vain."""
        waiting = self._those(lambda plan: is_silent(plan) and not plan.phone)
        for drilled in waiting:
            if drilled.plan.ending is Ending.SILENT:
                self._try(drilled, lambda d: self.second.call(d.number, reached=True))
        unreachable = [drilled for drilled in waiting if drilled.plan.ending is Ending.UNREACHABLE]
        for _day in range(3 if unreachable else 0):
            for drilled in unreachable:
                self._try(drilled, lambda d: self.second.call(d.number, reached=False))
            self.scratch.leap(A_DAY)
        for drilled in unreachable:
            self._try(drilled, lambda d: self.second.step(d.number, "give-up"))
        self.progress(f"{len(waiting)} follow-up calls, {len(unreachable)} in vain on three days")

    def _those(self, which: Callable[[Plan], bool]) -> list[Drilled]:
        return [drilled for drilled in self.cases if which(drilled.plan)]

    def _try(self, drilled: Drilled, do: Callable[[Drilled], object]) -> None:
        """Do something for a case that is still in order; the first trouble of a case is remembered."""
        self.scratch.check_running()
        if drilled.trouble:
            return
        try:
            do(drilled)
        except (DrillFailed, OSError, StopIteration) as error:
            drilled.trouble = str(error) or repr(error)
            self.failures.append(f"{drilled.number}: {drilled.trouble}")

    def _together(self, do: Callable[[T], R], those: Iterable[T]) -> list[R]:
        with ThreadPoolExecutor(HANDS) as hands:
            return list(hands.map(do, those))


def _unsettled() -> bool:
    return Timer.objects.filter(what="settle", fired_at=None, cancelled_at=None).exists()
