"""The plan of a case on one page: steps, days, cost, who; to hang at the door, or for the requester.

What hangs leads to nobody (decision 43): the building and nothing nearer, and persons are covered.
"""

from django.utils.translation import gettext as _

from huiyin.bridges.board import LEADS_TO_SOMEBODY, shown_place
from huiyin.casework.casefile.models import Case
from huiyin.casework.s2_triage.acts import category_of
from huiyin.casework.s4_handling.models import Plan
from huiyin.channels.documents.paper import Paper, Part
from huiyin.desks.proposals.names import yuan
from huiyin.desks.steward.tables import day
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.reading.personal import mask_personal
from huiyin.registers.rules.naming import said

LARGE, SMALL = 14, 12
"""Points; a long plan is set smaller, so that it stays one page."""
LONG = 400
"""Characters of a plan that still fit in large letters."""


def newest_plan(case: Case) -> Plan:
    """The plan that holds. Raises NotThere."""
    found = case.plans.order_by("-pk").first()
    if found is None:
        raise NotThere
    return found


def notice_of(case: Case) -> Paper:
    """The notice. Raises NotThere without a plan, and of what is private."""
    if case.private:
        raise NotThere
    category = category_of(case, case.category, now())
    about = said(category) if category else case.get_kind_display()
    return _paper(newest_plan(case), f"{shown_place(case).label} · {about}", covered=True)


def own_copy(case: Case) -> Paper:
    """The same for the person who asked, with the number of the case. Raises NotThere."""
    return _paper(newest_plan(case), case.number, covered=False)


def _paper(plan: Plan, about: str, *, covered: bool) -> Paper:
    steps = mask_personal(plan.steps, kinds=LEADS_TO_SOMEBODY) if covered else plan.steps
    cost = yuan(plan.cost_fen) if plan.cost_fen is not None else _("nothing is to be paid")
    parts = [
        Part(_("What will be done, step by step"), [line for line in steps.splitlines() if line.strip()]),
        Part(_("Done by"), [day(plan.done_by)]),
        Part(_("What it costs"), [cost]),
        Part(_("Who answers for it"), [plan.owner]),
    ]
    return Paper(
        _("Plan for a complex matter"), about, parts, date=day(plan.told_at),
        size=SMALL if len(plan.steps) > LONG else LARGE,
    )  # fmt: skip
