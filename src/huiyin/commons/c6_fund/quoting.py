"""Quotations: what organisations would do it for, and which one is chosen, why. Money in fen."""

from huiyin.commons.c4_works.paying import MOST_FEN
from huiyin.commons.c4_works.working import unit_around
from huiyin.ground.clock import now
from huiyin.ground.files.images import CleanImage
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .models import FundUse, Quotation, QuotationScan
from .packs import pack_of
from .record import lock_use, must_be, units_of_record, write
from .refusals import NotChosen, QuotationsMissing, QuotedAlready, ScanThere, SumWrong, UseWordsMissing
from .scoping import divide
from .words import UseState, Verb

OPEN = (UseState.DRAFT, UseState.URGENT)


def add_quotation(
    *, use_id: int, organisation_id: int, amount_fen: int, words: str, by: Viewer
) -> Quotation:  # fmt: skip
    """Enter what an organisation asks for. Raises NotThere, UseNotNow, SumWrong, QuotedAlready."""
    use = lock_use(use_id, by)
    must_be(use, *OPEN)
    organisation = unit_around(organisation_id, use.scope_id)
    if not 0 < amount_fen <= MOST_FEN:
        raise SumWrong
    if use.quotations.filter(organisation=organisation).exists():
        raise QuotedAlready
    made = Quotation.objects.create(
        use=use, scope_id=use.scope_id, no=use.quotations.count() + 1, organisation=organisation,
        amount_fen=amount_fen, words=words.strip()[:500],
    )  # fmt: skip
    write(use=use, verb=Verb.QUOTED, by=by, no=made.no, organisation=organisation.pk, amount=amount_fen)
    return made


def add_scan(*, use_id: int, no: int, picture: CleanImage, by: Viewer) -> QuotationScan:
    """Add the picture of a quotation's paper, once. Raises NotThere, UseNotNow, ScanThere."""
    use = lock_use(use_id, by)
    must_be(use, *OPEN)
    found = use.quotations.filter(no=no).first()
    if found is None:
        raise NotThere
    if QuotationScan.objects.filter(quotation=found).exists():
        raise ScanThere
    made = QuotationScan.objects.create(
        quotation=found, scope_id=use.scope_id, body=picture.data, sha256=picture.sha256, added_by=by.actor,
        added_at=now(),
    )  # fmt: skip
    write(use=use, verb=Verb.SCANNED, by=by, no=no, sha256=made.sha256)
    return made


def choose_quotation(*, use_id: int, no: int, why: str, by: Viewer) -> Quotation:
    """Choose one, with the reason everybody reads; its amount is divided among the homes by area.

    Raises NotThere, UseNotNow, UseWordsMissing, QuotationsMissing.
    """
    use = lock_use(use_id, by)
    must_be(use, *OPEN)
    found = use.quotations.filter(no=no).first()
    if found is None:
        raise NotThere
    if not why.strip():
        raise UseWordsMissing
    _must_be_enough(use, found.amount_fen)
    use.quotations.filter(chosen=True).update(chosen=False, chosen_why="")
    found.chosen, found.chosen_why = True, why.strip()[:300]
    found.save(update_fields=["chosen", "chosen_why"])
    divide(use)
    write(
        use=use, verb=Verb.CHOSE, by=by, no=no, amount=found.amount_fen, why=found.chosen_why,
        units=units_of_record(use),
    )  # fmt: skip
    return found


def chosen_of(use: FundUse) -> Quotation:
    """The chosen quotation, still with enough others beside it. Raises NotChosen, QuotationsMissing."""
    found = use.quotations.select_related("organisation").filter(chosen=True).first()
    if found is None:
        raise NotChosen
    _must_be_enough(use, found.amount_fen)
    return found


def _must_be_enough(use: FundUse, amount_fen: int) -> None:
    needed, there = pack_of(use.pack_id).quotations.needed(amount_fen), use.quotations.count()
    if there < needed:
        raise QuotationsMissing(needed=needed, there=there)
