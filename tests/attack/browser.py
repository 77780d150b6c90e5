"""A browser whose network is the test client: pages of an open transaction, headers and scripts included."""

from __future__ import annotations

import re
from contextvars import copy_context
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from playwright.sync_api import Browser, Error, Page, Route

HOST = "http://testserver"
_TELL = """addEventListener('securitypolicyviolation', e => console.error('policy: '
  + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample))"""

_REPORT = re.compile(r"^policy: |Content Security Policy|Refused to")


class Watched:
    """One page of a browser. `wrong`: dialogs, reports of the policy, requests elsewhere, as (path, what)."""

    def __init__(self, browser: Browser, client: Client, **options: Any) -> None:
        self.client, self.wrong, self.path, self.around = client, [], "", copy_context()
        self.shown = ""  # the page as it was served to the browser
        self.context = browser.new_context(locale="zh-CN", **options)
        self.context.add_init_script(_TELL)
        self.context.route("**/*", self._serve)
        self.page: Page = self.context.new_page()
        self.page.on("dialog", self._dialog)
        self.page.on("console", lambda line: self._note(line.text) if _REPORT.search(line.text) else None)

    def open(self, path: str) -> None:
        """Go there, whatever it is; a file to keep is not looked at."""
        self.path, self.around = path, copy_context()
        try:
            self.page.goto(HOST + path, wait_until="load")
        except Error as error:
            if "Download is starting" not in error.message:
                raise

    def close(self) -> None:
        self.context.close()

    def _note(self, what: str) -> None:
        self.wrong.append((self.path, what[:200]))

    def _dialog(self, dialog: Any) -> None:
        self._note(f"dialog {dialog.message}")
        dialog.dismiss()

    def _serve(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        if f"{asked.scheme}://{asked.netloc}" != HOST:
            self._note(f"asked for {route.request.url}")
            route.abort()
            return
        path = asked.path + (f"?{asked.query}" if asked.query else "")
        # in the caller's context: the browser's events run in another, where Django would connect anew and
        # see nothing of the open transaction
        told = self.around.run(_static, path) if path.startswith("/static/") else self._answer(route, path)
        route.fulfill(**told)

    def _answer(self, route: Route, path: str) -> dict[str, Any]:
        headers = {name: value for name, value in route.request.headers.items() if name != "cookie"}
        method, body = route.request.method, route.request.post_data_buffer or b""
        kind = headers.get("content-type", "application/octet-stream")
        told = _told(
            self.around.run(self.client.generic, method, path, body, content_type=kind, headers=headers)
        )
        if path == self.path:
            self.shown = told["body"].decode(errors="replace")
        return told


@cache
def _static(path: str) -> dict[str, Any]:
    """A style sheet or script, fetched once: a browser that is routed keeps none."""
    return _told(Client().get(path))


def _told(answer: Any) -> dict[str, Any]:
    headers = {name: value for name, value in answer.headers.items() if name.lower() != "content-length"}
    return {"status": answer.status_code, "headers": headers, "body": answer.getvalue()}
