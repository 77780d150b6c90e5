"""A refusal says no in a way a person can act on: a code, an HTTP status, a sentence and a remedy."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Refusal(Exception):
    """Base of every "no". Subclasses set `code`, `status`, `sentence` and `remedy`.

    Keyword arguments fill the placeholders of the two texts and stay readable as `params`.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    sentence: ClassVar[Text] = _("This cannot be done now.")
    remedy: ClassVar[Text] = _("Go back and try again.")
    again_in: ClassVar[int] = 0
    """Seconds after which a program may try again by itself; 0 when a person has to change something."""

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code)
        self.params = params

    @property
    def said(self) -> str:
        """The sentence in the reader's language, placeholders filled."""
        return str(self.sentence) % self.params if self.params else str(self.sentence)

    @property
    def advice(self) -> str:
        """What to do next, in the reader's language."""
        return str(self.remedy) % self.params if self.params else str(self.remedy)


class NotThere(Refusal):
    """Other people's things and missing things answer alike."""

    code, status = "not_there", 404
    sentence = _("There is nothing to see here.")
    remedy = _("Check the address or the number, or ask the community desk.")


class NotSignedIn(Refusal):
    """The page needs an account."""

    code, status = "not_signed_in", 401
    sentence = _("Please sign in first.")
    remedy = _("Sign in and open the page again.")


class Malformed(Refusal):
    """The request itself cannot be read."""

    code, status = "malformed", 400
    sentence = _("This request could not be read.")
    remedy = _("Reload the page and fill it in again.")


class NewerOutbox(Refusal):
    """A telephone kept the write in a form that only a newer program reads."""

    code, status, again_in = "newer_outbox", 503, 600
    sentence = _("This was kept by a newer version than the one running here.")
    remedy = _("It stays on the telephone and is sent by itself once the newer version runs again.")


class Busy(Refusal):
    """More writes that telephones kept than are taken at a time."""

    code, status, again_in = "busy", 503, 10
    sentence = _("Very much comes in at this moment.")
    remedy = _("It stays on the telephone and is sent by itself in a moment.")


class KeyMissing(Refusal):
    """A write came without its idempotency key."""

    code, status = "key_missing", 400
    sentence = _("The page is too old to be sent.")
    remedy = _("Reload the page and send it again; what you typed is kept.")


class KeyReused(Refusal):
    """One key, two different contents."""

    code, status = "key_reused", 422
    sentence = _("This form was already sent with other content.")
    remedy = _("Open the form anew and send it again.")


class Outdated(Refusal):
    """Somebody else changed the thing since the page was opened."""

    code, status = "outdated", 409
    sentence = _("Somebody changed this while you were looking at it.")
    remedy = _("Look at the new state, then decide again. What you typed is kept.")


class TooMany(Refusal):
    """A rate limit."""

    code, status, again_in = "too_many", 429, 300
    sentence = _("Too many requests in a short time.")
    remedy = _("Wait a few minutes, or call the community desk.")
