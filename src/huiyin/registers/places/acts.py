"""Keep the place tree and its printed codes. Every act is in the history with its actor and reason."""

import re

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, Max, OuterRef, QuerySet, Value
from django.db.models.functions import Concat, Length, Substr

from huiyin.ground.clock import now
from huiyin.ground.ids import place_code
from huiyin.ground.recording import recorded
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.acts import plant_scope
from huiyin.ground.tenancy.models import Scope
from huiyin.ground.tenancy.tree import forget_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.words import Permission

from .models import Place, QrCode
from .reads import under
from .refusals import CodeLives, KeptOpen, Misplaced, NamesTooLong, NameTaken, PlaceClosed
from .words import CHILDREN, CODED, SCOPED, PlaceKind

LONGEST_LABEL, LONGEST_SHORT = 160, 40
"""Characters the register holds (models.py)."""


@recorded
def add_place(*, parent: Place, kind: PlaceKind, name: str, by: Viewer, short: str = "") -> Place:
    """Add a place under another; a community or an estate becomes a scope of its own.

    Raises NotThere, Misplaced, PlaceClosed, NameTaken, NamesTooLong.
    """
    by.must(Permission.REGISTER_WRITE, parent.scope_id)
    if kind not in CHILDREN.get(PlaceKind(parent.kind), ()):
        raise Misplaced
    if parent.closed_at is not None:
        raise PlaceClosed
    name = name.strip()
    if Place.objects.filter(parent=parent, kind=kind, name=name).exists():
        raise NameTaken
    if len(label_of(parent, kind, name)) > LONGEST_LABEL:
        raise NamesTooLong(limit=LONGEST_LABEL)
    scope = parent.scope
    if kind in SCOPED:
        scope = plant_scope(name=name, kind=kind, parent=parent.scope)
    with seen_as(SYSTEM):  # a new scope is not among the viewer's yet
        return _create(parent=parent, scope=scope, kind=kind, name=name, short=short)


def _create(*, parent: Place, scope: Scope, kind: PlaceKind, name: str, short: str) -> Place:
    place = Place(
        scope=scope,
        parent=parent,
        kind=kind,
        name=name,
        label=label_of(parent, kind, name),
        short=short.strip() or short_of(parent, kind, name),
        order=number_in(name),
    )
    try:
        with transaction.atomic():
            place.save(force_insert=True)
    except IntegrityError:
        raise NameTaken from None
    return place


def label_of(parent: Place, kind: PlaceKind, name: str) -> str:
    """How people say it in full: estates by their name alone, what lies in them with the estate in front."""
    return name if kind in (*SCOPED, PlaceKind.ZONE, PlaceKind.GRID) else f"{parent.label} {name}"


def short_of(parent: Place, kind: PlaceKind, name: str) -> str:
    """The spoken short form "3-2-501" from the numbers in the names; empty where there are none."""
    short, number = "", "".join(re.findall(r"\d+", name)[:1])
    if kind == PlaceKind.BUILDING:
        short = number
    elif kind in (PlaceKind.ENTRANCE, PlaceKind.HOME) and parent.short and number:
        short = f"{parent.short}-{number}"
    return short if len(short) <= LONGEST_SHORT else ""


def number_in(name: str) -> int:
    """By which number places of one kind are put in order."""
    found = re.findall(r"\d{1,6}", name)
    return int(found[0]) if found else 0


@recorded
def rename_place(*, place: Place, name: str, by: Viewer, short: str = "", reason: str = "") -> Place:  # noqa: ARG001 - `recorded` takes it
    """Give a place another name; everything inside is called after it.

    Raises NotThere, NameTaken, NamesTooLong.
    """
    by.must(Permission.REGISTER_WRITE, place.scope_id)
    name, before = name.strip(), place.label
    if Place.objects.filter(parent=place.parent_id, kind=place.kind, name=name).exclude(pk=place.pk).exists():
        raise NameTaken
    label = label_of(place.parent, PlaceKind(place.kind), name) if place.parent else name
    inside = Place.objects.filter(pk__in=under([place.pk]), label__startswith=f"{before} ")
    longest = inside.aggregate(n=Max(Length("label")))["n"] or len(before)
    if longest - len(before) + len(label) > LONGEST_LABEL:
        raise NamesTooLong(limit=LONGEST_LABEL)
    place.name, place.label, place.short = name, label, short.strip() or place.short
    place.save(update_fields=["name", "label", "short"])
    inside.exclude(pk=place.pk).update(
        label=Concat(Value(label), Substr(F("label"), Length(Value(before)) + 1))
    )
    if place.kind in SCOPED:
        Scope.objects.filter(pk=place.scope_id).update(name=name)
        forget_tree()
    return place


