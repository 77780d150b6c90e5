"""A household counts once, however often it calls and by whichever of its telephones."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.casework.s2_triage.households import Households, count_households

MEMBERS = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(1, 6)), st.sampled_from([b"", b"a", b"b", b"c", b"d"])),
    max_size=20,
)


def test_the_ways_to_count():
    assert count_households([]) == Households(0, 0)
    assert count_households([(1, b"a"), (1, b"b"), (1, b"")]) == Households(1, 0)
    assert count_households([(None, b"a"), (None, b"a"), (None, b"b")]) == Households(2, 0)
    assert count_households([(1, b"a"), (None, b"a")]) == Households(1, 0), (
        "the telephone speaks for its home"
    )
    assert count_households([(None, b""), (None, b""), (2, b"")]) == Households(1, 2)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MEMBERS)
def test_order_and_repetition_change_nothing(members):
    counted = count_households(members)
    assert count_households([*members, *[one for one in members if one != (None, b"")]]) == counted
    homes = {home for home, _phone in members if home is not None}
    assert len(homes) <= counted.n <= len(members) - counted.unnamed
    assert counted.unnamed == members.count((None, b""))
