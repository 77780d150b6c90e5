"""Django app of this stage."""

from django.apps import AppConfig


class VoicesConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.commons.c2_voices"
    label = "voices"
