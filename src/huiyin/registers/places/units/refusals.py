"""Refusals of merging and splitting."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class TooFewUnits(Refusal):
    """One unit cannot be merged."""

    code, status = "too_few_units", 422
    sentence = _("At least two units are needed.")
    remedy = _("Choose the units that become one.")


class WrongBuildings(Refusal):
    """A part is neither nothing nor everything."""

    code, status = "wrong_buildings", 422
    sentence = _("Choose some of the unit's buildings, not none and not all.")
    remedy = _("The buildings you choose make the new unit; the others stay.")


class UnitOver(Refusal):
    """The unit was merged meanwhile."""

    code, status = "unit_over", 409
    sentence = _("This unit has ended.")
    remedy = _("Open the list of units again.")


class NotTemporary(Refusal):
    """Permanent already."""

    code, status = "not_temporary", 409
    sentence = _("This unit is permanent already.")
    remedy = _("Nothing has to be done.")
