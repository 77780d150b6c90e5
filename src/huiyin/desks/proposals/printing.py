"""Papers of a proposal: its public notice, and a slip for every home to say its opinion and its rating by."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from huiyin.channels.documents.docx import KIND as DOCX
from huiyin.channels.documents.docx import as_docx
from huiyin.channels.documents.paper import Grid, Paper, Part, Ticket, as_text
from huiyin.channels.documents.pdf import KIND as PDF
from huiyin.channels.documents.pdf import as_pdf
from huiyin.commons.c1_proposals.four_steps.links import public_link, slip_link
from huiyin.commons.c1_proposals.four_steps.ratings import homes_of, ratings_of
from huiyin.commons.c1_proposals.four_steps.reads import proposal_for
from huiyin.commons.c1_proposals.four_steps.words import PUBLIC, ProposalState
from huiyin.commons.c1_proposals.models import Proposal
from huiyin.desks.steward.tables import day
from huiyin.ground.files.headers import file_headers
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .names import yuan
from .steps import steps_of

TEXT = "text/plain"


def printed(paper: Paper, kind: str, name: str) -> HttpResponse:
    """The paper as a file of the kind asked for. Raises NotThere."""
    makers: dict[str, Callable[[], tuple[bytes, str]]] = {
        "pdf": lambda: (as_pdf(paper, language=get_language() or "zh-hans"), PDF),
        "docx": lambda: (as_docx(paper), DOCX),
        "txt": lambda: (as_text(paper).encode(), TEXT),
    }
    if kind not in makers:
        raise NotThere
    body, content_type = makers[kind]()
    return HttpResponse(body, headers=file_headers(f"{name}.{kind}", content_type))


def sheet(request: HttpRequest, proposal_id: int, paper: str, form: str) -> HttpResponse:
    """One paper in one form. Raises NotThere for one that cannot be printed yet."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = proposal_for(viewer, proposal_id)
    viewer.must(Permission.PROPOSAL_WORK, found.scope_id)
    if paper not in PAPERS or found.raised_at is None:
        raise NotThere
    return printed(PAPERS[paper](found), form, f"{found.code}-{paper}")


def notice(found: Proposal) -> Paper:
    """What everybody may read: the matter, its steps, the answers, how it was rated."""
    parts = [
        Part(_("What it is about"), found.words.splitlines()),
        Part(_("The four steps"), [f"{one.name}：{one.owner} {one.when}".strip() for one in steps_of(found)]),
    ]
    if ways := list(found.choices.filter(round=found.round)):
        rows = [[f"{one.no}. {one.words}", yuan(one.cost), _("chosen") if one.chosen else ""] for one in ways]
        parts.append(
            Part(
                _("Ways to solve it"),
                grid=Grid([pgettext("proposal", "Way"), _("Cost"), ""], rows, (5, 2, 1)),
            )
        )
    parts += _answers(found)
    if found.state in (ProposalState.RATING, ProposalState.SETTLED):
        told = ratings_of(found)
        words = _("%(rated)s of %(homes)s homes rated: solved %(solved)s, well done %(well)s.")
        line = words % {
            "rated": told.rated, "homes": told.homes, "solved": f"{told.solved}/{told.rated}",
            "well": f"{told.satisfied}/{told.rated}",
        }  # fmt: skip
        parts.append(Part(_("Ratings"), [line]))
    state = PUBLIC[ProposalState(found.state)].label
    return Paper(
        _("Public notice of a proposal"), f"{found.place.label} · {found.title}（{state}）", parts,
        signed=found.raised_by, date=timezone.localdate().isoformat(), code=found.code,
        link=public_link(found.code), link_words=_("Scan: say your opinion, see how it goes on"), board=True,
    )  # fmt: skip


def _answers(found: Proposal) -> list[Part]:
    rows = []
    for one in found.answers.filter(round=found.round, answered_at__isnull=False).select_related(
        "organisation"
    ):
        if one.refused:
            rows.append([one.organisation.name, _("refuses: %(why)s") % {"why": one.reason}, "", ""])
        else:
            rows.append(
                [one.organisation.name, one.measure, one.owner, f"{day(one.promised_on)} {yuan(one.cost)}"]
            )
    headings = [_("Unit"), _("Answer"), _("Who is responsible"), _("Until when, cost")]
    return [Part(_("Answers"), grid=Grid(headings, rows, (2, 4, 2, 2)))] if rows else []


def slips(found: Proposal) -> Paper:
    """A strip for every home; its code opens this proposal for this home alone."""
    words = _("Scan with your telephone: your home has one opinion and one rating. Do not pass it on.")
    tickets = [Ticket(home.label, words, slip_link(found, home.pk)) for home in homes_of(found)]
    return strips(found.title, found.code, tickets)


def strips(title: str, code: str, tickets: list[Ticket]) -> Paper:
    """A sheet of slips to cut apart. Raises NotThere where no home is asked."""
    if not tickets:
        raise NotThere
    lines = [_("Cut along the lines and put one into each letter box.")]
    return Paper(
        _("Slips for the homes"), f"{title} · {code}", [Part(lines=lines)], code=code, tickets=tickets
    )


PAPERS: dict[str, Callable[[Proposal], Paper]] = {"notice": notice, "slips": slips}
