"""What a building head sees of the own building: a constant number of queries, never a resident's phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huiyin.casework.casefile.ledger import replayed
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import ClockView, cases_of, view_of
from huiyin.casework.casefile.words import OPEN, PUBLIC, RESTING, PublicState, State
from huiyin.desks.public.standing import Help, help_at
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.reads import serving
from huiyin.registers.people.models import Post
from huiyin.registers.people.reads import named_for
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import chain_up
from huiyin.registers.places.words import PlaceKind

MOST_OPEN, MOST_FILED = 60, 20
COMPANY = "物"
"""The duty under which a property company stands in the category list."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A case as neighbours may know it: words, plain state, the next promise, the answer."""

    case: Case
    state: PublicState
    clock: ClockView | None

    @property
    def place(self) -> str:
        """Where it is, as people say it."""
        return self.case.place.label if self.case.place else self.case.place_text


def building_cases(viewer: Viewer, now: datetime) -> list[Entry]:
    """The open, public cases of the building; the oldest first, because it has waited longest."""
    rows = cases_of(viewer).filter(place_id__in=viewer.place_ids, private=False, state__in=(*OPEN, *RESTING))
    return _entries(rows.order_by("received_at")[:MOST_OPEN], now)


def filed_cases(viewer: Viewer, now: datetime) -> list[Entry]:
    """What this person filed for neighbours, the newest first."""
    return _entries(
        cases_of(viewer).filter(entered_by=viewer.actor).order_by("-received_at")[:MOST_FILED], now
    )


def entry_of(case: Case, now: datetime) -> Entry:
    """One case with its plain state and the promise that ends next."""
    running = [clock for clock in case.clocks.all() if clock.stopped_at is None]
    views = [view_of(clock, replayed(clock, case, now), now) for clock in running]
    promised = [view for view in views if view.promise]
    return Entry(
        case, PUBLIC[State(case.state)], min(promised, key=lambda view: view.target_at, default=None)
    )


def buildings(viewer: Viewer) -> list[Place]:
    """The tops of what the viewer looks after: a building, or some entrances of one."""
    own = Place.objects.filter(pk__in=viewer.place_ids, closed_at=None)
    return list(own.exclude(parent_id__in=viewer.place_ids).order_by("order", "pk"))


def places(viewer: Viewer) -> Sequence[Place]:
    """Every place a matter can be at: the building, its entrances, its homes, in the order of a walk."""
    rows = Place.objects.filter(pk__in=viewer.place_ids, closed_at=None)
    depth = {PlaceKind.BUILDING: 0, PlaceKind.ENTRANCE: 1}
    return sorted(rows, key=lambda place: (depth.get(PlaceKind(place.kind), 2), place.order, place.pk))


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Whom to call: named people of the building and the estate, the company's desk, the community's desk."""

    people: tuple[Post, ...]
    company: str
    company_phone: str
    help: Help


def neighbourhood(viewer: Viewer, building: Place | None) -> Neighbourhood | None:
    """The people around a building; oneself is left out."""
    if building is None:
        return None
    path = scope_tree().up(building.scope_id)
    posts = named_for([place.pk for place in chain_up(building)])
    people = tuple(post for post in posts if post.shown_phone and post.person_id != viewer.person_id)
    company = serving(duty=COMPANY, scope_path=path)
    name, phone = (company.name, company.phone) if company else ("", "")
    return Neighbourhood(people, name, phone, help_at(path))


def _entries(rows: QuerySet[Case], now: datetime) -> list[Entry]:
    return [entry_of(case, now) for case in rows.select_related("place").prefetch_related("clocks__entries")]
