"""Paper ballots: issued with a number and a code, read by two clerks apart, the picture kept."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from huiyin.commons.c2_voices.models import (
    Ballot,
    OwnersVote,
    Paper,
    PaperEntry,
    PaperScan,
    RollHead,
    TurnedAway,
)
from huiyin.ground.clock import now
from huiyin.ground.files.images import CleanImage
from huiyin.ground.ids import normalise_code, place_code
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.words import BallotWay

from .casting import Evidence, cast, hold_head, only_head, turn_away
from .choices import mark_of
from .mandates import mandate_of
from .record import lock_vote, must_be, vote_at_work, write
from .refusals import PaperDone, PaperUnknown, ProxyMissing, ReadAlready
from .words import PaperEnd, Verb, VoteState, Why

BATCH = 1000
CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """What came of one reading: a ballot, a listed one, or neither (`again`: the two readings differ)."""

    outcome: Ballot | TurnedAway | None
    again: bool = False


def issue_papers(*, vote_id: int, by: Viewer) -> int:
    """A numbered ballot for every head without a valid one; how many are new. Raises NotThere, VoteNotNow."""
    vote = lock_vote(vote_id, by)
    must_be(vote, VoteState.OPEN)
    heads = RollHead.objects.filter(vote=vote)
    return _issue(vote, heads.exclude(papers__in=Paper.objects.filter(vote=vote, ended="")), by)


def _issue(vote: OwnersVote, heads: QuerySet[RollHead], by: Viewer) -> int:
    last = Paper.objects.filter(vote=vote).order_by("-no").values_list("no", flat=True).first() or 0
    at = now()
    rows = [
        Paper(vote=vote, head=head, scope_id=vote.scope_id, no=no, code=_new_code(), issued_at=at)
        for no, head in enumerate(heads.order_by("no"), last + 1)
    ]
    Paper.objects.bulk_create(rows, batch_size=BATCH)
    write(vote=vote, verb=Verb.PRINTED, by=by, papers=len(rows))
    return len(rows)


def _new_code() -> str:
    return f"{place_code()}{place_code()[:2]}"


def find_paper(vote: OwnersVote, said: str) -> Paper:
    """The paper of a code or a number as it was typed. Raises PaperUnknown."""
    plain = normalise_code(said[:40])
    papers = Paper.objects.filter(vote=vote)
    found = papers.filter(code=plain).first()
    if found is None and plain.isdigit() and len(plain) < CODE_LENGTH:
        found = papers.filter(no=int(plain)).first()
    if found is None:
        raise PaperUnknown
    return found


def enter_paper(
    *, vote_id: int, said: str, letters: str, way: BallotWay, by: Viewer, scan: CleanImage | None = None
) -> Entry:
    """One clerk's reading of a paper. The second, by somebody else, makes the ballot if both agree.

    A paper that cannot count (late, double, taken out of use) is listed with the reason.
    Raises NotThere, PaperUnknown, ReadAlready, PaperDone, ProxyMissing.
    """
    vote = vote_at_work(vote_id, by, Permission.VOTE_ENTER)
    paper = find_paper(vote, said)
    vote.state = hold_head(paper.head)
    paper.refresh_from_db(fields=["ended"])
    if paper.ballots.exists():
        raise PaperDone
    if paper.ended:
        return Entry(_listed(vote, paper, way, Why.ENDED, by))
    if vote.state != VoteState.OPEN or now() >= vote.closes_at:
        return Entry(_listed(vote, paper, way, Why.LATE, by))
    mandate = mandate_of(paper.head) if way is BallotWay.PROXY else None
    if way is BallotWay.PROXY and mandate is None:
        raise ProxyMissing
    agreed, second = _read(vote, paper, letters, by)
    if scan is not None:
        _keep(paper, scan)
    if not second or not agreed:
        return Entry(None, again=second)
    outcome = cast(head_id=paper.head_id, letters=letters, by=by, evidence=Evidence(way, paper, mandate))
    return Entry(outcome)


def _listed(vote: OwnersVote, paper: Paper, way: BallotWay, why: Why, by: Viewer) -> TurnedAway:
    return turn_away(vote=vote, head=paper.head, way=way, why=why, by=by, note=f"{paper}")


def _read(vote: OwnersVote, paper: Paper, letters: str, by: Viewer) -> tuple[bool, bool]:
    """Write a reading down: whether it agrees with the other, and whether it is the second of its round."""
    before = list(paper.entries.order_by("-round", "-turn")[:2])
    second = bool(before) and before[0].turn == 1
    round_no = before[0].round + (not second) if before else 1
    if second and before[0].by == by.actor:
        raise ReadAlready
    mark = mark_of(paper.pk, round_no, letters)
    try:
        with transaction.atomic():
            PaperEntry.objects.create(
                paper=paper, scope_id=paper.scope_id, round=round_no, turn=2 if second else 1, by=by.actor,
                mark=mark, at=now(),
            )  # fmt: skip
    except IntegrityError:
        raise ReadAlready from None
    agreed = second and bytes(before[0].mark) == mark
    write(vote=vote, verb=Verb.ENTERED, by=by, paper=paper.no, round=round_no, second=second, agreed=agreed)
    return agreed, second


def _keep(paper: Paper, scan: CleanImage) -> None:
    PaperScan(
        vote_id=paper.vote_id,
        paper=paper,
        scope_id=paper.scope_id,
        body=scan.data,
        sha256=scan.sha256,
        at=now(),
    ).save(force_insert=True)


def end_paper(*, vote_id: int, said: str, end: PaperEnd, by: Viewer, replace: bool = False) -> Paper:
    """Take a paper out of use (spoilt, given back unused); `replace` issues a new one for the same head.

    Raises NotThere, VoteNotNow, PaperUnknown, PaperDone.
    """
    paper = find_paper(vote_at_work(vote_id, by, Permission.VOTE_ENTER), said)
    only_head(paper.head)
    vote = lock_vote(vote_id, by, Permission.VOTE_ENTER)
    must_be(vote, VoteState.OPEN, VoteState.CLOSED)
    paper.refresh_from_db(fields=["ended"])
    if paper.ended or paper.ballots.exists():
        raise PaperDone
    paper.ended, paper.ended_at, paper.ended_by = end, now(), by.actor
    paper.save(update_fields=["ended", "ended_at", "ended_by"])
    write(vote=vote, verb=Verb.ENDED_PAPER, by=by, paper=paper.no, end=end.value)
    if replace and vote.state == VoteState.OPEN:
        _issue(vote, RollHead.objects.filter(pk=paper.head_id), by)
    return paper
