"""Huiyin's shared parts of a page, as template tags. `{% load huiyin icons durations %}`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, is_dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, RadioSelect
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from huiyin.insight.durations import LEAST

from .durations import digits

register = template.Library()

Text = str | Promise
CLOCK_WORDS: dict[str, Text] = {
    "running": _("left"),
    "soon": _("left, hurry"),
    "overdue": _("over"),
    "paused": _("paused"),
    "met": _("in time"),
    "late": _("late by"),
    "joined": _("counted with the other request"),
}
SHORTEST_TO_HIDE = 8  # digits: three in front and four behind are shown
TONES = frozenset({"plain", "jade", "green", "amber", "red", "plum", "grey", "hazard"})
STATE_TONES = {
    "received": "amber",
    "dispatched": "jade",
    "assigned": "jade",
    "accepted": "jade",
    "arrived": "jade",
    "working": "jade",
    "proposed": "plain",
    "answered": "plain",
    "follow_up": "amber",
    "declining": "amber",
    "merged": "plain",
    "joined": "plain",
    "suspended": "amber",
    "withdrawn": "grey",
    "confirmed": "green",
    "attested": "green",
}


@register.simple_tag
def clock(view: Any, size: str = "badge") -> SafeString:
    """One clock: shape, digits and word, never colour alone.

    `view` has kind, label, target_at (aware datetime or None), state (running soon overdue paused met late),
    remaining_seconds and late_seconds (of the database's clock) and paused. `size` is "badge" (a row),
    "block" (the resident's page) or "board" (the duty room's wall).
    """
    shown = {"overdue": view.late_seconds, "late": view.late_seconds}.get(view.state, view.remaining_seconds)
    seconds, with_digits = int(shown or 0), view.state != "met" and shown is not None
    if size != "badge":
        facts = _clock_facts(view.state, with_digits=with_digits)
        return render_to_string("parts/clock.html", {"view": view, "size": size, "seconds": seconds, **facts})
    until = getattr(view, "paused_until", None) if view.state == "paused" else None
    frame = _clock_frame(view.state, view.label, until, get_language(), with_digits=with_digits)
    return mark_safe(frame.replace(_SECONDS, str(seconds)).replace(_DIGITS, digits(seconds)))  # noqa: S308 - numbers


_SECONDS, _DIGITS = "\ue000", "\ue001"
"""Characters no word has: where the seconds of a clock go."""


# A list has fifty clocks of a few kinds, each with other seconds.
@lru_cache(maxsize=512)
def _clock_frame(state: str, label: str, until: Any, _language: str, *, with_digits: bool) -> SafeString:
    view = {"state": state, "label": label, "paused_until": until}
    facts = _clock_facts(state, with_digits=with_digits)
    marks = {"seconds": _SECONDS, "digits": _DIGITS}
    return render_to_string("parts/clock.html", {"view": view, "size": "badge", **marks, **facts})


@register.simple_tag
def case_row(row: Any, markable: Any = "", each: str = "") -> SafeString:
    """A row of a list of cases (a frozen dataclass, or anything with its names): all but its clock is kept.

    A list that is looked at again has nearly the rows it had.
    """
    told = clock(row.clock) if row.clock else SafeString()
    if not is_dataclass(row) or isinstance(row, type):
        return _drawn_row(row, told, each, markable=bool(markable))
    kept = _kept_row(replace(row, clock=None), each, get_language(), markable=bool(markable))
    return mark_safe(kept.replace(_CLOCK, told, 1))  # noqa: S308 - both were drawn here


_CLOCK = "\ue002"


# `typed`: see the marks below.
@lru_cache(maxsize=1024, typed=True)
def _kept_row(row: Any, each: str, _language: str, *, markable: bool) -> SafeString:
    return _drawn_row(row, mark_safe(_CLOCK), each, markable=markable)  # noqa: S308 - one character


def _drawn_row(row: Any, told: SafeString, each: str, *, markable: bool) -> SafeString:
    drawn = {"row": row, "clock": told, "each": each, "markable": markable}
    return render_to_string("staff/parts/row.html", drawn)


def _clock_facts(state: str, *, with_digits: bool) -> dict[str, Any]:
    ticking = state in {"running", "soon", "overdue"}
    return {"word": CLOCK_WORDS.get(state, ""), "ticking": ticking, "with_digits": with_digits}


@register.inclusion_tag("parts/figure.html")
def figure(
    n: int, whole: int, url_n: str = "", url_whole: str = "", label: Text = "", version: str = ""
) -> dict[str, Any]:
    """A rate as n of N, each opening its list; a percentage only beside them, and none while N is small.

    `version` names the rule pack the rate was counted by.
    """
    percent = f"{100 * n / whole:.1f}%" if whole >= LEAST else ""
    return locals()


@register.simple_tag
def state(value: Any, tone: str = "", label: Text = "") -> SafeString:
    """A state in words on its tone. `value` is a TextChoices member, or a code with its `label`."""
    code = str(getattr(value, "value", value))
    words = str(label or getattr(value, "label", code))
    return _state(code, words, tone if tone in TONES else STATE_TONES.get(code, "grey"))


@register.simple_tag
def badge(label: Text, tone: str = "plain", icon: str = "") -> SafeString:
    """A small mark: category, urgency, private, repeated, danger (tone `hazard`)."""
    return _badge(str(label), tone if tone in TONES else "plain", icon)


# A list of fifty rows has hundreds of marks, a few dozen of them different. `typed`: words that were marked
# safe elsewhere and the same words from a person are kept apart.
@lru_cache(maxsize=1024, typed=True)
def _state(code: str, label: str, tone: str) -> SafeString:
    return render_to_string("parts/state.html", {"code": code, "label": label, "tone": tone})


@lru_cache(maxsize=1024, typed=True)
def _badge(label: str, tone: str, icon: str) -> SafeString:
    return render_to_string("parts/badge.html", {"label": label, "tone": tone, "icon": icon})


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, kind: str = "") -> dict[str, Any]:
    """A form field with label, hint and error, tied together for screen readers.

    `kind` is "above" (label above), "choices" (radios or boxes in a fieldset), "tick" (one box, label behind)
    or "hidden"; when not given, the widget decides.
    """
    kind = kind or _kind(bound)
    described = []
    if bound.help_text:
        described.append(f"{bound.id_for_label}-hint")
    if bound.errors:
        described.append(f"{bound.id_for_label}-error")
    attributes = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    drawn = bound if kind == "choices" else bound.as_widget(attrs={**attributes, **_classes(bound, kind)})
    return {"field": bound, "kind": kind, "drawn": drawn, "described": " ".join(described)}


def _kind(bound: BoundField) -> str:
    if bound.is_hidden:
        return "hidden"
    if isinstance(bound.field.widget, RadioSelect):  # CheckboxSelectMultiple is one as well
        return "choices"
    return "tick" if isinstance(bound.field.widget, CheckboxInput) else "above"


def _classes(bound: BoundField, kind: str) -> dict[str, str]:
    given = bound.field.widget.attrs.get("class", "")
    own = "tick" if kind == "tick" else "input"
    return {"class": f"{own} {given}".strip()}


@register.inclusion_tag("parts/errors.html")
def errors(form: BaseForm) -> dict[str, Any]:
    """The summary above a form sent with mistakes: each a link to its field, in the same words."""
    lines = [(form[name].id_for_label, text) for name in form.fields for text in form.errors.get(name, [])]
    return {"lines": lines, "general": list(form.non_field_errors())}


@register.inclusion_tag("parts/source.html")
def source(key: str, confidence: str = "", note: Text = "") -> dict[str, Any]:
    """依据: which rule says so. Opens without a script. `confidence` is the rule pack's: A, B, C, M or R."""
    return {"key": key, "confidence": confidence, "note": note}


@dataclass(frozen=True)
class Switch:
    """A link that changes the look and comes back to the same page."""

    url: str
    on: bool


def elder_on(context: Any) -> bool:
    """Elder mode: the cookie decides; without one the page's own `elder` (a contact's desk sets it).

    The style guide's `look` goes before both.
    """
    if context.get("look"):
        return bool(context["look"] == "elder")
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get("elder") if request else None
    return chosen == "1" if chosen in {"0", "1"} else bool(context.get("elder"))


@register.simple_tag(takes_context=True)
def elder_class(context: Any) -> str:
    """The class of <html> in elder mode."""
    return "elder" if elder_on(context) else ""


@register.simple_tag(takes_context=True)
def elder_switch(context: Any) -> Switch:
    """The switch at the top right of every page."""
    on = elder_on(context)
    return Switch(url=_look(context, elder="0" if on else "1"), on=on)


@register.simple_tag(takes_context=True)
def language_url(context: Any, code: str) -> str:
    """The link that shows the same page in another language."""
    return _look(context, language=code)


def _look(context: Any, **change: str) -> str:
    request: HttpRequest | None = context.get("request")
    safe = request is not None and request.method in {"GET", "HEAD"}
    return "/look?" + urlencode({**change, "next": request.get_full_path() if request and safe else "/"})


@register.simple_tag
def digit_after(before: Sequence[Any], counter: int) -> int:
    """The digit of the `counter`-th thing of a list that goes on behind another."""
    return len(before) + counter


@register.filter
def tel(number: str) -> str:
    """`tel:` address of a phone number as written by people."""
    return "tel:" + "".join(c for c in str(number) if c.isdigit() or c == "+")


@register.filter
def mask_name(name: str) -> str:
    """A person's name as neighbours may see it: 王** keeps the family name."""
    name = str(name).strip()
    return name[:1] + "*" * min(max(len(name) - 1, 1), 2) if name else ""


@register.filter
def mask_phone(number: str) -> str:
    """138****1234; a number too short to hide keeps only its last two digits."""
    kept = "".join(c for c in str(number) if c.isdigit())
    if len(kept) < SHORTEST_TO_HIDE:
        return "*" * max(len(kept) - 2, 0) + kept[-2:]
    return f"{kept[:3]}{'*' * (len(kept) - 7)}{kept[-4:]}"


@register.simple_tag
def key_field() -> SafeString:
    """The hidden idempotency key of a form: each drawn form is answered once, however often it is sent."""
    return format_html('<input type="hidden" name="key" value="{}">', uuid4())
