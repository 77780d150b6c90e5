"""The maintenance fund on its pages: the whole way by forms, what everybody reads, what others do not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.commons.c2_voices.models import OwnersVote
from huiyin.commons.c2_voices.owners_vote import opening
from huiyin.commons.c6_fund import posting
from huiyin.commons.c6_fund.models import FundUse
from huiyin.ground.clock import now, today
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.commons.purse import STAIRS, Purse
from tests.desks.signed_in import at_desk, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def purse(hall: Any) -> Purse:
    return Purse(hall).settle()


@pytest.fixture
def clerk(purse: Purse) -> Client:
    return at_desk(purse.hall.town.people["clerk"])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def guest() -> Client:
    return Client(headers={"accept-language": "en"})


def use() -> FundUse:
    with seen_as(SYSTEM):
        return FundUse.objects.select_related("vote").get()


def page() -> str:
    return f"/fund/{use().pk}"


def begun(purse: Purse, clerk: Client) -> None:
    """Prepared and quoted by forms."""
    wish = {"place": str(purse.entrance.pk), "part": "stairwell_pipe", "title": "换立管", "words": "立管锈穿"}
    assert send(clerk, "/fund/new", **wish).status_code == 303
    for company, yuan in zip(purse.companies, ("26000", "26000.01"), strict=True):
        told = {"organisation": str(company.pk), "amount": yuan, "words": "含材料"}
        assert send(clerk, f"{page()}/quotation", **told).status_code == 303
    assert send(clerk, f"{page()}/choose", no="1", why="价低").status_code == 303


def ballot() -> dict[str, str]:
    return {
        "title": "换立管", "words": "立管锈穿", "called_by": "业主委员会", "mode": "online",
        "opens_on": (today() + timedelta(days=15)).isoformat(),
        "last_day": (today() + timedelta(days=24)).isoformat(), "repeated": "last", "silence": "absent",
        "clause": "", "text": "是否同意？",
    }  # fmt: skip


def test_the_whole_way_by_forms(purse: Purse, clerk: Client) -> None:
    begun(purse, clerk)
    shown = text(clerk.get(page()))
    assert "≈ 100.00 yuan" in shown
    for name in STAIRS:
        assert purse.hall.homes[name].label in shown
    form = text(clerk.get(f"{page()}/vote"))
    assert "26,000.00" in form
    assert send(clerk, f"{page()}/vote", **ballot()).status_code == 303
    with seen_as(SYSTEM):
        purse.hall.vote = OwnersVote.objects.get()
    purse.use = use()
    assert "Only these are asked: 3 homes" in text(clerk.get(f"/votes/{purse.hall.vote.pk}"))
    purse.decides("101", "201", "301")
    assert send(clerk, f"{page()}/do/post").status_code == 303
    assert send(clerk, f"{page()}/objection", name="某户", text="太贵").status_code == 303
    early = send(clerk, f"{page()}/do/clear")
    assert early.status_code == 422
    assert "nothing is paid before" in text(early)
    with seen_as(SYSTEM):
        one = use().objections.get().pk
    answer = {"objection": str(one), "answer": "已比价", "upheld": "no"}
    assert send(clerk, f"{page()}/objection/answer", **answer).status_code == 303
    purse.again()
    purse.wait()
    assert send(clerk, f"{page()}/do/clear").status_code == 303
    paid = {"amount": "18200", "paid_on": today().isoformat(), "paper": "0001"}
    over = send(clerk, f"{page()}/payment", **paid | {"amount": "30000"})
    assert over.status_code == 422
    assert "4000.00 yuan more than was approved" in text(over)
    assert 'value="0001"' in text(over)
    assert send(clerk, f"{page()}/payment", **paid).status_code == 303
    assert "18,200.00 yuan / 26,000.00 yuan" in text(clerk.get(page()))
    purse.final()
    assert send(clerk, f"{page()}/do/work").status_code == 303
    assert send(clerk, f"{page()}/stop", reason="改由街道立项").status_code == 303


def test_a_payment_sent_twice_is_one(purse: Purse, clerk: Client) -> None:
    purse.paying()
    told = {"amount": "100", "paid_on": today().isoformat(), "paper": "0001", "key": "k" * 36}
    for _turn in range(2):
        assert clerk.post(f"{page()}/payment", told).status_code == 303
    with seen_as(SYSTEM):
        assert use().payments.count() == 1


def test_a_wrong_scope_is_refused_on_the_page_with_the_rooms(purse: Purse, clerk: Client) -> None:
    begun(purse, clerk)
    purse.hall.draft(questions=[("use_fund", "用？")])
    refused = send(clerk, f"{page()}/vote/take", vote=str(purse.hall.vote.pk))
    assert refused.status_code == 422
    assert "5 too many" in text(refused)
    assert purse.hall.homes["102"].label in text(refused)
    assert use().state == "draft"


def test_everybody_reads_it_without_a_name_or_a_room(purse: Purse) -> None:
    purse.prepared(purse.entrance, "stairwell_pipe").quoted()
    code = purse.use.code
    assert guest().get(f"/f/{code}").status_code == 404
    purse.put()
    for act in (lambda: None, lambda: purse.decides(*STAIRS), lambda: purse.do(posting.post_use)):
        act()
        public = text(guest().get(f"/f/{code}"))
        assert "屋面防水翻修" in public
        assert "260.00 m² together" in public
        for home in purse.hall.homes.values():
            assert home.label not in public
        for owner in ("张一", "王三", "赵四"):
            assert owner not in public
    assert purse.companies[0].name in public
    assert guest().get("/f/F0000-XXXXXX").status_code == 404


def test_the_list_by_area_has_rooms_and_sums_and_no_name(purse: Purse, clerk: Client) -> None:
    purse.posted()
    printed = text(clerk.get(f"{page()}/print/list.txt"))
    for name, home in purse.hall.homes.items():
        assert home.label in printed, name
    assert "126,000.00" in printed
    assert "630.00" in printed
    for kind in ("notice.pdf", "notice.docx", "notice.txt", "list.pdf"):
        assert clerk.get(f"{page()}/print/{kind}").status_code == 200, kind
    for owner in ("张一", "王三", "赵四", "钱五"):
        assert owner not in printed
        assert owner not in text(clerk.get(f"{page()}/print/notice.txt"))
    assert clerk.get(f"{page()}/print/else.txt").status_code == 404


def test_an_emergency_counts_down_on_the_board_and_goes_on_counting(purse: Purse, clerk: Client) -> None:
    purse.prepared()
    when = (now() - timedelta(hours=1)).astimezone().strftime("%Y-%m-%dT%H:%M")
    told = {"danger": "roof_leak", "confirmed_by": "街道", "confirmed_at": when, "contractor": ""}
    wrong = send(clerk, f"{page()}/emergency", **told | {"confirmed_by": ""})
    assert wrong.status_code == 422
    assert send(clerk, f"{page()}/emergency", **told).status_code == 303
    board = text(clerk.get("/fund/"))
    assert "3 days left" in board
    assert "60 days left" in board
    purse.hall.hands.move(days=4)
    assert "1 day overdue" in text(clerk.get("/fund/"))
    assert "1 day overdue" in text(guest().get(f"/f/{purse.use.code}"))


def test_those_who_watch_read_and_those_elsewhere_find_nothing(purse: Purse) -> None:
    purse.posted()
    for name in ("leader", "auditor"):
        watcher = at_desk(purse.hall.town.people[name])
        assert watcher.get("/fund/").status_code == 200
        shown = text(watcher.get(page()))
        assert "/do/clear" not in shown
        assert watcher.get(f"{page()}/print/list.txt").status_code == 200
        assert send(watcher, f"{page()}/do/clear").status_code in (403, 404)
    elsewhere = at_desk(purse.hall.town.people["other clerk"])
    assert elsewhere.get(page()).status_code == 404
    assert send(elsewhere, f"{page()}/do/clear").status_code == 404


def test_a_vote_called_off_gives_the_use_back(purse: Purse, clerk: Client) -> None:
    begun(purse, clerk)
    assert send(clerk, f"{page()}/vote", **ballot()).status_code == 303
    assert send(clerk, f"{page()}/do/unbind").status_code == 422
    with seen_as(SYSTEM):
        purse.hall.vote = OwnersVote.objects.get()
    purse.hall.step(opening.cancel, reason="重来")
    assert send(clerk, f"{page()}/do/unbind").status_code == 303
    assert use().state == "draft"
    assert send(clerk, f"{page()}/vote", **ballot()).status_code == 303
