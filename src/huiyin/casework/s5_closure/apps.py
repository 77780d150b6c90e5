"""Django app of this stage."""

from django.apps import AppConfig


class ClosureConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.casework.s5_closure"
    label = "closure"
