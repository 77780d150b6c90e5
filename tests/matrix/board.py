"""A notice of every area of the matrix, on the board; and the writes about the board."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from huiyin.ground.clock import now, today
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.neighbours.board.models import Posting
from huiyin.registers.places.models import Place
from tests.matrix.preparing import proposed
from tests.matrix.row import Write, said

if TYPE_CHECKING:
    from tests.matrix.world import World

CLERK, NOBODY = "clerk", "nobody"


def new_posting(scope_id: int, code: str, state: str = "up") -> Posting:
    """A notice that stands there."""
    place = Place.objects.filter(scope_id=scope_id, closed_at=None).order_by("pk").first()
    return Posting.objects.create(
        scope_id=scope_id, place=place, code=code, kind="notice", title="停水", words="周三停水。",
        signed="社区", until=today() + timedelta(days=14), state=state, made_by="account:0", made_at=now(),
        up_at=None if state == "draft" else now(),
    )  # fmt: skip


def plant_posting(scope_id: int) -> dict[str, Any]:
    """The values of the addresses' parameters."""
    posting = new_posting(scope_id, f"B25{scope_id % 100:02}-AAAAA{scope_id % 10}")
    return {"posting_id": posting.pk, "posting_code": posting.code}


MISSING_POSTING = {"posting_code": "B0000-XXXXXX"}


def _draft(world: World) -> dict[str, Any]:
    """Another one of the own estate, still a draft."""
    with seen_as(SYSTEM):
        return {"posting_id": new_posting(world.town.estate.pk, "B2599-STANDX", "draft").pk}


def _told(world: World) -> dict[str, Any]:
    words = {"title": "停水", "words": "周三停水。", "signed": "社区", "until": today().isoformat()}
    return words | {"place": str(world.town.building.pk), "kind": "notice"}


BOARD: tuple[Write, ...] = (
    Write("board-new", CLERK, _told),
    Write("board-from-case", CLERK, said(), proposed),
    Write("board-change", CLERK, _told, _draft),
    Write("board-up", CLERK, said(), _draft),
    Write("board-down", CLERK, said(reason="改期")),
    Write("posting", NOBODY, said()),
)
