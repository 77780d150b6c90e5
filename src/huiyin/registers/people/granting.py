"""Who may give which right to whom. Pure questions; the acts ask them.

The right to hand out roles is itself a right with a scope: a steward gives roles inside it, never wider,
never to himself. High rights need a second person, and who audits does nothing else (assurance S-65; 等保 2.0
8.1.4.3 d).
"""

from collections.abc import Collection

from .words import Role

HIGH = frozenset({Role.STEWARD, Role.AUDITOR})
"""Rights over other people's rights, or over the record of them: a second person agrees."""

ALONE = frozenset({Role.AUDITOR})
"""Roles held by nobody who holds another."""

NEEDS_ORGANISATION = frozenset({Role.DUTY, Role.FIELD})
NEEDS_PLACE = frozenset({Role.CONTACT})


def together(held: Collection[str], wanted: Role) -> bool:
    """Whether an account that holds some roles may hold the wanted one beside them."""
    others = {Role(role) for role in held} - {wanted}
    return not others or not (wanted in ALONE or others & ALONE)
