"""What is owed outside: work orders pasted in, slips out as a table, a delegate's reply as a letter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Case, Event, Timer
from huiyin.casework.s4_handling.acts import accept, propose
from huiyin.casework.s5_closure.models import GivenBack, Owed, PlatformRequest
from huiyin.channels.spreadsheets.table import read_table
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.tenancy.wall import seen_as
from tests.desks.signed_in import at_desk, send
from tests.town import all_seen, plant_town

ORDERS = "工单编号：GD1\n诉求内容：厨房下水返水\n诉求类型：下水堵塞返水\n办结时限：{due}\n"


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def hands(clock, town):
    clock.move()
    return clock


@pytest.fixture
def clerk(town):
    return at_desk(town.people["clerk"])


def pasted(clerk, town, text):
    said = {"what": "orders", "platform": "12345", "scope": town.estate.pk, "channel": "H"}
    looked = send(clerk, "/clerk/import", text=text, **said)
    assert looked.status_code < 400, looked.content.decode()
    sent = {
        "source_ref": "工单编号",
        "content": "诉求内容",
        "category_text": ["诉求类型"],
        "finish_by": "办结时限",
    }
    done = send(clerk, f"{looked.url}/run", bad="skip", **sent, **{"and": "take-in"})
    return clerk.get(done.url).content.decode()


def answered(town, case):
    fire_due()
    with seen_as(town.viewer("duty")) as duty:
        accept(case_id=case.pk, by=duty)
        propose(case_id=case.pk, by=duty, answer="已经疏通。")


def test_pasted_orders_run_and_their_slips_go_out_in_a_table(town, clerk):
    text = ORDERS.format(due="2099-12-01 18:00")
    assert "1 taken in, 0 were there already, 0 not taken." in pasted(clerk, town, text)
    assert "0 taken in, 1 were there already, 0 not taken." in pasted(clerk, town, text)
    with all_seen():
        case, owed = Case.objects.get(), Owed.objects.get()
        assert (case.state, case.clocks.exists(), owed.ref) == ("received", True, "GD1")
    assert "GD1" in clerk.get("/clerk/owed?show=waiting").content.decode()
    assert "GD1" not in clerk.get("/clerk/owed").content.decode()
    refused = send(clerk, "/clerk/owed/given", owed=owed.pk)
    assert "nothing to give back" in clerk.get(refused.url).content.decode()
    answered(town, case)
    sheet = read_table(clerk.get("/clerk/owed/slips.xlsx").content)
    (row,) = sheet.rows
    assert (row[0], row[1], row[2], row[10]) == ("GD1", "12345", case.number, "已经疏通。")
    assert send(clerk, "/clerk/owed/given", owed=owed.pk, receipt="R1").url == "/clerk/owed"
    assert "GD1" in clerk.get("/clerk/owed?show=gone").content.decode()
    with all_seen():
        assert (GivenBack.objects.get().receipt, Owed.objects.get().done_at is None) == ("R1", False)
        assert not Timer.objects.filter(what__startswith="owed", fired_at=None, cancelled_at=None).exists()


def test_its_day_is_told_before_and_after_and_only_to_clerks(town, hands, clerk):
    due = (hands.move() + timedelta(days=3)).astimezone().strftime("%Y-%m-%d %H:%M")
    pasted(clerk, town, ORDERS.format(due=due))
    for days, template, late in ((2.2, "owed-near", 0), (1, "owed-over", 1)):
        hands.move(days=days)
        fire_due()
        with all_seen():
            told = Notice.objects.filter(template=template)
            assert {n.recipient for n in told} == {
                f"account:{town.people[who].pk}" for who in ("clerk", "second clerk")
            }
            assert Event.objects.filter(verb="owed_late").count() == late
            assert all(n.channel == "inbox" for n in told)


def test_orders_without_a_platform_and_nothing_at_all_are_refused_in_words(town, clerk):
    said = {"scope": town.community.pk, "channel": "H"}
    nobody = send(clerk, "/clerk/import", text="工单编号：1\n内容：漏水", what="orders", platform=" ", **said)
    assert nobody.status_code == 422
    assert "Write which platform the work orders are from." in nobody.content.decode()
    nothing = send(clerk, "/clerk/import", what="orders", platform="12345", **said)
    assert "Choose a file, or paste the text." in nothing.content.decode()


def test_a_delegate_is_owed_a_written_reply_by_a_day(town, clerk):
    said = {"content": "建议加装路灯", "estate": town.estate.pk, "channel": "T", "kind": "suggestion"}
    missing = send(clerk, "/clerk/new", **said)
    assert missing.status_code == 422
    for words in ("Write the delegate&#x27;s name", "Choose whose delegate", "Write the day by which"):
        assert words in missing.content.decode()
    sent = send(clerk, "/clerk/new", **said, name="王某", office="people", reply_by="2099-01-31")
    assert sent.url.startswith("/clerk/slip/")
    with all_seen():
        owed = Owed.objects.get()
    assert (owed.kind, owed.to.endswith("王某")) == ("reply", True)
    page = f"/clerk/owed/{owed.pk}"
    assert "建议加装路灯" in clerk.get(page).content.decode()
    assert send(clerk, page, words=" ").status_code == 422
    assert send(clerk, page, words="王代表：路灯已列入计划。", receipt="面交").url == f"{page}/letter"
    assert "路灯已列入计划" in clerk.get(f"{page}/letter").content.decode()


def test_another_communitys_debts_are_not_there(town, clerk):
    pasted(clerk, town, ORDERS.format(due="2099-12-01"))
    with all_seen():
        owed = Owed.objects.get()
    other = at_desk(town.people["other clerk"])
    assert "GD1" not in other.get("/clerk/owed?show=waiting").content.decode()
    assert other.get(f"/clerk/owed/{owed.pk}").status_code == 404


def asked(clerk, owed, **said):
    return send(clerk, f"/clerk/owed/{owed.pk}/ask", **said)


def test_more_time_is_asked_on_paper_and_the_answer_comes_in_a_table(town, clerk):
    pasted(clerk, town, ORDERS.format(due="2099-12-01 18:00"))
    with all_seen():
        owed = Owed.objects.get()
    assert f"/clerk/owed/{owed.pk}/ask" in clerk.get("/clerk/owed?show=waiting").content.decode()
    for said, words in (
        ({"kind": "extension", "reason": "", "wanted_at": "2099-12-20T18:00"}, "A reason is missing."),
        (
            {"kind": "extension", "reason": "等件", "wanted_at": "2099-11-20T18:00"},
            "more time is asked for is missing",
        ),
        ({"kind": "return", "legal_basis": "", "suggested": "城管"}, "legal basis of the return is missing"),
        (
            {"kind": "return", "legal_basis": "清单", "suggested": ""},
            "should have the case instead is missing",
        ),
        ({"kind": "other"}, "Select a valid choice"),
    ):
        refused = asked(clerk, owed, **said)
        assert (refused.status_code, words in refused.content.decode()) == (422, True), said
    assert (
        asked(clerk, owed, kind="extension", reason="等件", wanted_at="2099-12-20T18:00").status_code == 303
    )
    assert asked(clerk, owed, kind="return", legal_basis="清单第 3 条", suggested="城管委").status_code == 303
    rows = read_table(clerk.get("/clerk/asked/questions.xlsx").content).rows
    assert [(row[0], row[4], row[5], row[6]) for row in rows] == [
        ("GD1", "等件", "", ""),
        ("GD1", "", "清单第 3 条", "城管委"),
    ]
    with all_seen():
        keys = list(PlatformRequest.objects.values_list("pk", flat=True))
    for _twice in range(2):
        send(clerk, "/clerk/asked/sent", asked=keys, receipt="邮 17")
    assert 'name="asked"' not in clerk.get("/clerk/asked").content.decode()
    table = (
        "工单编号,申请类型,审核结果,新时限,说明\nGD1,延期申请,同意,2099-12-10 18:00,可以\n"
        "GD1,退单,不同意,,是你们的\nGD7,退单,同意,,\nGD1,延期,也许,,\n"
    )
    page = results(clerk, table)
    assert "2 taken in, 0 were there already, 2 not taken." in page
    assert "Row 4" in page
    assert "也许" in page
    page = results(clerk, table)
    assert "0 taken in, 2 were there already, 2 not taken." in page, page[page.find("Read<") :][:1500]
    calls = "工单号,是否联系,是否解决,满意度,回访时间\nGD1,是,否,不满意,2099-12-11\n"
    assert "1 taken in" in results(clerk, calls)
    assert "0 taken in, 1 were there already" in results(clerk, calls)
    page = clerk.get(f"/clerk/owed/{owed.pk}/ask").content.decode()
    assert "granted" in page
    assert "是你们的" in page
    with all_seen():
        assert [line.data["granted"] for line in Event.objects.filter(verb="platform_answered")] == [
            True,
            False,
        ]


def test_a_table_without_order_numbers_is_refused_in_words(clerk):
    assert "No column holds the number" in results(clerk, "说明,审核结果\n好,同意\n")
    assert "Choose a file." in send(clerk, "/clerk/asked/results").content.decode()


def results(clerk, text):
    file = SimpleUploadedFile("r.csv", text.encode(), "text/csv")
    answer = send(clerk, "/clerk/asked/results", file=file)
    return (clerk.get(answer.url) if answer.status_code == 303 else answer).content.decode()


def test_the_table_of_slips_has_no_limit_and_all_of_it_is_noted_at_once(town, clerk, monkeypatch):
    monkeypatch.setattr("huiyin.desks.clerk.owed.CHUNK", 2)
    text = "\n".join(
        f"工单编号：GD{n}\n诉求内容：厨房下水返水 {n}\n诉求类型：下水堵塞返水\n办结时限：2099-12-01\n"
        for n in range(5)
    )
    pasted(clerk, town, text)
    fire_due()
    with all_seen():
        cases = list(Case.objects.order_by("source_ref"))
    for case in cases:
        answered(town, case)
    rows = read_table(clerk.get("/clerk/owed/slips.xlsx").content).rows
    assert sorted(row[0] for row in rows) == [f"GD{n}" for n in range(5)]
    page = now().isoformat()
    for wrong in ("", "gestern", "2026-01-01"):
        assert (
            "Mark the slips"
            in clerk.get(send(clerk, "/clerk/owed/given", table_of=wrong).url).content.decode()
        )
    with all_seen():
        assert not GivenBack.objects.exists()
    send(clerk, "/clerk/owed/given", table_of=page, receipt="表 1")
    with all_seen():
        assert GivenBack.objects.filter(receipt="表 1").count() == 5
