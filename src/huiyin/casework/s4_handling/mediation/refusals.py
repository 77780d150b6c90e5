"""Refusals of mediation."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class SubjectMissing(Refusal):
    """A mediation is about something."""

    code, status = "subject_missing", 422
    sentence = _("What the dispute is about is missing.")
    remedy = _("Write it in a sentence without taking sides.")


class MediationOpen(Refusal):
    """One at a time."""

    code, status = "mediation_open", 409
    sentence = _("A mediation of this case is open already.")
    remedy = _("Go on with that one, or end it first.")


class MediationOver(Refusal):
    """Ended."""

    code, status = "mediation_over", 409
    sentence = _("This mediation has ended.")
    remedy = _("Open a new one if the parties want to try again.")


class PartyKnown(Refusal):
    """The same name twice."""

    code, status = "party_known", 409
    sentence = _("This party is entered already.")
    remedy = _("Give people of the same name a mark, such as the number of their home.")


class ConsentMissing(Refusal):
    """Mediation is voluntary."""

    code, status = "consent_missing", 409
    sentence = _("Not every party has said that it wants to mediate.")
    remedy = _("Enter at least two parties and the consent of each. Nobody may be pressed.")


class MediatorMissing(Refusal):
    """Nobody mediates."""

    code, status = "mediator_missing", 409
    sentence = _("No mediator is appointed.")
    remedy = _("Appoint one; the parties may choose.")


class ConflictOfInterest(Refusal):
    """A mediator may take no side."""

    code, status = "conflict_of_interest", 409
    sentence = _("This mediator may be partial: %(why)s.")
    remedy = _("Choose somebody else; or tell all parties, and tick that they accept.")


class TermsMissing(Refusal):
    """An agreement says what."""

    code, status = "terms_missing", 422
    sentence = _("The facts or the terms of the agreement are missing.")
    remedy = _("Write who does what until when; a court confirms only what is clear.")


class AgreementMissing(Refusal):
    """Nothing was drawn up."""

    code, status = "agreement_missing", 409
    sentence = _("No agreement has been drawn up.")
    remedy = _("Draw up the agreement first.")


class AgreementFixed(Refusal):
    """In force."""

    code, status = "agreement_fixed", 409
    sentence = _("The agreement is in force and cannot be changed.")
    remedy = _("The parties can make a new one in a new mediation.")


class SignaturesMissing(Refusal):
    """Signed by all."""

    code, status = "signatures_missing", 422
    sentence = _(
        "A written agreement takes effect when all parties and the mediator have signed and it is sealed."
    )
    remedy = _("Collect what is missing, then tick all three.")


class DayWrong(Refusal):
    """A day that cannot be."""

    code, status = "day_wrong", 422
    sentence = _("This day cannot be right.")
    remedy = _("Choose a day that is not in the future, and not before the agreement was drawn up.")


class RoutesMissing(Refusal):
    """Whoever finds no agreement hears what else there is."""

    code, status = "routes_missing", 422
    sentence = _("What the parties were told about other ways is missing.")
    remedy = _("Name them: arbitration, the authority in charge, the court.")


class CourtTooLate(Refusal):
    """Thirty days."""

    code, status = "court_too_late", 409
    sentence = _("The last day to ask the court was %(day)s.")
    remedy = _("The agreement binds as a contract; who does not perform can be sued.")


class NotConfirmable(Refusal):
    """Matters of status."""

    code, status = "not_confirmable", 409
    sentence = _("The court does not confirm this agreement: it is a matter of status, or oral.")
    remedy = _("The agreement binds the parties all the same.")
