"""Django app of this stage."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.commons.c1_proposals"
    label = "proposals"
