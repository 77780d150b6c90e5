"""Papers: the poster to sign up by, a duty to hang, the notes of thanks."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.channels.documents.paper import Paper, Part, Ticket
from huiyin.desks.board.errands import signed_by
from huiyin.desks.proposals.printing import printed
from huiyin.desks.public.standing import found_code
from huiyin.desks.steward.tables import day
from huiyin.ground.clock import today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.neighbours.volunteers.links import duty_link, own_link, sign_up_link
from huiyin.neighbours.volunteers.models import Duty
from huiyin.neighbours.volunteers.reads import KEEP, coming, duty_for
from huiyin.neighbours.volunteers.words import DutyState
from huiyin.registers.places.models import Place


def sheet(request: HttpRequest, duty_id: int, form: str) -> HttpResponse:
    """A duty to hang. Raises NotThere for one that is over."""
    found = duty_for(request.viewer, duty_id)  # type: ignore[attr-defined]  # set by the middleware
    if found.state != DutyState.OPEN:
        raise NotThere
    return printed(paper_of(found), form, found.code)


def notes(request: HttpRequest, duty_id: int, form: str) -> HttpResponse:
    """A note for everybody who came, to cut apart. Raises NotThere before the thanks."""
    found = duty_for(request.viewer, duty_id)  # type: ignore[attr-defined]  # set by the middleware
    if found.state != DutyState.THANKED:
        raise NotThere
    return printed(notes_of(found), form, f"{found.code}-thanks")


def poster(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The poster of a printed code of the viewer's area. Raises NotThere."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the middleware
    found = found_code(code)
    if found is None or found.revoked or not viewer.may(KEEP, found.scope_id):
        raise NotThere
    place = Place.objects.get(pk=found.place_id)
    lines = [
        _("An hour now and then is enough. Scan, say what you can do and when, and choose what suits you."),
        _("Party members at work report in here as well."),
        _("No account, no points, no hours. You leave whenever you like, and your telephone goes with you."),
    ]
    paper = Paper(
        _("Neighbours who lend a hand"), place.label, [Part(lines=lines)], signed=signed_by(viewer, KEEP),
        date=today().isoformat(), code=code, link=sign_up_link(code), link_words=_("Scan to sign up"),
    )  # fmt: skip
    return printed(paper, form, f"volunteers-{code}")


def paper_of(found: Duty) -> Paper:
    """What, when, where, how many, and the code that leads to the page."""
    many = _("%(wanted)s volunteers are wanted.") % {"wanted": found.wanted}
    facts = [f"{day(found.day)} {found.hours}", found.venue, many]
    words = Part(lines=[line for line in found.words.splitlines() if line.strip()])
    return Paper(
        found.title, found.place.label, [Part(lines=facts), words], signed=found.signed,
        date=day(found.made_at), code=found.code, link=duty_link(found.code),
        link_words=_("Scan to take part"),
    )  # fmt: skip


def notes_of(found: Duty) -> Paper:
    """A strip for each: the name, the words, the code of the own page."""
    tickets = [
        Ticket(_("To %(name)s") % {"name": one.name}, f"{found.thanks} —— {found.signed}", own_link(one.pk))
        for one in coming(found)
    ]
    return Paper(
        _("Notes of thanks"), f"{found.title} · {day(found.day)}", [], code=found.code, tickets=tickets
    )
