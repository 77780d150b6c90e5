"""Refusals of a hand-over."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class NotServing(Refusal):
    """The old company carries nothing there."""

    code, status = "not_serving", 409
    sentence = _("%(name)s carries no duty here that could be handed over.")
    remedy = _("Look at the duties of the organisation, or choose another area.")


class SameCompany(Refusal):
    """From a company to itself."""

    code, status = "same_company", 422
    sentence = _("Old and new company are the same.")
    remedy = _("Choose the company that takes over.")


class TakeoverReason(Refusal):
    """A hand-over rests on something."""

    code, status = "takeover_reason", 422
    sentence = _("What the hand-over rests on is missing.")
    remedy = _("Name the owners' decision, or the emergency service and its end.")
