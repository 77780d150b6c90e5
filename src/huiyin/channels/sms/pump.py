"""Carry queued text messages to the provider: at least once to the gateway, never twice to a phone.

A message is claimed with a lease, handed over outside any transaction, then marked. If the worker dies in
between, the lease runs out and the next attempt asks the provider first (`since`), so nothing is sent twice.
A worker that was only frozen, or slow with the messages before it, may wake up when another has taken the
message over: it looks once more, right before it sends. The number of the attempt tells whose turn it is.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings

from huiyin.bridges.deliveries import failed
from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import SMS, address_aad
from huiyin.ground.outbox.models import Notice, NoticeState
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from . import leasing
from .aliyun import Account, AliyunGateway
from .gateway import Gateway, Permanent, Transient
from .quota import PER_PHONE, PER_PHONE_CODES, next_allowed, within_quota
from .simulator.faults import Faults
from .simulator.server import Simulator
from .templates import TEMPLATES, Kind

logger = logging.getLogger(__name__)
AMBIGUOUS = timedelta(seconds=30)
"""After an unclear result the provider needs this long to note what it took."""
MOST_TRIES = 12


@dataclass(slots=True)
class Pump:
    """The sending half of the outbox.

    Without a gateway every message fails as "no gateway" and cases go to calls.
    """

    gateway: Gateway | None

    @classmethod
    def from_settings(cls) -> Self:
        """The pump of this installation: the provider, the simulator beside the worker, or nothing."""
        if settings.SMS == "simulator":
            simulator = Simulator(
                Faults(), callback=f"{settings.PUBLIC_URL}/hooks/sms/{settings.SMS_RECEIPT_SECRET}"
            )
            simulator.start()
            return cls(AliyunGateway(simulator.account))
        return cls(AliyunGateway(Account(**settings.SMS_ACCOUNT)) if settings.SMS == "aliyun" else None)

    def beat(self) -> int:
        """Send what is due; returns how many messages were tried."""
        claimed = self._claim()
        for notice in claimed:
            if leasing.still_ours(notice):
                self._send(notice)
        return len(claimed)

    def _claim(self) -> list[Notice]:
        return leasing.claim(SMS)

    def _send(self, notice: Notice) -> None:
        if self.gateway is None:
            self._give_up(notice, "no gateway")
            return
        allowed = self._allowed_at(notice)
        if allowed is not None:
            leasing.mark(
                notice, state=NoticeState.QUEUED, next_at=allowed, attempts=notice.attempts, error="quota"
            )
            return
        phone = crypto.unseal(bytes(notice.address_sealed), aad=address_aad(notice.pk))
        try:
            sent = self.gateway.send(
                ref=notice.pk.hex, phone=phone, template=notice.template, params=notice.params,
                since=notice.created_at if notice.attempts else None,
            )  # fmt: skip
        except Transient as error:
            self._later(notice, error)
        except Permanent as error:
            self._give_up(notice, error.code)
        else:
            leasing.mark(
                notice, state=NoticeState.SENT, sent_at=now(), provider_id=sent.provider_id, error=""
            )

    def _allowed_at(self, notice: Notice) -> datetime | None:
        """When this phone may get another message; None when now (assurance S-73: per hour and per day).

        Alarms to people on duty are not held back: the ladder sends each once and nobody else can cause them.
        """
        is_code = TEMPLATES[notice.template].kind is Kind.CODE
        if notice.recipient.startswith("account:") and not is_code:
            return None
        limits = PER_PHONE_CODES if is_code else PER_PHONE
        with seen_as(SYSTEM):
            moment = now()
            earlier = Notice.objects.filter(
                channel=SMS, address_index=bytes(notice.address_index), sent_at__gt=moment - timedelta(days=1)
            )
            history = list(earlier.values_list("sent_at", flat=True))
        return (
            None
            if within_quota(history, moment, limits=limits)
            else next_allowed(history, moment, limits=limits)
        )

    def _later(self, notice: Notice, error: Transient) -> None:
        if notice.attempts + 1 >= MOST_TRIES:
            self._give_up(notice, error.code)
            return
        wait = max(
            error.wait, AMBIGUOUS if error.ambiguous else timedelta(seconds=2 ** min(notice.attempts, 8))
        )
        leasing.mark(notice, state=NoticeState.QUEUED, next_at=now() + wait, error=error.code)

    def _give_up(self, notice: Notice, code: str) -> None:
        logger.warning("message %s failed: %s", notice.pk, code)
        with seen_as(SYSTEM):
            changed = Notice.objects.filter(pk=notice.pk, state=NoticeState.SENDING)
            if changed.update(state=NoticeState.FAILED, error=code):
                failed(notice)
