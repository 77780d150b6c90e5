"""The page that says which facts of the demonstration are from reports. Everything else is invented."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .facts import report_facts


def facts_page(request: HttpRequest) -> HttpResponse:
    """Every fact that carries the number of a report, by report."""
    rows = sorted(report_facts(), key=lambda fact: fact.report.number)
    reports = [(report, list(facts)) for report, facts in groupby(rows, key=lambda fact: fact.report)]
    return render(request, "public/facts.html", {"reports": reports})
