"""A browser without a screen: opens pages, finds their forms, fills them in and sends them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus

import httpx

NUMBER = re.compile(r"\d{6}-\d{8}-[A-Z]-\d{6,}-[0-9A-Z]")
TAG = re.compile(r"<[^>]+>")


class DrillFailed(Exception):
    """A page did not do what it should; the sentence says which and how it answered."""


@dataclass(slots=True)
class Form:
    """A form as the page gives it: where it goes, what it holds, the buttons that send it."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Collects the forms of a page with the values a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = self._option = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(values.get("action", "")))
        elif self.forms and tag == "input":
            self._input(values, dict(attrs))
        elif self.forms and tag == "textarea":
            self.forms[-1].fields.setdefault(values.get("name", ""), "")
        elif self.forms and tag == "select":
            self._select = values.get("name", "")
        elif self.forms and tag == "option" and self._select:
            self._choose(values, chosen="selected" in values)

    def handle_data(self, data: str) -> None:
        if self._option and data.strip():
            choices = self.forms[-1].choices[self._select]
            choices[-1] = (choices[-1][0], data.strip())
            self._option = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""

    def _input(self, values: dict[str, str], given: dict[str, str | None]) -> None:
        name, kind = values.get("name", ""), values.get("type", "text")
        if not name or kind in ("submit", "file", "button"):
            return
        if kind in ("radio", "checkbox"):
            self.forms[-1].choices.setdefault(name, []).append((values.get("value", "on"), ""))
            if "checked" not in given:
                return
        self.forms[-1].fields[name] = values.get("value", "on" if kind == "checkbox" else "")

    def _choose(self, values: dict[str, str], *, chosen: bool) -> None:
        form, value = self.forms[-1], values.get("value", "")
        form.choices.setdefault(self._select, []).append((value, ""))
        self._option = self._select
        if chosen or self._select not in form.fields:
            form.fields[self._select] = value


class Visitor:
    """One person's browser, with cookies of its own."""

    def __init__(self, url: str) -> None:
        # no proxy: the scratch instance is on this machine
        self.http = httpx.Client(base_url=url, timeout=30, trust_env=False)

    def open(self, path: str, *, expect: int = HTTPStatus.OK) -> str:
        """A page's HTML. Raises DrillFailed for another status."""
        answer = self.http.get(path, follow_redirects=True)
        if answer.status_code != expect:
            raise DrillFailed(f"GET {path}: {answer.status_code}, not {expect}")
        return answer.text

    def form(self, page: str, action: str) -> Form:
        """The form of a page that goes to `action`. Raises DrillFailed when there is none."""
        for found in forms_of(page):
            if found.action.partition("?")[0] == action:
                return found
        raise DrillFailed(f"no form to {action}; there are {[form.action for form in forms_of(page)]}")

    def send(self, form: Form, **values: str) -> str:
        """Fill in and send a form; returns where it led. Raises DrillFailed when it was not taken."""
        answer = self.http.post(form.action, data=form.fields | values)
        if answer.status_code != HTTPStatus.SEE_OTHER:
            said = " ".join(TAG.sub(" ", answer.text).split())[:300]
            raise DrillFailed(f"POST {form.action}: {answer.status_code}: {said}")
        return answer.headers["location"]

    def close(self) -> None:
        """End the connections."""
        self.http.close()


def forms_of(page: str) -> list[Form]:
    """Every form of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def number_on(page: str) -> str:
    """The case number a page shows, however it is broken into lines. Raises DrillFailed."""
    found = NUMBER.search(re.sub(r"\s+", "", TAG.sub("", page)))
    if found is None:
        raise DrillFailed("the page shows no case number")
    return found.group()
