"""The inbox: words from template and values, one's own only, read once opened."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils.translation import override
from hypothesis import given as drawn
from hypothesis import strategies as st

from huiyin.bridges.timers import fire_due
from huiyin.desks.inbox.texts import TEXTS, text_of
from huiyin.ground.clock import now
from huiyin.ground.ids import new_id
from huiyin.ground.outbox.acts import mark_read, post_to_inbox
from huiyin.ground.outbox.models import Notice
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.desks.signed_in import at_desk, send
from tests.town import plant_town

ANYTHING = st.dictionaries(
    st.sampled_from(["danger", "clock", "number"]),
    st.text(st.characters(exclude_characters="%")) | st.integers() | st.none(),
)


@drawn(st.sampled_from([*TEXTS, "unheard-of"]), ANYTHING)
def test_every_message_has_words_whatever_its_values(template, params) -> None:
    with override("en"):
        sentence, tone, icon = text_of(template, params)
    assert sentence
    assert tone
    assert icon
    assert "%" not in sentence


@pytest.mark.parametrize("template", TEXTS)
def test_the_messages_are_chinese_where_the_reader_is(template) -> None:
    with override("zh-hans"):
        assert re.search("[一-鿿]", text_of(template, {"danger": "gas", "clock": "arrive"})[0])


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def given(town):
    receipt = town.take_in(place_id=town.building.pk, content="厨房下水返水，地上都是脏水")
    fire_due()
    return receipt


def test_a_case_handed_over_is_told_and_opening_marks_it_read(town, given) -> None:
    client = at_desk(town.people["duty"])
    page = client.get("/inbox/").content.decode()
    assert "Handed to you" in page
    assert given.number in page
    assert "1 unread" in page
    (notice,) = re.findall(r'action="(/inbox/[0-9a-f-]{36})"', page)
    response = send(client, notice)
    assert response.status_code == 303
    assert response["Location"] == f"/case/{given.number}"
    assert "1 unread" not in client.get("/inbox/").content.decode()


def test_another_accounts_message_is_not_there(town, given) -> None:
    with seen_as(SYSTEM):
        notice = Notice.objects.get(template="assigned")
    other = at_desk(town.people["deputy"])
    assert given.number not in other.get("/inbox/").content.decode()
    assert send(other, f"/inbox/{notice.pk}").status_code == 404
    with seen_as(SYSTEM):
        notice.refresh_from_db()
    assert notice.read_at is None


def test_a_danger_that_is_not_in_my_hands_says_where_and_nothing_else(town) -> None:
    town.take_in(content="一楼着火了，烟很大", category="", place_id=town.building.pk)
    fire_due()
    page = at_desk(town.people["manager"]).get("/inbox/").content.decode()
    assert "Danger: Fire" in page
    assert "E 1号楼" in page


def test_mark_all_reads_what_was_shown_and_no_more(town) -> None:
    account = town.people["duty"].pk

    def tell(topic: str) -> None:
        post_to_inbox(scope_id=town.estate.pk, subject_id=new_id(), topic=topic, account_ids=[account],
                      template="overdue", params={"number": "1", "clock": "arrive"})  # fmt: skip

    with seen_as(SYSTEM):
        tell("a")
        shown = now()
    with seen_as(SYSTEM):
        tell("b")
        assert mark_read(account_id=account, until=shown) == 1
        assert mark_read(account_id=account, until=shown + timedelta(days=1)) == 1


@pytest.mark.parametrize(
    "until", ["", "yesterday", "2026-13-45T99:99:99+08:00", "2026-01-01T00:00:00", "\x00"]
)
def test_mark_all_survives_any_moment(town, given, until) -> None:
    client = at_desk(town.people["duty"])
    assert send(client, "/inbox/read", until=until).status_code == 303
    assert "1 unread" in client.get("/inbox/").content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "abc", "9999999999999999999999"])
def test_any_page_number_is_answered(town, given, page) -> None:
    assert at_desk(town.people["duty"]).get("/inbox/", {"page": page}).status_code == 200
