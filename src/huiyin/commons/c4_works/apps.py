"""Django app of this stage."""

from django.apps import AppConfig


class WorksConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.commons.c4_works"
    label = "works"
