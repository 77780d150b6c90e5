"""Organisations and whom they serve."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Party tree, companies, committees, departments, utilities, partners."""

    name = "huiyin.registers.organisations"
    label = "organisations"
