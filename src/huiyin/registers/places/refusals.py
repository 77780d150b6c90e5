"""Refusals of the place register."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class NameTaken(Refusal):
    """Two places of one kind under one roof cannot be told apart."""

    code, status = "name_taken", 409
    sentence = _("There is a place of this kind and name here already.")
    remedy = _("Give it another name, or rename the other one first.")


class NamesTooLong(Refusal):
    """A place is called by every name it lies in."""

    code, status = "names_too_long", 422
    sentence = _("The names of the place together are longer than %(limit)s characters.")
    remedy = _("Choose a shorter name.")


class Misplaced(Refusal):
    """A home does not stand in a street."""

    code, status = "misplaced", 422
    sentence = _("A place of this kind cannot lie there.")
    remedy = _("Open the place it belongs to and add it from there.")


class KeptOpen(Refusal):
    """Estates and communities carry people's rights and cannot simply be closed."""

    code, status = "kept_open", 409
    sentence = _("An estate, a community or the sub-district cannot be closed here.")
    remedy = _("Close its buildings, gates and facilities one by one.")


class CodeLives(Refusal):
    """One live code at one door."""

    code, status = "code_lives", 409
    sentence = _("This place has a valid code already.")
    remedy = _("Print its poster again, or revoke the code first.")


class PlaceClosed(Refusal):
    """Nothing is added to a closed place."""

    code, status = "place_closed", 409
    sentence = _("This place is closed.")
    remedy = _("Choose a place that is in use.")
