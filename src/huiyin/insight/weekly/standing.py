"""Requests that need a word: dangers, overdue, opened again, returned, waiting for a review."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.casefile.words import DANGER_LABELS, OPEN, State, Verb
from huiyin.casework.s4_handling.models import Suspension
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.rules.cooperation import Cooperation
from huiyin.registers.rules.reads import cooperation_for
from huiyin.registers.rules.refusals import NoPack

from .parts import Part, Row, Week, each, of_cases, said

DAY = timedelta(days=1)


def danger(week: Week) -> Part:
    """What was raised as a danger in the week, whatever came of it since."""
    cases = week.cases.filter(received_at__gte=week.since).exclude(danger="").order_by("-received_at", "pk")
    return of_cases(week, "danger", _("Dangers of the week"), cases, _danger)


def overdue(week: Week) -> Part:
    """Open requests past a time limit, the longest first."""
    cases = week.cases.filter(state__in=OPEN, next_due_at__lt=week.at).order_by("next_due_at", "pk")

    def why(case: Case) -> str:
        late = week.at - (case.next_due_at or week.at)
        return _("overdue for %(days)s days") % {"days": late // DAY} if late >= DAY else _("overdue today")

    return of_cases(week, "overdue", _("Overdue requests"), cases, why)


def reopened(week: Week) -> Part:
    """Requests that residents opened again in the week."""
    again = Event.objects.filter(case=OuterRef("pk"), verb=Verb.REOPENED, at__gte=week.since)
    cases = week.cases.filter(Exists(again), reopened__gt=0).order_by("-reopened", "received_at", "pk")

    def why(case: Case) -> str:
        return _("opened again %(n)s times in all, now: %(state)s") % {
            "n": case.reopened, "state": State(case.state).label,
        }  # fmt: skip

    return of_cases(week, "reopened", _("Requests opened again"), cases, why)


def returned(week: Week) -> Part:
    """Open requests that units gave back so often that somebody has to be designated."""
    least = _designates_at(week)
    granted = Count("returns", filter=Q(returns__granted=True), distinct=True)
    upheld = Count("disputes", filter=Q(disputes__upheld=True), distinct=True)
    counted = week.cases.filter(state__in=OPEN).annotate(back=granted + upheld)
    cases = counted.filter(back__gte=least).order_by("-back", "received_at", "pk")
    words = _("%(case)s, returned %(n)s times")
    return each(
        "returned", _("Returned again and again"),
        (
            Row(str(case.pk), words % {"case": said(week, case), "n": case.back}, "", (case.pk,))
            for case in cases.defer("content", "search", "suggested")
        ),
    )  # fmt: skip


def waiting(week: Week) -> Part:
    """Requests on the pending list (挂账) whose review comes, or should have been."""
    last = week.today + timedelta(days=week.rules.ahead_days)
    rows = Suspension.objects.filter(
        case__in=week.cases, approved=True, ended_at=None, review_on__lte=last
    ).select_related("case").order_by("review_on", "pk")  # fmt: skip
    words = _("%(case)s, review on %(day)s")
    return each(
        "waiting", _("Pending list: review is near"),
        (
            Row(
                str(one.case_id), words % {"case": said(week, one.case), "day": one.review_on.isoformat()},
                _("the day is past") if one.review_on < week.today else "", (one.case_id,),
            )
            for one in rows
        ),
    )  # fmt: skip


def _danger(case: Case) -> str:
    label = DANGER_LABELS.get(case.danger)
    return " · ".join((str(label or case.danger), str(State(case.state).label)))


def _designates_at(week: Week) -> int:
    """How many returns are too many here (天津、潍坊: 3)."""
    try:
        rules = cooperation_for(scope_tree().up(week.scope_id), week.at).rules
    except NoPack:
        return 3
    assert isinstance(rules, Cooperation)  # noqa: S101 - cooperation_for takes no other
    return rules.returns.designates_at
