"""Accounts, roles, screens and the tokens of programs."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ground.clock import now
from huiyin.ground.phones import mask_phone
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.acts import organisation_for
from huiyin.registers.people import accounts as acts
from huiyin.registers.people import programs, two_persons
from huiyin.registers.people.granting import HIGH
from huiyin.registers.people.models import Account, ApiToken, Device, RoleGrant, TwoPersonRequest
from huiyin.registers.people.policy import PHONE_CODE
from huiyin.registers.people.reads import phone_of
from huiyin.registers.people.words import Permission, Role
from huiyin.registers.places.acts import place_for

from .choices import NONE, Choices, building_choices, organisation_choices, scope_choices
from .filling import Errand, Secret, Sure, Why
from .organisations import Chosen
from .people import Phoned
from .tables import Link, Table, day, history_table, minute

_KEEP = Permission.ACCOUNT_WRITE
PAGE = 50
_FIELDS = {"display_name": gettext_lazy("Name"), "is_active": gettext_lazy("Active"),
           "by_phone": gettext_lazy("Signs in by phone"), "session_epoch": gettext_lazy("Sessions ended")}  # fmt: skip


class NewRole(Chosen):
    """What the account may do, where, for whom."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    scope = forms.ChoiceField(label=gettext_lazy("Area"), help_text=gettext_lazy("And everything inside it."))
    organisation = forms.ChoiceField(label=gettext_lazy("Works for"), required=False,
                                     help_text=gettext_lazy("Duty room and field workers need one."))  # fmt: skip
    place = forms.ChoiceField(label=gettext_lazy("Building"), required=False,
                              help_text=gettext_lazy("Building contacts need one."))  # fmt: skip


class NewAccount(Phoned, NewRole):
    """An account with its first role."""

    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{2,59}$", label=gettext_lazy("User name"),
        help_text=gettext_lazy("Small letters, digits, dots; at least three."),
        error_messages={"invalid": gettext_lazy("Use small letters a to z, digits and dots, at least three.")},
    )  # fmt: skip
    display_name = forms.CharField(label=gettext_lazy("Name"), max_length=50)
    field_order = ("username", "display_name", "phone", "role", "scope", "organisation", "place")

    def clean(self) -> dict[str, Any]:
        """Roles on a phone need the phone."""
        told = super().clean() or self.cleaned_data
        if told.get("role") in PHONE_CODE and not told.get("phone"):
            self.add_error("phone", _("This role signs in by a code to its phone: enter the mobile number."))
        return told


