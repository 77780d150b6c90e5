"""The rows behind a number. A private case is counted and shown as such, without place, words or link."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.casefile.beside import clocks_of
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import WITH_HANDLER, Channel, State
from huiyin.casework.s3_dispatch.reads import standing_of
from huiyin.casework.s4_handling.waits import standing_waits
from huiyin.desks.duty.rows import wait_words
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.buildings import only_in
from huiyin.insight.counting import COMPLAINTS_KEY, LEFT_OUT, N_WHOLE, WAITING_KEY
from huiyin.insight.durations import TOOK_KEY, Step, cases_that_took
from huiyin.insight.endings import (
    OPEN_PART,
    RECEIVED_KEY,
    STANDING_KEY,
    cases_received,
    cases_standing,
)
from huiyin.insight.exclusions import Ground, grounds_of
from huiyin.insight.hot import SCATTERED_KEY, TOPIC_KEY, cases_of_topic, cases_scattered, topic_told
from huiyin.insight.overdue import DESK, Now, cases_now
from huiyin.insight.rates import cases_in
from huiyin.insight.spread import (
    AGAIN_KEY,
    CATEGORY_KEY,
    CHANNEL_KEY,
    COMPLAINT_KEY,
    MONTH_KEY,
    PARTY_KEY,
    cases_spread,
)
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.rates import RateSet
from huiyin.registers.rules.reads import rates_for
from huiyin.registers.rules.refusals import NoPack

from .asked import Asked
from .matters import matter_said, topic_said


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
    ground: Ground | None = None
    waits: str = ""


def behind(viewer: Viewer, asked: Asked, at: datetime) -> list[UUID]:
    """The ids of the cases a number counts, in the order of its list. Raises NotThere."""
    ids = _behind(viewer, asked, at)
    return only_in(ids, asked.building) if asked.building else ids


def _behind(viewer: Viewer, asked: Asked, at: datetime) -> list[UUID]:
    if asked.what in Now.values:
        holder = asked.holder if asked.holder >= 0 else None
        cases = cases_now(viewer, asked.what, at, asked.scope_ids, holder)
        return list(cases.values_list("pk", flat=True))
    if asked.what in _PERIODIC:
        return _PERIODIC[asked.what](viewer, asked.which, asked.period(at), asked.scope_ids)
    return cases_in(viewer, asked.what, asked.which, asked.period(at), at, asked.scope_ids)


def rows_of(viewer: Viewer, ids: Sequence[UUID], at: datetime, left_out: str = "") -> list[CaseRow]:
    """The rows of one page in the order of the ids; `left_out`: an exclusion whose grounds they tell.

    A fixed number of queries.
    """
    found = (
        Case.objects.select_related("place", "scope")
        .defer("search", "content", "suggested")
        .in_bulk(list(ids))
    )
    cases = [found[case_id] for case_id in ids if case_id in found]
    seen = set(cases_of(viewer).filter(pk__in=[case.pk for case in cases]).values_list("pk", flat=True))
    clocks, standing = clocks_of(cases, at), standing_of(cases)
    grounds = grounds_of(left_out, [case.pk for case in cases]) if left_out else {}
    waits, rows = standing_waits(seen), []
    for case in cases:
        holder = standing[case.pk].organisation.name if case.pk in standing else ""
        draw = _row if case.pk in seen else _covered
        row = draw(case, clocks.get(case.pk), holder, grounds.get(case.pk))
        wait = waits.get(case.pk) if case.state in WITH_HANDLER else None
        rows.append(replace(row, waits=wait_words(wait)) if wait else row)
    return rows


_SPREAD = (CHANNEL_KEY, CATEGORY_KEY, AGAIN_KEY, MONTH_KEY, PARTY_KEY, COMPLAINT_KEY)
_PERIODIC: Mapping[str, Callable[..., list[UUID]]] = {
    STANDING_KEY: cases_standing, RECEIVED_KEY: cases_received, TOOK_KEY: cases_that_took,
    TOPIC_KEY: cases_of_topic, SCATTERED_KEY: cases_scattered,
    **{key: partial(cases_spread, key) for key in _SPREAD},
}  # fmt: skip


def _row(case: Case, clock: Any, holder: str, ground: Ground | None) -> CaseRow:
    place = case.place.label if case.place else case.place_text or case.scope.name
    url = reverse("case", args=[case.number])
    state = State(case.state)
    return CaseRow(case.number, url, place, case.title, state, clock, holder, case.received_at, ground)


def _covered(case: Case, clock: Any, holder: str, ground: Ground | None) -> CaseRow:
    words = _("Private request: ask the community clerk")
    by = Ground("", ground.by) if ground else None
    return CaseRow("", "", case.scope.name, words, State(case.state), clock, holder, case.received_at, by)


def heading_of(viewer: Viewer, asked: Asked, at: datetime) -> str:
    """What the list shows, in words."""
    if asked.what in Now.values:
        return " · ".join(filter(None, (str(Now(asked.what).label), _holder(asked))))
    words = _("the %(days)s days before") if asked.earlier else _("last %(days)s days")
    period = words % {"days": asked.days}
    if asked.what == MONTH_KEY:
        return f"{_('What came in')} · {asked.which}"
    if asked.what in _PERIODIC:
        return f"{_periodic_words(viewer, asked, at)} · {period}"
    if asked.what in (WAITING_KEY, COMPLAINTS_KEY):
        words = _("Contact limit still running") if asked.what == WAITING_KEY else _("Complaints")
        return f"{words} · {period}"
    return f"{_rate_words(_pack(viewer, asked, at), asked)} · {period}"


def _periodic_words(viewer: Viewer, asked: Asked, at: datetime) -> str:
    if asked.what in _SPREAD:
        return _spread_words(viewer, asked, at)
    if asked.what == TOPIC_KEY:
        return topic_said(viewer, asked, topic_told(viewer, asked.which), at)
    if asked.what == SCATTERED_KEY:
        return _("Shared problems with few requests")
    if asked.what == STANDING_KEY:
        return str(State(asked.which).label)
    if asked.what == TOOK_KEY:
        return _("%(step)s, the slowest first") % {"step": Step(asked.which).label}
    return _("What came in and is open") if asked.which == OPEN_PART else _("What came in")


def _spread_words(viewer: Viewer, asked: Asked, at: datetime) -> str:
    if asked.what == CHANNEL_KEY:
        return str(Channel(asked.which).label)
    if asked.what == CATEGORY_KEY:
        code, _colon, again = asked.which.partition(":")
        words = matter_said(viewer, asked, code, at)
        return f"{words} · {_('Opened again')}" if again else words
    if asked.what == AGAIN_KEY:
        return _("Opened again")
    unit = Organisation.objects.filter(pk=int(asked.which)).values_list("name", flat=True).first() or ""
    return f"{unit} · {_('Complaints')}" if asked.what == COMPLAINT_KEY else unit


def _rate_words(pack: RateSet | None, asked: Asked) -> str:
    rate = pack.rates.get(asked.what) if pack else None
    if pack is None or rate is None:
        return ""
    if asked.which == N_WHOLE:
        return _("%(rate)s: all that count") % {"rate": said(rate)}
    if asked.which.startswith(LEFT_OUT):
        reason = pack.exclusions.get(asked.which.partition(":")[2])
        return _("%(rate)s: left out, %(reason)s") % {
            "rate": said(rate),
            "reason": said(reason) if reason else "",
        }
    return _("%(rate)s: those that fulfil it") % {"rate": said(rate)}


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
