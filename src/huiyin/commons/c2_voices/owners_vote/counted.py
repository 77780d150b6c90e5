"""Close, count, post, finish: each by its own step, counting and posting by two persons."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from huiyin.commons.c2_voices.models import Ballot, BallotSecret, Delivery, OwnersVote, RollHead, VoteResult
from huiyin.ground.clock import ZONE, now
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.rules.words import LegalMode, Silence

from .choices import commitment_of, open_choices
from .counting import Sums, Tally, Voice, judge, tally
from .publishing import WITH, WITHOUT, Counted, Opened, recount_file
from .record import lock_vote, must_be, step
from .refusals import (
    FiguresWrong,
    ObjectionDays,
    ObjectionsOpen,
    ObjectionUpheld,
    OtherPerson,
    VoteStillOpen,
    VoteWordsMissing,
)
from .rules import letters_of, majority_of, rules_of, told
from .spinning_off import tell_proposal
from .words import Verb, VoteState


class BallotAltered(Exception):
    """A sealed choice does not fit its ballot: somebody changed the database. Nothing is counted."""


def close_vote(*, vote_id: int, by: Viewer) -> OwnersVote:
    """End the voting, not before its announced end. Raises NotThere, VoteNotNow, VoteStillOpen."""
    vote = lock_vote(vote_id, by)
    must_be(vote, VoteState.OPEN)
    at = now()
    if at < vote.closes_at:
        raise VoteStillOpen(until=vote.closes_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M"))
    step(vote=vote, verb=Verb.CLOSED, by=by, closed_at=at, closed_by=by.actor)
    return vote


def count_vote(*, vote_id: int, by: Viewer) -> VoteResult:
    """Open the sealed choices, count, and make the file for recounts.

    Raises NotThere, VoteNotNow; BallotAltered when a choice does not fit its ballot.
    """
    vote = lock_vote(vote_id, by)
    must_be(vote, VoteState.CLOSED)
    heads = _opened(vote)
    counted = _count(vote, [one.voice for one in heads])
    file = recount_file(vote, heads, counted)
    sha256 = hashlib.sha256(file).hexdigest()
    result = VoteResult(
        vote=vote, scope_id=vote.scope_id, figures=[_figures(one) for one in counted], file=file,
        sha256=sha256,
        counted_at=now(),
    )  # fmt: skip
    result.save(force_insert=True)
    step(vote=vote, verb=Verb.COUNTED, by=by, data={"sha256": sha256}, counted_by=by.actor)
    return result


def post_result(*, vote_id: int, by: Viewer) -> OwnersVote:
    """Post the counted result, by another person than counted it; the days for objections begin.

    Raises NotThere, VoteNotNow, OtherPerson.
    """
    vote = lock_vote(vote_id, by)
    must_be(vote, VoteState.COUNTED)
    if vote.counted_by == by.actor:
        raise OtherPerson
    at = now()
    until = at.astimezone(ZONE).date() + timedelta(days=rules_of(vote).days.objection)
    step(vote=vote, verb=Verb.POSTED, by=by, posted_at=at, posted_by=by.actor, object_until=until)
    return vote


def finish(*, vote_id: int, by: Viewer) -> OwnersVote:
    """Declare the result final.

    Raises NotThere, VoteNotNow, ObjectionDays, ObjectionsOpen, ObjectionUpheld.
    """
    vote = lock_vote(vote_id, by)
    must_be(vote, VoteState.POSTED)
    at = now()
    if vote.object_until is not None and at.astimezone(ZONE).date() <= vote.object_until:
        raise ObjectionDays(day=vote.object_until)
    if unanswered := vote.objections.filter(answered_at=None).count():
        raise ObjectionsOpen(n=unanswered)
    if vote.objections.filter(upheld=True).exists():
        raise ObjectionUpheld
    step(vote=vote, verb=Verb.FINISHED, by=by, ended_at=at)
    tell_proposal(vote=vote, by=by)
    return vote


@dataclass(frozen=True, slots=True)
class OfficialFigures:
    """A result held on the city's own system: whole, part, and who agrees, for each question number."""

    whole: Sums
    part: Mapping[int, Sums]
    yes: Mapping[int, Sums]


