"""Load packs, and let a scope follow one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from huiyin.ground import clock
from huiyin.ground.recording import recorded
from huiyin.ground.tenancy.models import Scope
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .files import read_packs
from .models import RulePack, ScopePack
from .pack import Pack
from .reads import forget_packs
from .refusals import AdoptionClash, PackChanged, PackKindMixed, PackNotInForce
from .words import PackKind

# A pack's days are Chinese days, wherever the server stands.
_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: keys of the packs that were new, and of those that were there already."""

    added: tuple[str, ...]
    kept: tuple[str, ...]


def load_packs(packs: Iterable[Pack] | None = None) -> Loaded:
    """Bring packs (by default the shipped ones) into the database; safe to repeat, and to run twice at once.

    Raises PackError for a pack that cannot be read and PackChanged for other content under a known version.
    """
    wanted = list(read_packs() if packs is None else packs)
    with transaction.atomic():
        before = _digests()
        _insert([pack for pack in wanted if _identity(pack) not in before])
        after = _digests()
        for pack in wanted:
            if after[_identity(pack)] != pack.digest:
                raise PackChanged(pack=pack.header.key)
    forget_packs()
    added = tuple(pack.header.key for pack in wanted if _identity(pack) not in before)
    return Loaded(added, tuple(pack.header.key for pack in wanted if pack.header.key not in added))


def adopt(*, scope: Scope, kind: PackKind, pack: RulePack | None, since: datetime) -> ScopePack:
    """Let a scope follow a pack from a moment on; without one it inherits again. Repeating changes nothing.

    Raises PackKindMixed, PackNotInForce (outside the pack's period) and AdoptionClash.
    """
    if pack is not None:
        _must_hold(pack, kind, since)
    try:
        with transaction.atomic():
            row, _made = ScopePack.objects.get_or_create(
                scope=scope, kind=kind.value, since=since, defaults={"pack": pack}
            )
    except IntegrityError:
        raise AdoptionClash from None
    if row.pack_id != (pack.pk if pack else None):
        raise AdoptionClash
    forget_packs()
    transaction.on_commit(forget_packs)
    return row


@recorded
def follow(*, scope_id: int, kind: PackKind, pack: RulePack | None, by: Viewer) -> ScopePack:
    """A steward's choice, from this moment on. Raises NotThere and what `adopt` raises."""
    by.must(Permission.REGISTER_WRITE, scope_id)
    return adopt(scope=Scope.objects.get(pk=scope_id), kind=kind, pack=pack, since=clock.now())


def _must_hold(pack: RulePack, kind: PackKind, since: datetime) -> None:
    day = since.astimezone(_ZONE).date()
    if pack.kind != kind.value:
        raise PackKindMixed(pack=str(pack))
    if day < pack.effective_from or (pack.effective_to is not None and day > pack.effective_to):
        raise PackNotInForce(pack=str(pack), day=day.isoformat())


def _identity(pack: Pack) -> tuple[str, str, str]:
    return pack.header.kind.value, pack.header.name, pack.header.version


def _digests() -> dict[tuple[str, str, str], str]:
    rows = RulePack.objects.values_list("kind", "name", "version", "digest")
    return {(kind, name, version): digest for kind, name, version, digest in rows}


def _insert(packs: list[Pack]) -> None:
    if not packs:
        return
    at = clock.now()
    # Another process may load at the same moment: the first wins, and the digests are compared afterwards.
    RulePack.objects.bulk_create([_row(pack, at) for pack in packs], ignore_conflicts=True)


def _row(pack: Pack, at: datetime) -> RulePack:
    header = pack.header
    return RulePack(
        kind=header.kind.value,
        name=header.name,
        version=header.version,
        effective_from=header.effective_from,
        effective_to=header.effective_to,
        content=pack.content,
        digest=pack.digest,
        loaded_at=at,
    )
