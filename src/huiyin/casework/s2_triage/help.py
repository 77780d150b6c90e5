"""Help to a person is not a repair (beyond b-18).

Somebody who fell, is locked in or in danger never waits behind repairs and is never asked what they owe.
The category says what is help (`safety_or_assistance`, data of the pack); a danger makes any case help. No
fee, debt or balance is read here or anywhere below: tests/casework/test_help.py holds that.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q, QuerySet

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import MOVING
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.reads import categories_for
from huiyin.registers.rules.refusals import NoPack
from huiyin.registers.rules.words import Urgency

from .acts import category_of


def is_help(case: Case, at: datetime) -> bool:
    """Whether the case is help to a person, or a matter of safety."""
    category = category_of(case, case.category, at)
    return bool(case.danger) or (category is not None and category.safety_or_assistance)


def presses(case: Case, at: datetime) -> bool:
    """Whether it is help that cannot wait for a clerk: it goes out by the list of duties at once."""
    return is_help(case, at) and (bool(case.danger) or Urgency(case.urgency).emergency)


def help_codes(scope_ids: Iterable[int], at: datetime) -> frozenset[str]:
    """The categories of help in some scopes; from memory, without a query."""
    found: set[str] = set()
    for scope_id in scope_ids:
        try:
            leaves = categories_for(scope_tree().up(scope_id), at).leaves.values()
        except NoPack:
            continue
        found |= {leaf.code for leaf in leaves if leaf.safety_or_assistance}
    return frozenset(found)


def helping(scope_ids: Iterable[int], at: datetime, *, prefix: str = "") -> Q:
    """The condition "is help" for a query; `prefix` is the way to the case."""
    codes = help_codes(scope_ids, at)
    return ~Q(**{f"{prefix}danger": ""}) | Q(**{f"{prefix}category__in": codes})


def pressing_help(scope_ids: Iterable[int], at: datetime, *, prefix: str = "") -> Q:
    """Help in hours, not days: it stands before every repair in a worker's list."""
    return helping(scope_ids, at, prefix=prefix) & Q(
        Q(**{f"{prefix}urgency__in": (Urgency.E0, Urgency.E1)}) | ~Q(**{f"{prefix}danger": ""})
    )


def help_queue(viewer: Viewer, at: datetime) -> QuerySet[Case]:
    """The queue of help: by age alone, the oldest first. What is due when, and what is owed, has no say."""
    scopes = viewer.grants.get(Permission.CASE_TRIAGE, frozenset())
    waiting = cases_of(viewer).filter(helping(scopes, at), state__in=MOVING, scope_id__in=scopes)
    return waiting.select_related("place").defer("search", "answer").order_by(F("received_at").asc(), "id")
