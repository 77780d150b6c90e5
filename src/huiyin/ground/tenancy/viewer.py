"""The viewer: on whose behalf a read or an act happens, and in which scopes each permission holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from huiyin.ground.refusals import NotThere

EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks. `grants` maps a permission to the scope ids (descendants included) where it holds.

    `around` are scopes whose public register (places, organisations) may be read, nothing else.
    `case_id` is set for a requester who came with the link of one case. `role` is the first role held, for
    the frame of pages; nothing is decided by it.
    """

    kind: str
    id: str = ""
    label: str = ""
    role: str = ""
    grants: Mapping[str, frozenset[int]] = field(default_factory=dict)
    around: frozenset[int] = frozenset()
    case_id: UUID | None = None
    person_id: int | None = None
    account_id: int | None = None
    organisation_ids: frozenset[int] = frozenset()
    place_ids: frozenset[int] = frozenset()
    everywhere: bool = False

    @property
    def actor(self) -> str:
        """The name under which the timeline knows this viewer, e.g. "account:17"."""
        return f"{self.kind}:{self.id}" if self.id else self.kind

    @property
    def scopes(self) -> frozenset[int]:
        """Every scope in which the viewer holds any permission."""
        return frozenset().union(*self.grants.values()) if self.grants else frozenset()

    def may(self, permission: str, scope_id: int | None = None) -> bool:
        """Whether the permission holds in the scope (anywhere, when no scope is given)."""
        if self.everywhere:
            return True
        held = self.grants.get(permission, frozenset())
        return bool(held) if scope_id is None else scope_id in held

    def must(self, permission: str, scope_id: int | None = None) -> None:
        """Like `may`, but a no looks like a thing that is not there."""
        if not self.may(permission, scope_id):
            raise NotThere


SYSTEM = Viewer(kind="system", everywhere=True)
"""The program itself: the worker, timers, imports started from the command line."""


def guest(around: Iterable[int] = ()) -> Viewer:
    """Somebody who has not signed in; `around` are the scopes of the place they stand at."""
    return Viewer(kind="guest", around=frozenset(around))


def requester(case_id: UUID, around: Iterable[int]) -> Viewer:
    """The person behind one case, known by its link or query code."""
    return Viewer(kind="requester", id=str(case_id), around=frozenset(around), case_id=case_id)
