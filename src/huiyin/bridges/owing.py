"""The days of what is owed outside: the clerks are told before, and when one has passed."""

from datetime import datetime

from huiyin.casework.casefile.acts import write
from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.casefile.words import Verb
from huiyin.casework.s5_closure.models import Owed
from huiyin.casework.s5_closure.owing import open_claims
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Role

from .alarms import lateness


def near(case: Case, timer: Timer, _at: datetime) -> None:
    """A slip or a reply has to go out soon."""
    for owed in open_claims(case):
        _tell(case, timer, owed, "owed-near")


def over(case: Case, timer: Timer, at: datetime) -> None:
    """Its day has passed: a line in the timeline, the clerks are told."""
    for owed in open_claims(case):
        write(case=case, verb=Verb.OWED_LATE, by=SYSTEM, at=at, kind=owed.kind, to=owed.to, ref=owed.ref,
              **lateness(timer, at))  # fmt: skip
        _tell(case, timer, owed, "owed-over")


def _tell(case: Case, timer: Timer, owed: Owed, template: str) -> None:
    clerks = holders(role=Role.CLERK, scope_ids=scope_tree().up(case.scope_id))
    post_to_inbox(
        scope_id=case.scope_id, subject_id=case.pk, topic=f"{timer.what}:{owed.pk}",
        account_ids=[clerk.pk for clerk in clerks], template=template,
        params={"number": case.number, "to": owed.to},
    )  # fmt: skip
