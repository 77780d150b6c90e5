"""One project: stages, pictures, who pays, what homes say, the thread."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.bridges.threads import thread_of_decision
from huiyin.commons.c4_works.accepting import figures_of
from huiyin.commons.c4_works.links import work_link
from huiyin.commons.c4_works.models import CostShare, Project, Share, Stage
from huiyin.commons.c4_works.paying import account_of
from huiyin.commons.c4_works.reads import cost_of, pictures_of, project_for, shares_for
from huiyin.commons.c4_works.words import AcceptedBy, ProjectState, Verb
from huiyin.desks.proposals.names import yuan
from huiyin.desks.steward.tables import Link, Table, day, minute
from huiyin.ground.tenancy.viewer import Viewer

from .errands import BUTTONS
from .thread import thread_tables

MOST = 200
S = ProjectState
OFFERS: dict[ProjectState, tuple[str, ...]] = {
    S.PLANNED: (
        "start",
        "work-stage",
        "work-divide",
        "work-consent",
        "work-receipt",
        "work-photograph",
        "work-stop",
    ),
    S.STARTED: (
        "work-stage-done",
        "done",
        "work-photograph",
        "work-delay",
        "work-stage",
        "work-consent",
        "work-receipt",
        "work-actual",
        "work-stop",
    ),
    S.DONE: ("work-word", "work-accept", "work-photograph", "work-receipt", "work-actual", "work-again"),
    S.ACCEPTED: ("work-actual",),
}
"""What can be done in a state: a button's word, or the address of a form. The first carries on."""
OF_MONEY = frozenset({"work-consent", "work-receipt", "work-actual"})


