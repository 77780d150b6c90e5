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


class NameInUse(Refusal):
    """User names are unique in an installation."""

    code, status = "name_in_use", 409
    sentence = _("This user name is taken.")
    remedy = _("Choose another one, for example with the community in front.")


class PhoneInUse(Refusal):
    """One phone signs in to one account."""

    code, status = "phone_in_use", 409
    sentence = _("Another account signs in with this phone.")
    remedy = _("Give that account the further role, or take its phone away first.")


class NotToOneself(Refusal):
    """Nobody changes the own rights."""

    code, status = "not_to_oneself", 403
    sentence = _("Nobody changes his own rights.")
    remedy = _("Ask another steward.")


class RolesApart(Refusal):
    """Who audits does nothing else."""

    code, status = "roles_apart", 409
    sentence = _("Who audits holds no other role.")
    remedy = _("Open a separate account for another person, or end the other roles first.")


class RoleNeeds(Refusal):
    """A role without the organisation or place it works for."""

    code, status = "role_needs", 422
    sentence = _("This role needs an organisation or a place.")
    remedy = _("Duty room and field workers belong to an organisation, building contacts to a building.")


class GrantHeld(Refusal):
    """The account holds exactly this already."""

    code, status = "grant_held", 409
    sentence = _("The account holds this role here already.")
    remedy = _("Nothing needs to be done.")


class LastSteward(Refusal):
    """Nobody could keep the registers any more."""

    code, status = "last_steward", 409
    sentence = _("This is the last steward of the installation.")
    remedy = _("Name another steward first.")


class SecondPersonNeeded(Refusal):
    """One cannot agree to one's own request."""

    code, status = "agreement_needed", 403
    sentence = _("A second person has to agree to this.")
    remedy = _("Another steward or the auditor finds the request on the first page.")


class ShiftTaken(Refusal):
    """One person per rank at a time."""

    code, status = "shift_taken", 409
    sentence = _("Somebody is on the list for this rank at that time already.")
    remedy = _("Remove that shift first, or choose other hours.")


class NoSecondFactor(Refusal):
    """Accounts that sign in by phone have no password to reset."""

    code, status = "no_second_factor", 409
    sentence = _("This account signs in by a code to its phone; there is no password.")
    remedy = _("Change the phone instead.")
