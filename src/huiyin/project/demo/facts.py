"""Which facts of the demonstration come from a report: the page about it is made from these rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from .blueprint import communities, estates, subdistrict
from .sources import Table, read
from .story import scripts


@dataclass(frozen=True, slots=True)
class Report:
    """One newspaper report: its number in the data, title, publisher and year."""

    number: str
    title: str
    publisher: str
    year: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what it is about, what it says (Chinese), its figure and of how many, and the report."""

    subject: str
    key: str
    says: str
    value: int | str
    of: int | None
    report: Report


def reports() -> dict[str, Report]:
    """The five reports by number."""
    return {row["number"]: Report(**row) for row in read("reports.toml")["reports"]}


def report_facts() -> list[Fact]:
    """Every fact that carries the number of a report, in the order of the places."""
    known = reports()
    return [
        Fact(
            subject,
            row["key"],
            row["says"],
            row["value"],
            row.get("of"),
            known[row["source"]],
        )
        for subject, row in _rows()
    ]


def report_cases() -> list[tuple[str, Report]]:
    """The keys of the written cases that retell something a report tells, with that report."""
    known = reports()
    return [(script.key, known[script.source]) for script in scripts() if script.source]


def _rows() -> Iterator[tuple[str, Table]]:
    street = subdistrict()
    yield from ((street["name"], row) for row in street["facts"])
    for community in communities():
        yield from ((community.name, row) for row in community.facts)
    for estate in estates():
        yield from ((estate.name, row) for row in estate.facts)
    for organisation in read("organisations.toml")["organisations"]:
        yield from ((organisation["name"], row) for row in organisation.get("facts", ()))
