"""Django app of this stage."""

from django.apps import AppConfig


class FundConfig(AppConfig):
    """See the package docstring."""

    name = "huiyin.commons.c6_fund"
    label = "fund"
