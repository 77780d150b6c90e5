"""附议: "we have this too". Everybody gets an own thread and the own word; households count once."""

from dataclasses import dataclass
from uuid import UUID

from huiyin.casework.casefile.acts import lock_case
from huiyin.casework.casefile.models import Case
from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s1_intake.request import Outcome, Receipt, Request
from huiyin.ground import crypto
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind

from .linked import joint_of, top_of
from .merging import TAKES, tie
from .models import LinkKind
from .refusals import AlreadyCounted, NotJoinable


@dataclass(frozen=True, slots=True)
class Supported:
    """The supporter's own receipt; `joined` is False for a danger, which is handled as a case of its own."""

    receipt: Receipt
    joined: bool


def support(*, main_id: UUID, request: Request, by: Viewer, key: str, digest: bytes) -> Supported:
    """Take a request in and tie it to the matter it repeats. The same key again gives the same receipt.

    A guest may support what is not private in the same estate; staff where they may file. Raises
    AlreadyCounted (the same telephone or home), NotJoinable, NotThere, and what `take_in` raises.
    """
    with seen_as(SYSTEM):
        main = _supported(main_id, request, by)
        receipt = take_in(request=request, by=by, key=key, digest=digest)
        if receipt.outcome is not Outcome.ACCEPTED:
            return Supported(receipt, joined=True)
        main, case = lock_case(main.pk), lock_case(receipt.case_id)
        _once(main, request)
        if case.danger:
            return Supported(receipt, joined=False)
        sorts = by.may(Permission.CASE_TRIAGE, case.scope_id)
        tie(case=case, main=main, kind=LinkKind.SUPPORT, by=by if sorts else SYSTEM)
    return Supported(receipt, joined=True)


def _supported(main_id: UUID, request: Request, by: Viewer) -> Case:
    """The matter, if this viewer may support it. Not locked yet: the request is taken in first."""
    main = Case.objects.filter(pk=top_of(main_id)).first()
    if main is None:
        raise NotThere
    if by.kind == "guest":
        if main.private or main.scope_id not in scope_tree().up(request.scope_id):
            raise NotThere
    else:
        by.must(Permission.CASE_FILE, main.scope_id)
    if main.state not in TAKES:
        raise NotJoinable(number=main.number, state=main.get_state_display())
    return main


def _once(main: Case, request: Request) -> None:
    """Refuse who stands behind the matter already, by telephone, or by home where there is none."""
    group = joint_of(main.pk)
    known = group.members if group else (_member(main),)
    phone = crypto.blind_index("phone", request.phone) if request.phone else b""
    home = request.place_id if _is_home(request.place_id) else None
    if (phone and phone in {theirs for _home, theirs in known}) or (
        not phone and home is not None and home in {theirs for theirs, _phone in known}
    ):
        raise AlreadyCounted


def _member(main: Case) -> tuple[int | None, bytes]:
    return main.place_id if _is_home(main.place_id) else None, bytes(main.requester.phone_index)


def _is_home(place_id: int | None) -> bool:
    return place_id is not None and Place.objects.filter(pk=place_id, kind=PlaceKind.HOME).exists()
