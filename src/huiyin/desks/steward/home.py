"""The steward's first page: the registers, how full they are, and what waits for a second person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.s3_dispatch.takeover.reads import takeovers_of
from huiyin.desks.ledger.pages import table_page
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.accounts import accounts_of
from huiyin.registers.people.models import Device, DutyShift
from huiyin.registers.people.posts import persons_of
from huiyin.registers.people.two_persons import open_requests
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place, QrCode
from huiyin.registers.places.units.reads import units_of

from .handover import forget_secret, kept_secret
from .second import request_words
from .tables import Link, Table, minute


def registers(request: HttpRequest) -> HttpResponse:
    """Where everything is."""
    viewer: Viewer = request.viewer
    rows = [(Link(label, reverse(name)), words, number) for label, name, words, number in _registers(viewer)]
    tables = [Table(_("Registers"), (_("Register"), _("What it holds"), _("Entries")), rows)]
    waiting = [
        (
            Link(str(one.account), reverse("steward-request", args=[one.pk])),
            request_words(one),
            str(one.asked_by),
            minute(one.asked_at),
        )
        for one in open_requests(viewer)
    ]
    if waiting:
        tables.insert(
            0,
            Table(
                _("A second person has to agree"),
                (_("Account"), _("What"), _("Asked by"), _("Time")),
                waiting,
            ),
        )
    buttons = [Link(_("Registers from tables"), reverse("steward-tables"))]
    context = {"title": _("Registers"), "tables": tables, "buttons": buttons}
    return table_page(request, context)


def _registers(viewer: Viewer) -> list[tuple[str, str, str, int | str]]:
    scopes = viewer.grants.get(Permission.REGISTER_WRITE, frozenset())
    places = Place.objects.filter(scope_id__in=scopes, closed_at=None).count()
    codes = QrCode.objects.filter(scope_id__in=scopes, revoked_at=None).count()
    organisations = Organisation.objects.filter(scope_id__in=scopes, until=None).count()
    shifts = DutyShift.objects.filter(scope_id__in=scopes, ends_at__gt=now()).count()
    found: list[tuple[str, str, str, int | str]] = [
        (
            _("Places and codes"),
            "steward-places",
            _("buildings, entrances, homes, gates, facilities; QR codes, posters"),
            f"{places} / {codes}",
        ),
        (
            _("Organisations and duty lists"),
            "steward-organisations",
            _("who carries which duty where; who is on duty"),
            f"{organisations} / {shifts}",
        ),
        (
            _("People and posts"),
            "steward-people",
            _("building heads, grid officers, liaisons and their terms"),
            persons_of(viewer).count(),
        ),
        (
            _("Governance units"),
            "steward-units",
            _("estates and zones; merge, split, make permanent"),
            units_of(viewer).filter(until=None).count(),
        ),
        (
            _("Hand-overs"),
            "steward-takeovers",
            _("which property company followed which"),
            takeovers_of(viewer).count(),
        ),
        (
            _("Learning from corrections"),
            "steward-learning",
            _("what corrections taught the suggestions; model cards"),
            "",
        ),
        (
            _("Rules"),
            "steward-rules",
            _("categories, calendars, service levels and rates each area follows"),
            "",
        ),
    ]
    if viewer.may(Permission.ACCOUNT_WRITE):
        held = viewer.grants.get(Permission.ACCOUNT_WRITE, frozenset())
        screens = Device.objects.filter(scope_id__in=held, revoked_at=None).count()
        found += [
            (
                _("Accounts and roles"),
                "steward-accounts",
                _("who may sign in and do what; tokens of programs"),
                accounts_of(viewer).filter(is_active=True).count(),
            ),
            (_("Duty-room screens"), "steward-screens", _("registered screens; pair and revoke"), screens),
        ]
    return found


def shown(request: HttpRequest) -> HttpResponse:
    """A secret, shown for five minutes or until it was handed over."""
    viewer: Viewer = request.viewer
    secret = kept_secret(request, viewer)
    if request.method == "POST":
        forget_secret(request)
        messages.success(request, _("Put away. It cannot be shown again."))
        return redirect(secret["back"] if secret else "me")
    return render(request, "steward/shown.html", {"secret": secret})
