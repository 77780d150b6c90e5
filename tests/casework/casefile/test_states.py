"""Only the steps of the transition table pass, whoever writes.

The acts ask who may, the database asks which.
"""

import itertools
from datetime import UTC, datetime

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.db.utils import DataError, InternalError, ProgrammingError

from huiyin.casework.casefile.acts import NotNow, lock_case, may_move, move
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.states import CLOCK, MOVES, REQUESTER, find_move, pairs
from huiyin.casework.casefile.words import ANSWERED, ENDED, State, Verb
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM, guest
from huiyin.ground.tenancy.wall import seen_as
from tests.town import all_seen, case_of

PEOPLE = ("contact", "duty", "field", "clerk", "leader", "steward", "auditor", "other clerk")
REFUSED = (IntegrityError, InternalError, ProgrammingError, DataError)


def put(owner, case_id, state):
    """Put a case into a state, past every guard; the rollback puts it back."""
    owner.execute("SET session_replication_role = replica")
    owner.execute("UPDATE casefile_case SET state = %s, answer = '已修好' WHERE id = %s", [state, case_id])
    owner.execute("SET session_replication_role = DEFAULT")


@pytest.mark.django_db(transaction=True)
def test_the_database_lets_through_exactly_the_pairs_of_the_table(town, owner_connection):
    receipt = town.take_in()
    through, refusals = set(), set()
    for source, target in itertools.permutations(State.values, 2):
        put(owner_connection, receipt.case_id, source)
        try:
            with seen_as(SYSTEM):
                connection.cursor().execute(
                    "UPDATE casefile_case SET state = %s WHERE id = %s", [target, receipt.case_id]
                )
                connection.cursor().execute("SET CONSTRAINTS ALL DEFERRED")
                through.add((source, target))
                raise Undo  # noqa: TRY301 - leave the transaction without its commit
        except Undo:
            pass
        except REFUSED as error:
            refusals.add(str(error).split(" to ")[0].rsplit(" ", 1)[0])
    assert through == {(source, target) for source, target in pairs() if source != target}
    assert refusals == {"casefile: no step from"}


class Undo(Exception):
    """Leaves a transaction without its commit."""


@pytest.mark.django_db(transaction=True)
def test_every_step_asks_who_takes_it(town, owner_connection):
    receipt = town.take_in()
    viewers = {name: town.viewer(name) for name in PEOPLE}
    viewers |= {REQUESTER: town.asker(receipt), CLOCK: SYSTEM, "guest": guest()}
    case = case_of(receipt)
    for step in MOVES:
        for name, viewer in viewers.items():
            wanted = (
                name in step.who
                if name in (REQUESTER, CLOCK, "guest")
                else any(viewer.may(who, town.estate.pk) for who in step.who - {CLOCK, REQUESTER})
            )
            if name == CLOCK:  # the program itself may do what any account may (imports, the command line)
                wanted = wanted or bool(step.who - {REQUESTER})
            assert may_move(viewer, step.who, case) == wanted, (step.verb, name)


def test_a_step_outside_the_table_is_no_step():
    at = datetime(2025, 10, 1, tzinfo=UTC)
    for verb, source, target in itertools.product(Verb, State, State):
        if find_move(verb, source, target) is None:
            with pytest.raises(NotNow):
                move(case=Case(state=source), verb=verb, to=target, by=SYSTEM, at=at)


def test_somebody_elses_step_looks_like_nothing_there(town):
    receipt = town.take_in()
    for name in ("contact", "field", "leader", "auditor", "steward"):
        viewer = town.viewer(name)
        with seen_as(viewer), pytest.raises(NotThere):
            move(
                case=lock_case(receipt.case_id),
                verb=Verb.DISPATCHED,
                to=State.DISPATCHED,
                by=viewer,
                at=now(),
            )
    outsider = town.viewer("other clerk")
    with seen_as(outsider), pytest.raises(NotThere):
        lock_case(receipt.case_id)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", [state for state in ANSWERED if state != State.CONFIRMED])
def test_no_end_without_an_answer(town, owner_connection, state):
    """Whatever the step: the row itself cannot stand there without words for the resident."""
    receipt = town.take_in()
    owner_connection.execute("ALTER TABLE casefile_case DISABLE TRIGGER casefile_guard")
    with pytest.raises(IntegrityError, match="casefile_no_end_without_answer"), seen_as(SYSTEM):
        Case.objects.filter(pk=receipt.case_id).update(state=state)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("source", [State.PROPOSED, State.FOLLOW_UP])
def test_confirmed_without_the_requesters_own_word_is_refused_at_commit(town, owner_connection, source):
    receipt = town.take_in()
    put(owner_connection, receipt.case_id, source)
    with pytest.raises(IntegrityError, match="needs the word of the requester"), seen_as(SYSTEM):
        Case.objects.filter(pk=receipt.case_id).update(state=State.CONFIRMED)
    assert case_of(receipt).state == source


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("by", "solved", "round_no"), [("caller", True, 1), ("requester", False, 1), ("requester", True, 2)]
)
def test_another_word_does_not_count_as_the_requesters(town, owner_connection, by, solved, round_no):
    receipt = town.take_in()
    put(owner_connection, receipt.case_id, State.PROPOSED)
    owner_connection.execute(
        "INSERT INTO closure_verdict (case_id, scope_id, round, solved, satisfied, words, by, actor, at)"
        " VALUES (%s, %s, %s, %s, '', '', %s, 'x', huiyin_now())",
        [receipt.case_id, town.estate.pk, round_no, solved, by],
    )
    with pytest.raises(IntegrityError), seen_as(SYSTEM):
        Case.objects.filter(pk=receipt.case_id).update(state=State.CONFIRMED)


@pytest.mark.parametrize("statement", [
    "UPDATE casefile_case SET number = 'X' WHERE id = %s",
    "UPDATE casefile_case SET received_at = received_at - interval '1 day' WHERE id = %s",
    "DELETE FROM casefile_case WHERE id = %s",
    "UPDATE casefile_event SET verb = 'noted' WHERE case_id = %s",
    "DELETE FROM casefile_event WHERE case_id = %s",
    "UPDATE casefile_clockentry SET at = at FROM casefile_clock c WHERE c.id = clock_id AND c.case_id = %s",
    "DELETE FROM casefile_clockentry USING casefile_clock c WHERE c.id = clock_id AND c.case_id = %s",
    (
        "INSERT INTO casefile_case SELECT (jsonb_populate_record(c, '{\"state\": \"confirmed\"}')).*"
        " FROM casefile_case c WHERE id = %s"
    ),
])  # fmt: skip
def test_what_no_program_may_write(town, statement):
    receipt = town.take_in()
    with pytest.raises(Error), seen_as(SYSTEM), transaction.atomic():
        connection.cursor().execute(statement, [receipt.case_id])


def test_the_table_names_every_state_and_leaves_no_dead_end():
    sources, targets = {m.source for m in MOVES}, {m.target for m in MOVES}
    assert sources | targets | {State.HISTORY} == set(State)
    assert targets - sources <= {
        State.LAPSED,
        State.ATTESTED,
        State.UNREACHED,
        State.DECLINED,
        State.CONFIRMED,
    }
    assert set(ENDED) <= sources, "an ended case can be opened again by its requester"


def test_all_seen_is_only_for_the_program(town):
    town.take_in()
    with all_seen():
        assert Case.objects.count() == 1
    with seen_as(guest()):
        assert Case.objects.count() == 0
