"""Enter owners and their titles, and what a unit measures. Every act is in the history with its actor."""

import re
from datetime import date
from fractions import Fraction

from django.db import IntegrityError, transaction

from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.recording import recorded
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Home, Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.words import UnitUse

from .models import Owner, Ownership
from .reads import owners_by_phone, shares_of
from .refusals import NoUnit, OwnerUnnamed, SharesTooMany, ShareUnread, TitleKnown
from .words import AreaSource, OwnerKind

WHOLE = Fraction(1)
_SHARE = re.compile(r"(\d{1,6})\s*/\s*(\d{1,6})")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*%")
_WORDS = frozenset({"", "1", "单独所有", "全部", "独有", "100%"})


def read_share(text: str) -> Fraction:
    """A share as people write it: "1/2", "50%", nothing for the whole. Raises ShareUnread."""
    said = text.strip().replace("／", "/").replace("％", "%")
    if said in _WORDS:
        return WHOLE
    share = None
    if (found := _SHARE.fullmatch(said)) and int(found[2]):
        share = Fraction(int(found[1]), int(found[2]))
    elif found := _PERCENT.fullmatch(said):
        share = Fraction(found[1]) / 100
    if share is None or not 0 < share <= 1:
        raise ShareUnread(value=text)
    return share


def seal_owner_phone(owner: Owner, phone: str) -> Owner:
    """Put a (normalised) number on an owner that is not saved yet; "" takes it away."""
    owner.phone_sealed = crypto.seal(phone, aad=owner.phone_aad) if phone else b""
    owner.phone_index = crypto.blind_index("phone", phone) if phone else b""
    owner.tail_index = crypto.blind_index("tail", phone[-4:]) if phone else b""
    return owner


@recorded
def enter_owner(
    *, place: Place, name: str, by: Viewer, phone: str = "", share: Fraction = WHOLE,
    kind: OwnerKind = OwnerKind.PERSON, mark: str = "", since: date | None = None,
) -> Ownership:  # fmt: skip
    """Enter who owns a unit, or a share of it. The same name with the same telephone or mark is one owner.

    Raises NotThere, NoUnit, OwnerUnnamed, TitleKnown, SharesTooMany.
    """
    by.must(Permission.REGISTER_WRITE, place.scope_id)
    if place.kind != PlaceKind.HOME:
        raise NoUnit
    if not name.strip():
        raise OwnerUnnamed
    Place.objects.select_for_update(no_key=True).get(pk=place.pk)  # two entries at once add up
    owner = _same(place.scope_id, name.strip(), phone, mark.strip(), kind)
    if owner is None:
        owner = Owner(scope_id=place.scope_id, kind=kind, name=name.strip()[:80], mark=mark.strip()[:40])
        seal_owner_phone(owner, phone).save(force_insert=True)
    elif phone and not bytes(owner.phone_index):
        seal_owner_phone(owner, phone).save(update_fields=["phone_sealed", "phone_index", "tail_index"])
    if shares_of(Ownership.objects.filter(place=place, until=None).exclude(owner=owner)) + share > WHOLE:
        raise SharesTooMany
    try:
        with transaction.atomic():
            return Ownership.objects.create(
                owner=owner, place=place, scope_id=place.scope_id, share_num=share.numerator,
                share_den=share.denominator, since=since or now().astimezone().date(),
            )  # fmt: skip
    except IntegrityError:
        raise TitleKnown from None


def _same(scope_id: int, name: str, phone: str, mark: str, kind: OwnerKind) -> Owner | None:
    """Companies and developers are one by their name, people only with a telephone or a mark."""
    named = Owner.objects.filter(scope_id=scope_id, name=name).order_by("pk")
    if mark:
        return named.filter(mark=mark).first()
    if kind != OwnerKind.PERSON:
        return named.exclude(kind=OwnerKind.PERSON).first()
    return owners_by_phone(scope_id, phone).filter(name=name).first() if phone else None


@recorded
def end_title(*, title: Ownership, by: Viewer, reason: str, on: date | None = None) -> Ownership:  # noqa: ARG001 - `recorded` takes it
    """A title ends: the unit was sold. Repeating changes nothing. Raises NotThere."""
    by.must(Permission.REGISTER_WRITE, title.scope_id)
    if title.until is None:
        title.until = on or now().astimezone().date()
        title.save(update_fields=["until"])
    return title


@recorded
def measure_unit(
    *, place: Place, area: int | None, source: AreaSource | str, use: UnitUse, by: Viewer
) -> Home:
    """What a unit measures (hundredths of a square metre), where that is from, and what it is used as.

    Raises NotThere, NoUnit.
    """
    by.must(Permission.REGISTER_WRITE, place.scope_id)
    if place.kind != PlaceKind.HOME:
        raise NoUnit
    home, _made = Home.objects.update_or_create(
        place=place,
        defaults={"scope_id": place.scope_id, "area": area, "area_source": source, "use": use.value},
    )
    return home
