"""Every query about votes worth a name.

Those of organisers take the viewer; none tells a choice before the close.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from huiyin.commons.c2_voices.models import (
    Ballot,
    Delivery,
    Mandate,
    OwnersVote,
    Paper,
    PaperScan,
    RollHead,
    RollOwner,
    RollUnit,
    VoteResult,
)
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import ENDED_LATELY
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.words import BallotWay

from .refusals import ChoicesSealed
from .words import PaperEnd, VoteState

WORK = (Permission.VOTE_ORGANISE, Permission.VOTE_ENTER)


def votes_of(viewer: Viewer) -> QuerySet[OwnersVote]:
    """The votes the viewer works at, the newest first."""
    scopes = frozenset().union(*(viewer.grants.get(one, frozenset()) for one in WORK))
    return OwnersVote.objects.filter(scope_id__in=scopes).select_related("scope").order_by("-made_at", "-pk")


def vote_for(viewer: Viewer, vote_id: int, *permissions: str) -> OwnersVote:
    """A vote the viewer works at. Raises NotThere."""
    vote = OwnersVote.objects.filter(pk=vote_id).select_related("scope").first()
    if vote is None or not any(viewer.may(one, vote.scope_id) for one in permissions or WORK):
        raise NotThere
    return vote


def public_vote(vote_id: int) -> OwnersVote:
    """An announced vote, read by whoever may read around it. Raises NotThere."""
    vote = OwnersVote.objects.filter(pk=vote_id, noticed_at__isnull=False).select_related("scope").first()
    if vote is None:
        raise NotThere
    return vote


def votes_near(scope_ids: Iterable[int]) -> QuerySet[OwnersVote]:
    """Announced votes of these scopes that are not over, or ended lately; the first to open first."""
    shown = (VoteState.NOTICE, VoteState.OPEN, VoteState.CLOSED, VoteState.COUNTED, VoteState.POSTED)
    lately = Q(state__in=shown) | Q(state=VoteState.FINAL, ended_at__gte=now() - ENDED_LATELY)
    found = OwnersVote.objects.filter(lately, scope_id__in=list(scope_ids))
    return found.order_by("opens_on", "pk")


def result_of(vote: OwnersVote) -> VoteResult | None:
    """The result, as far as the viewer may see it."""
    return VoteResult.objects.filter(vote=vote).first()


def own_head(viewer: Viewer) -> RollHead:
    """The head an owner came for with the personal link. Raises NotThere."""
    head = (
        RollHead.objects.filter(pk=viewer.case_id).select_related("vote").first() if viewer.case_id else None
    )
    if head is None:
        raise NotThere
    return head


def heads_of(vote: OwnersVote) -> QuerySet[RollHead]:
    """The roll with units and owners, and whether the head has voted (not what)."""
    voted = Ballot.objects.filter(head=OuterRef("pk"), replaces=None)
    return (
        RollHead.objects.filter(vote=vote)
        .prefetch_related(
            Prefetch("units", RollUnit.objects.order_by("pk")),
            Prefetch("people", RollOwner.objects.order_by("pk")),
        )
        .annotate(voted=Exists(voted))
        .order_by("no")
    )


@dataclass(frozen=True, slots=True)
class Visit:
    """A head that has not voted: where to go, who it is, what was tried."""

    head: RollHead
    doors: str
    names: str
    tried: list[Delivery]
    told: bool


def visits_of(vote: OwnersVote) -> list[Visit]:
    """Who still needs a visit, by building. It says nothing about those who voted but that they did."""
    waiting = heads_of(vote).filter(voted=False).prefetch_related(  # type: ignore[misc]  # annotated
        Prefetch("deliveries", Delivery.objects.order_by("pk"))
    )  # fmt: skip
    return [_visit(head) for head in waiting]


def _visit(head: RollHead) -> Visit:
    tried = list(head.deliveries.all())
    return Visit(
        head, "、".join(unit.label for unit in head.units.all()),
        "、".join(one.name for one in head.people.all()),
        tried, any(one.reached == "yes" for one in tried),
    )  # fmt: skip


def heads_at(vote: OwnersVote, place_ids: Iterable[int]) -> list[UUID]:
    """The heads that own one of these places."""
    units = RollUnit.objects.filter(vote=vote, place_id__in=list(place_ids)).order_by("pk")
    return list(dict.fromkeys(units.values_list("head_id", flat=True)))


@dataclass(frozen=True, slots=True)
class PaperCount:
    """issued = cast + spoilt + returned + missing."""

    issued: int
    cast: int
    spoilt: int
    returned: int

    @property
    def missing(self) -> int:
        """Out there, or lost."""
        return self.issued - self.cast - self.spoilt - self.returned


def papers_of(vote: OwnersVote) -> PaperCount:
    """Where the paper ballots are. Two queries."""
    ends = list(Paper.objects.filter(vote=vote).values_list("ended", flat=True))
    cast = Ballot.objects.filter(vote=vote, paper__isnull=False).count()
    return PaperCount(len(ends), cast, ends.count(PaperEnd.SPOILT), ends.count(PaperEnd.RETURNED))


def both_ways(vote: OwnersVote) -> list[RollHead]:
    """Heads with ballots on line and on paper: the rule of the vote decided, and they are listed (S-52)."""
    online = Ballot.objects.filter(head=OuterRef("pk"), way=BallotWay.ONLINE.value)
    other = Ballot.objects.filter(head=OuterRef("pk")).exclude(way=BallotWay.ONLINE.value)
    return list(RollHead.objects.filter(Exists(online), Exists(other), vote=vote).prefetch_related("units"))


def mandates_of(vote: OwnersVote) -> QuerySet[Mandate]:
    """The authorities entered, those in force first."""
    return Mandate.objects.filter(vote=vote).select_related("head").prefetch_related("head__units").order_by(
        "revoked_at", "pk"
    )  # fmt: skip


def unread_papers(vote: OwnersVote) -> list[Paper]:
    """Papers read by one clerk, or by two who differ: somebody has to read them (again)."""
    papers = Paper.objects.filter(vote=vote, ended="", entries__isnull=False, ballots=None).distinct()
    return list(papers.prefetch_related("entries").order_by("no"))


def scan_of(vote: OwnersVote, scan_id: UUID) -> PaperScan:
    """The picture of a paper ballot, after the close. Raises ChoicesSealed, NotThere."""
    if vote.closed_at is None:
        raise ChoicesSealed
    found = PaperScan.objects.filter(pk=scan_id, vote=vote).first()
    if found is None:
        raise NotThere
    return found
