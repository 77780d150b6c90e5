"""The agreement as a sheet to sign: parties, facts, terms, dates, places for signatures and the seal (29)."""

import json
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.ground.files.typesetting import typeset

from .models import Agreement, Mediation, MediationParty, Milestone

_TEMPLATE = Path(__file__).with_name("sheet.typ")


def agreement_pdf(agreement: Agreement, *, language: str = "zh-hans") -> bytes:
    """The sheet as PDF; works without network. Values travel as data, so no name becomes markup."""
    with translation.override(language):
        sheet = _sheet(agreement, language)
    return typeset(_TEMPLATE, {"sheet": json.dumps(sheet, ensure_ascii=False)})[0]


def _sheet(agreement: Agreement, language: str) -> dict[str, object]:
    mediation: Mediation = agreement.mediation
    parties = list(mediation.parties.select_related("place").order_by("pk"))
    mediators = mediation.mediators.filter(ended_at=None).select_related("account").order_by("pk")
    return {
        "lang": "zh" if language.startswith("zh") else "en",
        "title": _("Agreement of people's mediation"),
        "number": f"{mediation.case.number} / {mediation.no}",
        "parties": [_party(party) for party in parties],
        "subject_head": _("The dispute"), "subject": mediation.subject,
        "facts_head": _("Facts and responsibilities"), "facts": agreement.facts,
        "terms_head": _("What the parties agree"), "terms": agreement.terms,
        "heads": [_("Who"), _("What"), _("Yuan"), _("Until")],
        "rows": [_row(one) for one in agreement.milestones.select_related("party")],
        "effect_head": _("Effect"), "effect": _effect(agreement),
        "signs": [*(party.name for party in parties),
                  *(f"{_('Mediator')} {one.account.display_name}" for one in mediators)],
        "committee": mediation.organisation.name if mediation.organisation else "",
        "seal": _("(seal)"),
        "date": agreement.effective_on.isoformat() if agreement.effective_on else "____-__-__",
    }  # fmt: skip


def _party(party: MediationParty) -> dict[str, str]:
    place = party.place.label if party.place else ""
    return {"side": str(party.get_side_display()), "name": party.name, "place": place}


def _row(one: Milestone) -> list[str]:
    amount = f"{one.amount_fen / 100:,.2f}" if one.amount_fen is not None else "–"
    return [one.party.name, one.what, amount, one.due_on.isoformat()]


def _effect(agreement: Agreement) -> str:
    words = _(
        "In force when all parties and the mediator have signed and it is sealed. It binds the parties. Each "
        "party and the committee keep one copy."
    )
    if not agreement.confirmable:
        return words
    court = _("Within 30 days of taking effect both parties can together ask the court to confirm it.")
    last = _("Last day: %(day)s.") % {"day": agreement.confirm_by} if agreement.confirm_by else ""
    return f"{words} {court} {last}".strip()
