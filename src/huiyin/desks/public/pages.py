"""Pages that belong to no place: the front page, looking up a case, help, privacy, and how pages look."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from huiyin.casework.casefile.links import CODE_LENGTH
from huiyin.casework.casefile.requesters import token_by_code
from huiyin.ground.ids import is_valid, normalise_code
from huiyin.ground.refusals import NotThere, Refusal

from .forms import CodeForm
from .limits import ASKING, VISIT_COOKIE, spend
from .standing import HOTLINE, Help
from .visits import YEAR, remember_visit, set_cookie

HARMLESS = "https://www.gov.cn/"
"""Where somebody lands who leaves a private page in a hurry."""
LANGUAGES = frozenset({"zh-hans", "zh-hant", "en"})


def home(request: HttpRequest) -> HttpResponse:
    """What this is, and where to go."""
    return render(request, "public/home.html", {"help": _hotline(), "facts_url": _facts_url()})


def help_page(request: HttpRequest) -> HttpResponse:
    """How it works, in a few sentences."""
    return render(request, "public/help_page.html", {"help": _hotline()})


def privacy(request: HttpRequest) -> HttpResponse:
    """Who sees what, how long it is kept, what one may ask for."""
    return render(request, "public/privacy.html", {"help": _hotline()})


def ask(request: HttpRequest) -> HttpResponse:
    """Find a case by the query code on its slip."""
    form, status = CodeForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        try:
            spend(request, "ask", ASKING)
            if form.is_valid():
                return redirect("c", token_by_code(form.cleaned_data["code"]))
        except NotThere:
            form.add_error("code", _no_case(form.cleaned_data["code"]))
        except Refusal as no:
            status = no.status
            form.add_error(None, f"{no.said} {no.advice}")
    return _ask_page(request, form, status)


def ask_again(request: HttpRequest, *, sentence: str, status: int) -> HttpResponse:
    """The look-up with what was typed, and why it was not taken."""
    form = CodeForm(request.POST)
    form.add_error(None, sentence)
    return _ask_page(request, form, status)


def look(request: HttpRequest) -> HttpResponse:
    """Elder view on or off, another language; back to the page it came from."""
    onward = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None) or not onward.isprintable():
        onward = "/"
    response = HttpResponseRedirect(onward, status=303)
    elder, language = request.GET.get("elder", ""), request.GET.get("language", "")
    if elder in {"0", "1"}:
        set_cookie(response, "elder", elder, YEAR)
    if language in LANGUAGES:
        set_cookie(response, settings.LANGUAGE_COOKIE_NAME, language, YEAR)
    return response


def _ask_page(request: HttpRequest, form: CodeForm, status: int) -> HttpResponse:
    response = render(request, "public/ask.html", {"form": form, "help": _hotline()}, status=status)
    if VISIT_COOKIE not in request.COOKIES:
        remember_visit(response)
    return response


def leave(_request: HttpRequest) -> HttpResponse:
    """Away from a private matter, at once, to a page that tells nothing."""
    return HttpResponseRedirect(HARMLESS, headers={"Referrer-Policy": "no-referrer"})


def _no_case(typed: str) -> str:
    if len(normalise_code(typed)) > CODE_LENGTH and is_valid(typed):
        return _("That is the case number. It alone opens nothing: please type the query code below it.")
    return _("There is no case with this code. Compare it with your slip letter by letter.")


def _facts_url() -> str:
    """The demonstration's page of facts; elsewhere there is none."""
    try:
        return reverse("facts")
    except NoReverseMatch:
        return ""


def _hotline() -> Help:
    return Help(desk_name=_("Government hotline"), desk_phone=HOTLINE)
