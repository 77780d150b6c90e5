"""One thing of every kind of many hands for a case of the matrix: whistle, call, return, share, mediation."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from huiyin.casework.casefile.models import Case
from huiyin.casework.s3_dispatch.models import Assignment, Call, Share, Whistle
from huiyin.casework.s4_handling.models import (
    Agreement,
    Dispute,
    Mediation,
    MediationParty,
    Mediator,
    Milestone,
    Return,
)
from huiyin.ground.clock import now
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.places.models import GovernanceUnit
from huiyin.registers.rules.models import RulePack
from tests.town import Town

SOMEBODY = "account:0"


def plant_hands(town: Town, case_id: uuid.UUID, unit: Organisation) -> dict[str, int]:
    """The values of the addresses' parameters."""
    case, at = Case.objects.get(pk=case_id), now()
    common = {"case": case, "scope_id": case.scope_id}
    whistle = Whistle.objects.create(
        **common, kind="street", ground="request", reason="x", blown_by=SOMEBODY, blown_at=at,
        pack=RulePack.objects.get(kind="cooperation", version="2026.2"),
    )  # fmt: skip
    call = Call.objects.create(
        **common, whistle=whistle, no=1, organisation=town.company, called_at=at,
        report_due_at=at + timedelta(days=1), deliver_due_at=at + timedelta(days=2),
    )  # fmt: skip
    standing = Assignment.objects.filter(case=case, ended_at=None).first() or Assignment.objects.create(
        **common, organisation=unit, made_by=SOMEBODY, made_at=at
    )
    returned = Return.objects.create(
        **common, assignment=standing, organisation=standing.organisation, legal_basis="x",
        suggested_words="y", asked_by=SOMEBODY, asked_at=at, until=at,
    )  # fmt: skip
    dispute = Dispute.objects.create(
        **common, assignment=standing, organisation=standing.organisation, grounds="x", raised_by=SOMEBODY,
        raised_at=at,
    )  # fmt: skip
    share = Share.objects.create(
        **common, to_scope=town.street, organisation=unit, reason="x", made_by=SOMEBODY, made_at=at
    )
    own = GovernanceUnit.objects.create(scope_id=case.scope_id, kind="zone", name="x", since=at)
    return {
        "whistle_id": whistle.pk, "call_id": call.pk, "return_id": returned.pk, "dispute_id": dispute.pk,
        "share_id": share.pk, "unit_id": own.pk, **_mediation(town, case),
    }  # fmt: skip


def _mediation(town: Town, case: Case) -> dict[str, int]:
    at = now()
    talks = Mediation.objects.create(
        case=case, scope_id=case.scope_id, no=1, subject="x", asked="applied", opened_by=SOMEBODY,
        opened_at=at,
    )  # fmt: skip
    party = MediationParty.objects.create(mediation=talks, scope_id=case.scope_id, name="x", side="applicant")
    mediator = Mediator.objects.create(
        mediation=talks, scope_id=case.scope_id, account=town.people["mediator"], appointed_by=SOMEBODY,
        appointed_at=at,
    )  # fmt: skip
    agreement = Agreement.objects.create(
        mediation=talks, scope_id=case.scope_id, form="written", facts="x", terms="y", drawn_by=SOMEBODY,
        drawn_at=at,
    )  # fmt: skip
    milestone = Milestone.objects.create(
        agreement=agreement, case=case, scope_id=case.scope_id, no=1, party=party, what="x",
        due_on=date(2030, 1, 1),
    )  # fmt: skip
    return {
        "mediation_id": talks.pk, "party_id": party.pk, "mediator_id": mediator.pk,
        "milestone_id": milestone.pk,
    }  # fmt: skip


HANDS: dict[str, dict[str, object]] = {
    "whistle": {"kind": "street", "ground": "request", "reason": "x", "units": []},
    "call_off": {"organisation_id": 1, "reason": "x"},
    "rate_call": {"organisation_id": 1, "mark": "full"},
    "review_whistle": {"justified": True},
    "share": {"scope_id": 1, "reason": "x"},
    "unshare": {"scope_id": 1},
    "deliver": {"result": "x"},
    "progress": {"note": "x"},
    "return": {"legal_basis": "x"},
    "decide_return": {"grant": False},
    "dispute": {"grounds": "x"},
    "review_dispute": {"grant": False},
}
"""What an operation of the API about many hands cannot do without."""
