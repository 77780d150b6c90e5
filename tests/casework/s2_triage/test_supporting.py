"""附议: own thread, own word, and a household that counts once whatever the race."""

import threading
import uuid

import pytest
from django.db import close_old_connections, connection

from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.casefile.words import Channel
from huiyin.casework.s2_triage.linked import joint_of
from huiyin.casework.s2_triage.merging import undo_merge
from huiyin.casework.s2_triage.models import Link
from huiyin.casework.s2_triage.refusals import AlreadyCounted, NotJoinable
from huiyin.casework.s2_triage.supporting import support
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import guest
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from tests.casework.doing import answer, do, drain, state
from tests.town import all_seen


@pytest.fixture
def main(town, hands):
    receipt = town.take_in(place_id=town.building.pk)
    drain()
    return receipt


@pytest.fixture
def home(town):
    with all_seen():
        return Place.objects.create(
            scope=town.estate,
            parent=town.building,
            kind=PlaceKind.HOME,
            name="501",
            label="E 1号楼 501",
            short="1-501",
        )


def too(town, main, *, by=None, key="", **values):
    request = town.request(
        **{"content": "我家也返水", "phone": "13900139000", "channel": Channel.CODE} | values
    )
    return support(
        main_id=main.case_id, request=request, by=by or guest(), key=key or str(uuid.uuid4()), digest=b"x"
    )


def households(main):
    with all_seen():
        group = joint_of(main.case_id)
        return (group.households.n, group.households.unnamed) if group else (1, 0)


def test_a_supporter_has_an_own_thread_and_the_own_word(town, main):
    mine = too(town, main)
    assert mine.joined
    assert (state(mine.receipt), households(main)) == ("merged", (2, 0))
    answer(town, main)
    drain()
    assert state(mine.receipt) == "proposed"


def test_a_household_counts_once_a_stranger_without_name_apart(town, main, home):
    too(town, main, place_id=home.pk)
    too(town, main, place_id=home.pk, phone="13900139001")
    assert households(main) == (2, 0)
    too(town, main, phone=None)
    assert households(main) == (2, 1)
    with pytest.raises(AlreadyCounted):
        too(town, main, place_id=home.pk, phone=None)
    with pytest.raises(AlreadyCounted):
        too(town, main)


def test_the_same_key_is_the_same_receipt(town, main):
    first, again = (too(town, main, key="k") for _ in range(2))
    assert first.receipt.number == again.receipt.number
    assert households(main) == (2, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("taps", [40, pytest.param(100, marks=pytest.mark.long)])
@pytest.mark.parametrize("with_home", [True, False])
def test_a_hundred_by_twenty_hands_from_one_household_count_one(town, main, home, with_home, taps):
    """S-15. With a home: many telephones of one home; without: one. Forty taps in the quick test."""
    start, refused, wrong = threading.Barrier(20), [], []

    def tap(numbers):
        start.wait()
        for number in numbers:
            values = {"place_id": home.pk, "phone": f"139001390{number:02}"} if with_home else {}
            try:
                too(town, main, **values)
            except AlreadyCounted as no:
                refused.append(no)
            except Exception as error:  # noqa: BLE001 - told below
                wrong.append(error)
        close_old_connections()
        connection.close()

    threads = [threading.Thread(target=tap, args=(range(first, taps, 20),)) for first in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert wrong == []
    assert len(refused) == (0 if with_home else taps - 1)
    with all_seen():
        assert Link.objects.count() == Case.objects.count() - 1 == taps - len(refused)
    assert households(main) == (2, 0)


def test_a_danger_is_never_only_counted(town, main):
    mine = too(town, main, content="下水返水，还闻到燃气味")
    assert not mine.joined
    assert state(mine.receipt) == "received"


def test_strangers_support_only_what_is_open_and_not_private(town, hands, main):
    private = town.take_in(private=True)
    with pytest.raises(NotThere):
        too(town, private)
    with pytest.raises(NotThere):
        too(town, main, scope_id=town.other_estate.pk)
    answer(town, main)
    with pytest.raises(NotJoinable):
        too(town, main)


def test_a_building_head_notes_a_neighbour(town, main):
    contact = town.viewer("contact")
    mine = do(contact, lambda by: too(town, main, by=by))
    assert households(main) == (2, 0)
    with all_seen():
        assert Event.objects.filter(case_id=mine.receipt.case_id, verb="merged").exists()
    do(town.viewer("clerk"), undo_merge, case_id=mine.receipt.case_id, why="不是一件事")
    assert households(main) == (1, 0)
