"""Who decides a return, and who is told: the third time the level above the community designates."""

from collections.abc import Sequence

from django.db.models import QuerySet

from huiyin.casework.casefile.models import Case
from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Role

from .reads import rule_for, times_returned
from .refusals import UpperDesignates
from .rules import designates

UPPER = "subdistrict"


def upper_of(case: Case) -> int | None:
    """The sub-district above the case's community; None where the community stands alone."""
    tree = scope_tree()
    return next((scope for scope in tree.up(case.scope_id) if tree.kinds[scope] == UPPER), None)


def is_last(case: Case) -> bool:
    """Whether granting a return now would give the case for good."""
    return designates(times_returned(case) + 1, rule_for(case, now()))


def must_designate(case: Case, by: Viewer, permission: str) -> None:
    """The last return is the upper level's to decide, if somebody works there. Raises UpperDesignates."""
    upper = upper_of(case)
    if upper is None or not is_last(case) or by.may(permission, upper):
        return
    with seen_as(SYSTEM):  # who works at the upper level is none of the community's rows
        if _clerks([upper]).exists():
            raise UpperDesignates(area=scope_tree().names[upper])


def tell_deciders(case: Case, topic: str, template: str, by: Viewer) -> None:
    """Everybody who may decide hears of it at once: the community, the last time the level above."""
    upper = upper_of(case)
    below = _clerks([scope for scope in scope_tree().up(case.scope_id) if scope != upper])
    above = _clerks([upper]) if upper is not None else Account.objects.none()
    first, then = (above, below) if is_last(case) else (below, above)
    with seen_as(SYSTEM):
        told = list(first) or list(then)
        _post(case, topic, template, [account.pk for account in told if account.pk != by.account_id])


def tell_asker(case: Case, topic: str, template: str, asked_by: str) -> None:
    """The person who asked hears the answer."""
    kind, _colon, number = asked_by.partition(":")
    if kind == "account" and number.isdigit():
        _post(case, topic, template, [int(number)])


def _post(case: Case, topic: str, template: str, account_ids: Sequence[int]) -> None:
    post_to_inbox(
        scope_id=case.scope_id, subject_id=case.pk, topic=topic, account_ids=sorted(account_ids),
        template=template, params={"number": case.number},
    )  # fmt: skip


def _clerks(scope_ids: Sequence[int]) -> QuerySet[Account]:
    return holders(role=Role.CLERK, scope_ids=scope_ids)
