"""The meeting: a tally sheet is entered by one person and confirmed by another, with its photograph."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.commons.c2_voices.models import Election, ElectionSheet
from huiyin.ground.clock import now
from huiyin.ground.files.images import CleanImage
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.rules.words import ElectionNeed

from .counting import Sheet, judge, mistakes, quorate, quorum_of
from .frozen import roll_digest, sheet_digest
from .record import lock_election, must_need, rules_of, write
from .refusals import NothingToVoteOn, OtherConfirms, QuorumMissing, SheetWrong, TooFewAgree
from .rules import ballot_names, chosen, counted, seats_left
from .words import Verb

WRONG: dict[str, Promise] = {
    "present": _("more are there than stand on the roll"),
    "issued": _("more ballots were issued than members are there"),
    "invalid": _("more ballots are invalid than were collected"),
    "line": _("for, against and abstaining of %(name)s are not the number of valid ballots"),
    "other": _("%(name)s has more votes than there are valid ballots"),
    "seats": _("there are more votes than valid ballots times seats"),
    "against": _(
        "more people were written in than votes were against; only who votes against may write in another"
    ),
    "names": _("the names are not those of the ballot"),
    "electable": _("%(name)s is elected already or was found not qualified"),
}


def enter_sheet(*, election_id: int, sheet: Sheet, scan: CleanImage, by: Viewer) -> ElectionSheet:
    """Enter the tally sheet of a ballot. More collected than issued is taken as it was: that ballot is void.

    Raises NotThere, ElectionOver, NotThisStep, NothingToVoteOn, QuorumMissing, SheetWrong.
    """
    election = lock_election(election_id, by)
    must_need(election, ElectionNeed.COUNT)
    rules, before = rules_of(election), counted(election)
    left = seats_left(election, before)
    if not left:
        raise NothingToVoteOn
    if not quorate(rules, sheet.entitled, sheet.present):
        least = quorum_of(rules, sheet.entitled)
        raise QuorumMissing(present=sheet.present, whole=sheet.entitled, least=least)
    _must_add_up(election, sheet, left, ballot_names(election, before))
    _must_be_electable(election, sheet, chosen(before))
    found = judge(rules, sheet, left)
    made = ElectionSheet(
        election=election, scope_id=election.scope_id, round=len(before) + 1, seats=left,
        figures=figures_of(sheet),
        outcome={"void": found.void, "elected": found.elected, "tied": found.tied, "need": found.need},
        body=scan.data, sha256=scan.sha256, entered_by=by.actor, entered_at=now(),
    )  # fmt: skip
    _keep(made)
    write(
        election=election, verb=Verb.ENTERED, by=by, round=made.round, sheet=str(made.pk), sha256=made.sha256,
        digest=sheet_digest(made), roll=roll_digest(election),
    )  # fmt: skip
    return made


def _keep(made: ElectionSheet) -> None:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise NothingToVoteOn from None


def _must_add_up(election: Election, sheet: Sheet, seats: int, names: list[str]) -> None:
    found = mistakes(sheet, seats)
    if sheet.entitled != election.voters.count() or sorted(one.name for one in sheet.lines) != sorted(names):
        found.append(("names", ""))
    written = [name for name, _votes in sheet.others]
    if len(set(written)) != len(written) or set(written) & set(names):
        found.append(("names", ""))
    if found:
        what = "；".join(str(WRONG[rule]) % {"name": name} for rule, name in found)
        raise SheetWrong(what=what)


def _must_be_electable(election: Election, sheet: Sheet, elected: list[str]) -> None:
    """Nobody is elected twice, and nobody who was found not qualified is written in."""
    unfit = election.candidates.filter(fit=False).values_list("name", flat=True)
    for name, _votes in sheet.others:
        if name in (*elected, *unfit):
            raise SheetWrong(what=str(WRONG["electable"]) % {"name": name})


def figures_of(sheet: Sheet) -> dict[str, object]:
    """What is stored of a sheet: sums."""
    return {
        "entitled": sheet.entitled, "present": sheet.present, "issued": sheet.issued,
        "collected": sheet.collected, "invalid": sheet.invalid,
        "lines": [[one.name, one.yes, one.no, one.abstain] for one in sheet.lines],
        "others": [list(one) for one in sheet.others],
    }  # fmt: skip


def confirm_sheet(*, election_id: int, right: bool, by: Viewer) -> ElectionSheet:
    """Compare the sheet that waits with the paper and say whether it is right; if not, it is entered anew.

    Raises NotThere, ElectionOver, NotThisStep, NothingToVoteOn, OtherConfirms.
    """
    election = lock_election(election_id, by)
    must_need(election, ElectionNeed.COUNT)
    found = election.sheets.filter(confirmed=None).first()
    if found is None:
        raise NothingToVoteOn
    if found.entered_by == by.actor:
        raise OtherConfirms
    found.confirmed, found.confirmed_by, found.confirmed_at = right, by.actor, now()
    found.save(update_fields=["confirmed", "confirmed_by", "confirmed_at"])
    write(election=election, verb=Verb.CONFIRMED if right else Verb.REFUSED, by=by, sheet=str(found.pk))
    return found


def may_reduce(election: Election) -> bool:
    """Whether a ballot filled some seats and left others open."""
    sheets = counted(election)
    return bool(sheets) and 0 < seats_left(election, sheets) < election.seats


def reduce_seats(*, election_id: int, agree: int, by: Viewer) -> Election:
    """Leave the open seats empty, if more than half of those who are there agree.

    Raises NotThere, ElectionOver, NotThisStep, NothingToVoteOn, TooFewAgree.
    """
    election = lock_election(election_id, by)
    must_need(election, ElectionNeed.COUNT)
    if not may_reduce(election):
        raise NothingToVoteOn
    if election.sheets.filter(confirmed=None).exists():  # it may fill the seats that would go
        raise NothingToVoteOn
    sheets = counted(election)
    elected = election.seats - seats_left(election, sheets)
    present = int(sheets[-1].figures["present"])
    if not present < 2 * agree <= 2 * present:
        raise TooFewAgree(present=present)
    election.seats = elected
    election.save(update_fields=["seats"])
    write(election=election, verb=Verb.REDUCED, by=by, seats=elected, agree=agree, present=present)
    return election


def sheet_of(election: Election, tally_id: UUID) -> ElectionSheet:
    """A sheet with its photograph. Raises NotThere."""
    found = election.sheets.filter(pk=tally_id).first()
    if found is None:
        raise NotThere
    return found
