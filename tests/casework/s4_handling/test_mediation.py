"""Mediation as the law has it: willing parties, sealed notes, no partial mediator, dates that are watched."""

import itertools
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Event
from huiyin.casework.s4_handling.mediation import acts, agreeing
from huiyin.casework.s4_handling.mediation import refusals as no
from huiyin.casework.s4_handling.mediation.models import MediationNote, MediationParty
from huiyin.casework.s4_handling.mediation.reads import mediations_of, notes_of
from huiyin.casework.s4_handling.mediation.rules import Candidate, confirm_by, conflicts_of, reminders
from huiyin.casework.s4_handling.mediation.sheet import agreement_pdf
from huiyin.casework.s4_handling.mediation.words import Asked, Conflict, Form, How, Outcome, Ruling, Side
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import Account, RoleGrant
from huiyin.registers.people.words import Role
from huiyin.registers.rules.files import read_packs
from huiyin.registers.rules.parsing import parse
from huiyin.registers.rules.words import PackKind
from tests.town import SINCE, all_seen, case_of

PACKS = {pack.header.kind: parse(pack.header.kind, pack.content) for pack in read_packs()}
RULE, CALENDAR = PACKS[PackKind.COOPERATION].mediation, PACKS[PackKind.CALENDAR]
SECRET = "乙方私下愿意出三百元"


@pytest.fixture
def talks(town, hands):
    """An open mediation with two willing parties and a mediator."""
    with all_seen():
        for name in ("mediator", "second mediator"):
            account = Account.objects.create(username=name.replace(" ", "-"), display_name=name)
            RoleGrant.objects.create(account=account, role=Role.MEDIATOR, scope=town.community, since=SINCE)
            town.people[name] = account
    receipt = town.take_in(private=True)
    fire_due()
    clerk = town.viewer("clerk")
    with seen_as(clerk):
        talks = acts.open_mediation(
            case_id=receipt.case_id, subject="楼上漏水赔偿", asked=Asked.APPLIED, by=clerk
        )
        for name, side in (("甲某", Side.APPLICANT), ("乙某", Side.RESPONDENT)):
            acts.add_party(mediation_id=talks.pk, name=name, side=side, by=clerk)
    talks.case = case_of(receipt)
    return talks


def agree_all(town, talks):
    clerk = town.viewer("clerk")
    with seen_as(clerk):
        for party in MediationParty.objects.filter(mediation=talks):
            acts.record_consent(party_id=party.pk, agrees=True, how=How.SIGNED, by=clerk)
        acts.appoint(mediation_id=talks.pk, account=town.people["mediator"], by=clerk, chosen=True)
    return clerk


def draw(town, talks, by):
    return agreeing.draw_up(
        mediation_id=talks.pk, form=Form.WRITTEN, facts="三楼漏水", terms="各付一半", by=by
    )


def test_golden_vector_effective_on_3_march_joint_request_by_2_april():
    assert confirm_by(date(2025, 3, 3), RULE, CALENDAR) == date(2025, 4, 2)


def test_a_last_day_on_a_holiday_moves_to_the_next_working_day():
    assert confirm_by(date(2025, 9, 1), RULE, CALENDAR) == date(2025, 10, 9)  # 1 October + holidays


@given(st.dates(date(2024, 1, 1), date(2026, 10, 1)))
def test_the_court_never_gets_fewer_than_thirty_days(day):
    last = confirm_by(day, RULE, CALENDAR)
    assert (last - day).days >= 30
    assert CALENDAR.is_workday(last)
    moments = reminders(last, RULE.confirm_remind, CALENDAR)
    assert moments == sorted(moments)
    assert [(moment.date() - last).days for moment in moments] == [-10, -3, 1]


def test_without_the_consent_of_every_party_nothing_goes_on(town, talks):
    clerk, mediator = town.viewer("clerk"), town.viewer("mediator")
    with seen_as(clerk):
        acts.appoint(mediation_id=talks.pk, account=town.people["mediator"], by=clerk)
        with pytest.raises(no.ConsentMissing):
            draw(town, talks, clerk)
    with seen_as(mediator), pytest.raises(no.ConsentMissing):
        acts.write_note(mediation_id=talks.pk, text=SECRET, by=mediator)


