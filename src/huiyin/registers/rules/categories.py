"""Request categories: two levels, leaves carry the defaults a new case starts with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from .pack import Header, read_header
from .sections import Content, PackError, Provenance, Section
from .words import Urgency


@dataclass(frozen=True, slots=True)
class Lead:
    """A kind of body that leads a case. `key` is the short form clerks use (物, 社, 街 …)."""

    key: str
    name: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class Group:
    """A top category, two digits."""

    code: str
    name: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class Category:
    """A leaf category, four digits. `name` is the English msgid, `name_zh` the Chinese staff word.

    `leads`: keys of the bodies that lead by default, most likely first. `private`: shown only to those who
    work on it. `danger`: show the emergency number first. `safety_or_assistance`: debts never matter here.
    `evidence_pair`: an answer needs a photo from before and one from after the work (usually off).
    """

    code: str
    name: str
    name_zh: str
    urgency: Urgency
    leads: tuple[str, ...]
    private: bool
    danger: bool
    safety_or_assistance: bool
    evidence_pair: bool
    basis: Provenance

    @property
    def group_code(self) -> str:
        """The code of the top category."""
        return self.code[:2]

    def falls_under(self, codes: tuple[str, ...]) -> bool:
        """Whether one of the codes (two digits for a whole group, or four) covers this category."""
        return self.code in codes or self.group_code in codes


@dataclass(frozen=True, slots=True)
class CategoryList:
    """A whole list, by code, in the order of the pack."""

    header: Header
    leads: Mapping[str, Lead]
    groups: Mapping[str, Group]
    leaves: Mapping[str, Category]

    def get(self, code: str) -> Category | None:
        """The leaf with this code."""
        return self.leaves.get(code)

    def of(self, group_code: str) -> tuple[Category, ...]:
        """The leaves of a top category."""
        return tuple(leaf for leaf in self.leaves.values() if leaf.group_code == group_code)


Row = TypeVar("Row", Group, Category)


def parse_categories(content: Content) -> CategoryList:
    """Read a category pack. Raises PackError."""
    header, body = read_header(content)
    leads = {lead.key: lead for lead in (_lead(section) for section in body.tables("leads"))}
    groups = {group.code: group for group in _unique(body, "groups", _groups(body))}
    leaves = {leaf.code: leaf for leaf in _unique(body, "leaves", _leaves(body, leads, groups))}
    body.done()
    if not leaves or set(groups) != {leaf.group_code for leaf in leaves.values()}:
        raise body.problem("leaves", "every top category needs at least one leaf")
    return CategoryList(header, MappingProxyType(leads), MappingProxyType(groups), MappingProxyType(leaves))


def _lead(section: Section) -> Lead:
    lead = Lead(section.text("key"), section.text("msgid"), section.text("zh"))
    section.done()
    return lead


def _groups(body: Section) -> Iterator[Group]:
    for section in body.tables("groups"):
        yield Group(_code(section, 2), section.text("msgid"), section.text("zh"))
        section.done()


def _leaves(body: Section, leads: Mapping[str, Lead], groups: Mapping[str, Group]) -> Iterator[Category]:
    for section in body.tables("leaves"):
        leaf = _leaf(section)
        if leaf.group_code not in groups:
            raise section.problem("code", f"there is no top category {leaf.group_code}")
        if not leaf.leads or not set(leaf.leads) <= set(leads):
            raise section.problem("leads", f"must be among {', '.join(leads)}")
        yield leaf


def _leaf(section: Section) -> Category:
    urgency = section.choice("urgency", Urgency)
    leaf = Category(
        code=_code(section, 4),
        name=section.text("msgid"),
        name_zh=section.text("zh"),
        urgency=urgency,
        leads=section.texts("leads"),
        private=section.flag("private"),
        danger=urgency is Urgency.E0,
        safety_or_assistance=section.flag("safety_or_assistance"),
        evidence_pair=section.flag("evidence_pair"),
        basis=section.provenance(),
    )
    section.done()
    return leaf


def _code(section: Section, length: int) -> str:
    code = section.text("code")
    if len(code) != length or not (code.isascii() and code.isdigit()):
        raise section.problem("code", f"{length} digits are expected, not {code!r}")
    return code


def _unique(body: Section, key: str, rows: Iterator[Row]) -> list[Row]:
    kept: list[Row] = []
    for row in rows:
        if any(row.code == other.code for other in kept):
            raise PackError(f"{body.where}.{key}: {row.code} comes twice")
        kept.append(row)
    return kept
