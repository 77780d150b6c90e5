"""Post a use for the days of the rules, take objections and answer them, declare the posting over."""

from huiyin.ground.clock import now, today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .asking import must_have_passed
from .models import FundObjection, FundUse
from .packs import pack_of, posted_until
from .quoting import chosen_of
from .record import lock_use, must_be, step, units_of_record, write
from .refusals import ObjectingOver, ObjectionHolds, ObjectionsWait, PostingDays, UseWordsMissing
from .words import Path, UseState, Verb


def post_use(*, use_id: int, by: Viewer) -> FundUse:
    """Post what, why, which homes, at what price, divided how.

    Of an ordinary use only what the owners agreed to is posted; an emergency with its chosen quotation.
    Raises NotThere, UseNotNow, NotChosen, QuotationsMissing, and as `must_have_passed`.
    """
    use = lock_use(use_id, by)
    must_be(use, UseState.VOTING if use.path == Path.ORDINARY else UseState.URGENT)
    amount = chosen_of(use).amount_fen
    if use.path == Path.ORDINARY:
        must_have_passed(use)
        amount = use.approved_fen
    at = now()
    until = posted_until(use.scope_id, pack_of(use.pack_id).posting, at)
    step(
        use=use, verb=Verb.POSTED, by=by,
        data={
            "until": until.isoformat(), "approved": amount, "homes": use.homes, "area": use.area,
            "units": units_of_record(use),
        },
        posted_at=at, post_until=until, approved_fen=amount,
    )  # fmt: skip
    return use


def object_to(*, use_id: int, name: str, text: str, by: Viewer) -> FundObjection:
    """Enter what somebody objects to, while it is posted.

    Raises NotThere, UseNotNow, UseWordsMissing, ObjectingOver.
    """
    use = lock_use(use_id, by)
    must_be(use, UseState.POSTED)
    if not (name.strip() and text.strip()):
        raise UseWordsMissing
    if use.post_until is not None and today() > use.post_until:
        raise ObjectingOver(day=use.post_until)
    made = FundObjection.objects.create(
        use=use, scope_id=use.scope_id, name=name.strip()[:80], text=text.strip()[:2000], made_by=by.actor,
        made_at=now(),
    )  # fmt: skip
    write(use=use, verb=Verb.OBJECTED, by=by, no=made.pk)
    return made


def answer_objection(
    *, use_id: int, objection_id: int, answer: str, upheld: bool, by: Viewer
) -> FundObjection:
    """Answer an objection, once. Raises NotThere, UseNotNow, UseWordsMissing."""
    use = lock_use(use_id, by)
    must_be(use, UseState.POSTED)
    if not answer.strip():
        raise UseWordsMissing
    found = use.objections.filter(pk=objection_id, answered_at=None).first()
    if found is None:
        raise NotThere
    found.answer, found.upheld = answer.strip()[:2000], upheld
    found.answered_at, found.answered_by = now(), by.actor
    found.save(update_fields=["answer", "upheld", "answered_at", "answered_by"])
    write(use=use, verb=Verb.ANSWERED, by=by, no=found.pk, upheld=upheld)
    return found


def clear_posting(*, use_id: int, by: Viewer) -> FundUse:
    """The days are over and every objection is answered: from now on it is paid.

    Raises NotThere, UseNotNow, PostingDays, ObjectionsWait, ObjectionHolds.
    """
    use = lock_use(use_id, by)
    must_be(use, UseState.POSTED)
    if use.post_until is not None and today() <= use.post_until:
        raise PostingDays(day=use.post_until)
    if waiting := use.objections.filter(answered_at=None).count():
        raise ObjectionsWait(n=waiting)
    if use.objections.filter(upheld=True).exists():
        raise ObjectionHolds
    step(use=use, verb=Verb.CLEARED, by=by)
    return use
