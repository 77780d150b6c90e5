"""What rule packs call things, in the language of the page; money as people write it."""

from decimal import Decimal
from typing import Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.registers.rules.deliberations import StepRule
from huiyin.registers.rules.words import Step

FEN = 100


class Named(Protocol):
    """Anything of a pack with a name in English and in Chinese."""

    name: str
    name_zh: str


def said(one: Named) -> str:
    """The name of a council, a party, a kind of meeting, a step, a matter."""
    return one.name_zh if (get_language() or "zh") == "zh-hans" else _(one.name)


def owner_said(rule: StepRule) -> str:
    """Whose a step is."""
    return rule.owner_zh if (get_language() or "zh") == "zh-hans" else _(rule.owner)


def yuan(fen: int | None) -> str:
    """Money as people write it; a dash where nobody knows it."""
    return "–" if fen is None else _("%(yuan)s yuan") % {"yuan": f"{Decimal(fen) / FEN:,.2f}"}


def fen(amount: Decimal | None) -> int | None:
    """What was typed in yuan, in fen."""
    return None if amount is None else int(amount * FEN)


ORDER = (Step.RAISE, Step.DISCUSS, Step.ANSWER, Step.RATE)
