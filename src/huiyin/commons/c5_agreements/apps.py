"""Django app of this stage."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.commons.c5_agreements"
    label = "agreements"
