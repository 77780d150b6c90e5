"""What pages and papers say of an election, in plain words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.commons.c2_voices.election.counting import needed, quorum_of
from huiyin.commons.c2_voices.election.record import rules_of
from huiyin.commons.c2_voices.election.rules import chosen, counted
from huiyin.commons.c2_voices.models import Election, ElectionSheet
from huiyin.registers.rules.words import ElectionBase


def facts_of(election: Election, entitled: int = 0) -> list[dict[str, Any]]:
    """The rules of this election; `entitled`: how many may vote, where the reader may know it."""
    rules = rules_of(election)
    base = (
        _("of those who should be there") if rules.base is ElectionBase.ROLL else _("of those who are there")
    )
    rows = [
        (_("Which branch elects"), election.body, ""),
        (_("Seats"), str(election.seats),
        _("at least %(n)s candidates") % {"n": rules.candidates_needed(election.seats)}),
        (_("Have to be there"), _("at least %(share)s") % {"share": rules.quorum.share},
         _("%(n)s of %(whole)s") % {"n": quorum_of(rules, entitled), "whole": entitled} if entitled else ""),
        (_("Elected is"),
        _("who has more than %(share)s %(base)s") % {"share": rules.elected.share, "base": base},
         _("%(n)s votes") % {"n": needed(rules, entitled, entitled)}
         if entitled and rules.base is ElectionBase.ROLL else ""),
        (pgettext("election", "Ballot"),
         _("secret, on paper, without number or mark"), _("nobody votes for somebody else")),
    ]  # fmt: skip
    return [{"label": label, "value": value, "note": note} for label, value, note in rows]


def rounds_of(
    election: Election, sheets: list[ElectionSheet] | None = None, *, whole: bool = False
) -> list[dict[str, Any]]:
    """Each ballot that stands: figures, unless so few voted that they would tell somebody's choice.

    `whole`: for who compares a sheet with the paper, where the figures stand before them anyway.
    """
    rules = rules_of(election)
    found = []
    for sheet in counted(election) if sheets is None else sheets:
        told = sheet.figures
        few = not whole and told["collected"] - told["invalid"] < rules.least
        rows = [
            (name, yes, no, abstain, name in sheet.outcome["elected"])
            for name, yes, no, abstain in told["lines"]
        ]
        rows += [(name, votes, "–", "–", name in sheet.outcome["elected"]) for name, votes in told["others"]]
        found.append({
            "no": sheet.round, "void": sheet.outcome["void"], "few": few, "rows": [] if few else rows,
            "elected": sheet.outcome["elected"], "tied": sheet.outcome["tied"], "need": sheet.outcome["need"],
            "figures": told,
        })  # fmt: skip
    return found


def elected_of(election: Election) -> list[str]:
    """Who is elected so far."""
    return chosen(counted(election))
