"""Alibaba Cloud SMS, API "dysmsapi" 2017-05-25: SendSms and QuerySendDetails over signed HTTPS."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from huiyin.channels.sms.gateway import Permanent, Sent, Transient
from huiyin.channels.sms.receipts import PROVIDER_ZONE, Receipt, provider_time
from huiyin.channels.sms.rpc import Rpc
from huiyin.channels.sms.templates import ParamsError, check_params
from huiyin.ground.phones import is_mobile

PAGE_SIZE: Final = 50
LONGEST_QUERY_DAYS: Final = 30  # the provider keeps 30 days of details
WAITING, FAILED, DELIVERED = 1, 2, 3  # SendStatus


@dataclass(frozen=True, slots=True)
class Account:
    """The provider's side of an installation; `templates` gives the approved code (SMS_…) of each of ours."""

    key_id: str
    secret: str = field(repr=False)
    sign_name: str
    templates: Mapping[str, str]
    endpoint: str = "https://dysmsapi.aliyuncs.com"


class AliyunGateway:
    """A Gateway. Thread-safe; keeps connections open; talks to one host only and follows no redirect."""

    def __init__(self, account: Account, *, timeout: float = 10.0, connect_timeout: float = 3.0) -> None:
        self._account = account
        self._rpc = Rpc(
            key_id=account.key_id, secret=account.secret, endpoint=account.endpoint, service="SMS",
            timeout=timeout, connect_timeout=connect_timeout,
        )  # fmt: skip

    def close(self) -> None:
        """Close the kept connections."""
        self._rpc.close()

    def send(
        self, *, ref: str, phone: str, template: str, params: Mapping[str, str], since: datetime | None = None
    ) -> Sent:
        """Hand one message over; see Gateway.send. An unclear outcome is looked up before it is reported."""
        request = self._message(ref=ref, phone=phone, template=template, params=params)
        if since is not None and self.status(ref=ref, phone=phone, since=since) is not None:
            return Sent("", found=True)
        started = datetime.now(UTC)
        try:
            return Sent(str(self._rpc.call("SendSms", request).get("BizId") or ""))
        except Transient as failure:
            if failure.ambiguous and self._was_accepted(ref=ref, phone=phone, since=started):
                return Sent("", found=True)
            raise

    def status(self, *, ref: str, phone: str, since: datetime) -> Receipt | None:
        """Return the delivery state of `ref`, None if the provider does not know it; see Gateway.status."""
        for day in _days(since, datetime.now(UTC)):
            for detail in self._details(phone, day):
                if detail.get("OutId") == ref:
                    return _state(ref, detail)
        return None

    def _was_accepted(self, *, ref: str, phone: str, since: datetime) -> bool:
        try:
            return self.status(ref=ref, phone=phone, since=since) is not None
        except (Transient, Permanent):
            return False  # still unclear: the next attempt asks again

    def _message(self, *, ref: str, phone: str, template: str, params: Mapping[str, str]) -> dict[str, str]:
        """Return the parameters of SendSms; Permanent for what could never be sent."""
        if not is_mobile(phone):
            raise Permanent("huiyin.NOT_A_MOBILE", "text messages reach mainland mobile numbers only")
        try:
            check_params(template, params)
            code = self._account.templates[template]
        except ParamsError as error:
            raise Permanent("huiyin.PARAMS", str(error)) from error
        except KeyError:
            raise Permanent("huiyin.NO_TEMPLATE", f"no approved template for {template!r}") from None
        return {
            "PhoneNumbers": phone,
            "SignName": self._account.sign_name,
            "TemplateCode": code,
            "TemplateParam": json.dumps(dict(params), ensure_ascii=False, separators=(",", ":")),
            "OutId": ref,
        }

    def _details(self, phone: str, day: str) -> Iterator[dict[str, Any]]:
        """Yield the records of one phone and one day (yyyyMMdd, Beijing time), page after page."""
        page, total = 1, 1
        while (page - 1) * PAGE_SIZE < total:
            query = {
                "PhoneNumber": phone,
                "SendDate": day,
                "PageSize": str(PAGE_SIZE),
                "CurrentPage": str(page),
            }
            answer = self._rpc.call("QuerySendDetails", query)
            try:
                total = int(answer.get("TotalCount") or 0)
                yield from answer["SmsSendDetailDTOs"]["SmsSendDetailDTO"]
            except (KeyError, TypeError, ValueError) as error:
                raise Transient("huiyin.ANSWER", "the provider's details cannot be read") from error
            page += 1


def _days(since: datetime, until: datetime) -> Iterator[str]:
    """Yield the provider's calendar days from `since` to `until`, newest last and at least one.

    An hour of grace: clocks differ. A `since` ahead of `until` (a scratch instance with a shifted clock) asks
    for the last day, so that a retry never skips the question.
    """
    last = until.astimezone(PROVIDER_ZONE).date()
    earliest = last - timedelta(days=LONGEST_QUERY_DAYS)
    day = min(last, max((since - timedelta(hours=1)).astimezone(PROVIDER_ZONE).date(), earliest))
    while day <= last:
        yield day.strftime("%Y%m%d")
        day += timedelta(days=1)


def _state(ref: str, detail: Mapping[str, Any]) -> Receipt:
    try:
        status = int(detail["SendStatus"])
        if status == DELIVERED:
            return Receipt(ref, provider_time(detail["ReceiveDate"]), ok=True)
    except (KeyError, TypeError, ValueError) as error:
        raise Transient("huiyin.ANSWER", "the provider's details cannot be read") from error
    if status == FAILED:
        return Receipt(ref, None, ok=False, error=str(detail.get("ErrCode") or "UNKNOWN")[:100])
    return Receipt(ref, None, ok=None)
