"""Write a notice, put it up, take it down; somebody has read it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from huiyin.ground.clock import now, today
from huiyin.ground.records import add_line
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import public_code
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.reading.personal import PersonalKind, find_personal
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place

from .models import Posting, PostingEvent
from .refusals import PostingDayWrong, PostingNotNow, PostingWordsMissing, StillPersonal
from .words import PostingKind, PostingState, Verb

KEEP = Permission.BOARD_WORK
LONGEST = timedelta(days=366)
LEADS_TO_SOMEBODY = frozenset(PersonalKind)
"""Of what one person asked, not even the number of the home stays."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a notice says."""

    kind: PostingKind
    title: str
    words: str
    signed: str
    until: date
    case_id: UUID | None = None


def write_posting(*, place_id: int, what: Draft, by: Viewer) -> Posting:
    """Write a draft. Raises NotThere, PostingWordsMissing, PostingDayWrong."""
    place = Place.objects.select_for_update(no_key=True).filter(pk=place_id, closed_at=None).first()
    if place is None:
        raise NotThere
    by.must(KEEP, place.scope_id)
    _must_be_whole(what)
    at = now()
    posting = Posting.objects.create(
        scope_id=place.scope_id, place=place, code=public_code("B", at), kind=what.kind,
        title=what.title.strip()[:60], words=what.words.strip()[:5000], signed=what.signed.strip()[:60],
        until=what.until, case_id=what.case_id, made_by=by.actor, made_at=at,
    )  # fmt: skip
    _note(posting, Verb.WRITTEN, by)
    return posting


def change_posting(*, posting_id: int, what: Draft, by: Viewer) -> Posting:
    """Change a draft; its kind of an answer stays. Raises NotThere, PostingNotNow, and as `write_posting`."""
    posting = _lock(posting_id, by, PostingState.DRAFT)
    _must_be_whole(what)
    posting.title, posting.words = what.title.strip()[:60], what.words.strip()[:5000]
    posting.signed, posting.until = what.signed.strip()[:60], what.until
    if posting.case_id is None:
        posting.kind = what.kind
    posting.save(update_fields=["title", "words", "signed", "until", "kind"])
    _note(posting, Verb.CHANGED, by)
    return posting


def put_up(*, posting_id: int, by: Viewer) -> Posting:
    """Everybody around reads it from now on.

    Raises NotThere, PostingNotNow, PostingDayWrong, StillPersonal.
    """
    posting = _lock(posting_id, by, PostingState.DRAFT)
    if posting.until < today():
        raise PostingDayWrong
    if posting.kind == PostingKind.ANSWER and (left := personal_left(f"{posting.title}\n{posting.words}")):
        raise StillPersonal(what="、".join(left))
    posting.state, posting.up_at = PostingState.UP, now()
    posting.save(update_fields=["state", "up_at"])
    _note(posting, Verb.PUT_UP, by, title=posting.title)
    return posting


def take_down(*, posting_id: int, reason: str, by: Viewer) -> Posting:
    """It is listed no longer; who has its address reads why.

    Raises NotThere, PostingNotNow, PostingWordsMissing.
    """
    posting = _lock(posting_id, by, PostingState.UP)
    if not reason.strip():
        raise PostingWordsMissing
    posting.state, posting.down_at, posting.down_why = PostingState.DOWN, now(), reason.strip()[:300]
    posting.save(update_fields=["state", "down_at", "down_why"])
    _note(posting, Verb.TAKEN_DOWN, by, why=posting.down_why)
    return posting


def note_read(*, posting_id: int) -> None:
    """Somebody tapped that they have read it: one more, and no word of who.

    Raises NotThere for what does not hang.
    """
    with seen_as(SYSTEM):  # a guest writes nothing but this number
        hanging = Posting.objects.filter(pk=posting_id, state=PostingState.UP, until__gte=today())
        if not hanging.update(noted=F("noted") + 1):
            raise NotThere


def personal_left(text: str) -> list[str]:
    """Pieces of a text that lead to somebody, as they stand there; masked ones lead nowhere."""
    found = [text[slice(*one.span)] for one in find_personal(text, kinds=LEADS_TO_SOMEBODY)]
    return [one for one in found if "*" not in one]


def _lock(posting_id: int, by: Viewer, *states: PostingState) -> Posting:
    found = Posting.objects.select_for_update(no_key=True).filter(pk=posting_id).first()
    if found is None or not by.may(KEEP, found.scope_id):
        raise NotThere
    if found.state not in states:
        raise PostingNotNow(state=found.get_state_display())
    return found


def _must_be_whole(what: Draft) -> None:
    if not (what.title.strip() and what.words.strip() and what.signed.strip()):
        raise PostingWordsMissing
    if not today() <= what.until <= today() + LONGEST:
        raise PostingDayWrong


def _note(posting: Posting, verb: Verb, by: Viewer, **data: Any) -> None:
    add_line(PostingEvent, scope_id=posting.scope_id, by=by, posting=posting, verb=verb, data=data)
