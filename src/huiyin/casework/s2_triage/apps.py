"""Django app of this stage."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.casework.s2_triage"
    label = "triage"
