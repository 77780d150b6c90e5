"""What the server says to writes a telephone kept: data, the same again, and whose telephone it is."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Attachment, Case
from huiyin.casework.casefile.words import Channel, State
from huiyin.desks.field.outbox import is_ended, mark_of, seat_of
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.ground.web.kept import OLDEST, sentences
from huiyin.registers.people.accounts import deactivate
from tests.desks.signed_in import at_desk, send
from tests.matrix.writes import photo
from tests.town import case_of, plant_town


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def given(town):
    receipt = town.take_in(place_id=town.building.pk, content="厨房下水返水")
    fire_due()
    return receipt


@pytest.fixture
def worker(town):
    return at_desk(town.people["field"])


def send_kept(client: Client, path: str, *, age: object = 3600, key: str = "", **fields: Any) -> Any:
    """As the outbox sends it: the age in a header, the answer as JSON."""
    headers = {"huiyin-kept": str(age), "accept": "application/json"}
    return client.post(path, {"key": key or str(uuid.uuid4()), **fields}, headers=headers)


def test_a_kept_tap_is_done_once_and_answered_as_data(given, worker) -> None:
    key = str(uuid.uuid4())
    answers = [send_kept(worker, f"/field/{given.number}/accept", key=key, back="job") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert {answer.json()["location"] for answer in answers} == {f"/field/{given.number}"}
    with seen_as(SYSTEM):
        assert case_of(given).state == State.ACCEPTED
        assert case_of(given).events.filter(verb="accepted").count() == 1


def test_what_no_longer_fits_is_told_every_time_and_changes_nothing(town, given, worker) -> None:
    """C5: somebody else was faster; who lost the first answer reads the same sentence again."""
    for step in ("accept", "done"):
        assert send(at_desk(town.people["duty"]), f"/field/{given.number}/{step}").status_code == 303
    before = case_of(given).version
    key = str(uuid.uuid4())
    first, again = (send_kept(worker, f"/field/{given.number}/accept", key=key).json() for _ in range(2))
    assert first == again
    assert [one["level"] for one in first["told"]] == ["warning"]
    assert "not possible now" in first["told"][0]["text"]
    assert case_of(given).version == before
    assert "not possible now" not in worker.get("/field/").content.decode(), "told once, not on a later page"


def test_a_write_just_made_leaves_its_message_to_the_page_that_follows(given, worker) -> None:
    answer = send_kept(worker, f"/field/{given.number}/contacted", age=2, note="约好六点")
    assert answer.json()["told"][0]["text"] == "Written down."
    assert "Written down." in worker.get(answer.json()["location"]).content.decode()


def test_a_message_of_another_page_is_not_told_as_this_writes(town, given, worker) -> None:
    """Else a kept write that was done would stand to be looked at, with somebody else's warning."""
    send(worker, f"/field/{given.number}/accept")
    send(worker, f"/field/{given.number}/accept")  # refused; its page never came
    kept = send_kept(worker, f"/field/{given.number}/note", text="缺配件").json()
    assert [one["level"] for one in kept["told"]] == ["success"]
    page = worker.get("/field/").content.decode()
    assert "not possible now" in page, "the page it was meant for shows it"
    assert "Written down." not in page


def test_a_form_with_a_mistake_comes_back_as_sentences_and_leaves_its_key_free(given, worker) -> None:
    key = str(uuid.uuid4())
    refused = send_kept(worker, f"/field/{given.number}/note", key=key, text="")
    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["said"] == ["This field is required."]
    assert send_kept(worker, f"/field/{given.number}/note", key=key, text="缺配件").status_code == 200


def test_the_same_key_with_other_content_is_refused(given, worker) -> None:
    key = str(uuid.uuid4())
    assert send_kept(worker, f"/field/{given.number}/note", key=key, text="缺配件").status_code == 200
    other = send_kept(worker, f"/field/{given.number}/note", key=key, text="别的话")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_nobody_signed_in_and_a_foreign_case_are_problems_too(town, given) -> None:
    path = f"/field/{given.number}/accept"
    assert send_kept(Client(), path).status_code == 401
    foreign = send_kept(at_desk(town.people["contact"]), path)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "not_there")


