"""What every act of an election does: lock it, look at its step, write a line of its record."""

from typing import Any

from huiyin.commons.c2_voices.models import Election, ElectionEvent, ElectionStage
from huiyin.ground.records import add_line
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.elections import Elections, ElectionStep
from huiyin.registers.rules.reads import pack_by_id
from huiyin.registers.rules.words import ElectionNeed

from .refusals import ElectionOver, NotThisStep
from .words import ElectionState, Verb

ORGANISE = Permission.ELECTION_ORGANISE


def lock_election(election_id: int, by: Viewer) -> Election:
    """An election under way that the viewer organises, locked. Raises NotThere, ElectionOver."""
    found = Election.objects.select_for_update(no_key=True).filter(pk=election_id).first()
    if found is None or not by.may(ORGANISE, found.scope_id):
        raise NotThere
    if found.state != ElectionState.RUNNING:
        raise ElectionOver(state=ElectionState(found.state).label)
    return found


def rules_of(election: Election) -> Elections:
    """The rules it began under; a later version never changes it."""
    rules = pack_by_id(election.pack_id).rules
    assert isinstance(rules, Elections)  # noqa: S101 - `begin_election` takes no other pack
    return rules


def step_rule(election: Election, no: int) -> ElectionStep:
    """What the rules say of a step."""
    return rules_of(election).steps[no - 1]


def stage_now(election: Election) -> ElectionStage:
    """The step that is on."""
    return election.stages.get(no=election.step)


def must_need(election: Election, need: ElectionNeed) -> ElectionStage:
    """The step that is on, if it is the one for this. Raises NotThisStep."""
    rule = step_rule(election, election.step)
    if need not in rule.needs:
        raise NotThisStep(step=rule.name_zh)
    return stage_now(election)


def write(*, election: Election, verb: Verb, by: Viewer, **data: Any) -> ElectionEvent:
    """Add a line to the record; the database gives it its number and its hash."""
    return add_line(ElectionEvent, scope_id=election.scope_id, by=by, election=election, verb=verb, data=data)
