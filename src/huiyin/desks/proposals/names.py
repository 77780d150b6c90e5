"""Whose a step is, and money as people write it."""

from decimal import Decimal

from django.utils.translation import gettext as _

from huiyin.registers.rules.deliberations import StepRule
from huiyin.registers.rules.naming import in_words
from huiyin.registers.rules.words import Step

FEN = 100


def owner_said(rule: StepRule) -> str:
    """Whose a step is."""
    return in_words(rule.owner, rule.owner_zh)


def yuan(fen: int | None) -> str:
    """Money as people write it; a dash where nobody knows it."""
    return "–" if fen is None else _("%(yuan)s yuan") % {"yuan": f"{Decimal(fen) / FEN:,.2f}"}


def fen(amount: Decimal | None) -> int | None:
    """What was typed in yuan, in fen."""
    return None if amount is None else int(amount * FEN)


ORDER = (Step.RAISE, Step.DISCUSS, Step.ANSWER, Step.RATE)
