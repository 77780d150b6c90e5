"""Django app of the register of owners."""

from django.apps import AppConfig


class OwnersConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.registers.owners"
    label = "owners"
