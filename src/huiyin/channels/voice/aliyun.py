"""Alibaba Cloud voice service, API "dyvmsapi" 2017-05-25: SingleCallByTts and QueryCallDetailByCallId.

Its answers and error codes are those of its text messages (page "API error codes" of the voice service), so
`read_answer` reads both. Unlike those, a call cannot be looked up by our own reference, only by the CallId of
the answer: when that was lost nobody can tell whether a telephone rang, and the call is never made again.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from huiyin.casework.casefile.words import Ringing
from huiyin.channels.sms.gateway import Permanent, Transient
from huiyin.channels.sms.rpc import Rpc
from huiyin.ground.phones import is_mobile

PRODUCT: Final = "11000000300006"
"""ProdId of voice notifications."""
PLAYED: Final = "2"
"""Times the sentence is said; the provider allows one to three."""
ANSWERED: Final = frozenset({"200000", "200001"})
"""Heard to the end, or hung up before it (page "Error codes of carriers' receipts")."""
NOT_ANSWERED: Final = frozenset({
    "200002", "200003", "200005", "200007", "200010", "200011", "200012", "200112", "200113", "200111",
    "200120", "200130",
})  # fmt: skip
"""Busy, not picked up, rejected, out of reach, switched off, suspended."""
_SAID: Final = re.compile(r"[0-9]{1,8}")
UNDER_WAY: Final = frozenset({"", "200100", "200101", "200102", "200103", "200201"})


@dataclass(frozen=True, slots=True)
class VoiceAccount:
    """The provider's side of an installation.

    `shown_number` is the number bought from the provider; empty in its shared mode, which shows one of its
    own. `template` is the approved code (TTS_…) of the sentence, whose one variable is `tail`.
    """

    key_id: str
    secret: str = field(repr=False)
    shown_number: str
    template: str
    endpoint: str = "https://dyvmsapi.aliyuncs.com"


class VoiceGateway:
    """A client of the voice service. Thread-safe; talks to one host only and follows no redirect."""

    def __init__(self, account: VoiceAccount, *, timeout: float = 10.0, connect_timeout: float = 3.0) -> None:
        self._account = account
        self._rpc = Rpc(
            key_id=account.key_id, secret=account.secret, endpoint=account.endpoint, service="voice",
            timeout=timeout, connect_timeout=connect_timeout,
        )  # fmt: skip

    def close(self) -> None:
        """Close the kept connections."""
        self._rpc.close()

    def call(self, *, ref: str, phone: str, tail: str) -> str:
        """Have a mainland mobile rung and return the provider's CallId. Raises Transient or Permanent.

        `ref` is our name of the call, `tail` up to eight digits said aloud. After an ambiguous Transient the
        telephone may have rung.
        """
        if not is_mobile(phone):
            raise Permanent("huiyin.NOT_A_MOBILE", "calls go to mainland mobile numbers only")
        if not _SAID.fullmatch(tail):
            raise Permanent("huiyin.PARAMS", "only digits are said aloud")
        request = {
            "CalledNumber": phone,
            "TtsCode": self._account.template,
            "TtsParam": json.dumps({"tail": tail}, separators=(",", ":")),
            "PlayTimes": PLAYED,
            "OutId": ref,
        }
        if self._account.shown_number:
            request["CalledShowNumber"] = self._account.shown_number
        call_id = self._rpc.call("SingleCallByTts", request).get("CallId")
        if not isinstance(call_id, str) or not call_id:
            raise Transient("huiyin.ANSWER", "an accepted call without CallId", ambiguous=True)
        return call_id

    def outcome(self, *, call_id: str, called_at: datetime) -> tuple[Ringing, str] | None:
        """Return what became of a call and the provider's code; None while it is not known.

        The provider knows a few minutes after the call. Raises Transient or Permanent.
        """
        query = {"CallId": call_id, "ProdId": PRODUCT, "QueryDate": str(int(called_at.timestamp() * 1000))}
        code = _state(self._rpc.call("QueryCallDetailByCallId", query).get("Data"))
        if code in UNDER_WAY:
            return None
        if code in ANSWERED:
            return Ringing.ANSWERED, code
        return (Ringing.NOT_ANSWERED if code in NOT_ANSWERED else Ringing.FAILED), code


def _state(data: Any) -> str:
    """The code in Data, an object written as text; empty while there is none."""
    if data in (None, ""):
        return ""
    try:
        return str(json.loads(data).get("state") or "")[:20]
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Transient("huiyin.ANSWER", "the provider's details cannot be read") from error
