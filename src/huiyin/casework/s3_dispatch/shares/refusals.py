"""Refusals of sharing."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class SeenAlready(Refusal):
    """The area sees the case as it is."""

    code, status = "seen_already", 409
    sentence = _("That area sees this case already.")
    remedy = _("Choose another area.")


class ShareReason(Refusal):
    """Opening a case to others needs its reason."""

    code, status = "share_reason", 422
    sentence = _("Why the other area has to see this case is missing.")
    remedy = _("Write it in a few words; it stands in the timeline.")


class NotShared(Refusal):
    """There is nothing to end."""

    code, status = "not_shared", 409
    sentence = _("The case is not shared with this area.")
    remedy = _("Look at the case's page for whom it is shared with.")
