"""From a decision to accepted work: acts, refusals, who pays, the answer to everybody who asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from huiyin.bridges import works
from huiyin.bridges.decisions import decide_by_proposal, decide_by_vote, decide_on_topic, withdraw_decision
from huiyin.casework.casefile.models import Event, Timer
from huiyin.casework.casefile.words import State, Verb
from huiyin.casework.s4_handling.refusals import AnswerMissing
from huiyin.commons.c1_proposals.four_steps.words import ProposalState
from huiyin.commons.c3_decisions import acts as deciding
from huiyin.commons.c3_decisions import refusals as no_decision
from huiyin.commons.c3_decisions.models import Decision
from huiyin.commons.c3_decisions.rules import challenge_until
from huiyin.commons.c3_decisions.words import DecidedBy
from huiyin.commons.c4_works import accepting, paying, picturing, states, working
from huiyin.commons.c4_works import refusals as no
from huiyin.commons.c4_works.models import Project, Share
from huiyin.commons.c4_works.words import AcceptedBy, Basis, Moment, ProjectState, Way
from huiyin.ground.outbox.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.verifier import verify
from tests.commons.site import YUAN, Site, picture
from tests.verifier.planting import Unguarded

pytestmark = pytest.mark.django_db


def test_a_decision_says_what_by_whom_and_until_when(site: Site) -> None:
    found = site.decided().decision
    assert (found.agreed, found.entitled, found.challenge_until) == (5, 5, None)
    assert found.topic_id == site.topic.pk
    assert challenge_until(DecidedBy.VOTE, found.decided_on) == found.decided_on.replace(
        year=found.decided_on.year + 1
    )


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"title": " "}, no_decision.DecisionWordsMissing), ({"body": ""}, no_decision.DecisionWordsMissing),
        ({"counted": (6, 5)}, no_decision.DecisionNumbersWrong),
    ],
)  # fmt: skip
def test_half_a_decision_is_none(site: Site, given: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        site.decided(**given)


def test_tomorrow_has_decided_nothing(site: Site) -> None:
    site.leaking()
    with pytest.raises(no_decision.DecisionDayWrong):
        site.decided(decided_on=site.today + timedelta(days=1))


def test_others_have_nothing_to_decide_here(site: Site) -> None:
    site.leaking()
    for name in ("other clerk", "leader", "duty"):
        with pytest.raises(NotThere):
            site.as_(
                decide_on_topic, site.town.viewer(name), topic_id=site.topic.pk,
                place_id=site.town.building.pk, what=site.draft(),
            )  # fmt: skip
    with pytest.raises(NotThere):
        site.as_(
            decide_on_topic, topic_id=site.topic.pk, place_id=site.town.other_building.pk, what=site.draft()
        )


def test_a_decision_is_withdrawn_once_and_not_while_its_work_goes_on(site: Site) -> None:
    site.begun()
    told = {"decision_id": site.decision.pk, "reason": "各方重新商量"}
    with pytest.raises(no_decision.WorkUnderWay):
        site.as_(withdraw_decision, **told)
    site.do(works.stop_project, reason="改由街道立项")
    with pytest.raises(no_decision.DecisionWordsMissing):
        site.as_(withdraw_decision, **told | {"reason": " "})
    assert site.as_(withdraw_decision, **told).state == "withdrawn"
    with pytest.raises(no_decision.DecisionWithdrawn):
        site.as_(withdraw_decision, **told)
    with pytest.raises(no_decision.DecisionWithdrawn):
        site.as_(works.begin_project, decision_id=site.decision.pk, plan=working.Plan("再来"))


def test_a_proposal_decides_once_when_it_is_answered(room: Any) -> None:
    room.raised()
    with pytest.raises(no_decision.NotDecidedYet):
        room.do(decide_by_proposal, proposal_id=room.proposal.pk)
    with seen_as(SYSTEM):
        for state in ("discussed", "answered"):
            type(room.proposal).objects.filter(pk=room.proposal.pk).update(state=state)
    found = room.do(decide_by_proposal, proposal_id=room.proposal.pk)
    assert (found.kind, found.source_id) == ("proposal", str(room.proposal.pk))
    assert room.again().proposal.state == ProposalState.ANSWERED
    with pytest.raises(no_decision.DecidedAlready):
        room.do(decide_by_proposal, proposal_id=room.proposal.pk)


def test_a_vote_decides_when_its_result_is_final(hall: Any) -> None:
    hall.opened()
    for name in ("101", "102", "201", "301", "302"):
        hall.votes(name)
    hall.closed().result()
    with pytest.raises(no_decision.NotDecidedYet):
        hall.as_(hall.clerk, decide_by_vote, vote_id=hall.vote.pk)
    from huiyin.commons.c2_voices.owners_vote import counted

    hall.hands.move(days=40)
    hall.step(counted.finish)
    found = hall.as_(hall.clerk, decide_by_vote, vote_id=hall.vote.pk)
    assert (found.agreed, found.entitled) == (5, 6)
    assert found.challenge_until == found.decided_on.replace(year=found.decided_on.year + 1)


def test_each_question_of_a_vote_is_decided_by_itself(hall: Any) -> None:
    from huiyin.bridges.decisions import undecided_questions
    from huiyin.commons.c2_voices.owners_vote import counted

    asked = [("company", "选聘甲公司？"), ("use_fund", "用维修资金修屋面？"), ("other", "设花坛？")]
    hall.opened(questions=asked)
    for name in ("101", "102", "201", "301", "302"):
        hall.votes(name, "YYN")
    hall.closed().result()
    hall.hands.move(days=40)
    hall.step(counted.finish)
    decide = {"vote_id": hall.vote.pk}
    for missing in (3, 4):  # one that failed, one that was never asked
        with pytest.raises(no_decision.NotDecidedYet):
            hall.as_(hall.clerk, decide_by_vote, no=missing, **decide)
    found = hall.as_(hall.clerk, decide_by_vote, no=2, **decide)
    assert (found.title, found.part) == ("用维修资金修屋面？", 2)
    with pytest.raises(no_decision.DecidedAlready):
        hall.as_(hall.clerk, decide_by_vote, no=2, **decide)
    with seen_as(hall.clerk):
        assert [one.no for one in undecided_questions(hall.clerk, hall.vote.pk)] == [1]
    assert hall.as_(hall.clerk, decide_by_vote, **decide).part == 1


def test_stages_slip_with_a_reason_and_end_once(site: Site) -> None:
    site.begun()
    day = site.today + timedelta(days=2)
    with pytest.raises(no.StageDayWrong):
        site.do(working.plan_stage, title="开挖", planned_on=site.today - timedelta(days=1))
    site.do(working.plan_stage, title="开挖", planned_on=day)
    with pytest.raises(no.StageDayWrong):
        site.do(working.slip_stage, no=1, to=day, why="下雨")
    with pytest.raises(no.ProjectWordsMissing):
        site.do(working.slip_stage, no=1, to=day + timedelta(days=1), why=" ")
    site.do(working.slip_stage, no=1, to=day + timedelta(days=1), why="下雨")
    with pytest.raises(no.ProjectNotNow):
        site.do(working.finish_stage, no=1, done_on=site.today)
    site.do(works.start_work)
    with pytest.raises(no.StagesOpen):
        site.do(works.finish_work)
    with pytest.raises(no.StageDayWrong):
        site.do(working.finish_stage, no=1, done_on=site.today + timedelta(days=1))
    site.do(working.finish_stage, no=1, done_on=site.today)
    with pytest.raises(no.StageOver):
        site.do(working.slip_stage, no=1, to=day + timedelta(days=9), why="再等")
    with pytest.raises(NotThere):
        site.do(working.finish_stage, no=2, done_on=site.today)


def test_the_database_knows_the_same_steps(site: Site) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT source, target FROM works_move")
        assert set(cursor.fetchall()) == states.pairs()


def test_the_homes_part_is_divided_and_the_payer_bears_the_rest(site: Site) -> None:
    site.divided().agree("101", "201", "301", "401")
    with seen_as(SYSTEM):
        cost = site.project.cost
        assert [one.amount_fen for one in cost.shares.all()] == [300 * YUAN] * 5
        account = paying.account_of(cost)
    assert (account.homes, account.rest) == (1200 * YUAN, 3800 * YUAN)
    with pytest.raises(no.SharedAlready):
        site.divided(part=1000 * YUAN)
    with pytest.raises(no.NotAgreed):
        site.do(paying.take_payment, home_id=site.homes["501"].pk, receipt="5")
    for number, name in enumerate(("101", "201", "301", "401"), 1):
        site.do(paying.take_payment, home_id=site.homes[name].pk, receipt=f"{number:04}")
    with pytest.raises(no.PaidAlready):
        site.agree("101", agrees=False)
    site.do(works.start_work)
    cost = site.do(paying.enter_actual, actual_fen=4800 * YUAN)
    with seen_as(SYSTEM):
        back = [one.refund_fen for one in cost.shares.all()]
        account = paying.account_of(cost)
    assert back == [1200, 1200, 1200, 1200, 0]
    assert account.homes + account.rest == 4800 * YUAN
    with pytest.raises(no.CostKnown):
        site.do(paying.enter_actual, actual_fen=1)


def test_by_area_asks_for_areas_and_sums_exactly(site: Site) -> None:
    site.begun().divided(part=1_000_01, basis=Basis.AREA)
    with seen_as(SYSTEM):
        shares = list(Share.objects.order_by("no"))
        assert sum(one.amount_fen for one in shares) == 1_000_01
        assert [one.weight for one in shares] == [8000, 9000, 10_000, 6000, 7000]
        site.homes["101"].home.__class__.objects.filter(place=site.homes["101"]).update(area=None)
    with pytest.raises(no.AreaUnknown):
        site.divided(basis=Basis.AREA)


@pytest.mark.parametrize(("total", "part"), [(0, 0), (100, 0), (100, 101), (10**13, 1)])
def test_sums_that_cannot_be(site: Site, total: int, part: int) -> None:
    with pytest.raises(no.MoneyWrong):
        site.divided(total=total, part=part)


def test_who_refuses_is_known_to_the_keeper_alone(site: Site) -> None:
    site.divided().agree("101").agree("201", agrees=False)
    told = site.as_(_figures, project=site.project)
    assert (told.asked, told.agreed) == (5, 1)
    for viewer in (site.town.viewer("other clerk"), site.town.viewer("duty")):
        with seen_as(viewer):
            from huiyin.commons.c4_works.reads import shares_for

            assert shares_for(viewer, site.project) == []


def _figures(*, project: Project, by: Any) -> accepting.Figures:
    assert by is not None
    return accepting.figures_of(project)


def test_pictures_of_the_same_place_are_not_the_same_picture(site: Site) -> None:
    site.begun()
    told = {"spot": 1, "words": "三单元管井"}
    site.do(picturing.add_photograph, moment=Moment.BEFORE, picture=picture(10), **told)
    with pytest.raises(no.SamePictureOfWork):
        site.do(picturing.add_photograph, moment=Moment.AFTER, picture=picture(10), **told)
    site.do(picturing.add_photograph, moment=Moment.AFTER, picture=picture(200), **told)
    with pytest.raises(no.ProjectWordsMissing):
        site.do(picturing.add_photograph, moment=Moment.AFTER, picture=picture(90), spot=0, words="x")


def test_homes_accept_it_and_everybody_who_asked_gets_the_answer(site: Site) -> None:
    site.done().said("101", "201", "301", "401")
    with pytest.raises(no.NotAcceptedYet):
        site.do(works.accept_project, reason="", answer="修好了")
    site.said("501")
    with pytest.raises(AnswerMissing):
        site.do(works.accept_project, reason="", answer=" ")
    site.do(works.accept_project, reason="", answer="立管已更换。")
    assert (site.project.state, site.project.accepted_by) == (ProjectState.ACCEPTED, AcceptedBy.HOMES)
    cases = site.cases()
    assert [(one.state, one.answer) for one in cases] == [(State.PROPOSED, "立管已更换。")] * 3
    with seen_as(SYSTEM):
        assert Timer.objects.filter(case__in=cases, what="ask", fired_at=None).count() == 3


def test_each_stage_is_told_once_to_each_who_asked(site: Site) -> None:
    site.done()
    with seen_as(SYSTEM):
        lines = Event.objects.filter(verb=Verb.WORK_TOLD).values_list("case_id", "data__what")
        assert sorted(what for _case, what in lines) == sorted(["begun", "started", "done"] * 3)
        told = Notice.objects.filter(template="work").values_list("subject_id", "topic")
        assert len(set(told)) == len(told) == 9
    with pytest.raises(no.ProjectNotNow):
        site.do(works.finish_work)
    with seen_as(SYSTEM):
        assert Notice.objects.filter(template="work").count() == 9


def test_not_fit_goes_back_to_work_and_asks_anew(site: Site) -> None:
    site.done().said("101", "201").said("301", "401", "501", fit=False)
    with pytest.raises(no.NotAcceptedYet):
        site.do(works.accept_project, reason="我看过", answer="修好了")
    site.do(works.back_to_work, reason="接口渗水")
    assert (site.project.state, site.project.round) == (ProjectState.STARTED, 2)
    site.do(works.finish_work)
    assert accepting_figures(site).said == 0
    assert all(one.state != State.PROPOSED for one in site.cases())


def test_nobody_answers_so_the_organiser_writes_reasons_after_the_days(site: Site) -> None:
    site.done()
    with pytest.raises(no.AcceptDays):
        site.do(works.accept_project, reason="看过", answer="修好了")
    site.hands.move(days=40)
    with pytest.raises(no.ReasonsNeeded):
        site.do(works.accept_project, reason="", answer="修好了")
    site.do(works.accept_project, reason="与物业工程部到场看过，不渗水。", answer="修好了")
    assert site.project.accepted_by == AcceptedBy.ORGANISER


def test_a_home_that_is_not_concerned_has_no_say(site: Site) -> None:
    site.done()
    with pytest.raises(no.NotAsked):
        site.do(
            accepting.say_for, home_id=site.town.other_building.pk, fit=True, words="", way=Way.PAPER
        )  # fmt: skip
    with pytest.raises(NotThere):
        site.do(
            accepting.say_for, site.town.viewer("other clerk"), home_id=site.homes["101"].pk, fit=True,
            words="", way=Way.PAPER,
        )  # fmt: skip


def accepting_figures(site: Site) -> accepting.Figures:
    with seen_as(SYSTEM):
        return accepting.figures_of(site.project)


TAMPERING = [
    ("UPDATE decisions_decision SET words = 'x'", "was changed after it was written down"),
    ("UPDATE decisions_decision SET agreed = 4", "was changed after it was written down"),
    ("UPDATE decisions_decision SET state = 'withdrawn'", "was withdrawn, or not"),
    ("DELETE FROM decisions_decisionevent", "is not in the record"),
    ("UPDATE works_project SET state = 'stopped', accepted_by = ''", "the record says otherwise"),
    ("UPDATE works_project SET round = 3", "was sent back more or less often"),
    ("UPDATE works_stage SET planned_on = planned_on + 1", "stage 1 is not as the record says"),
    ("DELETE FROM works_stage", "stage 1 is gone"),
    ("UPDATE works_photograph SET body = 'x'", "a photograph was changed or added"),
    ("DELETE FROM works_photograph", "a photograph is gone"),
    ("UPDATE works_projectevent SET actor = 'x' WHERE seq = 2", "line 2 was changed after it was written"),
    ("DELETE FROM works_projectevent WHERE seq = 2", "line 3 does not follow line 1"),
]


@pytest.mark.django_db(transaction=True)
def test_tampering_is_named(site: Site, owner_connection: Any, cluster: Any) -> None:
    site.begun()
    site.do(picturing.add_photograph, moment=Moment.BEFORE, picture=picture(10), spot=1, words="管井")
    site.divided().done()
    url = cluster.url(owner_connection.info.dbname)
    found = verify(url)
    assert (found.broken, found.decisions, found.projects) == ([], 1, 1)
    for attack, named in TAMPERING:
        with Unguarded(owner_connection), owner_connection.transaction(force_rollback=True):
            owner_connection.execute("SET LOCAL session_replication_role = replica")
            assert owner_connection.execute(attack).rowcount, attack
            assert any(named in line for line in _broken(owner_connection)), attack


def _broken(owner: Any) -> list[str]:
    from huiyin.verifier import works as of_works
    from huiyin.verifier.records import by_first

    decisions = owner.execute(of_works.DECISIONS).fetchall()
    lines = by_first(owner.execute(of_works.DECISION_LINES).fetchall())
    tables = {name: by_first(owner.execute(query).fetchall()) for name, query in of_works.QUERIES.items()}
    projects = owner.execute(of_works.PROJECTS).fetchall()
    return [
        *of_works.broken_decisions(decisions, lines), *of_works.broken_projects(projects, tables),
    ]  # fmt: skip


def test_what_was_decided_is_never_changed_even_past_the_acts(site: Site) -> None:
    site.decided()
    from django.db import IntegrityError

    with pytest.raises(IntegrityError), seen_as(SYSTEM):
        Decision.objects.update(words="别的")
    assert deciding.content_of(site.decision)
