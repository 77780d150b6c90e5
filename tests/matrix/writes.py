"""A well-formed write for every address that takes one: who sends what, and what has to be so before.

The tests of keys, extra fields, histories and rights come from this table; a route without a row here
fails `test_every_write_has_its_row`.
"""

from __future__ import annotations

import io
import json
import uuid
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import localtime
from PIL import Image

from huiyin.desks.keys import ACTS
from huiyin.ground.clock import now as clock_now
from huiyin.registers.rosters.columns import COLUMNS
from huiyin.registers.rosters.words import RosterKind
from tests.matrix import preparing as so
from tests.matrix.agreements import AGREEMENTS
from tests.matrix.board import BOARD
from tests.matrix.deliberations import DELIBERATIONS
from tests.matrix.elections import ELECTIONS
from tests.matrix.fund import FUND
from tests.matrix.hands_writes import HANDS, HANDS_API
from tests.matrix.polls import POLLS
from tests.matrix.routes import Route, operations, pages
from tests.matrix.row import Values, Write, said
from tests.matrix.surveys import SURVEYS
from tests.matrix.topics import TOPICS
from tests.matrix.volunteers import VOLUNTEERS
from tests.matrix.votes import VOTE_UNKEYED, VOTES
from tests.matrix.works import WORKS
from tests.matrix.world import NEAR, World
from tests.town import LAMP, WATER

MOBILE = "13900139000"
"""The phone number sent; the one of the planted case is another."""


def photo() -> SimpleUploadedFile:
    """A small picture."""
    body = io.BytesIO()
    Image.new("RGB", (32, 32), (90, 120, 60)).save(body, "PNG")
    return SimpleUploadedFile("a.png", body.getvalue(), "image/png")


def table() -> SimpleUploadedFile:
    """A table with one row."""
    return SimpleUploadedFile("b.csv", "内容\n路灯不亮\n".encode(), "text/csv")


def answers(world: World) -> SimpleUploadedFile:
    """A table in which the platform of the world's order grants the time it was asked for."""
    line = f"工单编号,申请类型,审核结果\n{so.order_of(world)},延期,同意\n"
    return SimpleUploadedFile("c.csv", line.encode(), "text/csv")


def _wait(_world: World) -> dict[str, str]:
    """It waits for a part, from today on."""
    return {"what": "part", "until": f"{localtime(clock_now()):%Y-%m-%d}", "note": "角阀"}


REASON = said(reason="搬走了")
SURE = said()
ANSWER = said(answer="已经疏通")
STEWARD = "steward"

