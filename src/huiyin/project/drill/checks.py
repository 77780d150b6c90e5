"""What must be true after the drill, each as a sentence with the reason when it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Q

from huiyin import verifier
from huiyin.casework.casefile.models import Case, Event, Timer
from huiyin.casework.casefile.replays import wrong_projections
from huiyin.casework.casefile.words import ANSWERED, ENDED, OPEN, State, Verb
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.ground.clock import now
from huiyin.ground.ids import is_valid
from huiyin.ground.outbox.models import Notice
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.periods import Period
from huiyin.insight.rates import figures_by_scope, joined

from .loop import Drilled, Loop
from .planning import Ending
from .recount import recount

SHOWN = 5
FAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Result:
    """One check; `wrong` is empty when it passed."""

    name: str
    wrong: list[str]


def every_check(loop: Loop) -> list[Result]:
    """Run them all, as the program itself."""
    with seen_as(SYSTEM):
        return [Result(name, list(check(loop))) for name, check in CHECKS]


def _steps(loop: Loop) -> Iterator[str]:
    yield from loop.failures


def _once(loop: Loop) -> Iterator[str]:
    given = Counter(drilled.number for drilled in loop.cases)
    yield from (f"{number} was given {n} times" for number, n in given.items() if n > 1)
    kept = set(Case.objects.values_list("number", flat=True))
    yield from (f"{number} was acknowledged and is not there" for number in given.keys() - kept)
    yield from (f"{number} is there and nobody was told" for number in kept - given.keys())
    yield from (f"{number} has a wrong check character" for number in kept if not is_valid(number))


def _held(_loop: Loop) -> Iterator[str]:
    """Every case is answered, or open with somebody who has it."""
    held = Assignment.objects.filter(ended_at=None).values("case_id")
    for case in Case.objects.filter(state__in=OPEN).exclude(pk__in=held):
        if case.state not in (State.RECEIVED, State.FOLLOW_UP, State.DECLINING):  # these lie with the clerk
            yield f"{case.number} is {case.state} and nobody has it"
    for case in Case.objects.filter(state__in=ANSWERED, answer=""):
        yield f"{case.number} is {case.state} without an answer"


def _ended(loop: Loop) -> Iterator[str]:
    stands = dict(Case.objects.values_list("number", "state"))
    for drilled in loop.cases:
        wanted, state = _wanted(drilled), stands.get(drilled.number)
        if not drilled.trouble and state != wanted:
            yield f"{drilled.number} ({drilled.plan.ending}) is {state}, not {wanted}"
    reopened = set(Case.objects.filter(reopened=1).values_list("number", flat=True))
    again = {d.number for d in loop.cases if d.plan.ending is Ending.AGAIN and not d.trouble}
    yield from (f"{number} should have been opened again once" for number in again - reopened)


def _wanted(drilled: Drilled) -> State:
    ending, phone = drilled.plan.ending, drilled.plan.phone
    if ending in (Ending.SOLVED, Ending.AGAIN):
        return State.CONFIRMED
    if phone:
        return State.LAPSED
    return State.ATTESTED if ending is Ending.SILENT else State.UNREACHED


def _late(loop: Loop) -> Iterator[str]:
    overdue = set(Event.objects.filter(verb=Verb.OVERDUE).values_list("case__number", flat=True))
    climbed = set(Event.objects.filter(verb=Verb.CLIMBED).values_list("case__number", flat=True))
    late = {d.number for d in loop.cases if d.plan.late and not d.trouble}
    yield from (f"{number} was late and nobody was told" for number in late - overdue)
    yield from (f"{number} was late and it was not passed up" for number in late - climbed)


def _fired(_loop: Loop) -> Iterator[str]:
    """Each timer fired once, none early, none left, none stuck."""
    done = Timer.objects.exclude(fired_at=None)
    yield from (f"timer {t.pk} ({t.what}) fired early" for t in done.filter(fired_at__lt=F("due_at")))
    left = Timer.objects.filter(fired_at=None, cancelled_at=None, due_at__lte=now())
    yield from (f"timer {t.pk} ({t.what}) is due and has not fired" for t in left)
    yield from (f"timer {t.pk} ({t.what}) failed {t.tries} times" for t in Timer.objects.filter(tries__gt=0))
    told = Event.objects.filter(verb__in=(Verb.OVERDUE, Verb.LAPSED, Verb.TO_FOLLOW_UP)).values(
        "case__number", "verb", "data__clock", "data__due_at", "data__why"
    )
    for row in told.annotate(n=Count("pk")).filter(n__gt=1):
        rounds = Case.objects.get(number=row["case__number"]).reopened + 1
        if row["verb"] == Verb.OVERDUE or row["n"] > rounds:
            yield f"{row['case__number']}: {row['verb']} happened {row['n']} times"


def _fired_effects(_loop: Loop) -> Iterator[str]:
    """As many lines "overdue" as timers that marked a clock overdue."""
    lines = Event.objects.filter(verb=Verb.OVERDUE).count()
    marked = Timer.objects.exclude(fired_at=None).filter(what="due").filter(
        Q(clock__stopped_at=None) | Q(clock__stopped_at__gt=F("fired_at"))
    ).count()  # fmt: skip
    if lines != marked:
        yield f"{marked} timers found a clock overdue, {lines} lines say so"


def _messages(_loop: Loop) -> Iterator[str]:
    messages = Notice.objects.filter(channel="sms")
    digests = messages.filter(topic__startswith="digest:", state="delivered")
    in_one = Q(state="gathered", recipient__in=digests.values("recipient"))  # held, then told in one message
    for notice in messages.exclude(state="delivered").exclude(in_one)[:SHOWN]:
        yield f"message {notice.topic} to {notice.recipient} is {notice.state} {notice.error}"
    cases = Notice.objects.filter(channel="sms", recipient="requester").values("subject_id")
    for row in cases.annotate(n=Count("pk")).filter(n__gt=6):
        yield f"case {row['subject_id']} sent {row['n']} messages to one person"


def _chain(loop: Loop) -> Iterator[str]:
    found = verifier.verify(loop.scratch.owner_url)
    yield from found.broken
    if not found.seals or not found.events:
        yield f"{found.events} lines and {found.seals} seals were there to verify"


def _clocks(_loop: Loop) -> Iterator[str]:
    yield from wrong_projections()


def _rates(_loop: Loop) -> Iterator[str]:
    """The figures on the leader's page against another way of counting."""
    at = now()
    figures = joined(figures_by_scope(SYSTEM, Period(at - FAR, at + FAR), at))
    shown = {rate.key: (rate.n, rate.whole) for group in figures for rate in group.rates}
    counted = recount()
    for key, pair in counted.items():
        if shown.get(key) != pair:
            yield f"{key}: the page says {shown.get(key)}, the timelines say {pair}"


