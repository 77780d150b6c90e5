"""Forms that put a use before the owners, take objections, and enter payments."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from huiyin.commons.c2_voices.owners_vote.reads import votes_of
from huiyin.commons.c2_voices.owners_vote.words import VoteState
from huiyin.commons.c6_fund import asking, paying, posting
from huiyin.commons.c6_fund.models import FundUse
from huiyin.desks.proposals.names import fen, yuan
from huiyin.desks.steward.choices import Choices
from huiyin.desks.steward.filling import Errand
from huiyin.desks.votes.errands import modes_here, plan_from
from huiyin.ground.clock import now, today
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.decisions import Decisions
from huiyin.registers.rules.reads import decisions_for
from huiyin.registers.rules.words import Repeated, Silence

from .errands import errand_of, kept_use
from .forms import AnswerObjection, BindForm, FundVoteForm, ObjectionForm, PaymentForm

OPEN_LATER = timedelta(days=1)


def vote(viewer: Viewer, use_id: int) -> Errand:
    """Prepare the owners' vote on a use: it asks the homes that share the part, and no others."""
    found = kept_use(viewer, use_id)
    viewer.must(Permission.VOTE_ORGANISE, found.scope_id)
    rules = decisions_for(scope_tree().up(found.scope_id), now()).rules
    assert isinstance(rules, Decisions)  # noqa: S101 - decisions_for gives no other

    def act(told: dict[str, Any]) -> None:
        asking.prepare_vote(use_id=use_id, plan=plan_from(told), text=told["text"], by=viewer)

    opens = today() + timedelta(days=rules.days.notice) + OPEN_LATER
    asked = _("Asked are the owners of the %(n)s homes that share it, and nobody else: %(place)s.")
    words = f"{found.words}\n{asked % {'n': found.homes, 'place': found.place.label}}"
    first = {
        "title": found.title, "words": words, "text": _question(found), "silence": Silence.ABSENT.value,
        "repeated": Repeated.LAST.value, "opens_on": opens, "last_day": opens + timedelta(days=14),
    }  # fmt: skip
    options = {"mode": modes_here(rules)}
    title = _("Put it before the owners")
    return errand_of(found, title, _("Prepare the vote"), FundVoteForm, act, options, first)


def bind(viewer: Viewer, use_id: int) -> Errand:
    """Take a vote that was prepared already; refused where it asks others than share the part."""
    found = kept_use(viewer, use_id)
    votes = votes_of(viewer).filter(scope_id=found.scope_id, state__in=(VoteState.DRAFT, VoteState.NOTICE))

    def act(told: dict[str, Any]) -> None:
        asking.bind_vote(use_id=use_id, vote_id=int(told["vote"]), by=viewer)

    offered: Choices = [(str(one.pk), f"{one.title} {one.code}") for one in votes]
    return errand_of(found, _("Take a prepared vote"), _("Take it"), BindForm, act, {"vote": offered})


def objection(viewer: Viewer, use_id: int) -> Errand:
    """Enter an objection."""
    found = kept_use(viewer, use_id)

    def act(told: dict[str, Any]) -> None:
        posting.object_to(use_id=use_id, name=told["name"], text=told["text"], by=viewer)

    return errand_of(found, _("Enter an objection"), _("Write down"), ObjectionForm, act)


def answer(viewer: Viewer, use_id: int) -> Errand:
    """Answer an objection."""
    found = kept_use(viewer, use_id)

    def act(told: dict[str, Any]) -> None:
        posting.answer_objection(
            use_id=use_id, objection_id=int(told["objection"]), answer=told["answer"],
            upheld=told["upheld"] == "yes", by=viewer,
        )  # fmt: skip

    waiting = found.objections.filter(answered_at=None).order_by("pk")
    offered: Choices = [(str(one.pk), f"{one.name}：{one.text}") for one in waiting]
    return errand_of(
        found, _("Answer an objection"), _("Answer"), AnswerObjection, act, {"objection": offered}
    )


def pay(viewer: Viewer, use_id: int) -> Errand:
    """Enter a payment."""
    found = kept_use(viewer, use_id)

    def act(told: dict[str, Any]) -> None:
        receipt = paying.Receipt(fen(told["amount"]) or 0, told["paid_on"], told["paper"])
        paying.pay(use_id=use_id, receipt=receipt, by=viewer)

    first = {"paid_on": today()}
    return errand_of(found, _("Enter a payment"), _("Write down"), PaymentForm, act, initial=first)


def _question(found: FundUse) -> str:
    chosen = found.quotations.filter(chosen=True).first()
    told = {"title": found.title, "sum": yuan(chosen.amount_fen) if chosen else "–", "homes": found.homes}
    return (
        _(
            "Do you agree to use %(sum)s of the maintenance fund for “%(title)s”, divided by area among "
            "%(homes)s homes?"
        )
        % told
    )
