"""The papers of an election, as PDF, without network. Values travel as data, so no name becomes markup."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.commons.c2_voices.election.counting import needed, quorum_of
from huiyin.commons.c2_voices.election.reads import stages_of
from huiyin.commons.c2_voices.election.record import rules_of
from huiyin.commons.c2_voices.election.rules import ballot_names, counted, seats_left, standing
from huiyin.commons.c2_voices.models import Election
from huiyin.ground.files.typesetting import typeset
from huiyin.registers.places.posters.codes import place_code
from huiyin.registers.rules.elections import Elections
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.words import ElectionBase, ElectionNeed

from .shown import elected_of, rounds_of

_TEMPLATE = Path(__file__).with_name("sheets.typ")
Data = dict[str, Any]


def ready(election: Election) -> Iterator[tuple[str, str]]:
    """What can be printed now, with its name."""
    sheets, roll = counted(election), election.voters.exists()
    hangs = election.stages.exclude(posted_at=None).values_list("no", flat=True)
    rules = rules_of(election)
    if any(ElectionNeed.LIST in rules.steps[no - 1].needs for no in hangs):
        yield "notice", _("List of candidates")
    if roll:
        yield "roll", _("Roll to sign")
    if ElectionNeed.COUNT in rules.steps[election.step - 1].needs and seats_left(election, sheets):
        yield "ballots", _("Ballots")
        yield "tally", _("Tally sheet")
    if sheets:
        yield "result", _("Notice of the result")
        yield "report", _("Report of the election")


def sheet_pdf(election: Election, sheet: str, *, language: str = "zh-hans") -> bytes:
    """One kind of sheet. Works without network."""
    with translation.override(language):
        data = SHEETS[sheet](election) | {"kind": sheet, "lang": "zh" if language.startswith("zh") else "en"}
    return typeset(_TEMPLATE, {"sheet": json.dumps(data, ensure_ascii=False)})[0]


def _head(election: Election, title: str) -> Data:
    return {
        "title": title, "subject": election.title, "body": election.body, "called_by": election.called_by,
        "seal": _("(seal)"), "date": timezone.localdate().isoformat(), "code": election.code,
    }  # fmt: skip


def notice(election: Election) -> Data:
    """The candidates for the board, by strokes, with the days for objections."""
    steps = rules_of(election).steps
    hung = [one for one in election.stages.all() if ElectionNeed.LIST in steps[one.no - 1].needs]
    until = hung[0].object_until
    return _head(election, _("Candidates posted")) | {
        "intro": _("%(seats)s are to be elected. Candidates, by strokes of the family name:")
        % {"seats": election.seats},
        "names": [one.name for one in standing(election)],
        "end": _("Objections in writing until %(day)s to whoever calls the election.") % {"day": until},
    }  # fmt: skip


def roll(election: Election) -> Data:
    """Every member, with a place to sign for a ballot; nothing of a choice, no hour."""
    names = sorted(election.voters.values_list("name", flat=True))
    return _head(election, _("Roll and receipt of ballots")) | {
        "columns": [_("No."), pgettext("person", "Name"), _("Received (signature)")],
        "rows": [[str(no), name, ""] for no, name in enumerate(names, 1)],
        "end": _("%(whole)s should be there, %(least)s have to be there.")
        % {"whole": len(names), "least": quorum_of(rules_of(election), len(names))},
    }  # fmt: skip


def ballots(election: Election) -> Data:
    """As many equal ballots as members: no number, no mark, nothing that tells one from another."""
    sheets = counted(election)
    return _head(election, pgettext("election", "Ballot")) | {
        "copies": election.voters.count(), "names": ballot_names(election, sheets),
        "others": _("Others"), "lines": seats_left(election, sheets),
        "columns": [_("Candidate (by strokes)"), pgettext("ballot", "Mark")],
        "how": _(
            "At most %(seats)s may be chosen; more make the ballot invalid. For: ○, against: ×, abstaining:"
            " leave it empty. Who votes against somebody may write in somebody else."
        ) % {"seats": seats_left(election, sheets)},
    }  # fmt: skip


def tally(election: Election) -> Data:
    """A sheet to count on: sums to fill in."""
    rules, whole = rules_of(election), election.voters.count()
    sheets = counted(election)
    words = [
        _("Should be there"),
        _("Members there"),
        _("Ballots issued"),
        _("Ballots collected"),
        _("Invalid ballots"),
    ]
    return _head(election, _("Tally sheet")) | {
        "sums": [[word, str(whole) if no == 0 else ""] for no, word in enumerate(words)],
        "columns": [_("Candidate"), pgettext("election", "For"), _("Against"), _("Abstaining")],
        "rows": [[name, "", "", ""] for name in ballot_names(election, sheets)]
        + [["", "", "", ""]] * seats_left(election, sheets),
        "end": _needed_said(rules, whole),
        "signs": [_("Chair"), _("Scrutineer"), _("Counted by")],
    }  # fmt: skip


def _needed_said(rules: Elections, whole: int) -> str:
    """How many have to be there, and how many votes elect where that does not hang on who comes."""
    least = _("%(whole)s should be there, %(least)s have to be there.") % {
        "whole": whole, "least": quorum_of(rules, whole),
    }  # fmt: skip
    if rules.base is not ElectionBase.ROLL:
        return least
    return least + _("Elected with %(need)s votes or more.") % {"need": needed(rules, whole, whole)}


def result(election: Election) -> Data:
    """Who is elected, for the board."""
    return _head(election, _("Result of the election")) | {
        "names": elected_of(election), "rounds": _rounds(election), **_columns(),
        "intro": _("Elected:"), "end": "",
        "qr": place_code(f"{settings.PUBLIC_URL}{reverse('election', args=[election.code])}").svg,
        "scan": _("Scan to read every step and every ballot"),
    }  # fmt: skip


def report(election: Election) -> Data:
    """The report to the organisation above: steps with their days, ballots, who is elected."""
    rules = rules_of(election)
    rows = [
        [str(stage.no), said(rules.steps[stage.no - 1]),
         timezone.localtime(stage.done_at).date().isoformat() if stage.done_at else "–",
         "、".join(one.title for one in stage.files.all()) or "–"]
        for stage in stages_of(election)
    ]  # fmt: skip
    return _head(election, _("Report of the election")) | {
        "intro": _("The committee was elected by the steps below. Elected:"), "names": elected_of(election),
        "steps": rows, "step_columns": [_("No."), _("Step"), _("Finished"), _("Documents")],
        "rounds": _rounds(election), **_columns(),
        "end": _("Please approve."),
    }  # fmt: skip


def _columns() -> Data:
    return {
        "columns": [pgettext("person", "Name"), pgettext("election", "For"), _("Against"), _("Abstaining")]
    }


def _rounds(election: Election) -> list[Data]:
    least = rules_of(election).least
    found = []
    for one in rounds_of(election):
        told = one["figures"]
        sums = _("%(entitled)s should be there, %(present)s were; issued %(issued)s, collected %(collected)s,"
                 " invalid %(invalid)s.") % told  # fmt: skip
        words = _("More ballots were collected than issued: void.") if one["void"] else ""
        if one["few"]:
            words = _("Fewer than %(n)s ballots: no figures.") % {"n": least}
        rows = [[str(cell) for cell in row[:4]] for row in one["rows"]]
        found.append(
            {"title": _("Ballot %(no)s") % {"no": one["no"]}, "sums": sums, "words": words, "rows": rows}
        )
    return found


SHEETS: dict[str, Callable[[Election], Data]] = {
    "notice": notice, "ballots": ballots, "roll": roll, "tally": tally, "result": result, "report": report,
}  # fmt: skip
