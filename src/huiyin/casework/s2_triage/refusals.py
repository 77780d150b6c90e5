"""Refusals of triage."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class UnknownCategory(Refusal):
    """A code that is not in the list of this scope."""

    code, status = "unknown_category", 422
    sentence = _("This category is not in the list.")
    remedy = _("Choose a category from the list.")
