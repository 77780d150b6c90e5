"""Which cases are handled together, as staff and as the requester may know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from huiyin.casework.casefile.models import Attachment, Case
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import State
from huiyin.ground.gathering import once_a_page
from huiyin.ground.tenancy.viewer import Viewer

from .households import Households, Member, count_households
from .models import Link, LinkKind

JOINING = (LinkKind.MERGED, LinkKind.SUPPORT)
STANDING = Q(undone_at=None, left_at=None)


@dataclass(frozen=True, slots=True)
class Joint:
    """A group of cases handled as one: where its main case stands, and who shares it."""

    main_id: UUID
    state: State
    next_due_at: datetime | None
    cases: int
    members: tuple[Member, ...]

    @property
    def households(self) -> Households:
        """Distinct households behind it."""
        return count_households(self.members)


def joint_of(case_id: UUID) -> Joint | None:
    """The group a case belongs to; None when it stands alone. Also for its requester. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, is_main, state, next_due_at, home_id, phone_index FROM triage_joint(%s)",
            [case_id],
        )
        rows = cursor.fetchall()
    main = next((row for row in rows if row[1]), None)
    if main is None or len(rows) == 1:
        return None
    members = tuple((home, bytes(phone or b"")) for *_rest, home, phone in rows)
    return Joint(main[0], State(main[2]), main[3], len(rows), members)


@once_a_page
def standing_link(case_id: UUID) -> Link | None:
    """The link by which a case is joined to another."""
    return Link.objects.filter(STANDING, case_id=case_id, kind__in=JOINING).first()


def joined_to(case_id: UUID) -> QuerySet[Link]:
    """The links of the cases joined to this one, the oldest first."""
    links = Link.objects.filter(STANDING, main_id=case_id, kind__in=JOINING)
    return links.select_related("case__place").order_by("made_at", "pk")


def top_of(case_id: UUID) -> UUID:
    """The case at the top of the chain of joined cases; itself when it is joined to none."""
    seen = {case_id}
    while (link := standing_link(case_id)) is not None and link.main_id not in seen:
        case_id = link.main_id
        seen.add(case_id)
    return case_id


@dataclass(frozen=True, slots=True)
class Joined:
    """A joined case as the page of its main case shows it; without words and link to who may not see it."""

    link: Link
    seen: bool


def joined_shown(viewer: Viewer, links: Sequence[Link]) -> list[Joined]:
    """What a viewer of the main case sees of the joined ones, given their links. One query at most."""
    if not links:
        return []
    mine = cases_of(viewer).filter(pk__in=[link.case_id for link in links]).values_list("pk", flat=True)
    seen = set(mine)
    return [Joined(link, link.case_id in seen) for link in links]


def history_of(case: Case) -> Sequence[Link]:
    """Every link a case ever had, the newest first, undone ones included."""
    links = Link.objects.filter(Q(case=case) | Q(main=case)).select_related("case__place", "main")
    return list(links.order_by("-made_at", "-pk"))


def files_of(case: Case) -> QuerySet[Attachment]:
    """The files of a case without their bytes: its own, and those another case shares with it."""
    found = Attachment.objects.filter(Q(case=case) | Q(shared_with__case=case))
    return found.defer("body").order_by("added_at", "pk").distinct()
