"""Refusals of triage."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class UnknownCategory(Refusal):
    """A code that is not in the list of this scope."""

    code, status = "unknown_category", 422
    sentence = _("This category is not in the list.")
    remedy = _("Choose a category from the list.")


class JoinsItself(Refusal):
    """A case joined to itself, or in a ring."""

    code, status = "joins_itself", 422
    sentence = _("These two requests are one already.")
    remedy = _("Choose another request to join it to.")


class NotJoinable(Refusal):
    """The main case was answered or ended, or this one is past joining."""

    code, status = "not_joinable", 409
    sentence = _("Request %(number)s is “%(state)s” and cannot be joined any more.")
    remedy = _("Answer it directly, or choose a request that is still being handled.")


class DangerStays(Refusal):
    """A danger never disappears into a case without one."""

    code, status = "danger_stays", 409
    sentence = _("A request with danger is not joined to one without.")
    remedy = _("Join the other one to this, or handle both.")


class NotJoined(Refusal):
    """Nothing to undo."""

    code, status = "not_joined", 409
    sentence = _("This request is not joined to another one, or its answer was given already.")
    remedy = _("Open the request again; the resident can still say that it is not solved.")


class AlreadyCounted(Refusal):
    """The same contact has reported this matter."""

    code, status = "already_counted", 409
    sentence = _("This telephone or home has reported the matter already; every household counts once.")
    remedy = _("Use the link or the query code of your own request to follow it or to add something.")
