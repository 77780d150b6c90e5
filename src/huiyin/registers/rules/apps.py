"""The rules app."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """Rule packs and which scope follows which."""

    name = "huiyin.registers.rules"
    label = "rules"
