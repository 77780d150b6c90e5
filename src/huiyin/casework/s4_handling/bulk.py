"""One act on many cases, each with its own outcome. It can be taken back for thirty seconds.

Dispatches are done at once and undone one by one. Answers are held those thirty seconds, because a resident
who has read an answer cannot unread it; then the worker gives them.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import case_for, cases_of
from huiyin.casework.casefile.words import State
from huiyin.casework.s2_triage.acts import Sorting, triage
from huiyin.casework.s2_triage.suggest import suggestion_for
from huiyin.casework.s3_dispatch.acts import dispatch, dispatch_by_catalogue, undo_dispatch
from huiyin.casework.s3_dispatch.reads import person_of
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.words import Permission

from .acts import propose
from .models import Bulk, BulkState
from .refusals import AnswerMissing, BlankLeft, NothingMarked, TooManyMarked, UndoOver
from .rules import blanks_in, filled
from .standard import VARIABLES, values_of

MOST = 50
UNDO = timedelta(seconds=30)
DONE, NOT_DONE = "done", "refused"
DISPATCH, ANSWER = "dispatch", "answer"
Row = list[str]


def dispatch_many(*, numbers: Sequence[str], organisation_id: int | None, by: Viewer) -> Bulk:
    """Give each case to an organisation, or by the list of duties; unsorted ones by their likeliest category.

    Raises NothingMarked, TooManyMarked, NotThere (the organisation).
    """
    unit = Organisation.objects.filter(pk=organisation_id).first() if organisation_id else None
    if organisation_id and unit is None:
        raise NotThere
    bulk = _begin(numbers, by, what=DISPATCH, words=unit.name if unit else "")
    bulk.rows = [_tried(number, lambda number: _dispatch(number, unit, by)) for number, *_rest in bulk.rows]
    bulk.state = BulkState.DONE
    bulk.save(force_insert=True)
    return bulk


def answer_many(*, numbers: Sequence[str], answer: str, by: Viewer) -> Bulk:
    """Hold an answer to each case for thirty seconds. What cannot be answered is told at once.

    Raises NothingMarked, TooManyMarked, AnswerMissing, BlankLeft (no variable of a standard answer).
    """
    from .jobs import give_held_answers  # the job calls back into this module

    if not answer.strip():
        raise AnswerMissing
    plain = filled(answer, dict.fromkeys(VARIABLES, "-"))
    if blanks := blanks_in(plain):
        raise BlankLeft(blanks="、".join(blanks))
    bulk = _begin(numbers, by, what=ANSWER, words=answer.strip())
    bulk.rows = [_checked(number, by) for number, *_rest in bulk.rows]
    bulk.state = BulkState.HELD
    bulk.save(force_insert=True)
    give_held_answers.configure(schedule_in={"seconds": UNDO.total_seconds()}).defer(bulk_id=str(bulk.pk))
    return bulk


def answer_next(bulk_id: UUID, by: Viewer) -> bool:
    """Give the next held answer, in this transaction; False when none is left or all were taken back."""
    bulk = Bulk.objects.select_for_update().filter(pk=bulk_id).first()
    if bulk is None or bulk.state != BulkState.HELD:
        return False
    place = next((place for place, row in enumerate(bulk.rows) if not row[1]), None)
    if place is None:
        bulk.state = BulkState.DONE
    else:
        bulk.rows[place] = _tried(bulk.rows[place][0], lambda number: _answer(number, bulk.words, by))
    bulk.save(update_fields=["rows", "state"])
    return place is not None


def undo_many(*, bulk_id: UUID, by: Viewer) -> Bulk:
    """Take it back, within thirty seconds. Raises NotThere, UndoOver."""
    bulk = Bulk.objects.select_for_update().filter(pk=bulk_id, account_id=by.account_id or 0).first()
    if bulk is None:
        raise NotThere
    if not undoable(bulk):
        raise UndoOver
    if bulk.what == DISPATCH:
        bulk.rows = [
            _tried(number, lambda number: _undo(number, by)) if code == DONE else [number, code, words]
            for number, code, words in bulk.rows
        ]
    else:
        bulk.rows = [
            [number, code, words or _("Not answered: taken back")] for number, code, words in bulk.rows
        ]
    bulk.state = BulkState.UNDONE
    bulk.save(update_fields=["rows", "state"])
    return bulk


def undoable(bulk: Bulk) -> bool:
    """Whether the thirty seconds still run."""
    return bulk.state != BulkState.UNDONE and now() < bulk.until


def bulk_for(viewer: Viewer, bulk_id: UUID) -> Bulk:
    """An act of the viewer's own. Raises NotThere."""
    bulk = Bulk.objects.filter(pk=bulk_id, account_id=viewer.account_id or 0).first()
    if bulk is None:
        raise NotThere
    return bulk


