"""The clerk's list with the case beside it."""

from collections.abc import Mapping
from datetime import datetime
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
from huiyin.casework.s4_handling.nuisance.reads import Apart, apart_for
from huiyin.desks.case.facts import Facts
from huiyin.desks.case.page import Around, page_of
from huiyin.desks.keys import ACTS, keys_of
from huiyin.desks.page_size import SIZES, size_for
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.lately import lately
from huiyin.registers.people.words import Permission

from .bulk import bulk_owners
from .folding import fold, folded_under
from .rows import Row, rows_of

LONGEST = 200  # characters of a parameter that are read
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
    at, asked = now(), asked_in(request)
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
        "filters": _filters(_counts(viewer, at, apart), wanted, asked, scopes),
        "apart": wanted is Filter.APART,
        "each": f"?{urlencode({**{k: v for k, v in keep.items() if k != 'after'}, 'each': '1'})}",
        "more": f"?{urlencode({**keep, 'after': page.after})}" if page.after else "",
        "first": f"?{urlencode({k: v for k, v in keep.items() if k != 'after'})}" if asked["after"] else "",
        "list_url": f"?{urlencode(keep)}",
        "sizes": [(one, one == size) for one in SIZES],
        "begin": urlencode({k: v for k, v in keep.items() if k != "after"}),
        "table": f"{reverse('clerk-table')}?{urlencode({k: v for k, v in keep.items() if k != 'after'})}",
        "page_keys": _keys(request),
        "owners": bulk_owners(viewer),
        "most_marked": MOST,
        "undo": _undone(viewer, asked["done"]),
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


def asked_in(request: HttpRequest) -> dict[str, str]:
    """What the address asks for."""
    names = ("show", "estate", "q", "each", "after", "case", "done", "say")
    return {name: request.GET.get(name, "").replace("\x00", "")[:LONGEST] for name in names}


def scopes_in(viewer: Viewer, estate: str) -> list[int]:
    """The scope asked for with what lies below it; an unknown one means all."""
    own = viewer.grants.get(Permission.CASE_TRIAGE, frozenset())
    if not (estate.isascii() and estate.isdigit()) or int(estate) not in own:
        return []
    return sorted(scope_tree().under([int(estate)]) & own)


def _page(
    viewer: Viewer, cases: QuerySet[Case], asked: Mapping[str, str], apart: Apart, size: int
) -> queue.Page:
    """What was searched for, each by itself; else the list, folded unless each is asked for."""
    if asked["q"].strip():
        found = find_cases(viewer, asked["q"])
        return queue.Page(list(found.select_related("place").only(*queue.SHOWN)), "")
    return queue.page_of(cases if asked["each"] else fold(cases, apart), after=asked["after"], size=size)


def _counts(viewer: Viewer, at: datetime, apart: Apart) -> queue.Counts:
    """How many wait; counted anew after every line, since an open list is counted whole."""
    if apart.all != queue.NOBODY:  # a mark may change without a line
        return queue.counts_of(viewer, at, apart=apart.all)
    key = ("clerk-counts", viewer.everywhere, viewer.grants.get(Permission.CASE_TRIAGE))
    return lately(key, at, lambda: queue.counts_of(viewer, at))


def _filters(
    counts: queue.Counts, wanted: Filter, asked: Mapping[str, str], scopes: list[int]
) -> list[dict[str, Any]]:
    states = [
        {
            "label": f.label,
            "url": _url(asked, show=f.value),
            "count": queue.count(counts, f, scopes),
            "current": f is wanted and not asked["q"],
            "tone": "red" if f is Filter.OVERDUE else "",
        }
        for f in Filter
    ]
    tree, seen = scope_tree(), sorted({scope for scope, _state in counts})
    estates = [
        {
            "label": tree.names[scope],
            "url": _url(asked, estate=str(scope)),
            "current": [scope] == scopes,
            "tone": "",
            "count": queue.count(counts, wanted, [scope]),
        }
        for scope in seen
    ]
    everywhere = {
        "label": _("Everywhere"),
        "url": _url(asked, estate=""),
        "current": not scopes,
        "tone": "",
        "count": queue.count(counts, wanted),
    }
    return [
        {"title": _("State"), "entries": states},
        {"title": _("Estate"), "entries": [everywhere, *estates]},
    ]


def _url(asked: Mapping[str, str], **change: str) -> str:
    kept = {
        name: value
        for name, value in {**{n: asked[n] for n in ("show", "estate")}, **change}.items()
        if value
    }
    return f"{reverse('clerk-queue')}?{urlencode(kept)}"


def _keys(request: HttpRequest) -> list[dict[str, Any]]:
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


def _undone(viewer: Viewer, number: str) -> Case | None:
    """The case just dispatched, as long as it can be taken back."""
    if not number:
        return None
    return cases_of(viewer).filter(number=number, state=State.DISPATCHED).first()
