"""The list of the board, and one posting with what can be done now."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.desks.steward.tables import Link, Table, day, minute
from huiyin.neighbours.board.links import posting_link
from huiyin.neighbours.board.models import Posting
from huiyin.neighbours.board.reads import posting_for, postings_of
from huiyin.neighbours.board.words import PostingState, Verb

MOST = 100


def listed(request: HttpRequest) -> HttpResponse:
    """Everything the viewer keeps, the newest first."""
    rows = [
        (
            Link(one.title, reverse("board-one", args=[one.pk])), one.get_kind_display(), one.place.label,
            one.get_state_display(), day(one.up_at), day(one.until), str(one.noted),
        )
        for one in postings_of(request.viewer)[:MOST]  # type: ignore[attr-defined]  # set by the middleware
    ]  # fmt: skip
    headings = (
        _("Title"), _("Kind"), _("Whom it concerns"), _("Where it stands"), pgettext("board", "Since"),
        pgettext("board", "Until"), _("“I have read it”"),
    )  # fmt: skip
    context = {
        "title": _("Notice board"),
        "tables": [Table(_("Notice board"), headings, rows, empty=_("Nothing on the board yet."))],
        "buttons": [Link(_("Write a notice"), reverse("board-new"))],
    }
    return render(request, "steward/page.html", context)


def one(request: HttpRequest, posting_id: int) -> HttpResponse:
    """A posting: its words, what can be done now, its papers, its record."""
    found = posting_for(request.viewer, posting_id)  # type: ignore[attr-defined]  # set by the middleware
    lines = [
        (minute(line.at), line.actor_label or _("a clerk"), Verb(line.verb).label)
        for line in found.events.order_by("-at", "-pk")
    ]
    context = {
        "title": found.title, "sub": f"{found.get_kind_display()} · {found.place.label} · {found.code}",
        "back": Link(_("Notice board"), reverse("board")), "steps": list(_steps(found)),
        "notes": [found.down_why] if found.down_why else [], "words": found.words,
        "facts": list(_facts(found)),
        "tables": [Table(_("Record"), (_("Time"), _("Who"), pgettext("record", "What")), lines)],
        "prints": list(_prints(found)),
    }  # fmt: skip
    return render(request, "proposals/thing.html", context)


def _steps(found: Posting) -> Iterator[Link]:
    if found.state == PostingState.DRAFT:
        yield Link(_("Put it on the board"), reverse("board-up", args=[found.pk]))
        yield Link(_("Change the draft"), reverse("board-change", args=[found.pk]), soft=True)
    if found.state == PostingState.UP:
        yield Link(_("Take it down"), reverse("board-down", args=[found.pk]), soft=True)


def _facts(found: Posting) -> Iterator[dict[str, Any]]:
    yield {"label": _("Where it stands"), "value": found.get_state_display()}
    yield {"label": _("Who signs it"), "value": found.signed}
    yield {"label": _("Last day on the board"), "value": day(found.until)}
    if found.up_at:
        yield {"label": _("“I have read it”"), "value": str(found.noted), "note": _("taps, nobody's name")}
        yield {"label": _("Public page"), "value": found.code, "url": posting_link(found.code)}


def _prints(found: Posting) -> Iterator[Link]:
    if found.state == PostingState.UP:
        for form, words in (
            ("pdf", _("To hang (PDF)")),
            ("docx", _("To hang (Word)")),
            ("txt", _("To forward")),
        ):
            yield Link(words, reverse("board-print", args=[found.pk, form]))