class NewPhone(Phoned, Sure):
    """Another phone."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=120)


class NewScreen(Chosen):
    """A duty-room screen."""

    label = forms.CharField(label=gettext_lazy("Where it hangs"), max_length=60)
    scope = forms.ChoiceField(label=gettext_lazy("Area"))
    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"))


class NewToken(Sure):
    """A token for a program."""

    label = forms.CharField(label=gettext_lazy("What it is for"), max_length=60)


class Decision(Sure):
    """Agree or not."""

    agree = forms.ChoiceField(label=gettext_lazy("Your decision"), widget=forms.RadioSelect,
                              choices=[("yes", gettext_lazy("I agree")), ("no", gettext_lazy("I do not agree"))])  # fmt: skip


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
            Link(row.username, _page(row)),
            row.display_name,
            _roles(row),
            _("yes") if row.is_active else _("ended"),
        )
        for row in page.object_list
    ]
    context = {
        "title": _("Accounts and roles"), "page": page, "find": {"query": query, "hint": _("Name or user name")},
        "tables": [Table(_("Accounts"), (_("User name"), _("Name"), _("Roles"), _("Active")), shown)],
        "back": Link(_("Registers"), reverse("steward-home")),
        "buttons": [Link(_("New account"), reverse("steward-account-new"))],
    }  # fmt: skip
    return render(request, "steward/page.html", context)


def _roles(row: Account) -> str:
    live = [grant for grant in row.grants.all() if grant.until is None]
    return "、".join(f"{grant.get_role_display()} ({grant.scope.name})" for grant in live) or "–"


def one(request: HttpRequest, account_id: int) -> HttpResponse:
    """An account with roles, tokens and history; the phone only masked."""
    viewer: Viewer = request.viewer
    row = acts.account_for(viewer, account_id)
    phone = phone_of(row)
    facts = [
        {"label": _("Name"), "value": row.display_name}, {"label": _("Active"), "value": _("yes") if row.is_active else _("ended")},
        {"label": _("Telephone"), "value": mask_phone(phone) if phone else "–"},
        {"label": _("Signs in by"), "value": _("a code to the phone") if row.by_phone else _("password and second factor")},
    ]  # fmt: skip
    events = row.events.select_related("pgh_context").order_by("pgh_id")
    context = {
        "title": row.username, "facts": facts, "back": Link(_("Accounts"), reverse("steward-accounts")),
        "buttons": _buttons(viewer, row), "tables": [_grants(row), _tokens(row), history_table(events, _FIELDS)],
    }  # fmt: skip
    return render(request, "steward/page.html", context)


def _buttons(viewer: Viewer, row: Account) -> list[Link]:
    if row.pk == viewer.account_id or not acts.keeps(viewer, row, now()):
        return []
    key = [row.pk]
    if not row.is_active:
        return [Link(_("Let it sign in again"), reverse("steward-account-on", args=key))]
    found = [Link(_("End the account"), reverse("steward-account-off", args=key), soft=True),
             Link(_("Change the phone"), reverse("steward-account-phone", args=key), soft=True)]  # fmt: skip
    if not row.by_phone:
        name = "reset" if row.has_usable_password() else "invite"
        label = _("Reset password and second factor") if row.has_usable_password() else _("New invitation")
        found.insert(0, Link(label, reverse(f"steward-account-{name}", args=key), soft=True))
    return found


def _grants(row: Account) -> Table:
    grants = row.grants.select_related("scope", "organisation", "place").order_by("until", "since")
    rows = [
        (grant.get_role_display(), grant.scope.name, str(grant.organisation or grant.place or "–"), day(grant.since),
         day(grant.until), "" if grant.until else Link(_("End"), reverse("steward-grant-end", args=[grant.pk])))
        for grant in grants
    ]  # fmt: skip
    new = [Link(_("Give another role"), reverse("steward-grant-new", args=[row.pk]))] if row.is_active else []
    return Table(_("Roles"), (_("Role"), _("Area"), _("For"), _("Since"), _("Until"), ""), rows, new)


def _tokens(row: Account) -> Table:
    rows = [
        (token.label, minute(token.made_at), minute(token.revoked_at),
         "" if token.revoked_at else Link(_("Revoke"), reverse("steward-token-revoke", args=[token.pk])))
        for token in row.tokens.order_by("revoked_at", "-made_at")
    ]  # fmt: skip
    new = [Link(_("Make a token"), reverse("steward-token-new", args=[row.pk]))] if row.is_active else []
    note = _(
        "A program that shows this token acts through the roles of this account that need no second factor."
    )
    return Table(_("Tokens for programs"), (_("For"), _("Made"), _("Revoked"), ""), rows, new, note=note)


def _page(row: Account) -> str:
    return reverse("steward-account", args=[row.pk])


def _role_options(viewer: Viewer) -> dict[str, Choices]:
    scopes = viewer.grants.get(_KEEP, frozenset())
    return {"scope": scope_choices(viewer, _KEEP), "organisation": [NONE, *organisation_choices(scopes)],
            "place": [NONE, *building_choices(scopes)]}  # fmt: skip


def _hand_out(viewer: Viewer, account: Account, told: dict[str, Any]) -> None:
    """Give the role, or ask a second person when it is a high one."""
    role, scope = Role(told["role"]), int(told["scope"])
    if role in HIGH:
        two_persons.ask_for_role(account=account, role=role, scope_id=scope, by=viewer)
        return
    organisation = organisation_for(viewer, int(told["organisation"])).pk if told["organisation"] else None
    place = place_for(viewer, int(told["place"])).pk if told["place"] else None
    acts.grant_role(
        account=account, role=role, scope_id=scope, organisation_id=organisation, place_id=place, by=viewer
    )


def _invitation(token: str, account: Account) -> Secret:
    return Secret(
        title=_("Invitation for %(name)s") % {"name": account.display_name}, text=f"{settings.PUBLIC_URL}/welcome/{token}",
        advice=_("Give this address to the person. It works once, for 30 minutes: choose a password, set up the second factor."),
        back=_page(account),
    )  # fmt: skip


def add(viewer: Viewer) -> Errand:
    """A new account with its first role."""

    def act(told: dict[str, Any]) -> Secret | None:
        by_phone = Role(told["role"]) in PHONE_CODE
        account = acts.open_account(
            username=told["username"], display_name=told["display_name"], scope_id=int(told["scope"]),
            phone=told["phone"], by_phone=by_phone, by=viewer,
        )  # fmt: skip
        _hand_out(viewer, account, told)
        if by_phone or told["role"] == Role.PROGRAM:
            return None
        return _invitation(acts.invite_anew(account=account, by=viewer), account)

    done = _("The account was opened. It signs in by a code to its phone.")
    return Errand(_("New account"), _("Open the account"), NewAccount, act, reverse("steward-accounts"),
                  _role_options(viewer), done=done)  # fmt: skip


def give(viewer: Viewer, account_id: int) -> Errand:
    """Another role."""
    row = acts.account_for(viewer, account_id)

    def act(told: dict[str, Any]) -> None:
        _hand_out(viewer, row, told)

    note = _("Steward and auditor take effect when a second person has agreed.")
    title = _("Give %(name)s another role") % {"name": row.display_name}
    return Errand(title, _("Give"), NewRole, act, _page(row), _role_options(viewer), note)


def end(viewer: Viewer, grant_id: int) -> Errand:
    """A role ends."""
    grant = RoleGrant.objects.select_related("account", "scope").filter(pk=grant_id).first()
    if grant is None:
        raise NotThere
    viewer.must(_KEEP, grant.scope_id)

    def act(told: dict[str, Any]) -> None:
        acts.end_grant(grant=grant, reason=told["reason"], by=viewer)

    words = {"name": grant.account.display_name, "role": grant.get_role_display(), "area": grant.scope.name}
    title = _("%(name)s is %(role)s in %(area)s no longer") % words
    return Errand(title, _("End"), Why, act, _page(grant.account), note=_("It ends at once."))


def off(viewer: Viewer, account_id: int) -> Errand:
    """End an account."""
    row = acts.account_for(viewer, account_id)

    def act(told: dict[str, Any]) -> None:
        acts.deactivate(account=row, reason=told["reason"], by=viewer)

    note = _("Every session, token and invitation ends at once. What the person did stays in the history.")
    return Errand(_("End the account of %(name)s") % {"name": row.display_name}, _("End the account"), Why, act,
                  _page(row), note=note)  # fmt: skip


def on(viewer: Viewer, account_id: int) -> Errand:
    """Let it sign in again."""
    row = acts.account_for(viewer, account_id)

    def act(_told: dict[str, Any]) -> None:
        acts.reactivate(account=row, by=viewer)

    title = _("Let %(name)s sign in again") % {"name": row.display_name}
    return Errand(
        title, _("Let it sign in again"), Sure, act, _page(row), note=_("Roles that were ended stay ended.")
    )


def invite(viewer: Viewer, account_id: int) -> Errand:
    """Another invitation."""
    row = acts.account_for(viewer, account_id)

    def act(_told: dict[str, Any]) -> Secret:
        return _invitation(acts.invite_anew(account=row, by=viewer), row)

    title = _("New invitation for %(name)s") % {"name": row.display_name}
    return Errand(title, _("Make an invitation"), Sure, act, _page(row), note=_("Earlier invitations end."))


def reset(viewer: Viewer, account_id: int) -> Errand:
    """Lost phone or password."""
    row = acts.account_for(viewer, account_id)
    high = acts.holds_high(row)

    def act(told: dict[str, Any]) -> Secret | None:
        if high:
            two_persons.ask_for_reset(account=row, by=viewer)
            return None
        return _invitation(acts.reset_sign_in(account=row, reason=told["reason"], by=viewer), row)

    note = _(
        "Password and second factor go, every session ends; the person gets a new invitation. Make sure who asks."
    )
    done = _("Asked. A second person has to agree.")
    title = _("Reset the sign-in of %(name)s") % {"name": row.display_name}
    return Errand(
        title, _("Reset"), Why, act, _page(row), note=note, done=done if high else _("Written down.")
    )


def phone(viewer: Viewer, account_id: int) -> Errand:
    """Another phone."""
    row = acts.account_for(viewer, account_id)

    def act(told: dict[str, Any]) -> None:
        acts.change_phone(account=row, phone=told["phone"], reason=told["reason"], by=viewer)

    title = _("Change the phone of %(name)s") % {"name": row.display_name}
    return Errand(title, _("Save"), NewPhone, act, _page(row), note=_("Every session of the account ends."))


def token(viewer: Viewer, account_id: int) -> Errand:
    """A token for a program."""
    row = acts.account_for(viewer, account_id)

    def act(told: dict[str, Any]) -> Secret:
        _made, text = programs.make_token(account=row, label=told["label"], by=viewer)
        advice = _("Put it into the program's settings. Only its fingerprint is kept here.")
        return Secret(_("Token for %(what)s") % {"what": told["label"]}, text, advice, _page(row))

    title = _("Make a token for %(name)s") % {"name": row.display_name}
    return Errand(title, _("Make a token"), NewToken, act, _page(row))


def revoke_token(viewer: Viewer, token_id: int) -> Errand:
    """A token ends."""
    row = ApiToken.objects.select_related("account").filter(pk=token_id).first()
    if row is None:
        raise NotThere
    acts.account_for(viewer, row.account_id)

    def act(told: dict[str, Any]) -> None:
        programs.revoke_token(token=row, reason=told["reason"], by=viewer)

    return Errand(
        _("Revoke the token “%(what)s”") % {"what": row.label}, _("Revoke"), Why, act, _page(row.account)
    )


def request_words(request: TwoPersonRequest) -> str:
    """What somebody asks a second person for."""
    if request.what == two_persons.RESET:
        return _("reset password and second factor")
    words = {"role": request.get_role_display(), "area": request.scope.name}
    return _("%(role)s in %(area)s") % words


def decide(viewer: Viewer, request_id: int) -> Errand:
    """The second person's word."""
    return decision(viewer, request_id, reverse("steward-home"))


