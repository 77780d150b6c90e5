"""Payments of a use, never more than approved; the end, and what stays in the fund. Money in fen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from huiyin.commons.c4_works.splitting import refunds
from huiyin.commons.c4_works.words import ProjectState
from huiyin.ground.clock import now, today
from huiyin.ground.tenancy.viewer import Viewer

from .models import FundPayment, FundUse
from .packs import pack_of
from .quoting import chosen_of
from .record import lock_use, must_be, step, write
from .refusals import (
    AcceptFirst,
    NotAccepted,
    NotRatified,
    OverApproved,
    PaymentWrong,
    SumWrong,
    UseWordsMissing,
)
from .words import Path, Ratified, UseState, Verb

FEN = 100


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment as its paper tells it."""

    amount_fen: int
    paid_on: date
    paper: str


def pay(*, use_id: int, receipt: Receipt, by: Viewer) -> FundPayment:
    """Enter a payment to the organisation whose quotation was chosen.

    Raises NotThere, UseNotNow, NotRatified, UseWordsMissing, SumWrong, PaymentWrong, OverApproved,
    AcceptFirst.
    """
    use = lock_use(use_id, by)
    must_be(use, UseState.PAYING)
    if use.ratified == Ratified.NO:
        raise NotRatified
    paper = receipt.paper.strip()[:60]
    _must_be_a_paper(use, receipt, paper)
    _must_be_left(use, receipt.amount_fen)
    chosen = chosen_of(use)
    made = FundPayment.objects.create(
        use=use, scope_id=use.scope_id, no=use.payments.count() + 1, payee_id=chosen.organisation_id,
        amount_fen=receipt.amount_fen, paid_on=receipt.paid_on, paper=paper, made_by=by.actor, made_at=now(),
    )  # fmt: skip
    write(
        use=use, verb=Verb.PAID, by=by, no=made.no, amount=made.amount_fen, on=made.paid_on.isoformat(),
        paper=paper, payee=made.payee_id,
    )  # fmt: skip
    return made


def end_use(*, use_id: int, by: Viewer) -> FundUse:
    """The work is accepted and what had to be paid is paid: what is not used stays in the fund.

    Raises NotThere, UseNotNow, NotAccepted, NotRatified.
    """
    use = lock_use(use_id, by)
    must_be(use, UseState.PAYING)
    if not is_accepted(use):
        raise NotAccepted
    if use.path == Path.EMERGENCY and use.ratified != Ratified.YES:
        raise NotRatified
    paid = paid_of(use)
    step(use=use, verb=Verb.ENDED, by=by, data={"paid": paid, "stays": use.approved_fen - paid})
    return use


def stop_use(*, use_id: int, reason: str, by: Viewer) -> FundUse:
    """Not carried on, with the reason everybody reads. Raises NotThere, UseNotNow, UseWordsMissing."""
    use = lock_use(use_id, by)
    why = reason.strip()[:300]
    if not why:
        raise UseWordsMissing
    step(use=use, verb=Verb.STOPPED, by=by, data={"why": why, "paid": paid_of(use)}, ended_why=why)
    return use


def paid_of(use: FundUse) -> int:
    """What was paid so far."""
    return int(use.payments.aggregate(sum=Sum("amount_fen"))["sum"] or 0)


def payable_now(use: FundUse) -> int:
    """What may be paid today: of the approved sum, before the acceptance of its advance, what is left."""
    most = use.approved_fen if is_accepted(use) else pack_of(use.pack_id).advance_most(use.approved_fen)
    return max(0, most - paid_of(use))


def stays_by_home(amounts: Sequence[int], *, paid: int) -> list[int]:
    """What stays in the fund of each home (fen); `amounts` sum to the approved. Never more than a part."""
    return refunds(amounts, total=sum(amounts), actual=paid)


def is_accepted(use: FundUse) -> bool:
    """Whether the homes concerned accepted the work (c4_works)."""
    return use.project is not None and use.project.state == ProjectState.ACCEPTED


def yuan_of(fen: int) -> str:
    """Fen as yuan in a sentence."""
    return f"{fen // FEN}.{fen % FEN:02}"


def _must_be_a_paper(use: FundUse, receipt: Receipt, paper: str) -> None:
    if not paper:
        raise UseWordsMissing
    if receipt.amount_fen <= 0:
        raise SumWrong
    early = use.post_until is not None and receipt.paid_on <= use.post_until
    if early or receipt.paid_on > today() or use.payments.filter(paper=paper).exists():
        raise PaymentWrong


def _must_be_left(use: FundUse, amount_fen: int) -> None:
    paid = paid_of(use)
    left = use.approved_fen - paid
    if amount_fen > left:
        raise OverApproved(over=yuan_of(amount_fen - left), left=yuan_of(left))
    if amount_fen > payable_now(use):
        most = pack_of(use.pack_id).advance_most(use.approved_fen)
        raise AcceptFirst(most=yuan_of(most), paid=yuan_of(paid))
