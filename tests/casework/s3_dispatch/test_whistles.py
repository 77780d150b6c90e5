"""A whistle calls several parties at once; each answers for itself, and the lead stays the lead."""

import pytest

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.acts import NotNow
from huiyin.casework.casefile.models import Event
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import State
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.casework.s3_dispatch.whistles.acts import (
    Party,
    blow,
    call_off,
    rate_delivery,
    review_whistle,
)
from huiyin.casework.s3_dispatch.whistles.answering import be_present, deliver, report_in, tell_progress
from huiyin.casework.s3_dispatch.whistles.models import Call
from huiyin.casework.s3_dispatch.whistles.reads import accounts_within, missing_within, seated
from huiyin.casework.s3_dispatch.whistles.refusals import (
    CalledAlready,
    NobodyCalled,
    NotCalled,
    NotYetDelivered,
    OwnWhistle,
    ResultMissing,
    WhistleReason,
)
from huiyin.casework.s3_dispatch.whistles.timing import rules_of
from huiyin.casework.s3_dispatch.whistles.words import Ground, Mark
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.rules.reads import cooperation_for
from huiyin.registers.rules.words import WhistleKind
from tests.town import SINCE, all_seen, case_of
from tests.units import add_unit, call_of, whistle


@pytest.fixture
def case(town, hands):
    receipt = town.take_in()
    fire_due()
    return case_of(receipt)


@pytest.fixture
def three(town):
    return [
        add_unit(town, name, duty=duty) for name, duty in (("城管", "城"), ("消防", "消"), ("公安", "公"))
    ]


def verbs(case):
    with all_seen():
        return list(Event.objects.filter(case=case).order_by("seq").values_list("verb", flat=True))


def test_one_call_summons_all_of_them_each_with_its_own_two_limits(town, case, three):
    whistle(town, case.pk, *three)
    with all_seen():
        calls = list(Call.objects.order_by("no"))
        told = set(Notice.objects.filter(template="called").values_list("recipient", flat=True))
    assert [call.no for call in calls] == [1, 2, 3]
    assert {(call.report_due_at - call.called_at).total_seconds() for call in calls} == {86400}
    assert told == {f"account:{town.people[name].pk}" for name in ("城管", "消防", "公安")}
    assert verbs(case)[-1] == "whistled"


def test_an_emergency_gives_thirty_minutes(town, case, three):
    whistle(town, case.pk, three[0], kind=WhistleKind.EMERGENCY)
    call = call_of(three[0])
    assert (call.report_due_at - call.called_at).total_seconds() == 30 * 60


def test_the_lead_and_the_state_of_the_case_are_not_touched(town, case, three, hands):
    with all_seen():
        lead = standing_assignment(case)
    whistle(town, case.pk, *three, kind=WhistleKind.EMERGENCY)
    for _hour in range(4):
        hands.move(hours=1)
        while fire_due():
            pass
    with all_seen():
        after = standing_assignment(case)
        case.refresh_from_db()
    assert after.pk == lead.pk
    assert case.state == State.DISPATCHED
    assert "call_climbed" in verbs(case)


def test_a_party_reports_in_is_there_and_delivers(town, case, three):
    whistle(town, case.pk, *three)
    call, viewer = call_of(three[0]), town.viewer("城管")
    with seen_as(viewer):
        report_in(call_id=call.pk, by=viewer, note="十分钟到")
        report_in(call_id=call.pk, by=viewer)
        be_present(call_id=call.pk, by=viewer)
        tell_progress(call_id=call.pk, text="等产权单位开门", by=viewer)
        with pytest.raises(ResultMissing):
            deliver(call_id=call.pk, result=" ", by=viewer)
        deliver(call_id=call.pk, result="违建已拆除", by=viewer)
        with pytest.raises(NotCalled):
            deliver(call_id=call.pk, result="再来一次", by=viewer)
    assert verbs(case)[-4:] == ["reported_in", "call_present", "call_progress", "delivered"]
    assert call_of(three[0]).result == "违建已拆除"
    assert call_of(three[1]).reported_at is None


def test_a_party_sees_the_case_while_it_is_called_and_nobody_answers_for_another(town, case, three):
    other = add_unit(town, "市场监管", duty="市")
    whistle(town, case.pk, three[0])
    for name, wanted in (("城管", True), ("消防", False), ("市场监管", False)):
        viewer = town.viewer(name)
        with seen_as(viewer):
            assert cases_of(viewer).filter(pk=case.pk).exists() is wanted, name
    stranger = town.viewer("市场监管")
    with seen_as(stranger), pytest.raises(NotThere):
        report_in(call_id=call_of(three[0]).pk, by=stranger)
    assert other.name == "市场监管"


