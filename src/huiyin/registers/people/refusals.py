"""Refusals of sign-in."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class WrongCode(Refusal):
    """A code that does not fit, is too old, or was tried too often. Never says which."""

    code, status = "wrong_code", 422
    sentence = _("This code is not right or no longer valid.")
    remedy = _("Check the six digits, or ask for a new code.")


class WrongPassword(Refusal):
    """User name and password do not fit; says nothing about which accounts exist."""

    code, status = "wrong_password", 422
    sentence = _("User name and password do not fit together.")
    remedy = _("Try again. After five tries wait a quarter of an hour, or ask the steward.")


class LinkExpired(Refusal):
    """An invitation that was used or has run out."""

    code, status = "link_expired", 410
    sentence = _("This link was used or has run out.")
    remedy = _("Ask the steward for a new one.")
