"""What a use says about itself, for who keeps it and for everybody around."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.commons.c2_voices.owners_vote.participation import square_metres
from huiyin.commons.c6_fund.models import FundUse
from huiyin.commons.c6_fund.packs import pack_of
from huiyin.commons.c6_fund.paying import paid_of, payable_now
from huiyin.commons.c6_fund.reads import objections_told
from huiyin.commons.c6_fund.urgent import Owed
from huiyin.commons.c6_fund.words import Path, Ratified, UseState, Verb
from huiyin.desks.proposals.names import yuan
from huiyin.desks.steward.tables import day, minute
from huiyin.registers.rules.naming import said

SQUARE_METRE = 100
PAID = (UseState.PAYING, UseState.ENDED)


def facts_of(found: FundUse) -> list[dict[str, Any]]:
    """Numbers and days, no name of an owner."""
    rules = pack_of(found.pack_id)
    chosen = found.quotations.select_related("organisation").filter(chosen=True).first()
    facts: list[dict[str, Any]] = [
        {"label": _("Common part"), "value": said(rules.parts[found.part]), "note": found.place.label},
        {"label": _("Path"), "value": Path(found.path).label},
        {
            "label": _("Homes that share it"), "value": found.homes,
            "note": _("%(area)s m² together") % {"area": square_metres(found.area)},
        },
    ]  # fmt: skip
    if chosen is not None:
        facts += [
            {
                "label": _("Chosen quotation"),
                "value": yuan(chosen.amount_fen),
                "note": chosen.organisation.name,
            },
            {"label": _("For each m²"), "value": each_metre(chosen.amount_fen, found.area)},
        ]
    if found.path == Path.EMERGENCY:
        facts += _emergency(found, said(rules.emergencies[found.danger]))
    if found.posted_at:
        entered, answered = objections_told(found)
        facts += [
            {
                "label": _("Posted"), "value": day(found.posted_at),
                "note": _("until %(day)s") % {"day": day(found.post_until)},
            },
            {"label": _("Objections answered"), "value": f"{answered}/{entered}"},
        ]  # fmt: skip
    if found.state in PAID:
        facts += _paid(found)
    return facts


def each_metre(amount_fen: int, area: int) -> str:
    """What a square metre bears, rounded half up to a fen for reading; the parts themselves are exact."""
    if not area:
        return "–"
    return "≈ " + yuan((amount_fen * SQUARE_METRE * 2 + area) // (area * 2))


def owed_words(owed: Owed) -> str:
    """What is owed of an emergency, with its days: left, today, or overdue."""
    what = _("Posting owed") if owed.what is Verb.POSTED else _("Ratification by the owners owed")
    if owed.left < 0:
        days = -owed.left
        clock = ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": days}
    elif owed.left == 0:
        clock = _("today is the last day")
    else:
        clock = ngettext("%(n)s day left", "%(n)s days left", owed.left) % {"n": owed.left}
    return f"{what}：{clock}"


def _emergency(found: FundUse, danger: str) -> list[dict[str, Any]]:
    return [
        {"label": _("Danger"), "value": danger},
        {"label": _("Confirmed by"), "value": found.confirmed_by, "note": minute(found.confirmed_at)},
        {"label": _("Ratification"), "value": Ratified(found.ratified).label, "note": day(found.ratify_by)},
    ]


def _paid(found: FundUse) -> list[dict[str, Any]]:
    paid = paid_of(found)
    facts = [
        {"label": _("Paid of the approved"), "value": f"{yuan(paid)} / {yuan(found.approved_fen)}"},
    ]
    if found.state == UseState.ENDED:
        facts.append({"label": _("Stays in the fund"), "value": yuan(found.approved_fen - paid)})
    else:
        facts.append({"label": _("May be paid now"), "value": yuan(payable_now(found))})
    return facts
