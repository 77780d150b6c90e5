"""Begin an election, write its roll of members, call it off."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.commons.c2_voices.models import Election, ElectionStage, ElectionVoter
from huiyin.ground.clock import now
from huiyin.ground.tenancy.public_codes import public_code
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.rules.elections import Elections
from huiyin.registers.rules.reads import elections_for

from .record import ORGANISE, lock_election, write
from .refusals import ElectionWordsMissing, NameTooLong, RollFrozen, RollRepeats, RollTooLong, SeatsWrong
from .words import ElectionState, Verb

MOST_SEATS, MOST_VOTERS, LONGEST_NAME = 30, 2000, 60


@dataclass(frozen=True, slots=True)
class Plan:
    """What an election is to be."""

    title: str
    body: str
    called_by: str
    seats: int


def begin_election(*, scope_id: int, plan: Plan, by: Viewer) -> Election:
    """Begin an election by the steps in force here.

    Raises NotThere, NoPack, ElectionWordsMissing, SeatsWrong.
    """
    by.must(ORGANISE, scope_id)
    if not (plan.title.strip() and plan.body.strip() and plan.called_by.strip()):
        raise ElectionWordsMissing
    if not 1 <= plan.seats <= MOST_SEATS:
        raise SeatsWrong(most=MOST_SEATS)
    at = now()
    held = elections_for(scope_tree().up(scope_id), at)
    assert isinstance(held.rules, Elections)  # noqa: S101 - elections_for takes no other
    election = Election.objects.create(
        scope_id=scope_id, code=public_code("E", at), title=plan.title.strip()[:120],
        body=plan.body.strip()[:120], called_by=plan.called_by.strip()[:120], seats=plan.seats,
        pack_id=held.id, made_by=by.actor, made_at=at,
    )  # fmt: skip
    ElectionStage.objects.bulk_create(
        ElectionStage(election=election, scope_id=scope_id, no=no, key=step.key)
        for no, step in enumerate(held.rules.steps, 1)
    )
    write(election=election, verb=Verb.BEGUN, by=by, pack=held.rules.header.key, seats=plan.seats)
    return election


def write_roll(*, election_id: int, names: Sequence[str], by: Viewer) -> int:
    """Write who may vote, anew as a whole, until a ballot was counted; how many they are.

    Raises NotThere, ElectionOver, RollFrozen, RollRepeats, RollTooLong, NameTooLong, ElectionWordsMissing.
    """
    election = lock_election(election_id, by)
    if election.sheets.exists():
        raise RollFrozen
    clean = [name.strip() for name in names if name.strip()]
    if not clean:
        raise ElectionWordsMissing
    if len(clean) > MOST_VOTERS:
        raise RollTooLong(n=len(clean), most=MOST_VOTERS)
    if long := next((name for name in clean if len(name) > LONGEST_NAME), ""):
        raise NameTooLong(name=long[:20], most=LONGEST_NAME)
    if twice := next((name for name in clean if clean.count(name) > 1), ""):
        raise RollRepeats(name=twice)
    election.voters.all().delete()
    ElectionVoter.objects.bulk_create(
        ElectionVoter(election=election, scope_id=election.scope_id, name=name) for name in clean
    )
    write(election=election, verb=Verb.ENROLLED, by=by, voters=len(clean))
    return len(clean)


def tick_received(*, election_id: int, voter_ids: Sequence[object], by: Viewer) -> int:
    """Say who received a ballot, the whole list at once: no order and no hour is kept.

    Raises as `write_roll`.
    """
    election = lock_election(election_id, by)
    if election.sheets.exists():
        raise RollFrozen
    election.voters.update(received=False)
    told = election.voters.filter(pk__in=list(voter_ids)).update(received=True)
    write(election=election, verb=Verb.RECEIVED, by=by)
    return told


def cancel_election(*, election_id: int, reason: str, by: Viewer) -> Election:
    """Call the election off. Raises NotThere, ElectionOver, ElectionWordsMissing."""
    election = lock_election(election_id, by)
    if not reason.strip():
        raise ElectionWordsMissing
    election.state, election.ended_at = ElectionState.CANCELLED, now()
    election.ended_why = reason.strip()[:300]
    election.save(update_fields=["state", "ended_at", "ended_why"])
    write(election=election, verb=Verb.CANCELLED, by=by, why=election.ended_why)
    return election
