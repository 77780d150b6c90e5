"""What can be done with a use now; the first carries on."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.commons.c6_fund.models import FundUse
from huiyin.commons.c6_fund.words import Path, Ratified, UseState
from huiyin.desks.steward.tables import Link

from .errands import BUTTONS

S = UseState
WORDS: dict[str, Promise] = {
    "fund-scope": _("Which homes share it"),
    "fund-quote": _("Enter a quotation"),
    "fund-choose": _("Choose a quotation"),
    "fund-scan-add": _("Add the picture of a quotation"),
    "fund-vote": _("Put it before the owners"),
    "fund-bind": _("Take a prepared vote"),
    "fund-danger": _("Emergency"),
    "fund-object": _("Enter an objection"),
    "fund-answer": _("Answer an objection"),
    "fund-pay": _("Enter a payment"),
    "fund-stop": _("Stop the use"),
}
OFFERS: dict[UseState, tuple[str, ...]] = {
    S.DRAFT: (
        "fund-quote",
        "fund-choose",
        "fund-vote",
        "fund-bind",
        "fund-scope",
        "fund-scan-add",
        "fund-danger",
    ),
    S.VOTING: ("post", "unbind"),
    S.URGENT: ("fund-quote", "fund-choose", "post", "fund-scan-add"),
    S.POSTED: ("clear", "fund-object", "fund-answer"),
    S.PAYING: ("fund-pay", "end"),
}
FIRST = 2


def steps_of(found: FundUse) -> Iterator[Link]:
    """Buttons of this moment."""
    names = [*OFFERS.get(S(found.state), ()), *_besides(found)]
    if found.state not in (S.ENDED, S.STOPPED):
        names.append("fund-stop")
    for place, name in enumerate(names):
        if name in BUTTONS:
            yield Link(BUTTONS[name], reverse("fund-do", args=[found.pk, name]), soft=place >= FIRST)
        else:
            yield Link(WORDS[name], reverse(name, args=[found.pk]), soft=place >= FIRST)


def _besides(found: FundUse) -> Iterator[str]:
    """The work of an ordinary use; the owners' word on an emergency."""
    if found.path == Path.ORDINARY:
        if found.state in (S.POSTED, S.PAYING) and found.project_id is None:
            yield "work"
    elif found.ratified == Ratified.OWED and found.state not in (S.ENDED, S.STOPPED):
        yield from ("hear", "unbind") if found.vote_id else ("fund-vote", "fund-bind")
