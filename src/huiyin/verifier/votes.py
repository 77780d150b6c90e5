"""Owners' votes: re-compute record, ballots, frozen roll and published file, and name what does not fit.

A ballot's line of the record carries the ballot's hash, so a ballot that was changed, removed or added is
named by its number. Choices are sealed with keys this program does not have; once published, each is held
against the commitment in its ballot. The formats stand in docs/reference/chain.md.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from .records import Row, Rows, broken_lines

VOTES = """
SELECT v.id, v.code, v.title, v.words, v.called_by, v.mode, v.silence, v.clause, v.repeated, v.most_proxies,
       v.opens_on::text, extract(epoch FROM v.closes_at)::bigint, p.digest, v.digest, v.area, v.heads
FROM voices_ownersvote v JOIN rules_rulepack p ON p.id = v.pack_id ORDER BY v.id"""
EVENTS = """
SELECT vote_id, seq, (extract(epoch FROM at) * 1000000)::bigint, verb, actor, actor_label, data::text, prev,
hash
FROM voices_voteevent ORDER BY vote_id, seq, id"""
BALLOTS = """
SELECT vote_id, no, id::text, head_id::text, way, coalesce(paper_id::text, ''), coalesce(mandate_id::text,
''),
       coalesce(replaces_id::text, ''), commitment, "by", (extract(epoch FROM at) * 1000000)::bigint, hash
FROM voices_ballot ORDER BY vote_id, no"""
QUESTIONS = "SELECT vote_id, no, matter, text, letters::text FROM voices_question ORDER BY vote_id, no"
HEADS = "SELECT vote_id, no, alias, area FROM voices_rollhead ORDER BY vote_id, no"
UNITS = """
SELECT u.vote_id, h.no, u.place_id, u.label, u.building, u.area, u.area_source, u.use
FROM voices_rollunit u JOIN voices_rollhead h ON h.id = u.head_id ORDER BY u.vote_id, h.no, u.place_id"""
OWNERS = """
SELECT h.vote_id, h.no, o.owner_id::text, o.name, o.share
FROM voices_rollowner o JOIN voices_rollhead h ON h.id = o.head_id ORDER BY h.vote_id, h.no, o.owner_id"""
RESULTS = "SELECT vote_id, file, sha256 FROM voices_voteresult ORDER BY vote_id"
QUERIES = {
    "events": EVENTS, "ballots": BALLOTS, "question": QUESTIONS, "head": HEADS, "unit": UNITS,
    "owner": OWNERS,
    "results": RESULTS,
}  # fmt: skip


def broken_votes(votes: Iterable[Row], tables: dict[str, Rows]) -> Iterable[str]:
    """One sentence for each broken thing. `tables`: the rows of each query above, by vote."""
    for vote in votes:
        told = _Vote(vote, {name: rows.get(vote[0], []) for name, rows in tables.items()})
        yield from (f"vote {vote[1]}: {sentence}" for sentence in told.broken())


class _Vote:
    """One vote with its rows."""

    def __init__(self, vote: Row, rows: dict[str, list[Row]]) -> None:
        self.id, self.front = vote[0], vote[1:13]
        self.digest, self.area, self.heads = vote[13:]
        self.rows = rows
        self.told: dict[str, dict[str, Any]] = {}
        self.in_record: dict[int, str] = {}

    def broken(self) -> Iterable[str]:
        """What does not fit."""
        yield from self._record()
        yield from self._ballots()
        if self.digest:
            yield from self._frozen()
        for file, sha256 in self.rows["results"]:
            yield from self._file(bytes(file), sha256)

    def _record(self) -> Iterable[str]:
        yield from broken_lines(self.id, self.rows["events"])
        for _seq, _at, verb, _actor, _label, data, *_hashes in self.rows["events"]:
            self.told[verb] = json.loads(data)
            if verb == "ballot":
                self.in_record[self.told[verb]["no"]] = self.told[verb]["hash"]

    def _ballots(self) -> Iterable[str]:
        known = set()
        for no, id_, head, way, paper, mandate, replaces, commitment, actor, at, hash_ in self.rows[
            "ballots"
        ]:
            known.add(no)
            parts = (id_, self.id, head, no, way, paper, mandate, replaces, commitment, actor, at)
            text = "\n".join(map(str, parts))
            if hashlib.sha256(text.encode()).digest() != bytes(hash_):
                yield f"ballot {no} was changed after it was cast"
            elif self.in_record.get(no) != bytes(hash_).hex():
                yield f"ballot {no} is not the one in the record (it was added or replaced)"
        for no in sorted(set(self.in_record) - known):
            yield f"ballot {no} is gone; the record knows it"

    def _frozen(self) -> Iterable[str]:
        """The digest of what was frozen, and the sums of the roll."""
        lines = [_line("vote", *self.front)]
        lines += [_line("question", *rest, json.loads(letters)) for *rest, letters in self.rows["question"]]
        lines += [_line(name, *row) for name in ("head", "unit", "owner") for row in self.rows[name]]
        if hashlib.sha256("\n".join(lines).encode()).hexdigest() != self.digest:
            yield "question, rule or roll was changed after the opening"
        if self.told.get("opened", {}).get("digest") != self.digest:
            yield "the digest is not the one of the opening"
        if (sum(row[2] for row in self.rows["head"]), len(self.rows["head"])) != (self.area, self.heads):
            yield "area or heads are not those of the roll"

    def _file(self, file: bytes, sha256: str) -> Iterable[str]:
        """The published file: its own hash, that of the record, and its choices against the ballots."""
        told = self.told.get("counted", {})
        if not sha256:
            return
        if hashlib.sha256(file).hexdigest() != sha256 or told.get("sha256") != sha256:
            yield "the published file is not the one that was counted"
        replaced = {row[6] for row in self.rows["ballots"]}
        standing = {row[7] for row in self.rows["ballots"] if row[1] not in replaced}
        cells = [line.split(",") for line in file.decode().splitlines()]
        shown = {cell[6] for cell in cells if cell[0] == "head" and cell[4] != "-"}
        for cell in cells:
            if cell[0] == "head" and cell[4] != "-":
                commitment = hashlib.sha256(f"{cell[5]}:{cell[4]}".encode()).hexdigest()
                if commitment != cell[6] or commitment not in standing:
                    yield f"the choice of {cell[1]} in the published file is not the one that was cast"
        if missing := len(standing - shown):
            yield f"{missing} ballots are missing in the published file"


def _line(*parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
