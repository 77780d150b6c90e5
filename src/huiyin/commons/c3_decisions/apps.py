"""Django app of this stage."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.commons.c3_decisions"
    label = "decisions"
