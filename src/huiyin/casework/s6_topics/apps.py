"""Django app of this stage."""

from django.apps import AppConfig


class TopicsConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.casework.s6_topics"
    label = "topics"
