"""What a category is called, by the list that holds where the figures are asked for."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.reads import categories_for
from huiyin.registers.rules.refusals import NoPack

from .asked import Asked


def matter_said(viewer: Viewer, asked: Asked, code: str, at: datetime) -> str:
    """A category in the reader's language."""
    scope = asked.scope or min(viewer.scopes, key=lambda one: len(scope_tree().paths.get(one, ())), default=0)
    try:
        found = categories_for(scope_tree().up(scope), at).get(code)
    except NoPack:
        found = None
    return said(found) if found else _("not sorted yet")
