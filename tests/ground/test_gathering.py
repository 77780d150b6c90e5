"""What is gathered leaves together or not at all; what is known is asked once, and only inside."""

import pytest

from huiyin.ground.gathering import add, forget, gathering, know, known, once_a_page, read_once, reading
from huiyin.ground.models import Scope

pytestmark = pytest.mark.django_db


def scope(name):
    return Scope(kind="estate", name=name, path=f"/{name}/")


def names():
    return set(Scope.objects.filter(path__in=["/one/", "/two/"]).values_list("name", flat=True))


def test_outside_a_row_is_stored_at_once():
    assert add(scope("one")).pk is not None
    assert names() == {"one"}


def test_inside_rows_are_stored_at_the_end():
    with gathering():
        add(scope("one"))
        add(scope("two"))
        assert names() == set()
    assert names() == {"one", "two"}


def test_a_block_that_fails_stores_nothing():
    def fail():
        with gathering():
            add(scope("one"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert names() == set()
    add(scope("two"))
    assert names() == {"two"}, "the failed gathering is over"


@pytest.mark.parametrize("together", [True, False])
def test_a_row_that_is_there_already_is_left_when_once_is_enough(together):
    add(scope("one"))
    if together:
        with gathering():
            add(Scope(kind="other", name="again", path="/one/"), once=True)
    else:
        add(Scope(kind="other", name="again", path="/one/"), once=True)
    assert list(Scope.objects.filter(path="/one/").values_list("kind", flat=True)) == ["estate"]


def test_what_is_known_ends_with_the_gathering():
    asked = []

    @read_once
    def read(word, *, more=0):
        asked.append((word, more))
        return len(asked)

    read("a"), read("a")
    assert len(asked) == 2
    with gathering():
        assert read("b") == read("b") == 3
        assert read("b", more=1) == 4
    assert read("b") == 5


def test_what_is_forgotten_is_read_anew():
    with gathering():
        assert know("key", None) is None
        assert known("key", lambda: "read") is None, "nothing is knowledge, too"
        forget("key")
        assert known("key", lambda: "read") == "read"
    assert know("key", 1) == 1
    assert known("key", lambda: 2) == 2


def test_a_part_of_what_was_read_asks_no_more(django_assert_num_queries):
    @read_once
    def estates(*, kind):
        return Scope.objects.filter(kind=kind).order_by("pk")

    add(scope("one"))
    with django_assert_num_queries(1), gathering():
        assert estates(kind="estate").first().name == "one"
        assert [row.name for row in estates(kind="estate")] == ["one"]


def test_a_page_reads_once_and_stores_at_once():
    asked = []

    @once_a_page
    def read(what, *, of):
        asked.append((what, of))
        return what

    with gathering():
        assert (read(1, of=[2]), read(1, of=[2])) == (1, 1)
    assert len(asked) == 2
    with reading():
        assert add(scope("one")).pk is not None
        assert names() == {"one"}
        for _ in range(3):
            assert read(1, of=[2]) == 1
        assert read(2, of=[2]) == 2
        with reading():
            assert read(2, of=[2]) == 2
    assert len(asked) == 4
