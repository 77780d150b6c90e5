"""Questions about an election: who stands, for how many seats, how long it hangs, what a step lacks."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.commons.c2_voices.models import Candidate, Election, ElectionSheet, ElectionStage
from huiyin.ground.clock import ZONE
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.rules.elections import Elections, ElectionStep
from huiyin.registers.rules.reads import calendar_for
from huiyin.registers.rules.words import ElectionNeed

from .strokes import in_stroke_order, ties_of


def standing(election: Election) -> list[Candidate]:
    """Who is named and not found unfit, in the order of strokes. One query."""
    rows = list(election.candidates.filter(withdrawn_at=None).exclude(fit=False))
    return [one for one in in_stroke_order(rows) if isinstance(one, Candidate)]


def counted(election: Election) -> list[ElectionSheet]:
    """The sheets that stand, in their order."""
    return list(election.sheets.filter(confirmed=True).defer("body").order_by("round"))


def chosen(sheets: list[ElectionSheet]) -> list[str]:
    """Who is elected so far."""
    return [name for sheet in sheets for name in sheet.outcome["elected"]]


def seats_left(election: Election, sheets: list[ElectionSheet]) -> int:
    """How many seats are open still."""
    return max(0, election.seats - len(chosen(sheets)))


def ballot_names(election: Election, sheets: list[ElectionSheet]) -> list[str]:
    """Who stands on the next ballot: those who tied on the last that counts, or everybody not yet elected."""
    valid = [sheet for sheet in sheets if not sheet.outcome["void"]]
    tied = list(valid[-1].outcome["tied"]) if valid else []
    elected = chosen(sheets)
    names = [one.name for one in standing(election) if one.name not in elected]
    return [name for name in names if name in tied] + [n for n in tied if n not in names] if tied else names


def hangs_until(election: Election, rule: ElectionStep, at: datetime) -> date:
    """The last day of a posting; the day of posting is not counted (民法典 201)."""
    if rule.workdays:
        calendar = calendar_for(scope_tree().up(election.scope_id), at)
        return calendar.add_workdays(at, rule.days).astimezone(ZONE).date()
    return at.astimezone(ZONE).date() + timedelta(days=rule.days)


def missing(election: Election, rules: Elections, stage: ElectionStage) -> str | Promise:
    """What the step still lacks of what the rules ask, or an empty text."""
    needs = rules.steps[stage.no - 1].needs
    lacking: dict[ElectionNeed, Callable[[], str | Promise | bool]] = {
        ElectionNeed.PAPER: lambda: not stage.files.exists() and _("a document is missing"),
        ElectionNeed.ROLL: lambda: not election.voters.exists() and _("the roll of members is missing"),
        ElectionNeed.NOMINEES: lambda: not standing(election) and _("nobody is named yet"),
        ElectionNeed.VETTING: lambda: _unchecked(election),
        ElectionNeed.LIST: lambda: _unchecked(election) or _short(election, rules) or _unarranged(election),
        ElectionNeed.POSTING: lambda: stage.posted_at is None and _("it is not posted yet"),
        ElectionNeed.COUNT: lambda: _uncounted(election),
    }
    found = next((words for need, ask in lacking.items() if need in needs and (words := ask())), "")
    return "" if isinstance(found, bool) else found


def _unchecked(election: Election) -> str | Promise:
    waiting = election.candidates.filter(withdrawn_at=None, fit=None).exists()
    return _("not everybody who was named is checked") if waiting else ""


def _short(election: Election, rules: Elections) -> str | Promise:
    """The difference (差额): at least a fifth more candidates than seats."""
    have, least = len(standing(election)), rules.candidates_needed(election.seats)
    if have >= least:
        return ""
    return str(_("%(have)s candidates for %(seats)s seats, at least %(least)s are needed")) % {
        "have": have, "seats": election.seats, "least": least,
    }  # fmt: skip


def _unarranged(election: Election) -> str | Promise:
    """Names of as many strokes stand as people say, never as the program guesses."""
    ties = "；".join(f"{one}、{other}" for one, other in ties_of(standing(election)))
    words = _("nobody has said yet in which order names of equal strokes stand: %(names)s")
    return str(words) % {"names": ties} if ties else ""


def _uncounted(election: Election) -> str | Promise:
    sheets = counted(election)
    left = seats_left(election, sheets)
    if election.sheets.filter(confirmed=None).exists():
        return _("a tally sheet waits for a second person")
    if not sheets:
        return _("no tally sheet is confirmed yet")
    return str(_("%(left)s seat(s) are open still")) % {"left": left} if left else ""
