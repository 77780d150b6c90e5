"""The maintenance fund: who shares, quotations, the vote of exactly these, posting, payment, emergencies."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import IntegrityError, connection
from hypothesis import given
from hypothesis import strategies as st

from huiyin.bridges import fund as bridge
from huiyin.bridges import works
from huiyin.bridges.passed_days import tell_passed
from huiyin.commons.c2_voices.owners_vote import counted, limiting, opening
from huiyin.commons.c2_voices.owners_vote import refusals as no_vote
from huiyin.commons.c2_voices.owners_vote.counting import Sums
from huiyin.commons.c3_decisions.models import Decision
from huiyin.commons.c3_decisions.refusals import NotDecidedYet
from huiyin.commons.c4_works import accepting
from huiyin.commons.c4_works.homes import homes_of
from huiyin.commons.c4_works.splitting import split
from huiyin.commons.c4_works.words import Way
from huiyin.commons.c6_fund import asking, packs, paying, posting, quoting, scoping, states, urgent
from huiyin.commons.c6_fund import refusals as no
from huiyin.commons.c6_fund.models import FundPayment, FundUnit, FundUse
from huiyin.commons.c6_fund.reads import public_use, use_for, uses_of
from huiyin.commons.c6_fund.words import Ratified, UseState
from huiyin.ground.clock import now, today
from huiyin.ground.outbox.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.owners.acts import measure_unit
from huiyin.registers.owners.words import AreaSource
from huiyin.registers.rules.acts import adopt
from huiyin.registers.rules.files import read_packs
from huiyin.registers.rules.funds import FundPosting, Quotations
from huiyin.registers.rules.parsing import parse
from huiyin.registers.rules.reads import forget_packs, newest
from huiyin.registers.rules.sections import Confidence, Provenance
from huiyin.registers.rules.words import LegalMode, PackKind, UnitUse
from tests.commons.hall import AREA, plant_unit
from tests.commons.purse import PRICE, STAIRS, YUAN, Purse, at
from tests.town import SINCE

pytestmark = pytest.mark.django_db
MOST = ("101", "102", "201", "301", "302")
BASIS = Provenance("HY", Confidence("R"))


@pytest.fixture
def purse(hall: Any) -> Purse:
    return Purse(hall).settle()


def units(purse: Purse) -> list[FundUnit]:
    with seen_as(SYSTEM):
        return list(purse.use.units.order_by("no"))


# who shares


def test_the_homes_are_derived_from_where_the_part_lies(purse: Purse) -> None:
    purse.prepared()
    assert (purse.use.homes, purse.use.area) == (8, AREA)
    purse.prepared(purse.entrance, "stairwell_pipe")
    assert [one.place_id for one in units(purse)] == [purse.hall.homes[name].pk for name in STAIRS]
    assert (purse.use.homes, purse.use.area) == (3, 8000 + 10_000 + 8000)


def test_a_unit_that_does_not_count_in_a_vote_shares_nothing(purse: Purse) -> None:
    pack = next(
        parse(one.header.kind, one.content) for one in read_packs() if one.header.key == "decision/nb@2026.1"
    )
    assert UnitUse.PARKING not in pack.uses
    with seen_as(SYSTEM):
        plant_unit(purse.hall.town.building, "车位1", 1200, UnitUse.PARKING)
        adopt(
            scope=purse.hall.town.estate,
            kind=PackKind.DECISION,
            pack=newest(PackKind.DECISION, "nb"),
            since=SINCE,
        )
    forget_packs()
    purse.prepared()
    assert (purse.use.homes, purse.use.area) == (8, AREA)


def test_the_scope_is_narrowed_with_a_reason_and_never_beyond_the_place(purse: Purse) -> None:
    purse.prepared().quoted()
    some = [purse.hall.homes[name].pk for name in ("101", "102")]
    with pytest.raises(no.UseWordsMissing):
        purse.do(scoping.settle_scope, place_ids=some, why=" ")
    with pytest.raises(NotThere):
        purse.do(scoping.settle_scope, place_ids=[purse.hall.town.other_building.pk], why="x")
    with pytest.raises(no.NobodyShares):
        purse.do(scoping.settle_scope, place_ids=[], why="x")
    purse.do(scoping.settle_scope, place_ids=some, why="只有两户用这根管")
    assert (purse.use.homes, purse.use.area) == (2, 17_000)
    assert sum(one.amount_fen for one in units(purse)) == PRICE
    purse.do(scoping.settle_scope, place_ids=[purse.entrance.pk, some[1]], why="一单元和102")
    assert purse.use.homes == 4


def test_a_home_without_an_area_stops_it_with_a_name(purse: Purse) -> None:
    with seen_as(SYSTEM):
        plant_unit(purse.hall.town.building, "501", None)
    with pytest.raises(no.AreasMissing) as refused:
        purse.prepared()
    assert "501" in refused.value.said


def test_half_a_wish_and_unknown_parts_are_none(purse: Purse) -> None:
    building = purse.hall.town.building.pk
    with pytest.raises(no.PartUnknown):
        purse.as_(scoping.prepare_use, place_id=building, wish=scoping.Wish("sky", "x", "x"))
    with pytest.raises(no.UseWordsMissing):
        purse.as_(scoping.prepare_use, place_id=building, wish=scoping.Wish("roof", "x", " "))
    for name in ("other clerk", "leader", "auditor", "duty"):
        with pytest.raises(NotThere):
            purse.as_(
                scoping.prepare_use, purse.hall.town.viewer(name), place_id=building,
                wish=scoping.Wish("roof", "x", "x"),
            )  # fmt: skip


# quotations and parts


@given(st.integers(1, 10**11), st.lists(st.integers(1, 10**6), min_size=1, max_size=80))
def test_parts_by_area_are_exact_stable_and_give_back_exactly(total: int, areas: list[int]) -> None:
    parts = split(total, areas)
    assert sum(parts) == total
    assert parts == split(total, areas)
    whole = sum(areas)
    assert all(abs(part - Fraction(total * area, whole)) < 1 for part, area in zip(parts, areas, strict=True))
    for paid in (0, total // 3, total - 1, total):
        stays = paying.stays_by_home(parts, paid=paid)
        assert sum(stays) == total - paid
        assert all(0 <= left <= part for left, part in zip(stays, parts, strict=True))


def test_a_large_use_needs_two_quotations_to_the_fen() -> None:
    rule = Quotations(1, 1_000_000, 2, BASIS)
    assert [rule.needed(fen) for fen in (1, 999_999, 1_000_000)] == [1, 1, 2]


def test_a_quotation_is_chosen_with_its_reason_and_enough_others(purse: Purse) -> None:
    purse.prepared()
    first, second = (one.pk for one in purse.companies)
    for fen in (0, -1, 10**13):
        with pytest.raises(no.SumWrong):
            purse.do(quoting.add_quotation, organisation_id=first, amount_fen=fen, words="")
    purse.do(quoting.add_quotation, organisation_id=first, amount_fen=PRICE, words="")
    with pytest.raises(no.QuotedAlready):
        purse.do(quoting.add_quotation, organisation_id=first, amount_fen=1, words="")
    with pytest.raises(no.QuotationsMissing):
        purse.do(quoting.choose_quotation, no=1, why="便宜")
    purse.do(quoting.add_quotation, organisation_id=second, amount_fen=PRICE + 7, words="")
    with pytest.raises(no.UseWordsMissing):
        purse.do(quoting.choose_quotation, no=1, why=" ")
    with pytest.raises(NotThere):
        purse.do(quoting.choose_quotation, no=3, why="x")
    purse.do(quoting.choose_quotation, no=2, why="保修长")
    purse.do(quoting.choose_quotation, no=1, why="便宜")
    with seen_as(SYSTEM):
        assert [one.chosen for one in purse.use.quotations.order_by("no")] == [True, False]
    assert [one.amount_fen for one in units(purse)] == [one.area * 200 for one in units(purse)]


# the vote of exactly these homes


def test_the_vote_made_from_the_use_asks_these_homes_and_no_others(purse: Purse) -> None:
    purse.prepared(purse.entrance, "stairwell_pipe").quoted().put().opens()
    with seen_as(SYSTEM):
        asked = set(purse.hall.vote.units.values_list("place_id", flat=True))
    assert asked == {purse.hall.homes[name].pk for name in STAIRS}
    assert (purse.hall.vote.area, purse.hall.vote.heads) == (26_000, 3)
    assert (purse.use.state, purse.use.approved_fen) == (UseState.VOTING, PRICE)


def test_a_vote_of_the_whole_building_is_refused_for_a_stairwell(purse: Purse) -> None:
    purse.prepared(purse.entrance, "stairwell_pipe").quoted()
    purse.hall.draft(questions=[("use_fund", "用？")])
    with pytest.raises(no.WrongScope) as refused:
        purse.do(asking.bind_vote, vote_id=purse.hall.vote.pk)
    assert (refused.value.params["more"], refused.value.params["less"]) == (5, 0)
    assert "102" in refused.value.said
    assert "101" not in refused.value.said
    assert purse.use.state == UseState.DRAFT


@pytest.mark.parametrize(
    ("asked", "more", "less"),
    [(("101", "201"), 0, 1), (("101", "201", "301", "102"), 1, 0), (("102", "202", "302"), 3, 3)],
)
def test_one_home_too_many_or_missing_or_anothers_part(
    purse: Purse, asked: tuple[str, ...], more: int, less: int
) -> None:
    purse.prepared(purse.entrance, "stairwell_pipe").quoted()
    purse.hall.draft(questions=[("use_fund", "用？")])
    homes = [purse.hall.homes[name].pk for name in asked]
    purse.hall.step(limiting.limit_roll, place_ids=homes)
    with pytest.raises(no.WrongScope) as refused:
        purse.do(asking.bind_vote, vote_id=purse.hall.vote.pk)
    assert (refused.value.params["more"], refused.value.params["less"]) == (more, less)


def test_a_prepared_vote_of_exactly_these_homes_is_taken(purse: Purse) -> None:
    purse.prepared().quoted()
    purse.hall.draft(questions=[("use_fund", "用？")])
    purse.do(asking.bind_vote, vote_id=purse.hall.vote.pk)
    assert purse.use.vote_id == purse.hall.vote.pk
    with seen_as(SYSTEM):
        assert purse.hall.vote.asked.count() == 8


def test_the_register_moved_before_the_opening(purse: Purse) -> None:
    """A home that comes later is not asked; one that goes stops the opening."""
    purse.prepared().quoted().put()
    with seen_as(SYSTEM):
        plant_unit(purse.hall.town.building, "601", 9999)
    purse.hall.step(opening.give_notice)
    purse.hall.hands.move(days=15)
    with seen_as(SYSTEM):
        home = purse.hall.homes["401"]
        type(home).objects.filter(pk=home.pk).update(closed_at=now())
    with pytest.raises(no_vote.NamedUnitGone) as refused:
        purse.hall.step(opening.open_vote)
    assert "401" in refused.value.said
    with seen_as(SYSTEM):
        type(home).objects.filter(pk=home.pk).update(closed_at=None)
    purse.hall.step(opening.open_vote)
    assert purse.hall.vote.area == AREA


def test_other_matters_consultations_and_opened_votes_are_refused(purse: Purse) -> None:
    purse.prepared()
    purse.hall.draft(questions=[("use_fund", "用？")])
    with pytest.raises(no.NotChosen):
        purse.do(asking.bind_vote, vote_id=purse.hall.vote.pk)
    purse.quoted()
    for refusal, questions, plan in (
        (no.VoteNotOfFund, [("company", "换？"), ("use_fund", "用？")], {}),
        (no.VoteNotOfFund, [], {}),
        (no.VoteBindsNobody, [("use_fund", "用？")], {"mode": LegalMode.CONSULTATIVE}),
    ):
        purse.hall.draft(questions=questions, **plan)
        with pytest.raises(refusal):
            purse.do(asking.bind_vote, vote_id=purse.hall.vote.pk)
    purse.hall.opened(questions=[("use_fund", "用？")])
    with pytest.raises(no.VoteTaken):
        purse.do(asking.bind_vote, vote_id=purse.hall.vote.pk)


def test_it_goes_on_only_with_the_posted_result_that_passed(purse: Purse) -> None:
    purse.prepared().quoted().put()
    with pytest.raises(no.NotPassed):
        purse.do(posting.post_use)
    with pytest.raises(no.VoteGoesOn):
        purse.do(asking.unbind_vote)
    purse.decides(*MOST, letters="N")
    with pytest.raises(no.NotPassed):
        purse.do(posting.post_use)
    purse.final()
    purse.do(asking.unbind_vote)
    assert (purse.use.state, purse.use.vote, purse.use.approved_fen) == (UseState.DRAFT, None, 0)
    purse.put().decides(*MOST)
    purse.do(posting.post_use)
    assert purse.use.state == UseState.POSTED


def test_two_thirds_and_more_than_half_are_those_of_the_homes_that_share(purse: Purse) -> None:
    """Two of three owners of the stairwell carry it, though they are two of six of the building."""
    purse.prepared(purse.entrance, "stairwell_pipe").quoted().put().decides("101", "201")
    purse.do(posting.post_use)
    assert purse.use.state == UseState.POSTED


def test_an_official_result_counts_when_its_area_is_that_of_the_homes(purse: Purse) -> None:
    purse.prepared().quoted().put(mode=LegalMode.IMPORTED).opens()
    purse.hall.closed()
    figures = counted.OfficialFigures(Sums(AREA, 6), {1: Sums(60_000, 5)}, {1: Sums(50_000, 4)})
    purse.hall.step(counted.enter_official, source="市电子投票系统 001", figures=figures)
    purse.hall.step(counted.post_result, by=purse.hall.second)
    purse.do(posting.post_use)
    assert purse.use.state == UseState.POSTED


def test_an_official_result_of_another_area_is_none(purse: Purse) -> None:
    purse.prepared().quoted().put(mode=LegalMode.IMPORTED).opens()
    purse.hall.closed()
    figures = counted.OfficialFigures(Sums(AREA - 1, 6), {1: Sums(60_000, 5)}, {1: Sums(50_000, 4)})
    purse.hall.step(counted.enter_official, source="市电子投票系统 001", figures=figures)
    purse.hall.step(counted.post_result, by=purse.hall.second)
    with pytest.raises(no.OfficialOther) as refused:
        purse.do(posting.post_use)
    assert "629.99" in refused.value.said
    assert "630.00" in refused.value.said


# posting, payment, the end


def test_posting_days_skip_the_first_day_and_holidays(purse: Purse) -> None:
    scope = purse.hall.town.estate.pk
    seven, ten = FundPosting(7, False, BASIS), FundPosting(10, True, BASIS)
    assert packs.posted_until(scope, seven, at(date(2025, 10, 13))) == date(2025, 10, 20)
    # the seventh day is in the October holidays: the first workday after them (民法典 203)
    assert packs.posted_until(scope, seven, at(date(2025, 9, 25))) == date(2025, 10, 9)
    # ten working days: 29 and 30 September, 28 September and 11 October are worked, eight days off
    assert packs.posted_until(scope, ten, at(date(2025, 9, 26))) == date(2025, 10, 16)
    assert packs.owed_until(scope, 3, at(date(2025, 9, 29))) == date(2025, 10, 9)


def test_nothing_is_paid_while_it_hangs_or_somebody_waits_for_an_answer(purse: Purse) -> None:
    purse.posted()
    assert purse.use.post_until == packs.posted_until(purse.use.scope_id, FundPosting(7, False, BASIS), now())
    with pytest.raises(no.UseNotNow):
        purse.pay(1)
    purse.hall.hands.set(at(purse.use.post_until, 23))
    with pytest.raises(no.PostingDays):
        purse.do(posting.clear_posting)
    purse.do(posting.object_to, name="某户", text="太贵")
    purse.hall.hands.set(at(purse.use.post_until + timedelta(days=1), 0))
    with pytest.raises(no.ObjectingOver):
        purse.do(posting.object_to, name="某户", text="还是贵")
    with pytest.raises(no.ObjectionsWait):
        purse.do(posting.clear_posting)
    with seen_as(SYSTEM):
        (one,) = purse.use.objections.all()
    purse.do(posting.answer_objection, objection_id=one.pk, answer="已比价", upheld=False)
    with pytest.raises(NotThere):
        purse.do(posting.answer_objection, objection_id=one.pk, answer="再答", upheld=True)
    purse.do(posting.clear_posting)
    assert purse.use.state == UseState.PAYING


def test_an_upheld_objection_ends_it(purse: Purse) -> None:
    purse.posted()
    one = purse.do(posting.object_to, name="某户", text="报价作假")
    purse.do(posting.answer_objection, objection_id=one.pk, answer="属实", upheld=True)
    purse.wait()
    with pytest.raises(no.ObjectionHolds):
        purse.do(posting.clear_posting)
    with pytest.raises(no.UseWordsMissing):
        purse.do(paying.stop_use, reason=" ")
    purse.do(paying.stop_use, reason="报价不实，重新询价")
    assert purse.use.state == UseState.STOPPED


def test_never_more_than_approved_and_the_rest_after_the_acceptance(purse: Purse) -> None:
    purse.paying(final=True)
    most = PRICE * 7 // 10
    with pytest.raises(no.AcceptFirst):
        purse.pay(most + 1)
    purse.pay(most)
    with pytest.raises(no.PaymentWrong):  # the same paper twice
        purse.pay(1)
    with pytest.raises(no.AcceptFirst):
        purse.pay(1, "0002")
    with pytest.raises(no.OverApproved):
        purse.pay(PRICE - most + 1, "0002")
    with pytest.raises(no.NotAccepted):
        purse.do(paying.end_use)
    purse.do(bridge.begin_work)
    accepted(purse)
    with pytest.raises(no.OverApproved):
        purse.pay(PRICE - most + 1, "0002")
    purse.pay(PRICE - most - 500 * YUAN, "0002")
    purse.do(paying.end_use)
    stays = paying.stays_by_home([one.amount_fen for one in units(purse)], paid=PRICE - 500 * YUAN)
    assert (purse.use.state, sum(stays)) == (UseState.ENDED, 500 * YUAN)


def accepted(purse: Purse) -> None:
    """The work is done and the homes that share the part say that it is fit."""
    project = purse.use.project
    with seen_as(SYSTEM):
        homes = homes_of(project)
    if project.state == "planned":
        purse.as_(works.start_work, project_id=project.pk)
    purse.as_(works.finish_work, project_id=project.pk)
    for home in homes:
        purse.as_(
            accepting.say_for, project_id=project.pk, home_id=home.pk, fit=True, words="", way=Way.PAPER
        )
    purse.as_(works.accept_project, project_id=project.pk, reason="", answer="")
    purse.again()


@pytest.mark.parametrize("on", [-1, 1])
def test_a_payment_is_of_a_day_that_can_be(purse: Purse, on: int) -> None:
    purse.paying()
    wrong = purse.use.post_until if on < 0 else today() + timedelta(days=1)
    with pytest.raises(no.PaymentWrong):
        purse.pay(100, on=wrong)
    with pytest.raises(no.UseWordsMissing):
        purse.pay(100, " ")
    with pytest.raises(no.SumWrong):
        purse.pay(0)


def test_the_database_pays_no_more_than_approved_whoever_writes(purse: Purse) -> None:
    purse.paying()
    told = {"use": purse.use, "scope_id": purse.use.scope_id, "payee": purse.companies[0], "paid_on": today()}
    with pytest.raises(IntegrityError), seen_as(SYSTEM):
        FundPayment.objects.create(no=1, amount_fen=PRICE + 1, paper="x", made_by="x", made_at=now(), **told)
    for change in ({"approved_fen": 1}, {"area": 1}, {"words": "别的"}, {"post_until": today()}):
        with pytest.raises(IntegrityError), seen_as(SYSTEM):
            FundUse.objects.filter(pk=purse.use.pk).update(**change)
    with pytest.raises(IntegrityError), seen_as(SYSTEM):
        FundUnit.objects.filter(use=purse.use).update(amount_fen=0)


def test_the_work_begins_with_the_final_result_and_concerns_these_homes(purse: Purse) -> None:
    purse.prepared(purse.entrance, "stairwell_pipe").quoted().put().decides("101", "201", "301")
    purse.do(posting.post_use)
    with pytest.raises(NotDecidedYet):
        purse.do(bridge.begin_work)
    purse.final()
    purse.do(bridge.begin_work)
    with pytest.raises(no.NoWorkYet):
        purse.do(bridge.begin_work)
    project = purse.use.project
    with seen_as(SYSTEM):
        assert {home.pk for home in homes_of(project)} == {purse.hall.homes[name].pk for name in STAIRS}
        decision = Decision.objects.get(pk=project.decision_id)
    assert (decision.kind, decision.source_id, decision.agreed) == ("vote", str(purse.hall.vote.pk), 3)
    assert (project.contractor_id, project.budget_fen) == (purse.companies[0].pk, PRICE)


# emergencies


def test_an_emergency_begins_at_once_and_owes_its_days(purse: Purse) -> None:
    purse.prepared()
    purse.do(bridge.let_works_begin, danger=purse.danger(), contractor_id=purse.companies[1].pk)
    use = purse.use
    assert (use.state, use.path, use.ratified) == (UseState.URGENT, "emergency", Ratified.OWED)
    assert (use.project.state, use.project.decision.kind) == ("started", "emergency")
    assert (use.post_by, use.ratify_by) == (date(2025, 10, 16), date(2025, 12, 12))
    assert [(one.what.value, one.left) for one in urgent.owed_of(use)] == [("posted", 3), ("ratified", 60)]
    purse.hall.hands.set(at(date(2025, 12, 13)))
    assert [one.left for one in urgent.owed_of(use)] == [-58, -1]


def test_an_emergency_that_was_never_ratified_is_never_settled(purse: Purse) -> None:
    purse.prepared().quoted()
    purse.do(bridge.let_works_begin, danger=purse.danger(), contractor_id=None)
    purse.do(posting.post_use)
    purse.wait()
    purse.do(posting.clear_posting)
    accepted(purse)
    purse.pay(PRICE)
    with pytest.raises(no.NotRatified):
        purse.do(paying.end_use)
    with pytest.raises(no.UseNotNow):
        purse.do(asking.hear_owners)
    purse.put()
    with pytest.raises(no.NotPassed):
        purse.do(asking.hear_owners)
    purse.decides(*MOST)
    purse.do(asking.hear_owners)
    assert purse.use.ratified == Ratified.YES
    purse.do(paying.end_use)
    assert urgent.owed_of(purse.use) == []


def test_what_the_owners_do_not_ratify_is_not_paid(purse: Purse) -> None:
    purse.prepared().quoted()
    purse.do(bridge.let_works_begin, danger=purse.danger(), contractor_id=None)
    purse.do(posting.post_use)
    purse.put().decides(*MOST, letters="N").final()
    purse.do(asking.hear_owners)
    purse.do(posting.clear_posting)
    with pytest.raises(no.NotRatified):
        purse.pay(1)
    accepted(purse)
    with pytest.raises(no.NotRatified):
        purse.do(paying.end_use)
    purse.do(paying.stop_use, reason="业主不同意，由物业公司承担")
    assert purse.use.state == UseState.STOPPED


def test_an_emergency_is_posted_with_a_price_and_ratified_by_exactly_the_homes(purse: Purse) -> None:
    purse.prepared(purse.entrance, "stairwell_pipe")
    purse.do(bridge.let_works_begin, danger=purse.danger(key="sewage_blocked"), contractor_id=None)
    with pytest.raises(no.NotChosen):
        purse.do(posting.post_use)
    purse.quoted()
    purse.hall.draft(questions=[("use_fund", "追认？")])
    with pytest.raises(no.WrongScope):
        purse.do(asking.bind_vote, vote_id=purse.hall.vote.pk)
    purse.do(posting.post_use)
    assert purse.use.approved_fen == PRICE
    purse.put()
    purse.hall.step(opening.cancel, reason="重来")
    purse.do(asking.unbind_vote)
    purse.put().decides("101", "201", "301")
    purse.do(asking.hear_owners)
    assert purse.use.ratified == Ratified.YES


def test_what_is_owed_is_told_once_each_to_those_who_keep_it_and_the_leader(purse: Purse) -> None:
    purse.prepared()
    purse.do(bridge.let_works_begin, danger=purse.danger(), contractor_id=None)
    seen: list[list[str]] = []
    for day in ((10, 16), (10, 17), (11, 28), (12, 12), (12, 13)):
        purse.hall.hands.set(at(date(2025, *day)))
        tell_passed()
        tell_passed()
        with seen_as(SYSTEM):
            found = list(Notice.objects.filter(template__startswith="day-fund").order_by("pk"))
        seen.append(sorted({one.template for one in found}))
    late, soon, over = "day-fund-post", "day-fund-soon", "day-fund-late"
    assert seen == [[], [late], [late, soon], [late, soon], [over, late, soon]]
    people = {f"account:{purse.hall.town.people[name].pk}" for name in ("clerk", "second clerk", "leader")}
    assert {one.recipient for one in found} == people
    assert len(found) == 3 * len(people), "once each"


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"key": "boredom"}, no.PartUnknown), ({"confirmed_by": " "}, no.DangerWrong),
        ({"ago": -timedelta(minutes=1)}, no.DangerWrong),
    ],
)  # fmt: skip
def test_half_an_emergency_is_none(purse: Purse, given: dict[str, Any], refusal: type[Exception]) -> None:
    purse.prepared()
    with pytest.raises(refusal):
        purse.do(urgent.begin_emergency, danger=purse.danger(**given))


# who reads


def test_others_keep_off_and_those_who_watch_read(purse: Purse) -> None:
    purse.posted()
    for name in ("other clerk", "duty", "contact", "steward"):
        viewer = purse.hall.town.viewer(name)
        with seen_as(viewer):
            assert not uses_of(viewer).exists()
            with pytest.raises(NotThere):
                use_for(viewer, purse.use.pk)
        with pytest.raises(NotThere):
            purse.as_(posting.object_to, viewer, use_id=purse.use.pk, name="x", text="x")
    for name in ("leader", "auditor"):
        viewer = purse.hall.town.viewer(name)
        with seen_as(viewer):
            assert use_for(viewer, purse.use.pk).units.count() == 8
        with pytest.raises(NotThere):
            purse.as_(posting.clear_posting, viewer, use_id=purse.use.pk)


def test_a_draft_is_nobodys_and_the_states_are_those_of_the_database(purse: Purse) -> None:
    purse.prepared()
    with seen_as(SYSTEM), pytest.raises(NotThere):
        public_use(purse.use.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT source, target FROM fund_move")
        assert set(cursor.fetchall()) == states.pairs()


def test_areas_are_taken_anew_when_it_goes_before_the_owners(purse: Purse) -> None:
    purse.prepared().quoted()
    with seen_as(SYSTEM):
        measure_unit(
            place=purse.hall.homes["101"],
            area=9000,
            source=AreaSource.SURVEY,
            use=UnitUse.DWELLING,
            by=SYSTEM,
        )
    purse.put()
    assert purse.use.area == AREA + 1000
    assert sum(one.amount_fen for one in units(purse)) == PRICE


def test_a_vote_is_limited_once_and_to_homes_of_its_estate(purse: Purse) -> None:
    purse.hall.draft()
    far = purse.hall.town.other_building.pk
    for places in ([], [far], [purse.hall.town.building.pk]):
        with pytest.raises(NotThere):
            purse.hall.step(limiting.limit_roll, place_ids=places)
    some = [purse.hall.homes["101"].pk]
    purse.hall.step(limiting.limit_roll, place_ids=some)
    purse.hall.step(limiting.limit_roll, place_ids=some)
    with pytest.raises(no_vote.RollNamed):
        purse.hall.step(limiting.limit_roll, place_ids=[purse.hall.homes["102"].pk])
    purse.hall.step(opening.give_notice)
    purse.hall.hands.move(days=15)
    purse.hall.step(opening.open_vote)
    assert (purse.hall.vote.area, purse.hall.vote.heads) == (8000, 1)
    with pytest.raises(no_vote.VoteNotNow):
        purse.hall.step(limiting.limit_roll, place_ids=some)
