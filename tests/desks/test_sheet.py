"""Several requests at once: a chat is cut, rows are corrected, each becomes a case; nothing typed is lost."""

from __future__ import annotations

import re

import pytest

from huiyin.casework.casefile.models import Case
from huiyin.casework.s1_intake.models import IntakeSheet
from tests.desks.signed_in import at_desk, send
from tests.town import all_seen, plant_town

NEW = "/clerk/sheet"
CHAT = "王姐3-2-501 2026/11/20 09:12\n三单元楼道灯又不亮了\n李叔 2026/11/20 09:13\n收到\n"


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def clerk(town):
    return at_desk(town.people["clerk"])


def head(town, kind="reception", **more):
    said = {"kind": kind, "estate": town.estate.pk, "held_on": "2026-11-20", "host": "刘书记", "link": ""}
    return said | {"chat": "", "row-INITIAL_FORMS": 0} | more


def rows(*given):
    sent = {"row-TOTAL_FORMS": len(given)}
    for number, row in enumerate(given):
        sent |= {f"row-{number}-{name}": value for name, value in ({"take": "on"} | row).items()}
    return sent


def taken(client, town, *given, **more):
    return send(client, NEW, **head(town, **more), **rows(*given), **{"and": "take-in"})


def test_a_reception_day_becomes_cases_with_what_was_agreed(town, clerk) -> None:
    done = taken(
        clerk,
        town,
        {"words": "厨房下水返水", "place": "1", "name": "张三", "phone": "13800138000", "agreed": "下午上门"},
        {"words": "还有，路灯不亮", "same": "on"},
        {"words": ""},
        {"words": "不算数的", "take": ""},
    )
    page = clerk.get(done.url).content.decode()
    with all_seen():
        first, second = Case.objects.select_related("requester").order_by("number")
        sheet = IntakeSheet.objects.get()
    assert (sheet.kind, sheet.host, sheet.rows) == ("reception", "刘书记", 2)
    assert [case.channel for case in (first, second)] == ["V", "V"]
    assert (first.place_id, first.suggested) == (town.building.pk, {"agreed": "下午上门"})
    assert second.requester.name == "张三", "not asked twice"
    assert bytes(second.requester.phone_index) == bytes(first.requester.phone_index)
    assert all(number in page for number in (first.number, second.number))
    assert "下午上门" in clerk.get(f"/case/{first.number}").content.decode()


def test_a_chat_is_cut_and_only_requests_are_marked(town, clerk) -> None:
    typed = rows({"words": "先写好的"}) | {"and": "split"}
    cut = send(clerk, NEW, **head(town, kind="group", chat=CHAT), **typed)
    page = cut.content.decode()
    assert cut.status_code == 200
    for words in ("先写好的", "三单元楼道灯又不亮了", "收到", "王姐"):
        assert words in page
    assert 'value="3-2-501"' in page, "people carry their door in their name"
    marked = re.findall(r'name="row-(\d+)-take"[^>]*checked', page)
    assert marked == ["0", "1"]
    with all_seen():
        assert not Case.objects.exists()


def test_a_place_or_telephone_that_is_none_is_told_at_its_row_and_nothing_is_lost(town, clerk) -> None:
    sent = taken(clerk, town, {"words": "返水", "place": "99-9-909"}, {"words": "灯坏了", "phone": "12"})
    page = sent.content.decode()
    assert sent.status_code == 422
    for words in ("返水", "99-9-909", "灯坏了", "no telephone number"):
        assert words in page
    with all_seen():
        assert not Case.objects.exists()


def test_an_empty_sheet_says_what_is_missing(town, clerk) -> None:
    sent = taken(clerk, town, {"words": " "})
    assert sent.status_code == 422
    assert "Please say what it is about." in sent.content.decode()


def test_a_day_to_come_and_another_community_are_refused(town, clerk) -> None:
    assert taken(clerk, town, {"words": "返水"}, held_on="2099-01-01").status_code == 422
    assert taken(clerk, town, {"words": "返水"}, estate=town.other_estate.pk).status_code == 422
    with all_seen():
        assert not IntakeSheet.objects.exists()


def test_more_rows_keep_what_was_typed(town, clerk) -> None:
    more = send(clerk, NEW, **head(town), **rows({"words": "返水", "same": "on"}), **{"and": "more"})
    page = more.content.decode()
    assert "返水" in page
    assert 'name="row-4-words"' in page
