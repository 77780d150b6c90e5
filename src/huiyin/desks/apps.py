"""The pages' own app: shared templates, static files and message catalogues."""

import logging

from django.apps import AppConfig

from huiyin.locale.compile import compile_catalogues

logger = logging.getLogger(__name__)


class DesksConfig(AppConfig):
    """Labels every page's shared look."""

    name = "huiyin.desks"
    label = "desks"

    def ready(self) -> None:
        """Bring the compiled messages up to date, so that a changed text never needs a step of its own."""
        try:
            compile_catalogues()
        except OSError as error:  # installed read-only: the installer compiled them
            logger.info("message catalogues are not writable: %s", error)
