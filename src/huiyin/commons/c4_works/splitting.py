"""Divide money exactly: whole fen, largest remainder, the same answer whenever it is asked. Pure."""

from collections.abc import Sequence


class NothingToDivideBy(ValueError):
    """No weight, or one that is not positive."""


def split(total: int, weights: Sequence[int]) -> list[int]:
    """`total` (fen, not negative) divided by `weights` (whole, positive): the parts in their order.

    Each part is its exact quota rounded down or up; the parts sum to `total`. What rounding down leaves goes
    to the largest remainders, of equal ones to the first. Raises NothingToDivideBy.
    """
    if not weights or min(weights) <= 0 or total < 0:
        raise NothingToDivideBy
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    left = total - sum(parts)
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in order[:left]:
        parts[i] += 1
    return parts


def refunds(paid: Sequence[int], *, total: int, actual: int) -> list[int]:
    """What goes back to each who paid (fen), when a work of `total` cost `actual`; in the order of `paid`.

    What is saved goes back in the proportion in which all parties pay; part of a fen falls to those who paid.
    Nothing goes back when it cost as much or more: who bears the rest bears that too. No refund is larger
    than its payment. Raises NothingToDivideBy.
    """
    if total <= 0 or actual < 0 or min(paid, default=0) < 0:
        raise NothingToDivideBy
    together = sum(paid)
    if together == 0 or actual >= total:
        return [0] * len(paid)
    back = together - together * actual // total
    at, sums = [i for i, one in enumerate(paid) if one], iter(split(back, [one for one in paid if one]))
    given = dict(zip(at, sums, strict=True))
    return [given.get(i, 0) for i in range(len(paid))]