PAGES: tuple[Write, ...] = (
    Write(
        "q-form",
        "nobody",
        said(words="厨房漏水", phrase="back", name="张三", phone=MOBILE, whose_home="3-2", private="on"),
    ),
    Write("q-too", "nobody", said(category=WATER)),
    Write("q-call", "nobody", said(phone=MOBILE)),
    Write("c-verdict", "nobody", said(solved="yes", satisfied="yes", words="谢谢"), so.proposed),
    Write("c-reopen", "nobody", said(words="又漏了"), so.confirmed),
    Write("c-there", "nobody", said()),
    Write("c-withdraw", "nobody", said(reason="other", words="不用了")),
    Write("c-alone", "nobody", said(words="我家是另一根管子"), so.merged),
    Write("c-more", "nobody", said(words="还在漏")),
    Write("c-contact", "nobody", said(phone=MOBILE, wants_reply="on")),
    Write("steward-shown", STEWARD, quiet=True),
    Write("inbox-read", "clerk", said(until="2100-01-01T00:00:00+08:00")),
    Write("inbox-open", "clerk"),
    Write(
        "case-sort",
        "clerk",
        lambda _world: {
            "hint": "",
            "category": LAMP,
            "urgency": "N",
            "kind": "help",
            "place": "",
            "private": "on",
            "owner": "",
            "and": "",
        },
    ),
    Write("case-accept", "duty"),
    Write("case-arrive", "duty"),
    Write("case-resume", "duty", before=so.paused),
    Write("case-propose", "duty", ANSWER),
    Write("case-done", "duty", said(note="好了"), so.accepted),
    Write("case-contact", "duty", said(note="约了下午"), so.accepted),
    Write("case-evidence", "duty", lambda _world: {"stage": "after", "file": photo()}, so.accepted),
    Write(
        "case-plan", "duty", said(steps="换管", owner="王工", done_by="2030-01-01", cost="12.50"), so.accepted
    ),
    Write("case-regrade", "duty", said(tier="major", reason="主管破裂"), so.no_regrade),
    Write(
        "case-pause",
        "duty",
        lambda world: {"reason": "resident_unavailable", "until": so.later(world, "%Y-%m-%dT%H:%M")},
        so.accepted,
    ),
    Write(
        "case-merge",
        "clerk",
        lambda world: {
            "main": "other",
            "number": so.twin(world).number,
            "why": "同一根管",
        },
    ),
    Write("case-part", "clerk", said(why="两根管"), so.merged),
    Write("case-split", "clerk", said(content="楼道灯也不亮", category=LAMP)),
    Write("case-unsplit", "clerk", said(why="一件事"), so.part_of_another),
    Write("case-release", "clerk", said(why="不是停水"), so.in_incident),
    Write(
        "case-suspend",
        "clerk",
        lambda world: {
            "reason": so.GROUND,
            "why": "要等维修资金",
            "plan": "先用水桶接",
            "review_on": so.day(world, 20),
        },
    ),
    Write("case-decide-rest", "clerk", said(approve="yes", note="同意"), so.rest_asked),
    Write("case-take-up", "clerk", before=so.resting),
    Write("case-extend", "clerk", said(reason="配件要等"), so.extendable),
    Write("case-decide-time", "clerk", said(grant="yes"), so.time_asked),
    Write(
        "case-mark",
        "clerk",
        lambda world: {"about": "number", "reason": "一天 30 通", "until": so.day(world, 20)},
    ),
    Write("case-decide-mark", "second clerk", said(confirm="yes"), so.mark_asked),
    Write("case-lift-mark", "clerk", said(proved_true="yes", why="去看了，属实"), so.marked),
    Write("leader-month-restate", "leader", said(why="补登了两次回访"), so.moved_since),
    Write(
        "incident-new",
        "clerk",
        lambda world: {
            "estate": str(world.town.estate.pk),
            "place": "",
            "category": WATER,
            "title": "主管爆裂",
            "told": "正在抢修",
            "begun_at": so.day(world, -1) + "T08:00",
            "expected_at": "",
            "absorbs_new": "on",
        },
    ),
    Write("incident-absorb", "clerk", lambda world: {"number": world.values[NEAR]["number"]}),
    Write(
        "incident-change", "clerk", said(told="阀门已关，正在换管", expected_at="2099-01-01T18:00", seen="0")
    ),
    Write("incident-end", "clerk", said(answer="已修好")),
    Write("case-renew", "clerk", said(reason="丢了链接")),
    Write("case-decide", "clerk", said(grant="yes", by_phone="on")),
    Write(
        "case-call",
        "clerk",
        said(reached="yes", contacted="yes", solved="yes", satisfied="yes", words="好了"),
        so.follow_up,
    ),
    Write("case-give-up", "clerk", before=so.called_in_vain),
    Write("case-review", "second clerk", said(uphold="yes", note="同意"), so.declining),
    Write("case-dispatch", "clerk", lambda world: {"owner": str(world.town.company.pk), "reason": "换人"}),
    Write("case-undo", "clerk", said(reason="派错了")),
    Write("case-answer", "clerk", ANSWER, so.received),
    Write("case-decline", "clerk", said(outcome="beyond_duty", answer="请找法院"), so.received),
    Write("case-note", "clerk", said(text="住户下午在")),
    Write("conflict", "clerk", said(holds="late", words="以到场的为准，另派人换"), so.two_at_one_job),
    Write("case-reveal", "clerk", said(reason="约时间")),
    Write("duty-step", "duty", step="accept"),
    Write("duty-regrade", "duty", said(grant="yes")),
    Write(
        "duty-handover-leave",
        "duty",
        lambda world: {
            "incoming": str(world.town.people["deputy"].pk),
            "note": "东门灯还没修",
        },
        so.no_handover,
    ),
    Write("duty-handover-take", "deputy"),
    Write("duty-handover-withdraw", "duty"),
    Write("job-step", "field", said(back="job"), step="accept"),
    Write("job-step", "field", ANSWER, step="answer"),
    Write("job-step", "field", said(note="约了"), so.accepted, step="contacted"),
    Write("job-step", "field", said(how_long="60", until=""), so.accepted, step="pause"),
    Write("job-step", "field", _wait, so.accepted, step="wait"),
    Write("job-step", "field", before=so.waiting, step="wait-end"),
    Write("job-step", "field", before=so.accepted_by_worker, step="undo"),
    Write("job-step", "field", REASON, so.accepted, step="hand-back"),
    Write("job-step", "field", said(tier="major", reason="主管破裂"), so.no_regrade, step="regrade"),
    Write(
        "job-step",
        "field",
        said(step_1="换管", by_1="2029-12-30", owner="王工", done_by="2030-01-01", cost="12.50"),
        so.accepted,
        step="plan",
    ),
    Write(
        "job-step", "field", lambda _world: {"photo": photo(), "stage": "after"}, so.accepted, step="photo"
    ),
    Write("job-step", "field", said(text="缺配件"), so.accepted, step="note"),
    Write("field-arrive", "field", before=so.accepted),
    Write(
        "field-new",
        "field",
        lambda world: {
            "place": str(world.town.building.pk),
            "phrase": "manhole",
            "words": "井盖松动",
            "name": "李四",
            "phone": MOBILE,
            "private": "on",
        },
    ),
    Write(
        "field-place-new",
        "field",
        lambda world: {
            "place": str(world.town.building.pk),
            "phrase": "back",
            "words": "住户说漏水",
            "name": "李四",
            "phone": MOBILE,
            "private": "on",
        },
    ),
    Write(
        "contact-new",
        "contact",
        lambda world: {
            "place": str(world.town.building.pk),
            "phrase": "back",
            "words": "邻居家漏水",
            "name": "李四",
            "phone": MOBILE,
            "private": "on",
        },
    ),
    Write(
        "clerk-new",
        "clerk",
        lambda world: {
            "content": "路灯不亮",
            "estate": str(world.town.estate.pk),
            "place": "",
            "category": LAMP,
            "name": "李四",
            "phone": MOBILE,
            "channel": "T",
            "kind": "help",
            "whose_home": "3-2",
            "private": "on",
            "office": "people",
            "reply_by": "2099-01-31",
        },
    ),
    Write(
        "clerk-bulk",
        "clerk",
        lambda world: {
            "number": world.values[NEAR]["number"],
            "owner": str(world.town.company.pk),
            "and": "dispatch",
        },
        so.received,
    ),
    Write(
        "clerk-board-give",
        "clerk",
        lambda world: {
            "number": world.values[NEAR]["number"],
            "version": "",
            "owner": str(world.town.company.pk),
            "by": "holder",
        },
        so.received,
    ),
    Write("clerk-bulk-undo", "clerk", before=so.many_dispatched),
    Write(
        "clerk-answer-new",
        "clerk",
        lambda world: {
            "name": "已修",
            "text": "{诉求人}您好，已经修好。",
            "category": WATER,
            "scope": str(world.town.community.pk),
        },
    ),
    Write(
        "clerk-answer",
        "clerk",
        lambda world: {
            "name": "已换",
            "text": "已经换好。",
            "category": "",
            "scope": str(world.town.community.pk),
        },
    ),
    Write("clerk-columns", "clerk", lambda _world: {"headings": "编号\t诉求内容\t备注", "and": "keep"}),
    Write(
        "clerk-import",
        "clerk",
        lambda world: {
            "file": table(),
            "scope": str(world.town.estate.pk),
            "channel": "N",
            "what": "old",
            "platform": "",
            "text": "",
        },
    ),
    Write(
        "clerk-sheet-new",
        "clerk",
        lambda world: {
            "kind": "doors",
            "estate": str(world.town.estate.pk),
            "held_on": "2026-11-20",
            "host": "刘某",
            "link": "",
            "chat": "",
            "row-TOTAL_FORMS": "1",
            "row-INITIAL_FORMS": "0",
            "row-0-take": "on",
            "row-0-words": "路灯不亮",
            "row-0-place": "",
            "row-0-name": "李四",
            "row-0-phone": MOBILE,
            "row-0-agreed": "",
            "and": "take-in",
        },
    ),
    Write(
        "clerk-owed-given",
        "clerk",
        lambda world: {"owed": [world.values[NEAR]["owed_id"]], "receipt": "R1"},
        so.slip_ready,
    ),
    Write(
        "clerk-order",
        "clerk",
        said(kind="extension", reason="配件要等", wanted_at="2099-12-20T18:00", legal_basis="", suggested=""),
    ),
    Write(
        "clerk-asked-sent",
        "clerk",
        lambda world: {"asked": [so.the_question(world)], "receipt": "Q1"},
        so.asked_outside,
    ),
    Write("clerk-asked-results", "clerk", lambda world: {"file": answers(world)}, so.asked_outside),
    Write("clerk-owed-reply", "clerk", said(words="王代表：已经修好。", receipt="面交"), so.reply_owed),
    Write(
        "clerk-import-run",
        "clerk",
        lambda _world: {
            "bad": "skip",
            "and": "take-in",
            "content": "内容",
            "source_ref": "",
            "name": "",
            "phone": "",
            "title": "",
            "received_at": "",
            "place_text": [],
            "category_text": [],
            "channel_text": "",
            "status_text": "",
            "answer": "",
            "answered_at": "",
            "accept_by": "",
            "contact_by": "",
            "finish_by": "",
        },
    ),
    Write("steward-place-add", STEWARD, said(kind="entrance", name="2单元")),
    Write("steward-place-rename", STEWARD, said(name="2号楼", short="2", reason="改名")),
    Write("steward-place-close", STEWARD, REASON),
    Write("steward-place-reopen", STEWARD, before=so.closed_place),
    Write("steward-code-new", STEWARD, before=so.new_gate),
    Write("steward-codes-new", STEWARD, before=so.new_gate_inside),
    Write("steward-code-revoke", STEWARD, REASON),
    Write(
        "steward-organisation-new",
        STEWARD,
        lambda world: {
            "scope": str(world.town.estate.pk),
            "kind": "partner",
            "level": "",
            "parent": "",
            "name": "超市",
            "short_name": "超",
            "phone": "010-1234567",
        },
    ),
    Write("steward-organisation-change", STEWARD, said(name="新名", short_name="新", phone="010-1234567")),
    Write("steward-organisation-end", STEWARD, REASON, so.no_duties),
    Write(
        "steward-service-new",
        STEWARD,
        lambda world: {
            "scope": str(world.town.community.pk),
            "duty": "物",
            "since": "2026-01-01",
        },
    ),
    Write("steward-service-end", STEWARD, REASON),
    Write(
        "steward-shift-new",
        STEWARD,
        lambda world: {
            "scope": str(world.town.estate.pk),
            "rank": "manager",
            "account": str(world.values[NEAR]["account_id"]),
            "weekdays": ["0", "3"],
            "starts": "08:00",
            "ends": "17:00",
            "first": "2030-01-07",
            "weeks": "2",
        },
    ),
    Write("steward-shift-remove", STEWARD),
    Write(
        "steward-person-new",
        STEWARD,
        lambda world: {
            "scope": str(world.town.estate.pk),
            "name": "王五",
            "phone": MOBILE,
        },
    ),
    Write("steward-person-change", STEWARD, said(name="王六", phone=MOBILE)),
    Write(
        "steward-post-new",
        STEWARD,
        lambda world: {
            "kind": "guard",
            "scope": str(world.town.estate.pk),
            "place": "",
            "organisation": "",
            "shown_phone": "010-1234567",
            "since": "2026-01-01",
            "until": "2030-01-01",
        },
    ),
    Write("steward-post-end", STEWARD, REASON),
    Write(
        "steward-account-new",
        STEWARD,
        lambda world: {
            "username": "new.clerk",
            "display_name": "新人",
            "phone": "",
            "role": "clerk",
            "scope": str(world.town.community.pk),
            "organisation": "",
            "place": "",
        },
    ),
    Write(
        "steward-grant-new",
        STEWARD,
        lambda world: {
            "role": "contact",
            "scope": str(world.town.estate.pk),
            "organisation": "",
            "place": str(world.town.building.pk),
        },
    ),
    Write("steward-account-off", STEWARD, REASON),
    Write("steward-account-on", STEWARD, before=so.ended_account),
    Write("steward-account-invite", STEWARD, before=so.no_password),
    Write("steward-account-reset", STEWARD, REASON),
    Write("steward-account-phone", STEWARD, said(phone=MOBILE, reason="新号")),
    Write("steward-token-new", STEWARD, said(label="热线")),
    Write("steward-grant-end", STEWARD, REASON),
    Write("steward-token-revoke", STEWARD, REASON),
    Write("steward-request", STEWARD, said(agree="yes"), so.asked_for_high_right),
    Write(
        "steward-screen-new",
        STEWARD,
        lambda world: {
            "label": "值班室",
            "scope": str(world.town.estate.pk),
            "organisation": str(world.town.company.pk),
        },
    ),
    Write("steward-screen-revoke", STEWARD, REASON),
    Write(
        "steward-tables",
        STEWARD,
        lambda world: {
            "kind": "places",
            "scope": str(world.town.estate.pk),
            "file": SimpleUploadedFile("p.csv", "楼栋,单元\n7,1\n".encode(), "text/csv"),
            "whole": "",
            "accounts": "",
        },
    ),
    Write(
        "steward-table-run",
        STEWARD,
        lambda _world: {"and": "write", **dict.fromkeys(COLUMNS[RosterKind.PLACES], ""), "building": "楼栋"},
    ),
    Write("steward-learn", STEWARD),
    Write("steward-rules-adopt", STEWARD, lambda _world: {"pack": str(so.pack_of("category"))}),
    Write(
        "me-keys", "clerk", lambda _world: {"on": "on", **{act.name: act.key for act in ACTS}, "next": "y"}
    ),
    Write("me-rows", "clerk", said(rows="100", list="show=triage")),
    Write("auditor-request", "auditor", said(agree="yes"), so.asked_for_high_right),
    *HANDS,
    *VOTES,
    *ELECTIONS,
    *AGREEMENTS,
    *BOARD,
    *VOLUNTEERS,
    *POLLS,
    *SURVEYS,
    *DELIBERATIONS,
    *TOPICS,
    *WORKS,
    *FUND,
)
"""Every keyed write of the pages."""

