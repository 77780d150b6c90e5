"""What the outbox knows of any SMS provider: one call, two kinds of failure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from huiyin.channels.sms.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider has accepted the message.

    `provider_id` is its serial number; empty when acceptance was learnt afterwards by asking (`found`).
    """

    provider_id: str
    found: bool = False


class SmsError(Exception):
    """A message that was not accepted, with the provider's or our own `code`."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code


class Transient(SmsError):  # a verdict on the message
    """A message to try again, not before `wait`.

    If `ambiguous`, it may have been accepted all the same: the next attempt must pass `since`, so that the
    gateway asks before it sends, and should leave the provider time to note what it took (half a minute).
    """

    def __init__(
        self, code: str, message: str = "", *, ambiguous: bool = False, wait: timedelta = timedelta(0)
    ) -> None:
        super().__init__(code, message)
        self.ambiguous = ambiguous
        self.wait = wait


class Permanent(SmsError):  # a verdict on the message
    """The same message will never be accepted; a person has to look at `code`."""


class Gateway(Protocol):
    """One SMS provider."""

    def send(
        self, *, ref: str, phone: str, template: str, params: Mapping[str, str], since: datetime | None = None
    ) -> Sent:
        """Hand one message over; raises Transient or Permanent.

        `ref` is the sender's own unique name of the message. `since` is the moment of the first attempt under
        this ref, None on the first: when given, the provider is asked for `ref` and nothing is sent twice.
        """

    def status(self, *, ref: str, phone: str, since: datetime) -> Receipt | None:
        """Return the delivery state of `ref` sent at or after `since`, None if the provider does not know it.

        For receipts that never came; raises Transient or Permanent like `send`.
        """
