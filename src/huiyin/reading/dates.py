"""Dates as people and office programs write them."""

import datetime as dt
import re
import unicodedata
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
_WRITTEN = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?"
    r"(?:\s*星期.|\s*周.)?"
    r"(?:[T\s]*(?P<half>上午|下午|凌晨|中午|晚上|晚|AM|PM)?\s*(?P<hour>\d{1,2})\s*[:时点]\s*(?P<minute>\d{1,2})?\s*分?"
    r"(?:\s*:?\s*(?P<second>\d{1,2})(?:\.\d+)?\s*秒?)?\s*(?P<half_after>AM|PM)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T\s]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_AFTERNOON = {"下午", "晚上", "晚", "PM"}
_NOON, _SIESTA = 12, 3  # 中午 1 点 is 13:00, 中午 11 点 is not
_LATEST = 2100
_EPOCH, _EARLIEST = dt.datetime(1899, 12, 30), 1949  # noqa: DTZ001 - a serial counts local days


def read_moment(text: str, zone: dt.tzinfo = LOCAL) -> dt.datetime | None:
    """Read 2019/1/7 16:42, 2019年1月7日, 20190107, 2020-01-09 00:00:00, Excel serials; None when unreadable.

    Text without a zone means `zone`. Years before 1949 or after 2099 are taken for mistakes. Aware result.
    """
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    try:
        if _SERIAL.fullmatch(plain):
            seconds = round(float(plain) * 86_400)
            return _sane((_EPOCH + dt.timedelta(seconds=seconds)).replace(tzinfo=zone))
        if packed := _PACKED.fullmatch(plain):
            return _sane(dt.datetime(*(int(part or 0) for part in packed.groups()), tzinfo=zone))  # type: ignore[misc,arg-type]
        if written := _WRITTEN.fullmatch(plain):
            return _sane(_from_parts(written.groupdict(), zone))
    except (ValueError, OverflowError):
        return None
    return None


def _from_parts(part: dict[str, str | None], zone: dt.tzinfo) -> dt.datetime:
    hour = int(part["hour"] or 0)
    half = (part["half"] or part["half_after"] or "").upper()
    if half in _AFTERNOON and hour < _NOON:
        hour += 12
    elif half in ("AM", "凌晨") and hour == _NOON:
        hour = 0
    elif half == "中午" and hour < _SIESTA:
        hour += 12
    moment = dt.datetime(
        int(part["year"] or 0), int(part["month"] or 0), int(part["day"] or 0),
        hour, int(part["minute"] or 0), int(part["second"] or 0), tzinfo=zone,
    )  # fmt: skip
    return moment.replace(tzinfo=_offset(part["zone"])) if part["zone"] else moment


def _offset(written: str) -> dt.tzinfo:
    return dt.datetime.fromisoformat(f"2000-01-01T00:00:00{written.upper()}").tzinfo or dt.UTC


def _sane(moment: dt.datetime) -> dt.datetime | None:
    return moment if _EARLIEST <= moment.year < _LATEST else None


def read_day(text: str) -> dt.date | None:
    """The day of a written date; None when unreadable."""
    moment = read_moment(text)
    return moment.date() if moment else None
