"""Divide the cost among homes; each says yes or no for itself; receipts; what goes back. Money in fen."""

from collections.abc import Collection
from dataclasses import dataclass

from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Home, Place
from huiyin.registers.places.reads import homes_at

from .models import CostShare, Project, Share
from .record import lock_project, must_be, write
from .refusals import (
    AreaUnknown,
    CostKnown,
    MoneyWrong,
    NoHomes,
    NotAgreed,
    NotAsked,
    PaidAlready,
    ProjectWordsMissing,
    SharedAlready,
)
from .splitting import refunds, split
from .words import Basis, ProjectState, Verb, Way
from .working import RUNNING, unit_around

MOST_FEN = 10**12
"""Ten thousand million yuan: more is a slip of the pen."""
PAYING = (*RUNNING, ProjectState.DONE)


@dataclass(frozen=True, slots=True)
class Division:
    """The whole cost, what the homes bear of it, how they divide it, and who pays the rest."""

    total_fen: int
    homes_fen: int
    basis: Basis
    payer_id: int


def divide_cost(*, project_id: int, home_ids: Collection[int], what: Division, by: Viewer) -> CostShare:
    """Divide the cost; anew as a whole, until a home has said yes or no.

    Raises NotThere, ProjectNotNow, MoneyWrong, NoHomes, AreaUnknown, SharedAlready.
    """
    project = lock_project(project_id, by)
    must_be(project, *RUNNING)
    if not 0 < what.homes_fen <= what.total_fen <= MOST_FEN:
        raise MoneyWrong
    payer = unit_around(what.payer_id, project.scope_id)
    homes = [home for home in homes_at(project.place_id) if home.pk in set(home_ids)]
    if not homes:
        raise NoHomes
    weights = _weights(homes, what.basis)
    _forget(project)
    cost = CostShare.objects.create(
        project=project, scope_id=project.scope_id, total_fen=what.total_fen, homes_fen=what.homes_fen,
        basis=what.basis, payer=payer, made_by=by.actor, made_at=now(),
    )  # fmt: skip
    parts = split(what.homes_fen, weights)
    Share.objects.bulk_create(
        Share(
            cost=cost, scope_id=project.scope_id, no=no, home=home, weight=weight, amount_fen=part
        )
        for no, (home, weight, part) in enumerate(zip(homes, weights, parts, strict=True), 1)
    )  # fmt: skip
    write(
        project=project, verb=Verb.SHARED, by=by, total=what.total_fen, homes=what.homes_fen, n=len(homes),
        basis=what.basis.value,
    )  # fmt: skip
    return cost


def consent_for(*, project_id: int, home_id: int, agrees: bool, way: Way, by: Viewer) -> Share:
    """Write down what a home said on paper or at a visit.

    Raises NotThere, ProjectNotNow, NotAsked, PaidAlready.
    """
    project = lock_project(project_id, by)
    return _consent(project, home_id, agrees, way, by)


def consent_own(*, project: Project, home: Place, agrees: bool, by: Viewer) -> Share:
    """A home says yes or no by its slip. Raises as `consent_for`, but NotThere."""
    with seen_as(SYSTEM):  # a guest has no row of the own; the slip is the right
        locked = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        return _consent(locked, home.pk, agrees, Way.LINK, by)


def take_payment(*, project_id: int, home_id: int, receipt: str, by: Viewer) -> Share:
    """A home that agreed has paid its part; `receipt` is the number on the paper it got.

    Raises NotThere, ProjectNotNow, NotAsked, NotAgreed, PaidAlready, CostKnown, ProjectWordsMissing.
    """
    project = lock_project(project_id, by)
    must_be(project, *PAYING)
    share = _share(project, home_id)
    if not receipt.strip():
        raise ProjectWordsMissing
    if share.agrees is not True:
        raise NotAgreed
    if share.receipt:
        raise PaidAlready
    if share.cost.actual_fen is not None:
        raise CostKnown
    share.receipt, share.paid_at = receipt.strip()[:40], now()
    share.save(update_fields=["receipt", "paid_at"])
    return share


def enter_actual(*, project_id: int, actual_fen: int, by: Viewer) -> CostShare:
    """Enter what it cost; what was saved goes back to all who paid in proportion.

    Raises NotThere, ProjectNotNow, MoneyWrong, CostKnown.
    """
    project = lock_project(project_id, by)
    must_be(project, ProjectState.STARTED, ProjectState.DONE, ProjectState.ACCEPTED)
    cost = CostShare.objects.select_for_update(no_key=True).filter(project=project).first()
    if cost is None or not 0 <= actual_fen <= MOST_FEN:
        raise MoneyWrong
    if cost.actual_fen is not None:
        raise CostKnown
    cost.actual_fen = actual_fen
    cost.save(update_fields=["actual_fen"])
    shares = list(cost.shares.exclude(receipt=""))
    back = refunds([one.amount_fen for one in shares], total=cost.total_fen, actual=actual_fen)
    for share, sum_fen in zip(shares, back, strict=True):
        share.refund_fen = sum_fen
    Share.objects.bulk_update(shares, ["refund_fen"])
    write(project=project, verb=Verb.ACTUAL, by=by, actual=actual_fen, back=sum(back))
    return cost


@dataclass(frozen=True, slots=True)
class Account:
    """Who bears what (fen): homes that agreed, the payer of the rest; what was paid, what goes back."""

    homes: int
    rest: int
    paid: int
    back: int


def account_of(cost: CostShare) -> Account:
    """The account as it stands; homes and rest sum to the whole, or to what it cost once that is known."""
    shares = list(cost.shares.all())
    agreed = sum(one.amount_fen for one in shares if one.agrees)
    paid = sum(one.amount_fen for one in shares if one.receipt)
    back = sum(one.refund_fen for one in shares)
    if cost.actual_fen is None:
        return Account(agreed, cost.total_fen - agreed, paid, back)
    return Account(paid - back, cost.actual_fen - (paid - back), paid, back)


def _consent(project: Project, home_id: int, agrees: bool, way: Way, by: Viewer) -> Share:  # noqa: FBT001 - of the acts
    must_be(project, *RUNNING)
    share = _share(project, home_id)
    if share.receipt:
        raise PaidAlready
    share.agrees, share.way, share.said_by, share.said_at = agrees, way, by.actor, now()
    share.save(update_fields=["agrees", "way", "said_by", "said_at"])
    return share


def _share(project: Project, home_id: int) -> Share:
    found = Share.objects.select_related("cost").filter(cost_id=project.pk, home_id=home_id).first()
    if found is None:
        raise NotAsked
    return found


def _forget(project: Project) -> None:
    """What was divided before, as long as nobody has said a word to it."""
    before = Share.objects.filter(cost_id=project.pk)
    if before.exclude(agrees=None).exists():
        raise SharedAlready
    before.delete()
    CostShare.objects.filter(project=project).delete()


def _weights(homes: list[Place], basis: Basis) -> list[int]:
    if basis is Basis.EQUAL:
        return [1] * len(homes)
    known = dict(Home.objects.filter(place__in=homes, area__gt=0).values_list("place_id", "area"))
    if missing := sum(1 for home in homes if home.pk not in known):
        raise AreaUnknown(n=missing)
    return [known[home.pk] or 0 for home in homes]
