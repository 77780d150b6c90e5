"""Before and after: only where the category pack asks, in this order, never the same picture twice."""

import pytest

from huiyin.casework.s1_intake.request import File
from huiyin.casework.s2_triage import acts as triage_acts
from huiyin.casework.s4_handling import acts, pairs
from huiyin.casework.s4_handling.refusals import PairMissing, SamePicture
from huiyin.registers.rules.categories import parse_categories
from huiyin.registers.rules.files import read_packs
from tests.casework.doing import do, drain, state
from tests.town import WATER


@pytest.fixture
def case(town, hands):
    receipt = town.take_in()
    drain()
    return receipt


@pytest.fixture
def asked_for(monkeypatch):
    """A pack whose category asks for the pair, as a city could write it."""
    (estate,) = (pack for pack in read_packs() if pack.header.name == "estate")
    leaves = [
        leaf | ({"evidence_pair": True} if leaf["code"] == WATER else {}) for leaf in estate.content["leaves"]
    ]
    strict = parse_categories({**estate.content, "leaves": leaves})
    monkeypatch.setattr(pairs, "category_of", lambda _case, code, _at: strict.get(code))
    assert triage_acts.category_of is not pairs.category_of


def photo(town, case, stage, body):
    do(
        town.viewer("duty"),
        acts.add_evidence,
        case_id=case.case_id,
        file=File("image/jpeg", "a", body),
        stage=stage,
    )


def propose(town, case):
    do(town.viewer("duty"), acts.propose, case_id=case.case_id, answer="修好了")


def test_off_unless_the_pack_asks(town, case):
    for pack in read_packs():
        assert "evidence_pair" not in str(pack.content)
    propose(town, case)
    assert state(case) == "proposed"


def test_both_and_in_order(town, hands, case, asked_for):
    with pytest.raises(PairMissing):
        propose(town, case)
    photo(town, case, "after", b"1")
    hands.move(minutes=1)
    photo(town, case, "before", b"2")
    with pytest.raises(PairMissing):
        propose(town, case)
    hands.move(minutes=1)
    photo(town, case, "after", b"3")
    propose(town, case)
    assert state(case) == "proposed"


def test_the_same_picture_twice_proves_nothing(town, case):
    photo(town, case, "before", b"1")
    with pytest.raises(SamePicture):
        photo(town, case, "after", b"1")
