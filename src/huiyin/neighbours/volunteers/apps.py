"""Django app of the volunteers."""

from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.neighbours.volunteers"
    label = "volunteers"
