"""Refusals of the register of owners."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class NoUnit(Refusal):
    """Only a home, shop, parking space or store room with a title of its own has owners."""

    code, status = "no_unit", 422
    sentence = _("This place is not a unit with a title of its own.")
    remedy = _("Choose the home, shop, parking space or store room.")


class ShareUnread(Refusal):
    """A share is a part of one whole."""

    code, status = "share_unread", 422
    sentence = _("“%(value)s” is not a share.")
    remedy = _("Write it as 1/2, or leave it empty for the whole.")


class SharesTooMany(Refusal):
    """The shares of a unit are together no more than the whole."""

    code, status = "shares_too_many", 409
    sentence = _("The shares of this unit would be more than the whole.")
    remedy = _("End the former owner's title first, or correct the shares.")


class OwnerUnnamed(Refusal):
    """An owner has a name."""

    code, status = "owner_unnamed", 422
    sentence = _("The owner has no name.")
    remedy = _("Write the name as it stands in the title.")


class TitleKnown(Refusal):
    """One title of one owner in one unit."""

    code, status = "title_known", 409
    sentence = _("This owner is entered for this unit already.")
    remedy = _("Change the share by ending the title and entering it anew.")
