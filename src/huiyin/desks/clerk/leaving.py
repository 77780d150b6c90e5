"""The clerk's list as a table: the same filter, all its pages, in the order of the screen."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.casework.casefile import queue
from huiyin.casework.casefile.finding import find_cases
from huiyin.casework.casefile.queue import Filter
from huiyin.casework.s4_handling.nuisance.reads import apart_for
from huiyin.desks.ledger.answer import MOST_ROWS, cases_answer
from huiyin.ground.clock import now

from .filters import asked_in, scopes_in


def table(request: HttpRequest) -> HttpResponse:
    """The list as it is asked for; what looks like a formula stays text."""
    viewer, at, asked = request.viewer, now(), asked_in(request.GET)  # type: ignore[attr-defined]  # the middleware's
    if asked["q"].strip():
        found = find_cases(viewer, asked["q"])
        ids = [case.pk for case in found.only("pk")]
        return cases_answer(viewer, ids, at, _("Found"))
    wanted = Filter(asked["show"]) if asked["show"] in Filter.values else Filter.OPEN
    apart = apart_for(viewer, at).all
    cases = queue.waiting(viewer, wanted, at, scopes_in(viewer, asked["estate"]), apart=apart)
    dangers = cases.filter(queue.DANGEROUS).order_by(*queue.ORDER).values_list("pk", flat=True)
    rest = cases.exclude(queue.DANGEROUS).order_by(*queue.ORDER).values_list("pk", flat=True)
    ids = [*dangers[:MOST_ROWS], *rest[:MOST_ROWS]]
    return cases_answer(viewer, ids, at, str(wanted.label))
