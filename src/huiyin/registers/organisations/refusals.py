"""Refusals of the register of organisations."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class OrganisationKnown(Refusal):
    """The same kind and name in the same area."""

    code, status = "organisation_known", 409
    sentence = _("An organisation of this kind and name is registered here already.")
    remedy = _("Open it in the list, or use another name.")


class DutyTaken(Refusal):
    """One organisation carries a duty in an area."""

    code, status = "duty_taken", 409
    sentence = _("Another organisation carries this duty here.")
    remedy = _("End its duty first, then enter the new one.")


class StillCarries(Refusal):
    """An organisation with duties cannot end."""

    code, status = "still_carries", 409
    sentence = _("This organisation still carries duties.")
    remedy = _("End its duties first, so that somebody else can take them over.")
