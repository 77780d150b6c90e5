"""Carry queued telephone calls to the provider: never twice to a telephone, and nobody is left untold.

A call that was not answered, that nobody can tell the fate of, or that would be one too many gives way to the
text message it stands for. A worker that died while it handed a call over leaves a line that is still being
sent when its lease is over: the telephone may have rung, so the message goes and no second call.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from django.conf import settings

from huiyin.bridges import ringing
from huiyin.casework.casefile.words import Ringing
from huiyin.channels.sms import leasing
from huiyin.channels.sms.gateway import Permanent, Transient
from huiyin.channels.sms.quota import Limit, within_quota
from huiyin.channels.sms.simulator.server import Simulator
from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import CALL, address_aad
from huiyin.ground.outbox.models import Notice, NoticeState
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .aliyun import VoiceAccount, VoiceGateway

logger = logging.getLogger(__name__)
PER_PHONE: Final = (
    Limit(1, timedelta(minutes=5)), Limit(4, timedelta(hours=1)), Limit(8, timedelta(days=1)),
)  # fmt: skip
"""Calls to one telephone. The provider lets pass one a minute, five an hour and twenty a day."""
PATIENCE: Final = timedelta(seconds=30)
"""So long a call that was certainly not taken is tried again; then the message goes."""
FIRST_ASKED: Final = timedelta(seconds=45)
ASKED_AGAIN: Final = timedelta(seconds=30)
ASKED_LAST: Final = timedelta(minutes=10)
"""The provider knows the outcome some minutes after a call, by its manual three to five."""


@dataclass(slots=True)
class Dialler:
    """The telephoning half of the outbox."""

    gateway: VoiceGateway | None

    @classmethod
    def from_settings(cls) -> Self:
        """The dialler of this installation: the provider, the simulator beside the worker, or nothing."""
        if settings.VOICE == "simulator":
            simulator = Simulator()
            simulator.start()
            return cls(VoiceGateway(simulator.voice_account))
        aliyun = settings.VOICE == "aliyun"
        return cls(VoiceGateway(VoiceAccount(**settings.VOICE_ACCOUNT)) if aliyun else None)

    def beat(self) -> int:
        """Make the calls that are due and ask what became of those made; returns how many were looked at."""
        claimed = leasing.claim(CALL)
        for call in claimed:
            if leasing.still_ours(call):
                self._make(call)
        made = _made()
        for call in made:
            self._ask(call)
        return len(claimed) + len(made)

    def _make(self, call: Notice) -> None:
        if self.gateway is None:
            _note(call, Ringing.FAILED, "huiyin.OFF")
        elif call.state == NoticeState.SENDING:
            _note(call, Ringing.UNCLEAR, "huiyin.LEASE", sent_at=now())
        elif not _within_quota(call):
            _note(call, Ringing.SPARED, "huiyin.QUOTA")
        else:
            self._dial(self.gateway, call)

    def _dial(self, gateway: VoiceGateway, call: Notice) -> None:
        phone = crypto.unseal(bytes(call.address_sealed), aad=address_aad(call.pk))
        try:
            call_id = gateway.call(ref=call.pk.hex, phone=phone, tail=_tail(call.params["number"]))
        except Transient as error:
            self._later(call, error)
        except Permanent as error:
            logger.warning("call %s failed: %s", call.pk, error.code)
            _note(call, Ringing.FAILED, error.code)
        else:
            moment = now()
            _note(call, Ringing.CALLED, sent_at=moment, next_at=moment + FIRST_ASKED, provider_id=call_id)

    def _later(self, call: Notice, error: Transient) -> None:
        again = now() + max(error.wait, timedelta(seconds=2 ** min(call.attempts + 1, 4)))
        if error.ambiguous:
            _note(call, Ringing.UNCLEAR, error.code, sent_at=now())
        elif again > call.created_at + PATIENCE:
            logger.warning("call %s failed: %s", call.pk, error.code)
            _note(call, Ringing.FAILED, error.code)
        else:
            leasing.mark(call, state=NoticeState.QUEUED, next_at=again, error=error.code)

    def _ask(self, call: Notice) -> None:
        called_at = call.sent_at or call.created_at
        try:
            found = self.gateway and self.gateway.outcome(call_id=call.provider_id, called_at=called_at)
        except (Transient, Permanent) as error:
            logger.warning("the outcome of call %s cannot be asked: %s", call.pk, error.code)
            found = None
        if found:
            outcome, code = found
            delivered = {"delivered_at": now()} if outcome is Ringing.ANSWERED else {}
            _note(call, outcome, code, **delivered)
        elif now() >= called_at + ASKED_LAST:
            _note(call, Ringing.UNCLEAR, "huiyin.NO_ANSWER")


def _made() -> list[Notice]:
    """Calls whose outcome is to be asked for now; the next time is set, so that no other worker asks too."""
    with seen_as(SYSTEM):
        moment = now()
        open_calls = Notice.objects.filter(channel=CALL, state=NoticeState.SENT, next_at__lte=moment)
        made = list(open_calls.select_for_update(skip_locked=True).order_by("next_at")[: leasing.BATCH])
        Notice.objects.filter(pk__in=[one.pk for one in made]).update(next_at=moment + ASKED_AGAIN)
    return made


def _within_quota(call: Notice) -> bool:
    with seen_as(SYSTEM):
        moment = now()
        earlier = Notice.objects.filter(
            channel=CALL, address_index=bytes(call.address_index), sent_at__gt=moment - timedelta(days=1)
        )
        return within_quota(list(earlier.values_list("sent_at", flat=True)), moment, limits=PER_PHONE)


def _note(call: Notice, outcome: Ringing, code: str = "", **values: datetime | str) -> None:
    with seen_as(SYSTEM):
        ringing.note(call=call, outcome=outcome, code=code, **values)


def _tail(number: str) -> str:
    """The last four digits of a case's running number: what is said aloud, and all that is."""
    return re.findall(r"\d+", number)[-1][-4:]
