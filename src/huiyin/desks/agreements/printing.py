"""The sheet of an agreement, with a line for each party to sign on."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.channels.documents.paper import Grid, Paper, Part
from huiyin.commons.c5_agreements.links import agreement_link
from huiyin.commons.c5_agreements.models import Agreement
from huiyin.commons.c5_agreements.reads import agreement_for
from huiyin.commons.c5_agreements.record import KEEP
from huiyin.commons.c5_agreements.words import AgreementState, Kind
from huiyin.desks.proposals.printing import printed
from huiyin.desks.steward.tables import day
from huiyin.ground.tenancy.viewer import Viewer

from .standing import duty_rows

PUBLIC = (AgreementState.IN_FORCE, AgreementState.ENDED)


def sheet(request: HttpRequest, agreement_id: int, form: str) -> HttpResponse:
    """The sheet in one form. Raises NotThere."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = agreement_for(viewer, agreement_id, KEEP)
    return printed(paper_of(found), form, f"{found.code}-sheet")


def paper_of(found: Agreement) -> Paper:
    """Aim, term, parties with their gains, duties, lines to sign on. No person's name stands on it."""
    term = f"{_('Holds')}：{day(found.begins)} – {day(found.ends)}"
    lines = [*found.aim.splitlines(), term]
    if found.resource:
        lines.insert(-1, f"{_('What is brought in')}：{found.resource}")
    parties = list(found.parties.all())
    gains = [[one.name, one.gain or "–"] for one in parties]
    duties = [list(row) for row in duty_rows(found)]
    signing = [[one.name, "", ""] for one in parties]
    headings = [
        pgettext("agreement", "Party"),
        _("What it does"),
        _("How it is shown that it was done"),
        _("How often"),
        _("First day"),
    ]
    parts = [
        Part(_("What all want to reach together"), lines),
        Part(
            pgettext("agreement", "Parties"),
            grid=Grid([pgettext("agreement", "Party"), _("What it gains by it")], gains, (2, 4)),
        ),
        Part(pgettext("agreement", "Duties"), grid=Grid(headings, duties, (3, 4, 3, 2, 2))),
        Part(
            _("Signatures"),
            grid=Grid(
                [pgettext("agreement", "Party"), _("Signature and seal"), _("Day")], signing, (3, 4, 2)
            ),
        ),
    ]
    shown = found.state in PUBLIC
    return Paper(
        found.title, f"{Kind(found.kind).label} · {found.place.label} · {found.code}", parts, code=found.code,
        link=agreement_link(found.code) if shown else "",
        link_words=_("Scan: see what became of it") if shown else "",
    )  # fmt: skip
