"""What every page's frame shows: the desks one may open, who one is, the inbox, and where to get help."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.ground.installation.reads import is_trial
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.models import Account
from huiyin.registers.people.words import Permission, Role

from .bar import Entry, bar_of
from .field.outbox import mark_of, seat_of
from .keys import keys_of

DESKS = (
    ("clerk-queue", Permission.CASE_TRIAGE, "tray", _("Queue")),
    ("clerk-new", Permission.CASE_TRIAGE, "pen", _("New case")),
    ("help-queue", Permission.CASE_TRIAGE, "help", _("Help")),
    ("hands-home", Permission.CASE_HANDLE, "person", _("Calls")),
    ("mediation-home", Permission.MEDIATION_WORK, "quarrel", _("Mediation")),
    ("topics", Permission.TOPIC_SEE, "copies", _("Shared problems")),
    ("proposals", Permission.PROPOSAL_ANSWER, "list", _("Proposals")),
    ("works", Permission.PROPOSAL_WORK, "check", _("Works")),
    ("fund", Permission.FUND_READ, "lock", _("Maintenance fund")),
    ("agreements", Permission.AGREEMENT_SEE, "copies", _("Agreements")),
    ("polls", Permission.VOICE_WORK, "person", _("Polls")),
    ("surveys", Permission.SURVEY_TAKE, "pen", _("Surveys")),
    ("board", Permission.BOARD_WORK, "print", _("Notice board")),
    ("volunteers", Permission.VOLUNTEER_WORK, "help", _("Volunteers")),
    ("votes", Permission.VOTE_ENTER, "check", _("Votes")),
    ("elections", Permission.ELECTION_ORGANISE, "list", _("Elections")),
    ("duty-board", Permission.DUTY_READ, "bell", _("Duty board")),
    ("field-today", Permission.FIELD_READ, "running", _("Today")),
    ("contact-home", Permission.BUILDING_READ, "building", _("My building")),
    ("leader-today", Permission.FIGURES_READ, "chart", _("Figures")),
    ("clerk-import", Permission.CASE_IMPORT, "upload", _("Import")),
    ("steward-home", Permission.REGISTER_WRITE, "lock", _("Registers")),
    ("auditor-home", Permission.AUDIT_READ, "search", _("Audit")),
)
"""Address name, permission, icon, words; in the order of the bar."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for staff/base.html and public/base.html."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    frame: dict[str, Any] = {"demo": settings.MODE == "demo", "trial": is_trial()}
    if viewer is None or viewer.kind not in ("account", "device"):
        return frame
    return frame | _staff(request, viewer)


def _staff(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    desks = [
        Entry(label, icon, reverse(name), name)
        for name, permission, icon, label in DESKS
        if viewer.may(permission)
    ]
    return {
        "nav": bar_of(desks, request.path),
        "account": {
            "name": viewer.label,
            "role": str(Role(viewer.role).label) if viewer.role else "",
            "scope": _scope(viewer),
        },
        "sign_out_url": reverse("sign-out"),
        "keys": keys_of(getattr(request.user, "keys", None) or {}),
        "settings_url": reverse("me") if viewer.account_id else "",
        "inbox_url": reverse("inbox") if viewer.may(Permission.INBOX_READ) and viewer.account_id else "",
        "inbox_count": unread(viewer),
        "outbox": _outbox(request, viewer),
    }


def _outbox(request: HttpRequest, viewer: Viewer) -> dict[str, str] | None:
    """For those who work outdoors: mark and seat under which their telephone keeps what is not sent."""
    outdoors = viewer.may(Permission.FIELD_READ) or viewer.may(Permission.BUILDING_READ)
    account = request.user
    if not (outdoors and isinstance(account, Account)):
        return None
    return {"who": mark_of(account.pk), "seat": seat_of(account)}


def unread(viewer: Viewer) -> int:
    """How many messages of the inbox were not read."""
    if not viewer.account_id:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, [f"account:{viewer.account_id}"])
        return int(cursor.fetchone()[0])


_UNREAD = "SELECT count(*) FROM ground_notice WHERE recipient = %s AND channel = 'inbox' AND read_at IS NULL"
"""Asked on every page of every desk."""


def _scope(viewer: Viewer) -> str:
    tree = scope_tree()
    top = min(viewer.scopes, key=lambda scope_id: len(tree.paths.get(scope_id, ())), default=None)
    return tree.names.get(top, "") if top is not None else ""
