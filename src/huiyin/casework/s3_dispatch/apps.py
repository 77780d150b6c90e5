"""Django app of this stage."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.casework.s3_dispatch"
    label = "dispatch"
