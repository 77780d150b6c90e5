"""The worker finds topics: by words, by recurrence, once, whoever runs it how often."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction

from huiyin.casework.casefile.models import Case
from huiyin.casework.s6_topics.books import LEAST, forget_books
from huiyin.casework.s6_topics.jobs import sort_waiting
from huiyin.casework.s6_topics.models import Correction, Membership, Run, Topic
from huiyin.casework.s6_topics.reads import topic_of_case
from huiyin.casework.s6_topics.sorting import sort_topics
from huiyin.casework.s6_topics.states import MOVES
from huiyin.casework.s6_topics.waiting import areas_waiting
from huiyin.ground.outbox.models import Notice
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.casework.s6_topics.stairs import numbers
from tests.town import LAMP, WATER


def test_three_leaks_of_one_stairwell_are_one_topic(stairs) -> None:
    cases = stairs.leaks(3)
    stairs.leaks(2, "2")
    stairs.says("楼道灯不亮", category=LAMP)
    (topic,) = stairs.sort()
    assert stairs.members(topic) == numbers(*cases)
    assert (topic.came, topic.cases, topic.people, topic.category) == ("recurrence", 3, 3, WATER)
    assert topic.place_id == stairs.places["1"].pk
    assert topic.reasons[0] == {"code": "recurs", "n": 3, "days": 90, "place": stairs.places["1"].label}
    with seen_as(SYSTEM):
        told = Notice.objects.filter(template="topic-recurs")
        assert {one.recipient for one in told} == {
            f"account:{stairs.town.people[name].pk}" for name in ("clerk", "second clerk")
        }


def test_sorting_again_finds_the_same_and_tells_nobody_twice(stairs) -> None:
    stairs.leaks(3)
    (topic,) = stairs.sort()
    with seen_as(SYSTEM):
        rows = set(Membership.objects.values_list("pk", flat=True))
    (again,) = stairs.sort()
    with seen_as(SYSTEM):
        assert again.pk == topic.pk
        assert set(Membership.objects.values_list("pk", flat=True)) == rows
        assert Notice.objects.filter(template="topic-recurs").count() == 2


def test_a_fourth_leak_comes_to_the_same_topic_and_the_other_stairwell_to_its_own(stairs) -> None:
    cases = stairs.leaks(3)
    (topic,) = stairs.sort()
    cases += [stairs.says("又返水了,下水道堵死", "1-301")]
    others = stairs.leaks(3, "2")
    first, second = stairs.sort()
    assert first.pk == topic.pk
    assert stairs.members(first) == numbers(*cases)
    assert stairs.members(second) == numbers(*others)


def test_what_is_private_or_help_to_a_person_stays_out(stairs) -> None:
    stairs.leaks(2)
    stairs.says("厨房下水返水", private=True)
    for _ in range(3):
        stairs.says("老人独居,每天吃饭困难,需要帮助送餐", category="1201")
    assert stairs.sort() == []


def test_alike_words_without_a_rule_are_a_topic_of_two_people(stairs) -> None:
    text = "小区东门的道闸抬杆后不落,晚上外来车随便进出"
    cases = [stairs.says(text, category="0102"), stairs.says(f"请管一管,{text}", "2", category="0102")]
    stairs.says("健身器材坏了一个,转盘掉下来", category="0904")
    (topic,) = stairs.sort()
    assert topic.came == "alike"
    assert stairs.members(topic) == numbers(*cases)
    assert "道闸" in topic.title


def test_one_by_one_is_all_at_once(stairs) -> None:
    texts = [
        "小区东门的道闸抬杆后不落,外来车随便进出",
        "东门道闸坏了不落杆,外面的车都开进来",
        "东门道闸不落,外来车辆乱进",
    ]
    for text in texts:
        stairs.says(text, category="0102")
        stairs.leaks(1)
        stairs.sort()
    stepwise = {frozenset(stairs.members(topic)) for topic in stairs.sort()}
    with seen_as(SYSTEM), transaction.atomic():
        Membership.objects.filter(left_at=None).update(
            left_at=Case.objects.first().received_at, left_by="test"
        )
        Topic.objects.update(state="faded", key="")
    forget_books()
    assert {frozenset(stairs.members(topic)) for topic in stairs.sort()} == stepwise
    assert len(stepwise) == 2


def test_a_topic_that_is_no_longer_found_fades_and_its_number_stays_taken(stairs) -> None:
    cases = stairs.leaks(3)
    (topic,) = stairs.sort()
    with seen_as(SYSTEM):
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(private=True)
    assert stairs.sort() == []
    (faded,) = stairs.topics("faded")
    assert faded.pk == topic.pk
    stairs.leaks(3)
    assert [one.no for one in stairs.sort()] == [topic.no + 1]


def test_a_day_book_takes_new_messages_in_and_equals_a_new_one(stairs, hands, monkeypatch) -> None:
    monkeypatch.setattr("huiyin.casework.s6_topics.books.LEAST", 3)
    assert LEAST > 3
    for text in ("东门道闸坏了不落杆", "楼道灯不亮,走路看不见", "垃圾桶满了没人清运"):
        stairs.says(text, category="")
    hands.move(days=1)
    stairs.sort()
    stairs.says("东门道闸又坏了不落杆,车乱进", category="")
    grown = [(topic.title, stairs.members(topic)) for topic in stairs.sort()]
    forget_books()
    assert [(topic.title, stairs.members(topic)) for topic in stairs.sort()] == grown


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_open_one_topic(stairs) -> None:
    stairs.leaks(3)
    together, failed = threading.Barrier(2), []

    def work() -> None:
        try:
            together.wait(20)
            with seen_as(SYSTEM):
                sort_topics(area=stairs.town.community.pk)
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failed.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert failed == []
    assert len(stairs.topics()) == 1
    assert len(stairs.members(stairs.topics()[0])) == 3


def test_the_database_holds_one_topic_for_a_recurrence_and_one_for_a_case(stairs) -> None:
    stairs.leaks(3)
    (topic,) = stairs.sort()
    row = {"scope_id": topic.scope_id, "title": "x", "came": "recurrence", "made_at": topic.made_at}
    with seen_as(SYSTEM), pytest.raises(DatabaseError, match="topics_recurs_once"), transaction.atomic():
        Topic.objects.create(no=99, key=topic.key, **row)
    with seen_as(SYSTEM):
        other = Topic.objects.create(no=99, **row)
        member = Membership.objects.filter(topic=topic).first()
        with pytest.raises(DatabaseError, match="topics_one_at_most"), transaction.atomic():
            Membership.objects.create(
                topic=other, case=member.case, scope_id=topic.scope_id, since=topic.made_at, by="x"
            )


@pytest.mark.django_db
def test_the_database_knows_the_steps_of_the_table() -> None:
    known = {(move.source.value, move.target.value) for move in MOVES if move.source != move.target}
    with connection.cursor() as cursor:
        cursor.execute("SELECT source, target FROM topics_move")
        assert set(cursor.fetchall()) == known | {("suggested", "faded")}


def test_the_worker_looks_only_where_something_came(stairs) -> None:
    area = stairs.town.community.pk
    with seen_as(SYSTEM):
        assert areas_waiting() == []
    case = stairs.leaks(1)[0]
    with seen_as(SYSTEM):
        assert areas_waiting() == [area]
        assert sort_waiting(timestamp=0) == 1
        assert topic_of_case(case.pk) is None
    stairs.sort()
    with seen_as(SYSTEM):
        assert areas_waiting() == []
        assert Run.objects.get(pk=area).cases == 1
        assert not Correction.objects.exists()


@pytest.mark.parametrize("word", ["", "settle"])
def test_a_title_does_not_outlive_the_case_that_became_private(stairs, word) -> None:
    cases = stairs.leaks(3)
    (topic,) = stairs.sort()
    Topic.objects.filter(pk=topic.pk).update(title=cases[0].title)
    if word:
        Topic.objects.filter(pk=topic.pk).update(state="settled", touched_at=topic.made_at)
    with seen_as(SYSTEM):
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(private=True)
    stairs.sort()
    with seen_as(SYSTEM):
        found = Topic.objects.get(pk=topic.pk)
    assert (found.title, found.reasons) == ("", [])
