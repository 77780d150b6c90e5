"""Log lines: an ISO 8601 time with its offset, and nothing that names a person."""

from __future__ import annotations

import logging
import re
from datetime import datetime
from typing import Any

PERSONAL = (
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\w)"), "[id]"),
    (re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"), "[phone]"),
    (re.compile(r"(?<=/)[A-Za-z0-9_-]{20,}(?=/|\?|\s|$)"), "[token]"),
    (re.compile(r"(?<=\?)\S+"), "[query]"),
)
"""Identity numbers, mobile numbers, the secret part of a link, everything after a question mark."""


_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
"""What ends a line or moves the cursor: a stranger's words must not begin a line that looks like ours."""


def mask(line: str) -> str:
    """`line` without what could name a person or open their page."""
    for pattern, word in PERSONAL:
        line = pattern.sub(word, line)
    return line


class LineFormatter(logging.Formatter):
    """`2026-01-31T08:00:00.123+08:00 WARNING django.request …`, masked, traceback included."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(process)d] %(message)s")

    def formatTime(self, record: logging.LogRecord, _datefmt: str | None = None) -> str:  # noqa: N802 - its name
        return datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - its name
        return _BREAKS.sub(
            lambda found: found[0].encode("unicode_escape").decode(), super().formatMessage(record)
        )

    def formatException(self, ei: Any) -> str:  # noqa: N802 - its name
        return "\n".join(f"  {line}" for line in super().formatException(ei).splitlines())

    def format(self, record: logging.LogRecord) -> str:
        if record.name.startswith("django.security"):  # a stranger's header is one line, not a page of code
            record.exc_info = record.exc_text = None
        return mask(super().format(record))


def logging_settings(level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error at `level`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "huiyin.project.instance.logs.LineFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "procrastinate": {"level": "WARNING"},
            "axes": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},  # a wrong address is no event
        },
    }
