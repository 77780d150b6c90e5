"""Papers of a poll: the notice with every round and reason, slips for the homes, the paper to fill in."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.channels.documents.paper import Grid, Paper, Part, Ticket
from huiyin.commons.c2_voices.models import Poll
from huiyin.commons.c2_voices.poll.links import public_link, slip_link
from huiyin.commons.c2_voices.poll.reads import homes_of, poll_for, shown_rounds
from huiyin.commons.c2_voices.poll.record import last_round
from huiyin.commons.c2_voices.poll.words import PollState, RoundState
from huiyin.desks.proposals.printing import printed, strips
from huiyin.ground.clock import today
from huiyin.ground.refusals import NotThere

from .shown import rounds_shown

FORMS = {"notice": ("pdf", "docx", "txt"), "slips": ("pdf",), "sheet": ("pdf", "docx")}


def sheet(request: HttpRequest, poll_id: int, paper: str, form: str) -> HttpResponse:
    """One paper in one form. Raises NotThere for one that cannot be printed yet."""
    poll = poll_for(request.viewer, poll_id)  # type: ignore[attr-defined]  # set by the middleware
    if paper not in PAPERS or form not in FORMS[paper] or not shown_rounds(poll):
        raise NotThere
    return printed(PAPERS[paper](poll), form, f"{poll.code}-{paper}")


def notice(poll: Poll) -> Paper:
    """What everybody may read: the question, each round with counts and reasons, the outcome."""
    parts = [Part(_("What it is about"), poll.words.splitlines())]
    if poll.ended_why:
        title = (
            _("Outcome: %(words)s") % {"words": poll.outcome} if poll.outcome else poll.get_state_display()
        )
        parts.append(Part(title, [poll.ended_why]))
    parts += _rounds(poll)
    state = PollState(poll.state).label
    return Paper(
        _("Public notice of a poll"), f"{poll.place.label} · {poll.title}（{state}）", parts,
        signed=poll.called_by, date=today().isoformat(), code=poll.code, link=public_link(poll.code),
        link_words=_("Scan to read it and to speak."), board=True,
    )  # fmt: skip


def _rounds(poll: Poll) -> Iterator[Part]:
    headings = [
        pgettext("poll", "Option"),
        pgettext("poll", "Homes") if poll.each == 1 else pgettext("poll", "Persons"),
        _("More voices heard"),
        pgettext("poll", "After the round"), _("Reason"),
    ]  # fmt: skip
    for one in rounds_shown(poll, shown_rounds(poll)):
        rows = [[line.words, line.counted, line.heard, line.fate, line.reason] for line in one.lines]
        lines = [one.sums, one.few]
        if one.held.state == RoundState.OPEN:
            lines.append(_("Everybody can speak until %(day)s.") % {"day": one.held.until})
        title = _("Round %(no)s: %(state)s") % {"no": one.held.no, "state": one.state}
        yield Part(title, lines, Grid(headings, rows, (3, 1, 1, 2, 4)) if rows else None)


def slips(poll: Poll) -> Paper:
    """A strip for every voice; its code opens this poll for this home (or person) alone."""
    words = _("Scan with your telephone and choose. You can change it until the last day. Do not pass it on.")
    tickets = [
        Ticket(_label(home.label, seat, poll.each), words, slip_link(poll, home.pk, seat))
        for home in homes_of(poll)
        for seat in range(1, poll.each + 1)
    ]
    return strips(poll.title, poll.code, tickets)


def _label(home: str, seat: int, each: int) -> str:
    return home if each == 1 else _("%(home)s, person %(n)s") % {"home": home, "n": seat}


def sheet_to_fill(poll: Poll) -> Paper:
    """A paper with the options to tick and lines for number, home and day."""
    held = last_round(poll, RoundState.OPEN)
    lines = [f"□ {one.no}. {one.words}" for one in held.options.all()]
    if held.naming:
        lines.append(f"□ {_('Own words')}：______________________")
    blanks = [[_("Number of the paper"), ""], [_("Home"), ""], [_("Day"), ""]]
    if poll.each > 1:
        blanks.insert(2, [_("Which person of the home"), ""])
    told = _("Choose at most %(most)s. Give it back until %(day)s.") % {"most": held.most, "day": held.until}
    return Paper(
        poll.title, poll.place.label,
        [Part(_("What it is about"), poll.words.splitlines()), Part(told, lines),
         Part(_("For the count"), grid=Grid(["", ""], blanks, (1, 3)))],
        signed=poll.called_by, code=poll.code, link=public_link(poll.code),
        link_words=_("Scan to read it and to speak."),
    )  # fmt: skip


PAPERS: dict[str, Callable[[Poll], Paper]] = {"notice": notice, "slips": slips, "sheet": sheet_to_fill}
