"""The provider's frequency limits: natural clock windows, counted on submission.

Source: help pages of Alibaba Cloud SMS on sending frequency; the numbers are its defaults.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Final

from huiyin.channels.sms.receipts import PROVIDER_ZONE
from huiyin.channels.sms.simulator.gate import Refused
from huiyin.channels.sms.templates import Kind

# Window by the format of its clock reading, most messages in it, and the word in the provider's refusal.
_MINUTE, _HOUR, _DAY = ("%Y%m%d%H%M", "分钟级"), ("%Y%m%d%H", "小时级"), ("%Y%m%d", "天级")
CODES: Final = ((_MINUTE, 1), (_HOUR, 5), (_DAY, 10))  # per phone and signature
NOTICES: Final = ((_DAY, 50),)  # per phone and template
PLATFORM: Final = ((_DAY, 40),)  # codes per phone, whoever sends them


class Limits:
    """Counts of accepted messages per window. Not thread-safe: the provider holds its lock."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, ...]] = Counter()

    def take(self, *, phone: str, template: str, kind: Kind, at: datetime) -> None:
        """Count one message, or raise Refused naming the window that is full."""
        local = at.astimezone(PROVIDER_ZONE)
        subjects = ((CODES, "sign"), (PLATFORM, "platform")) if kind is Kind.CODE else ((NOTICES, template),)
        taken = []
        for rules, subject in subjects:
            for (window, word), most in rules:
                key = (phone, subject, window, local.strftime(window))
                if self._counts[key] >= most:
                    raise Refused(200, "isv.BUSINESS_LIMIT_CONTROL", f"触发{word}流控Permits:{most}")
                taken.append(key)
        self._counts.update(taken)
