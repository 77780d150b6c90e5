"""The provider's ledger: what was accepted, for whom, and what the carriers made of it.

Like the real one it does not look at OutId: a reference sent twice is two messages on somebody's phone. That
a reference is not sent twice is the sender's business, and what the tests of the gateway count.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.utils import translation

from huiyin.channels.sms.lengths import segments, signed
from huiyin.channels.sms.receipts import PROVIDER_ZONE
from huiyin.channels.sms.simulator.faults import Faults
from huiyin.channels.sms.simulator.gate import Refused
from huiyin.channels.sms.simulator.limits import Limits
from huiyin.channels.sms.templates import TEMPLATES, ParamsError, render
from huiyin.ground.phones import is_mobile, normalise_phone

KEY_ID: Final = "SimulatorKeyId"
SECRET: Final = "SimulatorKeySecret"  # noqa: S105  # opens nothing but the simulator
SIGN_NAME: Final = "回音"
LARGEST_PAGE: Final = 50
TIME_FORMAT: Final = "%Y-%m-%d %H:%M:%S"


def template_codes() -> dict[str, str]:
    """Return the codes under which our templates are approved here: {"received": "SMS_100001", …}."""
    return {name: f"SMS_{100_001 + place}" for place, name in enumerate(TEMPLATES)}


@dataclass(frozen=True, slots=True)
class Message:
    """One accepted message; `delay` seconds after `accepted_at` the carrier reports `delivered`."""

    ref: str
    phone: str
    template: str
    params: dict[str, str]
    content: str
    biz_id: str
    accepted_at: datetime
    delivered: bool
    delay: float

    @property
    def reported_at(self) -> datetime:
        """The moment of the carrier's report."""
        return self.accepted_at + timedelta(seconds=self.delay)

    def plain(self) -> dict[str, Any]:
        """Return the message as JSON values."""
        return {**asdict(self), "accepted_at": self.accepted_at.isoformat()}

    def report(self) -> dict[str, Any]:
        """Return the entry of the SmsReport push."""
        return {
            "phone_number": self.phone,
            "send_time": _local(self.accepted_at),
            "report_time": _local(self.reported_at),
            "success": self.delivered,
            "err_code": "DELIVERED" if self.delivered else "MK:0001",
            "err_msg": "用户接收成功" if self.delivered else "空号",
            "sms_size": str(segments(self.content)),
            "biz_id": self.biz_id,
            "out_id": self.ref,
        }

    def detail(self, at: datetime) -> dict[str, Any]:
        """Return the entry of QuerySendDetails as it stands at `at`."""
        reported = at >= self.reported_at
        return {
            "PhoneNum": self.phone,
            "SendStatus": (3 if self.delivered else 2) if reported else 1,
            "ErrCode": self.report()["err_code"] if reported else "",
            "TemplateCode": template_codes()[self.template],
            "Content": self.content,
            "SendDate": _local(self.accepted_at),
            "ReceiveDate": _local(self.reported_at) if reported else "",
            "OutId": self.ref,
        }


class Provider:
    """Accepts and remembers messages. Thread-safe."""

    def __init__(
        self,
        faults: Faults,
        *,
        limited: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.faults = faults
        self.limited = limited
        self._now = now
        self._lock = threading.Lock()
        self._serial = itertools.count(1)
        self._names = {code: name for name, code in template_codes().items()}
        self.reset()

    def reset(self) -> None:
        """Forget every message and every count."""
        with self._lock:
            self._messages: list[Message] = []
            self._limits = Limits()

    def sent(self, wishes: Mapping[str, str]) -> list[Message]:
        """Return the accepted messages, oldest first, of one `ref` and one `phone` if wished."""
        with self._lock:
            return [
                message
                for message in self._messages
                if all(getattr(message, name) == wishes[name] for name in ("ref", "phone") if name in wishes)
            ]

    def send_sms(self, query: Mapping[str, str]) -> Message:
        """Accept the message of a SendSms request, or raise Refused."""
        phone = normalise_phone(query.get("PhoneNumbers", "")) or ""
        if not is_mobile(phone):
            raise Refused(200, "isv.MOBILE_NUMBER_ILLEGAL", "手机号码格式错误")
        if query.get("SignName") != SIGN_NAME:
            raise Refused(200, "isv.SMS_SIGNATURE_ILLEGAL", "该账号下找不到对应签名")
        name = self._names.get(query.get("TemplateCode", ""))
        if name is None:
            raise Refused(200, "isv.SMS_TEMPLATE_ILLEGAL", "该账号下找不到对应模板")
        params = _params(query.get("TemplateParam", ""))
        content = _content(name, params)
        with self._lock:
            return self._accept(query.get("OutId", ""), phone, name, params, content)

    def query_send_details(self, query: Mapping[str, str]) -> dict[str, Any]:
        """Return the answer of QuerySendDetails, or raise Refused."""
        try:
            day = datetime.strptime(query["SendDate"], "%Y%m%d").replace(tzinfo=PROVIDER_ZONE).date()
            size, page = int(query["PageSize"]), int(query["CurrentPage"])
        except (KeyError, ValueError):
            raise Refused(200, "isv.INVALID_PARAMETERS", "参数异常") from None
        if not 1 <= size <= LARGEST_PAGE or page < 1:
            raise Refused(200, "isv.INVALID_PARAMETERS", "参数异常")
        at = self._now()
        visible = at - timedelta(seconds=self.faults.lag)
        found = [
            message.detail(at)
            for message in reversed(self.sent({"phone": query.get("PhoneNumber", "")}))
            if message.accepted_at <= visible and message.accepted_at.astimezone(PROVIDER_ZONE).date() == day
        ]
        rows = found[(page - 1) * size : page * size]
        return {"TotalCount": str(len(found)), "SmsSendDetailDTOs": {"SmsSendDetailDTO": rows}}

    def _accept(self, ref: str, phone: str, name: str, params: dict[str, str], content: str) -> Message:
        at = self._now()
        if self.limited:
            self._limits.take(phone=phone, template=name, kind=TEMPLATES[name].kind, at=at)
        dice = self.faults.dice("carrier", ref)
        delivered = dice.random() >= self.faults.undelivered
        biz_id = f"{int(at.timestamp() * 1000)}^{next(self._serial)}"
        delay = dice.uniform(0, self.faults.delay)
        message = Message(ref, phone, name, params, content, biz_id, at, delivered, delay)
        self._messages.append(message)
        return message


def _params(text: str) -> dict[str, str]:
    try:
        params = json.loads(text or "{}")
    except ValueError:
        params = None
    if not isinstance(params, dict):
        raise Refused(200, "isv.INVALID_JSON_PARAM", "JSON参数不合法,只接受字符串值")
    return params


def _content(name: str, params: Mapping[str, str]) -> str:
    try:
        with translation.override("zh-hans"):
            return signed(render(name, params), SIGN_NAME)
    except ParamsError:
        raise Refused(200, "isv.TEMPLATE_MISSING_PARAMETERS", "模版缺少变量") from None


def _local(moment: datetime) -> str:
    return moment.astimezone(PROVIDER_ZONE).strftime(TIME_FORMAT)
