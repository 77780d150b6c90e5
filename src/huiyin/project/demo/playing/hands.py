"""The verbs of many hands in a script: whistles and their parties, a mediation from opening to the paper."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from huiyin.casework.s3_dispatch.whistles.acts import Party, blow
from huiyin.casework.s3_dispatch.whistles.answering import deliver, report_in, standing_call
from huiyin.casework.s3_dispatch.whistles.words import Ground
from huiyin.casework.s4_handling.mediation import acts, agreeing
from huiyin.casework.s4_handling.mediation.models import Mediation, MediationParty
from huiyin.casework.s4_handling.mediation.words import Asked, Form, How, Side
from huiyin.ground import clock
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.story import Step
from huiyin.registers.rules.words import WhistleKind

if TYPE_CHECKING:
    from .moves import Played


def _whistle(case: "Played", step: Step) -> None:
    """`calls` names one person of each unit to call; the words are the reason."""
    units = [case.cast.organisation(key) for key in step.options["calls"].split(",")]
    blow(
        case_id=case.id, kind=WhistleKind(step.options["kind"]), ground=Ground(step.options["ground"]),
        reason=step.words, parties=[Party(unit.pk) for unit in units], template=step.options["template"],
        by=case.by(step),
    )  # fmt: skip


def _report_in(case: "Played", step: Step) -> None:
    by = case.by(step)
    report_in(call_id=standing_call(case.id, by).pk, by=by, note=step.words)


def _deliver(case: "Played", step: Step) -> None:
    by = case.by(step)
    deliver(call_id=standing_call(case.id, by).pk, by=by, result=step.words)


def _mediation(case: "Played") -> Mediation:
    return Mediation.objects.filter(case_id=case.id).latest("no")


def _party(case: "Played", step: Step) -> None:
    """A party is entered and says yes."""
    by, side = case.by(step), Side(step.options["side"])
    party = acts.add_party(mediation_id=_mediation(case).pk, name=step.options["name"], side=side, by=by)
    acts.record_consent(party_id=party.pk, agrees=True, how=How.SPOKEN, by=by)


def _agree(case: "Played", step: Step) -> None:
    """The words are the terms."""
    agreeing.draw_up(
        mediation_id=_mediation(case).pk, form=Form.WRITTEN, facts=step.options["facts"], terms=step.words,
        by=case.by(step),
    )  # fmt: skip


def _milestone(case: "Played", step: Step) -> None:
    mediation, days = _mediation(case), int(step.options["days"])
    party = MediationParty.objects.get(mediation=mediation, name=step.options["name"])
    agreeing.add_milestone(
        mediation_id=mediation.pk, party_id=party.pk, what=step.words, by=case.by(step),
        due_on=(clock.now().astimezone(LOCAL) + timedelta(days=days)).date(),
        amount_fen=int(step.options["yuan"]) * 100 if "yuan" in step.options else None,
    )  # fmt: skip


def _effect(case: "Played", step: Step) -> None:
    agreeing.take_effect(
        mediation_id=_mediation(case).pk, on=clock.now().astimezone(LOCAL).date(), by=case.by(step),
        signed=True, mediator_signed=True, sealed=True,
    )  # fmt: skip


HANDS: Mapping[str, Callable[["Played", Step], object]] = {
    "whistle": _whistle,
    "report_in": _report_in,
    "deliver": _deliver,
    "mediate": lambda c, s: acts.open_mediation(
        case_id=c.id, subject=s.words, asked=Asked.APPLIED, by=c.by(s),
        organisation=c.cast.organisation(s.options["committee"]),
    ),
    "party": _party,
    "mediator": lambda c, s: acts.appoint(
        mediation_id=_mediation(c).pk, account=c.cast.account(s.options["to"]), chosen=True, by=c.by(s)
    ),
    "confide": lambda c, s: acts.write_note(mediation_id=_mediation(c).pk, text=s.words, by=c.by(s)),
    "agree": _agree,
    "milestone": _milestone,
    "effect": _effect,
}  # fmt: skip
