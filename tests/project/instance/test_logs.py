"""Log lines carry a time with its offset, and no person."""

import logging
import re
import sys

import pytest

from huiyin.project.instance.logs import LineFormatter, mask


@pytest.mark.parametrize(
    "secret",
    [
        "13800138000",
        "+86 138-0013-8000",
        "11010519491231002X",
        "/c/Zm9vYmFyYmF6cXV4MTIzNDU2",
        "/find?q=王五&phone=1",
    ],
)
def test_nothing_personal_stays(secret):
    masked = mask(f"Internal Server Error: {secret} at last")
    assert secret not in masked
    assert masked.startswith("Internal Server Error: ")
    assert masked.endswith(" at last")


def test_plain_words_and_numbers_stay():
    line = "12 cases of 4326 in 1.5 s, port 8000, /desk/clerk/queue"
    assert mask(line) == line


def test_a_line_has_its_offset():
    record = logging.LogRecord("name", logging.WARNING, __file__, 1, "said %s", ("13800138000",), None)
    line = LineFormatter().format(record)
    assert re.match(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d WARNING name \[\d*\] said \[phone\]$", line
    )


@pytest.mark.parametrize(("name", "pages"), [("django.security.DisallowedHost", 0), ("huiyin.desks", 1)])
def test_a_strangers_header_is_one_line(name, pages):
    try:
        int("evil.example")
    except ValueError:
        told = logging.LogRecord(name, logging.ERROR, __file__, 1, "Invalid host", (), sys.exc_info())
    assert LineFormatter().format(told).count("Traceback") == pages


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x1b[2K", "\u2028", "\u2029", "\x85", "\0"])
def test_no_words_of_a_stranger_begin_a_line(end):
    """S-88: neither in a message nor in the text of an error."""
    said = f"GD7{end}2026-01-31T08:00:00.123+08:00 WARNING huiyin [1] all is well"
    try:
        {}[said]
    except KeyError:
        told = logging.LogRecord(
            "huiyin", logging.ERROR, __file__, 1, "the slip of %s", (said,), sys.exc_info()
        )
    first, *rest = LineFormatter().format(told).splitlines()
    assert "all is well" in first
    assert all(line.startswith("  ") for line in rest)
    assert "\x1b" not in first
