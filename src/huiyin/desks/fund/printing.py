"""Papers of a use: its public notice, and the list of rooms, areas and parts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.channels.documents.paper import Grid, Paper, Part
from huiyin.commons.c2_voices.owners_vote.participation import square_metres
from huiyin.commons.c6_fund.links import use_link
from huiyin.commons.c6_fund.models import FundUse
from huiyin.commons.c6_fund.reads import quotations_of, units_of_use, use_for
from huiyin.commons.c6_fund.words import UseState
from huiyin.desks.proposals.names import yuan
from huiyin.desks.proposals.printing import printed
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .facts import facts_of


def sheet(request: HttpRequest, use_id: int, paper: str, form: str) -> HttpResponse:
    """One paper in one form. Raises NotThere."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = use_for(viewer, use_id)
    if paper not in PAPERS:
        raise NotThere
    return printed(PAPERS[paper](found), form, f"{found.code}-{paper}")


def notice(found: FundUse) -> Paper:
    """What everybody may read. Raises NotThere for a draft."""
    if found.state == UseState.DRAFT:
        raise NotThere
    lines = [f"{one['label']}：{one['value']} {one.get('note') or ''}".strip() for one in facts_of(found)]
    parts = [Part(_("What is repaired"), [*found.words.splitlines(), *lines])]
    if found.scope_why:
        parts.append(Part(_("Why just these homes"), [found.scope_why]))
    rows = [
        [one.organisation.name, yuan(one.amount_fen), one.words, one.chosen_why]
        for one in quotations_of(found)
    ]
    headings = [_("Who offers it"), _("Amount"), _("What is offered"), _("Chosen")]
    if rows:
        parts.append(Part(_("Quotations"), grid=Grid(headings, rows, (3, 2, 3, 3))))
    return Paper(
        _("Public notice: use of the maintenance fund"),
        f"{found.place.label} · {found.title}（{found.get_state_display()}）", parts,
        date=timezone.localdate().isoformat(), code=found.code, link=use_link(found.code),
        link_words=_("Scan: see how it goes on"),
    )  # fmt: skip


def by_area(found: FundUse) -> Paper:
    """Room, area, part; no name. The parts sum to the whole amount to the fen."""
    units = units_of_use(found)
    rows = [[one.label, square_metres(one.area), yuan(one.amount_fen or None)] for one in units]
    rows.append(
        [_("Together"), square_metres(found.area), yuan(sum(one.amount_fen for one in units) or None)]
    )
    headings = [_("Home"), _("Area, m²"), _("Part")]
    lines = [
        _(
            "Divided by area (Civil Code 283), exact to the fen; what rounding leaves goes to the largest "
            "remainders."
        )
    ]
    return Paper(
        _("Maintenance fund: list by area"), f"{found.place.label} · {found.title} · {found.code}",
        [Part(lines=lines, grid=Grid(headings, rows, (4, 2, 2)))],
        date=timezone.localdate().isoformat(), code=found.code,
    )  # fmt: skip


PAPERS: dict[str, Callable[[FundUse], Paper]] = {"notice": notice, "list": by_area}
