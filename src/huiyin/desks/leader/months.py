"""Months that are told: frozen figures, what they would say now, and restatements beside them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import cases_of
from huiyin.desks.ledger.answer import sheet_answer
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.models import FrozenMonth
from huiyin.insight.months import figures_now, moved_between, restate, rules_of, unpack_facts
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.rates import RateSet
from huiyin.registers.rules.reads import pack_by_id

from .reports import report_around, report_links

MOST = 240
WRONG = 422


class RestateForm(forms.Form):
    """What was corrected since."""

    why = forms.CharField(
        label=_("What was corrected, and why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)


def listed(request: HttpRequest) -> HttpResponse:
    """The frozen months of the area, the newest first."""
    tree = scope_tree()
    months = _months(request).annotate(restated=Count("restatements")).defer("facts")
    rows = [
        {"month": one, "place": tree.names[one.scope_id]} for one in months.order_by("-month", "scope")[:MOST]
    ]
    return render(request, "leader/months.html", {"rows": rows, "reports": report_links(_viewer(request))})


def shown(request: HttpRequest, month_id: int) -> HttpResponse:
    """One month: as it was told, as restated, and as it would be told now. Raises NotThere."""
    return _page(request, _month(request, month_id), RestateForm())


def table(request: HttpRequest, month_id: int) -> HttpResponse:
    """The month as .xlsx: the very numbers of the page, n and N in cells of their own. Raises NotThere."""
    month = _month(request, month_id)
    told = _told(month, now())
    columns = [
        f"{words} {part}" for words in (_column(one) for one in told.columns) for part in ("n", "N")
    ] + [f"{gettext('as known now')} n", f"{gettext('as known now')} N"]
    rows = [
        [rate["label"], *(number for cell in rate["cells"] for number in (cell["n"], cell["of"]))]
        for rate in told.rates
    ]
    name = f"{scope_tree().names[month.scope_id]} {month.month:%Y-%m}"
    return sheet_answer([gettext("Rate"), *columns], rows, name)


def restated(request: HttpRequest, month_id: int) -> HttpResponse:
    """Write a restatement beside it. Raises NotThere."""
    month = _month(request, month_id)
    if request.method != "POST":
        return redirect("leader-month", month.pk)
    form = RestateForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                restate(month_id=month.pk, why=form.cleaned_data["why"], by=_viewer(request))
        except NotThere:
            raise
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
        else:
            messages.success(request, gettext("Restated. What was told before stays beside it."))
            return redirect("leader-month", month.pk)
    return _page(request, month, form, status=WRONG)


def _page(request: HttpRequest, month: FrozenMonth, form: forms.Form, *, status: int = 200) -> HttpResponse:
    viewer, at = _viewer(request), now()
    told = _told(month, at)
    context = {
        "month": month, "place": scope_tree().names[month.scope_id], "pack": told.rules.header.key,
        "columns": told.columns, "rates": told.rates, "moved": _cases(viewer, list(told.moved)),
        "hidden": len(told.moved), "changed": told.changed,
        "may_restate": viewer.may(Permission.FIGURES_RESTATE, month.scope_id), "form": form, "now": at,
        "report": report_around(viewer, month.scope_id, month.month),
    }  # fmt: skip
    return render(request, "leader/month.html", context, status=status)


@dataclass(frozen=True, slots=True)
class _Told:
    """A month in all its tellings: page, print and table show these and count nothing themselves."""

    rules: RateSet
    columns: list[dict[str, Any]]
    rates: list[dict[str, Any]]
    moved: dict[str, Any]
    changed: bool


def _told(month: FrozenMonth, at: datetime) -> _Told:
    rules, restatements = rules_of(pack_by_id(month.pack_id)), list(month.restatements.order_by("pk"))
    last = restatements[-1] if restatements else month
    facts, figures = figures_now(month, at)
    columns: list[dict[str, Any]] = [
        {"at": month.as_of, "why": ""},
        *({"at": one.as_of, "why": one.why, "who": one.made_by_label} for one in restatements),
    ]
    rates = _rates(rules, [month.figures, *(one.figures for one in restatements), figures])
    moved = moved_between(unpack_facts(last.facts), facts)
    return _Told(rules, columns, rates, moved, figures != last.figures)


def _column(told: dict[str, Any]) -> str:
    words = gettext("restated") if told["why"] else gettext("as told")
    return f"{words} {localtime(told['at']):%Y-%m-%d}"


def _rates(rules: RateSet, told: list[str]) -> list[dict[str, Any]]:
    """A line for each rate: n of N as told, as restated, and now."""
    numbers = [json.loads(one) for one in told]
    return [
        {
            "label": said(rate),
            "cells": [{"n": one.get(f"{key}/n", 0), "of": one.get(f"{key}/of", 0)} for one in numbers],
        }
        for key, rate in rules.rates.items()
    ]


def _cases(viewer: Viewer, ids: list[str]) -> list[Case]:
    """Those of the cases that moved which the viewer may open."""
    return list(cases_of(viewer).filter(pk__in=ids).order_by("received_at")[:MOST])


def _months(request: HttpRequest) -> QuerySet[FrozenMonth]:
    viewer = _viewer(request)
    return FrozenMonth.objects.filter(scope_id__in=viewer.grants.get(Permission.FIGURES_READ, frozenset()))


def _month(request: HttpRequest, month_id: int) -> FrozenMonth:
    found = _months(request).filter(pk=month_id).first()
    if found is None:
        raise NotThere
    return found


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    return viewer
