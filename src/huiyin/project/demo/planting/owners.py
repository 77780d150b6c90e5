"""Owners of two estates, all invented: couples with halves, some with three homes, a developer."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import cycle, product

from huiyin.registers.owners.acts import seal_owner_phone
from huiyin.registers.owners.models import Owner, Ownership
from huiyin.registers.owners.words import OwnerKind
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind

from .ground_plan import GroundPlan

ESTATES = ("xiangcheng", "qingyin")
FAMILIES = "温祝钟裴谢邵柯闻段尹傅樊甄褚宁成蔺辛管翟滕"
GIVEN = (
    "澄心",
    "知微",
    "安澜",
    "景和",
    "抱朴",
    "初霁",
    "允恭",
    "载阳",
    "望岫",
    "听松",
    "含章",
    "若谷",
    "允执",
    "止水",
)
COUPLES, THREE, UNSOLD = 9, 40, 6
"""Every ninth home belongs to a couple, some owners have three; six of the first estate are unsold."""
BATCH = 1000


def plant_owners(plan: GroundPlan) -> None:
    """Owners with telephones nobody has been given."""
    names = cycle(f"{family}{given}" for given, family in product(GIVEN, FAMILIES))
    phones = (f"1700002{number:04d}" for number in range(10_000))
    owners: list[Owner] = []
    titles: list[Ownership] = []
    for key in ESTATES:
        for home, held in _titles(plan, key, names, phones):
            for owner, share in held:
                if owner not in owners[-3:]:
                    owners.append(owner)
                titles.append(_title(plan, home, owner, share))
    known = {owner.pk: owner for owner in owners}
    Owner.objects.bulk_create(known.values(), batch_size=BATCH)
    Ownership.objects.bulk_create(titles, batch_size=BATCH)


Held = list[tuple[Owner, Fraction]]


def _titles(
    plan: GroundPlan, key: str, names: Iterator[str], phones: Iterator[str]
) -> Iterator[tuple[Place, Held]]:
    scope = plan.scopes[key]
    homes = Place.objects.filter(scope=scope, kind=PlaceKind.HOME).order_by("pk")
    developer = Owner(scope=scope, kind=OwnerKind.DEVELOPER, name="象城置业（示例）有限公司")
    before: Owner | None = None
    for number, home in enumerate(homes):
        if key == ESTATES[0] and number < UNSOLD:
            yield home, [(developer, Fraction(1))]
            continue
        again = before is not None and number % THREE in (1, 2)
        owner = before if before is not None and again else _owner(scope.pk, next(names), next(phones))
        before = owner
        if not again and number % COUPLES == 0:
            half = Fraction(1, 2)
            yield home, [(owner, half), (_owner(scope.pk, next(names), next(phones)), half)]
        else:
            yield home, [(owner, Fraction(1))]


def _owner(scope_id: int, name: str, phone: str) -> Owner:
    return seal_owner_phone(Owner(scope_id=scope_id, name=name), phone)


def _title(plan: GroundPlan, home: Place, owner: Owner, share: Fraction) -> Ownership:
    return Ownership(
        owner=owner, place=home, scope_id=home.scope_id, share_num=share.numerator,
        share_den=share.denominator,
        since=plan.months_ago(60),
    )  # fmt: skip
