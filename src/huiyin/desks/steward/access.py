"""Accounts, roles, screens and the tokens of programs."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desks.ledger.pages import table_page
from huiyin.ground.clock import now
from huiyin.ground.phones import mask_phone
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people import accounts as acts
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import phone_of
from huiyin.registers.people.words import Permission

from .tables import Link, Table, day, history_table, minute

KEEP = Permission.ACCOUNT_WRITE
PAGE = 50
_FIELDS = {
    "display_name": gettext_lazy("Name"),
    "is_active": gettext_lazy("Active"),
    "by_phone": gettext_lazy("Signs in by phone"),
    "session_epoch": gettext_lazy("Sessions ended"),
}


def listed(request: HttpRequest) -> HttpResponse:
    """The accounts of the area; a search finds names."""
    viewer: Viewer = request.viewer
    query = request.GET.get("q", "").strip()[:50]
    rows = acts.accounts_of(viewer).order_by("-is_active", "username").prefetch_related("grants__scope")
    if query:
        rows = rows.filter(Q(username__icontains=query) | Q(display_name__icontains=query))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = [
        (
            Link(row.username, page_of(row)),
            row.display_name,
            _roles(row),
            _("yes") if row.is_active else _("ended"),
        )
        for row in page.object_list
    ]
    context = {
        "title": _("Accounts and roles"),
        "page": page,
        "find": {"query": query, "hint": _("Name or user name")},
        "tables": [Table(_("Accounts"), (_("User name"), _("Name"), _("Roles"), _("Active")), shown)],
        "back": Link(_("Registers"), reverse("steward-home")),
        "buttons": [Link(_("New account"), reverse("steward-account-new"))],
    }
    return table_page(request, context)


def _roles(row: Account) -> str:
    live = [grant for grant in row.grants.all() if grant.until is None]
    return "、".join(f"{grant.get_role_display()} ({grant.scope.name})" for grant in live) or "–"


def one(request: HttpRequest, account_id: int) -> HttpResponse:
    """An account with roles, tokens and history; the phone only masked."""
    viewer: Viewer = request.viewer
    row = acts.account_for(viewer, account_id)
    phone = phone_of(row)
    facts = [
        {"label": _("Name"), "value": row.display_name},
        {"label": _("Active"), "value": _("yes") if row.is_active else _("ended")},
        {"label": _("Telephone"), "value": mask_phone(phone) if phone else "–"},
        {
            "label": _("Signs in by"),
            "value": _("a code to the phone") if row.by_phone else _("password and second factor"),
        },
    ]
    events = row.events.select_related("pgh_context").order_by("pgh_id")
    context = {
        "title": row.username,
        "facts": facts,
        "back": Link(_("Accounts"), reverse("steward-accounts")),
        "buttons": _buttons(viewer, row),
        "tables": [_grants(row), tokens_table(row), history_table(events, _FIELDS)],
    }
    return table_page(request, context)


def _buttons(viewer: Viewer, row: Account) -> list[Link]:
    if row.pk == viewer.account_id or not acts.keeps(viewer, row, now()):
        return []
    key = [row.pk]
    if not row.is_active:
        return [Link(_("Let it sign in again"), reverse("steward-account-on", args=key))]
    found = [
        Link(_("End the account"), reverse("steward-account-off", args=key), soft=True),
        Link(_("Change the phone"), reverse("steward-account-phone", args=key), soft=True),
    ]
    if not row.by_phone:
        name = "reset" if row.has_usable_password() else "invite"
        label = _("Reset password and second factor") if row.has_usable_password() else _("New invitation")
        found.insert(0, Link(label, reverse(f"steward-account-{name}", args=key), soft=True))
    return found


def _grants(row: Account) -> Table:
    grants = row.grants.select_related("scope", "organisation", "place").order_by("until", "since")
    rows = [
        (
            grant.get_role_display(),
            grant.scope.name,
            str(grant.organisation or grant.place or "–"),
            day(grant.since),
            day(grant.until),
            "" if grant.until else Link(_("End"), reverse("steward-grant-end", args=[grant.pk])),
        )
        for grant in grants
    ]
    new = [Link(_("Give another role"), reverse("steward-grant-new", args=[row.pk]))] if row.is_active else []
    return Table(_("Roles"), (_("Role"), _("Area"), _("For"), _("Since"), _("Until"), ""), rows, new)


def tokens_table(row: Account) -> Table:
    """The tokens of an account."""
    rows = [
        (
            token.label,
            minute(token.made_at),
            minute(token.revoked_at),
            "" if token.revoked_at else Link(_("Revoke"), reverse("steward-token-revoke", args=[token.pk])),
        )
        for token in row.tokens.order_by("revoked_at", "-made_at")
    ]
    new = [Link(_("Make a token"), reverse("steward-token-new", args=[row.pk]))] if row.is_active else []
    note = _(
        "A program that shows this token acts through the roles of this account that need no second factor."
    )
    return Table(_("Tokens for programs"), (_("For"), _("Made"), _("Revoked"), ""), rows, new, note=note)


def page_of(row: Account) -> str:
    """The address of an account's page."""
    return reverse("steward-account", args=[row.pk])
