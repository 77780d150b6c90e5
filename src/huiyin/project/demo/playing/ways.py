"""The verbs of the other ways in and of cases that rest: orders, sheets, proposals, joins, incidents."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from huiyin.casework.casefile.models import Case
from huiyin.casework.s1_intake.sheets import SheetHead, SheetKind, take_sheet
from huiyin.casework.s2_triage.merging import merge
from huiyin.casework.s4_handling.incident_changes import change_incident
from huiyin.casework.s4_handling.incidents import Opening, absorb, member_of, open_incident
from huiyin.casework.s4_handling.models import Incident
from huiyin.casework.s4_handling.suspending import ask_to_suspend, decide_suspension
from huiyin.casework.s5_closure.models import Owed
from huiyin.casework.s5_closure.owing import Claim, give_back, owe
from huiyin.casework.s5_closure.platform.asking import Question, ask_platform
from huiyin.casework.s5_closure.proposals import claim_of_proposal
from huiyin.casework.s5_closure.withdrawing import withdraw
from huiyin.casework.s5_closure.words import GivenBy, OwedKind, RequestKind
from huiyin.ground import clock
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.story import Step

if TYPE_CHECKING:
    from .moves import Played


def _sheet(case: "Played", step: Step) -> None:
    """`rows` names the other cases of the sheet; the words are what was agreed at this first door."""
    others = [case.cast.played[key] for key in step.options["rows"].split(",")]
    first = replace(case.request(), told={"agreed": step.words})
    estate = case.plan.places[case.script.place].scope_id
    by = case.by(step)
    head = SheetHead(kind=SheetKind.DOORS, scope_id=estate, held_on=_today(), host=by.label)
    rows = [first, *(one.request() for one in others)]
    _made, receipts = take_sheet(head=head, rows=rows, key=f"demo:{case.script.key}", by=by)
    for one, receipt in zip([case, *others], receipts, strict=True):
        one.case_id = receipt.case_id


def _owe(case: "Played", step: Step) -> None:
    """The order came with a day; `days` from now, at six in the evening."""
    by, due = case.by(step), _evening(int(step.options["days"]))
    owe(case_id=case.id, claim=Claim(OwedKind.SLIP, "12345", case.script.ref, due_at=due), by=by)


def _promise(case: "Played", step: Step) -> None:
    """A delegate's proposal: the written reply is due in `days`."""
    day = _today() + timedelta(days=int(step.options["days"]))
    claim = claim_of_proposal(name=case.script.asker, office=step.options["office"], reply_by=day)
    owe(case_id=case.id, claim=claim, by=case.by(step))


def _give_back(case: "Played", step: Step) -> None:
    """The slip in a table; with words: the written reply as a letter."""
    owed, by = _owed(case), case.by(step)
    how = GivenBy.LETTER if owed.kind == OwedKind.REPLY else GivenBy.TABLE
    give_back(owed_id=owed.pk, by=by, how=how, words=step.words, receipt=step.options["receipt"])


def _ask_outside(case: "Played", step: Step) -> None:
    """The platform is asked for more time; the words are the reason."""
    wanted = _evening(int(step.options["days"]))
    question = Question(RequestKind.EXTENSION, step.words, wanted)
    ask_platform(owed_id=_owed(case).pk, question=question, by=case.by(step))


def _join(case: "Played", step: Step) -> None:
    main = case.cast.played[step.options["with"]]
    merge(case_id=case.id, main_id=main.id, by=case.by(step), why=step.words)


def _rest(case: "Played", step: Step) -> None:
    """The words are why; `plan` what is done meanwhile."""
    ask_to_suspend(
        case_id=case.id, reason=step.options["ground"], why=step.words, plan=step.options["plan"],
        review_on=_today() + timedelta(days=int(step.options["days"])), by=case.by(step),
    )  # fmt: skip


def _incident(case: "Played", step: Step) -> None:
    """Something larger, of the case's category, at `at`; the words are what residents are told."""
    row, by = Case.objects.get(pk=case.id), case.by(step)
    opening = Opening(
        category=row.category, title=step.options["title"], told=step.words, begun_at=row.received_at,
        expected_at=clock.now() + timedelta(hours=int(step.options["hours"])),
    )  # fmt: skip
    open_incident(place=case.plan.places[step.options["at"]], opening=opening, by=by, case_ids=[case.id])


def _absorb(case: "Played", step: Step) -> None:
    absorb(incident_id=_its_incident(case, step).pk, case_ids=[case.id], by=case.by(step))


def _news(case: "Played", step: Step) -> None:
    """The words are what residents are told from now on."""
    member = member_of(Case.objects.get(pk=case.id))
    assert member is not None  # noqa: S101 - a script says news only of its own incident
    expected = clock.now() + timedelta(hours=int(step.options["hours"]))
    change_incident(incident_id=member.incident_id, told=step.words, expected_at=expected, by=case.by(step))


def _its_incident(case: "Played", step: Step) -> Incident:
    return Incident.objects.get(members__case_id=case.cast.played[step.options["into"]].id, ended_at=None)


def _owed(case: "Played") -> Owed:
    return Owed.objects.get(case_id=case.id)


def _today() -> date:
    return clock.now().astimezone(LOCAL).date()


def _evening(days: int) -> datetime:
    return datetime.combine(_today() + timedelta(days=days), time(18), tzinfo=LOCAL)


WAYS: Mapping[str, Callable[["Played", Step], object]] = {
    "sheet": _sheet,
    "on_sheet": lambda c, _s: c.id,
    "owe": _owe,
    "promise": _promise,
    "give_back": _give_back,
    "ask_outside": _ask_outside,
    "join": _join,
    "rest": _rest,
    "let_rest": lambda c, s: decide_suspension(case_id=c.id, approve=True, by=c.by(s), note=s.words),
    "withdraw": lambda c, s: withdraw(
        case_id=c.id, reason=s.options["reason"], words=s.words, by=c.by(s)
    ),
    "incident": _incident,
    "absorb": _absorb,
    "news": _news,
}  # fmt: skip
