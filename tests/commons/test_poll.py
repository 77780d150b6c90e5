"""A poll: rounds replay, paper and on-line merge, the later stands, counts wait for the close."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import Error, connection, connections, transaction

from huiyin.commons.c2_voices.models import Poll, PollOption, PollRound, PollVoice
from huiyin.commons.c2_voices.poll import drafting, rounds, speaking, states
from huiyin.commons.c2_voices.poll import refusals as no
from huiyin.commons.c2_voices.poll.counting import taking_part, tallies_of
from huiyin.commons.c2_voices.poll.drafting import norm_of
from huiyin.commons.c2_voices.poll.links import reader_of, slip_of, speaker_by_slip
from huiyin.commons.c2_voices.poll.reads import polls_near, public_poll
from huiyin.ground.clock import today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM, guest
from huiyin.ground.tenancy.wall import seen_as
from tests.commons.hall import Hall

pytestmark = pytest.mark.django_db
PLAN = drafting.Plan("小区党支部叫什么名字？", "支部成立，请大家取名。", "社区党委")
NAMING = drafting.RoundPlan(7, naming=True, options=("清音路小区党支部",))


@dataclass
class Asked:
    """The hall's estate asked about something."""

    hall: Hall
    poll: Any

    def do(self, act: Any, **given: Any) -> Any:
        """An act of the clerk."""
        return self.hall.as_(self.hall.clerk, act, poll_id=self.poll.pk, **given)

    def opened(self, plan: drafting.RoundPlan = NAMING) -> Any:
        """Prepare a round and open it."""
        self.do(drafting.prepare_round, plan=plan)
        return self.do(rounds.open_round)

    def says(self, home: str, *picks: int, words: str = "", seat: int = 1) -> Any:
        """A home speaks by its slip."""
        poll, place = self.poll, self.hall.homes[home]
        _pk, reader = reader_of(poll.code)
        with seen_as(reader):
            here = public_poll(poll.pk)
            told = speaker_by_slip(here, slip_of(poll, place.pk, seat))
            word = speaking.Word(picks, words)
            return speaking.say(poll=here, word=word, by=reader, home=told[0], seat=told[1])

    def heard(self, *picks: int, words: str = "") -> Any:
        """Somebody without a slip."""
        _pk, reader = reader_of(self.poll.code)
        with seen_as(reader):
            word = speaking.Word(picks, words)
            return speaking.say(poll=public_poll(self.poll.pk), word=word, by=reader)

    def paper(self, home: str, number: str, *picks: int, on: date | None = None, words: str = "") -> Any:
        """The clerk enters a paper."""
        sheet = speaking.Sheet(number, on or today())
        word = speaking.Word(picks, words)
        return self.do(speaking.enter_paper, home_id=self.hall.homes[home].pk, sheet=sheet, word=word)

    def closed(self) -> Any:
        """Wait for the last day to be over, close."""
        self.hall.hands.move(days=8)
        return self.do(rounds.close_round)

    def counts(self, held: Any) -> dict[str, tuple[int, int]]:
        """Words -> (counted, heard)."""
        with seen_as(self.hall.clerk):
            told = tallies_of(PollRound.objects.get(pk=held.pk))
            return {one.option.words: (one.counted, one.heard) for one in told}

    def option(self, words: str) -> int:
        """The number of an option in the newest round."""
        with seen_as(SYSTEM):
            found = PollOption.objects.filter(round__poll=self.poll, words=words).order_by("-round__no")[0]
        return int(found.no)


@pytest.fixture
def asked(hall: Hall) -> Asked:
    place = hall.town.building.pk
    return Asked(hall, hall.as_(hall.clerk, drafting.draft_poll, place_id=place, plan=PLAN))