def decision(viewer: Viewer, request_id: int, back: str) -> Errand:
    """The second person's word, wherever it is given. Raises NotThere."""
    row = two_persons.open_requests(viewer).filter(pk=request_id).first()
    if row is None:
        raise NotThere

    def act(told: dict[str, Any]) -> Secret | None:
        link = two_persons.decide(request=row, agree=told["agree"] == "yes", by=viewer)
        if not link:
            return None
        secret = _invitation(link, row.account)
        return Secret(secret.title, secret.text, secret.advice, back)

    words = {"name": row.account.display_name, "what": request_words(row), "who": row.asked_by.display_name}
    title = _("%(name)s: %(what)s") % words
    return Errand(title, _("Decide"), Decision, act, back, note=_("Asked by %(who)s.") % words)


def screens(request: HttpRequest) -> HttpResponse:
    """The registered screens of the area."""
    viewer: Viewer = request.viewer
    held = viewer.grants.get(_KEEP, frozenset())
    devices = (
        Device.objects.filter(scope_id__in=held)
        .select_related("organisation")
        .order_by("revoked_at", "label")
    )
    rows = [
        (row.label, row.organisation.name, scope_tree().names.get(row.scope_id, ""), minute(row.paired_at),
         minute(row.revoked_at),
         "" if row.revoked_at else Link(_("Revoke"), reverse("steward-screen-revoke", args=[row.pk])))
        for row in devices
    ]  # fmt: skip
    headings = (_("Screen"), _("Organisation"), _("Area"), _("Paired"), _("Revoked"), "")
    context = {
        "title": _("Duty-room screens"), "tables": [Table(_("Screens"), headings, rows)],
        "back": Link(_("Registers"), reverse("steward-home")),
        "buttons": [Link(_("New screen"), reverse("steward-screen-new"))],
    }  # fmt: skip
    return render(request, "steward/page.html", context)


