"""Text messages: a gateway to a provider, the texts, their cost and limits, and delivery receipts."""

from huiyin.channels.sms.aliyun import Account, AliyunGateway
from huiyin.channels.sms.gateway import Gateway, Permanent, Sent, SmsError, Transient
from huiyin.channels.sms.lengths import segments, signed
from huiyin.channels.sms.quota import PER_PHONE, PER_PHONE_CODES, Limit, next_allowed, within_quota
from huiyin.channels.sms.receipts import Receipt, ReceiptsError, parse_receipts
from huiyin.channels.sms.templates import TEMPLATES, Kind, ParamsError, Template, check_params, render

__all__ = [
    "PER_PHONE",
    "PER_PHONE_CODES",
    "TEMPLATES",
    "Account",
    "AliyunGateway",
    "Gateway",
    "Kind",
    "Limit",
    "ParamsError",
    "Permanent",
    "Receipt",
    "ReceiptsError",
    "Sent",
    "SmsError",
    "Template",
    "Transient",
    "check_params",
    "next_allowed",
    "parse_receipts",
    "render",
    "segments",
    "signed",
    "within_quota",
]
