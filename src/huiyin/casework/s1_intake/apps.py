"""Django app of this stage."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.casework.s1_intake"
    label = "intake"
