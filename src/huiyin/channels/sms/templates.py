"""The text messages there are: a number and a short link, never what a case says or where it is.

A template is approved by the provider before use; its text there is the Chinese of these messages, with
${number} for {number}. A message can carry only the fields below, each of a fixed form, so no sentence of a
resident, no address and no line break can get into one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELDS: Final = {
    "number": re.compile(r"[0-9A-Z-]{4,40}"),
    "link": re.compile(r"https?://[A-Za-z0-9.:-]{1,60}/[A-Za-z0-9/_-]{0,40}"),
    "code": re.compile(r"[0-9]{4,8}"),
    "count": re.compile(r"[0-9]{1,4}"),
    "minutes": re.compile(r"[0-9]{1,3}"),
}


class ParamsError(ValueError):
    """A message whose fields are not those of its template."""


class Kind(StrEnum):
    """The provider's kinds of templates; codes have the tighter limits."""

    CODE = "code"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Template:
    """One message: its kind, its text and the fields in it."""

    name: str
    kind: Kind
    text: Promise
    fields: frozenset[str]


def _template(name: str, text: Promise, *fields: str, kind: Kind = Kind.NOTICE) -> Template:
    return Template(name, kind, text, frozenset(fields))


TEMPLATES: Final = {
    template.name: template
    for template in (
        _template(
            "received", _("Your request {number} has been received. Follow it at {link}"), "number", "link"
        ),
        _template("arrived", _("Somebody is on site for request {number}. See {link}"), "number", "link"),
        _template(
            "answered", _("Request {number} has an answer. Is it solved? Tell us at {link}"), "number", "link"
        ),
        _template(
            "suspended",
            _("Request {number} cannot be solved now. Why, and when it is looked at again: {link}"),
            "number",
            "link",
        ),
        _template(
            "extended", _("Request {number} needs more time. Why, and until when: {link}"), "number", "link"
        ),
        _template(
            "waiting",
            _("Request {number} waits for something. What, and until when: {link}"),
            "number",
            "link",
        ),
        _template(
            "regraded",
            _("Request {number} is a bigger matter and takes longer. Why, and until when: {link}"),
            "number",
            "link",
        ),
        _template(
            "incident",
            _("Request {number} is part of a larger incident. What is known: {link}"),
            "number",
            "link",
        ),
        _template("work", _("Request {number}: news of the work on it. See {link}"), "number", "link"),
        _template("reminder", _("We still wait for your word on request {number}: {link}"), "number", "link"),
        _template("assigned", _("Request {number} is yours now. Open {link}"), "number", "link"),
        _template(
            "warning", _("Request {number} is due in {minutes} min. Open {link}"), "number", "minutes", "link"
        ),
        _template(
            "escalation", _("Request {number} is overdue and was passed to you: {link}"), "number", "link"
        ),
        _template(
            "ballot",
            _("Owners' vote {number}: read it and vote at {link} The link is yours alone."),
            "number",
            "link",
        ),
        _template(
            "volunteer", _("You are on the volunteers' list. Your own page, yours alone: {link}"), "link"
        ),
        _template("duty_off", _("The duty {number} does not take place. Why: {link}"), "number", "link"),
        _template(
            "duty_thanks", _("Thank you for helping, {number}. A note for you: {link}"), "number", "link"
        ),
        _template("digest", _("{count} requests ran late. Open {link}"), "count", "link"),
        _template(
            "sign_in",
            _("{code} is your sign-in code, good for {minutes} min. Give it to nobody."),
            "code",
            "minutes",
            kind=Kind.CODE,
        ),
    )
}


def check_params(name: str, params: Mapping[str, str]) -> None:
    """Raise ParamsError unless `params` are exactly the fields of the template `name`, each of its form."""
    template = TEMPLATES.get(name)
    if template is None:
        raise ParamsError(f"there is no message called {name!r}")
    if params.keys() != template.fields:
        raise ParamsError(f"{name} needs exactly: {', '.join(sorted(template.fields))}")
    for field, value in params.items():
        if not isinstance(value, str) or not FIELDS[field].fullmatch(value):
            raise ParamsError(f"{name}: {field} has the wrong form")


def render(name: str, params: Mapping[str, str]) -> str:
    """Return the text of a message in the active language, without the signature."""
    check_params(name, params)
    return str(TEMPLATES[name].text).format_map(params)
