"""Rows of the tables, and the words for limits and where a value comes from."""

from collections.abc import Iterator

from huiyin.registers.rules.sections import Provenance
from huiyin.registers.rules.targets import Target
from huiyin.registers.rules.words import Unit

DAY_WORDS = {
    Unit.NATURAL_DAYS: "days",
    Unit.WORKING_DAYS: "working days",
    Unit.WORKING_SECONDS: "working seconds",
}
_SPANS = ((3600, "h"), (60, "min"), (1, "s"))


def row(*cells: str) -> str:
    """One line of a table."""
    return "| " + " | ".join(cells) + " |"


def head(*cells: str) -> Iterator[str]:
    """The line of headings and the rule below it."""
    yield row(*cells)
    yield row(*["---"] * len(cells))


def basis_of(basis: Provenance) -> str:
    """Where a value comes from, and how sure that is."""
    return f"{basis.source} `{basis.confidence}`"


def limit_of(target: Target) -> str:
    """A limit in words: "4 h", "5 working days"."""
    if target.unit in DAY_WORDS:
        shift = ", moved off a holiday" if target.shift_on_holiday else ""
        return f"{target.amount} {DAY_WORDS[target.unit]}{shift}"
    size, word = next((size, word) for size, word in _SPANS if target.amount % size == 0)
    return f"{target.amount // size} {word}"
