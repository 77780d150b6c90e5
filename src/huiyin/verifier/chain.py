"""Re-compute every hash of the timelines and of the seals, and name what does not fit."""

import hashlib
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg

from . import agreements, elections, fund, works
from .heads import Heads
from .records import by_first
from .votes import QUERIES, VOTES, broken_votes

Progress = Callable[[str], object]
Known = tuple[int, bytes, str]
"""A sealed head: line, hash, the name of the seal."""
FETCH = 5000
STEP = 250_000
ENTRY = struct.Struct(">16sI32s")
"""One head inside a seal: case id, number of the line, hash of the line."""

_EVENTS = """
SELECT id, case_id, seq, (extract(epoch FROM at) * 1000000)::bigint, verb, actor, actor_label, data::text,
       prev, hash
FROM casefile_event ORDER BY case_id, seq, id"""
_SEALS = """
SELECT id, scope_id, (extract(epoch FROM at) * 1000000)::bigint, cases, events, heads, prev, hash
FROM casefile_seal ORDER BY scope_id, id"""
_EMPTY = """
SELECT c.id, c.number FROM casefile_case c
WHERE NOT EXISTS (SELECT FROM casefile_event e WHERE e.case_id = c.id) ORDER BY c.id"""


@dataclass(slots=True)
class Findings:
    """`broken`: one sentence per broken row. `heads`: where every case and every scope's seals end now."""

    broken: list[str] = field(default_factory=list)
    heads: Heads = field(default_factory=Heads)
    events: int = 0
    seals: int = 0
    votes: int = 0
    ballots: int = 0
    elections: int = 0
    decisions: int = 0
    projects: int = 0
    fund_uses: int = 0
    agreements: int = 0
    services: int = 0

    @property
    def read(self) -> str:
        """What was read, in one line."""
        votes = f", {self.ballots} ballots of {self.votes} votes" if self.votes else ""
        branches = f", {self.elections} elections" if self.elections else ""
        works = f", {self.decisions} decisions, {self.projects} projects" if self.decisions else ""
        uses = f", {self.fund_uses} uses of the fund" if self.fund_uses else ""
        agreed = f", {self.agreements} agreements" if self.agreements else ""
        agreed += f", {self.services} emergency services" if self.services else ""
        return f"{self.events} lines, {self.seals} seals{votes}{branches}{works}{uses}{agreed}"


def verify(url: str, *, kept: Heads | None = None, progress: Progress = lambda _line: None) -> Findings:
    """Read everything once, in one snapshot. `kept` are heads somebody stored outside (see `heads`)."""
    found = Findings()
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        sealed = _walk_seals(_rows(connection, _SEALS), found)
        _Timelines(sealed, kept, found).walk(_rows(connection, _EVENTS), progress)
        empty = _rows(connection, _EMPTY)
        found.broken += [f"case {id_} ({number}): has no line at all" for id_, number in empty]
        _votes(connection, found)
        _elections(connection, found)
        _works(connection, found)
        _fund(connection, found)
        _agreements(connection, found)
    if kept is not None:
        found.broken += kept.missing_seals(found.heads)
    return found


def _votes(connection: psycopg.Connection[Any], found: Findings) -> None:
    """Owners' votes, in the same snapshot; a database from before there were any has no such tables."""
    if connection.execute("SELECT to_regclass('voices_ownersvote')").fetchone() == (None,):
        return
    votes = list(_rows(connection, VOTES))
    tables = {name: by_first(_rows(connection, query)) for name, query in QUERIES.items()}
    found.votes, found.ballots = len(votes), sum(map(len, tables["ballots"].values()))
    found.broken += broken_votes(votes, tables)


def _elections(connection: psycopg.Connection[Any], found: Findings) -> None:
    """Elections of branches, likewise."""
    if connection.execute("SELECT to_regclass('voices_election')").fetchone() == (None,):
        return
    rows = list(_rows(connection, elections.ELECTIONS))
    tables = {name: by_first(_rows(connection, query)) for name, query in elections.QUERIES.items()}
    found.elections = len(rows)
    found.broken += elections.broken_elections(rows, tables)


def _works(connection: psycopg.Connection[Any], found: Findings) -> None:
    """Decisions and projects, likewise."""
    if connection.execute("SELECT to_regclass('works_project')").fetchone() == (None,):
        return
    decisions, projects = (list(_rows(connection, query)) for query in (works.DECISIONS, works.PROJECTS))
    found.decisions, found.projects = len(decisions), len(projects)
    found.broken += works.broken_decisions(decisions, by_first(_rows(connection, works.DECISION_LINES)))
    tables = {name: by_first(_rows(connection, query)) for name, query in works.QUERIES.items()}
    found.broken += works.broken_projects(projects, tables)


def _fund(connection: psycopg.Connection[Any], found: Findings) -> None:
    """Uses of the maintenance fund, likewise."""
    if connection.execute("SELECT to_regclass('fund_funduse')").fetchone() == (None,):
        return
    uses = list(_rows(connection, fund.USES))
    tables = {name: by_first(_rows(connection, query)) for name, query in fund.QUERIES.items()}
    found.fund_uses = len(uses)
    found.broken += fund.broken_uses(uses, tables)


