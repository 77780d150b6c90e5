"""How many households stand behind a matter. Pure.

A home counts once however many of its people call; who gave no home counts by telephone; who gave neither is
told apart and never counted in, so that nobody can swell a number by tapping.
"""

from collections.abc import Iterable
from dataclasses import dataclass

Member = tuple[int | None, bytes]
"""The home's place id, if the place is a home, and the fingerprint of the telephone (empty when none)."""


@dataclass(frozen=True, slots=True)
class Households:
    """`n` distinct households, and how many reports came without home and telephone."""

    n: int
    unnamed: int


def count_households(members: Iterable[Member]) -> Households:
    """Count them. A telephone that also came with a home speaks for that home."""
    known = list(members)
    home_of = {phone: home for home, phone in known if home is not None and phone}
    counted, unnamed = set[int | bytes](), 0
    for home, phone in known:
        household = home if home is not None else home_of.get(phone, phone)
        if household:
            counted.add(household)
        else:
            unnamed += 1
    return Households(len(counted), unnamed)
