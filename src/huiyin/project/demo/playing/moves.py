"""One function for each verb a script may use: the step's words and options handed to the real act."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import Channel
from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s1_intake.request import Request
from huiyin.casework.s2_triage.acts import Sorting, triage
from huiyin.casework.s2_triage.shown import Shown
from huiyin.casework.s2_triage.suggest import suggestion_for
from huiyin.casework.s3_dispatch.acts import acknowledge, dispatch, undo_dispatch
from huiyin.casework.s4_handling import acts as handling
from huiyin.casework.s4_handling.models import RegradeRequest
from huiyin.casework.s4_handling.pauses import pause_clocks
from huiyin.casework.s4_handling.regrade import ask_regrade, decide_regrade
from huiyin.casework.s5_closure import follow_up
from huiyin.casework.s5_closure.acts import judge
from huiyin.casework.s5_closure.declining import ask_to_decline, review_decline
from huiyin.casework.s5_closure.words import LegalOutcome
from huiyin.ground import clock
from huiyin.ground.phones import normalise_phone
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer, guest, requester
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.planting.ground_plan import GroundPlan
from huiyin.project.demo.story import Script, Step

from .cast import Cast
from .hands import HANDS
from .ways import WAYS

RESIDENT_UNAVAILABLE = "resident_unavailable"


@dataclass(slots=True)
class Played:
    """A case on the stage: its script, and its row once it has been taken in."""

    script: Script
    phone: str
    cast: Cast
    case_id: UUID | None = None

    @property
    def plan(self) -> GroundPlan:
        """Where everything stands."""
        return self.cast.plan

    @property
    def id(self) -> UUID:
        """The case's id; there is one from the first step on."""
        assert self.case_id is not None  # noqa: S101 - a script begins with file or enter (tested)
        return self.case_id

    @property
    def path(self) -> tuple[int, ...]:
        """The scopes of the place, from the estate up."""
        return scope_tree().up(self.plan.places[self.script.place].scope_id)

    def request(self) -> Request:
        """What its script asks, as any way in hands it over."""
        script, place = self.script, self.plan.places[self.script.place]
        return Request(
            scope_id=place.scope_id, channel=Channel(script.channel), content=script.text,
            category=script.category or script.tile, kind=script.kind, place_id=place.pk, name=script.asker,
            phone=normalise_phone(self.phone) if script.phone else None, whose_home=script.home,
            private=script.private, source="12345" if script.ref else "", source_ref=script.ref,
        )  # fmt: skip

    def by(self, step: Step) -> Viewer:
        """Who takes the step; the resident when nobody is named."""
        return self.cast.viewer(step.by, self.path) if step.by else requester(self.id, self.path)


def play_step(case: Played, step: Step) -> None:
    """Take one step of a script. Raises whatever the act refuses, and KeyError for an unknown verb."""
    MOVES[step.verb](case, step)


def _take_in(case: Played, step: Step) -> None:
    by = case.cast.viewer(step.by, case.path) if step.by else guest(case.path)
    key = case.script.key
    digest = hashlib.sha256(key.encode()).digest()
    case.case_id = take_in(request=case.request(), by=by, key=f"demo:{key}", digest=digest).case_id


def _triage(case: Played, step: Step) -> None:
    sorting = Sorting(category=step.options["category"], urgency=step.options.get("urgency", ""))
    by = case.by(step)
    shown = Shown(suggestion_for(cases_of(by).select_related("place").get(pk=case.id), clock.now()))
    triage(case_id=case.id, sorting=sorting, by=by, shown=shown)


def _dispatch(case: Played, step: Step) -> None:
    to = step.options["to"]
    dispatch(
        case_id=case.id, organisation=case.cast.organisation(to), account=case.cast.account(to),
        by=case.by(step), reason=step.words,
    )  # fmt: skip


def _pause(case: Played, step: Step) -> None:
    until = clock.now() + timedelta(hours=int(step.options["hours"]))
    pause_clocks(case_id=case.id, by=case.by(step), reason=RESIDENT_UNAVAILABLE, until=until)


def _grant(case: Played, step: Step) -> None:
    asked = RegradeRequest.objects.get(case_id=case.id, decided_at=None)
    decide_regrade(request_id=asked.pk, grant=True, by=case.by(step))


def _plan(case: Played, step: Step) -> None:
    days, cost = int(step.options["days"]), int(step.options["cost"])
    handling.publish_plan(
        case_id=case.id, by=case.by(step), steps=step.words, owner=step.options["owner"], cost_fen=cost * 100,
        done_by=(clock.now().astimezone(LOCAL) + timedelta(days=days)).date(),
    )  # fmt: skip


def _verdict(case: Played, step: Step) -> None:
    judge(
        case_id=case.id, solved=step.options["solved"] == "yes", satisfied=step.options.get("satisfied", ""),
        words=step.words, by=case.by(step),
    )  # fmt: skip


def _call(case: Played, step: Step) -> None:
    solved = step.options.get("solved")
    follow_up.record_call(
        case_id=case.id, by=case.by(step), reached=step.options["reached"] == "yes",
        solved=None if solved is None else solved == "yes", satisfied=step.options.get("satisfied", ""),
        words=step.words,
    )  # fmt: skip


MOVES: dict[str, Callable[[Played, Step], object]] = {
    "file": _take_in,
    "enter": _take_in,
    "triage": _triage,
    "dispatch": _dispatch,
    "undo": lambda c, s: undo_dispatch(case_id=c.id, by=c.by(s), reason=s.words),
    "ack": lambda c, s: acknowledge(case_id=c.id, by=c.by(s)),
    "accept": lambda c, s: handling.accept(case_id=c.id, by=c.by(s)),
    "contact": lambda c, s: handling.record_contact(case_id=c.id, by=c.by(s), note=s.words),
    "arrive": lambda c, s: handling.arrive(case_id=c.id, by=c.by(s)),
    "note": lambda c, s: handling.note(case_id=c.id, by=c.by(s), text=s.words),
    "done": lambda c, s: handling.mark_done(case_id=c.id, by=c.by(s), note=s.words),
    "pause": _pause,
    "ask_regrade": lambda c, s: ask_regrade(case_id=c.id, tier=s.options["tier"], reason=s.words, by=c.by(s)),
    "grant": _grant,
    "plan": _plan,
    "answer": lambda c, s: handling.propose(case_id=c.id, by=c.by(s), answer=s.words),
    "verdict": _verdict,
    "call": _call,
    "unreached": lambda c, s: follow_up.give_up(case_id=c.id, by=c.by(s)),
    "decline": lambda c, s: ask_to_decline(
        case_id=c.id, outcome=LegalOutcome(s.options["outcome"]), answer=s.words, by=c.by(s)
    ),
    "review": lambda c, s: review_decline(
        case_id=c.id, uphold=s.options["upheld"] == "yes", note=s.words, by=c.by(s)
    ),
    **HANDS,
    **WAYS,
}