def test_a_call_taken_back_closes_the_case_to_the_party(town, case, three):
    whistle(town, case.pk, three[0])
    clerk, viewer = town.viewer("clerk"), town.viewer("城管")
    with seen_as(clerk):
        call_off(call_id=call_of(three[0]).pk, reason="不需要了", by=clerk)
    with seen_as(viewer):
        assert not cases_of(viewer).exists()
        with pytest.raises(NotThere):
            report_in(call_id=call_of(three[0]).pk, by=viewer)


def test_a_whistle_needs_reason_right_parties_and_an_open_case(town, case, three):
    clerk = town.viewer("clerk")

    def try_to(by=clerk, reason="x", units=(three[0],)):
        with seen_as(by):
            blow(case_id=case.pk, kind=WhistleKind.STREET, ground=Ground.KEY_WORK, reason=reason,
                 parties=[Party(unit.pk) for unit in units], by=by)  # fmt: skip

    with pytest.raises(WhistleReason):
        try_to(reason=" ")
    with pytest.raises(NobodyCalled):
        try_to(units=())
    with pytest.raises(CalledAlready):
        try_to(units=(three[0], three[0]))
    for name in ("field", "leader", "other clerk"):
        with pytest.raises(NotThere):
            try_to(by=town.viewer(name))
    try_to()
    with pytest.raises(CalledAlready):
        try_to()
    with all_seen():
        assert Call.objects.count() == 1


def test_both_sides_are_accountable_as_n_of_n(town, case, three, hands):
    blown = whistle(town, case.pk, *three)
    call, viewer, clerk = call_of(three[0]), town.viewer("城管"), town.viewer("clerk")
    with seen_as(clerk), pytest.raises(NotYetDelivered):
        rate_delivery(call_id=call.pk, mark=Mark.FULL, by=clerk)
    with seen_as(viewer):
        deliver(call_id=call.pk, result="办结", by=viewer)
    hands.move(days=20)
    with seen_as(clerk):
        rate_delivery(call_id=call.pk, mark=Mark.FULL, by=clerk, note="及时")
        rate_delivery(call_id=call_of(three[1]).pk, mark=Mark.NONE, by=clerk)
        with pytest.raises(OwnWhistle):
            review_whistle(whistle_id=blown.pk, justified=True, by=clerk)
        assert {one.organisation.name for one in missing_within(clerk, now())} == {"消防", "公安"}
    second = town.viewer("second clerk")
    with seen_as(second):
        review_whistle(whistle_id=blown.pk, justified=True, by=second, note="确需联动")
        told = accounts_within(second, SINCE)
    assert (told.blown, told.reviewed, told.justified) == (1, 1, 1)
    rows = {row.name: (row.calls, row.on_time, row.present, row.delivered) for row in told.called}
    assert rows == {"城管": (1, 1, 0, 1), "消防": (1, 0, 0, 0), "公安": (1, 0, 0, 0)}


def test_templates_are_data_and_seats_find_who_sits_there(town, case, three):
    party = add_unit(town, "支部", scope=town.estate, kind=OrganisationKind.PARTY)
    with all_seen():
        rules = cooperation_for([town.estate.pk, town.community.pk, town.street.pk], now()).rules
        seats = {one.seat.key: one.organisation for one in seated(rules.templates["1+3+N"], case)}
    assert [seat.name_zh for seat in rules.templates["five"].seats] == [
        "社区", "小区支部", "业委会", "网格员", "物业公司",
    ]  # fmt: skip
    assert seats["party"] == party
    assert seats["company"] == town.company
    assert seats["police"] == three[2]
    assert seats["owners"] is None


def test_a_whistle_keeps_the_pack_it_was_blown_under(town, case, three):
    blown = whistle(town, case.pk, three[0])
    assert rules_of(blown).header.name == "base"


def test_an_ended_case_calls_nobody(town, case, three):
    with all_seen():
        from huiyin.casework.casefile.models import Case

        Case.objects.filter(pk=case.pk).update(state=State.PROPOSED, answer="x")
        Case.objects.filter(pk=case.pk).update(state=State.LAPSED)
    with pytest.raises(NotNow):
        whistle(town, case.pk, three[0])