def enter_official(*, vote_id: int, source: str, figures: OfficialFigures, by: Viewer) -> VoteResult:
    """Enter the result of the official system; the same thresholds are asked of it.

    Raises NotThere, VoteNotNow, VoteWordsMissing, FiguresWrong.
    """
    vote = lock_vote(vote_id, by)
    must_be(vote, VoteState.CLOSED)
    if vote.mode != LegalMode.IMPORTED or not source.strip():
        raise VoteWordsMissing
    counted = []
    for question in vote.questions.all():
        part, yes = figures.part.get(question.no, Sums()), figures.yes.get(question.no, Sums())
        letter = question.letters[0][0]
        _must_fit(figures.whole, part, yes)
        sums = Tally(figures.whole, part, {letter: yes})
        verdict = judge(sums, rules_of(vote).takes_part, majority_of(vote, question))
        counted.append(Counted(question, WITHOUT, sums, verdict))
    result = VoteResult(
        vote=vote, scope_id=vote.scope_id, figures=[_figures(one) for one in counted], counted_at=now(),
        official=source.strip()[:120],
    )  # fmt: skip
    result.save(force_insert=True)
    step(vote=vote, verb=Verb.COUNTED, by=by, data={"official": result.official}, counted_by=by.actor)
    return result


def _must_fit(whole: Sums, part: Sums, yes: Sums) -> None:
    if not (0 <= yes.area <= part.area <= whole.area and 0 <= yes.heads <= part.heads <= whole.heads):
        raise FiguresWrong


def _opened(vote: OwnersVote) -> list[Opened]:
    """Every head with its effective ballot opened, in the order of the aliases. Four queries."""
    rules, silence = rules_of(vote), Silence(vote.silence)
    ballots = {one.head_id: one for one in Ballot.objects.filter(vote=vote, replaced_by=None)}
    sealed = dict(BallotSecret.objects.filter(vote=vote).values_list("ballot_id", "sealed"))
    deliveries: dict[object, list[tuple[str, str, bool]]] = defaultdict(list)
    rows = Delivery.objects.filter(vote=vote).values_list("head_id", "means", "reached", "warned")
    for head_id, means, reached, warned in rows:
        deliveries[head_id].append((means, reached, warned))
    opened = []
    for head in RollHead.objects.filter(vote=vote).order_by("alias"):
        delivered = told(rules, silence, deliveries[head.pk])
        ballot = ballots.get(head.pk)
        if ballot is None:
            opened.append(Opened(head.alias, Voice(head.area, "", delivered)))
            continue
        salt, letters = open_choices(ballot.pk, bytes(sealed[ballot.pk]))
        if commitment_of(salt, letters) != ballot.commitment:
            raise BallotAltered(f"ballot {ballot.no} of vote {vote.code}")
        opened.append(Opened(head.alias, Voice(head.area, letters, delivered), salt, ballot.commitment))
    return opened


def _count(vote: OwnersVote, roll: list[Voice]) -> list[Counted]:
    """Each question without silence, and, where a clause lets silence count, with it: both are published."""
    rules, silence = rules_of(vote), Silence(vote.silence)
    ways = [(WITHOUT, Silence.ABSENT), *([(WITH, silence)] if silence is not Silence.ABSENT else [])]
    found = []
    for place, question in enumerate(vote.questions.all()):
        majority = majority_of(vote, question)
        for way, rule in ways:
            sums = tally(roll, place, rule)
            found.append(Counted(question, way, sums, judge(sums, rules.takes_part, majority)))
    return found


def _figures(one: Counted) -> dict[str, object]:
    """What the page of the result shows; whole numbers only."""
    sums = one.tally
    told_letters = [letter for letter, _words in letters_of(one.question)]
    return {
        "question": one.question.no, "way": one.way, "whole": [sums.whole.area, sums.whole.heads],
        "part": [sums.part.area, sums.part.heads], "quorate": one.verdict.quorate,
        "agreed": list(one.verdict.agreed),
        "letters": {
            letter: [sums.letters[letter].area, sums.letters[letter].heads] if letter in sums.letters else [0,
            0]
            for letter in told_letters
        },
    }  # fmt: skip
