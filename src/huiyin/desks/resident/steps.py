"""The five plain states of a case, each with its time, who brought it about, whose turn it is (ux A18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.casework.casefile.models import Event
from huiyin.casework.casefile.words import PUBLIC, PublicState, State, Verb
from huiyin.casework.s3_dispatch.models import Assignment

_S = PublicState
ORDER = (_S.RECEIVED, _S.ASSIGNED, _S.WORKING, _S.ARRIVED, _S.ANSWERED)
_PLACE = {_S.JOINED: _S.WORKING, _S.SUSPENDED: _S.WORKING}
"""Where a resting case stands among the plain states."""
_STEP_OF = {
    Verb.TAKEN_IN: _S.RECEIVED, Verb.DISPATCHED: _S.ASSIGNED, Verb.ACCEPTED: _S.WORKING,
    Verb.ARRIVED: _S.ARRIVED, Verb.PROPOSED: _S.ANSWERED, Verb.DECLINED: _S.ANSWERED,
    Verb.WITHDRAWN: _S.ANSWERED,
}  # fmt: skip
_RESTS = (Verb.MERGED, Verb.ABSORBED, Verb.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five: when it came, who brought it about, whose turn it is. `skipped`: passed over."""

    label: str
    at: datetime | None = None
    note: str = ""
    turn: str = ""
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Parties:
    """Who acts: the community's desk and whoever handles it, in words; empty when not known yet."""

    desk: str
    handler: str

    def brings(self, state: PublicState) -> str:
        """Who brings this state about."""
        return self._desk if state == _S.ASSIGNED else self._handler

    def next_after(self, state: PublicState) -> str:
        """Whose turn it is while the case stands there."""
        if state == _S.ANSWERED:
            return _("you")
        return self._desk if state == _S.RECEIVED else self._handler

    @property
    def _desk(self) -> str:
        return self.desk or _("the community")

    @property
    def _handler(self) -> str:
        return self.handler or _("whoever gets it")


def steps_of(
    events: Sequence[Event], case_state: State, standing: Assignment | None, parties: Parties
) -> tuple[tuple[Step, ...], int]:
    """The five steps of the present round, and the 1-based place of the present one (6 = ended).

    `events` are what the resident may read, oldest first. A step that the case went past without stopping
    stands there as not needed.
    """
    state = PUBLIC[case_state]
    opened = max((i for i, e in enumerate(events) if e.verb == Verb.REOPENED), default=0)
    came = {_STEP_OF[Verb(e.verb)]: e for e in events[opened:] if e.verb in _STEP_OF}
    came.setdefault(_S.RECEIVED, events[opened]) if events else None
    at = _PLACE.get(state, state)
    if state in _PLACE:
        came[at] = next(e for e in reversed(events) if e.verb in _RESTS)
    reached = len(ORDER) if state == _S.ENDED else ORDER.index(at)
    steps = [
        _come(s, came.get(s), standing, parties) if place <= reached else _ahead(s, parties)
        for place, s in enumerate(ORDER)
    ]
    if state == _S.ENDED:
        steps[-1] = _last(steps[-1], case_state)
    else:
        steps[reached] = _here(steps[reached], state, parties.next_after(at))
    return tuple(steps), reached + 1


def _come(state: PublicState, event: Event | None, standing: Assignment | None, parties: Parties) -> Step:
    """A step the case has reached."""
    if state == _S.ASSIGNED and standing:
        label = _("Handed to %(organisation)s") % {"organisation": standing.organisation.name}
        note = standing.account.display_name if standing.account else ""
        return Step(label, event.at if event else standing.made_at, note)
    if event is None:
        return Step(str(state.label), turn=_("Not needed this time"), skipped=True)
    return Step(str(state.label), event.at, _who(event, parties if state in ORDER[2:] else None))


def _ahead(state: PublicState, parties: Parties) -> Step:
    return Step(str(state.label), turn=_("By %(who)s") % {"who": parties.brings(state)})


def _here(step: Step, state: PublicState, who: str) -> Step:
    """The step where the case stands; one that rests says so."""
    label = str(state.label) if state in _PLACE else step.label
    return Step(label, step.at, step.note, _("Now it is the turn of %(who)s") % {"who": who})


def _last(step: Step, case_state: State) -> Step:
    label = _("You took it back") if case_state == State.WITHDRAWN else _("Answered")
    return Step(label, step.at, step.note)


def _who(event: Event, parties: Parties | None) -> str:
    """The person who brought it about, with the body they act for where it is the handler's step."""
    if not event.actor.startswith("account:"):
        return _("you") if event.actor.startswith(("requester:", "guest")) else event.actor_label
    body = parties.handler if parties else ""
    return " · ".join(filter(None, (event.actor_label, body)))
