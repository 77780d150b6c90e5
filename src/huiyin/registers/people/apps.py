"""People, accounts, posts and duty lists."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who lives here, who serves here, who may sign in."""

    name = "huiyin.registers.people"
    label = "people"