def test_a_naming_goes_through_its_rounds_and_ends_with_a_reason(asked: Asked) -> None:
    """Report 001: round after round, until the number that people lived with stays in the name."""
    first = asked.opened()
    for home, words in (("101", "302小区党支部"), ("102", "“302” 小区党支部"), ("201", "地质队党支部")):
        asked.says(home, words=words)
    asked.says("202", 1)
    asked.paper("301", "0001", words="三零二党支部")
    asked.heard(words="302小区党支部")
    asked.closed()
    assert asked.counts(first) == {
        "302小区党支部": (2, 1), "清音路小区党支部": (1, 0), "地质队党支部": (1, 0), "三零二党支部": (1, 0),
    }  # fmt: skip
    three, zero = asked.option("302小区党支部"), asked.option("三零二党支部")
    asked.do(rounds.fold_option, no=zero, into=three, reason="同一个名字的两种写法")
    assert asked.counts(first)["302小区党支部"] == (3, 1)
    with pytest.raises(no.FatesOpen):
        asked.do(rounds.publish_round)
    asked.do(rounds.decide_option, no=three, goes_on=True, reason="意见最多")
    asked.do(rounds.decide_option, no=1, goes_on=True, reason="是现在的小区名")
    asked.do(rounds.decide_option, no=asked.option("地质队党支部"), goes_on=False, reason="只有一户")
    with pytest.raises(no.PollWordsMissing):
        asked.do(rounds.decide_option, no=1, goes_on=True, reason=" ")
    asked.do(rounds.publish_round)
    second = asked.opened(drafting.RoundPlan(5))
    with seen_as(SYSTEM):
        names = list(second.options.values_list("words", "source"))
    assert names == [("清音路小区党支部", "earlier"), ("302小区党支部", "earlier")]
    for home in ("101", "102", "201", "202", "301"):
        asked.says(home, 2)
    asked.closed()
    asked.do(rounds.decide_option, no=2, goes_on=True, reason="五户都选它")
    asked.do(rounds.decide_option, no=1, goes_on=False, reason="没有住户选")
    asked.do(rounds.publish_round)
    with pytest.raises(NotThere):
        asked.do(rounds.finish_poll, no=1, reason="x")
    poll = asked.do(rounds.finish_poll, no=2, reason="大家对302有感情")
    assert (poll.state, poll.outcome) == ("finished", "302小区党支部")
    with pytest.raises(no.PollNotNow):
        asked.opened()
    with seen_as(SYSTEM):
        verbs = set(poll.events.values_list("verb", flat=True))
    assert verbs >= {"drafted", "opened", "entered", "closed", "folded", "decided", "published", "finished"}


def test_paper_and_online_of_one_home_are_one_voice_and_the_later_day_stands(asked: Asked) -> None:
    held = asked.opened(drafting.RoundPlan(7, options=("甲", "乙")))
    monday = today()
    asked.says("101", 1)
    asked.hall.hands.move(days=2)
    asked.paper("101", "0001", 2)
    asked.says("102", 1)
    asked.paper("102", "0002", 2, on=monday)
    asked.says("201", 1)
    asked.says("201", 2)
    with seen_as(asked.hall.clerk):
        part = taking_part(held)
        twice = [[one.way for one in voices] for voices in speaking.again(held)]
    assert (part.counted, part.whole, part.paper, part.online, part.again) == (3, 8, 1, 2, 3)
    assert twice == [["link", "paper"], ["paper", "link"], ["link", "link"]]
    asked.hall.hands.move(days=6)
    asked.paper("202", "0003", 1, on=monday + timedelta(days=7))
    with pytest.raises(no.PollNotNow):
        asked.says("301", 1)
    asked.do(rounds.close_round)
    assert asked.counts(held) == {"甲": (2, 0), "乙": (2, 0)}
    with seen_as(SYSTEM):
        assert PollVoice.objects.count() == 7, "what was replaced is kept"


def test_nobody_knows_a_count_before_the_close(asked: Asked) -> None:
    held = asked.opened()
    asked.says("101", 1)
    with seen_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM voices_poll_counts(%s)", [held.pk])
        assert cursor.fetchone() == (0,)
        assert tallies_of(held) == []
    _pk, reader = reader_of(asked.poll.code)
    with seen_as(reader):
        assert taking_part(held).counted == 1
        assert not PollVoice.objects.exists()
    with pytest.raises(no.RoundRuns):
        asked.do(rounds.close_round)


def test_what_residents_wrote_is_nobodys_before_it_is_published(asked: Asked) -> None:
    asked.opened()
    asked.says("101", words="骂人的话")
    asked.closed()
    _pk, reader = reader_of(asked.poll.code)
    with seen_as(reader):
        assert list(PollOption.objects.values_list("words", flat=True)) == ["清音路小区党支部"]
    asked.do(rounds.decide_option, no=1, goes_on=True, reason="好")
    found = asked.do(rounds.decide_option, no=2, goes_on=False, hidden=True, reason="不宜公布")
    assert found.hidden
    asked.do(rounds.publish_round)
    with seen_as(reader):
        assert PollOption.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"no": "0001"}, no.PaperTaken), ({"on": -1}, no.PaperDay), ({"on": 1}, no.PaperDay),
        ({"picks": (3,)}, no.PicksWrong), ({"picks": (1, 2)}, no.PicksWrong), ({"picks": ()}, no.PicksWrong),
        ({"no": " "}, no.PollWordsMissing), ({"seat": 2}, no.SeatWrong), ({"home": 0}, no.HomeNotAsked),
    ],
)  # fmt: skip
def test_a_paper_is_refused_with_a_sentence(asked: Asked, change: dict[str, Any], refusal: Any) -> None:
    asked.opened(drafting.RoundPlan(7, options=("甲", "乙")))
    asked.paper("101", "0001", 1)
    given = {"no": "0002", "on": 0, "picks": (1,), "seat": 1, "home": asked.hall.homes["102"].pk} | change
    sheet = speaking.Sheet(given["no"], today() + timedelta(days=given["on"]), given["seat"])
    word = speaking.Word(given["picks"])
    with pytest.raises(refusal):
        asked.do(speaking.enter_paper, home_id=given["home"], sheet=sheet, word=word)


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        (drafting.RoundPlan(0, naming=True), no.PollPlanWrong),
        (drafting.RoundPlan(61, naming=True), no.PollPlanWrong),
        (drafting.RoundPlan(7, options=("甲",)), no.OptionsFew),
        (drafting.RoundPlan(7, options=("甲", " 甲 ")), no.OptionRepeats),
        (drafting.RoundPlan(7, options=[str(n) for n in range(21)]), no.OptionsMany),
    ],
)
def test_a_round_is_refused_with_a_sentence(asked: Asked, plan: drafting.RoundPlan, refusal: Any) -> None:
    with pytest.raises(refusal):
        asked.do(drafting.prepare_round, plan=plan)


