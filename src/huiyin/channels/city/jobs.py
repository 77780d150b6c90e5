"""The job of the city's platform: a round every minute, when one is set up."""

import logging

from django.conf import settings
from procrastinate.contrib.django import app

from huiyin.ground.tenancy.tree import scope_tree

from .exchange import exchange
from .platform import Platform, PlatformAway

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="exchange-with-city", lock="exchange-with-city")  # one round at a time
def exchange_with_city(timestamp: int) -> int:  # noqa: ARG001 - procrastinate tells every periodic task its moment
    """Orders and answers in, slips and questions back; returns how many. Without a platform: nothing."""
    if not settings.CITY["url"]:
        return 0
    scope_id = next(
        (key for key, name in scope_tree().names.items() if settings.CITY["scope"] in (name, str(key))), 0
    )
    if not scope_id:
        logger.error("HUIYIN_CITY_SCOPE names no area: %s", settings.CITY["scope"])
        return 0
    platform = Platform(settings.CITY["name"], settings.CITY["url"].rstrip("/"), settings.CITY["secret"])
    try:
        done = exchange(platform, scope_id)
    except PlatformAway as error:
        logger.warning("the city's platform: %s", error)
        return 0
    return done.taken + done.given + done.asked + done.heard
