"""The page a proxy shows by itself while the program is gone: whom to call, and that nothing is lost."""

from django.template.loader import render_to_string
from django.utils import translation

from huiyin.registers.organisations.models import Organisation
from huiyin.registers.organisations.words import OrganisationKind

HELPERS = (OrganisationKind.COMMUNITY, OrganisationKind.COMPANY)
"""Whose office lines stand on posters too: the community's desk first, then the property company."""
LANGUAGE = "zh-hans"


def away_page() -> str:
    """The whole page, in Chinese, with the office lines of every community. Asks the register once."""
    found = Organisation.objects.filter(kind__in=HELPERS, until=None).exclude(phone="")
    order = {kind.value: place for place, kind in enumerate(HELPERS)}
    desks = sorted(found, key=lambda one: (order[one.kind], one.scope_id, one.pk))
    with translation.override(LANGUAGE):
        return render_to_string("errors/away.html", {"desks": desks})
