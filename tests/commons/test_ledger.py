"""One ledger of ballots: one effective voice a head under any race; two clerks for paper."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from huiyin.commons.c2_voices.models import Ballot, OwnersVote, RollHead, TurnedAway, VoteEvent, VoteResult
from huiyin.commons.c2_voices.owners_vote import (
    counted,
    delivering,
    drafting,
    mandates,
    objections,
    opening,
    papers,
)
from huiyin.commons.c2_voices.owners_vote import refusals as no
from huiyin.commons.c2_voices.owners_vote.casting import cast, effective
from huiyin.commons.c2_voices.owners_vote.participation import participation_of
from huiyin.commons.c2_voices.owners_vote.reads import both_ways, papers_of, visits_of
from huiyin.commons.c2_voices.owners_vote.words import Means, PaperEnd, Reached, Why
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.rules.words import BallotWay, LegalMode, Repeated
from tests.commons.hall import AREA, HEADS, SILENT, Hall

pytestmark = pytest.mark.django_db


def everything(model: Any, **wanted: Any) -> list[Any]:
    with seen_as(SYSTEM):
        return list(model.objects.filter(**wanted).order_by("pk"))


def figures(hall: Hall) -> Any:
    return everything(VoteResult, vote=hall.vote)[0].figures


def test_a_vote_from_draft_to_final(hall: Hall) -> None:
    hall.opened()
    assert (hall.vote.heads, hall.vote.area) == (HEADS, AREA)
    assert len(hall.vote.digest) == 64
    for name in ("101", "102", "201", "301"):
        hall.votes(name, "Y" if name != "301" else "N")
    with seen_as(SYSTEM):
        part = participation_of(hall.vote)
    assert (part.part.heads, part.part.area, part.missing.heads, part.missing.area) == (4, 44_000, 0, 0)
    assert [(one.building, one.units, one.voted_units) for one in part.buildings] == [("1号楼", 8, 5)]
    hall.closed().result()
    (told,) = figures(hall)
    assert told["letters"] == {"Y": [36_000, 3], "N": [8000, 1], "0": [0, 0]}
    assert told["agreed"] == ["Y"]
    with pytest.raises(no.ObjectionDays):
        hall.step(counted.finish)
    hall.hands.move(days=16)
    assert hall.step(counted.finish).vote.state == "final"
    verbs = [one.verb for one in everything(VoteEvent, vote=hall.vote)]
    wanted = [
        "drafted",
        "asked",
        "announced",
        "opened",
        *["ballot"] * 4,
        "closed",
        "counted",
        "posted",
        "finished",
    ]
    assert verbs == wanted


def test_what_the_rules_ask_before_a_vote_opens(hall: Hall) -> None:
    """Notice of fifteen days, a first day that has come, a question, a lawful way, every area."""
    with pytest.raises(no.VoteDaysWrong):
        hall.announced(opens_on=hall.plan().opens_on.replace(day=20))
    hall.draft(questions=())
    with pytest.raises(no.NoQuestions):
        hall.step(opening.give_notice)
    with pytest.raises(no.SilenceUnfounded):
        hall.draft(silence=SILENT["silence"])
    hall.announced()
    with pytest.raises(no.NoticeRunning):
        hall.step(opening.open_vote)
    with pytest.raises(no.VoteNotNow):  # no vote on what was not announced
        hall.as_(hall.clerk, drafting.ask, vote_id=hall.vote.pk, matter="other", text="还有一事")
    hall.hands.move(days=15)
    with seen_as(SYSTEM):
        home = hall.homes["101"].home
        home.area = None
        home.save(update_fields=["area"])
    with pytest.raises(no.RollIncomplete):
        hall.step(opening.open_vote)


def test_in_beijing_a_vote_here_is_a_consultation(hall: Hall) -> None:
    from huiyin.registers.rules.acts import adopt
    from huiyin.registers.rules.reads import newest
    from huiyin.registers.rules.words import PackKind
    from tests.town import SINCE

    with seen_as(SYSTEM):
        adopt(
            scope=hall.town.street,
            kind=PackKind.DECISION,
            pack=newest(PackKind.DECISION, "bj"),
            since=SINCE.replace(year=2025),
        )
    with pytest.raises(no.ModeNotHere):
        hall.draft(mode=LegalMode.ONLINE)
    hall.opened(mode=LegalMode.CONSULTATIVE)
    assert hall.votes("101").no == 1
    hall.opened(mode=LegalMode.WRITTEN)
    with pytest.raises(NotThere):  # a written vote takes nothing on line
        hall.votes("101")
    assert hall.on_paper("101").outcome.way == "paper"


def test_the_official_result_is_entered_and_asked_the_same(hall: Hall) -> None:
    from huiyin.commons.c2_voices.owners_vote.counted import OfficialFigures, enter_official
    from huiyin.commons.c2_voices.owners_vote.counting import Sums

    hall.opened(mode=LegalMode.IMPORTED).closed()
    whole = Sums(9_972_700, 948)
    wrong = OfficialFigures(whole, {1: Sums(6_648_467, 632)}, {1: Sums(7_000_000, 317)})
    with pytest.raises(no.FiguresWrong):
        hall.step(enter_official, source="京业主字1号", figures=wrong)
    right = OfficialFigures(whole, {1: Sums(6_648_467, 632)}, {1: Sums(3_324_234, 317)})
    hall.step(enter_official, source="京业主字1号", figures=right)
    assert figures(hall)[0]["agreed"] == ["Y"]


@pytest.mark.django_db(transaction=True)
def test_twenty_sends_and_paper_at_once_are_one_voice(hall: Hall) -> None:
    """S-50 in small: the chain of a head has one end, the record one line for each ballot."""
    hall.opened().step(papers.issue_papers)
    code, head, owner = hall.paper("201").code, hall.head("201"), hall.owner("201")
    hall.as_(
        hall.clerk, papers.enter_paper, vote_id=hall.vote.pk, said=code, letters="N", way=BallotWay.PAPER
    )
    barrier, faults = threading.Barrier(21), list[Exception]()

    def send(viewer: Any, act: Any, **given: Any) -> None:
        try:
            barrier.wait(30)
            hall.as_(viewer, act, **given)
        except Exception as error:  # noqa: BLE001 - told below
            faults.append(error)
        finally:
            connection.close()

    again = {"vote_id": hall.vote.pk, "said": code, "letters": "N", "way": BallotWay.PAPER}
    sends = [(owner, cast, {"head_id": head.pk, "letters": "YN"[n % 2]}) for n in range(20)]
    rows = [*sends, (hall.second, papers.enter_paper, again)]
    threads = [threading.Thread(target=send, args=(who, act), kwargs=given) for who, act, given in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not faults
    ballots = everything(Ballot, head=head)
    assert len(ballots) == 21
    assert sorted(one.no for one in ballots) == list(range(1, 22))
    with seen_as(SYSTEM):
        assert Ballot.objects.filter(head=head, replaced_by=None).count() == 1
        assert participation_of(hall.vote).part.heads == 1
    assert [one.pk for one in _both(hall)] == [head.pk]
    assert len(everything(VoteEvent, verb="ballot", vote=hall.vote)) == 21


def _both(hall: Hall) -> list[RollHead]:
    with seen_as(SYSTEM):
        return both_ways(hall.vote)


def test_the_rule_says_which_of_two_counts(hall: Hall) -> None:
    hall.opened(repeated=Repeated.FIRST)
    first = hall.votes("101", "Y")
    second = hall.votes("101", "N")
    assert isinstance(second, TurnedAway)
    assert second.why == Why.DOUBLE
    with seen_as(SYSTEM):
        assert effective(hall.head("101")).pk == first.pk
    paper = hall.on_paper("101", "N").outcome
    assert paper.why == Why.DOUBLE
    hall.closed().result()
    assert figures(hall)[0]["letters"]["Y"] == [8000, 1]


def test_the_last_counts_where_the_rule_says_so(hall: Hall) -> None:
    hall.opened()
    hall.votes("101", "Y")
    assert hall.on_paper("101", "N").outcome.replaces_id is not None
    hall.closed().result()
    assert figures(hall)[0]["letters"]["N"] == [8000, 1]
    assert len(_both(hall)) == 1


def test_late_and_foreign_ballots_are_told_and_listed(hall: Hall) -> None:
    hall.opened().step(papers.issue_papers)
    code = hall.paper("101").code
    hall.hands.set(hall.vote.closes_at)
    late = hall.votes("102")
    assert late.why == Why.LATE
    hall.step(counted.close_vote)
    entry = hall.as_(
        hall.clerk, papers.enter_paper, vote_id=hall.vote.pk, said=code, letters="Y", way=BallotWay.PAPER
    )
    assert entry.outcome.why == Why.LATE
    with pytest.raises(no.PaperUnknown):
        hall.as_(
            hall.clerk,
            papers.enter_paper,
            vote_id=hall.vote.pk,
            said="ZZZZZZZZ",
            letters="Y",
            way=BallotWay.PAPER,
        )
    assert len(everything(TurnedAway, vote=hall.vote)) == 2
    assert everything(Ballot) == []


def test_two_clerks_read_a_paper_apart(hall: Hall) -> None:
    hall.opened(questions=[("company", "甲？"), ("raise_fund", "筹资？")]).step(papers.issue_papers)
    code = hall.paper("101").code
    enter = {"vote_id": hall.vote.pk, "said": code, "way": BallotWay.PAPER}
    first = hall.as_(hall.clerk, papers.enter_paper, letters="YN", **enter)
    assert (first.outcome, first.again) == (None, False)
    with pytest.raises(no.ReadAlready):
        hall.as_(hall.clerk, papers.enter_paper, letters="YN", **enter)
    differs = hall.as_(hall.second, papers.enter_paper, letters="YY", **enter)
    assert (differs.outcome, differs.again) == (None, True)
    assert everything(Ballot) == []
    hall.as_(hall.second, papers.enter_paper, letters="YN", **enter)
    assert hall.as_(hall.clerk, papers.enter_paper, letters="YN", **enter).outcome.no == 1
    with pytest.raises(no.PaperDone):
        hall.as_(hall.clerk, papers.enter_paper, letters="YN", **enter)


def test_papers_add_up(hall: Hall) -> None:
    """issued = cast + spoilt + returned + missing (b-5)."""
    hall.opened()
    hall.on_paper("101")
    for name, end, replace in (("102", PaperEnd.SPOILT, True), ("201", PaperEnd.RETURNED, False)):
        code = hall.paper(name).code
        hall.step(papers.end_paper, said=code, end=end, replace=replace)
    with seen_as(SYSTEM):
        told = papers_of(hall.vote)
    assert (told.issued, told.cast, told.spoilt, told.returned, told.missing) == (7, 1, 1, 1, 4)
    ended = hall.as_(
        hall.clerk, papers.enter_paper, vote_id=hall.vote.pk, said="0002", letters="Y", way=BallotWay.PAPER
    )
    assert ended.outcome.why == Why.ENDED


def test_proxies_have_a_paper_trail_and_a_limit(hall: Hall) -> None:
    hall.opened()
    give = {"vote_id": hall.vote.pk, "agent": "周代理", "phone": "13911111111"}
    held = [
        hall.as_(hall.clerk, mandates.give_mandate, head_id=hall.head(name).pk, **give)
        for name in ("101", "102", "301")
    ]
    with pytest.raises(no.ProxyLimit):
        hall.as_(hall.clerk, mandates.give_mandate, head_id=hall.head("302").pk, **give)
    with pytest.raises(no.ProxyThere):
        hall.as_(
            hall.clerk, mandates.give_mandate, head_id=hall.head("101").pk, **give | {"phone": "13922222222"}
        )
    with pytest.raises(no.ProxyMissing):
        hall.on_paper("201", way=BallotWay.PROXY)
    assert hall.on_paper("101", way=BallotWay.PROXY).outcome.mandate_id == held[0].pk
    with pytest.raises(no.ProxyUsed):
        hall.step(mandates.revoke_mandate, mandate_id=held[0].pk)
    hall.step(mandates.revoke_mandate, mandate_id=held[1].pk)
    assert hall.as_(hall.clerk, mandates.give_mandate, head_id=hall.head("302").pk, **give).pk


def test_silence_counts_only_for_those_who_were_told(hall: Hall) -> None:
    hall.opened(**SILENT)
    for name in ("101", "102", "201"):
        hall.votes(name)
    told = {"means": Means.HAND, "reached": Reached.YES}
    hall.step(delivering.record_delivery, head_ids=[hall.head("301").pk], warned=True, **told)
    hall.step(delivering.record_delivery, head_ids=[hall.head("302").pk], warned=False, **told)
    hall.closed().result()
    without, with_it = figures(hall)
    assert (without["way"], without["part"]) == ("without", [36_000, 3])
    assert (with_it["way"], with_it["part"], with_it["letters"]["Y"]) == ("with", [44_000, 4], [44_000, 4])
    assert (without["quorate"], with_it["quorate"]) == (False, True)


def test_objections_block_the_end(hall: Hall) -> None:
    hall.opened()
    for name in ("101", "102", "201", "301"):
        hall.votes(name)
    hall.closed().result()
    owner, head = hall.owner("101"), hall.head("101")
    made = hall.as_(
        owner, objections.object_to, vote_id=hall.vote.pk, head_id=head.pk, name="张一", text="没收到票"
    )
    with pytest.raises(NotThere):
        hall.as_(
            owner, objections.object_to, vote_id=hall.vote.pk, head_id=hall.head("102").pk, name="x", text="x"
        )
    hall.hands.move(days=16)
    with pytest.raises(no.ObjectionsOpen):
        hall.step(counted.finish)
    hall.step(objections.answer_objection, objection_id=made.pk, answer="有送达签收", upheld=True)
    with pytest.raises(no.ObjectionUpheld):
        hall.step(counted.finish)
    assert hall.step(opening.void, reason="程序有误").vote.state == "void"


def test_counting_and_posting_are_two_persons(hall: Hall) -> None:
    hall.opened()
    with pytest.raises(no.VoteStillOpen):
        hall.step(counted.close_vote)
    hall.closed().step(counted.count_vote)
    with pytest.raises(no.OtherPerson):
        hall.step(counted.post_result)
    assert hall.step(counted.post_result, by=hall.second).vote.state == "posted"


def test_an_owner_sees_and_casts_for_the_own_head_only(hall: Hall) -> None:
    hall.opened()
    mine = hall.owner("101")
    with seen_as(mine):
        assert [one.pk for one in RollHead.objects.all()] == [hall.head("101").pk]
    with pytest.raises(NotThere):
        hall.as_(mine, cast, head_id=hall.head("102").pk, letters="Y")
    with pytest.raises(NotThere):
        hall.as_(hall.town.viewer("other clerk"), cast, head_id=hall.head("102").pk, letters="Y")


def test_who_needs_a_visit_says_nothing_of_choices(hall: Hall) -> None:
    hall.opened()
    hall.votes("101", "N")
    with seen_as(SYSTEM):
        waiting = visits_of(hall.vote)
    assert len(waiting) == HEADS - 1
    assert all("101" not in one.doors for one in waiting)


@pytest.mark.django_db(transaction=True)
def test_states_are_those_of_the_table(owner_connection: Any, hall: Hall) -> None:
    from huiyin.commons.c2_voices.owners_vote.states import pairs

    rows = owner_connection.execute("SELECT source, target FROM voices_move").fetchall()
    assert set(rows) == pairs()
    assert OwnersVote.objects.none().count() == 0
