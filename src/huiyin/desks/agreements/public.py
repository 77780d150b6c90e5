"""What everybody around reads of an agreement and of an emergency service; no account, no script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.commons.c5_agreements.reads import (
    dues_of,
    figures_of,
    pictures_of,
    public_agreement,
    public_service,
)
from huiyin.commons.c5_agreements.words import Kind
from huiyin.desks.public.standing import help_at
from huiyin.ground.tenancy.tree import scope_tree

from .emergencies import facts_of, next_step
from .standing import due_rows, duty_rows, given_rows, met_of, renewal_rows


def agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Parties, gains, duties, days, n of N met. Bodies only, never a person's name."""
    found = public_agreement(agreement_id)
    dues = dues_of(found)
    told = figures_of(found, dues)
    context = {
        "found": found,
        "kind": Kind(found.kind).label,
        "parties": list(found.parties.all()),
        "duties": duty_rows(found),
        "days": due_rows(dues),
        "told": told,
        "open": met_of(told),
        "given": given_rows(found),
        "renewed": renewal_rows(found),
        "pictures": pictures_of(found, signed=False),
        "until": found.ended_on or found.ends,
        "help": help_at(scope_tree().up(found.scope_id)),
    }
    return render(request, "agreements/public.html", context)


def service(request: HttpRequest, service_id: int) -> HttpResponse:
    """Which company serves until when, at what cost, what is handed over, what the owners decide next."""
    found = public_service(service_id)
    context = {
        "found": found,
        "facts": facts_of(found),
        "items": list(found.items.all()),
        "next": next_step(found),
        "help": help_at(scope_tree().up(found.scope_id)),
    }
    return render(request, "agreements/emergency.html", context)
