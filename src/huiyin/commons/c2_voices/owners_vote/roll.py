"""The roll of a vote: built from the register of owners at the opening, and frozen there."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huiyin.commons.c2_voices.models import OwnersVote, RollHead, RollOwner, RollUnit
from huiyin.ground.ids import new_id, place_code
from huiyin.registers.owners.reads import Unit, units_of

from .heads import group_heads
from .limiting import asked_of
from .links import link_digest
from .refusals import NamedUnitGone, RollEmpty, RollIncomplete
from .rules import rules_of

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The roll as the register would make it now.

    `missing`: units without an area; `ownerless`: without an owner.
    """

    heads: list[Sequence[Unit]]
    missing: list[Unit]
    ownerless: list[Unit]
    left_out: list[Unit]

    @property
    def area(self) -> int:
        """Hundredths of a square metre of all that count and are known."""
        return sum(unit.area or 0 for head in self.heads for unit in head)


def foresee(vote: OwnersVote) -> Foreseen:
    """What the register holds for this vote today; where units were named, of these alone."""
    rules, named = rules_of(vote), asked_of(vote)
    units = [unit for unit in units_of(vote.scope_id) if not named or unit.place_id in named]
    counted = [unit for unit in units if unit.use in rules.uses]
    return Foreseen(
        heads=group_heads(counted, rules.heads),
        missing=[unit for unit in counted if unit.area is None],
        ownerless=[unit for unit in counted if not unit.owners],
        left_out=[unit for unit in units if unit.use not in rules.uses],
    )


def freeze_roll(vote: OwnersVote) -> tuple[int, int]:
    """Write the roll; gives area and heads. Raises RollEmpty, RollIncomplete, NamedUnitGone."""
    seen = foresee(vote)
    must_have_all(vote, seen)
    if not any(unit.owners for head in seen.heads for unit in head):
        raise RollEmpty
    if seen.missing:
        raise RollIncomplete(n=len(seen.missing), place=seen.missing[0].label)
    heads = [_head(vote, no, units) for no, units in enumerate(seen.heads, 1)]
    _give_aliases(heads)
    RollHead.objects.bulk_create(heads, batch_size=BATCH)
    pairs = list(zip(heads, seen.heads, strict=True))
    RollUnit.objects.bulk_create(
        (_unit(head, unit) for head, units in pairs for unit in units), batch_size=BATCH
    )
    RollOwner.objects.bulk_create(
        (one for head, units in pairs for one in _people(head, units)), batch_size=BATCH
    )
    return seen.area, len(heads)


def must_have_all(vote: OwnersVote, seen: Foreseen) -> None:
    """Whether every unit that was named is still in the register. Raises NamedUnitGone."""
    found = {unit.place_id for head in seen.heads for unit in head}
    gone = [one.place.label for one in vote.asked.select_related("place") if one.place_id not in found]
    if gone:
        raise NamedUnitGone(n=len(gone), place=gone[0])


def _head(vote: OwnersVote, no: int, units: Sequence[Unit]) -> RollHead:
    head_id = new_id()
    return RollHead(
        id=head_id, vote=vote, scope_id=vote.scope_id, no=no, area=sum(unit.area or 0 for unit in units),
        link_digest=link_digest(head_id),
    )  # fmt: skip


def _give_aliases(heads: list[RollHead]) -> None:
    """Random names for the published file; they say nothing about place or order."""
    taken: set[str] = set()
    for head in heads:
        while (alias := place_code()) in taken:
            pass
        taken.add(alias)
        head.alias = alias


def _unit(head: RollHead, unit: Unit) -> RollUnit:
    return RollUnit(
        vote_id=head.vote_id, head=head, scope_id=head.scope_id, place_id=unit.place_id, label=unit.label,
        building=unit.building, area=unit.area or 0, area_source=unit.source, use=unit.use.value,
    )  # fmt: skip


def _people(head: RollHead, units: Sequence[Unit]) -> Iterable[RollOwner]:
    """The owners of the first unit: those of the others are the same people."""
    for title in units[0].owners:
        yield RollOwner(
            head=head,
            scope_id=head.scope_id,
            owner_id=title.owner_id,
            name=title.owner.name,
            share=title.share,
        )


def digest_of_vote(vote: OwnersVote, pack_digest: str) -> str:
    """SHA-256 (hex) of everything that is frozen at the opening, a JSON list in each line.

    The verifier builds the same text by itself (docs/reference/chain.md).
    """
    heads = RollHead.objects.filter(vote=vote).order_by("no").values_list("no", "alias", "area")
    units = RollUnit.objects.filter(vote=vote).order_by("head__no", "place_id")
    people = RollOwner.objects.filter(head__vote=vote).order_by("head__no", "owner_id")
    lines = [
        _line(
            "vote", vote.code, vote.title, vote.words, vote.called_by, vote.mode, vote.silence, vote.clause,
            vote.repeated, vote.most_proxies, vote.opens_on.isoformat(), int(vote.closes_at.timestamp()),
            pack_digest,
        ),
        *(_line("question", q.no, q.matter, q.text, q.letters) for q in vote.questions.order_by("no")),
        *(_line("head", *row) for row in heads),
        *(_line("unit", *row) for row in units.values_list(*_UNIT)),
        *(_line("owner", no, str(owner), *rest) for no, owner, *rest in people.values_list(*_OWNER)),
    ]  # fmt: skip
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


_UNIT = ("head__no", "place_id", "label", "building", "area", "area_source", "use")
_OWNER = ("head__no", "owner_id", "name", "share")


def _line(*parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
