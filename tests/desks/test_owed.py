"""What is owed outside: work orders pasted in, slips out as a table, a delegate's reply as a letter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Case, Event, Timer
from huiyin.casework.s4_handling.acts import accept, propose
from huiyin.casework.s5_closure.models import GivenBack, Owed
from huiyin.channels.spreadsheets.table import read_table
from huiyin.ground.models import Notice
from huiyin.ground.tenancy.wall import seen_as
from tests.desks.signed_in import at_desk, send
from tests.town import Hands, all_seen, plant_town

ORDERS = "工单编号：GD1\n诉求内容：厨房下水返水\n诉求类型：下水堵塞返水\n办结时限：{due}\n"


@pytest.fixture
def town(transactional_db):
    return plant_town()


@pytest.fixture
def hands(owner_connection, town):
    moved = Hands(owner_connection)
    moved.move()
    return moved


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
