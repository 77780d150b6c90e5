"""Begin a trial, and go live. Both only from the command line, as the owner of the database."""

from huiyin.ground.clock import now

from .models import Installation
from .reads import forget_trial


def begin_trial() -> None:
    """From now on it is tried; an installation that has begun stays what it is."""
    Installation.objects.get_or_create(pk=1, defaults={"tried_since": now()})
    forget_trial()


def go_live() -> None:
    """The trial is over, for good."""
    Installation.objects.filter(live_since=None).update(live_since=now())
    forget_trial()
