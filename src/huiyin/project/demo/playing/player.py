"""Play all cases at once, in the order of their moments, with timers and messages falling due in between."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Case, Timer
from huiyin.project.demo.moved_clock import Hands, moved_clock
from huiyin.project.demo.planting.ground_plan import GroundPlan
from huiyin.project.demo.story import Script, Step, scripts

from .cast import Cast
from .moves import Played, play_step
from .post import deliver, read_old_inboxes

Progress = Callable[[str], object]
Scene = tuple[datetime, Callable[[], object]]
"""Something that is not a step of one case, with its moment: what people settle about several."""
POST_TAKES = timedelta(seconds=3)
"""A text message is delivered this long after the step that wrote it."""


class PlayedWrong(Exception):
    """A case could not be played as written, or does not stand where its script says it ends."""


@dataclass(slots=True)
class Stage:
    """What is still to happen, by moment; `shown` is the moment the clock shows now."""

    hands: Hands
    ends: datetime
    shown: datetime
    queue: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)

    def plan(self, at: datetime, what: Callable[[], None]) -> None:
        """Let something happen at a moment, at the latest when the play ends."""
        heapq.heappush(self.queue, (min(at, self.ends), next(self.order), what))

    def run(self) -> None:
        """Let everything happen, and every timer at its own moment."""
        while self.queue:
            at, _order, what = heapq.heappop(self.queue)
            self._fire_until(at)
            self._show(at)
            what()
        self._fire_until(self.ends)

    def _fire_until(self, at: datetime) -> None:
        while (timer := _next_timer()) is not None and timer.due_at <= at:
            self._show(timer.due_at)
            fire_due()
            if Timer.objects.filter(pk=timer.pk, fired_at=None, cancelled_at=None).exists():
                raise PlayedWrong(
                    f"the timer {timer.what} due at {timer.due_at:%m-%d %H:%M:%S} does not fire; see the log"
                )

    def _show(self, at: datetime) -> None:
        self.shown = max(self.shown, at)
        self.hands(self.shown)


def play(plan: GroundPlan, *, progress: Progress, scenes: Iterable[Scene] = ()) -> None:
    """Play every script and scene up to the moment of loading. Raises PlayedWrong with case and step."""
    cast = Cast(plan)
    cases = [Played(script, f"1700001{serial:04d}", cast) for serial, script in enumerate(scripts(), 1)]
    cast.played = {case.script.key: case for case in cases}
    began = min(at for script in scripts() for at, _step in script.moments(plan.loaded))
    with moved_clock(began) as hands:
        stage = Stage(hands, ends=plan.loaded, shown=began)
        for case in cases:
            for at, step in case.script.moments(plan.loaded):
                stage.plan(at, _happening(stage, case, step))
        for at, scene in scenes:
            stage.plan(at, _scene(stage, cases, scene))
        stage.run()
        for case in cases:
            deliver(case)
    read_old_inboxes(plan.loaded)
    _check(cases)
    progress(f"played {len(cases)} cases")


def _happening(stage: Stage, case: Played, step: Step) -> Callable[[], None]:
    def happen() -> None:
        try:
            play_step(case, step)
        except Exception as error:
            raise PlayedWrong(f"{case.script.key}: {step.when} {step.verb}: {error!r}") from error
        stage.plan(stage.shown + POST_TAKES, lambda: deliver(case))

    return happen


def _scene(stage: Stage, cases: list[Played], scene: Callable[[], object]) -> Callable[[], None]:
    def happen() -> None:
        scene()
        for case in cases:
            if case.case_id is not None:
                stage.plan(stage.shown + POST_TAKES, partial(deliver, case))

    return happen


def _next_timer() -> Timer | None:
    return Timer.objects.filter(fired_at=None, cancelled_at=None).order_by("due_at", "pk").first()


def _check(cases: list[Played]) -> None:
    stands = dict(Case.objects.filter(pk__in=[case.id for case in cases]).values_list("pk", "state"))
    wrong = [_told(case.script, stands[case.id]) for case in cases if stands[case.id] != case.script.ends]
    if wrong:
        raise PlayedWrong("; ".join(wrong))


def _told(script: Script, state: str) -> str:
    return f"{script.key} stands at {state}, written {script.ends}"