UNKEYED: dict[str, str] = {
    **VOTE_UNKEYED,
    "sign-in": "a right password twice is signed in twice; nothing else comes of it",
    "sign-in-second": "a code of the app works once",
    "sign-in-set-up": "a second factor that is there is not replaced",
    "sign-in-phone": "each asking is one code, limited for each phone",
    "sign-in-code": "a code works once",
    "sign-in-screen": "a pairing code works once",
    "welcome": "an invitation works once",
    "sign-out": "signing out twice is signed out",
    "me": "a new password ends the session that could send it again",
    "ask": "looks up, writes nothing",
    "case-here": "a sign that a page is open: the same however often, forgotten after a minute",
    "sms-receipts": "a receipt is noted once: the message has left the states that wait for one",
}
"""Writes without an idempotency key, each with the reason why sending it twice does no harm."""

HANDLER, OFFICE = "duty program", "clerk program"
API: tuple[Write, ...] = (
    Write(
        "file_case",
        "program",
        lambda world: {
            "scope_id": world.town.estate.pk,
            "content": "厨房漏水",
            "category": WATER,
            "name": "张三",
            "phone": MOBILE,
        },
    ),
    Write(
        "take_order",
        "program",
        lambda world: {
            "scope_id": world.town.estate.pk,
            "content": "厨房漏水",
            "source": "12345",
            "source_ref": "GD7",
            "finish_by": "2099-12-01T18:00:00+08:00",
        },
    ),
    Write("slip_given", OFFICE, said(receipt="R1"), so.slip_ready),
    Write("triage", OFFICE, said(category=LAMP)),
    Write("dispatch", OFFICE, lambda world: {"organisation_id": world.town.company.pk, "reason": "换人"}),
    Write("undo_dispatch", OFFICE, said(reason="派错了")),
    Write("acknowledge", HANDLER),
    Write("accept", HANDLER),
    Write("contact", HANDLER, said(note="约了"), so.accepted),
    Write("arrive", HANDLER),
    Write("done", HANDLER, said(note="好了"), so.accepted),
    Write("note", OFFICE, said(note="住户下午在")),
    Write(
        "pause",
        HANDLER,
        lambda world: {"reason": "resident_unavailable", "until": so.later(world, "%Y-%m-%dT%H:%M:%S%z")},
        so.accepted,
    ),
    Write("resume", HANDLER, before=so.paused),
    Write("undo_step", HANDLER, before=so.accepted_by_program),
    Write("hand_back", HANDLER, REASON, so.accepted),
    Write(
        "plan", HANDLER, said(steps="换管", owner="王工", done_by="2030-01-01", cost_fen=1250), so.accepted
    ),
    Write("propose", HANDLER, ANSWER),
    Write("regrade", HANDLER, said(tier="major", reason="主管破裂"), so.no_regrade),
    Write("decide_regrade", OFFICE, said(grant=True, by_phone=True)),
    Write("decline", OFFICE, said(outcome="beyond_duty", answer="请找法院"), so.received),
    Write("review", OFFICE, said(uphold=True, note="同意"), so.declining),
    Write("merge", OFFICE, lambda world: {"main": so.twin(world).number, "why": "同一根管"}),
    Write("part", OFFICE, said(why="两根管"), so.merged),
    Write("split", OFFICE, said(content="楼道灯也不亮", category=LAMP)),
    Write("unsplit", OFFICE, said(why="一件事"), so.part_of_another),
    Write("release", OFFICE, said(why="不是停水"), so.in_incident),
    Write(
        "suspend",
        OFFICE,
        lambda world: {
            "reason": so.GROUND,
            "why": "要等维修资金",
            "plan": "先用水桶接",
            "review_on": so.day(world, 20),
        },
    ),
    Write("decide_rest", OFFICE, said(approve=True, note="同意"), so.rest_asked),
    Write("take_up", OFFICE, before=so.resting),
    Write("extend", OFFICE, said(reason="配件要等"), so.extendable),
    Write("decide_time", OFFICE, said(grant=True), so.time_asked),
    Write(
        "call",
        OFFICE,
        said(reached=True, contacted=True, solved=True, satisfied="yes", words="好了"),
        so.follow_up,
    ),
    Write("give_up", OFFICE, before=so.called_in_vain),
    *HANDS_API,
)
"""Every write of the API."""