def _begin(numbers: Sequence[str], by: Viewer, *, what: str, words: str) -> Bulk:
    """The rows in the order of the cases' ids, so that two acts never wait for each other in a ring."""
    marked = list(dict.fromkeys(number[:40] for number in numbers))
    if not marked:
        raise NothingMarked
    if len(marked) > MOST:
        raise TooManyMarked(most=MOST)
    known = list(cases_of(by).filter(number__in=marked).order_by("pk").values_list("number", flat=True))
    own = by.grants.get(Permission.CASE_DISPATCH, frozenset())
    if by.account_id is None or not own:
        raise NotThere
    at = now()
    return Bulk(
        scope_id=min(own, key=lambda scope: (len(scope_tree().paths[scope]), scope)),
        account_id=by.account_id, what=what, words=words, made_at=at, until=at + UNDO,
        rows=[[number, "", ""] for number in [*known, *(n for n in marked if n not in known)]],
    )  # fmt: skip


def _tried(number: str, act: Callable[[str], str]) -> Row:
    """Do one row in a savepoint: what came of it, in a code and in words."""
    try:
        with transaction.atomic():
            return [number, DONE, act(number)]
    except Refusal as no:
        return [number, NOT_DONE, f"{no.said} {no.advice}"]


def _dispatch(number: str, unit: Organisation | None, by: Viewer) -> str:
    case = case_for(by, number)
    if not case.category:
        _sort(case, by)
    if unit is None:
        made = dispatch_by_catalogue(case_id=case.pk, by=by)
    else:
        made = dispatch(case_id=case.pk, organisation=unit, account=person_of(unit, case, now()), by=by)
    person = f" · {made.account.display_name}" if made.account else ""
    return f"{made.organisation.name}{person}"


def _sort(case: Case, by: Viewer) -> None:
    """The likeliest category with its urgency, as a clerk would take it with one key."""
    suggestion = suggestion_for(case, now())
    if suggestion.category is not None:
        sorting = Sorting(suggestion.category.code, suggestion.urgency, suggestion.kind)
        triage(case_id=case.pk, sorting=sorting, by=by)


def _undo(number: str, by: Viewer) -> str:
    undo_dispatch(case_id=case_for(by, number).pk, by=by, reason=_("Wrong dispatch"))
    return _("Taken back")


def _checked(number: str, by: Viewer) -> Row:
    """Whether a clerk may answer the case from the queue, asked before it is held."""
    case = cases_of(by).filter(number=number).first()
    if case is None or not by.may(Permission.CASE_DISPATCH, case.scope_id):
        return [number, NOT_DONE, NotThere().said]
    if case.state != State.RECEIVED:
        return [
            number,
            NOT_DONE,
            _("“%(state)s”: not answered from here") % {"state": State(case.state).label},
        ]
    return [number, "", ""]


def _answer(number: str, words: str, by: Viewer) -> str:
    case = case_for(by, number)
    answer = filled(words, values_of(case, by, now()))
    propose(case_id=case.pk, by=by, answer=answer, version=case.version)
    return _("Answered")
