"""A round opens, closes, gets its reasons and is published; a poll ends with its outcome."""

from datetime import timedelta

from huiyin.commons.c2_voices.models import Poll, PollOption, PollRound, PollVoice
from huiyin.ground.clock import now, today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .reads import homes_of
from .record import last_round, lock_poll, write
from .refusals import FatesOpen, FoldWrong, NobodyAsked, PollWordsMissing, RoundRuns
from .words import Fate, PollState, RoundState, Source, Verb

MOST_WORDS = 200
"""Different words of one round that become options; later ones count as taking part and at no option."""


def open_round(*, poll_id: int, by: Viewer) -> PollRound:
    """Ask: how many are asked is frozen, and everybody around may speak until the last day.

    Raises NotThere, PollNotNow, NobodyAsked.
    """
    poll = lock_poll(poll_id, by, PollState.DRAFT, PollState.RUNNING)
    held = last_round(poll, RoundState.PREPARED)
    homes = len(homes_of(poll))
    if not homes:
        raise NobodyAsked
    held.state, held.whole, held.opened_at = RoundState.OPEN, poll.persons or homes, now()
    held.until = today() + timedelta(days=held.days)
    held.save(update_fields=["state", "whole", "opened_at", "until"])
    if poll.state == PollState.DRAFT:
        poll.state = PollState.RUNNING
        poll.save(update_fields=["state"])
    write(
        poll=poll, verb=Verb.OPENED, by=by, round_no=held.no, whole=held.whole, until=held.until.isoformat()
    )
    return held


def close_round(*, poll_id: int, by: Viewer) -> PollRound:
    """Close it after its last day, when the papers are entered; own words become options with their counts.

    Raises NotThere, PollNotNow, RoundRuns.
    """
    poll = lock_poll(poll_id, by)
    held = last_round(poll, RoundState.OPEN)
    if held.until is None or today() <= held.until:
        raise RoundRuns(day=held.until)
    held.state, held.closed_at = RoundState.CLOSED, now()
    held.save(update_fields=["state", "closed_at"])
    _name(held)
    write(poll=poll, verb=Verb.CLOSED, by=by, round_no=held.no)
    return held


def _name(held: PollRound) -> None:
    """An option for each of the words residents wrote, in the order in which they first came."""
    known = set(held.options.values_list("norm", flat=True))
    place = held.options.count()
    made: list[PollOption] = []
    for words, norm in (
        PollVoice.objects.filter(round=held).exclude(norm="").order_by("pk").values_list("words", "norm")
    ):
        if norm in known or len(made) >= MOST_WORDS:
            continue
        known.add(norm)
        made.append(
            PollOption(
                round=held, scope_id=held.scope_id, no=place + len(made) + 1, words=words, norm=norm,
                source=Source.VOICES,
            )
        )  # fmt: skip
    PollOption.objects.bulk_create(made)


def fold_option(*, poll_id: int, no: int, into: int, reason: str, by: Viewer) -> PollOption:
    """Count an option with another that means the same; both stay to be read.

    Raises NotThere, PollNotNow, PollWordsMissing, FoldWrong.
    """
    poll = lock_poll(poll_id, by)
    held = last_round(poll, RoundState.CLOSED)
    option, target = _option(held, no), _option(held, into)
    if not reason.strip():
        raise PollWordsMissing
    if option.pk == target.pk or target.folded_into_id or option.folded.exists():
        raise FoldWrong
    option.fate, option.reason, option.folded_into = Fate.FOLDED, reason.strip()[:300], target
    option.save(update_fields=["fate", "reason", "folded_into"])
    write(poll=poll, verb=Verb.FOLDED, by=by, round_no=held.no, no=no, into=into)
    return option


def decide_option(
    *, poll_id: int, no: int, goes_on: bool, reason: str, by: Viewer, hidden: bool = False
) -> PollOption:
    """Say whether an option goes on, and why. `hidden`: its words are unfit to be published.

    Raises NotThere, PollNotNow, PollWordsMissing.
    """
    poll = lock_poll(poll_id, by)
    held = last_round(poll, RoundState.CLOSED)
    option = _option(held, no)
    if not reason.strip():
        raise PollWordsMissing
    option.fate, option.reason, option.folded_into = (
        Fate.ON if goes_on else Fate.OUT, reason.strip()[:300], None
    )  # fmt: skip
    option.hidden = hidden and not goes_on
    option.save(update_fields=["fate", "reason", "folded_into", "hidden"])
    write(poll=poll, verb=Verb.DECIDED, by=by, round_no=held.no, no=no, fate=option.fate)
    return option


def publish_round(*, poll_id: int, by: Viewer) -> PollRound:
    """Everybody around reads the counts and every reason. Raises NotThere, PollNotNow, FatesOpen."""
    poll = lock_poll(poll_id, by)
    held = last_round(poll, RoundState.CLOSED)
    if waiting := held.options.filter(fate=Fate.OPEN).count():
        raise FatesOpen(n=waiting)
    held.state, held.published_at = RoundState.PUBLISHED, now()
    held.save(update_fields=["state", "published_at"])
    write(poll=poll, verb=Verb.PUBLISHED, by=by, round_no=held.no)
    return held


def finish_poll(*, poll_id: int, no: int, reason: str, by: Viewer) -> Poll:
    """Option `no` of the last published round is the outcome, with the reason.

    Raises NotThere, PollNotNow, PollWordsMissing.
    """
    poll = lock_poll(poll_id, by)
    held = last_round(poll, RoundState.PUBLISHED)
    option = _option(held, no)
    if option.fate != Fate.ON:
        raise NotThere
    return _end(poll, PollState.FINISHED, Verb.FINISHED, by, reason, option.words)


def cancel_poll(*, poll_id: int, reason: str, by: Viewer) -> Poll:
    """Call it off, with the reason. Raises NotThere, PollNotNow, PollWordsMissing."""
    poll = lock_poll(poll_id, by, PollState.DRAFT, PollState.RUNNING)
    return _end(poll, PollState.CANCELLED, Verb.CANCELLED, by, reason)


def _end(poll: Poll, state: PollState, verb: Verb, by: Viewer, reason: str, outcome: str = "") -> Poll:
    if not reason.strip():
        raise PollWordsMissing
    poll.state, poll.outcome, poll.ended_why, poll.ended_at = state, outcome, reason.strip()[:500], now()
    poll.save(update_fields=["state", "outcome", "ended_why", "ended_at"])
    write(poll=poll, verb=verb, by=by, outcome=outcome)
    return poll


def _option(held: PollRound, no: int) -> PollOption:
    found = held.options.filter(no=no).first()
    if found is None:
        raise NotThere
    return found
