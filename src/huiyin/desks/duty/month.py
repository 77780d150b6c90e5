"""The organisation's own month: n of N, each number with its list; for nobody else's eyes and no ranking."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import State
from huiyin.desks.ledger.answer import cases_answer
from huiyin.ground.clock import now
from huiyin.insight.monthly import Sheet, month_of, sheet_of_month
from huiyin.registers.rules.words import CLOCK_LABELS, ClockKind

PAGE, MINUTE = 50, 60
OLDEST, NEWEST = date(2000, 1, 1), date(2200, 1, 1)


def sheet(request: HttpRequest) -> HttpResponse:
    """The sheet of one month, this one unless another is asked for."""
    day, at = _month(request), now()
    period = month_of(day)
    found = sheet_of_month(request.viewer, period, at)
    before, after = month_of(_day_before(period.since.date())).since.date(), period.until.date()
    context = {
        "day": day, "count": len(found.cases), "all_url": _url(day, "all"), "at": at,
        "shares": [_share(one, day) for one in found.on_time], "reopened": _share(found.reopened, day),
        "minutes": [_middle(one, day) for one in found.minutes],
        "before": f"{before:%Y-%m}", "after": f"{after:%Y-%m}" if after <= localtime(at).date() else "",
    }  # fmt: skip
    return render(request, "duty/month.html", context)


def cases(request: HttpRequest) -> HttpResponse:
    """The cases behind one number of the sheet."""
    day, what = _month(request), request.GET.get("what", "all")[:30]
    found: Sheet = sheet_of_month(request.viewer, month_of(day), now())
    behind = set(found.behind(what))
    rows = [case for case in reversed(found.cases) if case.pk in behind]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "day": day,
        "what": what,
        "page": page,
        "count": len(rows),
        "table": f"{reverse('duty-month-table')}?month={day:%Y-%m}&what={what}",
        "rows": [_row(one) for one in page],
    }
    return render(request, "duty/month_cases.html", context)


def table(request: HttpRequest) -> HttpResponse:
    """The same cases as .xlsx."""
    day, what, at = _month(request), request.GET.get("what", "all")[:30], now()
    found: Sheet = sheet_of_month(request.viewer, month_of(day), at)
    behind = set(found.behind(what))
    ids = [case.pk for case in reversed(found.cases) if case.pk in behind]
    return cases_answer(request.viewer, ids, at, f"{_('Monthly sheet')} {day:%Y-%m}")


def _month(request: HttpRequest) -> date:
    """The first day of the month in the address; this month for whatever is none."""
    try:
        day = date.fromisoformat(f"{request.GET.get('month', '')[:7]}-01")
    except ValueError:
        day = OLDEST
    return day if OLDEST < day < NEWEST else localtime(now()).date().replace(day=1)


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def _url(day: date, what: str) -> str:
    return f"{reverse('duty-month-cases')}?month={day:%Y-%m}&what={what}"


def _share(share: Any, day: date) -> dict[str, Any]:
    known = share.key in set(ClockKind)
    return {
        "label": str(CLOCK_LABELS[ClockKind(share.key)]) if known else _("Opened again"),
        "n": len(share.part), "whole": len(share.whole),
        "url_n": _url(day, f"{share.key}:n"), "url_whole": _url(day, share.key),
    }  # fmt: skip


def _middle(middle: Any, day: date) -> dict[str, Any]:
    label = _("Receipt to arrival") if middle.key == "to_arrival" else _("Receipt to work done")
    return {
        "label": label,
        "median": None if middle.minutes is None else middle.minutes * MINUTE,
        "p90": None if middle.p90 is None else middle.p90 * MINUTE,
        "whole": len(middle.whole),
        "url": _url(day, middle.key),
    }


def _row(case: Case) -> dict[str, Any]:
    place = case.place.label if case.place else case.place_text
    words = _("private") if case.private else case.title
    return {"number": case.number, "place": place, "text": words, "state": State(case.state),
            "received_at": case.received_at}  # fmt: skip
