"""What hangs on the board of an election, for everybody around it; no account, no script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.commons.c2_voices.election.reads import public_election
from huiyin.commons.c2_voices.election.record import rules_of
from huiyin.commons.c2_voices.election.rules import standing
from huiyin.commons.c2_voices.election.words import ElectionState
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.words import ElectionNeed

from .shown import elected_of, facts_of, rounds_of


def public(request: HttpRequest, election_id: int) -> HttpResponse:
    """What hangs on the board: the steps, the candidates once they are posted, the result."""
    election = public_election(election_id)
    rules, stages = rules_of(election), list(election.stages.all())
    hangs = any(
        stage.posted_at and ElectionNeed.LIST in rule.needs
        for rule, stage in zip(rules.steps, stages, strict=True)
    )
    now_on = stages[election.step - 1]
    context = {
        "election": election, "state": election.get_state_display(), "facts": facts_of(election),
        "stages": [
            {"label": said(rule), "done": stage.done_at, "posted": stage.posted_at,
            "until": stage.object_until,
             "here": stage.no == election.step and election.state == "running"}
            for rule, stage in zip(rules.steps, stages, strict=True)
        ],
        "names": [one.name for one in standing(election)] if hangs else [],
        "until": now_on.object_until if election.state == ElectionState.RUNNING else None,
        "rounds": rounds_of(election), "elected": elected_of(election),
    }  # fmt: skip
    return render(request, "elections/public.html", context)
