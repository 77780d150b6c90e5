"""Who is named, checked, taken off; and how names of equal strokes stand."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from huiyin.commons.c2_voices.models import Candidate, Election, ElectionStage
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.rules.words import ElectionNeed

from .record import lock_election, must_need, rules_of, stage_now, write
from .refusals import ElectionWordsMissing, NamesFrozen, RollRepeats
from .words import Origin, Verb


def name_candidate(*, election_id: int, name: str, origin: Origin, by: Viewer) -> Candidate:
    """Write down somebody who was named. Raises NotThere, ElectionOver, NamesFrozen, RollRepeats."""
    election = _open(election_id, by)
    clean = name.strip()[:60]
    if not clean:
        raise ElectionWordsMissing
    try:
        with transaction.atomic():
            made = Candidate.objects.create(
                election=election, scope_id=election.scope_id, name=clean, origin=origin
            )
    except IntegrityError:
        raise RollRepeats(name=clean) from None
    write(election=election, verb=Verb.NAMED, by=by, candidate=made.pk, origin=origin.value)
    return made


def withdraw_candidate(*, election_id: int, candidate_id: int, reason: str, by: Viewer) -> Candidate:
    """Take a name off, with the reason. Raises NotThere, ElectionOver, NamesFrozen, ElectionWordsMissing."""
    election = _open(election_id, by)
    if not reason.strip():
        raise ElectionWordsMissing
    found = _one(election, candidate_id)
    found.withdrawn_at, found.withdrawn_why = now(), reason.strip()[:300]
    found.save(update_fields=["withdrawn_at", "withdrawn_why"])
    write(election=election, verb=Verb.WITHDRAWN, by=by, candidate=found.pk)
    return found


def vet_candidate(*, election_id: int, candidate_id: int, fit: bool, reason: str, by: Viewer) -> Candidate:
    """Say whether somebody is qualified; "not" needs its reason in writing. Not before its step.

    Raises NotThere, ElectionOver, NotThisStep, NamesFrozen, ElectionWordsMissing.
    """
    election = _open(election_id, by)
    if election.step < _place(election, ElectionNeed.VETTING):
        must_need(election, ElectionNeed.VETTING)
    if not fit and not reason.strip():
        raise ElectionWordsMissing
    found = _one(election, candidate_id)
    found.fit, found.reason = fit, reason.strip()[:300]
    found.save(update_fields=["fit", "reason"])
    write(election=election, verb=Verb.VETTED, by=by, candidate=found.pk, fit=fit)
    return found


def arrange_ties(*, election_id: int, candidate_ids: Sequence[int], by: Viewer) -> None:
    """The order of names whose strokes the rule leaves equal, as people looked it up.

    Raises NotThere, ElectionOver, NamesFrozen.
    """
    election = _open(election_id, by)
    for place, candidate_id in enumerate(candidate_ids, 1):
        found = _one(election, candidate_id)
        found.tie = place
        found.save(update_fields=["tie"])
    write(election=election, verb=Verb.ARRANGED, by=by, order=list(candidate_ids))


def names_hang(election: Election, stage: ElectionStage) -> bool:
    """Whether the list hangs, so that no name changes; an upheld objection opens it again.

    `stage`: the one that is on.
    """
    place = _place(election, ElectionNeed.LIST)
    if election.step != place or stage.posted_at is None:
        return election.step > place
    return not stage.objections.filter(upheld=True, made_at__gte=stage.posted_at).exists()


def _open(election_id: int, by: Viewer) -> Election:
    election = lock_election(election_id, by)
    if names_hang(election, stage_now(election)):
        raise NamesFrozen
    return election


def _place(election: Election, need: ElectionNeed) -> int:
    return next(no for no, one in enumerate(rules_of(election).steps, 1) if need in one.needs)


def _one(election: Election, candidate_id: int) -> Candidate:
    found = election.candidates.filter(pk=candidate_id, withdrawn_at=None).first()
    if found is None:
        raise NotThere
    return found