def test_persons_have_a_voice_each_by_a_slip_of_their_own(asked: Asked) -> None:
    hall = asked.hall
    with pytest.raises(no.PersonsMissing):
        hall.as_(
            hall.clerk, drafting.draft_poll, place_id=hall.town.building.pk,
            plan=drafting.Plan("问", "话", "社区", each=2),
        )  # fmt: skip
    plan = drafting.Plan("问", "话", "社区", each=2, persons=15)
    asked.poll = hall.as_(hall.clerk, drafting.draft_poll, place_id=hall.town.building.pk, plan=plan)
    held = asked.opened(drafting.RoundPlan(7, options=("甲", "乙")))
    asked.says("101", 1)
    asked.says("101", 2, seat=2)
    asked.says("101", 1, seat=2)
    with pytest.raises(NotThere):
        asked.says("101", 1, seat=3)
    asked.closed()
    assert asked.counts(held) == {"甲": (2, 0), "乙": (0, 0)}
    with seen_as(hall.clerk):
        assert taking_part(held).whole == 15


def test_a_slip_speaks_for_one_home_of_one_poll(asked: Asked) -> None:
    asked.opened()
    slip = slip_of(asked.poll, asked.hall.homes["101"].pk)
    other = asked.hall.homes["102"].pk
    for wrong in (
        slip[:-1] + ("A" if slip[-1] != "A" else "B"),
        f"{other}{slip[slip.index('-') :]}",
        "x",
        "",
    ):
        with seen_as(SYSTEM), pytest.raises(NotThere):
            speaker_by_slip(asked.poll, wrong)


def test_what_is_being_prepared_and_what_lies_elsewhere_is_not_there(asked: Asked) -> None:
    asked.do(drafting.prepare_round, plan=NAMING)
    with pytest.raises(NotThere):
        reader_of(asked.poll.code)
    estate = asked.hall.town.estate.pk
    around = guest(around=[estate])
    with seen_as(around):
        assert list(polls_near([estate])) == []
    asked.do(rounds.open_round)
    with seen_as(around):
        assert [one.pk for one in polls_near([estate])] == [asked.poll.pk]
    elsewhere = guest(around=[asked.hall.town.other_estate.pk])
    with seen_as(elsewhere):
        assert not Poll.objects.exists()
        with pytest.raises(NotThere):
            speaking.say(poll=asked.poll, word=speaking.Word((1,)), by=elsewhere)
    for act in (rounds.close_round, rounds.publish_round):
        with pytest.raises(NotThere):
            asked.hall.as_(asked.hall.town.viewer("other clerk"), act, poll_id=asked.poll.pk)


@pytest.mark.django_db(transaction=True)
def test_a_home_that_sends_many_times_at_once_has_one_voice(asked: Asked) -> None:
    held = asked.opened(drafting.RoundPlan(7, options=("甲", "乙")))

    def send(pick: int) -> None:
        try:
            asked.says("101", pick)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, (1, 2, 1, 2, 1, 2)))
    asked.closed()
    assert sum(counted for counted, _heard in asked.counts(held).values()) == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE voices_poll SET title = 'x'", "UPDATE voices_poll SET state = 'draft'",
        "UPDATE voices_pollround SET whole = 1", "UPDATE voices_pollround SET state = 'published'",
        "UPDATE voices_polloption SET words = 'x'", "DELETE FROM voices_polloption",
        "UPDATE voices_pollvoice SET picks = '[2]'", "DELETE FROM voices_pollevent",
    ],
)  # fmt: skip
def test_the_database_keeps_what_was_asked_and_said(asked: Asked, change: str) -> None:
    asked.opened()
    asked.says("101", 1)
    with seen_as(SYSTEM), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.django_db(transaction=True)
def test_the_database_knows_the_same_steps(owner_connection: Any) -> None:
    rows = set(owner_connection.execute("SELECT noun, source, target FROM voices_poll_move").fetchall())
    assert rows == states.pairs()


@pytest.mark.parametrize(
    ("one", "other"), [("302 小区", "３０２小区"), ("“302”小区", "302小区"), ("Ａ座", "a座")]
)
def test_two_writings_of_a_name_are_one(one: str, other: str) -> None:
    assert norm_of(one) == norm_of(other) != ""
