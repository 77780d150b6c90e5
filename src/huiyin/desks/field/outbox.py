"""The outbox of a telephone: the page that lists it, and the answer to "whose telephone is this now?"."""

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from huiyin.ground.clock import now
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import live_grants
from huiyin.registers.people.words import Permission

SEATS_HEADER, MOST_SEATS = "Huiyin-Seat", 8
_SIGNER = Signer(salt="huiyin.field.seat")


def mark_of(account_id: int) -> str:
    """The mark under which a telephone keeps what a person wrote: always the same, and no name or number."""
    return salted_hmac("huiyin.field.who", str(account_id), algorithm="sha256").hexdigest()[:24]


def seat_of(account: Account) -> str:
    """The signed word by which a telephone asks whether its person may still keep things there.

    It opens nothing. It is void once the account's sessions are ended at once (a lost telephone, a leaver).
    """
    return _SIGNER.sign_object([account.pk, account.session_epoch])


def is_ended(seat: str) -> bool:
    """Whether what is kept under this seat has to be cleared. A word that is no seat ends nothing."""
    try:
        account_id, epoch = _SIGNER.unsign_object(seat)
    except (BadSignature, ValueError, TypeError):
        return False
    account = Account.objects.filter(pk=account_id, is_active=True, session_epoch=epoch).first()
    return account is None or not live_grants(account.pk, now()).exists()


def seat(request: HttpRequest) -> HttpResponse:
    """Whose telephone it is now (`who`, empty for nobody), the word for forms, and which seats were ended."""
    given = request.headers.get(SEATS_HEADER, "").split()[:MOST_SEATS]
    account = request.user if request.viewer.account_id else None
    body = {
        "who": mark_of(account.pk) if isinstance(account, Account) else "",
        "csrf": get_token(request),
        "ended": [one for one in given if is_ended(one)],
    }
    answer = JsonResponse(body)
    if body["ended"] and not body["who"]:  # nobody else's things are here: the browser clears the rest too
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def outbox(request: HttpRequest) -> HttpResponse:
    """The frame of the list; what is in it the telephone alone knows."""
    may = request.viewer.may
    home = "contact-home" if may(Permission.BUILDING_READ) else "me"
    return render(
        request, "field/outbox.html", {"home": "field-today" if may(Permission.FIELD_READ) else home}
    )
