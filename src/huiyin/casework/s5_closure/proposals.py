"""A delegate's proposal (提) owes a formal written reply by a day, whichever way it came in (report 000)."""

from datetime import date

from django.conf import settings
from django.utils.translation import override

from huiyin.casework.s4_handling.rules import plan_ends
from huiyin.ground.clock import now

from .owing import Claim
from .refusals import ProposalUnclear
from .words import DelegateOffice, OwedKind


def claim_of_proposal(*, name: str, office: str, reply_by: date | None) -> Claim:
    """What is owed to whom, to the end of the day. Raises ProposalUnclear.

    The office stands on the letter, so it is written in the installation's language, whoever enters it.
    """
    known = office in DelegateOffice.values
    if not name.strip() or not known or reply_by is None or plan_ends(reply_by) <= now():
        raise ProposalUnclear
    with override(settings.LANGUAGE_CODE):
        to = f"{DelegateOffice(office).label} {name.strip()}"
    return Claim(OwedKind.REPLY, to, due_at=plan_ends(reply_by))
