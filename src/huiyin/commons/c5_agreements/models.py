"""The tables of this stage: agreements with parties and duties; emergency service with its hand-over."""

from .agreement_models import (
    Agreement,
    AgreementEvent,
    Due,
    Duty,
    Given,
    Party,
    Picture,
    Renewal,
    Signature,
)
from .emergency_models import EmergencyService, HandoverItem, ServiceEvent

__all__ = [
    "Agreement", "AgreementEvent", "Due", "Duty", "EmergencyService", "Given", "HandoverItem", "Party",
    "Picture", "Renewal", "ServiceEvent", "Signature",
]  # fmt: skip
