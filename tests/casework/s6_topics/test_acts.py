"""What people say of topics: kept, obeyed by every later sorting, and only where they work."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from huiyin.casework.s6_topics import acts
from huiyin.casework.s6_topics.models import Correction, Topic
from huiyin.casework.s6_topics.reads import (
    answered_so_far,
    members_of,
    months_of,
    parties_of,
    standing_topics,
    topic_for,
    topic_of_case,
    topics_of,
)
from huiyin.casework.s6_topics.refusals import (
    CaseElsewhere,
    CaseNotHere,
    JoinsItselfOnly,
    NoneChosen,
    NothingLeft,
    PrivateStaysOut,
    TopicNotNow,
    TopicWordsMissing,
)
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.wall import seen_as
from tests.casework.s6_topics.stairs import numbers


@pytest.fixture
def clerk(stairs):
    return stairs.town.viewer("clerk")


def say(clerk, act, topic, **given):
    with seen_as(clerk):
        return act(topic_id=topic.pk, by=clerk, **given)


def state_of(topic):
    return Topic.objects.get(pk=topic.pk).state


def test_what_was_confirmed_keeps_its_cases_whatever_the_program_finds(stairs, clerk) -> None:
    cases = stairs.leaks(3)
    (topic,) = stairs.sort()
    say(clerk, acts.confirm_topic, topic)
    with seen_as(clerk):
        cases[0].category = ""
        cases[0].save(update_fields=["category"])
        cases[1].category = "0901"
        cases[1].save(update_fields=["category"])
    (kept,) = stairs.sort()
    assert (kept.pk, kept.state) == (topic.pk, "confirmed")
    assert stairs.members(kept) == numbers(*cases)
    with seen_as(clerk):
        (word,) = Correction.objects.filter(topic=topic)
        assert (word.verb, word.actor, len(word.cases)) == ("confirmed", clerk.actor, 3)


def test_a_name_stays_and_new_cases_come_to_it(stairs, clerk) -> None:
    cases = stairs.leaks(3)
    (topic,) = stairs.sort()
    say(clerk, acts.rename_topic, topic, name=" 1单元污水立管 ")
    cases.append(stairs.says("又返水", "1-201"))
    (kept,) = stairs.sort()
    assert kept.called == "1单元污水立管"
    assert kept.cases == 4
    with pytest.raises(TopicWordsMissing):
        say(clerk, acts.rename_topic, topic, name="  ")


def test_what_was_split_stays_apart(stairs, clerk) -> None:
    cases = stairs.leaks(4)
    (topic,) = stairs.sort()
    new = say(clerk, acts.split_topic, topic, case_ids=[cases[3].pk, uuid4()], name="厨房支管")
    again, other = stairs.sort()
    assert (again.pk, other.pk, other.came) == (topic.pk, new.pk, "person")
    assert stairs.members(again) == numbers(*cases[:3])
    assert stairs.members(other) == numbers(cases[3])
    with pytest.raises(NothingLeft):
        say(clerk, acts.split_topic, topic, case_ids=[case.pk for case in cases], name="x")
    with pytest.raises(NoneChosen):
        say(clerk, acts.split_topic, topic, case_ids=[uuid4()], name="x")


def test_two_become_one_and_the_key_goes_along(stairs, clerk) -> None:
    one, two = stairs.leaks(3), stairs.leaks(3, "2")
    first, second = stairs.sort()
    say(clerk, acts.join_topics, second, into_id=first.pk)
    two.append(stairs.says("又返水了", "2"))
    one.append(stairs.says("返水", "1"))
    standing = stairs.sort()
    assert standing[0].pk == first.pk
    assert numbers(*one[:3], *two[:3]) <= stairs.members(standing[0])
    with seen_as(clerk):
        assert Topic.objects.get(pk=second.pk).joined_into_id == first.pk
    with pytest.raises(JoinsItselfOnly):
        say(clerk, acts.join_topics, first, into_id=first.pk)
    with pytest.raises(TopicNotNow):
        say(clerk, acts.confirm_topic, second)


def test_what_was_rejected_never_comes_again_and_can_be_taken_up(stairs, clerk) -> None:
    cases = stairs.leaks(3)
    (topic,) = stairs.sort()
    say(clerk, acts.reject_topic, topic, why="三根不同的管子")
    assert stairs.sort() == []
    cases.append(stairs.says("又返水", "1"))
    assert all(len(stairs.members(one) & numbers(*cases[:3])) < 2 for one in stairs.sort())
    say(clerk, acts.take_up_topic, topic, why="还是同一根")
    (back,) = stairs.sort()
    assert back.pk == topic.pk
    assert stairs.members(back) == numbers(*cases)


def test_what_was_taken_out_stays_out_and_what_was_put_in_stays_in(stairs, clerk) -> None:
    cases, lamp = stairs.leaks(4), stairs.says("楼道灯不亮", category="0901")
    (topic,) = stairs.sort()
    say(clerk, acts.take_out, topic, case_ids=[cases[0].pk], why="别的事")
    say(clerk, acts.put_in, topic, number=lamp.number)
    (kept,) = stairs.sort()
    assert stairs.members(kept) == numbers(*cases[1:], lamp)
    say(clerk, acts.put_in, topic, number=cases[0].number)
    (kept,) = stairs.sort()
    assert stairs.members(kept) == numbers(*cases, lamp)


def test_only_a_fitting_case_can_be_put_in(stairs, clerk) -> None:
    stairs.leaks(3)
    stairs.leaks(3, "2")
    first, second = stairs.sort()
    say(clerk, acts.confirm_topic, second)
    theirs = min(stairs.members(second))
    private = stairs.says("返水", private=True)
    for number, refusal in ((theirs, CaseElsewhere), (private.number, PrivateStaysOut), ("x", CaseNotHere)):
        with pytest.raises(refusal):
            say(clerk, acts.put_in, first, number=number)


def test_what_is_solved_takes_no_new_cases(stairs, clerk) -> None:
    cases = stairs.leaks(3)
    (topic,) = stairs.sort()
    say(clerk, acts.settle_topic, topic, why="整根立管已更换")
    stairs.leaks(2)
    assert topic.pk not in {one.pk for one in stairs.sort()}
    assert stairs.members(topic) == numbers(*cases)
    stairs.says("又返水", "1")
    (new,) = stairs.sort()
    assert new.came == "recurrence"
    say(clerk, acts.take_up_topic, topic, why="没解决")
    with seen_as(clerk):
        assert state_of(topic) == "confirmed"


def test_elsewhere_it_is_not_there(stairs, clerk) -> None:
    stairs.leaks(3)
    (topic,) = stairs.sort()
    for name in ("other clerk", "leader", "duty"):
        stranger = stairs.town.viewer(name)
        with seen_as(stranger), pytest.raises(NotThere):
            acts.confirm_topic(topic_id=topic.pk, by=stranger)
    other, leader = stairs.town.viewer("other clerk"), stairs.town.viewer("leader")
    with seen_as(other):
        assert not topics_of(other).exists()
        with pytest.raises(NotThere):
            topic_for(other, topic.pk)
    with seen_as(leader):
        assert topic_for(leader, topic.pk) == topic
        assert list(standing_topics(leader, [topic.scope_id])) == [topic]
        assert not standing_topics(leader, [stairs.town.other_community.pk]).exists()


def test_a_topic_tells_of_its_cases_what_the_viewer_may_know(stairs, clerk) -> None:
    cases = stairs.leaks(3)
    (topic,) = stairs.sort()
    say(clerk, acts.confirm_topic, topic)
    with seen_as(clerk):
        cases[0].private = True
        cases[0].save(update_fields=["private"])
    leader = stairs.town.viewer("leader")
    with seen_as(leader):
        seen = members_of(leader, topic)
        assert (len(seen.cases), seen.hidden) == (2, 1)
    with seen_as(clerk):
        assert members_of(clerk, topic).hidden == 0
        told = answered_so_far(topic)
        assert (told.n, told.open, told.answered, told.solved, told.not_solved) == (3, 3, 0, 0, 0)
        assert parties_of(topic) == []
        assert [n for _month, n in months_of(topic)] == [3]
        assert topic_of_case(cases[1].pk) == topic


def test_a_word_is_never_changed(stairs, clerk) -> None:
    stairs.leaks(3)
    (topic,) = stairs.sort()
    say(clerk, acts.confirm_topic, topic)
    with seen_as(clerk):
        with pytest.raises(DatabaseError, match=r"permission denied|append-only"), transaction.atomic():
            Correction.objects.update(why="anders")
        with pytest.raises(DatabaseError, match="no step"), transaction.atomic():
            Topic.objects.update(state="suggested")
        with pytest.raises(DatabaseError, match=r"permission denied|kept for good"), transaction.atomic():
            Topic.objects.filter(pk=topic.pk)._raw_delete("default")
