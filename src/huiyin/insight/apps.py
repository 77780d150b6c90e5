"""Figures."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Rates and the lists behind them."""

    name = "huiyin.insight"
    label = "insight"
