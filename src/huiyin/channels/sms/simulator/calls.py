"""The provider's other ledger: telephone calls, and what became of them. Its API is "dyvmsapi" 2017-05-25."""

from __future__ import annotations

import itertools
import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from huiyin.channels.sms.receipts import PROVIDER_ZONE
from huiyin.channels.sms.simulator.faults import Faults
from huiyin.channels.sms.simulator.gate import Refused
from huiyin.ground.phones import is_mobile, normalise_phone

SHOWN: Final = "01086390000"
TEMPLATE: Final = "TTS_100001"
VOICE_NOTIFICATION: Final = "11000000300006"
HEARD: Final = "200000"
NOT_PICKED_UP: Final = "200003"


@dataclass(frozen=True, slots=True)
class Call:
    """One accepted call; `known` seconds after `made_at` its outcome can be asked for."""

    ref: str
    phone: str
    params: dict[str, str]
    times: int
    call_id: str
    made_at: datetime
    state: str
    known: float

    def detail(self) -> dict[str, Any]:
        """Return the object that Data of QueryCallDetailByCallId holds as text."""
        made = self.made_at.astimezone(PROVIDER_ZONE).strftime("%Y-%m-%d %H:%M:%S")
        heard = self.state == HEARD
        return {
            "caller": SHOWN, "callee": self.phone, "callerShowNumber": SHOWN, "calleeShowNumber": "",
            "gmtCreate": made, "startDate": made if heard else "", "endDate": made,
            "duration": 18 if heard else 0, "state": self.state,
            "stateDesc": "用户听完语音" if heard else "用户未接听",
        }  # fmt: skip


class Calls:
    """Accepts and remembers calls. Like the real one it does not look at OutId. Thread-safe."""

    def __init__(
        self, faults: Callable[[], Faults], *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._faults, self._now = faults, now
        self._lock, self._serial = threading.Lock(), itertools.count(1)
        self._calls: list[Call] = []

    def made(self) -> list[Call]:
        """Return the accepted calls, oldest first."""
        with self._lock:
            return list(self._calls)

    def single_call_by_tts(self, query: Mapping[str, str]) -> dict[str, str]:
        """Return the answer of SingleCallByTts, or raise Refused."""
        phone = normalise_phone(query.get("CalledNumber", "")) or ""
        if not is_mobile(phone):
            raise Refused(200, "isv.MOBILE_NUMBER_ILLEGAL", "号码格式非法")
        if query.get("CalledShowNumber", SHOWN) != SHOWN:
            raise Refused(200, "isv.DISPLAY_NUMBER_ILLEGAL", "号显不合法")
        if query.get("TtsCode") != TEMPLATE:
            raise Refused(200, "isv.TTS_TEMPLATE_ILLEGAL", "TTS模板不合法")
        params, times = _params(query.get("TtsParam", "")), query.get("PlayTimes", "1")
        if times not in {"1", "2", "3"}:
            raise Refused(200, "isv.INVALID_PARAMETERS", "参数异常")
        with self._lock:
            return {"CallId": self._accept(query.get("OutId", ""), phone, params, int(times)).call_id}

    def query_call_detail(self, query: Mapping[str, str]) -> dict[str, str]:
        """Return the answer of QueryCallDetailByCallId: without Data for another day, product or call."""
        if not re.fullmatch(r"\d{13}", query.get("QueryDate", "")) or not query.get("CallId"):
            raise Refused(200, "isv.INVALID_PARAMETERS", "参数异常")
        if query.get("ProdId") != VOICE_NOTIFICATION:
            return {}
        day = datetime.fromtimestamp(int(query["QueryDate"]) / 1000, PROVIDER_ZONE).date()
        for call in self.made():
            known_at = call.made_at + timedelta(seconds=call.known)
            same_day = call.made_at.astimezone(PROVIDER_ZONE).date() == day
            if call.call_id == query["CallId"] and same_day and self._now() >= known_at:
                return {"Data": json.dumps(call.detail(), ensure_ascii=False)}
        return {}

    def _accept(self, ref: str, phone: str, params: dict[str, str], times: int) -> Call:
        at, faults = self._now(), self._faults()
        state = NOT_PICKED_UP if faults.dice("callee", ref).random() < faults.undelivered else HEARD
        serial = f"{int(at.timestamp() * 1000)}^{next(self._serial)}"
        call = Call(ref, phone, params, times, serial, at, state, faults.lag)
        self._calls.append(call)
        return call


def _params(text: str) -> dict[str, str]:
    try:
        params = json.loads(text or "{}")
    except ValueError:
        params = None
    if not isinstance(params, dict):
        raise Refused(200, "isv.INVALID_JSON_PARAM", "JSON参数不合法,只接受字符串值")
    if params.keys() != {"tail"}:
        raise Refused(200, "isv.TEMPLATE_MISSING_PARAMETERS", "文本转语音模板参数缺失")
    return params
