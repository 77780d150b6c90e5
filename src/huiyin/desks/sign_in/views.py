"""Sign in: password and second factor, or a code to the phone, or a registered screen."""

from typing import Any

import django_otp
from django.conf import settings
from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp.plugins.otp_totp.models import TOTPDevice

from huiyin.desks.public.limits import spend
from huiyin.desks.shell import DESKS
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people import entry
from huiyin.registers.people.middleware import begin_session
from huiyin.registers.people.models import Account
from huiyin.registers.people.refusals import WrongCode, WrongPassword
from huiyin.registers.people.viewers import viewer_of_account

from . import factor
from .forms import CodeForm, NewPasswordForm, PairForm, PasswordForm, PhoneForm

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_PHONE = "sign-in-phone"
KNOCKING = {"address": 600}
"""Tries an hour from one address at all doors together. Neighbours share addresses: see `limits`."""
TEN_YEARS = 10 * 365 * 24 * 3600


def sign_in(request: HttpRequest) -> HttpResponse:
    """User name and password; the second factor comes next."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spend(request, "sign-in", KNOCKING)
        account = auth.authenticate(request, **form.cleaned_data)
        if account is not None and account.is_active:
            _come_in(request, account)
            return _onward(request, "sign-in-second")
        form.add_error(None, WrongPassword().said)
    return _page(request, "sign_in/password.html", form)


def second(request: HttpRequest) -> HttpResponse:
    """The code of the authenticator; a first sign-in sets one up."""
    account = request.user
    if not isinstance(account, Account):
        return redirect("sign-in")
    device = factor.device_of(account)
    if device is None:
        return redirect("sign-in-set-up")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spend(request, "sign-in", KNOCKING)
        if factor.check(device, form.cleaned_data["code"]):
            _verified(request, device)
            return _home(request, account)
        form.add_error("code", WrongCode().said)
    return _page(request, "sign_in/second.html", form, shown_code=factor.shown_code(device))


def set_up(request: HttpRequest) -> HttpResponse:
    """Scan the secret, type the code: from then on the second factor is asked."""
    account = request.user
    if not isinstance(account, Account):
        return redirect("sign-in")
    if factor.device_of(account) is not None:  # a stolen password must not replace the second factor
        return redirect("sign-in-second")
    device, form = factor.new_device(account), CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spend(request, "sign-in", KNOCKING)
        if factor.check(device, form.cleaned_data["code"]):
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            _verified(request, device)
            return _home(request, account)
        form.add_error("code", WrongCode().said)
    return _page(
        request, "sign_in/set_up.html", form, picture=factor.picture_of(device, account),
        secret=factor.secret_of(device), shown_code=factor.shown_code(device),
    )  # fmt: skip


def by_phone(request: HttpRequest) -> HttpResponse:
    """Ask for a code. The answer is the same whether the number is known or not."""
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        phone = request.session[_PHONE] = form.cleaned_data["phone"]
        try:
            spend(request, "sign-in", KNOCKING)
            with transaction.atomic():
                code = entry.send_code(phone=phone)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.said} {refusal.advice}")
        else:
            request.session["sign-in-shown"] = code if settings.MODE == "demo" else ""
            return _onward(request, "sign-in-code")
    return _page(request, "sign_in/phone.html", form)


def by_code(request: HttpRequest) -> HttpResponse:
    """The code that came by text message."""
    phone = request.session.get(_PHONE)
    if not phone:
        return redirect("sign-in-phone")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spend(request, "sign-in", KNOCKING)
        account = _who_fits(phone, form.cleaned_data["code"])
        if account is not None:
            _come_in(request, account)
            return _home(request, account)
        form.add_error("code", WrongCode().said)
    return _page(request, "sign_in/code.html", form, shown_code=request.session.get("sign-in-shown", ""))


def _who_fits(phone: str, code: str) -> Account | None:
    with transaction.atomic():
        try:
            return entry.check_code(phone=phone, code=code)
        except WrongCode:  # the tries counted must stay counted
            return None


def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: choose a password, then set up the second factor."""
    with transaction.atomic():
        account = entry.invited(token).account
        form = NewPasswordForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            account = entry.accept_invitation(token=token, password=form.cleaned_data["password"])
            _come_in(request, account)
            return redirect("sign-in-set-up")
    return _page(request, "sign_in/welcome.html", form, username=account.username)


def pair(request: HttpRequest) -> HttpResponse:
    """Make this browser the duty room's screen."""
    form = PairForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spend(request, "sign-in", KNOCKING)
        try:
            with transaction.atomic():
                _device, token = entry.pair_device(code=form.cleaned_data["code"])
        except WrongCode as refusal:
            form.add_error("code", refusal.said)
        else:
            auth.logout(request)
            response = redirect("duty-board")
            response.set_cookie(
                settings.DEVICE_COOKIE_NAME,
                token,
                max_age=TEN_YEARS,
                httponly=True,
                samesite="Lax",
                secure=settings.HTTPS,
            )
            return response
    return _page(request, "sign_in/pair.html", form)


def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; what the browser keeps of it is cleared."""
    auth.logout(request)
    response = redirect("sign-in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def me(request: HttpRequest) -> HttpResponse:
    """My account: change the password, end every session."""
    account = request.user
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and isinstance(account, Account):
        if request.POST.get("do") == "end":
            Account.objects.filter(pk=account.pk).update(session_epoch=account.session_epoch + 1)
            auth.logout(request)
            return redirect("sign-in")
        if form.is_valid():
            account.set_password(form.cleaned_data["password"])
            account.session_epoch += 1
            account.save(update_fields=["password", "session_epoch"])
            auth.logout(request)
            return redirect("sign-in")
    return _page(request, "sign_in/me.html", form)


def _come_in(request: HttpRequest, account: Account) -> None:
    """Begin a session: a new id, and the moment from which its twelve hours count."""
    auth.login(request, account, backend=_BACKEND)
    begin_session(request)


def _verified(request: HttpRequest, device: TOTPDevice) -> None:
    """The second factor was given: more rights, so another session id (assurance S-75)."""
    django_otp.login(request, device)
    request.session.cycle_key()


def _home(request: HttpRequest, account: Account) -> HttpResponse:
    """Where the way in leads: the page first asked for, else the first desk the account may open."""
    target = _next(request)
    if target:
        return redirect(target)
    viewer = viewer_of_account(account, second_factor=True)
    return redirect(_first_desk(viewer))


def _first_desk(viewer: Viewer) -> str:
    return next((name for name, permission, *_rest in DESKS if viewer.may(permission)), "me")


def _onward(request: HttpRequest, name: str) -> HttpResponse:
    if _next(request):
        request.session["next"] = _next(request)
    return redirect(name)


def _next(request: HttpRequest) -> str:
    """The page first asked for, if it is one of ours."""
    target = request.GET.get("next") or request.POST.get("next") or request.session.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None, require_https=False)
    return str(target) if target.startswith("/") and safe else ""


def _page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, "next": _next(request), **context}, status=status)