@pytest.mark.parametrize("age", ["", "-1", "1.5", "１", "soon", OLDEST + 1])
def test_an_age_that_is_none_is_refused(given, worker, age) -> None:
    assert send_kept(worker, f"/field/{given.number}/accept", age=age).status_code == 400
    assert case_of(given).state == State.DISPATCHED


def test_when_it_was_made_stands_beside_when_it_came_and_moves_no_clock(town, given, worker) -> None:
    """C4: the telephone's time is shown, the receipt counts."""
    assert send_kept(worker, f"/field/{given.number}/accept", age=7200).status_code == 200
    with seen_as(SYSTEM):
        line = case_of(given).events.get(verb="accepted")
    made = datetime.fromisoformat(line.data["made_at"])
    assert abs(now() - timedelta(hours=2) - made) < timedelta(minutes=1)
    assert now() - line.at < timedelta(minutes=1)
    page = at_desk(town.people["clerk"]).get(f"/case/{given.number}").content.decode()
    assert "by the telephone; received later" in page
    assert send_kept(worker, f"/field/{given.number}/note", age=1, text="马上").status_code == 200
    with seen_as(SYSTEM):
        assert "made_at" not in case_of(given).events.get(verb="noted").data


def test_a_finding_without_a_code_is_filed_with_its_photo_and_says_when_it_was_seen(town, worker) -> None:
    page = worker.get("/field/new").content.decode()
    assert f'<option value="{town.building.pk}"' in page
    assert f'value="{town.sister_building.pk}"' not in page
    answer = send_kept(worker, "/field/new", place=town.building.pk, words="井盖松动", photo=photo())
    assert answer.json()["location"] == "/field/"
    with seen_as(SYSTEM):
        case = Case.objects.get()
        assert (case.channel, case.place_id) == (Channel.GRID, town.building.pk)
        assert Attachment.objects.filter(case=case).count() == 1
        assert "made_at" in case.events.get(verb="taken_in").data
    assert case.number in answer.json()["told"][0]["text"]


def test_a_file_that_is_no_picture_is_said_and_nothing_is_filed(town, worker) -> None:
    bad = SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")
    answer = send_kept(worker, "/field/new", place=town.building.pk, words="井盖松动", photo=bad)
    assert answer.status_code == 422
    assert "a.jpg" in answer.json()["said"][0]
    with seen_as(SYSTEM):
        assert not Case.objects.exists()


def seat(client: Client, *seats: str) -> Any:
    return client.get("/field/seat", headers={"huiyin-seat": " ".join(seats)})


def test_a_telephone_learns_whose_it_is_now(town, worker) -> None:
    account = town.people["field"]
    told = seat(worker, seat_of(account)).json()
    assert told["who"] == mark_of(account.pk)
    assert told["csrf"]
    assert told["ended"] == []
    nobody = seat(Client(), seat_of(account))
    assert (nobody.json()["who"], nobody.json()["ended"]) == ("", []), "signed out is not ended"
    assert "Clear-Site-Data" not in nobody
    assert mark_of(account.pk) != mark_of(town.people["contact"].pk)
    assert account.display_name not in seat_of(account) + mark_of(account.pk)


def test_a_leavers_telephone_is_told_to_clear_itself(town) -> None:
    """S-44: at the next contact, whoever holds it."""
    account = town.people["field"]
    word = seat_of(account)
    deactivate(account=account, by=town.viewer("steward"), reason="手机丢了")
    answer = seat(Client(), word)
    assert answer.json()["ended"] == [word]
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_ending_every_session_ends_the_seats_too_but_not_those_of_others(town, worker) -> None:
    account = town.people["field"]
    word, other = seat_of(account), seat_of(town.people["contact"])
    assert send(worker, "/me", do="end").status_code in (302, 303)
    told = seat(at_desk(town.people["contact"]), word, other)
    assert told.json()["ended"] == [word]
    assert "Clear-Site-Data" not in told, "the next person's things stay"
    account.refresh_from_db()
    assert not is_ended(seat_of(account))


