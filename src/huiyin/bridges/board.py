"""From an answered request to a draft for the notice board: what was asked, what came of it, nobody's name.

It is a draft: whoever keeps the board reads it as a stranger would, changes it, and puts it up or does not.
"""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import CLOSED, State
from huiyin.casework.s2_triage.acts import category_of
from huiyin.ground.clock import now, today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.neighbours.board.acts import KEEP, LEADS_TO_SOMEBODY, Draft, write_posting
from huiyin.neighbours.board.models import Posting
from huiyin.neighbours.board.reads import posting_on
from huiyin.neighbours.board.refusals import NothingToShow
from huiyin.neighbours.board.words import PostingKind
from huiyin.reading.personal import mask_personal
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import place_of_scope
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.naming import said

SAID = (State.PROPOSED, State.FOLLOW_UP, *CLOSED)
DAYS = 30
"""How long an answer hangs unless the draft says otherwise."""
SHOWN = (PlaceKind.BUILDING, PlaceKind.ESTATE, PlaceKind.COMMUNITY, PlaceKind.SUBDISTRICT)
"""The board names a building and nothing nearer (ux.md A26)."""


def draft_from_case(*, case_id: UUID, signed: str, by: Viewer) -> Posting:
    """Write the draft; the one that is there already if there is one.

    Raises NotThere, NothingToShow (private, or not answered yet).
    """
    waiting = cases_of(by).select_related("place").select_for_update(of=("self",), no_key=True)
    case = waiting.filter(pk=case_id).first()
    if case is None:
        raise NotThere
    by.must(KEEP, case.scope_id)
    if (there := posting_on(by, case_id)) is not None:
        return there
    if not may_be_shown(case):
        raise NothingToShow
    place = shown_place(case)
    what = Draft(
        PostingKind.ANSWER, _title(case, place), _words(case), signed, today() + timedelta(days=DAYS), case_id
    )
    return write_posting(place_id=place.pk, what=what, by=by)


def may_be_shown(case: Case) -> bool:
    """Answered, and not private."""
    return not case.private and case.answer != "" and case.state in SAID


def shown_place(case: Case) -> Place:
    """The building of a request, or what lies around it. Raises NotThere where no place is known."""
    place: Place | None = case.place or place_of_scope(case.scope_id)
    while place is not None and (place.kind not in SHOWN or place.closed_at is not None):
        place = place.parent
    if place is None:
        raise NotThere
    return place


def _title(case: Case, place: Place) -> str:
    category = category_of(case, case.category, now())
    about = said(category) if category else case.get_kind_display()
    return f"{place.name} · {about}"[:60]


def _words(case: Case) -> str:
    """What was asked and answered, with everything covered that leads to somebody."""
    asked = _("Asked: %(words)s") % {"words": case.content or case.title}
    answered = _("Answered: %(words)s") % {"words": case.answer}
    return mask_personal(f"{asked}\n{answered}", kinds=LEADS_TO_SOMEBODY)
