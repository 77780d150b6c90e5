"""Papers of a project: its public notice, slips for the homes, the sheet that homes sign."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.channels.documents.paper import Grid, Paper, Part, Ticket
from huiyin.commons.c4_works.accepting import figures_of
from huiyin.commons.c4_works.homes import homes_of
from huiyin.commons.c4_works.links import work_link, work_slip
from huiyin.commons.c4_works.models import Project
from huiyin.commons.c4_works.reads import cost_of, project_for, shares_for
from huiyin.desks.proposals.names import yuan
from huiyin.desks.proposals.printing import printed, strips
from huiyin.desks.steward.tables import day
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .pages import stage_row


def sheet(request: HttpRequest, project_id: int, paper: str, form: str) -> HttpResponse:
    """One paper in one form. Raises NotThere."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = project_for(viewer, project_id)
    if paper not in PAPERS:
        raise NotThere
    return printed(PAPERS[paper](viewer, found), form, f"{found.code}-{paper}")


def notice(_viewer: Viewer, found: Project) -> Paper:
    """What everybody may read."""
    told, decision = figures_of(found), found.decision
    headings = [pgettext("project", "Stage"), _("Planned for"), _("Moved to"), _("Reason"), _("Done on")]
    lines = [
        f"{_('Who decided')}：{decision.body} {day(decision.decided_on)}",
        f"{_('Who does the work')}：{found.contractor.name if found.contractor else '–'}",
        f"{_('Budget')}：{yuan(found.budget_fen)}",
        _("%(said)s of %(homes)s homes answered; %(fit)s say it is fit.")
        % {"said": told.said, "homes": told.homes, "fit": told.fit},
    ]
    parts = [Part(_("What is done"), [*found.words.splitlines(), *lines])]
    stages = [list(stage_row(one)) for one in found.stages.all()]
    if stages:
        parts.append(Part(_("Stages"), grid=Grid(headings, stages, (4, 2, 2, 3, 2))))
    return Paper(
        _("Public notice of a work"),
        f"{found.place.label} · {found.title}（{found.get_state_display()}）",
        parts,
        signed=decision.body,
        date=timezone.localdate().isoformat(),
        code=found.code,
        link=work_link(found.code),
        link_words=_("Scan: see how it goes on"),
        board=True,
    )


def slips(_viewer: Viewer, found: Project) -> Paper:
    """A strip for every home; its code opens this project for this home alone."""
    words = _("Scan with your telephone: your home has one word on this work. Do not pass it on.")
    link = work_link(found.code)
    tickets = [Ticket(home.label, words, f"{link}/{work_slip(found, home.pk)}") for home in homes_of(found)]
    return strips(found.title, found.code, tickets)


def signatures(viewer: Viewer, found: Project) -> Paper:
    """Every home's part with a line to sign on; nothing of what a home has said stands on it."""
    cost = cost_of(found)
    if cost is None:
        raise NotThere
    rows = [[one.home.label, yuan(one.amount_fen), "", ""] for one in shares_for(viewer, found)]
    headings = [_("Home"), _("Part"), _("Agrees (signature)"), _("Receipt")]
    lines = [
        _("Whole cost %(total)s; the homes together %(homes)s; the rest is paid by %(payer)s.")
        % {"total": yuan(cost.total_fen), "homes": yuan(cost.homes_fen), "payer": cost.payer.name}
    ]
    parts = [Part(_("Who pays what"), lines, Grid(headings, rows, (4, 2, 3, 2)))]
    return Paper(_("Sheet to sign"), f"{found.title} · {found.code}", parts, code=found.code)


PAPERS: dict[str, Callable[[Viewer, Project], Paper]] = {
    "notice": notice,
    "slips": slips,
    "sheet": signatures,
}
