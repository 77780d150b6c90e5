"""Complaints among what an organisation was given, as n of N: a fact, no order of merit (R-1)."""

from collections import defaultdict
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.casework.casefile.words import Kind, State
from huiyin.insight.spread import held_last
from huiyin.registers.organisations.models import Organisation

from .parts import Part, Row, Week, each


def complaints(week: Week) -> Part:
    """Organisations with several complaints among the requests they had last, in the register's order."""
    since = week.at - timedelta(days=week.rules.complaint_days)
    cases = week.cases.filter(received_at__gte=since).exclude(state=State.HISTORY)
    found = held_last(cases)
    whole: dict[int, int] = defaultdict(int)
    part: dict[int, list[UUID]] = defaultdict(list)
    rows = found.order_by("received_at", "pk").values_list("pk", "kind", "holder")  # type: ignore[misc]  # annotated
    for case_id, kind, holder in rows:
        whole[holder] += 1
        if kind == Kind.COMPLAINT:
            part[holder].append(case_id)
    named = {one for one, ids in part.items() if len(ids) >= week.rules.complaint_least}
    units = Organisation.objects.filter(pk__in=named).order_by("kind", "name", "pk")
    words = _("%(unit)s: complaints %(n)s of %(whole)s requests in %(days)s days")
    return each(
        "complaints", _("Complaints about a party"),
        (
            Row(
                str(one.pk),
                words % {
                    "unit": one.name, "n": len(part[one.pk]), "whole": whole[one.pk],
                    "days": week.rules.complaint_days,
                },
                "", tuple(part[one.pk]),
            )
            for one in units
        ),
    )  # fmt: skip
