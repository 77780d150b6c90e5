"""The four steps of a proposal as a page shows them: whose, since when, until when, what is on record."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.commons.c1_proposals.four_steps.record import STEP_OF
from huiyin.commons.c1_proposals.four_steps.words import ProposalState, Verb
from huiyin.commons.c1_proposals.models import Proposal
from huiyin.commons.c1_proposals.packs import pack_of
from huiyin.desks.steward.tables import day
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.words import Step

from .names import ORDER, owner_said

_CLOSES = {
    Step.RAISE: (Verb.RAISED,), Step.DISCUSS: (Verb.DISCUSSED,), Step.ANSWER: (Verb.ANSWERED,),
    Step.RATE: (Verb.SETTLED,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One step: its name, whose it is, `tone` done, now or later, and what to say of its day."""

    name: str
    owner: str
    tone: str
    when: str


def steps_of(proposal: Proposal) -> list[Shown]:
    """All four, in their order. One query."""
    rules = pack_of(proposal.pack_id)
    lines = {line.verb: line for line in proposal.events.filter(round=proposal.round)}
    if proposal.round > 1 and Verb.RAISED not in lines:
        lines.update({line.verb: line for line in proposal.events.filter(verb=Verb.RAISED)})
    going_on = STEP_OF.get(ProposalState(proposal.state))
    shown = []
    for one in ORDER:
        closed = next((lines[verb] for verb in _CLOSES[one] if verb in lines), None)
        owner = (
            proposal.raised_by if one is Step.RAISE and proposal.raised_by else owner_said(rules.steps[one])
        )
        if closed is not None:
            shown.append(Shown(said(rules.steps[one]), owner, "done", day(closed.at)))
        elif one is going_on:
            when = _("until %(day)s") % {"day": proposal.rate_until or proposal.step_due}
            shown.append(Shown(said(rules.steps[one]), owner, "now", when))
        else:
            shown.append(Shown(said(rules.steps[one]), owner, "later", ""))
    return shown
