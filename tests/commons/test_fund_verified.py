"""What the verifier names when somebody changes a use of the fund behind the program's back."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.bridges import fund as bridge
from huiyin.commons.c6_fund import asking, posting, quoting
from huiyin.verifier import fund as reading
from huiyin.verifier import verify
from huiyin.verifier.records import by_first
from tests.commons.purse import PRICE, Purse
from tests.commons.site import picture
from tests.verifier.planting import Unguarded

pytestmark = pytest.mark.django_db(transaction=True)

TAMPERING = [
    ("UPDATE fund_funduse SET words = '别的'", "was changed after it was prepared"),
    ("UPDATE fund_funduse SET state = 'ended'", "the record says otherwise"),
    ("UPDATE fund_funduse SET post_until = post_until - 5", "its days or its end"),
    ("UPDATE fund_funduse SET approved_fen = approved_fen + 1", "another sum was approved"),
    ("UPDATE fund_funduse SET homes = 7", "has other homes or another area"),
    ("UPDATE fund_funduse SET vote_id = NULL", "belongs to another vote or work"),
    ("UPDATE fund_fundunit SET amount_fen = amount_fen + 1 WHERE no = 1", "the homes or their parts"),
    (
        "DELETE FROM voices_rollunit WHERE id = (SELECT min(id) FROM voices_rollunit)",
        "other homes were asked",
    ),
    ("UPDATE fund_quotation SET amount_fen = 1 WHERE no = 2", "quotation 2 is not as the record says"),
    ("UPDATE fund_quotation SET chosen = false", "was chosen, or not"),
    ("UPDATE fund_quotationscan SET body = 'x'", "the picture of a quotation"),
    ("DELETE FROM fund_quotationscan", "the picture of a quotation"),
    ("DELETE FROM fund_quotation WHERE no = 2", "quotation 2 is gone"),
    ("UPDATE fund_fundpayment SET amount_fen = amount_fen - 1", "payment 1 is not as the record says"),
    ("DELETE FROM fund_fundpayment", "payment 1 is gone"),
    ("UPDATE fund_funduse SET approved_fen = 1", "more was paid than was approved"),
    ("DELETE FROM fund_fundobjection", "objections or their answers"),
    ("UPDATE fund_fundobjection SET upheld = true", "objections or their answers"),
    ("UPDATE fund_fundevent SET actor = 'x' WHERE seq = 2", "line 2 was changed after it was written"),
    ("DELETE FROM fund_fundevent WHERE seq = 2", "line 3 does not follow line 1"),
]


@pytest.fixture
def purse(hall: Any) -> Purse:
    return Purse(hall).settle()


def broken(owner: Any) -> list[str]:
    tables = {name: by_first(owner.execute(query).fetchall()) for name, query in reading.QUERIES.items()}
    return list(reading.broken_uses(owner.execute(reading.USES).fetchall(), tables))


def tamper(owner: Any, attack: str) -> list[str]:
    with Unguarded(owner), owner.transaction(force_rollback=True):
        owner.execute("SET LOCAL session_replication_role = replica")
        assert owner.execute(attack).rowcount, attack
        return broken(owner)


def test_tampering_is_named(purse: Purse, owner_connection: Any, cluster: Any) -> None:
    purse.prepared().quoted()
    purse.do(quoting.add_scan, no=2, picture=picture(10))
    purse.put().decides("101", "102", "201", "301", "302")
    purse.do(posting.post_use)
    one = purse.do(posting.object_to, name="某户", text="贵")
    purse.do(posting.answer_objection, objection_id=one.pk, answer="已比价", upheld=False)
    purse.wait()
    purse.do(posting.clear_posting)
    purse.pay(PRICE // 2)
    found = verify(cluster.url(owner_connection.info.dbname))
    assert (found.broken, found.fund_uses) == ([], 1)
    for attack, named in TAMPERING:
        assert any(named in line for line in tamper(owner_connection, attack)), attack


def test_what_an_emergency_owes_cannot_be_forgotten_in_the_table(purse: Purse, owner_connection: Any) -> None:
    purse.prepared().quoted()
    purse.do(bridge.let_works_begin, danger=purse.danger(), contractor_id=None)
    purse.do(posting.post_use)
    purse.put()
    assert broken(owner_connection) == []
    for attack, named in (
        ("UPDATE fund_funduse SET ratified = 'yes'", "the owners' word"),
        ("UPDATE fund_funduse SET ratify_by = ratify_by + 900", "what is owed has other days"),
        ("UPDATE fund_funduse SET project_id = NULL", "belongs to another vote or work"),
    ):
        assert any(named in line for line in tamper(owner_connection, attack)), attack
    purse.decides("101", "102", "201", "301", "302")
    purse.do(asking.hear_owners)
    assert broken(owner_connection) == []
    assert any("the owners' word" in line for line in tamper(
        owner_connection, "UPDATE fund_funduse SET ratified = 'owed'"
    ))  # fmt: skip