def test_a_clear_no_ends_it_at_once(town, talks):
    clerk = town.viewer("clerk")
    with seen_as(clerk):
        party = MediationParty.objects.filter(mediation=talks).last()
        acts.record_consent(party_id=party.pk, agrees=False, how=How.PHONE, by=clerk)
        talks.refresh_from_db()
        assert (talks.outcome, talks.ended_at is not None) == (Outcome.REFUSED, True)
        with pytest.raises(no.MediationOver):
            acts.add_party(mediation_id=talks.pk, name="丙", side=Side.OTHER, by=clerk)


def test_notes_are_for_this_mediations_mediators_alone(town, talks):
    agree_all(town, talks)
    mediator = town.viewer("mediator")
    with seen_as(mediator):
        acts.write_note(mediation_id=talks.pk, text=SECRET, by=mediator)
        assert [note.text for note in notes_of(mediator, talks)] == [SECRET]
    for name in ("clerk", "second mediator", "leader", "auditor", "steward", "duty", "other clerk"):
        viewer = town.viewer(name)
        with seen_as(viewer), pytest.raises(NotThere):
            notes_of(viewer, talks)


def test_a_mediator_who_stepped_back_reads_no_more(town, talks):
    clerk, mediator = agree_all(town, talks), town.viewer("mediator")
    with seen_as(mediator):
        acts.write_note(mediation_id=talks.pk, text=SECRET, by=mediator)
    with seen_as(clerk):
        acts.step_back(mediator_id=talks.mediators.get().pk, reason="x", by=clerk)
    with seen_as(mediator), pytest.raises(NotThere):
        notes_of(mediator, talks)


@pytest.mark.django_db(transaction=True)
def test_no_word_of_the_notes_is_anywhere_in_clear(town, talks, owner_connection):
    agree_all(town, talks)
    mediator = town.viewer("mediator")
    with seen_as(mediator):
        acts.write_note(mediation_id=talks.pk, text=SECRET, by=mediator)
    tables = owner_connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    for (table,) in tables:
        rows = owner_connection.execute(f"SELECT t::text FROM {table} t").fetchall()  # noqa: S608
        assert not any(SECRET[:6] in row for (row,) in rows), table
    with all_seen():
        assert b"\xe4\xb9\x99" not in bytes(MediationNote.objects.get().body_sealed)
        said = [str(event.data) for event in Event.objects.filter(case_id=talks.case_id, verb="mediation")]
    assert not any("甲某" in line or "漏水" in line for line in said)


def test_a_partial_mediator_is_refused_until_all_parties_accept(town, talks):
    clerk = town.viewer("clerk")
    with seen_as(clerk):
        acts.add_party(mediation_id=talks.pk, name="mediator", side=Side.OTHER, by=clerk)
        with pytest.raises(no.ConflictOfInterest) as refused:
            acts.appoint(mediation_id=talks.pk, account=town.people["mediator"], by=clerk)
        assert str(Conflict.PARTY.label) in refused.value.said
        with pytest.raises(no.ConflictOfInterest):
            acts.appoint(mediation_id=talks.pk, account=town.people["duty"], by=clerk)
        with pytest.raises(no.ConflictOfInterest):
            acts.appoint(
                mediation_id=talks.pk, account=town.people["second mediator"], declared="同学", by=clerk
            )
        kept = acts.appoint(mediation_id=talks.pk, account=town.people["mediator"], by=clerk, accepted=True)
    assert kept.conflicts == ["party"]


flags = st.fixed_dictionaries({conflict: st.booleans() for conflict in Conflict})


@given(flags)
def test_every_conflict_is_found_and_none_invented(wanted):
    found = conflicts_of(
        Candidate(frozenset({"王一"}), frozenset({1, 2}), 7, frozenset({9})),
        party_names=[" 王一 " if wanted[Conflict.PARTY] else "李二"],
        party_places=[2 if wanted[Conflict.NEIGHBOUR] else 3],
        handlers=[7 if wanted[Conflict.HANDLER] else 8],
        units=[9 if wanted[Conflict.UNIT] else 10],
        declared="亲戚" if wanted[Conflict.DECLARED] else " ",
    )
    assert set(found) == {conflict for conflict, true in wanted.items() if true}


