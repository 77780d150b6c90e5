"""The people of the drill, each at the own pages: residents, a program, clerks, the duty room."""

from __future__ import annotations

import base64
import time
import uuid
from http import HTTPStatus
from typing import Any

import httpx
from django_otp.oath import TOTP

from .planning import Ending, Plan
from .visitor import DrillFailed, Visitor, forms_of, number_on


class Resident:
    """Stands before a door with a telephone; afterwards has only the link."""

    def __init__(self, url: str, code: str) -> None:
        self.visitor, self.code, self.link = Visitor(url), code, ""

    def ask(self, plan: Plan) -> str:
        """Scan, choose a tile, write, send; sometimes send twice. Returns the number on the receipt."""
        self.visitor.open(f"/q/{self.code}")
        address = f"/q/{self.code}/{plan.tile}"
        form = self.visitor.form(self.visitor.open(address), address)
        said = {"words": plan.words, "phone": plan.phone}
        self.link = self.visitor.send(form, **said).partition("?")[0]
        if plan.sent_twice and self.visitor.send(form, **said).partition("?")[0] != self.link:
            raise DrillFailed("the same form sent twice gave two receipts")
        return number_on(self.visitor.open(f"{self.link}?new=1"))

    def follow(self, link: str) -> None:
        """Go on with the link of a text message."""
        self.link = httpx.URL(link).path

    def judge(self, *, solved: bool, satisfied: str) -> None:
        """Answer the two questions."""
        form = self.visitor.form(self.visitor.open(self.link), f"{self.link}/verdict")
        self.visitor.send(
            form, solved="yes" if solved else "no", satisfied=satisfied, words="" if solved else "又坏了"
        )


class Program:
    """Another system with a token."""

    def __init__(self, url: str, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self.http = httpx.Client(base_url=f"{url}/api/v1", headers=headers, timeout=30, trust_env=False)

    def ask(self, plan: Plan, scope_id: int) -> dict[str, Any]:
        """Send a request; sometimes twice with the same key. Returns the receipt."""
        body = {
            "scope_id": scope_id,
            "content": plan.words,
            "phone": plan.phone,
            "channel": "H",
            "category": "0204",
        }
        key = {"Idempotency-Key": str(uuid.uuid4())}
        answers = [
            self.http.post("/cases", json=body, headers=key) for _ in range(2 if plan.sent_twice else 1)
        ]
        if any(answer.status_code != HTTPStatus.CREATED for answer in answers):
            raise DrillFailed(f"POST /api/v1/cases: {answers[0].status_code} {answers[0].text[:300]}")
        if len({answer.text for answer in answers}) > 1:
            raise DrillFailed("the same key sent twice gave two receipts")
        receipt: dict[str, Any] = answers[0].json()
        return receipt

    def sees(self, number: str) -> bool:
        """Whether the program may read a case."""
        return self.http.get(f"/cases/{number}").status_code == HTTPStatus.OK


class Staff:
    """Somebody of the office, signed in with password and second factor."""

    def __init__(self, url: str, login: dict[str, Any]) -> None:
        self.visitor, self.name = Visitor(url), login["username"]
        self._sign_in(login)

    def _sign_in(self, login: dict[str, Any]) -> None:
        form = next(form for form in forms_of(self.visitor.open("/sign-in")) if "password" in form.fields)
        form.action = form.action or "/sign-in"
        answer = self.visitor.http.post(
            form.action, data=form.fields | {"username": login["username"], "password": login["password"]},
            follow_redirects=True,
        )  # fmt: skip
        second = next(form for form in forms_of(answer.text) if "code" in form.fields)
        token = TOTP(base64.b32decode(login["second_factor"]))
        token.time = time.time()
        self.visitor.http.post(
            second.action or answer.url.path, data=second.fields | {"code": f"{token.token():06d}"},
            follow_redirects=True,
        )  # fmt: skip
        self.visitor.open(login["start_page"])

    def step(self, number: str, name: str, **values: str) -> None:
        """Open the case and take one of the steps its page offers."""
        page = self.visitor.open(f"/case/{number}")
        self.visitor.send(self.visitor.form(page, f"/case/{number}/{name}"), **values)

    def sees(self, number: str) -> bool:
        """Whether the case exists for this person."""
        return self.visitor.http.get(f"/case/{number}").status_code == HTTPStatus.OK


class Clerk(Staff):
    """Sorts and dispatches, makes follow-up calls."""

    def sort(self, number: str, organisation_id: int) -> None:
        """Take the suggestion, else water; hand it to the company of the estate in the same step."""
        form = self.visitor.form(self.visitor.open(f"/case/{number}"), f"/case/{number}/sort")
        chosen = {} if form.fields.get("hint") else {"category": "0204"}
        self.visitor.send(
            form, **chosen, owner=_unit(form.choices["owner"], organisation_id), **{"and": "dispatch"}
        )

    def hand_over(self, number: str, organisation_id: int) -> None:
        """Give a dispatched case to the company of the estate."""
        form = self.visitor.form(self.visitor.open(f"/case/{number}"), f"/case/{number}/dispatch")
        self.visitor.send(form, owner=_unit(form.choices["owner"], organisation_id), reason="由小区物业办理")

    def call(self, number: str, *, reached: bool) -> None:
        """One follow-up call."""
        said = (
            {"solved": "yes", "satisfied": "basic", "words": "电话里说好了"}
            if reached
            else {"words": "无人接听"}
        )
        self.step(number, "call", reached="yes" if reached else "no", **said)


class DutyRoom(Staff):
    """The company's desk: taps on the board, answers on the case page."""

    def take(self, number: str) -> None:
        """Accept and arrive from the board."""
        for step in ("accept", "arrive"):
            form = self.visitor.form(self.visitor.open("/duty/"), f"/duty/{number}/{step}")
            self.visitor.send(form)

    def answer(self, number: str, words: str) -> None:
        """Mark the work done and give the answer."""
        self.step(number, "done", note="已完工")
        self.step(number, "propose", answer=words)


def _unit(choices: list[tuple[str, str]], organisation_id: int) -> str:
    """The choice "whoever is on duty" of an organisation. Raises DrillFailed."""
    if str(organisation_id) not in dict(choices):
        raise DrillFailed("the company of the estate cannot be chosen")
    return str(organisation_id)


def is_silent(plan: Plan) -> bool:
    """Whether the person says nothing after the answer."""
    return plan.ending in (Ending.SILENT, Ending.UNREACHABLE)
