"""Today's work of a field worker, and the page of one job, made for a phone in one hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.casework.casefile.ledger import level_of
from huiyin.casework.casefile.words import EMERGENCY, State
from huiyin.casework.s4_handling.conflicts import conflicts_in, count_conflicts
from huiyin.casework.s4_handling.handing_back import TAKEN
from huiyin.casework.s4_handling.reads import MOST, Job, count_jobs, job_for, jobs_of
from huiyin.casework.s4_handling.sheets import sheet_of
from huiyin.casework.s4_handling.waits import kinds_of
from huiyin.desks.duty.rows import holder_of, place_of, row_of, tier_name, wait_words
from huiyin.desks.duty.sheet import shown
from huiyin.desks.hands.rows import own_calls
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.web.kept import came_late
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.service_levels import WaitKind

from .forms import FORMS, JobForm
from .late import LOSES_WORDS, fill_gone, keep_form
from .steps import take

Tiers = list[tuple[str, str]]
_SCRIPTS = Path(__file__).parents[1] / "static" / "huiyin"
KEEPER = (_SCRIPTS / "outbox-store.js", _SCRIPTS / "outbox-sending.js", Path(__file__).with_name("keeper.js"))
"""The files the keeper consists of, in this order; pages load the first two too."""


def today(request: HttpRequest) -> HttpResponse:
    """The list: least time left first, then in the order of the buildings."""
    viewer: Viewer = request.viewer
    at = now()
    jobs = jobs_of(viewer, at)
    more = count_jobs(viewer) - len(jobs) if len(jobs) == MOST else 0
    rows = [row_of(job, viewer, route="job-step") for job in jobs]
    called = own_calls(viewer, at, back="field-today")
    context = {"jobs": rows, "more": more, "called": called, "conflicts": count_conflicts(viewer)}
    return render(request, "field/today.html", context)


def on_paper(request: HttpRequest) -> HttpResponse:
    """Today's list for A4: a line to write on and a code to come back by, for each job."""
    at = now()
    rows = shown(sheet_of(request.viewer, at), codes=True)
    return render(request, "field/print.html", {"rows": rows, "at": at, "name": request.viewer.label})


def keeper(_request: HttpRequest) -> HttpResponse:
    """The script that keeps today's list and door visits on the telephone; it rules only pages it names."""
    script = "\n".join(part.read_text(encoding="utf-8") for part in KEEPER)
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer.headers["Service-Worker-Allowed"] = "/"  # for the visits, which lie beside /field/
    return answer


def job(request: HttpRequest, number: str) -> HttpResponse:
    """One job: what, where, until when, and everything one can do about it."""
    return _page(request, number)


def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """A tap, or one of the forms of the page."""
    if step in FORMS:
        return _fill(request, number, step)
    take(request, number, step)
    return redirect("job", number) if request.POST.get("back") == "job" else redirect(_home(request.viewer))


def _fill(request: HttpRequest, number: str, step: str) -> HttpResponse:
    viewer: Viewer = request.viewer
    try:
        found = job_for(viewer, number, now())
    except NotThere:
        if not came_late(request):
            raise
        return fill_gone(request, number, step)
    form = FORMS[step](
        request.POST, request.FILES, tiers=_higher(found), waits=_waits(found), auto_id=f"{step}-%s"
    )
    if form.is_valid():
        try:
            with transaction.atomic():
                form.carry_out(case_id=found.case.pk, by=viewer)
        except Refusal as refusal:
            if refusal.code in LOSES_WORDS and came_late(request):
                return keep_form(request, number, step, form, refusal)
            form.add_error(None, f"{refusal.said} {refusal.advice}")
        else:
            messages.success(request, str(form.told))
            return redirect(_home(viewer)) if form.ends else redirect("job", number)
    return _page(request, number, step, form)


def _page(request: HttpRequest, number: str, sent: str = "", form: JobForm | None = None) -> HttpResponse:
    viewer: Viewer = request.viewer
    found = job_for(viewer, number, now())
    context = {
        "row": row_of(found, viewer, route="job-step"), "holder": holder_of(found),
        "done": found.done, "state": State(found.case.state), "case": found.case,
        "place": place_of(found), "words": found.words, "calls": _calls(found), "paused": found.paused,
        "wait": found.wait, "wait_words": wait_words(found.wait) if found.wait else "",
        "answer": form if sent == "answer" else FORMS["answer"](auto_id="answer-%s"), "form": form,
        "folds": list(_folds(found, sent, form)), "asked": found.asked,
        "asked_tier": tier_name(found, found.asked.tier) if found.asked else "", "home": _home(viewer),
        "conflicts": conflicts_in(found.case).count(),
    }  # fmt: skip
    return render(request, "field/job.html", context, status=422 if form else 200)


def _folds(found: Job, sent: str, form: JobForm | None) -> Iterator[dict[str, Any]]:
    """The forms that are possible now; the one that came back with a mistake stays open."""
    tiers = _higher(found)
    shut = {"answer"} | ({"regrade"} if found.asked or not tiers else set())
    shut |= set() if _pausable(found) else {"pause"}
    waits = _waits(found)
    shut |= set() if waits else {"wait"}
    shut |= set() if found.case.state in TAKEN else {"hand-back"}
    for name, kind in FORMS.items():
        if name not in shut or (name == sent and name != "answer"):
            shown = form if name == sent and form else kind(tiers=tiers, waits=waits, auto_id=f"{name}-%s")
            yield {"name": name, "form": shown, "open": name == sent}


def _higher(found: Job) -> Tiers:
    """The classes above the present one."""
    graded = next((c for c in found.case.clocks.all() if c.tier and c.stopped_at is None), None)
    if graded is None:
        return []
    level = level_of(graded)
    codes = [tier.code for tier in level.tiers if level.may_regrade(graded.tier, tier.code)]
    return [(code, tier_name(found, code)) for code in codes]


def _pausable(found: Job) -> bool:
    running = [clock for clock in found.case.clocks.all() if clock.stopped_at is None]
    return bool(running) and not found.paused and any(level_of(clock).pause_reasons for clock in running)


def _waits(found: Job) -> tuple[WaitKind, ...]:
    return kinds_of(clock for clock in found.case.clocks.all() if clock.stopped_at is None)


def _calls(found: Job) -> list[dict[str, str]]:
    number, words = EMERGENCY.get(found.case.danger, ("", ""))
    return [{"icon": "phone", "word": str(words), "number": number}] if number else []


def _home(viewer: Viewer) -> str:
    return "duty-board" if viewer.may(Permission.DUTY_READ) else "field-today"