def _agreements(connection: psycopg.Connection[Any], found: Findings) -> None:
    """Agreements and emergency service, likewise."""
    if connection.execute("SELECT to_regclass('agreements_agreement')").fetchone() == (None,):
        return
    rows, services = (
        list(_rows(connection, query)) for query in (agreements.AGREEMENTS, agreements.SERVICES)
    )
    found.agreements, found.services = len(rows), len(services)
    tables = {name: by_first(_rows(connection, query)) for name, query in agreements.QUERIES.items()}
    found.broken += agreements.broken_agreements(rows, tables)
    tables = {name: by_first(_rows(connection, query)) for name, query in agreements.SERVICE_QUERIES.items()}
    found.broken += agreements.broken_services(services, tables)


def _rows(connection: psycopg.Connection[Any], query: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor(f"read_{abs(hash(query))}", binary=True) as cursor:
        cursor.itersize = FETCH
        cursor.execute(query.encode())
        yield from cursor


def _walk_seals(rows: Iterator[tuple[Any, ...]], found: Findings) -> dict[bytes, Known]:
    """Check each scope's chain of seals; returns the last sealed head of every case and the seal's name."""
    sealed: dict[bytes, Known] = {}
    scope, before = None, b""
    for id_, scope_id, at, cases, events, heads, prev, hash_ in rows:
        before = before if scope_id == scope else b""
        scope, name = scope_id, f"seal {id_} of scope {scope_id}"
        text = f"{scope_id}\n{at}\n{cases}\n{events}\n".encode()
        if bytes(prev) != before:
            found.broken.append(
                f"{name}: does not follow the seal before it (one was removed, added or moved)"
            )
        if hashlib.sha256(bytes(prev) + text + heads).digest() != hash_ or len(heads) != cases * ENTRY.size:
            found.broken.append(f"{name}: was changed after sealing")
        elif sum(_take(heads, sealed, name)) != events:
            found.broken.append(f"{name}: counts other lines than it holds")
        before = bytes(hash_)
        found.seals += 1
        found.heads.note_seal(scope_id, found.heads.seals.get(scope_id, (0, b""))[0] + 1, before)
    return sealed


def _take(heads: bytes, sealed: dict[bytes, Known], name: str) -> Iterator[int]:
    for case, seq, hash_ in ENTRY.iter_unpack(heads):
        if seq >= sealed.get(case, (0,))[0]:
            sealed[case] = (seq, hash_, name)
        yield seq


@dataclass(slots=True)
class _Timelines:
    """Walks through all lines, case by case, and remembers where it is."""

    sealed: dict[bytes, Known]
    kept: Heads | None
    found: Findings
    case: Any = None
    seq: int = 0
    before: bytes = b""

    def walk(self, rows: Iterator[tuple[Any, ...]], progress: Progress) -> None:
        """Look at every line; afterwards at what seals and the heads file know beyond."""
        for id_, case, *line in rows:
            if case != self.case:
                self._end()
                self.case, self.seq, self.before = case, 0, b""
            self._line(id_, *line)
            self.found.events += 1
            if self.found.events % STEP == 0:
                progress(f"{self.found.events} lines read")
        self._end()
        for raw, (seq, _hash, seal) in self.sealed.items():
            self._broken(f"case {raw.hex()}: all lines are gone; {seal} knows {seq}")
        if self.kept is not None:
            self.found.broken += self.kept.missing_cases(self.found.heads)

    def _line(
        self, id_: int, seq: int, at: int, verb: str, actor: str, label: str, data: str, *hashes: bytes
    ) -> None:
        prev, hash_ = hashes
        name = f"event {id_} (case {self.case}, line {seq})"
        if seq != self.seq + 1 or prev != self.before:
            self._broken(f"{name}: does not follow line {self.seq} (a line was removed, added or moved)")
        text = f"{self.case}\n{seq}\n{at}\n{verb}\n{actor}\n{label}\n{data}"
        if hashlib.sha256(prev + text.encode()).digest() != hash_:
            self._broken(f"{name}: was changed after it was written")
        known = self.sealed.get(self.case.bytes)
        if known and known[0] == seq and known[1] != hash_:
            self._broken(f"case {self.case}, line {seq}: is not the line that {known[2]} sealed")
        if self.kept is not None and self.kept.differs(self.case.hex, seq, hash_):
            self._broken(f"case {self.case}, line {seq}: is not the line in the heads file")
        self.seq, self.before = seq, hash_

    def _end(self) -> None:
        """Compare the end of a case with seals and the heads file."""
        if self.case is None:
            return
        self.found.heads.note_case(self.case.hex, self.seq, self.before)
        known = self.sealed.pop(self.case.bytes, None)
        if known and known[0] > self.seq:
            self._broken(f"case {self.case}: ends at line {self.seq}; {known[2]} knows line {known[0]}")
        if self.kept is not None and (last := self.kept.last_of(self.case.hex)) > self.seq:
            self._broken(f"case {self.case}: ends at line {self.seq}; the heads file knows line {last}")

    def _broken(self, sentence: str) -> None:
        self.found.broken.append(sentence)
