"""What everybody around reads of a use of the fund; no account, no script, no name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.commons.c6_fund.reads import public_use, quotations_of
from huiyin.commons.c6_fund.urgent import owed_of
from huiyin.commons.c6_fund.words import UseState
from huiyin.desks.proposals.names import yuan
from huiyin.desks.public.standing import help_at
from huiyin.desks.steward.tables import day
from huiyin.ground.tenancy.tree import scope_tree

from .facts import facts_of, owed_words


def use(request: HttpRequest, use_id: int) -> HttpResponse:
    """What, why, which homes, at what price, divided how, until when."""
    found = public_use(use_id)
    notes = [f"{owed_words(one)} {day(one.until)}" for one in owed_of(found)]
    if found.state == UseState.POSTED:
        told = _("Objections are possible until %(day)s, at the community desk. Nothing is paid before.")
        notes.insert(0, told % {"day": day(found.post_until)})
    context = {
        "use": found,
        "state": found.get_state_display(),
        "notes": notes,
        "facts": facts_of(found),
        "quotations": [(one, yuan(one.amount_fen)) for one in quotations_of(found)],
        "payments": [
            (one, yuan(one.amount_fen)) for one in found.payments.select_related("payee").order_by("no")
        ],
        "vote": found.vote if found.vote is not None and found.vote.noticed_at else None,
        "project": found.project,
        "help": help_at(scope_tree().up(found.scope_id)),
    }
    return render(request, "fund/public.html", context)
