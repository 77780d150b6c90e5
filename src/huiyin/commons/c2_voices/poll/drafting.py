"""Write a poll and prepare its rounds."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.commons.c2_voices.models import Poll, PollOption, PollRound
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import public_code
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.reading.folding import fold
from huiyin.registers.places.models import Place

from .record import WORK, lock_poll, write
from .refusals import (
    NothingGoesOn,
    OptionRepeats,
    OptionsFew,
    OptionsMany,
    PersonsMissing,
    PollNotNow,
    PollPlanWrong,
    PollWordsMissing,
)
from .words import Fate, PollState, RoundState, Source, Verb

MOST_DAYS, MOST_OPTIONS, MOST_EACH, LONGEST = 60, 20, 9, 60
"""A round of more than two months is forgotten (杭州 20: 5 to 60 days for what binds; here nothing binds)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a poll asks, and who has a voice: each home one, or `each` persons of it, `persons` in all."""

    title: str
    words: str
    called_by: str
    each: int = 1
    persons: int = 0


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """How a round runs: days, whether own words are taken, how many options a voice chooses, new ones."""

    days: int
    naming: bool = False
    most: int = 1
    options: Sequence[str] = ()


def norm_of(words: str) -> str:
    """The form by which two writings are one option: no case, no width, no spaces, no quotation marks."""
    return "".join(one for one in fold(words) if one.isalnum())[:160]


def draft_poll(*, place_id: int, plan: Plan, by: Viewer) -> Poll:
    """Write a poll about a place. Raises NotThere, PollWordsMissing, PollPlanWrong, PersonsMissing."""
    place = Place.objects.filter(pk=place_id, closed_at=None).first()
    if place is None:
        raise NotThere
    by.must(WORK, place.scope_id)
    if not (plan.title.strip() and plan.words.strip() and plan.called_by.strip()):
        raise PollWordsMissing
    if not 1 <= plan.each <= MOST_EACH:
        raise PollPlanWrong(days=MOST_DAYS, picks=MOST_EACH)
    if plan.each > 1 and plan.persons < 1:
        raise PersonsMissing
    at = now()
    poll = Poll.objects.create(
        scope_id=place.scope_id, place=place, code=public_code("Q", at), title=plan.title.strip()[:120],
        words=plan.words.strip()[:2000], called_by=plan.called_by.strip()[:120], each=plan.each,
        persons=plan.persons if plan.each > 1 else 0, made_by=by.actor, made_at=at,
    )  # fmt: skip
    write(poll=poll, verb=Verb.DRAFTED, by=by)
    return poll


def prepare_round(*, poll_id: int, plan: RoundPlan, by: Viewer) -> PollRound:
    """Prepare the next round, or the prepared one anew. What went on before is on its list by itself.

    Raises NotThere, PollNotNow, PollPlanWrong, OptionRepeats, OptionsMany, OptionsFew, NothingGoesOn.
    """
    poll = lock_poll(poll_id, by, PollState.DRAFT, PollState.RUNNING)
    if not (1 <= plan.days <= MOST_DAYS and 1 <= plan.most <= MOST_EACH):
        raise PollPlanWrong(days=MOST_DAYS, picks=MOST_EACH)
    before = _before(poll)
    options = _options(before, plan)
    no = before.no + 1 if before else 1
    held, _new = PollRound.objects.update_or_create(
        poll=poll, no=no,
        defaults={
            "scope_id": poll.scope_id, "naming": plan.naming, "most": plan.most, "days": plan.days,
        },
    )  # fmt: skip
    held.options.all().delete()
    PollOption.objects.bulk_create(
        PollOption(
            round=held, scope_id=poll.scope_id, no=place, words=words, norm=norm_of(words), source=source
        )
        for place, (words, source) in enumerate(options, 1)
    )
    write(poll=poll, verb=Verb.PREPARED, by=by, round_no=no, options=len(options), days=plan.days)
    return held


def _before(poll: Poll) -> PollRound | None:
    """The last published round; one that is open or closed has to be published first."""
    rounds = list(poll.rounds.exclude(state=RoundState.PREPARED).order_by("-no"))
    if rounds and rounds[0].state != RoundState.PUBLISHED:
        raise PollNotNow(state=RoundState(rounds[0].state).label)
    return rounds[0] if rounds else None


def _options(before: PollRound | None, plan: RoundPlan) -> list[tuple[str, Source]]:
    earlier = list(before.options.filter(fate=Fate.ON).values_list("words", flat=True)) if before else []
    fresh = [one.strip() for one in plan.options if norm_of(one)]
    options = [(one, Source.EARLIER) for one in earlier] + [(one, Source.ORGANISER) for one in fresh]
    if len(options) > MOST_OPTIONS or any(len(one) > LONGEST for one in fresh):
        raise OptionsMany(most=MOST_OPTIONS)
    seen: set[str] = set()
    for words, _source in options:
        if norm_of(words) in seen:
            raise OptionRepeats(words=words)
        seen.add(norm_of(words))
    if before and not earlier and not plan.naming:
        raise NothingGoesOn
    if not plan.naming and len(options) < 2:  # noqa: PLR2004 - one option is no choice
        raise OptionsFew
    return options
