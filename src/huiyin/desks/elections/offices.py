"""The papers of an election as .docx in the form of official documents, from what the printed ones say.

Ballots are printed only: every one has to be like every other, and a file can be changed.
"""

from collections.abc import Iterator

from huiyin.channels.documents.paper import Grid, Paper, Part
from huiyin.commons.c2_voices.models import Election

from .sheets import SHEETS, Data

_PRINTED_ONLY = frozenset({"ballots"})
_WIDTHS = {"roll": (1, 3, 4), "tally": (3, 2, 2, 2), "report": (1, 4, 2, 4)}


def forms_of(sheet: str) -> tuple[str, ...]:
    """As which kinds of file a sheet is made."""
    return ("pdf",) if sheet in _PRINTED_ONLY else ("pdf", "docx")


def paper_of(election: Election, sheet: str) -> Paper:
    """One kind of sheet, with whoever calls the election and the day below."""
    told = SHEETS[sheet](election)
    parts = list(_parts(sheet, told))
    about = f"{told['body']} · {told['subject']}"
    return Paper(
        told["title"], about, parts, signed=f"{told['called_by']} {told['seal']}", date=told["date"],
        code=told["code"],
    )  # fmt: skip


def _parts(sheet: str, told: Data) -> Iterator[Part]:
    if "intro" in told:
        yield Part(lines=[told["intro"], *told["names"]])
    if "sums" in told:
        yield Part(grid=Grid(("", ""), told["sums"]))
    if "rows" in told:
        yield Part(grid=Grid(told["columns"], told["rows"], _WIDTHS[sheet]))
    if "steps" in told:
        yield Part(grid=Grid(told["step_columns"], told["steps"], _WIDTHS[sheet]))
    for one in told.get("rounds", ()):
        grid = Grid(told["columns"], one["rows"], _WIDTHS["tally"]) if one["rows"] else None
        yield Part(one["title"], [line for line in (one["sums"], one["words"]) if line], grid)
    if told["end"]:
        yield Part(lines=[told["end"]])
    if "signs" in told:
        yield Part(lines=[f"{one}：____________" for one in told["signs"]])
