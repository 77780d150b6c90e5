"""Refusals of nuisance marks."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class NoMarksHere(Refusal):
    """The procedure pack that holds knows no such mark."""

    code, status = "no_marks_here", 409
    sentence = _("The rules of this area know no mark for nuisance reports.")
    remedy = _("The steward can choose the newer version of the procedures under “Rules”.")


class MarkTooLong(Refusal):
    """No end, an end that is past, or one beyond the rule's limit."""

    code, status = "mark_too_long", 422
    sentence = _("Such a mark ends within %(days)s days, from tomorrow on.")
    remedy = _("Choose an earlier day. If it is needed longer, two people decide again then.")


class NoPhoneToMark(Refusal):
    """The report came without a telephone."""

    code, status = "no_phone_to_mark", 422
    sentence = _("This request came without a telephone number.")
    remedy = _("Mark this request alone.")


class DangerIsNoNuisance(Refusal):
    """A case with danger words is looked at by everybody at once, whoever sent it."""

    code, status = "danger_is_no_nuisance", 409
    sentence = _("This request speaks of danger; it is never put aside.")
    remedy = _("Handle it. If nothing was there, say so in the answer.")
