"""The heads file: where every chain ended when it was written. Kept outside, it shows a tail that was cut.

Text, one head a line: `case <id, 32 hex digits> <line> <hash>` or `seal <scope> <how many> <hash>`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Heads:
    """The last line of every case, and of every scope the number of seals and the last one's hash."""

    cases: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    seals: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    history: dict[int, list[bytes]] = field(default_factory=dict)

    def note_case(self, case: str, seq: int, hash_: bytes) -> None:
        """Remember where a case ends."""
        self.cases[case] = (seq, bytes(hash_))

    def note_seal(self, scope: int, number: int, hash_: bytes) -> None:
        """Remember a scope's seal; the last one stays its head."""
        self.seals[scope] = (number, bytes(hash_))
        self.history.setdefault(scope, []).append(bytes(hash_))

    def last_of(self, case: str) -> int:
        """The number of the last line of a case; 0 when the case is not known."""
        return self.cases.get(case, (0, b""))[0]

    def differs(self, case: str, seq: int, hash_: bytes) -> bool:
        """Whether this very line is known with another hash."""
        known = self.cases.get(case)
        return known is not None and known[0] == seq and known[1] != hash_

    def missing_cases(self, now: "Heads") -> Iterator[str]:
        """Cases known here that have no line any more."""
        for case, (seq, _hash) in self.cases.items():
            if case not in now.cases:
                yield f"case {case}: all lines are gone; the heads file knows {seq}"

    def missing_seals(self, now: "Heads") -> Iterator[str]:
        """Seals known here that are gone or other."""
        for scope, (number, hash_) in self.seals.items():
            standing = now.history.get(scope, [])
            if len(standing) < number:
                yield f"scope {scope}: has {len(standing)} seals; the heads file knows {number}"
            elif standing[number - 1] != hash_:
                yield f"scope {scope}: seal number {number} is not the one in the heads file"


def write_heads(path: Path, heads: Heads) -> None:
    """Write a heads file."""
    with path.open("w", encoding="ascii") as file:
        file.writelines(f"case {case} {seq} {hash_.hex()}\n" for case, (seq, hash_) in heads.cases.items())
        file.writelines(
            f"seal {scope} {number} {hash_.hex()}\n" for scope, (number, hash_) in heads.seals.items()
        )


def read_heads(path: Path) -> Heads:
    """Read a heads file. Raises OSError, and ValueError for a line that is none."""
    heads = Heads()
    for line in path.read_text(encoding="ascii").splitlines():
        kind, name, number, hash_ = line.split()
        if kind == "case":
            heads.note_case(name, int(number), bytes.fromhex(hash_))
        elif kind == "seal":
            heads.seals[int(name)] = (int(number), bytes.fromhex(hash_))
        else:
            raise ValueError(f"not a head: {line[:80]}")
    return heads
