"""A vote of some units alone: those that share a stairwell, a lift, a roof. Named before it opens."""

import hashlib
from collections.abc import Collection

from huiyin.commons.c2_voices.models import AskedUnit, OwnersVote
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind

from .record import lock_vote, must_be, write
from .refusals import RollNamed
from .words import Verb, VoteState

BEFORE = (VoteState.DRAFT, VoteState.NOTICE)
BATCH = 1000


def limit_roll(*, vote_id: int, place_ids: Collection[int], by: Viewer) -> OwnersVote:
    """Name the units that are asked; the opening asks for every one of them and takes no other.

    Naming the same again changes nothing. Raises NotThere (also for a unit of another estate), VoteNotNow,
    RollNamed.
    """
    vote = lock_vote(vote_id, by)
    must_be(vote, *BEFORE)
    wanted, named = frozenset(place_ids), asked_of(vote)
    here = Place.objects.filter(pk__in=wanted, scope_id=vote.scope_id, kind=PlaceKind.HOME)
    if not wanted or here.count() != len(wanted):
        raise NotThere
    if wanted == named:
        return vote
    if named:
        raise RollNamed
    AskedUnit.objects.bulk_create(
        (AskedUnit(vote=vote, scope_id=vote.scope_id, place_id=one) for one in sorted(wanted)),
        batch_size=BATCH,
    )
    write(vote=vote, verb=Verb.LIMITED, by=by, n=len(wanted), digest=units_digest(wanted))
    return vote


def asked_of(vote: OwnersVote) -> frozenset[int]:
    """The places of the units a vote was limited to; empty where everybody is asked."""
    return frozenset(AskedUnit.objects.filter(vote=vote).values_list("place_id", flat=True))


def units_digest(place_ids: Collection[int]) -> str:
    """SHA-256 (hex) of the sorted numbers of the units, a line each; verifier/fund.py makes the same."""
    return hashlib.sha256("\n".join(map(str, sorted(place_ids))).encode()).hexdigest()
