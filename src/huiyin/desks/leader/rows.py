"""The rows behind a number. A private case is counted and shown as such, without place, words or link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.queue import clocks_of
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import State
from huiyin.casework.s3_dispatch.reads import standing_of
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.counting import COMPLAINTS_KEY, LEFT_OUT, N_WHOLE, WAITING_KEY
from huiyin.insight.endings import STANDING_KEY, cases_standing
from huiyin.insight.overdue import DESK, Now, cases_now
from huiyin.insight.periods import last_days
from huiyin.insight.rates import cases_in
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.rules.rates import RateSet
from huiyin.registers.rules.reads import rates_for
from huiyin.registers.rules.refusals import NoPack

from .asked import Asked
from .figures import named


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row of a list."""

    number: str
    url: str
    place: str
    text: str
    state: State
    clock: Any
    holder: str
    received_at: datetime


def behind(viewer: Viewer, asked: Asked, at: datetime) -> list[UUID]:
    """The ids of the cases a number counts, in the order of its list. Raises NotThere."""
    if asked.what in Now.values:
        holder = asked.holder if asked.holder >= 0 else None
        cases = cases_now(viewer, asked.what, at, asked.scope_ids, holder)
        return list(cases.values_list("pk", flat=True))
    if asked.what == STANDING_KEY:
        return cases_standing(viewer, asked.which, last_days(asked.days, at), asked.scope_ids)
    return cases_in(viewer, asked.what, asked.which, last_days(asked.days, at), at, asked.scope_ids)


def rows_of(viewer: Viewer, ids: Sequence[UUID], at: datetime) -> list[CaseRow]:
    """The rows of one page, in the order of the ids. A fixed number of queries."""
    found = (
        Case.objects.select_related("place", "scope")
        .defer("search", "content", "suggested")
        .in_bulk(list(ids))
    )
    cases = [found[case_id] for case_id in ids if case_id in found]
    seen = set(cases_of(viewer).filter(pk__in=[case.pk for case in cases]).values_list("pk", flat=True))
    clocks, standing = clocks_of(cases, at), standing_of(cases)
    return [
        _row(case, clocks.get(case.pk), standing[case.pk].organisation.name if case.pk in standing else "")
        if case.pk in seen
        else _covered(
            case, clocks.get(case.pk), standing[case.pk].organisation.name if case.pk in standing else ""
        )
        for case in cases
    ]


def _row(case: Case, clock: Any, holder: str) -> CaseRow:
    place = case.place.label if case.place else case.place_text or case.scope.name
    url = reverse("case", args=[case.number])
    return CaseRow(case.number, url, place, case.title, State(case.state), clock, holder, case.received_at)


def _covered(case: Case, clock: Any, holder: str) -> CaseRow:
    words = _("Private request: ask the community clerk")
    return CaseRow("", "", case.scope.name, words, State(case.state), clock, holder, case.received_at)


def heading_of(viewer: Viewer, asked: Asked, at: datetime) -> str:
    """What the list shows, in words."""
    if asked.what in Now.values:
        return " · ".join(filter(None, (str(Now(asked.what).label), _holder(asked))))
    period = _("last %(days)s days") % {"days": asked.days}
    if asked.what == STANDING_KEY:
        return f"{State(asked.which).label} · {period}"
    if asked.what in (WAITING_KEY, COMPLAINTS_KEY):
        words = _("Contact limit still running") if asked.what == WAITING_KEY else _("Complaints")
        return f"{words} · {period}"
    return f"{_rate_words(_pack(viewer, asked, at), asked)} · {period}"


def _rate_words(pack: RateSet | None, asked: Asked) -> str:
    rate = pack.rates.get(asked.what) if pack else None
    if pack is None or rate is None:
        return ""
    if asked.which == N_WHOLE:
        return _("%(rate)s: all that count") % {"rate": named(rate)}
    if asked.which.startswith(LEFT_OUT):
        reason = pack.exclusions.get(asked.which.partition(":")[2])
        return _("%(rate)s: left out, %(reason)s") % {
            "rate": named(rate),
            "reason": named(reason) if reason else "",
        }
    return _("%(rate)s: those that fulfil it") % {"rate": named(rate)}


def _pack(viewer: Viewer, asked: Asked, at: datetime) -> RateSet | None:
    scope = asked.scope or min(viewer.scopes, key=lambda one: len(scope_tree().paths.get(one, ())), default=0)
    try:
        return rates_for(scope_tree().up(scope), at)
    except NoPack:
        return None


def _holder(asked: Asked) -> str:
    if asked.holder < 0:
        return ""
    if asked.holder == DESK:
        return _("Not handed over yet (community desk)")
    return Organisation.objects.filter(pk=asked.holder).values_list("name", flat=True).first() or ""
