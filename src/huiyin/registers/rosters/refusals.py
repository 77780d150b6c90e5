"""Why a row of a register's table is not taken."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal

_CORRECT = _("Correct the row and send the table again.")


class RowRefused(Refusal):
    """Base: the row cannot be read."""

    code, status = "row_refused", 422
    sentence = _("This row cannot be read.")
    remedy = _CORRECT


class CellMissing(RowRefused):
    """A row without what makes it one."""

    code = "cell_missing"
    sentence = _("“%(column)s” is empty.")


class CellUnread(RowRefused):
    """A cell that says something else than its column."""

    code = "cell_unread"
    sentence = _("“%(column)s” cannot be read: %(value)s")


class PlaceUnknown(RowRefused):
    """No such place in the register."""

    code = "place_unknown"
    sentence = _("No place of the register is called “%(value)s”.")
    remedy = _("Send the table of places first, or write the name as it stands in the register.")


class EstateMissing(RowRefused):
    """Several estates could be meant."""

    code = "estate_missing"
    sentence = _("The row does not say in which estate.")
    remedy = _("Fill in the column of the estate.")


class CommunityMissing(RowRefused):
    """Several communities, or none, could be meant."""

    code = "community_missing"
    sentence = _("The row does not say in which community.")
    remedy = _("Choose the community above the table, or fill in the column of the community.")


class OrganisationUnknown(RowRefused):
    """No such organisation in the register."""

    code = "organisation_unknown"
    sentence = _("No organisation of the register is called “%(value)s”.")
    remedy = _("Send the table of organisations first, or write the name as it stands in the register.")


class PersonUnknown(RowRefused):
    """Nobody, or several, of this name work for the organisation."""

    code = "person_unknown"
    sentence = _("“%(value)s” is not the name of exactly one account of this organisation.")
    remedy = _("Open the account first, or add the telephone number in a column of its own.")


class CellTooLong(RowRefused):
    """More than a register holds."""

    code = "cell_too_long"
    sentence = _("“%(column)s” is longer than %(limit)s characters.")
