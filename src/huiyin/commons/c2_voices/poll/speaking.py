"""A voice comes in: on-line by the slip of a home, on-line without one, or on a numbered paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huiyin.commons.c2_voices.models import Poll, PollRound, PollVoice
from huiyin.ground.clock import ZONE, now, today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place

from .drafting import LONGEST, norm_of
from .reads import homes_of
from .record import last_round, lock_poll, write
from .refusals import HomeNotAsked, PaperDay, PaperTaken, PicksWrong, PollNotNow, PollWordsMissing, SeatWrong
from .words import PollState, RoundState, Verb, Way


@dataclass(frozen=True, slots=True)
class Word:
    """What is said: numbers of options, own words where the round takes them, or both."""

    picks: Sequence[int] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper: its number, the day on it, the person of the home (1 where the home has one voice)."""

    no: str
    said_on: date
    seat: int = 1


def say(*, poll: Poll, word: Word, by: Viewer, home: Place | None = None, seat: int = 1) -> PollVoice:
    """Speak on-line. The slip proved the home (links.py); without a home it is heard.

    Raises NotThere, PollNotNow, PicksWrong.
    """
    if poll.scope_id not in by.around | by.scopes and by.kind != "system":
        raise NotThere
    with seen_as(SYSTEM):  # a guest has no row of the own; the slip is the right
        locked = Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)
        held = _open(locked)
        if held.until is None or today() > held.until:
            raise PollNotNow(state=RoundState.CLOSED.label)
        way = Way.LINK if home else Way.HEARD
        return _keep(held, word, way, home_id=home.pk if home else None, seat=seat, said_on=today())


def enter_paper(*, poll_id: int, home_id: int, sheet: Sheet, word: Word, by: Viewer) -> PollVoice:
    """Write down a paper; it may come after the last day as long as the round is not closed.

    Raises NotThere, PollNotNow, HomeNotAsked, SeatWrong, PaperTaken, PaperDay, PicksWrong, PollWordsMissing.
    """
    poll = lock_poll(poll_id, by)
    held = _open(poll)
    if home_id not in {home.pk for home in homes_of(poll)}:
        raise HomeNotAsked
    if not 1 <= sheet.seat <= poll.each:
        raise SeatWrong(most=poll.each)
    no = sheet.no.strip()[:20]
    if not no:
        raise PollWordsMissing
    if held.voices.filter(paper_no=no).exists():
        raise PaperTaken(no=no)
    if not _first(held) <= sheet.said_on <= min(held.until or today(), today()):
        raise PaperDay
    voice = _keep(
        held, word, Way.PAPER, home_id=home_id, seat=sheet.seat, said_on=sheet.said_on, paper_no=no,
        by=by.actor,
    )  # fmt: skip
    write(poll=poll, verb=Verb.ENTERED, by=by, round_no=held.no, paper=no)
    return voice


def again(held: PollRound) -> list[list[PollVoice]]:
    """Homes that spoke more than once, each with its voices, the one that stands last."""
    rows = held.voices.exclude(home=None).select_related("home").order_by(
        "home_id", "seat", "said_on", "pk"
    )  # fmt: skip
    found: dict[tuple[int, int], list[PollVoice]] = {}
    for one in rows:
        found.setdefault((one.home_id or 0, one.seat), []).append(one)
    return [voices for voices in found.values() if len(voices) > 1]


def standing_voice(held: PollRound, home_id: int, seat: int) -> PollVoice | None:
    """What stands for a home (or a person of it), to be shown to the holder of its slip."""
    with seen_as(SYSTEM):
        return held.voices.filter(Q(home_id=home_id), seat=seat).order_by("-said_on", "-pk").first()


def _open(poll: Poll) -> PollRound:
    if poll.state != PollState.RUNNING:
        raise PollNotNow(state=PollState(poll.state).label)
    return last_round(poll, RoundState.OPEN)


def _first(held: PollRound) -> date:
    assert held.opened_at is not None  # noqa: S101 - an open round has its moment
    return held.opened_at.astimezone(ZONE).date()


def _keep(held: PollRound, word: Word, way: Way, **given: object) -> PollVoice:
    picks = sorted(set(word.picks))
    words = word.words.strip()[:LONGEST] if held.naming else ""
    norm = norm_of(words)
    known = set(held.options.values_list("no", flat=True))
    if not set(picks) <= known or not 1 <= len(picks) + bool(norm) <= held.most:
        raise PicksWrong(most=held.most)
    return PollVoice.objects.create(
        round=held, scope_id=held.scope_id, picks=picks, words=words if norm else "", norm=norm, way=way,
        at=now(), **given,
    )  # fmt: skip
