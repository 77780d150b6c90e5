"""Line icons, drawn in the page itself: no request, no font, coloured by the text around them."""

# ruff: noqa: E501 - a path is one line
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Paths on a 24 × 24 grid, drawn with a round line; "f:" fills the shape instead.
PATHS = {
    "mark": "M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-5l-4 3v-3H6a2 2 0 0 1-2-2z M9 8.5h6v5H9z",
    "leak": "M12 3s6 6.6 6 11a6 6 0 0 1-12 0c0-4.4 6-11 6-11z M9 14.5a3 3 0 0 0 2.5 2.9",
    "power": "M13 2.5 5 13.5h6l-1 8 8-11h-6z",
    "lamp": "M9 18h6 M10 21h4 M12 3a6 6 0 0 0-3.6 10.8c.7.6 1.1 1.3 1.1 2.2h5c0-.9.4-1.6 1.1-2.2A6 6 0 0 0 12 3z",
    "lift": "M5 3h14v18H5z M12 3v18 M7.2 11l1.3-2 1.3 2z M14.2 13l1.3 2 1.3-2z",
    "rubbish": "M4 7h16 M9 7V4h6v3 M6 7l1 13.5h10L18 7 M10 11v6 M14 11v6",
    "car": "M4 16v-4l2-5h12l2 5v4z M4 12h16 M6.5 16v2.5 M17.5 16v2.5 M7.5 14h1 M15.5 14h1",
    "noise": "M4 9.5v5h3.5l5 4v-13l-5 4z M16 9a4.2 4.2 0 0 1 0 6 M18.5 6.5a7.8 7.8 0 0 1 0 11",
    "help": "M12 20.5S4 15.5 4 9.8A4.3 4.3 0 0 1 12 7.5a4.3 4.3 0 0 1 8 2.3c0 5.7-8 10.7-8 10.7z",
    "quarrel": "M3.5 5h10v7h-5l-3 2.5V12h-2z M16.5 9.5h4v7h-2V19l-3-2.5h-5v-2",
    "other": "M5.5 12h.01 M12 12h.01 M18.5 12h.01",
    "unsure": "M9 9.2a3 3 0 1 1 4.4 2.7c-.9.5-1.4 1-1.4 2.1 M12 17.5h.01 M12 2.8a9.2 9.2 0 1 0 0 18.4 9.2 9.2 0 0 0 0-18.4z",
    "gas": "M8 3h8 M10 3v3 M14 3v3 M7 10a4 4 0 0 1 4-4h2a4 4 0 0 1 4 4v9a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2z M7 14h10",
    "fire": "M12 21a6.5 6.5 0 0 0 6.5-6.5c0-4-3-5.5-3.5-9-2 1-3 3-3 5-1-.5-1.5-1.5-1.5-2.5-2.5 1.5-5 3.7-5 6.5A6.5 6.5 0 0 0 12 21z",
    "police": "M12 3l7 2.5v6c0 4.5-3 7.8-7 9.5-4-1.7-7-5-7-9.5v-6z M9 12l2 2 4-4",
    "ambulance": "M12 4v16 M4 12h16",
    "phone": "M6 3h3l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z",
    "camera": "M4 8h3.5L9 5.5h6L16.5 8H20v11H4z M12 10a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4z",
    "microphone": "M12 3a2.8 2.8 0 0 0-2.8 2.8v5.4a2.8 2.8 0 0 0 5.6 0V5.8A2.8 2.8 0 0 0 12 3z M6 11a6 6 0 0 0 12 0 M12 17v4 M9 21h6",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "met": "M12 2.8a9.2 9.2 0 1 0 0 18.4 9.2 9.2 0 0 0 0-18.4z M8 12.3l2.8 2.8L16 9.8",
    "late": "M12 2.8a9.2 9.2 0 1 0 0 18.4 9.2 9.2 0 0 0 0-18.4z M7.5 12.5l2.5 2.5 3.5-4 M16.5 9v3.5 M16.5 15.5h.01",
    "cross": "M6.5 6.5l11 11 M17.5 6.5l-11 11",
    "running": "M12 2.8a9.2 9.2 0 1 0 0 18.4 9.2 9.2 0 0 0 0-18.4z M12 7v5.3l3.5 2",
    "soon": "M6.5 3h11 M6.5 21h11 M7.5 3c0 5 4.5 6 4.5 9s-4.5 4-4.5 9 M16.5 3c0 5-4.5 6-4.5 9s4.5 4 4.5 9",
    "overdue": "M8.2 2.8h7.6l5.4 5.4v7.6l-5.4 5.4H8.2l-5.4-5.4V8.2z M12 7.5v5.5 M12 16.5h.01",
    "paused": "M8.5 5v14 M15.5 5v14",
    "warning": "M12 3.5 2.5 20h19z M12 10v4.5 M12 17.2h.01",
    "info": "M12 2.8a9.2 9.2 0 1 0 0 18.4 9.2 9.2 0 0 0 0-18.4z M12 11v6 M12 7.5h.01",
    "pin": "M12 21.5s7-6.5 7-12a7 7 0 0 0-14 0c0 5.5 7 12 7 12z M12 7a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    "person": "M12 3.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8z M4.5 20.5a7.5 7.5 0 0 1 15 0",
    "building": "M5 21V4h9v17 M14 9h5v12 M3 21h18 M8 8h3 M8 12h3 M8 16h3",
    "bell": "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15z M10 21h4",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z M15.5 15.5 20.5 20.5",
    "back": "M14.5 5.5 8 12l6.5 6.5",
    "next": "M9.5 5.5 16 12l-6.5 6.5",
    "lock": "M6 10.5h12V20H6z M8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3",
    "repeat": "M4.5 11A7.5 7.5 0 0 1 18 7.5l2 2 M20 4.5v5h-5 M19.5 13A7.5 7.5 0 0 1 6 16.5l-2-2 M4 19.5v-5h5",
    "copies": "M8 8h12v12H8z M16 8V4H4v12h4",
    "print": "M7 9V3.5h10V9 M7 17H4V9h16v8h-3 M7 14h10v6.5H7z",
    "list": "M9 6h11 M9 12h11 M9 18h11 M4.5 6h.01 M4.5 12h.01 M4.5 18h.01",
    "sound": "M4 9.5v5h3.5l5 4v-13l-5 4z M16 9a4.2 4.2 0 0 1 0 6",
    "silent": "M4 9.5v5h3.5l5 4v-13l-5 4z M16 9.5l5 5 M21 9.5l-5 5",
    "attach": "M19 11.5l-7.5 7.5a4.5 4.5 0 0 1-6.5-6.5L13 4.5a3 3 0 0 1 4.3 4.3l-7.8 7.8a1.5 1.5 0 0 1-2.2-2.2L14 7.7",
    "tray": "M4 13.5 6.5 5h11L20 13.5V19H4z M4 13.5h5l1.2 2.2h3.6l1.2-2.2h5",
    "pen": "M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5z M14 6.5l3.5 3.5",
    "home": "M3.5 11.5 12 4l8.5 7.5 M6 9.5V20h12V9.5 M10 20v-5h4v5",
    "chart": "M4 20h16 M7 16v-5 M12 16V6 M17 16v-8",
    "upload": "M12 15.5V4.5 M7.5 9 12 4.5 16.5 9 M4.5 15v4.5h15V15",
    "gear": "M12 8.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4z M12 3v3 M12 18v3 M3 12h3 M18 12h3 M5.6 5.6l2.1 2.1 M16.3 16.3l2.1 2.1 M5.6 18.4l2.1-2.1 M16.3 7.7l2.1-2.1",
    "eye": "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z M12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z",
    "exit": "M10 4H5v16h5 M14 8l4 4-4 4 M18 12H9",
    "source": "M6 3.5h9l3.5 3.5v13.5H6z M9.5 10h5.5 M9.5 13.5h5.5 M9.5 17h3",
}


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: str = "") -> SafeString:
    """`{% icon "leak" %}`: decoration only, hidden from screen readers; the words beside it say the same.

    `size` is "" (one line high) or "large". An unknown name draws the three dots of "other".
    """
    path = PATHS.get(name, PATHS["other"])
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        mark_safe(f" icon-{size}" if size == "large" else ""),  # noqa: S308 - one of two constants
        path,
    )