def one(request: HttpRequest, project_id: int) -> HttpResponse:
    """A project, with what can be done now."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = project_for(viewer, project_id)
    cost = cost_of(found)
    context = {
        "title": found.title, "sub": f"{found.place.label} · {found.get_state_display()} · {found.code}",
        "back": Link(_("Decisions and works"), reverse("works")), "steps": list(_steps(found, cost)),
        "notes": list(_notes(found)), "words": found.words, "facts": _facts(found, cost),
        "pictures": [(one, reverse("work-picture", args=[found.pk, one.pk])) for one in pictures_of(found)],
        "tables": list(_tables(viewer, found, cost)), "prints": list(_prints(found, cost)),
    }  # fmt: skip
    return render(request, "works/thing.html", context)


def _steps(found: Project, cost: CostShare | None) -> Iterator[Link]:
    words = {
        "work-stage": _("Plan a stage"),
        "work-stage-done": _("Report a stage done"),
        "work-delay": _("Move a stage"),
        "work-divide": _("Divide the cost"),
        "work-consent": _("What a home says"),
        "work-receipt": _("A home has paid"),
        "work-actual": _("Enter what it cost"),
        "work-photograph": _("Add a photograph"),
        "work-word": _("What a home says of the work"),
        "work-accept": _("Accept the work"),
        "work-again": _("Not fit: back to work"),
        "work-stop": _("Stop the project"),
    }
    for place, name in enumerate(OFFERS.get(S(found.state), ())):
        if name in BUTTONS:
            yield Link(BUTTONS[name], reverse("work-do", args=[found.pk, name]), soft=place > 1)
        elif _has_sense(name, cost):
            yield Link(words[name], reverse(name, args=[found.pk]), soft=place > 1)


def _has_sense(name: str, cost: CostShare | None) -> bool:
    """Whether a form about money could be sent: a cost was divided, and the bill is not known yet."""
    if name not in OF_MONEY:
        return True
    return cost is not None and (cost.actual_fen is None or name == "work-consent")


def _notes(found: Project) -> Iterator[str]:
    if found.ended_why:
        yield found.ended_why
    if found.state == S.DONE:
        yield _("Homes can say until %(day)s whether it is fit.") % {"day": found.accept_until}


def _facts(found: Project, cost: CostShare | None) -> list[dict[str, Any]]:
    told = figures_of(found)
    facts: list[dict[str, Any]] = [
        {
            "label": _("Decision"),
            "value": found.decision.title,
            "url": reverse("decision", args=[found.decision_id]),
        },
        {"label": _("Who does the work"), "value": found.contractor.name if found.contractor else "–"},
        {"label": pgettext("project", "Budget"), "value": yuan(found.budget_fen)},
        {
            "label": _("Homes that answered"),
            "value": f"{told.said}/{told.homes}",
            "note": _("%(fit)s of %(said)s say it is fit") % {"fit": told.fit, "said": told.said},
        },
    ]
    if found.accepted_by:
        facts.append({"label": _("Accepted by"), "value": AcceptedBy(found.accepted_by).label})
    if cost is not None:
        account = account_of(cost)
        whole = cost.total_fen if cost.actual_fen is None else cost.actual_fen
        facts += [
            {
                "label": _("Homes that agree to pay"),
                "value": f"{told.agreed}/{told.asked}",
                "note": yuan(account.homes),
            },
            {
                "label": _("Paid, with receipt"),
                "value": f"{told.paid}/{told.agreed}",
                "note": yuan(account.paid),
            },
            {"label": _("Who pays the rest"), "value": cost.payer.name, "note": yuan(account.rest)},
            {
                "label": _("Whole cost"),
                "value": yuan(whole),
                "note": _("goes back: %(sum)s") % {"sum": yuan(account.back)},
            },
        ]
    return facts


def _tables(viewer: Viewer, found: Project, cost: CostShare | None) -> Iterator[Table]:
    headings = (pgettext("project", "Stage"), _("Planned for"), _("Moved to"), _("Reason"), _("Done on"))
    yield Table(_("Stages"), headings, [stage_row(one) for one in found.stages.all()], empty=_("None yet."))
    if cost is not None:
        headings = (_("Home"), _("Part"), _("What it says"), _("Receipt"), _("Goes back"))
        note = _("Who refuses is seen here alone; everybody else reads how many of how many agreed.")
        rows = [_share_row(one) for one in shares_for(viewer, found)]
        yield Table(_("Who pays what"), headings, rows, note=note)
    said = found.said.filter(round=found.round).select_related("home").order_by("-at")
    rows = [(one.home.label, _("fit") if one.fit else _("not fit yet"), one.words or "–") for one in said]
    if rows:
        yield Table(_("What homes say of the work"), (_("Home"), _("The work is"), _("Words")), rows)
    yield from thread_tables(viewer, thread_of_decision(viewer, found.decision))
    lines = [
        (minute(line.at), line.actor_label or _("a clerk"), Verb(line.verb).label)
        for line in found.events.order_by("-seq")[:MOST]
    ]
    yield Table(_("Record"), (_("Time"), _("Who"), pgettext("record", "What")), lines)


def stage_row(one: Stage) -> tuple[str, ...]:
    """A stage, with its days."""
    moved = day(one.slipped_to) if one.slipped_to else "–"
    return (f"{one.no}. {one.title}", day(one.planned_on), moved, one.slip_why or "–", day(one.done_on))


def _share_row(one: Share) -> tuple[str, ...]:
    says = {True: _("agrees"), False: _("refuses"), None: _("not asked yet")}[one.agrees]
    back = yuan(one.refund_fen) if one.refund_fen else "–"
    return (one.home.label, yuan(one.amount_fen), says, one.receipt or "–", back)


def _prints(found: Project, cost: CostShare | None) -> Iterator[Link]:
    for kind in ("pdf", "docx", "txt"):
        words = _("Public notice (%(kind)s)") % {"kind": kind}
        yield Link(words, reverse("work-print", args=[found.pk, "notice", kind]))
    if found.state in (S.PLANNED, S.STARTED, S.DONE):
        yield Link(_("Slips for the homes"), reverse("work-print", args=[found.pk, "slips", "pdf"]))
    if cost is not None:
        yield Link(_("Sheet to sign"), reverse("work-print", args=[found.pk, "sheet", "pdf"]))
    yield Link(_("Public page"), work_link(found.code))
