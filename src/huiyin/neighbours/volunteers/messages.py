"""Messages to a volunteer: a code and the own link, nothing else."""

from huiyin.ground import crypto
from huiyin.ground.outbox.acts import post_sms
from huiyin.ground.phones import is_mobile, mask_phone

from .links import own_link
from .models import Duty, Volunteer


def phone_of(one: Volunteer) -> str:
    """The number in clear; "" of whoever left."""
    sealed = bytes(one.phone_sealed)
    return crypto.unseal(sealed, aad=one.phone_aad) if sealed else ""


def masked(one: Volunteer) -> str:
    """The number with its middle hidden."""
    phone = phone_of(one)
    return mask_phone(phone) if phone else ""


def tell(one: Volunteer, template: str, duty: Duty | None = None) -> None:
    """Queue a text message, once per occasion; a landline gets none, its owner reads the own page."""
    phone = phone_of(one)
    if not is_mobile(phone):
        return
    params = {"link": own_link(one.pk)} | ({"number": duty.code} if duty else {})
    post_sms(
        scope_id=one.scope_id, subject_id=duty.ref if duty else one.ref, topic=template,
        recipient=f"volunteer:{one.pk}", phone=phone, template=template, params=params,
    )  # fmt: skip
