"""The ground app: everything without civic words."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GroundConfig(AppConfig):
    """Clock, tenancy, outbox, idempotency and the walls in the database."""

    name = "huiyin.ground"
    label = "ground"

    def ready(self) -> None:
        """After every migration the functions, triggers and policies are installed anew."""
        from huiyin.ground.sql import install  # needs the app registry

        post_migrate.connect(install, sender=self, dispatch_uid="huiyin.sql")