def _walls(loop: Loop) -> Iterator[str]:
    for drilled in loop.cases[:SHOWN]:
        if loop.stranger.sees(drilled.number):
            yield f"a clerk of another community sees {drilled.number}"
        if not loop.clerk.sees(drilled.number) or not loop.program.sees(drilled.number):
            private = Case.objects.get(number=drilled.number).private
            if not private:
                yield f"{drilled.number} cannot be seen by its own community"


def _ends_are_words(_loop: Loop) -> Iterator[str]:
    """Confirmed only by the resident's own word."""
    for case in Case.objects.filter(state=State.CONFIRMED).exclude(
        verdicts__solved=True, verdicts__by="requester"
    ):
        yield f"{case.number} is confirmed without the resident's word"
    for case in Case.objects.filter(state__in=ENDED, ended_at=None):
        yield f"{case.number} ended at no moment"


CHECKS: tuple[tuple[str, Callable[[Loop], Iterator[str]]], ...] = (
    ("every step was taken", _steps),
    ("every acknowledged number is there exactly once", _once),
    ("every case is answered, or open with a holder", _held),
    ("every case ended as its person wished", _ended),
    ("confirmed only by the resident's word", _ends_are_words),
    ("broken promises were told and passed up", _late),
    ("each timer fired once and never early", _fired),
    ("each timer's effect is there once", _fired_effects),
    ("every message was delivered, and few to each person", _messages),
    ("clocks and queues agree with the ledgers", _clocks),
    ("the chain and the seals verify", _chain),
    ("the rates agree with a recount", _rates),
    ("another community sees nothing", _walls),
)
