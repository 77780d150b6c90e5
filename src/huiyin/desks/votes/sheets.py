"""The sheets of a vote, as PDF, without network. Values travel as data, so no name becomes markup."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.commons.c2_voices.models import OwnersVote, Paper, RollOwner
from huiyin.commons.c2_voices.owners_vote.drafting import until_of
from huiyin.commons.c2_voices.owners_vote.links import ballot_link, paper_link, vote_link
from huiyin.commons.c2_voices.owners_vote.listing import list_by_home
from huiyin.commons.c2_voices.owners_vote.participation import square_metres
from huiyin.commons.c2_voices.owners_vote.reads import heads_of, result_of
from huiyin.commons.c2_voices.owners_vote.rules import mode_of, rules_of
from huiyin.commons.c2_voices.owners_vote.words import VoteState
from huiyin.desks.ballot.shown import facts_of, questions_of, results_of
from huiyin.ground.files.typesetting import typeset
from huiyin.registers.places.posters.codes import place_code
from huiyin.registers.rules.words import BallotWay, LegalMode

_TEMPLATE = Path(__file__).with_name("sheets.typ")
Data = dict[str, Any]


def may_print(vote: OwnersVote, sheet: str) -> bool:
    """Whether there is anything to print yet."""
    here = vote.mode != LegalMode.IMPORTED and vote.opened_at is not None
    ready = {
        "notice": vote.noticed_at is not None,
        "ballots": here and vote.state == VoteState.OPEN and BallotWay.PAPER in mode_of(vote).ways,
        "roll": here, "tally": here, "result": vote.posted_at is not None,
        "homes": bool(list_by_home(vote)),
    }  # fmt: skip
    return ready[sheet]


def sheet_pdf(vote: OwnersVote, sheet: str, *, language: str = "zh-hans") -> bytes:
    """One kind of sheet. Works without network."""
    with translation.override(language):
        data = SHEETS[sheet](vote) | {"kind": sheet, "lang": "zh" if language.startswith("zh") else "en"}
    return typeset(_TEMPLATE, {"sheet": json.dumps(data, ensure_ascii=False)})[0]


def _head(vote: OwnersVote, title: str) -> Data:
    return {
        "title": title, "subject": vote.title, "estate": vote.scope.name, "code": vote.code,
        "called_by": vote.called_by, "seal": _("(seal)"),
    }  # fmt: skip


def _questions(vote: OwnersVote) -> list[Data]:
    return [
        {
            "no": one.no, "text": one.text, "law": f"{one.matter}（{one.article}）",
            "needs": _("Needs %(needs)s of those who take part, by area and by owners.")
            % {"needs": one.needs},
            "answers": [words for _letter, words in one.answers],
        }
        for one in questions_of(vote)
    ]  # fmt: skip


def _facts(vote: OwnersVote) -> list[list[str]]:
    return [
        [str(one["label"]), " ".join(filter(None, [str(one["value"]), str(one.get("note", ""))]))]
        for one in facts_of(vote)
    ]


def _qr(address: str) -> str:
    return place_code(address).svg


def notice(vote: OwnersVote) -> Data:
    """The announcement for the board."""
    date = timezone.localtime(vote.noticed_at).date().isoformat() if vote.noticed_at else ""
    return _head(vote, _("Notice of an owners' vote")) | {
        "words": vote.words, "questions": _questions(vote), "facts": _facts(vote), "date": date,
        "qr": _qr(vote_link(vote.code)), "scan": _("Read it on your telephone, see who takes part, vote"),
        "head_about": _("What it is about"), "head_questions": _("What is asked"),
        "head_rules": _("Rules of this vote"),
    }  # fmt: skip


def ballots(vote: OwnersVote) -> Data:
    """A sheet for every valid paper: number, owner, homes, questions with boxes, place to sign."""
    papers = Paper.objects.filter(vote=vote, ended="", ballots=None).select_related("head").order_by("no")
    online = BallotWay.ONLINE in mode_of(vote).ways
    rows = []
    for paper in papers.prefetch_related("head__units", "head__people"):
        head = paper.head
        rows.append({
            "no": str(paper), "code": paper.code, "qr": _qr(paper_link(paper.code)),
            "homes": [[unit.label, square_metres(unit.area)] for unit in head.units.all()],
            "owners": "、".join(map(_owner, head.people.all())),
            "area": square_metres(head.area), "own": _qr(ballot_link(head.pk)) if online else "",
        })  # fmt: skip
    silent = ""
    if vote.silence != "absent":
        silent = _("Ballots that are not returned count by the rules of your owners: %(clause)s") % {
            "clause": vote.clause
        }
    return _head(vote, _("Ballot of an owners' vote")) | {
        "papers": rows, "questions": _questions(vote), "silent": silent,
        "how": _(
            "Tick one box for each question. A question left blank abstains. Hand it over before %(until)s."
        )
        % {"until": until_of(vote)},
        "labels": {
            "no": _("Ballot"), "owners": _("Owner"), "homes": _("Homes"), "sum": _("Together"),
            "sign": _("Signature"), "date": _("Date"),
            "own": _("Or vote by your own code; keep it to yourself"),
            "office": _("For the office"),
        },
    }  # fmt: skip


def _owner(one: RollOwner) -> str:
    return f"{one.name}（{one.share}）" if one.share else one.name


def roll(vote: OwnersVote) -> Data:
    """Every owner with homes and area, places to sign for the papers; whether they voted is not on it."""
    rows = [
        [str(head.no), "、".join(unit.label for unit in head.units.all()),
         "、".join(one.name for one in head.people.all()) or "–", square_metres(head.area), ""]
        for head in heads_of(vote)
    ]  # fmt: skip
    return _head(vote, _("Roll and receipt of ballots")) | {
        "rows": rows, "columns": [_("No."), _("Homes"), _("Owner"), _("m²"), _("Received (signature, date)")],
        "sum": _("%(heads)s owners, %(area)s m²") % {"heads": vote.heads, "area": square_metres(vote.area)},
        "digest": vote.digest,
    }  # fmt: skip


def tally(vote: OwnersVote) -> Data:
    """A sheet to count on site, with the least that is needed."""
    rules = rules_of(vote)
    rows = [
        [f"{one.no}. {one.text}", words, "", ""]
        for one in questions_of(vote)
        for _letter, words in one.answers
    ]
    return _head(vote, _("Tally sheet")) | {
        "rows": rows, "columns": [pgettext("vote", "Question"), _("Answer"), _("Owners"), _("m²")],
        "sum": _("Have to take part: at least %(share)s of %(heads)s owners and of %(area)s m²")
        % {"share": rules.takes_part, "heads": vote.heads, "area": square_metres(vote.area)},
        "signs": [_("Counted by"), _("Checked by"), _("Witness")],
    }  # fmt: skip


def result(vote: OwnersVote) -> Data:
    """The result for the board, on one page: rule, numbers, who may object until when."""
    found = result_of(vote)
    rows = [
        {
            "text": f"{one.question.no}. {one.question.text}", "silent": one.silent,
            "verdict": _("Passed") if one.passed else _("Not passed"),
            "part": _("Took part: %(heads)s owners, %(area)s m²") % {"heads": one.heads, "area": one.area},
            "rule": f"{one.question.needs} · {one.question.article}",
            "answers": [[a.words, str(a.heads), a.area] for a in one.answers],
            "with": _("Counted with ballots that were not returned: %(clause)s") % {"clause": vote.clause}
            if one.silent else "",
        }
        for one in results_of(vote, found)
    ]  # fmt: skip
    binding = mode_of(vote).binding
    return _head(vote, _("Result of an owners' vote")) | {
        "results": rows, "columns": [_("Answer"), _("Owners"), _("m²")],
        "consult": ""
        if binding else _("A consultation: it shows what owners think and decides nothing in law."),
        "object": _("Objections in writing or by the personal link until %(day)s.")
        % {"day": vote.object_until},
        "sue": _("Owners whose rights are harmed may ask the court to revoke the decision (Civil Code 280).")
        if binding else "",
        "date": timezone.localtime(vote.posted_at).date().isoformat() if vote.posted_at else "",
        "qr": _qr(vote_link(vote.code)), "scan": _("Scan for the file from which anybody can count again"),
        "sha256": found.sha256 if found else "",
    }  # fmt: skip


def homes(vote: OwnersVote) -> Data:
    """The list by home for the board, beside the result: who took part, the days to object."""
    rows = [
        [one.building, "、".join(home.home for home in one.homes if home.took_part) or "–",
         "、".join(home.home for home in one.homes if not home.took_part) or "–"]
        for one in list_by_home(vote)
    ]  # fmt: skip
    return _head(vote, _("List by home")) | {
        "rows": rows, "columns": [_("Building"), _("Took part"), _("Took no part")],
        "object": _("Which homes took part, never what they chose. Is your home wrong? Object until %(day)s.")
        % {"day": vote.object_until},
        "date": timezone.localtime(vote.posted_at).date().isoformat() if vote.posted_at else "",
    }  # fmt: skip


SHEETS: dict[str, Callable[[OwnersVote], Data]] = {
    "notice": notice, "ballots": ballots, "roll": roll, "tally": tally, "result": result,
    "homes": homes,
}  # fmt: skip
