"""Join cases that are one matter, and part them again: a link, never a moved or copied row.

The joined case keeps its own thread, requester and right to judge; its clocks are set aside, the main case's
count. Undone, everything goes on as if it had never been (decision 0013). The main case is locked before the
joined one, always, and joins wait for each other, so that two opposite ones cannot wait in a ring.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection

from huiyin.casework.casefile.acts import lock_case, move, write
from huiyin.casework.casefile.aside import join, part
from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.casefile.words import MOVING, State, Verb
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .linked import JOINING, STANDING, joined_to, standing_link, top_of
from .models import Link, LinkKind
from .refusals import DangerStays, JoinsItself, NotJoinable, NotJoined

TAKES = (*MOVING, State.SUSPENDED)
"""States in which a case can have others joined to it: nobody has answered yet."""
_TURN = 1785358437


def merge(*, case_id: UUID, main_id: UUID, by: Viewer, why: str = "", version: int | None = None) -> Link:
    """Handle a case together with another one (with the one at the top, if that is joined itself).

    Raises JoinsItself, NotJoinable, DangerStays, NotThere, Outdated.
    """
    take_turn()
    main, case = lock_case(top_of(main_id)), lock_case(case_id, version=version)
    for one in (case, main):
        by.must(Permission.CASE_TRIAGE, one.scope_id)
    return tie(case=case, main=main, kind=LinkKind.MERGED, by=by, why=why)


def tie(*, case: Case, main: Case, kind: LinkKind, by: Viewer, why: str = "") -> Link:
    """Tie two locked cases together. Raises JoinsItself, NotJoinable, DangerStays, NotThere."""
    _may_join(case, main)
    at = now()
    link = Link.objects.create(
        kind=kind,
        case=case,
        main=main,
        scope_id=case.scope_id,
        state_before=case.state,
        why=why.strip()[:200],
        made_by=by.actor,
        made_by_label=by.label[:80],
        made_at=at,
    )
    move(case=case, verb=Verb.MERGED, to=State.MERGED, by=by, at=at, number=main.number, kind=kind.value,
         why=link.why)  # fmt: skip
    join(case=case, at=at, by=by)
    write(case=main, verb=Verb.JOINED, by=by, at=at, number=case.number, kind=kind.value)
    return link


def undo_merge(*, case_id: UUID, by: Viewer, why: str = "") -> Case:
    """Part a joined case from its main case: back where it stood, its clocks as if never stopped.

    Raises NotJoined (also when the answer was passed on already), NotThere.
    """
    take_turn()
    link = standing_link(case_id)
    if link is None:
        raise NotJoined
    main, case = lock_case(link.main_id), lock_case(case_id)
    by.must(Permission.CASE_TRIAGE, case.scope_id)
    if case.state != State.MERGED:
        raise NotJoined
    untie(case=case, link=link, by=by, why=why)
    write(case=main, verb=Verb.PARTED, by=by, number=case.number, why=link.undone_why)
    return case


def go_alone(*, case_id: UUID, by: Viewer, words: str = "") -> Case:
    """The requester says that it is another matter after all: handled on its own again.

    Raises NotJoined, NotThere.
    """
    if by.case_id != case_id:
        raise NotThere
    case, link = lock_case(case_id), standing_link(case_id)
    if link is None or case.state != State.MERGED:
        raise NotJoined
    untie(case=case, link=link, by=by, why=words)
    send(case, "tell_main", now())
    return case


def untie(*, case: Case, link: Link, by: Viewer, why: str) -> None:
    """Undo the link of a locked, joined case; the main case is not touched. Raises NotThere."""
    at = now()
    number = Case.objects.filter(pk=link.main_id).values_list("number", flat=True).first() or ""
    end_link(link, by, at, why)
    move(case=case, verb=Verb.MERGE_UNDONE, to=State(link.state_before), by=by, at=at, number=number,
         why=link.undone_why)  # fmt: skip
    part(case=case, at=at, by=by, since=link.made_at)


def end_link(link: Link, by: Viewer, at: datetime, why: str) -> None:
    """Write down by whom, when and why a link was undone."""
    link.undone_at, link.undone_by, link.undone_by_label = at, by.actor, by.label[:80]
    link.undone_why = why.strip()[:200]
    link.save(update_fields=["undone_at", "undone_by", "undone_by_label", "undone_why"])


def leave(*, case: Case, at: datetime) -> None:
    """A joined case goes its own way (its requester's word); its main case is told by the worker."""
    if Link.objects.filter(STANDING, case=case, kind__in=JOINING).update(left_at=at):
        send(case, "tell_main", at)


def tell_joined(*, main: Case, what: str, at: datetime) -> None:
    """Write the timer by which each joined case learns what became of its main case."""
    for link in joined_to(main.pk):
        send(link.case, what, at)


def send(case: Case, what: str, at: datetime) -> Timer:
    """A timer of the case that is due at once, in the next generation of its kind."""
    last = Timer.objects.filter(case=case, clock=None, what=what).order_by("-generation").first()
    return Timer.objects.create(
        case=case, scope_id=case.scope_id, what=what, due_at=at, generation=last.generation + 1 if last else 1
    )


def take_turn() -> None:
    """One join at a time until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def _may_join(case: Case, main: Case) -> None:
    if top_of(main.pk) == case.pk or case.pk == main.pk:
        raise JoinsItself
    for one, states in ((case, MOVING), (main, TAKES)):
        if one.state not in states:
            raise NotJoinable(number=one.number, state=State(one.state).label)
    if case.danger and not main.danger:
        raise DangerStays
