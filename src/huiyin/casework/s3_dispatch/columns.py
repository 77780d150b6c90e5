"""Open cases in columns: by state, or by the unit each lies with. One query, however many columns."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.queue import DANGEROUS, ORDER, SHOWN

from .models import Assignment

MOST = 20
"""Cards a column shows; the list behind it has them all."""
NOBODY = 0
"""The column of what lies with nobody yet."""


class By(models.TextChoices):
    """What a column stands for."""

    HOLDER = "holder"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Column:
    """The first cases of a column, dangers first, then the least time left; and how many there are in all."""

    cases: Sequence[Case]
    n: int


def columns_of(cases: QuerySet[Case], by: By) -> Mapping[int | str, Column]:
    """State, or id of the unit (NOBODY where there is none) -> its column; only columns that have a case."""
    key = (
        F("state")
        if by is By.STATE
        else Coalesce(_holder(), Value(NOBODY), output_field=models.BigIntegerField())
    )
    safe = models.Case(When(DANGEROUS, then=0), default=1, output_field=IntegerField())
    rows = (
        cases.order_by()
        .annotate(column=key)
        .annotate(
            nth=Window(RowNumber(), partition_by="column", order_by=[safe.asc(), *ORDER]),
            beside=Window(Count("pk"), partition_by="column"),
        )
        .filter(nth__lte=MOST)
        .select_related("place")
        .only(*SHOWN, "version")
        .order_by("nth")
    )
    found: dict[int | str, list[Case]] = defaultdict(list)
    whole: dict[int | str, int] = {}
    for case in rows:
        found[case.column].append(case)
        whole[case.column] = case.beside
    return {key: Column(some, whole[key]) for key, some in found.items()}


def _holder() -> Subquery:
    standing = Assignment.objects.filter(case_id=OuterRef("pk"), ended_at=None)
    return Subquery(standing.values("organisation_id")[:1])
