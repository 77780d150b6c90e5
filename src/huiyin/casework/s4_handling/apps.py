"""Django app of this stage."""

from django.apps import AppConfig


class HandlingConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.casework.s4_handling"
    label = "handling"