def screen(viewer: Viewer) -> Errand:
    """A new screen and its pairing code."""
    scopes = viewer.grants.get(_KEEP, frozenset())
    options = {"scope": scope_choices(viewer, _KEEP), "organisation": organisation_choices(scopes)}
    back = reverse("steward-screens")

    def act(told: dict[str, Any]) -> Secret:
        _device, code = programs.register_screen(
            label=told["label"], scope_id=int(told["scope"]), by=viewer,
            organisation=organisation_for(viewer, int(told["organisation"])),
        )  # fmt: skip
        address = f"{settings.PUBLIC_URL}{reverse('sign-in-screen')}"
        advice = _("Open %(address)s on the screen and type this code within 15 minutes.") % {
            "address": address
        }
        return Secret(_("Pairing code of %(screen)s") % {"screen": told["label"]}, code, advice, back)

    return Errand(_("New screen"), _("Make a pairing code"), NewScreen, act, back, options)


def revoke_screen(viewer: Viewer, device_id: int) -> Errand:
    """Sign a screen out for good."""
    row = Device.objects.filter(pk=device_id).first()
    if row is None:
        raise NotThere
    viewer.must(_KEEP, row.scope_id)

    def act(told: dict[str, Any]) -> None:
        programs.revoke_screen(device=row, reason=told["reason"], by=viewer)

    note = _("The screen is signed out at once and says so.")
    return Errand(_("Revoke %(screen)s") % {"screen": row.label}, _("Revoke"), Why, act, reverse("steward-screens"),
                  note=note)  # fmt: skip
