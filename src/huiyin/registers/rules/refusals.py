"""What can go wrong with rule packs, said so that a steward can act on it."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class PackChanged(Refusal):
    """A version that is loaded already came with other content."""

    code, status = "pack_changed", 409
    sentence = _("The rule pack %(pack)s is loaded already with other content.")
    remedy = _("Give the changed pack a new version; a published version never changes.")


class PackNotInForce(Refusal):
    """A scope was to follow a pack at a time when the pack does not hold."""

    code, status = "pack_not_in_force", 409
    sentence = _("The rule pack %(pack)s does not hold on %(day)s.")
    remedy = _("Choose a day within the period the pack holds, or another version.")


class PackKindMixed(Refusal):
    """A pack was offered as another kind than it is."""

    code, status = "pack_kind_mixed", 422
    sentence = _("The rule pack %(pack)s is not of the kind asked for.")
    remedy = _("Choose a pack of the right kind.")


class AdoptionClash(Refusal):
    """Two packs of one kind for one scope from the same moment."""

    code, status = "adoption_clash", 409
    sentence = _("From this moment on the area already follows another rule pack of this kind.")
    remedy = _("Choose a later moment.")


class NoPack(Refusal):
    """Nobody on the way up the tree has adopted a pack of the kind."""

    code, status = "no_pack", 409
    sentence = _("No rule pack of the kind %(kind)s is in force here.")
    remedy = _("Ask the steward to choose one for this area or for the subdistrict.")