ALL = (*PAGES, *API)


@dataclass
class Sender:
    """Sends the writes of one world."""

    world: World
    routes: dict[tuple[bool, str], Route] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = [*(r for r in pages() if not r.api), *operations()]
        self.routes = {(route.api, route.name): route for route in found}

    def address(self, write: Write, values: Values | None = None) -> str:
        """Where the write goes, for the things near by unless other values are given."""
        route = self.routes[write in API, write.route]
        step = {"step": write.step} if write.step else {}
        return route.address({**self.world.values[NEAR], **step, **(values or {})})

    def send(
        self,
        write: Write,
        path: str,
        *,
        key: str,
        extra: Values | None = None,
        who: str = "",
        told: Values | None = None,
    ) -> HttpResponse:
        """Send it as its sender (or somebody else), with further fields if given; files are made anew.

        `told`: what was sent before, where a row would say something else by now (another day).
        """
        who, data = who or write.who, {**write.data(self.world), **(told or {})}
        if write in API:
            return self._call(path, {**data, **(extra or {})}, key, who)
        client = Client(raise_request_exception=False)
        client.cookies = self.world.clients[who].cookies
        return client.post(path, {**(extra or {}), **data, **({"key": key} if key else {})})

    def _call(self, path: str, body: Values, key: str, who: str) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.world.tokens[who]}"} if who in self.world.tokens else {}
        if key:
            headers["Idempotency-Key"] = key
        client = Client(raise_request_exception=False)
        return client.post(path, json.dumps(body), content_type="application/json", headers=headers)


def answer_of(response: HttpResponse) -> tuple[int, str, bytes]:
    """What the sender is told: status, where to go on, and the body."""
    return response.status_code, response.headers.get("Location", ""), response.content


def done(response: HttpResponse) -> bool:
    """Whether the write was done."""
    return response.status_code in (200, 201, 303)


def new_key() -> str:
    """A key as pages and programs make them."""
    return str(uuid.uuid4())
