"""Django app of the tables of registers."""

from django.apps import AppConfig


class RostersConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.registers.rosters"
    label = "rosters"
