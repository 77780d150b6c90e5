"""Every query about the maintenance fund worth a name. Those of desks take the viewer."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .models import FundUnit, FundUse, Quotation, QuotationScan
from .words import UseState

READ = Permission.FUND_READ
NEAR = (UseState.VOTING, UseState.URGENT, UseState.POSTED, UseState.PAYING)


def uses_of(viewer: Viewer) -> QuerySet[FundUse]:
    """The uses the viewer keeps or watches over, the newest first."""
    mine = FundUse.objects.all()
    if not viewer.everywhere:
        mine = mine.filter(scope_id__in=viewer.grants.get(READ, frozenset()))
    return mine.select_related("scope", "place", "vote", "project", "pack").order_by("-made_at", "-pk")


def use_for(viewer: Viewer, use_id: int) -> FundUse:
    """One of them. Raises NotThere."""
    found = uses_of(viewer).filter(pk=use_id).first()
    if found is None:
        raise NotThere
    return found


def public_use(use_id: int) -> FundUse:
    """A use that is no draft, read by whoever may read around it. Raises NotThere."""
    found = FundUse.objects.exclude(state=UseState.DRAFT).select_related("place", "pack", "vote", "project")
    use = found.filter(pk=use_id).first()
    if use is None:
        raise NotThere
    return use


def uses_near(scope_ids: Iterable[int]) -> QuerySet[FundUse]:
    """What is before the owners, posted or being paid in these scopes; what moved last first."""
    found = FundUse.objects.filter(state__in=NEAR, scope_id__in=list(scope_ids)).select_related("place")
    return found.order_by("-state_since", "-pk")


def units_of_use(use: FundUse) -> list[FundUnit]:
    """The homes that share the part, with area and amount, in their order."""
    return list(use.units.order_by("no"))


def quotations_of(use: FundUse) -> list[Quotation]:
    """Its quotations in their order."""
    return list(use.quotations.select_related("organisation").order_by("no"))


def scans_of(use: FundUse) -> frozenset[int]:
    """The numbers of its quotations that have a picture."""
    return frozenset(QuotationScan.objects.filter(quotation__use=use).values_list("quotation__no", flat=True))


def scan_of(use: FundUse, no: int) -> QuotationScan:
    """The picture of one of them. Raises NotThere."""
    found = QuotationScan.objects.filter(quotation__use=use, quotation__no=no).first()
    if found is None:
        raise NotThere
    return found


def objections_told(use: FundUse) -> tuple[int, int]:
    """(Entered, answered): numbers only, for everybody around."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entered, answered FROM fund_objections(%s)", [use.pk])
        row = cursor.fetchone() or (0, 0)
    return int(row[0]), int(row[1])
