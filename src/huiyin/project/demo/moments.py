"""When a step of a demonstration case happens, told relative to the moment of loading.

-9d 08:12    nine days ago at 08:12 local time
now-25m      twenty-five minutes before loading
+4m          after the step before (s, m, h)
+1d 09:00    the day after the step before, at 09:00
"""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours"}
_DAY = re.compile(r"(?P<sign>[-+])(?P<days>\d+)d (?P<hour>\d\d):(?P<minute>\d\d)")
_SPAN = re.compile(r"(?P<base>now-|\+)(?P<count>\d+)(?P<unit>[smh])")


def moment(text: str, *, loaded: datetime, before: datetime | None) -> datetime:
    """The moment `text` means, in local time; `before` is the step before (None for the first).

    Raises ValueError when the text fits no form, or needs a step before where there is none.
    """
    if found := _DAY.fullmatch(text):
        base = loaded if found["sign"] == "-" else _given(before, text)
        days = int(found["sign"] + found["days"])
        day = (base.astimezone(LOCAL) + timedelta(days=days)).date()
        return datetime(
            day.year,
            day.month,
            day.day,
            int(found["hour"]),
            int(found["minute"]),
            tzinfo=LOCAL,
        )
    if found := _SPAN.fullmatch(text):
        span = timedelta(**{_UNITS[found["unit"]]: int(found["count"])})
        return loaded - span if found["base"] == "now-" else _given(before, text) + span
    raise ValueError(f"not a moment: {text!r}")


def _given(before: datetime | None, text: str) -> datetime:
    if before is None:
        raise ValueError(f"{text!r} needs a step before it")
    return before