def test_an_agreement_takes_effect_when_all_signed_and_its_dates_are_watched(town, talks, hands):
    clerk = agree_all(town, talks)
    with seen_as(clerk):
        draw(town, talks, clerk)
        debtor = MediationParty.objects.get(name="乙某")
        milestone = agreeing.add_milestone(
            mediation_id=talks.pk, party_id=debtor.pk, what="付300元", amount_fen=30000,
            due_on=date(2025, 10, 20), by=clerk,
        )  # fmt: skip
        for signs in itertools.product((True, False), repeat=3):
            if not all(signs):
                with pytest.raises(no.SignaturesMissing):
                    agreeing.take_effect(
                        mediation_id=talks.pk, on=date(2025, 10, 13), by=clerk, signed=signs[0],
                        mediator_signed=signs[1], sealed=signs[2],
                    )  # fmt: skip
        ready = {"signed": True, "mediator_signed": True, "sealed": True}
        with pytest.raises(no.DayWrong):
            agreeing.take_effect(mediation_id=talks.pk, on=date(2025, 10, 14), by=clerk, **ready)
        done = agreeing.take_effect(mediation_id=talks.pk, on=date(2025, 10, 13), by=clerk, **ready)
        assert done.confirm_by == date(2025, 11, 12)
        with pytest.raises(no.MediationOver):
            draw(town, talks, clerk)
        assert agreement_pdf(done).startswith(b"%PDF")
    hands.set(datetime(2025, 10, 17, 2, tzinfo=UTC))
    fire_due()
    hands.set(datetime(2025, 10, 21, 2, tzinfo=UTC))
    fire_due()
    fire_due()
    with all_seen():
        told = list(
            Notice.objects.filter(template__startswith="milestone").values_list("template", flat=True)
        )
        due = Event.objects.filter(verb="mediation_due").count()
    assert (set(told), due) == ({"milestone", "milestone-missed"}, 2)
    with seen_as(clerk):
        agreeing.record_performance(milestone_id=milestone.pk, on=date(2025, 10, 21), by=clerk)
        with pytest.raises(NotThere):
            agreeing.record_performance(milestone_id=milestone.pk, on=date(2025, 10, 21), by=clerk)


def test_the_thirty_days_are_counted_down_and_kept(town, talks, hands):
    clerk = agree_all(town, talks)
    with seen_as(clerk):
        draw(town, talks, clerk)
        agreeing.take_effect(
            mediation_id=talks.pk, on=date(2025, 10, 13), by=clerk, signed=True, mediator_signed=True,
            sealed=True,
        )  # fmt: skip
        with pytest.raises(no.NotConfirmable):
            agreeing.record_ruling(
                mediation_id=talks.pk, ruling=Ruling.CONFIRMED, on=date(2025, 10, 13), number="1", by=clerk
            )
    for day in (2, 9, 13):
        hands.set(datetime(2025, 11, day, 2, tzinfo=UTC))
        fire_due()
    with all_seen():
        told = Notice.objects.filter(template__startswith="court", recipient=clerk.actor)
        assert list(told.order_by("created_at").values_list("template", flat=True)) == [
            "court", "court", "court-over",
        ]  # fmt: skip
    with seen_as(clerk):
        with pytest.raises(no.CourtTooLate):
            agreeing.record_request(mediation_id=talks.pk, on=date(2025, 11, 13), by=clerk)
        agreeing.record_request(mediation_id=talks.pk, on=date(2025, 11, 12), by=clerk)
        done = agreeing.record_ruling(
            mediation_id=talks.pk, ruling=Ruling.CONFIRMED, on=date(2025, 11, 13), number="（2025）诉调1号",
            by=clerk,
        )  # fmt: skip
    assert done.ruling == Ruling.CONFIRMED


def test_no_agreement_names_the_other_ways(town, talks):
    clerk = town.viewer("clerk")
    with seen_as(clerk):
        with pytest.raises(no.RoutesMissing):
            acts.end_without(mediation_id=talks.pk, outcome=Outcome.FAILED, told=" ", by=clerk)
        ended = acts.end_without(
            mediation_id=talks.pk, outcome=Outcome.FAILED, told="可向人民法院起诉", by=clerk
        )
        assert ended.outcome == Outcome.FAILED
        assert acts.open_mediation(
            case_id=talks.case_id, subject="再试", asked=Asked.OFFERED, by=clerk
        ).no == 2  # fmt: skip


def test_other_communities_and_desks_see_no_mediation(town, talks):
    for name in ("other clerk", "leader", "auditor", "duty", "steward"):
        viewer = town.viewer(name)
        with seen_as(viewer):
            assert not mediations_of(viewer).exists(), name
