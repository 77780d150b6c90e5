"""The clocks of called parties: only who is missing or late is pressed, and only its ladder climbs."""

from collections.abc import Iterable
from datetime import datetime

from huiyin.casework.casefile.acts import write
from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.casefile.moments import DUE, WARN, Moment
from huiyin.casework.casefile.words import Verb
from huiyin.casework.s3_dispatch.whistles.models import Call
from huiyin.casework.s3_dispatch.whistles.reads import person_called
from huiyin.casework.s3_dispatch.whistles.rules import Stage, presses, stage_of
from huiyin.casework.s3_dispatch.whistles.timing import moments, schedule, target_of
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import holders, on_duty
from huiyin.registers.people.words import DutyRank, Role
from huiyin.registers.rules.words import Means, Who

from .alarms import lateness
from .pushing import push, told_by


def press(case: Case, timer: Timer, at: datetime) -> None:
    """A called party's limit: a warning, the moment it is missing or late, a step of its own ladder."""
    call = Call.objects.select_related("whistle", "organisation", "account").filter(
        case=case, no=timer.generation
    )
    found, stage = call.first(), stage_of(timer.step)
    if found is None or not presses(found, stage):  # type: ignore[arg-type]  # a Call has the fields of Answers
        return
    place = timer.step - stage - 1
    moment = moments(case, found, stage)[place]
    if moment.what == WARN:
        _say(case, found, stage, timer, at, Verb.CALL_WARNED)
        _tell(case, found, timer, at, people_of(Who.HANDLER, found, case, at), "call-warning")
    elif moment.what == DUE:
        _say(case, found, stage, timer, at, Verb.CALL_OVERDUE)
        clerks = holders(role=Role.CLERK, scope_ids=scope_tree().up(case.scope_id))
        handlers = people_of(Who.HANDLER, found, case, at)
        _tell(case, found, timer, at, [*handlers, *clerks], "call-overdue")
    else:
        _climb(case, found, stage, timer, at, moment)
    schedule(case, found, stage, after=place + 1)


def _climb(case: Case, call: Call, stage: Stage, timer: Timer, at: datetime, moment: Moment) -> None:
    step = target_of(call.whistle, stage).ladder[moment.number - 1]
    people = people_of(step.who, call, case, at)
    _say(case, call, stage, timer, at, Verb.CALL_CLIMBED, who=step.who, means=step.means,
         told=told_by(step.means), people=[account.display_name for account in people])  # fmt: skip
    _tell(case, call, timer, at, people, "call-overdue", step.means)


def people_of(who: Who, call: Call, case: Case, at: datetime) -> list[Account]:
    """The accounts behind a word of the party's ladder: its own people, else the community."""
    if who is Who.HANDLER:
        person = call.account or person_called(call.organisation, at)
        return [person] if person else people_of(Who.COMMUNITY, call, case, at)
    path = scope_tree().up(case.scope_id)
    if who in (Who.DEPUTY, Who.MANAGER):
        rank = DutyRank.DEPUTY if who is Who.DEPUTY else DutyRank.MANAGER
        standing = on_duty(organisation_id=call.organisation_id, rank=rank, at=at, scope_ids=path)
        return [standing] if standing else people_of(Who.HANDLER, call, case, at)
    role = Role.CLERK if who is Who.COMMUNITY else Role.LEADER
    return list(holders(role=role, scope_ids=path))


def _say(
    case: Case, call: Call, stage: Stage, timer: Timer, at: datetime, verb: Verb, **more: object
) -> None:
    clock = target_of(call.whistle, stage).clock.value
    words = {"unit": call.organisation.name, "clock": clock, **more}
    write(case=case, verb=verb, by=SYSTEM, at=at, **words, **lateness(timer, at))


def _tell(
    case: Case, call: Call, timer: Timer, at: datetime, people: Iterable[Account], template: str,
    means: Means = Means.SCREEN,
) -> None:  # fmt: skip
    topic, accounts = f"call:{call.no}:{timer.step}", {account.pk: account for account in people}
    post_to_inbox(
        scope_id=case.scope_id, subject_id=case.pk, topic=topic, account_ids=sorted(accounts),
        template=template, params={"number": case.number, "unit": call.organisation.name},
    )  # fmt: skip
    if means is not Means.SCREEN:
        target = target_of(call.whistle, stage_of(timer.step))
        for account in accounts.values():
            push(case=case, timer=timer, account=account, topic=topic, at=at, means=means, target=target,
                 page="/hands/")  # fmt: skip
