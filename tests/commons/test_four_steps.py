"""支部出题 → 三方议题 → 物管/部门答题 → 群众评题: each step has its tests, owners, days and record."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import Error, connection, transaction

from huiyin.commons.c1_proposals.four_steps import answering, discussing, raising, rating, states
from huiyin.commons.c1_proposals.four_steps import refusals as no
from huiyin.commons.c1_proposals.four_steps.links import home_by_slip, reader_of, slip_of
from huiyin.commons.c1_proposals.four_steps.ratings import opinions_of, ratings_of
from huiyin.commons.c1_proposals.four_steps.reads import near, public_proposal
from huiyin.commons.c1_proposals.four_steps.words import Stance
from huiyin.commons.c1_proposals.meetings import states as meeting_states
from huiyin.commons.c1_proposals.models import Opinion, Proposal, ProposalEvent
from huiyin.commons.c2_voices.owners_vote import counted, opening
from huiyin.commons.c2_voices.owners_vote.spinning_off import vote_for_proposal
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM, guest
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.rules.deliberations import RatingRule
from tests.commons.room import Room

pytestmark = pytest.mark.django_db
HOMES = ("101", "102", "201", "202", "301")


def verbs(room: Room) -> list[str]:
    with seen_as(SYSTEM):
        return list(ProposalEvent.objects.filter(proposal=room.proposal).values_list("verb", flat=True))


def test_a_proposal_goes_through_the_four_steps(room: Room) -> None:
    room.in_rating()
    for home in HOMES:
        room.rate(home)
    with pytest.raises(no.RatingDays):
        room.step(rating.settle)
    room.hall.hands.move(days=16)
    room.step(rating.settle)
    assert (room.proposal.state, room.proposal.round) == ("settled", 1)
    assert verbs(room) == [
        "drafted", "choice", "raised", "discussed", "asked", "promised", "answered", "done", "posted",
        "settled",
    ]  # fmt: skip


def test_each_step_says_what_is_missing(room: Room) -> None:
    room.raised()
    assert room.proposal.step_due == now().astimezone().date() + timedelta(days=30)
    with pytest.raises(no.NotTalkedOver):
        room.step(discussing.close_discussion, no=1)
    with pytest.raises(no.ProposalNotNow):
        room.step(answering.close_answers)
    room.talked_over()
    with pytest.raises(no.NoChoice):
        room.step(discussing.close_discussion, no=7)
    room.again().step(discussing.close_discussion, no=1)
    with pytest.raises(no.NobodyAsked):
        room.step(answering.close_answers)
    company = room.hall.town.company.pk
    answer = room.do(answering.ask_unit, proposal_id=room.proposal.pk, organisation_id=company)
    with pytest.raises(no.UnitAskedAlready):
        room.do(answering.ask_unit, proposal_id=room.proposal.pk, organisation_id=company)
    with pytest.raises(no.AnswersMissing):
        room.step(answering.close_answers)
    for measure, owner in (("", "王"), ("装柜", " ")):
        what = answering.Promise(measure, owner, now().date() + timedelta(days=9))
        with pytest.raises(no.AnswerIncomplete):
            room.do(answering.promise, answer_id=answer.pk, what=what)
    what = answering.Promise("装柜", "王", now().date() - timedelta(days=2))
    with pytest.raises(no.DayWrong):
        room.do(answering.promise, answer_id=answer.pk, what=what)


def test_people_rate_what_happened_not_what_was_promised(room: Room) -> None:
    room.raised().answered().step(answering.close_answers)
    with pytest.raises(no.NotCarriedOut):
        room.step(rating.post_for_rating)
    room.hall.hands.move(days=12)
    room.step(rating.post_for_rating)
    assert room.proposal.state == "rating", "a promised day that has passed is rated too"


def test_low_ratings_send_it_back_to_the_table(room: Room) -> None:
    room.in_rating()
    for home, solved in zip(HOMES, (True, True, False, False, False), strict=True):
        room.rate(home, solved=solved)
    room.hall.hands.move(days=16)
    with pytest.raises(no.RatingsTooLow):
        room.step(rating.settle)
    room.step(rating.send_back)
    assert (room.proposal.state, room.proposal.round) == ("raised", 2)
    room.again()
    with pytest.raises(no.NotTalkedOver):
        room.step(discussing.close_discussion, no=1)
    with seen_as(SYSTEM):
        assert room.proposal.ratings.filter(round=1).count() == 5, "the first round stays on record"
        assert ratings_of(room.proposal).rated == 0


def test_the_last_word_of_a_home_counts_and_enough_homes_are_needed(room: Room) -> None:
    room.in_rating()
    for solved in (False, True):
        room.rate("101", solved=solved)
    room.hall.hands.move(days=16)
    with pytest.raises(no.RatingsTooFew):
        room.step(rating.settle)
    room.step(rating.prolong_rating)
    for home in HOMES:
        room.rate(home)
    with seen_as(SYSTEM):
        found = ratings_of(room.proposal)
    assert (found.rated, found.solved, found.satisfied, found.homes) == (5, 5, 5, 8)


@pytest.mark.parametrize(
    ("agreed", "rated", "holds"), [(3, 5, True), (59, 100, False), (60, 100, True), (0, 0, False)]
)
def test_the_share_includes_its_number(agreed: int, rated: int, holds: bool) -> None:  # noqa: FBT001
    rule = RatingRule(15, Fraction(3, 5), 1, None)  # type: ignore[arg-type]  # its source is not asked
    assert rule.holds(agreed, rated) is holds


def test_when_all_refuse_it_goes_back_or_is_dropped(room: Room) -> None:
    room.raised().talked_over()
    room.step(discussing.close_discussion, no=1)
    answer = room.do(
        answering.ask_unit, proposal_id=room.proposal.pk, organisation_id=room.hall.town.company.pk
    )
    with pytest.raises(no.AnswerIncomplete):
        room.do(answering.refuse, answer_id=answer.pk, reason=" ")
    room.do(answering.refuse, answer_id=answer.pk, reason="不在合同范围内")
    with pytest.raises(no.AllRefuse):
        room.step(answering.close_answers)
    room.step(answering.send_back_refused)
    assert (room.proposal.state, room.proposal.round) == ("raised", 2)
    room.step(raising.drop_proposal, reason="改由街道立项")
    assert (room.proposal.state, room.proposal.ended_why) == ("dropped", "改由街道立项")


def test_the_duty_room_answers_for_its_own_unit_alone(room: Room) -> None:
    room.raised().talked_over().step(discussing.close_discussion, no=1)
    duty = room.hall.town.viewer("duty")
    company = room.hall.town.company.pk
    mine = room.do(answering.ask_unit, proposal_id=room.proposal.pk, organisation_id=company)
    what = answering.Promise("装柜", "王经理", now().date() + timedelta(days=9))
    room.do(answering.promise, duty, answer_id=mine.pk, what=what)
    with pytest.raises(no.AnsweredAlready):
        room.do(answering.promise, duty, answer_id=mine.pk, what=what)
    with seen_as(SYSTEM):
        desk = room.hall.town.community
        from huiyin.registers.organisations.models import Organisation

        other = Organisation.objects.create(scope=desk, kind="department", name="城管所")
    theirs = room.do(answering.ask_unit, proposal_id=room.proposal.pk, organisation_id=other.pk)
    with pytest.raises(NotThere):
        room.do(answering.refuse, duty, answer_id=theirs.pk, reason="不归我们")


def test_what_the_owners_have_to_decide_cannot_pass_without_their_vote(room: Room) -> None:
    """Civil Code 278: the proposal begins the vote, waits for it, and passes only when it passed."""
    hall = room.hall
    room.raised(matter="raise_fund").talked_over().step(discussing.close_discussion, no=1)
    answer = room.do(answering.ask_unit, proposal_id=room.proposal.pk, organisation_id=hall.town.company.pk)
    what = answering.Promise("换管", "王", now().date() + timedelta(days=60))
    room.do(answering.promise, answer_id=answer.pk, what=what)
    with pytest.raises(no.VoteNeeded):
        room.step(answering.close_answers)
    hall.vote = room.do(
        vote_for_proposal, proposal_id=room.proposal.pk, plan=hall.plan(), text="是否筹集维修资金？"
    )
    with pytest.raises(no.NoVoteNeeded):
        room.do(vote_for_proposal, proposal_id=room.proposal.pk, plan=hall.plan(), text="再来一次？")
    hall.step(opening.give_notice)
    hall.hands.move(days=15)
    hall.step(opening.open_vote)
    for home in ("101", "102", "201", "301", "302"):
        hall.votes(home)
    hall.closed().result()
    with pytest.raises(no.VoteNeeded):
        room.again().step(answering.close_answers)
    hall.hands.move(days=16)
    hall.step(counted.finish)
    room.again().step(answering.close_answers)
    assert (room.proposal.state, room.proposal.vote_outcome) == ("answered", "passed")


@pytest.mark.parametrize("ends", ["cancelled", "not passed"])
def test_a_vote_that_fails_leaves_the_proposal_waiting(room: Room, ends: str) -> None:
    hall = room.hall
    room.raised(matter="raise_fund")
    given: dict[str, Any] = {"proposal_id": room.proposal.pk, "plan": hall.plan(), "text": "是否筹集？"}
    hall.vote = room.do(vote_for_proposal, **given)
    if ends == "cancelled":
        hall.step(opening.cancel, reason="名册有误")
    else:
        hall.step(opening.give_notice)
        hall.hands.move(days=15)
        hall.step(opening.open_vote)
        hall.votes("101", "N")
        hall.closed().result()
        hall.hands.move(days=16)
        hall.step(counted.finish)
    assert room.again().proposal.vote_outcome == "failed"
    given["plan"] = hall.plan()
    assert room.do(vote_for_proposal, **given).state == "draft", "the owners may be asked again"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [
        "state = 'settled'", "state = 'answered', matter = 'raise_fund'", "vote_outcome = 'passed'",
        "title = 'x'", "matter = 'company'", "code = 'P0000-XXXXXX'",
    ],
)  # fmt: skip
def test_the_database_takes_no_step_that_the_table_does_not_have(
    room: Room, owner_connection: Any, change: str
) -> None:
    room.raised()
    with seen_as(SYSTEM), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE proposals_proposal SET {change} WHERE id = %s", [room.proposal.pk])  # noqa: S608


@pytest.mark.django_db(transaction=True)
def test_the_database_knows_the_same_steps(owner_connection: Any) -> None:
    rows = set(owner_connection.execute("SELECT noun, source, target FROM proposals_move").fetchall())
    ours = {("proposal", *pair) for pair in states.pairs()} | {
        ("meeting", *pair) for pair in meeting_states.pairs()
    }
    assert rows == ours


def test_a_slip_speaks_for_one_home_of_one_proposal(room: Room) -> None:
    room.in_rating()
    proposal, home = room.proposal, room.hall.homes["101"]
    slip = slip_of(proposal, home.pk)
    _pk, reader = reader_of(proposal.code)
    with seen_as(reader):
        assert home_by_slip(public_proposal(proposal.pk), slip).pk == home.pk
        wrong = (
            slip[:-1] + ("A" if slip[-1] != "A" else "B"),
            slip.replace(str(home.pk), "1", 1),
            "x",
            "٣-AAAAAAAAAAAAAAAA",
        )
        for one in wrong:
            with pytest.raises(NotThere):
                home_by_slip(proposal, one)
        rating.rate_own(
            proposal=proposal, home=home, word=rating.Word(solved=True, satisfied=False), by=reader
        )
        found = ratings_of(proposal)
        assert (found.rated, found.solved, found.satisfied) == (1, 1, 0), "everybody reads the numbers"
        assert not proposal.ratings.exists(), "and nobody the words of a home"


def test_an_opinion_counts_once_for_a_home_and_is_heard_without_one(room: Room) -> None:
    room.raised()
    proposal, home = room.proposal, room.hall.homes["101"]
    _pk, reader = reader_of(proposal.code)
    with seen_as(reader):
        for stance in (Stance.AGAINST, Stance.FOR):
            rating.say(proposal=proposal, stance=stance, words="", by=reader, home=home)
        rating.say(proposal=proposal, stance=Stance.DOUBT, words="放哪", by=reader)
        told = {one.stance: (one.homes, one.heard) for one in opinions_of(proposal)}
        assert told == {Stance.FOR: (1, 0), Stance.DOUBT: (0, 1), Stance.AGAINST: (0, 0)}
        assert not Opinion.objects.exists()
    elsewhere = guest(around=[room.hall.town.other_estate.pk])
    with seen_as(elsewhere), pytest.raises(NotThere):
        rating.say(proposal=proposal, stance=Stance.FOR, words="", by=elsewhere)


def test_what_is_being_written_is_nobodys_to_read(room: Room) -> None:
    room.draft()
    with pytest.raises(NotThere):
        reader_of(room.proposal.code)
    around = guest(around=[room.hall.town.estate.pk])
    with seen_as(around):
        assert list(near([room.hall.town.estate.pk])) == []
    room.step(discussing.add_choice, words="装柜", cost=None, bearer="").step(raising.raise_proposal)
    with seen_as(around):
        assert [one.pk for one in near([room.hall.town.estate.pk])] == [room.proposal.pk]
    with seen_as(room.hall.town.viewer("other clerk")):
        assert not Proposal.objects.exists()
