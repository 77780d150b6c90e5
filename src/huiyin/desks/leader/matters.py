"""What a category and a shared problem are called, by the list that holds where the figures are asked for."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.casework.s6_topics.models import Topic
from huiyin.casework.s6_topics.papers import called_in_papers
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.reads import categories_for
from huiyin.registers.rules.refusals import NoPack

from .asked import Asked


def topic_said(viewer: Viewer, asked: Asked, topic: Topic, at: datetime) -> str:
    """A shared problem for those who read figures: in words for papers, never a resident's own."""
    return called_in_papers(topic, matter_said(viewer, asked, topic.category, at))


def matter_said(viewer: Viewer, asked: Asked, code: str, at: datetime) -> str:
    """A category in the reader's language."""
    scope = asked.scope or min(viewer.scopes, key=lambda one: len(scope_tree().paths.get(one, ())), default=0)
    try:
        found = categories_for(scope_tree().up(scope), at).get(code)
    except NoPack:
        found = None
    return said(found) if found else _("not sorted yet")
