"""Django app of the notice board."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.neighbours.board"
    label = "board"
