"""Elections of branches: re-compute record, posted list, roll and tally sheets, and name what does not fit.

No voter's choice is anywhere, so none is read: what is held against the record are sums, names of candidates
and the roll as a whole. The formats stand in docs/reference/chain.md.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from .records import Row, Rows, broken_lines, told_by

ELECTIONS = "SELECT id, code, seats, step, state FROM voices_election ORDER BY id"
EVENTS = """
SELECT election_id, seq, (extract(epoch FROM at) * 1000000)::bigint, verb, actor, actor_label, data::text,
       prev, hash
FROM voices_electionevent ORDER BY election_id, seq, id"""
SHEETS = """
SELECT election_id, id::text, round, seats, figures::text, outcome::text, encode(sha256(body), 'hex'),
       confirmed
FROM voices_electionsheet ORDER BY election_id, round, entered_at"""
FILES = """
SELECT s.election_id, f.id::text, CASE WHEN f.sha256 = '' THEN '' ELSE encode(sha256(f.body), 'hex') END
FROM voices_stagefile f JOIN voices_electionstage s ON s.id = f.stage_id ORDER BY 1, 2"""
CANDIDATES = "SELECT election_id, id, name FROM voices_candidate ORDER BY election_id, id"
VOTERS = "SELECT election_id, name FROM voices_electionvoter ORDER BY election_id"
QUERIES = {
    "events": EVENTS, "sheets": SHEETS, "files": FILES, "candidates": CANDIDATES, "voters": VOTERS,
}  # fmt: skip


def broken_elections(elections: Iterable[Row], tables: dict[str, Rows]) -> Iterator[str]:
    """One sentence for each broken thing. `tables`: the rows of each query above, by election."""
    for id_, code, *stands in elections:
        told = _Election(id_, stands, {name: rows.get(id_, []) for name, rows in tables.items()})
        yield from (f"election {code}: {sentence}" for sentence in told.broken())


class _Election:
    """One election with its rows. `stands`: its seats, step and state."""

    def __init__(self, id_: int, stands: list[Any], rows: dict[str, list[Row]]) -> None:
        self.id, self.stands, self.rows = id_, stands, rows
        self.lines = told_by(rows["events"])

    def said(self, *verbs: str) -> list[dict[str, Any]]:
        """What the lines of these verbs hold, in order."""
        return [data for verb, data in self.lines if verb in verbs]

    def broken(self) -> Iterator[str]:
        """What does not fit."""
        yield from broken_lines(self.id, self.rows["events"])
        yield from self._where()
        yield from self._list()
        yield from self._files()
        yield from self._sheets()
        yield from self._roll()

    def _where(self) -> Iterator[str]:
        seats, step, state = self.stands
        passed = len(self.said("passed"))
        if step != passed + (state != "finished"):
            yield f"stands at step {step}; the record knows {passed} finished steps"
        if (state == "cancelled") != bool(self.said("cancelled")):
            yield "was called off, or not, otherwise than the record says"
        if [line.get("seats") for line in self.said("begun", "reduced")][-1:] != [seats]:
            yield "has other seats than the record says"

    def _list(self) -> Iterator[str]:
        """The list that hung last, by who stood in it."""
        names = dict(self.rows["candidates"])
        for line in [line for line in self.said("posted") if "list" in line][-1:]:
            if _digest(names.get(one, "") for one in line["list"]) != line.get("names"):
                yield "a name of the posted list was changed or is gone"

    def _files(self) -> Iterator[str]:
        known = dict(self.rows["files"])
        for line in self.said("filed"):
            if known.pop(line.get("file"), None) != line.get("sha256"):
                yield f"a document of step {line.get('step')} was changed or is gone"
        for _id in known:
            yield "a document is not in the record (it was added)"

    def _sheets(self) -> Iterator[str]:
        """Tally sheets with their photographs and what a second person said of them."""
        entered = {line.get("sheet"): line for line in self.said("entered")}
        said = {
            data.get("sheet"): verb == "confirmed"
            for verb, data in self.lines
            if verb in ("confirmed", "refused")
        }
        for id_, no, seats, figures, outcome, photograph, confirmed in self.rows["sheets"]:
            line = entered.pop(id_, {})
            told = json.dumps(
                [no, seats, json.loads(figures), json.loads(outcome)],
                ensure_ascii=False, sort_keys=True, separators=(",", ":"),
            )  # fmt: skip
            if not line:
                yield f"a tally sheet of ballot {no} is not in the record (it was added)"
            elif _digest([told]) != line.get("digest"):
                yield f"the tally sheet of ballot {no} was changed after it was entered"
            elif photograph != line.get("sha256"):
                yield f"the photograph of ballot {no} is another than the one that was entered"
            if said.get(id_) != confirmed:
                yield f"the tally sheet of ballot {no} was confirmed, or not, otherwise than the record says"
        for line in entered.values():
            yield f"the tally sheet of ballot {line.get('round')} is gone; the record knows it"

    def _roll(self) -> Iterator[str]:
        """The roll by which ballots were counted."""
        now = _digest(sorted(name for (name,) in self.rows["voters"]))
        if any(line.get("roll") != now for line in self.said("entered")):
            yield "the roll is not the one by which the ballots were counted"


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
