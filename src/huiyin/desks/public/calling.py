"""“Call me”: whoever cannot manage the form leaves a telephone number behind the code, and the desk calls.

It is a request like every other: own number, the clock of first contact, the clerk's list. No puzzle and no
account stand before it (WCAG 2.2, 3.3.8); the form's limits hold for it.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.casework.casefile.words import Channel, Kind
from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s1_intake.request import CALL_ME, Receipt, Request
from huiyin.ground.idempotency.acts import digest_of
from huiyin.ground.refusals import KeyReused, NotThere, Refusal
from huiyin.ground.tenancy.viewer import guest
from huiyin.ground.web.writes import content_of, key_of
from huiyin.registers.places.reads import FoundCode

from .forms import CallForm
from .limits import FILING, spend
from .standing import found_code
from .views import SENT_BEFORE, no_such_code, receipt_url, scan_page

WRONG = 422


def call(request: HttpRequest, code: str) -> HttpResponse:
    """The press: a request without words, with the number to call."""
    found = found_code(code)
    if found is None or found.revoked:
        return no_such_code(request, found)
    typed, status = CallForm(request.POST), WRONG
    try:
        spend(request, "q", FILING, code=f"{found.place_id}")
        if typed.is_valid():
            return HttpResponseRedirect(receipt_url(_take(request, found, typed)), status=303)
    except KeyReused:
        typed.add_error(None, _(SENT_BEFORE))
    except Refusal as no:
        status = no.status
        typed.add_error(None, f"{no.said} {no.advice}")
    return scan_page(request, code, found, call=typed, status=status)


def call_again(request: HttpRequest, *, code: str, sentence: str, status: int) -> HttpResponse:
    """The page with the number as typed, and why it was not taken. Raises NotThere."""
    found = found_code(code)
    if found is None or found.revoked:
        raise NotThere
    typed = CallForm(request.POST)
    typed.add_error(None, sentence)
    return scan_page(request, code, found, call=typed, status=status)


def _take(request: HttpRequest, found: FoundCode, typed: CallForm) -> Receipt:
    with override("zh-hans"):  # what the clerk reads, whatever language the page was in
        words = _("Please call me.")
    asked = Request(
        scope_id=found.scope_id, place_id=found.place_id, channel=Channel.CODE, content=words,
        kind=Kind.CONSULT, phone=typed.cleaned_data["phone"], told={CALL_ME: True},
    )  # fmt: skip
    return take_in(request=asked, by=guest(), key=key_of(request), digest=digest_of(content_of(request)))