@pytest.mark.parametrize("word", ["", "x", "a:b", "WzEsMF0:forged"])
def test_a_word_that_is_no_seat_ends_nothing(town, word) -> None:
    assert not is_ended(word)
    assert seat(Client(), word).json()["ended"] == []


def test_the_sentences_of_a_page_are_those_of_its_summary() -> None:
    items = '<li>a &lt;b&gt;</li><li><a href="#c">d</a></li>'
    page = f'<p>x</p><div class="errors" role="alert"><h2>h</h2><ul>{items}</ul></div>'
    assert sentences(page) == ["a <b>", "d"]
    assert sentences("<p>nothing</p>") == []


WRITES: tuple[tuple[str, dict[str, str]], ...] = (
    ("accept", {}), ("arrive", {}), ("done", {}), ("note", {"text": "缺配件"}),
    ("contacted", {"note": "约了"}), ("answer", {"answer": "已经疏通，可以使用。"}),
    ("hand-back", {"reason": "看错了"}),
)  # fmt: skip
"""What two people can do to one job: the word in the address, the fields."""
NOTES = {"note": "noted", "contacted": "contacted"}


def lines(given: Any) -> list[tuple[Any, ...]]:
    """The timeline, as far as it could be overwritten."""
    with seen_as(SYSTEM):
        return list(case_of(given).events.order_by("seq").values_list("seq", "verb", "actor", "hash"))


def both(town: Any, theirs: Any, mine: Any) -> tuple[Any, str, int, list[tuple[Any, ...]]]:
    """Somebody writes while my write waits on the telephone; then mine comes, twice."""
    given = town.take_in(place_id=town.building.pk, content="厨房下水返水")
    fire_due()
    worker, duty = at_desk(town.people["field"]), at_desk(town.people["duty"])
    assert send(worker, f"/field/{given.number}/accept").status_code == 303
    send(duty, f"/field/{given.number}/{theirs[0]}", **theirs[1])
    before, key = lines(given), str(uuid.uuid4())
    answers = [send_kept(worker, f"/field/{given.number}/{mine[0]}", key=key, **mine[1]) for _ in range(2)]
    assert answers[0].status_code == answers[1].status_code < 500
    after = lines(given)
    assert after[: len(before)] == before, "what others wrote stands as it was"
    return answers[0], case_of(given).state, len(after) - len(before), after


AT_ONCE = ("note",)
"""What somebody else did, in the quick test; the others are in the long one."""
FIRST = [
    pytest.param(write, id=write[0], marks=[] if write[0] in AT_ONCE else [pytest.mark.long])
    for write in WRITES
]


@pytest.mark.parametrize("theirs", FIRST)
def test_of_two_who_write_to_one_job_both_are_kept_or_one_is_told(town, theirs) -> None:
    """S-42: every pair, in the order of arrival; the same pair ends the same way again.

    A tap that only repeats the person's own is told and leaves no line.
    """
    for mine in WRITES:
        answer, state, more, after = both(town, theirs, mine)
        said = answer.json()
        if answer.status_code == 200 and not any(one["level"] == "warning" for one in said["told"]):
            assert more >= 1, (theirs[0], mine[0])
        else:
            assert answer.status_code == 200, (theirs[0], mine[0], said)
            assert more == 1 or not mine[1], "words that came too late are kept"
            assert [verb for _seq, verb, _actor, _hash in after[len(after) - more :]] == ["came_late"] * more
        if {theirs[0], mine[0]} <= set(NOTES):
            assert {NOTES[theirs[0]], NOTES[mine[0]]} <= {verb for _seq, verb, _actor, _hash in after}
        answer_again, state_again, more_again, _after = both(town, theirs, mine)
        assert (answer_again.status_code, state_again, more_again) == (answer.status_code, state, more)
