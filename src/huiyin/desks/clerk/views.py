"""The clerk's list with the case beside it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.casefile import queue
from huiyin.casework.casefile.finding import find_cases
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.queue import Filter
from huiyin.casework.casefile.reads import case_for, cases_of
from huiyin.casework.casefile.words import State
from huiyin.casework.s4_handling.bulk import MOST
from huiyin.casework.s4_handling.conflicts import count_conflicts
from huiyin.casework.s4_handling.nuisance.reads import Apart, apart_for
from huiyin.desks.case.facts import Facts
from huiyin.desks.case.page import Around, page_of
from huiyin.desks.keys import ACTS, keys_of
from huiyin.desks.page_size import SIZES, size_for
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .bulk import bulk_owners
from .filters import asked_in, counts_lately, filters_of, scopes_in
from .folding import fold, folded_under
from .rows import Row, rows_of

PAGE_KEYS = (
    "assign",
    "sort",
    "class_1",
    "class_2",
    "class_3",
    "class_4",
    "merge",
    "template",
    "undo",
    "new",
    "mark",
)


def queue_page(request: HttpRequest) -> HttpResponse:
    """List and case. Every link keeps filter, estate and page, so that "back" is where one was."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    at, asked = now(), asked_in(request.GET)
    apart = apart_for(viewer, at)
    wanted = Filter(asked["show"]) if asked["show"] in Filter.values else Filter.OPEN
    scopes = scopes_in(viewer, asked["estate"])
    keep = {name: asked[name] for name in ("show", "estate", "q", "each", "after") if asked[name]}
    cases = queue.waiting(viewer, wanted, at, scopes, apart=apart.all)
    size = size_for(request.user)
    page = _page(viewer, cases, asked, apart, size)
    folded = {} if asked["q"] or asked["each"] else folded_under(viewer, page.cases, cases, apart)
    rows = rows_of(viewer, page.cases, at, keep=keep, here=asked["case"], folded=folded)
    context = {
        "rows": rows,
        "query": asked["q"],
        "filters": filters_of(counts_lately(viewer, at, apart), wanted, asked, scopes),
        "apart": wanted is Filter.APART,
        "each": f"?{urlencode({**{k: v for k, v in keep.items() if k != 'after'}, 'each': '1'})}",
        "more": f"?{urlencode({**keep, 'after': page.after})}" if page.after else "",
        "first": f"?{urlencode({k: v for k, v in keep.items() if k != 'after'})}" if asked["after"] else "",
        "list_url": f"?{urlencode(keep)}",
        "sizes": [(one, one == size) for one in SIZES],
        "begin": urlencode({k: v for k, v in keep.items() if k != "after"}),
        "table": f"{reverse('clerk-table')}?{urlencode({k: v for k, v in keep.items() if k != 'after'})}",
        "page_keys": keys_sheet(request),
        "owners": bulk_owners(viewer),
        "most_marked": MOST,
        "conflicts": count_conflicts(viewer),
        "undo": undone(viewer, asked["done"]),
    }
    return render(
        request, "clerk/queue.html", context | _case(viewer, asked["case"], rows, keep, asked["say"])
    )


def followed_up(_request: HttpRequest) -> HttpResponse:
    """The follow-up list is the list under its filter."""
    return redirect(f"{reverse('clerk-queue')}?show={Filter.FOLLOW_UP.value}")


def reviewed(_request: HttpRequest) -> HttpResponse:
    """The reviews are the list under their filter."""
    return redirect(f"{reverse('clerk-queue')}?show={Filter.REVIEW.value}")


def _page(
    viewer: Viewer, cases: QuerySet[Case], asked: Mapping[str, str], apart: Apart, size: int
) -> queue.Page:
    """What was searched for, each by itself; else the list, folded unless each is asked for."""
    if asked["q"].strip():
        found = find_cases(viewer, asked["q"])
        return queue.Page(list(found.select_related("place").only(*queue.SHOWN)), "")
    return queue.page_of(cases if asked["each"] else fold(cases, apart), after=asked["after"], size=size)


def keys_sheet(request: HttpRequest) -> list[dict[str, Any]]:
    """What this page's keys do, under the viewer's own keys."""
    keys, words = keys_of(getattr(request.user, "keys", {})), {act.name: act.words for act in ACTS}
    choose = {"key": "1–8", "does": _("choose a category, a standard answer")}
    return [choose, *({"key": keys.at[name], "does": words[name]} for name in PAGE_KEYS)]


def _case(viewer: Viewer, number: str, rows: list[Row], keep: Mapping[str, str], say: str) -> dict[str, Any]:
    """The case beside the list; after a step the next row comes up."""
    if not number:
        return {}
    try:
        case = case_for(viewer, number)
    except NotThere:
        return {"gone": number}
    numbers = [row.number for row in rows]
    after = numbers[numbers.index(number) + 1 :] if number in numbers else numbers
    following = {"case": after[0]} if after else {}
    then = f"{reverse('clerk-queue')}?{urlencode({**keep, **following, 'done': number})}"
    say_url = f"?{urlencode({**keep, 'case': number, 'say': ''})}"
    return page_of(Facts(viewer, case), around=Around(then, say, say_url))


def undone(viewer: Viewer, number: str) -> Case | None:
    """The case just dispatched, as long as it can be taken back."""
    if not number:
        return None
    return cases_of(viewer).filter(number=number, state=State.DISPATCHED).first()
