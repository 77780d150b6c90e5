"""What on a page would act although nobody of ours wrote it: read as a browser reads it, without one."""

from __future__ import annotations

from html.parser import HTMLParser

from tests.attack.payloads import CANARY, EVALUATED, EVIL

_LEADING = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "xlink:href",
    "poster",
    "hx-get",
    "hx-post",
    "srcdoc",
)
_NEVER = ("base", "iframe", "object", "embed", "style", "frame", "applet")
_TYPED = ("application/json", "speculationrules")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _NEVER or (tag == "script" and "src" not in given and given.get("type") not in _TYPED):
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            if (
                name.startswith(("on", "hx-on", "data-hx-on"))
                or (name in _LEADING and _leads_away(value))
                or (name == "content" and given.get("http-equiv") and EVIL in value)
            ):
                self.found.append(f"<{tag} {name}={value[:60]}>")


def _leads_away(value: str) -> bool:
    there = "".join(letter for letter in value if letter > " ").lower()
    outside = there.startswith(("//", "http:", "https:")) and EVIL in there.partition("?")[0]
    return there.startswith(("javascript:", "data:text", "vbscript:")) or outside or there == "x"


def acting(html: str) -> list[str]:
    """Handlers, scripts, frames and addresses on a page that are none of ours."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if EVALUATED in html:
        reader.found.append(f"{CANARY} * {CANARY} was computed")
    return reader.found
