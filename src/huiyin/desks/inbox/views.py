"""The inbox: what was told to this account, newest first; opening a message marks it read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import cases_of
from huiyin.desks.hands.rows import own_calls
from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import mark_read
from huiyin.ground.outbox.models import Notice
from huiyin.ground.outbox.reads import inbox_of
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .texts import text_of

A_PAGE = 30
SETTLED = {
    "vote": "vote-work", "poll": "poll-work", "survey": "survey-work", "proposal": "proposal-work",
    "meeting": "meeting-work", "project": "work", "fund": "fund-use", "agreement": "agreement-work",
    "emergency": "emergency-work",
}  # fmt: skip
"""Where a thing that people settle together is kept, by its kind in bridges/passed_days.py."""


def inbox(request: HttpRequest) -> HttpResponse:
    """The list, thirty to a page."""
    viewer: Viewer = request.viewer
    page = Paginator(inbox_of(viewer.account_id), A_PAGE).get_page(request.GET.get("page"))
    rows = _rows(viewer, page)
    newest = page.object_list[0].created_at.isoformat() if rows and page.number == 1 else ""
    unread = inbox_of(viewer.account_id).filter(read_at=None).count()
    called = own_calls(viewer, now(), back="inbox")
    context = {"page": page, "rows": rows, "until": newest, "unread": unread, "called": called}
    return render(request, "inbox/inbox.html", context)


def open_one(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Mark one message read and go to its case. Raises NotThere."""
    viewer: Viewer = request.viewer
    notice = inbox_of(viewer.account_id).filter(pk=notice_id).first()
    if notice is None or viewer.account_id is None:
        raise NotThere
    mark_read(account_id=viewer.account_id, notice_id=notice_id)
    case = cases_of(viewer).filter(pk=notice.subject_id).first()
    if case is None and notice.template.startswith("task-"):
        return redirect("task-done", notice.subject_id)
    if case is None and notice.template == "topic-recurs":
        return redirect("topic", notice.subject_id)
    if case is None and notice.params.get("kind") in SETTLED:
        return redirect(SETTLED[notice.params["kind"]], notice.params["id"])
    return redirect(f"/case/{case.number}") if case else redirect("inbox")


def read_all(request: HttpRequest) -> HttpResponse:
    """Mark read what the page showed; what came since stays unread."""
    until = _moment(request.POST.get("until", ""))
    if request.viewer.account_id is not None and until is not None:
        mark_read(account_id=request.viewer.account_id, until=until)
    return redirect("inbox")


def _rows(viewer: Viewer, page: Page[Notice]) -> list[dict[str, Any]]:
    about = cases_of(viewer).filter(pk__in=[notice.subject_id for notice in page]).select_related("place")
    known = {case.pk: case for case in about}
    return [_row(notice, known.get(notice.subject_id)) for notice in page]


def _row(notice: Notice, case: Case | None) -> dict[str, Any]:
    place = (case.place.label if case.place else case.place_text) if case else notice.params.get("place", "")
    sentence, tone, icon = text_of(notice.template, notice.params)
    return {
        "id": notice.pk, "sentence": sentence, "tone": tone, "icon": icon, "at": notice.created_at,
        "unread": notice.read_at is None, "number": notice.params.get("number", ""),
        "place": place, "title": case.title if case else "",
        "opens": case is not None or notice.params.get("kind") in SETTLED,
    }  # fmt: skip


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and is_aware(moment) else None
