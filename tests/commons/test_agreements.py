"""Agreements: who promises what, signed by all, met or not, renewed, ended; what the record proves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from huiyin.bridges.passed_days import Looking, passed
from huiyin.commons.c3_decisions.refusals import DecisionWithdrawn
from huiyin.commons.c5_agreements import drafting, keeping, signing, states
from huiyin.commons.c5_agreements import refusals as no
from huiyin.commons.c5_agreements.drafting import Promise
from huiyin.commons.c5_agreements.keeping import InKind
from huiyin.commons.c5_agreements.lapsing import end_what_is_over
from huiyin.commons.c5_agreements.models import Agreement, AgreementEvent, Due, Duty, Party, Signature
from huiyin.commons.c5_agreements.reads import dues_of, figures_of, public_agreement, to_renew
from huiyin.commons.c5_agreements.terms import due_days, months_on
from huiyin.commons.c5_agreements.words import AgreementState, Kind, Rhythm, Side
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM, guest
from huiyin.ground.tenancy.wall import seen_as
from huiyin.verifier import verify
from tests.commons.parties import Parties
from tests.commons.site import picture
from tests.verifier.planting import Unguarded

pytestmark = pytest.mark.django_db
MONTHLY = Promise("开会", "记录", Rhythm.MONTH, date(2025, 10, 13))


@pytest.mark.parametrize(
    ("begins", "months", "last"),
    [
        (date(2026, 3, 31), 6, date(2026, 9, 30)), (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 29), 6, date(2028, 2, 29)), (date(2026, 7, 1), 6, date(2027, 1, 1)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)  # fmt: skip
def test_a_term_of_months_ends_as_the_civil_code_counts(begins: date, months: int, last: date) -> None:
    assert months_on(begins, months) == last


def test_days_of_a_duty_come_back_to_their_day_after_a_short_month() -> None:
    first = date(2026, 1, 31)
    found = due_days(Rhythm.MONTH, first, date(2026, 4, 30))
    assert found == [first, date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    assert due_days(Rhythm.QUARTER, first, date(2026, 4, 29)) == [first]
    assert due_days(Rhythm.ONCE, first, first) == [first]
    assert due_days(Rhythm.ONCE, first, date(2026, 1, 30)) == []
    assert due_days(Rhythm.ALWAYS, None, date(2026, 4, 30)) == []


def test_all_sign_then_it_is_in_force_and_duties_have_their_days(parties: Parties) -> None:
    parties.written()
    parties.do(signing.sign, party_no=1, on=parties.today, signed_by="马某")
    parties.do(signing.sign, party_no=2, on=parties.today, signed_by="李某")
    assert parties.agreement.state == AgreementState.DRAFT
    with pytest.raises(no.SignedAlready):
        parties.do(signing.sign, party_no=2, on=parties.today, signed_by="李某")
    with pytest.raises(no.SomeSigned):
        parties.do(drafting.add_party, organisation_id=None, name="街道", gain="少一件烦心事")
    parties.do(signing.sign, party_no=3, on=parties.today, signed_by="王某")
    assert parties.agreement.state == AgreementState.IN_FORCE
    with seen_as(SYSTEM):
        assert figures_of(parties.agreement).all == 3 * 12
        assert "马某" not in str(list(AgreementEvent.objects.values_list("data", flat=True)))


@pytest.mark.parametrize("gain", ["", "  "])
def test_a_party_without_a_gain_is_none_but_in_a_pledge(parties: Parties, gain: str) -> None:
    parties.begun()
    told = {"organisation_id": None, "name": "产权单位", "gain": gain}
    with pytest.raises(no.AgreementWordsMissing):
        parties.do(drafting.add_party, **told)
    parties.begun(kind=Kind.PLEDGE)
    assert parties.do(drafting.add_party, **told).gain == ""


def test_nobody_signs_half_an_agreement(parties: Parties) -> None:
    parties.begun()
    sign = {"party_no": 1, "on": parties.today, "signed_by": "马某"}
    parties.do(drafting.add_party, organisation_id=None, name="社区党委", gain="有地方")
    parties.do(drafting.add_duty, party_no=1, promise=MONTHLY)
    with pytest.raises(no.PartiesMissing):  # one party only
        parties.do(signing.sign, **sign)
    parties.do(drafting.add_party, organisation_id=None, name="产权单位", gain="有人维护")
    with pytest.raises(no.PartiesMissing):  # the second has no duty
        parties.do(signing.sign, **sign)
    parties.do(drafting.add_duty, party_no=2, promise=Promise("出房", "钥匙", Rhythm.ALWAYS))
    for wrong, refusal in (({"on": parties.today + timedelta(days=1)}, no.DayWrong),
                           ({"signed_by": " "}, no.AgreementWordsMissing),
                           ({"party_no": 9}, NotThere)):  # fmt: skip
        with pytest.raises(refusal):
            parties.do(signing.sign, **sign | wrong)
    parties.do(signing.sign, **sign)


def test_a_pledge_stands_alone_and_only_a_pledge(parties: Parties) -> None:
    told = {"place_id": parties.town.building.pk}
    with pytest.raises(no.DecisionNeeded):
        parties.as_(drafting.begin_pledge, terms=parties.terms(), **told)
    parties.agreement = parties.as_(
        drafting.begin_pledge, terms=parties.terms(kind=Kind.PLEDGE, resource=""), **told
    )
    parties.do(drafting.add_party, organisation_id=parties.town.company.pk, name="", gain="")
    parties.do(drafting.add_duty, party_no=1, promise=MONTHLY)
    parties.do(signing.sign, party_no=1, on=parties.today, signed_by="李某")
    assert parties.agreement.state == AgreementState.IN_FORCE
    with pytest.raises(no.NoLedger):
        parties.do(keeping.enter_given, what=InKind(1, Side.GAVE, parties.today, "房", "1", "间"))


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"title": " "}, no.AgreementWordsMissing), ({"aim": ""}, no.AgreementWordsMissing),
        ({"resource": " "}, no.AgreementWordsMissing), ({"ends": date(2025, 10, 13)}, no.TermWrong),
        ({"ends": date(2036, 1, 1)}, no.TermWrong),
    ],
)  # fmt: skip
def test_half_an_agreement_is_not_begun(
    parties: Parties, given: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        parties.begun(**given)


def test_a_withdrawn_decision_carries_no_agreement(parties: Parties) -> None:
    from huiyin.commons.c3_decisions.acts import withdraw

    parties.begun()
    key = parties.agreement.decision_id
    parties.as_(withdraw, decision_id=key, reason="重新商量")
    with pytest.raises(DecisionWithdrawn):
        parties.as_(drafting.begin_agreement, decision_id=key, terms=parties.terms())


def test_a_party_is_taken_out_with_its_duties_while_nobody_signed(parties: Parties) -> None:
    parties.written()
    parties.do(drafting.take_out, party_no=2)
    with pytest.raises(no.PartyTwice):
        parties.do(drafting.add_party, organisation_id=None, name="社区党委", gain="又一次")
    with seen_as(SYSTEM):
        assert Duty.objects.count() == 2
    parties.do(signing.sign, party_no=1, on=parties.today, signed_by="马某")
    with pytest.raises(no.SomeSigned):
        parties.do(drafting.take_out, party_no=3)


def test_a_duty_has_its_day_within_the_term(parties: Parties) -> None:
    parties.written()
    for first in (None, parties.today - timedelta(days=1), parties.agreement.ends + timedelta(days=1)):
        with pytest.raises(no.DayWrong):
            parties.do(
                drafting.add_duty, party_no=1, promise=Promise("出房", "钥匙", Rhythm.ONCE, first)
            )  # fmt: skip
    for day in (parties.agreement.begins, parties.agreement.ends):
        parties.do(drafting.add_duty, party_no=1, promise=Promise("出房", "钥匙", Rhythm.ONCE, day))


def test_a_duty_is_met_or_not_once_and_not_before_its_day(parties: Parties) -> None:
    parties.in_force()
    with seen_as(SYSTEM):
        first, second, third = dues_of(parties.agreement)[:3]
        later = dues_of(parties.agreement)[5]
    parties.do(keeping.answer_due, due_id=first.pk, met=True, words="十三日开会，纪要已贴")
    with pytest.raises(no.DuePast):
        parties.do(keeping.answer_due, due_id=first.pk, met=False, words="没有")
    with pytest.raises(no.DueNotYet):
        parties.do(keeping.answer_due, due_id=later.pk, met=False, words="不会开了")
    with pytest.raises(no.AgreementWordsMissing):
        parties.do(keeping.answer_due, due_id=second.pk, met=True, words=" ")
    parties.do(keeping.answer_due, due_id=second.pk, met=False, words="停电改期")
    with seen_as(SYSTEM):
        told = figures_of(parties.agreement)
    assert (told.met, told.unmet, told.late, told.soon) == (1, 1, 0, 1)
    parties.hands.move(days=1)
    with seen_as(SYSTEM):
        assert figures_of(parties.agreement).late == 1
    parties.hands.move(days=29)  # the next days, 13 November, lie a day ahead of today
    with seen_as(SYSTEM):
        assert figures_of(parties.agreement).soon == 3
    assert third.state == "open"


def test_a_renewal_keeps_what_was_and_adds_days(parties: Parties) -> None:
    parties.in_force()
    before = parties.agreement.ends
    for to, why in ((before, "再办"), (before - timedelta(days=1), "再办"), (date(2036, 1, 1), "再办")):
        with pytest.raises(no.TermWrong):
            parties.do(keeping.renew, to=to, reason=why)
    with pytest.raises(no.AgreementWordsMissing):
        parties.do(keeping.renew, to=before + timedelta(days=30), reason=" ")
    parties.hands.move(days=364 - 31)
    assert not to_renew(parties.agreement)
    parties.hands.move(days=1)
    assert to_renew(parties.agreement)
    with seen_as(SYSTEM):
        assert "day-renew" in [one.what for one in passed(now())]
    parties.do(keeping.renew, to=before + timedelta(days=31), reason="老人要求继续办")
    assert not to_renew(parties.agreement)
    with seen_as(SYSTEM):
        assert Due.objects.count() == 3 * 13
        assert parties.agreement.renewals.get().from_end == before


def test_it_ends_by_itself_after_its_last_day(parties: Parties) -> None:
    parties.in_force()
    parties.hands.move(days=364)
    assert end_what_is_over() == 0
    parties.hands.move(days=1)
    assert end_what_is_over() == 1
    assert end_what_is_over() == 0
    assert (parties.again().state, parties.agreement.ended_on) == ("ended", parties.agreement.ends)
    with pytest.raises(no.AgreementNotNow):
        parties.do(keeping.renew, to=parties.agreement.ends + timedelta(days=9), reason="晚了")


def test_the_worker_ends_it(parties: Parties) -> None:
    parties.in_force()
    parties.hands.move(days=365)
    assert Looking().beat() == 0
    assert parties.again().state == AgreementState.ENDED


def test_after_an_early_end_nothing_falls_due(parties: Parties) -> None:
    parties.in_force()
    parties.hands.move(days=40)
    with pytest.raises(no.AgreementWordsMissing):
        parties.do(keeping.end_early, reason="")
    parties.do(keeping.end_early, reason="房屋要拆")
    with seen_as(SYSTEM):
        assert figures_of(parties.agreement).all == 6
    with pytest.raises(no.AgreementNotNow):
        parties.do(keeping.end_early, reason="再来")


def test_the_ledger_in_kind_says_what_was_given_in_words(parties: Parties) -> None:
    parties.in_force()
    plain = {
        "party_no": 3,
        "side": Side.GAVE,
        "on": parties.today,
        "what": "空房",
        "quantity": "120",
        "unit": "平方米",
    }
    parties.do(keeping.enter_given, what=InKind(**plain))
    for wrong, refusal in (({"on": parties.today + timedelta(days=1)}, no.DayWrong),
                           ({"on": parties.agreement.begins - timedelta(days=1)}, no.DayWrong),
                           ({"quantity": " "}, no.AgreementWordsMissing),
                           ({"party_no": 7}, NotThere)):  # fmt: skip
        with pytest.raises(refusal):
            parties.do(keeping.enter_given, what=InKind(**plain | wrong))
    with seen_as(SYSTEM):
        assert parties.agreement.ledger.count() == 1


def test_pictures_are_of_a_duty_or_of_a_signed_paper(parties: Parties) -> None:
    parties.in_force()
    with seen_as(SYSTEM):
        due = dues_of(parties.agreement)[0]
    parties.do(keeping.add_picture, words="会议", picture=picture(1), due_id=due.pk)
    parties.do(keeping.add_picture, words="签字页", picture=picture(90), party_no=1)
    with pytest.raises(no.SamePictureOfAgreement):
        parties.do(keeping.add_picture, words="会议", picture=picture(1), party_no=1)
    for wrong in ({}, {"due_id": due.pk, "party_no": 1}, {"due_id": 10**9}):
        with pytest.raises(NotThere):
            parties.do(keeping.add_picture, words="会议", picture=picture(180), **wrong)


def test_others_have_nothing_to_promise_here(parties: Parties) -> None:
    parties.written()
    for name in ("other clerk", "leader", "duty", "auditor"):
        with pytest.raises(NotThere):
            parties.do(drafting.take_out, parties.town.viewer(name), party_no=1)
        with pytest.raises(NotThere):
            parties.as_(
                drafting.begin_pledge, parties.town.viewer(name), place_id=parties.town.building.pk,
                terms=parties.terms(kind=Kind.PLEDGE),
            )  # fmt: skip


def test_a_guest_reads_the_agreement_and_no_signer(parties: Parties) -> None:
    parties.in_force()
    from huiyin.ground.tenancy.tree import scope_tree

    with seen_as(guest(around=scope_tree().up(parties.town.estate.pk))):
        found = public_agreement(parties.agreement.pk)
        assert found.parties.count() == 3
        assert figures_of(found).all == 36
        assert Signature.objects.count() == 0
        assert AgreementEvent.objects.count() == 0
    with seen_as(parties.town.viewer("other clerk")):
        assert Agreement.objects.count() == 0


def test_the_database_knows_the_same_steps(parties: Parties) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT source, target FROM agreements_move")
        assert set(cursor.fetchall()) == states.PAIRS


@pytest.mark.parametrize(
    "change",
    [
        lambda it: Agreement.objects.filter(pk=it.pk).update(aim="别的"),
        lambda it: Agreement.objects.filter(pk=it.pk).update(ends=it.ends - timedelta(days=1)),
        lambda it: Agreement.objects.filter(pk=it.pk).update(state="draft"),
        lambda it: Party.objects.filter(agreement=it).update(gain="没有"),
        lambda it: Party.objects.filter(agreement=it).update(signed_on=None),
        lambda it: Duty.objects.filter(party__agreement=it).update(what="别的"),
        lambda it: Duty.objects.filter(party__agreement=it).delete(),
        lambda it: Due.objects.filter(agreement=it).delete(),
        lambda it: Due.objects.filter(agreement=it).update(due_on=it.ends),
        lambda it: Signature.objects.filter(party__agreement=it).update(signed_by="别人"),
    ],
)
def test_what_was_signed_is_held_by_the_database(parties: Parties, change: Any) -> None:
    parties.in_force()
    with seen_as(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
        change(parties.agreement)


TAMPERED = {
    "was changed after it was begun": "UPDATE agreements_agreement SET aim = '别的'",
    "ends on another day": "UPDATE agreements_agreement SET ends = ends + 30",
    "stands at": "UPDATE agreements_agreement SET state = 'ended'",
    "party 2 is not": "UPDATE agreements_party SET gain = '没有' WHERE no = 2",
    "party 1 is not": "UPDATE agreements_party SET signed_on = signed_on - 1 WHERE no = 1",
    "duty 3 is not": "UPDATE agreements_duty SET what = '别的' WHERE no = 3",
    "day of a duty": "UPDATE agreements_due SET state = 'met', words = '开过' WHERE id = (SELECT max(id) FROM"
    " agreements_due)",
    "more or fewer days": "DELETE FROM agreements_due WHERE id = (SELECT max(id) FROM agreements_due)",
    "line of the ledger 1": "UPDATE agreements_given SET quantity = '240'",
    "picture": "UPDATE agreements_picture SET body = 'x'",
    "was changed after it was written": "UPDATE agreements_agreementevent SET data = '{}' WHERE seq = 5",
    "does not follow": "DELETE FROM agreements_agreementevent WHERE seq = 4",
}


@pytest.mark.django_db(transaction=True)
def test_the_verifier_finds_what_was_changed_by_hand(parties: Parties, owner_connection: Any) -> None:
    parties.written()
    parties.do(drafting.add_party, organisation_id=None, name="多余", gain="没有")
    parties.do(drafting.add_duty, party_no=4, promise=MONTHLY)
    parties.do(drafting.take_out, party_no=4)
    for number in (1, 2, 3):
        parties.do(signing.sign, party_no=number, on=parties.today, signed_by="马某")
    with seen_as(SYSTEM):
        due = dues_of(parties.agreement)[0]
    parties.do(keeping.answer_due, due_id=due.pk, met=True, words="开过")
    parties.do(keeping.enter_given, what=InKind(3, Side.GAVE, parties.today, "空房", "120", "平方米"))
    parties.do(keeping.add_picture, words="会议", picture=picture(1), due_id=due.pk)
    parties.do(keeping.renew, to=parties.agreement.ends + timedelta(days=31), reason="继续办")
    url = owner_connection.info.dsn + f" password={owner_connection.info.password}"
    whole = verify(url)
    assert (whole.broken, whole.agreements) == ([], 1)
    assert "1 agreements" in whole.read
    for sentence, change in TAMPERED.items():
        with Unguarded(owner_connection) as owner:
            owner.execute("BEGIN")
            owner.execute(change)
            owner.execute("COMMIT")
        broken = verify(url).broken
        assert any(sentence in one for one in broken), (sentence, broken)