@recorded
def close_place(*, place: Place, by: Viewer, reason: str) -> int:
    """Close a place and everything inside, revoke the codes there; old cases keep it.

    Returns how many closed.

    Raises NotThere, KeptOpen (estates, communities and the sub-district).
    """
    by.must(Permission.REGISTER_WRITE, place.scope_id)
    if place.kind in SCOPED:
        raise KeptOpen
    inside, at = under([place.pk]), now()
    QrCode.objects.filter(place_id__in=inside, revoked_at=None).update(
        revoked_at=at, revoked_why=reason[:120]
    )
    return Place.objects.filter(pk__in=inside, closed_at=None).update(closed_at=at)


@recorded
def reopen_place(*, place: Place, by: Viewer) -> Place:
    """Take a closed place into use again (itself only; what lies inside is reopened one by one).

    Raises NotThere, PlaceClosed (what it lies in is closed).
    """
    by.must(Permission.REGISTER_WRITE, place.scope_id)
    if place.parent is not None and place.parent.closed_at is not None:
        raise PlaceClosed
    place.closed_at = None
    place.save(update_fields=["closed_at"])
    return place


@recorded
def make_code(*, place: Place, by: Viewer) -> QrCode:
    """A code for a door, a gate or a facility. Raises NotThere, Misplaced, PlaceClosed, CodeLives."""
    by.must(Permission.REGISTER_WRITE, place.scope_id)
    if place.kind not in CODED:
        raise Misplaced
    if place.closed_at is not None:
        raise PlaceClosed
    try:
        with transaction.atomic():
            return QrCode.objects.create(
                code=place_code(), scope_id=place.scope_id, place=place, made_at=now()
            )
    except IntegrityError:
        raise CodeLives from None


def without_code(place: Place) -> QuerySet[Place]:
    """The doors, gates and facilities at or inside a place that have no valid code yet."""
    live = QrCode.objects.filter(place=OuterRef("pk"), revoked_at=None)
    inside = Place.objects.filter(pk__in=under([place.pk]), kind__in=CODED, closed_at=None)
    return inside.filter(~Exists(live)).order_by("pk")


@recorded
def make_codes(*, place: Place, by: Viewer) -> int:
    """A code for each of them; how many were made. Repeating makes none. Raises NotThere."""
    by.must(Permission.REGISTER_WRITE, place.scope_id)
    at = now()
    bare = [one for one in without_code(place) if by.may(Permission.REGISTER_WRITE, one.scope_id)]
    rows = [QrCode(code=place_code(), scope_id=one.scope_id, place=one, made_at=at) for one in bare]
    return len(QrCode.objects.bulk_create(rows, batch_size=1000))


@recorded
def revoke_code(*, code: QrCode, by: Viewer, reason: str) -> QrCode:
    """Take a code out of use; whoever scans it is told so. Repeating changes nothing. Raises NotThere."""
    by.must(Permission.REGISTER_WRITE, code.scope_id)
    if code.revoked_at is None:
        code.revoked_at, code.revoked_why = now(), reason.strip()[:120]
        code.save(update_fields=["revoked_at", "revoked_why"])
    return code


def place_for(viewer: Viewer, place_id: int) -> Place:
    """A place of the viewer's register. Raises NotThere."""
    place = Place.objects.select_related("parent", "scope").filter(pk=place_id).first()
    if place is None or not viewer.may(Permission.REGISTER_READ, place.scope_id):
        raise NotThere
    return place
